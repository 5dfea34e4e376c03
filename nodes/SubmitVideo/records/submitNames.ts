import { createHash } from 'crypto';

/**
 * Names for the submits that a node starts, the same in every try of an execution and in no other execution.
 *
 * n8n runs a node again in many ways: Retry On Fail keeps the node's memory; Retry of a failed execution restores it;
 * after a crash it is lost, the execution starts again at its trigger, and the run index may differ. So a name is made
 * of what the item asks for, and of how often the node has started the same before. Neither the run index nor the item
 * index is part of it. Pure: the memory comes in and goes out as plain data.
 */

/**
 * The numbers that each run has given its submits, by its index and by their key: plain data that n8n stores. An execution
 * that version 0.1 began has only how many, which all runs together counted up.
 */
export type Begun = Record<string, Record<string, number[] | number>>;

/** Binary data that identifies a file, but not where this try has stored it. */
interface FileFacts {
	mimeType?: string;
	fileName?: string;
	fileExtension?: string;
	fileSize?: string;
}

/** Bytes as their hash, and an object's keys in a fixed order, so that equal values have equal texts. */
function plain(_key: string, value: unknown): unknown {
	if (value instanceof Uint8Array) return createHash('sha256').update(value).digest('hex');
	if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
	return Object.fromEntries(
		Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1)),
	);
}

/** A short text that only equal values share. */
export function digest(value: unknown): string {
	return createHash('sha256')
		.update(JSON.stringify(value, plain) ?? '')
		.digest('base64url')
		.slice(0, 22);
}

/** The user's settings and the input: they stay the same even if an expression returns another value each time. */
export function inputKey(
	parameters: unknown,
	json: unknown,
	binary: Record<string, FileFacts> = {},
): string {
	const files = Object.entries(binary).map(
		([name, { mimeType, fileName, fileExtension, fileSize }]) => [
			name,
			mimeType,
			fileName,
			fileExtension,
			fileSize,
		],
	);
	return digest(['input', parameters, json, files]);
}

/** What a gateway is asked for. */
export function requestKey(gatewayId: string, request: unknown): string {
	return digest(['request', gatewayId, request]);
}

/**
 * Starts a try of the run `run`, and records it in `begun`, which it changes. What an earlier try of the same run has
 * recorded is forgotten, since this try begins it all again.
 *
 * @returns gives a key the lowest number that no run has: an agent calls a tool several times side by side, and one of
 * the calls may be forgotten, whose number the next one gets
 */
export function startTry(begun: Begun, run: number): (key: string) => number {
	const own: Record<string, number[]> = {};
	begun[run] = own;
	return (key) => {
		const others = Object.entries(begun).flatMap(([index, numbers]) =>
			index === String(run) ? [] : [numbers[key] ?? []],
		);
		const taken = new Set(others.flatMap((one) => (typeof one === 'number' ? [] : one)));
		const counted = others.reduce<number>(
			(sum, one) => sum + (typeof one === 'number' ? one : 0),
			0,
		);
		const mine = (own[key] ??= []);
		let number = Math.max(counted, (mine.at(-1) ?? -1) + 1);
		while (taken.has(number)) number++;
		mine.push(number);
		return number;
	};
}

/**
 * Forgets what a run began that has ended with an error: whatever comes next begins it again, under the same run index
 * or under another one (a tool of an agent).
 */
export function forgetTry(begun: Begun, run: number): void {
	delete begun[run];
}

/** The name of the `count`-th beginning of a key in the execution that `scope` stands for. */
export function submitName(scope: readonly string[], key: string, count: number): string {
	return digest([...scope, key, count]);
}
