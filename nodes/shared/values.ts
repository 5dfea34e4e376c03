import { isObject } from '../../gateways/json';
import type { Words } from './failure';
import { toJson, quoted, trimmed } from './quoted';
import { numberIn, type Unit } from './writtenNumber';

/**
 * Reads what people type, paste and map into parameters: one reader for each kind of value. n8n checks a parameter only
 * if it was typed into the panel; an expression may return anything. A value whose meaning is clear is accepted, and
 * one whose meaning isn't is a problem, reported before anything is sent. Pure: nothing here knows n8n.
 */

/** What a value means. `value` is undefined where nothing is set: null, an empty text, only spaces. */
export type Read<T> = { value: T | undefined } | { problem: Words };

/** What every reader needs to know of its parameter. */
export interface Rules {
	/** The parameter as the panel shows it. */
	label: string;
	/** What to do about a value that can't be read: a sentence. Each reader has one of its own. */
	fix?: string;
}

const NOT_SET = { value: undefined };

const isNotSet = (value: unknown): boolean => value === undefined || value === null || value === '';

/** The problem of a value; `isNot` is a clause such as "isn't a number". */
const refused = (label: string, value: unknown, isNot: string, fix: string) => ({
	problem: { title: `'${label}' is ${quoted(value)}, which ${isNot}`, fix },
});

/** A date as text in ISO 8601: JavaScript's, or the one that n8n's $now gives. */
function dateText(value: object): string | undefined {
	if (value instanceof Date) {
		return Number.isNaN(value.getTime()) ? undefined : value.toISOString();
	}
	const { toISO } = value as { toISO?: unknown };
	const text: unknown = typeof toISO === 'function' ? toISO.call(value) : undefined;
	return typeof text === 'string' ? text : undefined;
}

/** Whole numbers above 2^53 have lost their last digits: an ID would be that of something else. */
const isInexact = (value: unknown): boolean =>
	Number.isInteger(value) && !Number.isSafeInteger(value);

/** The text of a single value; undefined if it isn't one. */
function toText(value: unknown): string | undefined {
	if (typeof value === 'string') return value;
	if (typeof value === 'bigint' || Number.isFinite(value)) return String(value);
	return typeof value === 'object' && value !== null ? dateText(value) : undefined;
}

