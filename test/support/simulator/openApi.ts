import { z } from 'zod';

/** What a model accepts by an OpenAPI document, as the gateway itself checks it: written without the package's own reader. */

export interface Schema {
	type?: string;
	enum?: ReadonlyArray<string | number | null>;
	allOf?: readonly Schema[];
	anyOf?: readonly Schema[];
	$ref?: string;
	minimum?: number;
	maximum?: number;
	maxLength?: number;
	maxItems?: number;
	format?: string;
	items?: Schema;
	properties?: Readonly<Record<string, Schema>>;
	required?: readonly string[];
	default?: unknown;
	nullable?: boolean;
	[more: string]: unknown;
}

export type Schemas = Readonly<Record<string, Schema>>;

const numberRule = ({ type, minimum, maximum }: Schema) => {
	const rule = type === 'integer' ? z.number().int() : z.number();
	return rule.min(minimum ?? -Infinity).max(maximum ?? Infinity);
};

const textRule = ({ format, maxLength }: Schema) =>
	z
		.string()
		.max(maxLength ?? Infinity)
		.refine(
			(text) => format !== 'uri' || /^(https?|data):/.test(text),
			'Does not match format "uri"',
		);

const RULES: Readonly<Record<string, (schema: Schema, schemas: Schemas) => z.ZodTypeAny>> = {
	string: textRule,
	integer: numberRule,
	number: numberRule,
	boolean: () => z.boolean(),
	null: () => z.null(),
	array: ({ items = {}, maxItems }, schemas) =>
		z.array(ruleOf(items, schemas)).max(maxItems ?? Infinity),
	object: objectRule,
};

/** Required inputs without a default must be there. Strict, although a real model may be looser. */
function objectRule({ properties = {}, required = [] }: Schema, schemas: Schemas): z.ZodTypeAny {
	const rules = Object.entries(properties).map(([name, schema]) => {
		const rule = ruleOf(schema, schemas);
		return [name, required.includes(name) ? rule : rule.optional()] as const;
	});
	return z.object(Object.fromEntries(rules)).strict();
}

/** The rule of one schema of a document, whose others it may refer to. */
export function ruleOf(schema: Schema, schemas: Schemas): z.ZodTypeAny {
	const { $ref, allOf, anyOf, enum: values, type = '' } = schema;
	if ($ref) return ruleOf(schemas[$ref.split('/').at(-1)!]!, schemas);
	if (allOf) return allOf.map((one) => ruleOf(one, schemas)).reduce((one, two) => one.and(two));
	if (anyOf) {
		const [first, second, ...more] = anyOf.map((one) => ruleOf(one, schemas));
		return z.union([first!, second ?? z.never(), ...more]);
	}
	if (values) {
		return z
			.unknown()
			.refine((value) => values.includes(value as string), `must be one of ${values.join()}`);
	}
	const rule = RULES[type]?.(schema, schemas) ?? z.unknown();
	return schema.nullable ? rule.nullable() : rule;
}
