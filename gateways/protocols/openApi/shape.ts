import type { Scalar } from '../../gateway';
import { isObject, type Json } from '../../json';

/** Reading a JSON schema that anybody may have written: nothing throws, and nothing takes longer for a hostile one. */

/** What an object has of its own under a key: never what every object has, such as `constructor`. */
export const at = (value: unknown, ...keys: readonly string[]): unknown =>
	keys.reduce(
		(inner, key) => (isObject(inner) && Object.hasOwn(inner, key) ? inner[key] : undefined),
		value,
	);

/** What a schema says of one value. A key that is absent isn't said. */
export interface Shape {
	/** JSON schema's words, without `null`. */
	types: readonly string[];
	/** Without null. */
	choices?: readonly Scalar[];
	least?: number;
	most?: number;
	mostLength?: number;
	mostItems?: number;
	default?: unknown;
}

/** How deep references and alternatives are followed: known ones are two deep. */
const DEEPEST = 6;

/** How many schemas are looked at for one value: a schema may refer to itself, many times over. */
const MOST_VISITS = 200;

const listAt = (schema: Json, key: string): unknown[] => {
	const value = at(schema, key);
	return Array.isArray(value) ? (value as unknown[]) : [];
};

const numberAt = (schema: Json, key: string): number | undefined => {
	const value = at(schema, key);
	return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
};

const isScalar = (value: unknown): value is Scalar =>
	['string', 'number', 'boolean'].includes(typeof value);

/** Whether the only value is null, which stands for a value that isn't set. */
function isNull(schema: unknown): boolean {
	const values = isObject(schema) ? listAt(schema, 'enum') : [];
	return at(schema, 'type') === 'null' || (values.length === 1 && values[0] === null);
}

/** What stands in the schema itself. */
function ownShape(schema: Json): Shape {
	const type = at(schema, 'type');
	const types = (Array.isArray(type) ? (type as unknown[]) : [type]).filter(
		(one): one is string => typeof one === 'string' && one !== 'null',
	);
	const fixed = at(schema, 'const');
	const values = isScalar(fixed) ? [fixed] : listAt(schema, 'enum').filter(isScalar);
	const facts = {
		least: numberAt(schema, 'minimum'),
		most: numberAt(schema, 'maximum'),
		mostLength: numberAt(schema, 'maxLength'),
		mostItems: numberAt(schema, 'maxItems'),
		default: at(schema, 'default') ?? undefined,
		choices: values.length === 0 ? undefined : values,
	};
	return { types, ...said(facts) };
}

const said = (facts: Partial<Record<keyof Shape, unknown>>): Partial<Shape> =>
	Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));

/** What several schemas say of the same value; the first one that says it counts. */
function all(shapes: readonly Shape[]): Shape {
	return shapes.reduceRight((merged, shape) => ({
		...merged,
		...shape,
		types: shape.types.length > 0 ? shape.types : merged.types,
	}));
}

/** What one of several schemas says: what they all say, if there are more than one. */
function either(shapes: readonly Shape[]): Shape {
	const [first, ...others] = shapes;
	if (first === undefined || others.length === 0) return first ?? { types: [] };
	const choices = shapes.map((shape) => shape.choices);
	return {
		types: [...new Set(shapes.flatMap(({ types }) => types))],
		...(choices.includes(undefined) ? {} : { choices: choices.flatMap((some) => some ?? []) }),
	};
}

/** The schema that a reference of the document leads to, such as `#/components/schemas/duration`. */
export function follow(document: unknown, reference: unknown): unknown {
	if (typeof reference !== 'string' || !reference.startsWith('#/')) return undefined;
	const keys = reference
		.slice(2)
		.split('/')
		.map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
	return at(document, ...keys);
}

/**
 * What a schema says of its value, with what it refers to: an enumeration is mostly a schema of its own (`allOf` with
 * one reference), and a value that may be null is one of two.
 */
export function shapeOf(document: unknown, schema: unknown): Shape {
	let visits = 0;
	const read = (one: unknown, depth: number): Shape => {
		if (!isObject(one) || depth > DEEPEST || ++visits > MOST_VISITS) return { types: [] };
		const read1 = (part: unknown) => read(part, depth + 1);
		const ways = [...listAt(one, 'anyOf'), ...listAt(one, 'oneOf')];
		return all([
			ownShape(one),
			...listAt(one, 'allOf').map(read1),
			either(ways.filter((way) => !isNull(way)).map(read1)),
			read1(follow(document, at(one, '$ref'))),
		]);
	};
	return read(schema, 0);
}
