import { z } from 'zod';
import { isWebAddress } from './images';

/**
 * Bodies in short: `prompt!=text(..2500) duration=#5|10 image_url=file`. `name!=type` is required; a type with bars lists
 * all values, after # as numbers; `(1..9)` are the least and the most, of a text in characters, of a list in entries.
 */

const address = z.string().refine(isWebAddress, 'not an http(s) address');

interface Limits {
	least: number | undefined;
	most: number | undefined;
}

const withinLength = (
	kind: z.ZodString | z.ZodArray<z.ZodTypeAny>,
	{ least = 0, most = Infinity }: Limits,
): z.ZodTypeAny => kind.min(least).max(most);

const withinValue = (kind: z.ZodNumber, { least = -Infinity, most = Infinity }: Limits) =>
	kind.min(least).max(most);

const kindsWith = (
	file: z.ZodTypeAny,
): Readonly<Record<string, (limits: Limits) => z.ZodTypeAny>> => ({
	text: (limits) => withinLength(z.string(), limits),
	file: () => file,
	address: () => address,
	files: (limits) => withinLength(z.array(file), limits),
	addresses: (limits) => withinLength(z.array(address), limits),
	boolean: () => z.boolean(),
	integer: (limits) => withinValue(z.number().int(), limits),
	number: (limits) => withinValue(z.number(), limits),
});

/** The rule of one type. */
function ruleOf(type: string, file: z.ZodTypeAny): z.ZodTypeAny {
	const [, kind = '', least, most] = /^(\w+)(?:\((\d*)\.\.(\d*)\))?$/.exec(type) ?? [];
	const numberOf = (text: string | undefined) => (text ? Number(text) : undefined);
	const rule = kindsWith(file)[kind];
	if (rule) return rule({ least: numberOf(least), most: numberOf(most) });
	const values = type.replace(/^#/, '').split('|').filter(Boolean);
	return type.startsWith('#')
		? z.number().refine((value) => values.map(Number).includes(value), `not of ${type}`)
		: z.enum(values as [string, ...string[]]);
}

/** A body of which no page is known: with fields of these names only, whatever they hold. */
export const withNames = (
	names: readonly string[],
	needed: Readonly<Record<string, z.ZodTypeAny>>,
) =>
	z
		.object({
			...Object.fromEntries(names.map((name) => [name, z.unknown()])),
			...needed,
		})
		.strict();

/** The rules of all fields; `file`: how a picture is given. */
export function fieldRules(
	inputs: string,
	file: z.ZodTypeAny = address,
): Record<string, z.ZodTypeAny> {
	return Object.fromEntries(
		inputs.split(' ').map((field) => {
			const [, name = '', required, type = ''] = /^([\w-]+)(!?)=(.+)$/.exec(field) ?? [];
			const rule = ruleOf(type, file);
			return [name, required ? rule : rule.optional()] as const;
		}),
	);
}
