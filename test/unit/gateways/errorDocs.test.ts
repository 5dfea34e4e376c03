import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { gateways } from '../../../gateways';
import { errors as kieErrors } from '../../../gateways/adapters/kie/errors';
import { isGatewayError, type Gateway } from '../../../gateways/gateway';
import { minimaxFailures, readMinimaxError } from '../../../gateways/protocols/minimax/answers';

/** What docs/troubleshooting.md and docs/reliability.md say of statuses and codes is what the adapters make of them. */

const page = (name: string) => readFileSync(join(__dirname, '../../../docs', name), 'utf8');

/** A gateway, or one of the two versions of MiniMax's API. */
interface Subject {
	gateway: Gateway;
	/** The names that the pages have for it. */
	names: readonly string[];
	call: ReturnType<Gateway['submit']>;
	/** What it made of a status before: reading takes a while in Jest. */
	read: Map<number, string>;
}

const subjects: readonly Subject[] = gateways.flatMap((gateway) => {
	const call = (model: string) => gateway.submit({ model, prompt: 'A lake' });
	const usual = {
		gateway,
		names: [gateway.label],
		call: call(gateway.defaultModel),
		read: new Map<number, string>(),
	};
	return gateway.id === 'minimax'
		? [
				{ ...usual, names: ['MiniMax', 'MiniMax H3'] },
				{
					...usual,
					names: ['MiniMax', 'MiniMax Hailuo'],
					call: call('MiniMax-Hailuo-2.3'),
					read: new Map<number, string>(),
				},
			]
		: [usual];
});

/** `details.code` of an item whose submit ended so. */
const codeOf = (outcome: unknown): string => {
	if (!isGatewayError(outcome as object)) return 'accepted';
	const { accepted, code } = outcome as { accepted: string; code: string };
	return accepted === 'maybe' ? 'unclear' : code;
};

/** The code of a submit that is answered with this status, and with words that say nothing more. */
function answered({ call }: Subject, status: number, body: object = {}): string {
	const answer = { status, headers: {}, body: JSON.stringify(body), receivedAt: 0, baseUrl: '' };
	return codeOf(call.read(answer));
}

/** The same of a status alone. */
function codeAt(subject: Subject, status: number): string {
	const code = subject.read.get(status) ?? answered(subject, status);
	subject.read.set(status, code);
	return code;
}

/** A row of the table: statuses with the gateways that they are about, MiniMax's codes, and what becomes of both. */
interface Row {
	code: string;
	statuses: Array<{ status: number; isAbout: (subject: Subject) => boolean }>;
	codes: number[];
}

function aboutOf(words: string | undefined): (subject: Subject) => boolean {
	if (words === undefined) return () => true;
	const isExcept = words.startsWith('except ');
	const names = words.replace('except ', '').split(/, | and /);
	const known = subjects.flatMap((subject) => subject.names);
	expect(known).toEqual(expect.arrayContaining(names));
	return (subject) => subject.names.some((name) => names.includes(name)) !== isExcept;
}

function readRow(line: string): Row {
	const [, cell = '', code = ''] = line.split('|').map((one) => one.trim());
	const groups = cell.split('; ');
	const isCodes = (group: string) => /^code /i.test(group);
	return {
		code: code.replaceAll('`', ''),
		statuses: groups
			.filter((group) => !isCodes(group))
			.flatMap((group) => [...group.matchAll(/\b(\d{3})\b(?: \(([^)]*)\))?/g)])
			.map(([, status, about]) => ({ status: Number(status), isAbout: aboutOf(about) })),
		codes: groups.filter(isCodes).flatMap((group) => (group.match(/\d+/g) ?? []).map(Number)),
	};
}

const rows = page('troubleshooting.md')
	.split('## Answers from the gateways')[1]!
	.split('\n## ')[0]!
	.split('\n')
	.filter((line) => /^\|.*\d{3,4}/.test(line))
	.map(readRow);

/** n8n's proxy answers so, not the gateway (`proxyError`). */
const BY_PROXY = 407;

const span = (from: number, to: number) =>
	Array.from({ length: to - from + 1 }, (_, index) => from + index);

/** Those that anything has ever been answered with. */
const statuses = [
	...span(300, 308),
	...span(400, 460),
	...span(499, 530),
	...span(590, 599),
].filter((status) => status !== BY_PROXY);

/** What the sentences around the table say of a status that it doesn't have. */
const usualCode = (status: number): string =>
	status < 400 ? 'gateway' : status < 500 ? 'invalidRequest' : 'unclear';

const documented = (subject: Subject, status: number): string[] =>
	rows.flatMap(({ code, statuses: listed }) =>
		listed.filter((one) => one.status === status && one.isAbout(subject)).map(() => code),
	);

test('docs/troubleshooting.md has every status as its gateway is read', () => {
	const wrong = subjects.flatMap((subject) =>
		statuses.flatMap((status) => {
			const written = documented(subject, status);
			const said = written.length > 0 ? written : [usualCode(status)];
			const really = codeAt(subject, status);
			return said.length === 1 && said[0] === really
				? []
				: [`${status} of ${subject.names.at(-1)}: ${said.join(' and ')}, but ${really}`];
		}),
	);
	expect(wrong).toEqual([]);
});

test("docs/troubleshooting.md has every code of MiniMax's", () => {
	const written = rows
		.flatMap(({ code, codes }) => codes.map((one) => [one, code] as const))
		.sort(([left], [right]) => left - right);
	const read = Object.keys(minimaxFailures).map((one) => {
		const base = { status_code: Number(one), status_msg: undefined };
		return [Number(one), codeOf(readMinimaxError({ label: 'MiniMax' }, base))] as const;
	});
	expect(written).toEqual(read);
});

test("Kie.ai's codes inside HTTP 200 mean the same as a status", () => {
	const kie = subjects.find(({ gateway }) => gateway.id === 'kie')!;
	for (const code of Object.keys(kieErrors.failures).map(Number)) {
		expect([code, answered(kie, 200, { code, msg: 'No' })]).toEqual([
			code,
			answered(kie, code),
		]);
	}
});

test('docs/reliability.md has the statuses after which nothing is sent again', () => {
	const isUnclear = (subject: Subject, status: number) => codeAt(subject, status) === 'unclear';
	const atAll = statuses.filter(
		(status) => status < 500 && subjects.every((one) => isUnclear(one, status)),
	);
	const safe = statuses
		.filter((status) => status >= 500)
		.map((status) => ({ status, at: subjects.filter((one) => !isUnclear(one, status)) }))
		.filter(({ at }) => at.length > 0)
		.map(({ status, at }) =>
			at.length === subjects.length
				? `${status}`
				: `${status} at ${at.map(({ gateway }) => gateway.label).join(' and ')}`,
		);
	const joined = (words: readonly unknown[], last: string) =>
		`${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`;
	expect(page('reliability.md')).toContain(
		`HTTP ${joined(atAll, 'or')}; 500 and above, except ${joined(safe, 'and')} `,
	);
	expect(
		statuses.filter(
			(status) =>
				status < 500 &&
				!atAll.includes(status) &&
				subjects.some((one) => isUnclear(one, status)),
		),
	).toEqual([]);
});
