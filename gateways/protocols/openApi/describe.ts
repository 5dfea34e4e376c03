import type { DescribedField, DescribedModel, Format, ModelInput, Scalar } from '../../gateway';
import { isObject } from '../../json';
import { everyFormat } from '../../rows';
import { fields, inputs as inputRows, secondsIn } from './fields';
import { at, follow, shapeOf, type Shape } from './shape';

/** A model by the OpenAPI schema of its input: a row as the gateway's table would have it. Pure. */

/** A property of the schema. */
interface Property {
	name: string;
	shape: Shape;
	required: boolean;
}

/** A model's inputs, as its schema lists them. */
function propertiesOf(document: unknown, schema: unknown): Property[] | undefined {
	const target = at(schema, '$ref') === undefined ? schema : follow(document, at(schema, '$ref'));
	const properties = at(target, 'properties');
	if (!isObject(properties)) return undefined;
	const required = at(target, 'required');
	const needed = new Set(Array.isArray(required) ? (required as unknown[]) : []);
	const named = Object.entries(properties).map(([name, property]) => {
		const shape = shapeOf(document, property);
		return { name, shape, required: needed.has(name) && shape.default === undefined };
	});
	const unnamed = [...needed].filter(
		(name): name is string => typeof name === 'string' && !Object.hasOwn(properties, name),
	);
	return [...named, ...unnamed.map((name) => ({ name, shape: { types: [] }, required: true }))];
}

type Found = Partial<Record<DescribedField, Property>>;

/** The first property that has one of the names and looks like what it stands for. */
const findAmong = (
	properties: ReadonlyMap<string, Property>,
	rows: ReadonlyArray<{ names: readonly string[]; fits: (shape: Shape) => boolean }>,
): Property | undefined =>
	rows
		.flatMap(({ names, fits }) =>
			names.map((name) => ({ property: properties.get(name), fits })),
		)
		.find(({ property, fits }) => property && fits(property.shape))?.property;

function findFields(properties: ReadonlyMap<string, Property>): Found {
	const found = Object.entries(fields).map(([field, rows]) => [
		field,
		findAmong(properties, rows),
	]);
	return Object.fromEntries(found.filter(([, property]) => property !== undefined)) as Found;
}

/** Longest list of lengths that is offered as such, in seconds. */
const LONGEST_LIST = 120;

/** The lengths that a model offers: those of its enumeration, or all whole seconds between its limits. */
function lengthsOf(shape: Shape | undefined): Array<{ seconds: number; value: Scalar }> {
	if (shape === undefined) return [];
	const { choices, types, least, most } = shape;
	if (choices) {
		return choices.flatMap((value) => {
			const seconds = secondsIn(value);
			return seconds === undefined ? [] : [{ seconds, value }];
		});
	}
	if (!types.includes('integer') || types.length > 1) return [];
	if (least === undefined || most === undefined || most > LONGEST_LIST) return [];
	const first = Math.max(1, Math.ceil(least));
	return Array.from({ length: Math.max(0, Math.floor(most) - first + 1) }, (_, index) => ({
		seconds: first + index,
		value: first + index,
	}));
}

/** More rows than any model has: a schema with more is checked field by field. */
const MOST_FORMATS = 2000;

const sizesOf = (shape: Shape | undefined): string[] => (shape?.choices ?? []).map(String);

/** A field without values counts as one value that isn't set. */
const orNone = <Value>(values: readonly Value[]): ReadonlyArray<Value | undefined> =>
	values.length === 0 ? [undefined] : values;

