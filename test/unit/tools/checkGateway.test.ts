import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import getPort from 'get-port';
import { gateways } from '../../../gateways';
import { checkedGateways } from '../../../tools/checkGateway/calls';
import { take } from '../../../tools/checkGateway/check';
import { main, type Surroundings } from '../../../tools/checkGateway/main';
import { maskText } from '../../../tools/checkGateway/mask';
import { sendOverHttp } from '../../../tools/checkGateway/send';
import { FACTS } from '../../facts';
import type { GatewayFacts } from '../../facts/types';
import { realGateway } from '../../support/n8n/costs';
import { startSimulator, type GatewayId, type Simulator } from '../../support/simulator';

const ids = Object.keys(checkedGateways) as GatewayId[];

let simulator: Simulator;
let folder: string;

beforeAll(async () => {
	simulator = await startSimulator();
	folder = await mkdtemp(join(tmpdir(), 'check-'));
});
beforeEach(() => simulator.reset());
afterAll(async () => {
	await simulator.close();
	await rm(folder, { recursive: true });
});

interface Ended {
	code: number;
	lines: string[];
	pauses: number[];
}

/** Runs the command as a user would, with their key in the environment. */
async function check(
	id: string,
	{ args, env, around }: { args?: string[]; env?: object; around?: Partial<Surroundings> } = {},
): Promise<Ended> {
	const credential = simulator.credentials[id as GatewayId];
	const lines: string[] = [];
	const pauses: number[] = [];
	const keyVariable = checkedGateways[id]?.keyVariable ?? '';
	const code = await main(args ?? [id, '--base-url', credential.baseUrl], {
		env: { [keyVariable]: credential?.apiKey, ...env },
		print: (line) => lines.push(line),
		isTerminal: false,
		send: sendOverHttp,
		sleep: async (milliseconds) => pauses.push(milliseconds),
		now: () => Date.parse('2026-11-27T12:00:00Z'),
		recordings: folder,
		...around,
	});
	return { code, lines, pauses };
}

/** The gateway's own address, answered by the simulator. */
const fromSimulator: Surroundings['send'] = async (request) => {
	const id = ids.find((one) => request.url.startsWith(checkedGateways[one]!.baseUrl))!;
	const { baseUrl } = simulator.credentials[id];
	return await sendOverHttp({
		...request,
		url: request.url.replace(checkedGateways[id]!.baseUrl, baseUrl),
	});
};

test('there is a check of every gateway, with the key of the demo', () => {
	expect([...ids].sort()).toEqual(gateways.map(({ id }) => id).sort());
	for (const id of ids) {
		expect(checkedGateways[id]!.keyVariable).toBe(realGateway(id)?.keyVariable);
	}
});

