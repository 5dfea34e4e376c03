import type { Words } from '../failure';

/** What happened, and always what to do about it: whole sentences, of which the first one says it. */
export type Text = Words & { fix: string };

/** Values to choose from: `6 or 10`, `JPEG, PNG or WebP`. */
export function orList(words: ReadonlyArray<string | number>): string {
	const last = words.at(-1);
	return words.length < 2 ? String(last ?? '') : `${words.slice(0, -1).join(', ')} or ${last}`;
}
