/** How a message repeats a value that somebody typed, pasted or mapped. Pure. */

/** Spaces, and the zero-width characters that come along when text is copied from a web page or a chat. */
const AROUND =
	/^[\s\u200B-\u200F\u2060\u202A-\u202E\u2066-\u2069]+|[\s\u200B-\u200F\u2060\u202A-\u202E\u2066-\u2069]+$/g;

/** A text without invisible characters around it. */
export const trimmed = (text: string): string => text.replace(AROUND, '');

/** The longest part of a value that a message repeats, in characters. */
const LONGEST_QUOTE = 60;

function cut(text: string): string {
	const characters = [...text.slice(0, 4 * LONGEST_QUOTE)];
	return characters.length > LONGEST_QUOTE
		? `${characters.slice(0, LONGEST_QUOTE).join('')}...`
		: text;
}

/** An object as JSON; undefined if it contains itself, or numbers of a kind that JSON doesn't have. */
export function toJson(value: object): string | undefined {
	try {
		return JSON.stringify(value);
	} catch {
		return undefined;
	}
}

/** A value as a message shows it: single values in quotes, and lists and objects by their type. */
export function quoted(value: unknown): string {
	if (typeof value === 'function') return 'a function';
	if (typeof value !== 'object' || value === null) return `"${cut(String(value))}"`;
	const json = toJson(value);
	const kind = Array.isArray(value) ? 'a list' : 'an object';
	return json === undefined ? kind : `${kind} (${cut(json)})`;
}
