import type { Words } from '../failure';

/** What happened, and always what to do about it: whole sentences, of which the first one says it. */
export type Text = Words & { fix: string };

/** Most names in one sentence, and most characters of each: a gateway's description may have any. */
const MOST_NAMES = 40;
const LONGEST_NAME = 60;

/** Names that somebody else has chosen: `prompt, image and seed`, or `prompt, image and 12 more`. */
export function shortList(names: readonly string[]): string {
	const shown = names.slice(0, MOST_NAMES).map((name) => name.slice(0, LONGEST_NAME));
	const rest = names.length - shown.length;
	const last = rest > 0 ? `${rest} more` : (shown.pop() ?? '');
	return shown.length === 0 ? last : `${shown.join(', ')} and ${last}`;
}

function list(words: ReadonlyArray<string | number>, between: 'and' | 'or'): string {
	const last = String(words.at(-1) ?? '');
	return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} ${between} ${last}`;
}

/** Values to choose from: `6 or 10`, `JPEG, PNG or WebP`. */
export const orList = (words: ReadonlyArray<string | number>): string => list(words, 'or');

/** Things that something is true of: `AIgateway and Replicate`. */
export const andList = (words: readonly string[]): string => list(words, 'and');
