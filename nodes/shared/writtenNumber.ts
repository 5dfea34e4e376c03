/** A number as people write it out, with its unit. Pure. */

/** Units of a parameter: the words that may follow a number, and how much one of each is. */
const UNITS = {
	seconds: [
		[/^s(ec(ond)?s?)?$/, 1],
		[/^min(ute)?s?$/, 60],
	],
	minutes: [
		[/^m(in(ute)?s?)?$/, 1],
		[/^s(ec(ond)?s?)?$/, 1 / 60],
		[/^h(ours?)?$/, 60],
	],
	MB: [[/^(mb|megabytes?)$/, 1]],
} as const satisfies Record<string, ReadonlyArray<readonly [RegExp, number]>>;

export type Unit = keyof typeof UNITS;

const NUMBER = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)\s*([a-z]*)\.?$/;

/** Full-width characters of East Asian keyboards and the typographic minus as plain characters, in lower case. */
const plain = (text: string): string =>
	text
		.replace(/[\uFF01-\uFF5E]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
		.replace(/\u2212/g, '-')
		.toLowerCase();

/** The number that a text spells out, in the parameter's unit; undefined if it isn't clear. */
export function numberIn(text: string, unit: Unit | undefined): number | undefined {
	const [, digits, word = ''] = NUMBER.exec(plain(text)) ?? [];
	if (digits === undefined) return undefined;
	if (word === '') return Number(digits);
	const units: ReadonlyArray<readonly [RegExp, number]> = unit ? UNITS[unit] : [];
	const factor = units.find(([words]) => words.test(word))?.[1];
	return factor === undefined ? undefined : Number(digits) * factor;
}
