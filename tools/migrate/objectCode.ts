import type { Value } from './values';

/** Reads JSON that holds n8n's expressions, and object literals of JavaScript. Pure; never throws. */

class Unreadable extends Error {}

const QUOTES = '\'"`';
const OPENING = '([{';
const CLOSING = ')]}';

const space = (text: string, at: number): number => {
	let next = at;
	while (next < text.length && /\s/.test(text[next]!)) next += 1;
	return next;
};

/** Where a quoted text ends. */
function endOfQuoted(text: string, at: number): number {
	const quote = text[at]!;
	for (let next = at + 1; next < text.length; next += 1) {
		if (text[next] === '\\') next += 1;
		else if (text[next] === quote) return next + 1;
	}
	throw new Unreadable();
}

/** Where an expression ends: at a comma or a closing bracket outside all of its own. */
function endOfCode(text: string, at: number): number {
	let depth = 0;
	for (let next = at; next < text.length; next += 1) {
		const sign = text[next]!;
		if (QUOTES.includes(sign)) next = endOfQuoted(text, next) - 1;
		else if (OPENING.includes(sign)) depth += 1;
		else if (CLOSING.includes(sign) && depth === 0) return next;
		else if (CLOSING.includes(sign)) depth -= 1;
		else if (sign === ',' && depth === 0) return next;
	}
	return text.length;
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' };

/** The text between quotes. */
const unquoted = (quoted: string): string =>
	quoted
		.slice(1, -1)
		.replace(/\\(u[0-9a-fA-F]{4}|[\s\S])/g, (_, sign: string) =>
			sign.length > 1
				? String.fromCharCode(parseInt(sign.slice(1), 16))
				: (ESCAPES[sign] ?? sign),
		);

/** How the ends of a grammar are read: what a value is that is neither an object nor a list. */
interface Grammar {
	text: string;
	/** Where an end stops. */
	endOf: (at: number) => number;
	leaf: (source: string) => Value;
	key: (source: string) => string | undefined;
}

const CONSTANT = /^(true|false|null|-?\d+(\.\d+)?([eE][+-]?\d+)?)$/;

function readValue(grammar: Grammar, start: number): [Value, number] {
	const { text } = grammar;
	const at = space(text, start);
	if (text[at] === '{' && text[at + 1] !== '{') return readObject(grammar, at);
	if (text[at] === '[') return readArray(grammar, at);
	const end = grammar.endOf(at);
	const source = text.slice(at, end).trim();
	if (source === '') throw new Unreadable();
	return [grammar.leaf(source), end];
}

/** Whether the value that begins here is over at its closing bracket: `[a].map(b)` isn't. */
function isWhole(text: string, end: number): boolean {
	return end >= text.length || ',]})'.includes(text[space(text, end)] ?? ',');
}

function orCode(grammar: Grammar, at: number, read: () => [Value, number]): [Value, number] {
	const [value, end] = read();
	if (isWhole(grammar.text, end)) return [value, end];
	const over = grammar.endOf(at);
	return [grammar.leaf(grammar.text.slice(at, over).trim()), over];
}

const readArray = (grammar: Grammar, at: number): [Value, number] =>
	orCode(grammar, at, () => {
		const { text } = grammar;
		const items: Value[] = [];
		let next = space(text, at + 1);
		while (text[next] !== ']') {
			const [item, end] = readValue(grammar, next);
			items.push(item);
			next = space(text, end);
			if (text[next] === ',') next = space(text, next + 1);
			else if (text[next] !== ']') throw new Unreadable();
		}
		return [{ kind: 'array', items }, next + 1];
	});

function readKey(grammar: Grammar, at: number): [string, number] {
	const { text } = grammar;
	const end = QUOTES.includes(text[at] ?? '')
		? endOfQuoted(text, at)
		: at + (/^[\w$]+/.exec(text.slice(at))?.[0].length ?? 0);
	const key = grammar.key(text.slice(at, end));
	if (key === undefined || end === at) throw new Unreadable();
	return [key, space(text, end)];
}

const readObject = (grammar: Grammar, at: number): [Value, number] =>
	orCode(grammar, at, () => {
		const { text } = grammar;
		const entries: Array<[string, Value]> = [];
		let next = space(text, at + 1);
		while (text[next] !== '}') {
			const [key, colon] = readKey(grammar, next);
			if (text[colon] !== ':') throw new Unreadable();
			const [value, end] = readValue(grammar, colon + 1);
			entries.push([key, value]);
			next = space(text, end);
			if (text[next] === ',') next = space(text, next + 1);
			else if (text[next] !== '}') throw new Unreadable();
		}
		return [{ kind: 'object', entries }, next + 1];
	});

function readWhole(grammar: Grammar): Value | undefined {
	try {
		const [value, end] = readValue(grammar, 0);
		return value.kind === 'object' && space(grammar.text, end) === grammar.text.length
			? value
			: undefined;
	} catch (error) {
		if (error instanceof Unreadable) return undefined;
		throw error;
	}
}

function constantOrCode(source: string): Value {
	if (CONSTANT.test(source)) {
		return { kind: 'literal', value: JSON.parse(source) as number | boolean | null };
	}
	const isText =
		QUOTES.includes(source[0]!) &&
		endOfQuoted(source, 0) === source.length &&
		!(source.startsWith('`') && source.includes('${'));
	return isText ? { kind: 'literal', value: unquoted(source) } : { kind: 'code', code: source };
}

/** What stands around an object whose JSON is sent: it is the object that counts. */
const WRAPPED = [
	/^JSON\.stringify\(([\s\S]*)\)$/,
	/^\(([\s\S]*)\)$/,
	/^([\s\S]*)\.toJsonString\(\)$/,
];

/** The object that JavaScript writes down, also as `JSON.stringify({ ... })`; undefined for other code. */
export function readObjectCode(code: string): Value | undefined {
	let text = code.trim();
	for (const wrap of WRAPPED) text = (wrap.exec(text)?.[1] ?? text).trim();
	return readWhole({
		text,
		endOf: (at) => endOfCode(text, at),
		leaf: constantOrCode,
		key: (source) =>
			QUOTES.includes(source[0] ?? '') ? unquoted(source) : source || undefined,
	});
}

const END_OF_JSON = /[,\]}]/;

