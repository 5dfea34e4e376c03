/** What a user reads about one thing: what happened, and what to do about it. */
export interface Text {
	/** One short sentence without its period. */
	title: string;
	/** One or more whole sentences; the first one says what to do. */
	fix: string;
}

/** Both parts as one text. */
export const joinText = ({ title, fix }: Text): string => `${title}. ${fix}`;

/** Values to choose from: `6 or 10`, `JPEG, PNG or WebP`. */
export function orList(words: ReadonlyArray<string | number>): string {
	const last = words.at(-1);
	return words.length < 2 ? String(last ?? '') : `${words.slice(0, -1).join(', ')} or ${last}`;
}