describe.each(ids)('%s', (id) => {
	test('passes at the simulator, and costs nothing', async () => {
		const { code, lines } = await check(id);

		expect(lines.filter((line) => line.startsWith('DIFFERENT'))).toEqual([]);
		expect(code).toBe(0);
		expect(lines.at(-1)).toMatch(/^(\d+) of \1 answers of \w+ are as documented, 0 differ$/);
		expect(simulator.requests).toHaveLength(lines.length - 1);
		// Nothing was asked that no page documents, and no job was started.
		expect([simulator.refusals, simulator.jobs]).toEqual([[], []]);
		const endpoints = simulator.requests.map(({ endpoint }) => endpoint);
		expect(endpoints).not.toContain('submit');
	});

	test('says that a wrong key is refused, and makes no more calls', async () => {
		const { keyVariable, wrongKey } = checkedGateways[id]!;
		const { code, lines } = await check(id, { env: { [keyVariable]: wrongKey } });

		expect(code).toBe(1);
		expect(lines).toHaveLength(2);
		const { refusesInBody }: GatewayFacts = FACTS[id];
		expect(lines[0]).toMatch(refusesInBody ? /^DIFFERENT .*HTTP 200/ : /^DIFFERENT .*HTTP 401/);
		expect(lines[1]).toMatch(`refused the key in ${keyVariable}`);
	});

	test('notices an answer that has changed', async () => {
		const { keyedEndpoint, keyedStatus = 200 } = checkedGateways[id]!;
		simulator.fault({
			gateway: id,
			endpoint: keyedEndpoint,
			times: 1,
			respond: { status: keyedStatus, body: { renamed: 1 } },
		});
		const { code, lines } = await check(id);
		const different = lines.filter((line) => line.startsWith('DIFFERENT'));
		expect(different).toEqual([
			expect.stringMatching(/keys renamed; .*DIFFERS: .* is missing/),
		]);
		expect([code, lines.at(-1)]).toEqual([1, expect.stringMatching(/, 1 differ$/)]);
	});

	test('notices a web page', async () => {
		simulator.fault({ gateway: id, respond: 'html' });
		const { code, lines } = await check(id);
		expect(code).toBe(1);
		expect(lines[0]).toMatch(/^DIFFERENT .*a web page instead of JSON/);
	});

	test('tells no key and no value', async () => {
		const { lines } = await check(id);
		const { apiKey } = simulator.credentials[id];
		const text = lines.join('\n');
		for (const secret of [apiKey, checkedGateways[id]!.wrongKey, '987654321', '@']) {
			expect(text).not.toContain(secret);
		}
	});

	test('records the facts of each answer, and nothing of the user', async () => {
		const { code, lines } = await check(id, {
			args: [id, '--record'],
			around: { send: fromSimulator },
		});
		const files = await readdir(join(folder, id, 'checks'));
		const texts = await Promise.all(
			files.map(async (file) => await readFile(join(folder, id, 'checks', file), 'utf8')),
		);

		expect([code, files.length]).toEqual([0, simulator.requests.length]);
		expect(lines.at(-1)).toBe(`Recorded in ${join(folder, id, 'checks')}`);
		for (const text of texts) {
			expect(JSON.parse(text)).toMatchObject({
				source: expect.stringContaining(checkedGateways[id]!.baseUrl),
				date: '2026-11-27',
				status: expect.any(Number),
			});
			const { apiKey } = simulator.credentials[id];
			for (const secret of [apiKey, '987654321', 'someone@example.com', 'whsec_']) {
				expect(text).not.toContain(secret);
			}
		}
	});
});

test('a recorded account has its keys and no values', async () => {
	await check('useapi', { args: ['useapi', '--record'], around: { send: fromSimulator } });
	const read = async (name: string) =>
		JSON.parse(
			await readFile(join(folder, 'useapi', 'checks', `${name}.json`), 'utf8'),
		) as unknown;

	expect(await read('account')).toMatchObject({
		body: { id: '<number>', email: '<masked>', name: '<text>', subscriptionIsActive: true },
	});
	expect(await read('accounts')).toMatchObject({
		body: { '<id>': { account: '<masked>', maxJobs: '<number>', supportVideo: true } },
	});
	expect(await read('unknown-video')).toMatchObject({ body: { code: 404 }, key: 'own' });
	expect(await read('account-wrong-key')).toMatchObject({ status: 401, key: 'wrong' });
});

test.each([
	['me@example.org wrote', '<email> wrote'],
	['token eyJhbGci.eyJzdWIi.c2ln', 'token <jwt>'],
	['at https://cdn.example/v.mp4?Signature=abc.', 'at <url with a query>'],
	['user:1234-minimax:987654321-video:1', '<account>'],
	['the key abc-123!', 'the key <key>!'],
	['from 203.0.113.7', 'from <ip>'],
	['Request 349865017168125', 'Request <digits>'],
	['Not Found', 'Not Found'],
])('"%s" is kept as "%s"', (text, masked) => {
	expect(maskText(text, ['abc-123'])).toBe(masked);
});