/** The whole text that an expression or a spreadsheet returns when it had no value. */
const NO_VALUE =
	/^(undefined|null|NaN|-?Infinity|Invalid Date|Invalid DateTime|#(REF!|N\/A|VALUE!|NAME\?|DIV\/0!|NULL!|NUM!|ERROR!))$/;

/** What JavaScript produces when an object is put into a text. */
const OBJECT_IN_TEXT = /\[object [A-Z]\w*\]/;

/** The label as a field of an example: 'Callback URL' as callbackURL. */
function fieldFor(label: string): string {
	const [first = 'value', ...rest] = label.split(/[^A-Za-z]+/).filter(Boolean);
	return first.toLowerCase() + rest.join('');
}

/** A text. Numbers and dates count as they are written. `verbatim` keeps the spaces around it, for a prompt. */
export function readText(value: unknown, rules: Rules & { verbatim?: boolean }): Read<string> {
	const { label, verbatim } = rules;
	if (isNotSet(value)) return NOT_SET;
	const text = toText(value);
	const part = `{{ $json.${fieldFor(label)}${Array.isArray(value) ? '[0]' : '.text'} }}`;
	if (text === undefined) {
		const fix = typeof value === 'object' ? `Use a field of it, e.g. ${part}.` : undefined;
		return refused(label, value, "isn't text", rules.fix ?? fix ?? 'Set it to text.');
	}
	const inner = trimmed(text);
	if (inner === '') return NOT_SET;
	if (isInexact(value)) {
		return refused(
			label,
			inner,
			'is a number with more digits than n8n keeps exactly',
			'Pass it on as text: format the column of the spreadsheet as text, or put quotes around it.',
		);
	}
	if (NO_VALUE.test(inner)) {
		return refused(
			label,
			inner,
			'is what an expression or a spreadsheet returns if there is no value',
			`Check the expression or the cell that '${label}' comes from.`,
		);
	}
	return OBJECT_IN_TEXT.test(inner)
		? refused(
				label,
				inner,
				'contains an object instead of text',
				`In its expression, use a field of that object, e.g. ${part}.`,
			)
		: { value: verbatim ? text : inner };
}

/** Limits of a number, and its unit. */
export interface NumberRules extends Rules {
	unit?: Unit;
	/** The smallest and the largest that are accepted. */
	least?: number;
	most?: number;
	/** The number must be greater than this one. */
	over?: number;
	whole?: boolean;
}

/** The finite number that a value stands for. Not of a switch: a cost limit of true isn't 1. */
function parseNumber(value: unknown, unit: Unit | undefined): number | undefined {
	const number =
		typeof value === 'string'
			? numberIn(value, unit)
			: typeof value === 'number' || typeof value === 'bigint'
				? Number(value)
				: undefined;
	return Number.isFinite(number) ? number : undefined;
}

function wantedNumber({ least, over, most, whole, unit }: NumberRules): string {
	const what = `a ${whole ? 'whole ' : ''}number${unit ? ` of ${unit}` : ''}`;
	if (least !== undefined && most !== undefined) return `${what} from ${least} to ${most}`;
	if (least !== undefined) return `${what}, ${least} or more`;
	if (over !== undefined) return `${what} greater than ${over}`;
	return most === undefined ? what : `${what}, ${most} or less`;
}

const isWithin = (number: number, { least, over, most, whole }: NumberRules): boolean =>
	number >= (least ?? -Infinity) &&
	number > (over ?? -Infinity) &&
	number <= (most ?? Infinity) &&
	(!whole || Number.isInteger(number));

/** A number, also as text and with its unit ("6 s"). */
export function readNumber(value: unknown, rules: NumberRules): Read<number> {
	const { label, unit } = rules;
	const shown = typeof value === 'string' ? trimmed(value) : value;
	if (isNotSet(shown)) return NOT_SET;
	const wanted = wantedNumber(rules);
	const fix = rules.fix ?? `Set it to ${wanted}.`;
	const number = parseNumber(shown, unit);
	if (number === undefined) {
		return typeof shown === 'string' && /\d,\d/.test(shown)
			? refused(
					label,
					shown,
					'can be read in two ways: a comma separates thousands in some countries, and decimals in others',
					`Write it without separators for thousands, and with a point for decimals. ${fix}`,
				)
			: refused(label, shown, "isn't a number", fix);
	}
	return isWithin(number, rules)
		? { value: number }
		: refused(label, shown, `isn't ${wanted}`, fix);
}

const SWITCH_WORDS: ReadonlyMap<string, boolean> = new Map([
	...['true', 'yes', 'on', '1'].map((word) => [word, true] as const),
	...['false', 'no', 'off', '0'].map((word) => [word, false] as const),
]);

/** A switch: also the words and numbers that mean on or off, in any case. */
export function readSwitch(value: unknown, { label, fix }: Rules): Read<boolean> {
	if (typeof value === 'boolean') return { value };
	const shown = typeof value === 'string' ? trimmed(value) : value;
	if (isNotSet(shown)) return NOT_SET;
	const meant = SWITCH_WORDS.get(toText(shown)?.toLowerCase() ?? '');
	return meant === undefined
		? refused(label, shown, "isn't on or off", fix ?? 'Set it to true or false.')
		: { value: meant };
}

/** One of the values that a parameter accepts, and its name in the panel. */
export interface Choice<T> {
	value: T;
	name: string;
}

/** A choice without what people write differently: case, spaces, slashes, dots. */
const letters = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

function chosen<T>(text: string, choices: ReadonlyArray<Choice<T>>): T | undefined {
	const ways: Array<(word: string) => string> = [(word) => word.toLowerCase(), letters];
	for (const way of ways) {
		const found = choices.filter(({ value, name }) =>
			[String(value), name].some((word) => way(text) !== '' && way(word) === way(text)),
		);
		if (found.length === 1) return found[0]!.value;
	}
	return undefined;
}

/** One of several choices, by its value or its name in the panel. */
export function readChoice<T>(
	value: unknown,
	rules: Rules & { choices: ReadonlyArray<Choice<T>> },
): Read<T> {
	const { label, choices } = rules;
	const read = readText(typeof value === 'boolean' ? String(value) : value, rules);
	if ('problem' in read || read.value === undefined) return read as Read<T>;
	const found = chosen(read.value, choices);
	const names = choices.map(({ name }) => name).join(', ');
	return found === undefined
		? refused(
				label,
				read.value,
				"isn't one of its choices",
				rules.fix ?? `Set it to one of: ${names}.`,
			)
		: { value: found };
}

/** The parts of a list in a text: a JSON array, else as `split` has it. */
function splitList(text: string, split: (text: string) => string[]): unknown[] {
	if (text.startsWith('[')) {
		try {
			const parsed: unknown = JSON.parse(text);
			if (Array.isArray(parsed)) return parsed;
		} catch {
			// a text that only looks like one
		}
	}
	return split(text);
}

/** How the parts of a list are read, and how a text falls into them. */
export interface ListRules<T> {
	each: (part: unknown, rules: Rules) => Read<T>;
	/** Default: at commas and line breaks. */
	split?: (text: string) => string[];
}

const splitAtCommas = (text: string): string[] => text.split(/[,\r\n]+/);

/** A list: an array, a JSON array in a text, or a text with commas or line breaks. Each part is read by `each`. */
export function readList<T>(value: unknown, rules: Rules & ListRules<T>): Read<T[]> {
	const { each, split = splitAtCommas } = rules;
	let parts: unknown = value;
	if (!Array.isArray(value)) {
		const read = readText(value, rules);
		if ('problem' in read || read.value === undefined) return read as Read<T[]>;
		parts = splitList(read.value, split);
	}
	const values: T[] = [];
	for (const part of parts as unknown[]) {
		const read = each(part, rules);
		if ('problem' in read) return read;
		if (read.value !== undefined) values.push(read.value);
	}
	return values.length > 0 ? { value: values } : NOT_SET;
}

/** A JSON object, also as text; undefined where it is empty. */
export function readJson(value: unknown, rules: Rules): Read<Record<string, unknown>> {
	const { label, fix = 'Write it like {"seed": 7}.' } = rules;
	let fields: unknown = typeof value === 'string' ? trimmed(value) : value;
	if (isNotSet(fields)) return NOT_SET;
	if (typeof fields === 'string') {
		try {
			fields = JSON.parse(fields);
		} catch {
			return refused(label, fields, "isn't valid JSON", fix);
		}
	}
	if (!isObject(fields)) return refused(label, value, "isn't a JSON object", fix);
	if (toJson(fields) === undefined) return refused(label, value, "can't be written as JSON", fix);
	return Object.keys(fields).length > 0 ? { value: { ...fields } } : NOT_SET;
}
