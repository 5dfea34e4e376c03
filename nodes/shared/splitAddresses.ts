/**
 * Addresses in one text. One may contain commas, so it ends only where another one starts, or at a line break.
 *
 * @param starts whether a word starts another one
 */
export const splitAddresses = (
	text: string,
	starts = (word: string): boolean => /^https?:/i.test(word),
): string[] =>
	text
		.replace(/[,;\s]+(?=([^,;\s]+))/g, (between, next: string) =>
			starts(next) ? '\n' : between,
		)
		.split(/[\r\n]+/);