describe('no check', () => {
	const noNetwork = async () => `http://127.0.0.1:${await getPort()}`;

	test.each<[what: string, args: string[], said: RegExp]>([
		['no gateway', [], /^Usage: .*\nGateways: .*aigateway, aimlapi/],
		['two gateways', ['pixazo', 'segmind'], /^Usage/],
		['an unknown gateway', ['nobody'], /There is no gateway "nobody"[^]*Usage/],
		['the name of something else', ['constructor'], /There is no gateway/],
		['an unknown option', ['pixazo', '--submit'], /--submit[^]*Usage/],
		['no address', ['pixazo', '--base-url', 'here'], /--base-url isn't a plain http/],
		['a key in the clear', ['pixazo', '--base-url', 'http://example.com'], /https/],
		['a password', ['pixazo', '--base-url', 'https://me:pw@example.com'], /plain http/],
		[
			'no facts',
			['pixazo', '--record', '--base-url', 'https://example.com'],
			/--record can't be used with --base-url/,
		],
	])('%s', async (_what, args, said) => {
		const { code, lines } = await check('pixazo', { args });
		expect([code, lines.length]).toEqual([2, 1]);
		expect(lines[0]).toMatch(said);
	});

	test.each([undefined, '', '  '])('without a key (%p)', async (key) => {
		const { code, lines } = await check('segmind', { env: { SEGMIND_API_KEY: key } });
		expect(code).toBe(2);
		expect(lines.join()).toMatch("SEGMIND_API_KEY isn't set. Run it as\nSEGMIND_API_KEY=<");
		expect(simulator.requests).toEqual([]);
	});

	test('with a key that can not be one', async () => {
		const { code, lines } = await check('segmind', { env: { SEGMIND_API_KEY: 'SG_1\n2' } });
		expect([code, ...lines]).toEqual([2, expect.stringMatching(/a character that can't be/)]);
	});

	test('without a network', async () => {
		const address = await noNetwork();
		const { code, lines } = await check('segmind', {
			args: ['segmind', '--base-url', address],
		});
		expect(code).toBe(2);
		expect(lines.join()).toMatch(/broke off: no answer from 127.0.0.1:\d+: nothing accepts/);
	});

	test('when the connection breaks in the middle', async () => {
		simulator.fault({
			gateway: 'useapi',
			when: ({ path }) => path.endsWith('/features'),
			respond: 'resetBefore',
		});
		const { code, lines } = await check('useapi');
		expect([code, lines.length]).toEqual([2, 3]);
		expect(lines[2]).toMatch('the connection broke');
	});
});

describe('a gateway that is asked too often', () => {
	test('is asked again after the pause that it wants', async () => {
		simulator.fault({
			gateway: 'aimlapi',
			times: 1,
			respond: { status: 429, headers: { 'retry-after': '7' } },
		});
		const { code, lines, pauses } = await check('aimlapi');
		expect([code, pauses]).toEqual([0, [7000]]);
		expect(lines[0]).toMatch('waiting 7 s');
	});

	test('is asked once more only', async () => {
		simulator.fault({ gateway: 'pixazo', respond: { status: 429 } });
		const { code, pauses } = await check('pixazo');
		expect([code, pauses]).toEqual([1, [30_000, 30_000]]);
	});
});

test('the key goes to no other address', async () => {
	simulator.fault({
		gateway: 'segmind',
		respond: { status: 302, headers: { location: `${simulator.origin}/elsewhere` } },
	});
	const { lines } = await check('segmind');
	expect(lines[0]).toMatch("HTTP 302 wasn't expected");
	expect(simulator.requests.map(({ gateway }) => gateway)).not.toContain('');
});

test('a value that means success for a job that can not exist is named', async () => {
	const gateway = checkedGateways.pixazo!;
	const judgement = await take(
		{ call: gateway.calls[0]!, key: 'own' },
		{
			gateway,
			key: 'k',
			baseUrl: 'http://127.0.0.1',
			sleep: async () => undefined,
			now: () => 0,
			send: async () => ({
				status: 200,
				headers: {},
				text: '{"base_resp":{"status_code":0}}',
			}),
		},
		() => undefined,
	);
	expect(judgement).toMatchObject({
		verdict: 'DIFFERENT',
		problems: ['base_resp.status_code is 0'],
		found: ['base_resp.status_code'],
	});
});