/** Where a value of JSON ends that may hold expressions, whose braces and quotes aren't JSON's. */
function endOfTemplate(text: string, at: number): number {
	let isQuoted = false;
	for (let next = at; next < text.length; next += 1) {
		if (text.startsWith('{{', next)) {
			const end = text.indexOf('}}', next + 2);
			if (end < 0) throw new Unreadable();
			next = end + 1;
		} else if (text[next] === '\\') next += 1;
		else if (text[next] === '"') isQuoted = !isQuoted;
		else if (!isQuoted && END_OF_JSON.test(text[next]!)) return next;
	}
	throw new Unreadable();
}

/**
 * Reads JSON with expressions in it, in quotes or in the place of values; undefined if it isn't such.
 *
 * @param leaf makes a value of a quoted text, without its quotes, or of what stands without quotes
 */
export function readJsonTemplate(
	text: string,
	leaf: (source: string, isQuoted: boolean) => Value | undefined,
): Value | undefined {
	return readWhole({
		text: text.trim(),
		endOf: (at) => endOfTemplate(text.trim(), at),
		leaf(source) {
			const isQuoted = source.startsWith('"') && source.endsWith('"') && source.length > 1;
			const value = CONSTANT.test(source)
				? constantOrCode(source)
				: leaf(isQuoted ? source.slice(1, -1) : source, isQuoted);
			if (value === undefined) throw new Unreadable();
			return value;
		},
		key: (source) => (source.startsWith('"') ? unquoted(source) : undefined),
	});
}

/** The escapes of JSON in a piece of text. */
export const unescaped = (text: string): string => unquoted(`"${text}"`);
