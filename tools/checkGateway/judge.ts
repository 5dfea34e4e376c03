import type { Expected } from './calls';
import { hasPath, pathsIn, valuesAt } from './paths';

/** An answer as it came over the wire. */
export interface RawAnswer {
	status: number;
	/** Names in lower case. */
	headers: Readonly<Record<string, string>>;
	text: string;
}

/** What an answer is, compared with what the pages say. */
export interface Judgement {
	verdict: 'PASS' | 'DIFFERENT';
	status: number;
	/** Paths in the body. */
	found: string[];
	/** As words. */
	expected: string;
	/** It is what the gateway says to a wrong key. */
	isRefusal?: boolean;
	/** What differs; empty for PASS. */
	problems: string[];
}

/** The JSON of an answer, or undefined for anything else. */
export function jsonOf({ text }: RawAnswer): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return undefined;
	}
}

/** Whether an answer is a web page. */
export const isPage = ({ headers, text }: RawAnswer): boolean =>
	/text\/html/i.test(headers['content-type'] ?? '') || /^\s*<(!doctype|html)/i.test(text);

function differences(body: unknown, { keys = [], values }: Expected): string[] {
	const missing = keys.filter((path) => !hasPath(body, path)).map((path) => `${path} is missing`);
	if (!values) return missing;
	const { path, include = [], exclude = [] } = values;
	const there = new Set(valuesAt(body, path).map(String));
	return [
		...missing,
		...include.filter((value) => !there.has(value)).map((value) => `${path} lacks ${value}`),
		...exclude.filter((value) => there.has(value)).map((value) => `${path} is ${value}`),
	];
}

const inWords = (expected: readonly Expected[]): string =>
	expected
		.map(({ statuses, keys = [] }) => [statuses.join(' or '), ...keys].join(' '))
		.join(', or ');

/**
 * Compares an answer with the documented ones. It passes where it agrees with any of them.
 *
 * @param isKeyedById the names of the outermost keys are ids, which are not told
 */
export function judge(
	answer: RawAnswer,
	expected: readonly Expected[],
	isKeyedById = false,
): Judgement {
	const body = jsonOf(answer);
	const of = (problems: string[]): Judgement => ({
		verdict: problems.length === 0 ? 'PASS' : 'DIFFERENT',
		status: answer.status,
		found: pathsIn(body, isKeyedById),
		expected: inWords(expected),
		problems,
	});
	if (isPage(answer)) return of(['the gateway answered a web page instead of JSON']);
	const candidates = expected.filter(({ statuses }) => statuses.includes(answer.status));
	if (candidates.length === 0) return of([`HTTP ${answer.status} wasn't expected`]);
	if (body === undefined && candidates.every(({ keys }) => keys)) {
		return of(["the answer isn't JSON"]);
	}
	const tries = candidates.map((candidate) => differences(body, candidate));
	return of(tries.find((problems) => problems.length === 0) ?? tries[0]!);
}