/** Every length in every size; 'any' where one of the two may be anything; absent where the model has neither. */
function formatsOf({ durationSeconds, resolution }: Found): Pick<DescribedModel, 'formats'> {
	if (!durationSeconds && !resolution) return {};
	const lengths = lengthsOf(durationSeconds?.shape).map(({ seconds }) => seconds);
	const sizes = sizesOf(resolution?.shape);
	const isOpen =
		(durationSeconds && lengths.length === 0) ||
		(resolution && sizes.length === 0) ||
		lengths.length * sizes.length > MOST_FORMATS;
	if (isOpen) return { formats: 'any' };
	const seconds = secondsIn(durationSeconds?.shape.default);
	const size = resolution?.shape.default;
	const rows: Format[] =
		lengths.length === 0
			? sizes.map((one) => ({ resolution: one }))
			: everyFormat(orNone(sizes), lengths);
	return {
		formats: rows.map((row) =>
			(seconds === undefined || row.durationSeconds === seconds) &&
			(size === undefined || row.resolution === String(size)) &&
			(seconds ?? size) !== undefined
				? { ...row, byDefault: true }
				: row,
		),
	};
}

/** Wire name, limits and default of an input that not every model has. */
function inputsOf(properties: ReadonlyMap<string, Property>): ModelInput[] {
	return inputRows.flatMap(({ input, ...names }): ModelInput[] => {
		const property = findAmong(properties, [names]);
		if (!property) return [];
		const { least, most, default: usual } = property.shape;
		return [
			{
				...input,
				wire: property.name,
				...(input.type === 'number' && least !== undefined ? { least } : {}),
				...(input.type === 'number' && most !== undefined ? { most } : {}),
				...(typeof usual === 'boolean' ? { whenUnset: usual } : {}),
			},
		];
	});
}

/** What the row says of pictures, texts and shapes. */
function abilitiesOf(found: Found): Omit<DescribedModel, 'description' | 'formats' | 'inputs'> {
	const { prompt, firstFrame, endFrame, subjectReferences, aspectRatio } = found;
	const limit = prompt?.shape.mostLength;
	return {
		promptRequired: prompt?.required ?? false,
		...(limit === undefined ? {} : { promptLimit: limit }),
		firstFrame: !firstFrame ? 'unsupported' : firstFrame.required ? 'required' : 'optional',
		endFrame: endFrame !== undefined && (firstFrame ? 'withFirstFrame' : true),
		...(subjectReferences
			? {
					subjectReferences: isList(subjectReferences)
						? (subjectReferences.shape.mostItems ?? Infinity)
						: 1,
				}
			: {}),
		...(subjectReferences?.required ? { needsSubjectReference: true } : {}),
		...(aspectRatio ? { aspectRatios: aspectRatio.shape.choices?.map(String) ?? 'any' } : {}),
	};
}

const isList = ({ shape }: Property): boolean =>
	shape.types.length === 0 || shape.types.includes('array');

const isTextOnly = ({ types }: Shape): boolean =>
	types.includes('string') && !types.includes('integer') && !types.includes('number');

/** How the length is written that the user sets. */
function lengthFacts(property: Property | undefined) {
	if (!property) return { lengths: [] };
	const { shape } = property;
	const lengths = lengthsOf(shape);
	const { least, most } = shape;
	return {
		lengths,
		...(isTextOnly(shape) ? { lengthAsText: true as const } : {}),
		...(lengths.length === 0 && least !== undefined ? { least } : {}),
		...(lengths.length === 0 && most !== undefined ? { most } : {}),
	};
}

/**
 * The row described by the schema of a model's input; undefined if that has no inputs.
 *
 * @param document what its references lead into
 */
export function describeInputs(document: unknown, schema: unknown): DescribedModel | undefined {
	const listed = propertiesOf(document, schema);
	if (listed === undefined || listed.length === 0) return undefined;
	const properties = new Map(listed.map((property) => [property.name, property]));
	const found = findFields(properties);
	const { subjectReferences } = found;
	return {
		...abilitiesOf(found),
		...formatsOf(found),
		inputs: inputsOf(properties),
		description: {
			inputs: listed.map(({ name, required, shape: { choices } }) => ({
				name,
				...(required ? { required } : {}),
				...(choices ? { choices } : {}),
			})),
			names: Object.fromEntries(
				Object.entries(found).map(([field, { name }]) => [field, name]),
			),
			...lengthFacts(found.durationSeconds),
			...(subjectReferences && !isList(subjectReferences) ? { oneReference: true } : {}),
		},
	};
}
