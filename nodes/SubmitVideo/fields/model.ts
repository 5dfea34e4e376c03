import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { gateways } from '../../../gateways';
import type { Gateway, VideoModel } from '../../../gateways/gateway';
import { clipsOf } from '../../../gateways/models';

/**
 * The fields that depend on the model, made from the gateways' model tables: a field is shown for the models that
 * take it, with the values that they take. A model that is not in a table, typed in by its ID, is offered all.
 */

/** Stored for "the gateway decides"; such a field is not sent. */
export const NOT_SET = '';

/** The model field when it is empty, as n8n leaves it after another gateway was chosen: the gateway's default. */
const EMPTY = '';

const defaultOf = (gateway: Gateway): VideoModel =>
	gateway.models.find(({ id }) => id === gateway.defaultModel)!;

/** Every value of the model field that is known, with the model that it stands for; a value may stand for several. */
const knownValues = gateways.flatMap((gateway) => [
	...gateway.models.map((model) => ({ value: model.id, model })),
	{ value: EMPTY, model: defaultOf(gateway) },
]);

/** The model list of each gateway, searchable, with an ID for anything newer. */
export const modelFields: INodeProperties[] = gateways.map((gateway) => ({
	displayName: 'Model',
	name: 'model',
	type: 'resourceLocator',
	default: {
		mode: 'list',
		value: gateway.defaultModel,
		cachedResultName: defaultOf(gateway).name,
	},
	description: "Empty: the gateway's default",
	// Another gateway has other models: n8n then empties the field.
	typeOptions: { loadOptionsDependsOn: ['gateway'] },
	displayOptions: { show: { gateway: [gateway.id] } },
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: `Default: ${defaultOf(gateway).name}`,
			typeOptions: { searchListMethod: 'searchModels', searchable: true },
		},
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: `e.g. ${gateway.defaultModel}`,
		},
	],
}));

/** Puts models with the same values together, so that each set of values is one field. */
function fieldsByValues<Value extends string | number>(
	valuesOf: (model: VideoModel) => readonly Value[],
	field: (
		values: readonly Value[],
	) => Pick<
		INodeProperties,
		'displayName' | 'name' | 'description' | 'type' | 'default' | 'options'
	>,
): INodeProperties[] {
	return gateways.flatMap((gateway) => {
		const groups = new Map<string, { values: readonly Value[]; ids: string[] }>();
		for (const model of gateway.models) {
			const values = valuesOf(model);
			if (values.length === 0) continue;
			const key = values.join(',');
			const group = groups.get(key) ?? { values, ids: [] };
			group.ids.push(model.id);
			if (model.id === gateway.defaultModel) group.ids.push(EMPTY);
			groups.set(key, group);
		}
		return [...groups.values()].map(({ values, ids }) => ({
			...field(values),
			displayOptions: { show: { gateway: [gateway.id], model: ids } },
		}));
	});
}

/** For models whose values are free: those with no documented limits, and those in no table. */
function freeField(
	isFixedOrAbsent: (model: VideoModel) => boolean,
	field: Omit<INodeProperties, 'displayOptions'>,
): INodeProperties[] {
	const hidden = distinct(
		knownValues.filter(({ model }) => isFixedOrAbsent(model)).map(({ value }) => value),
	);
	const freeByDefault = gateways.filter((gateway) => !isFixedOrAbsent(defaultOf(gateway)));
	return [
		{ ...field, displayOptions: { hide: { model: hidden } } },
		{
			...field,
			displayOptions: {
				show: { gateway: freeByDefault.map(({ id }) => id), model: [EMPTY] },
			},
		},
	];
}

const choices = <Value extends string | number>(
	values: readonly Value[],
	name: (value: Value) => string,
): INodePropertyOptions[] => [
	{ name: "Model's Default", value: NOT_SET },
	...values.map((value) => ({ name: name(value), value })),
];

const distinct = <Value>(values: ReadonlyArray<Value | undefined>): Value[] => [
	...new Set(values.filter((value): value is Value => value !== undefined)),
];

const durationsOf = (model: VideoModel): number[] =>
	distinct(clipsOf(model).map((clip) => clip.durationSeconds)).sort(
		(left, right) => left - right,
	);

const resolutionsOf = (model: VideoModel): string[] =>
	distinct(clipsOf(model).map((clip) => clip.resolution));

const ratiosOf = (model: VideoModel): readonly string[] =>
	model.aspectRatios === undefined || model.aspectRatios === 'any' ? [] : model.aspectRatios;

const duration = {
	displayName: 'Duration (Seconds)',
	name: 'duration',
	description: 'Length of the video',
};
const resolution = {
	displayName: 'Resolution',
	name: 'resolution',
	description: 'Size of the video',
};
const aspectRatio = {
	displayName: 'Aspect Ratio',
	name: 'aspectRatio',
	description: 'Shape of the video',
};

export const clipFields: INodeProperties[] = [
	...fieldsByValues(durationsOf, (values) => ({
		...duration,
		type: 'options',
		default: NOT_SET,
		options: choices(values, (value) => `${value}`),
	})),
	...freeField((model) => model.clips !== 'any', {
		...duration,
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 0,
		hint: "0: the model's default",
	}),
	...fieldsByValues(resolutionsOf, (values) => ({
		...resolution,
		type: 'options',
		default: NOT_SET,
		options: choices(values, (value) => value),
	})),
	...freeField((model) => model.clips !== 'any', {
		...resolution,
		type: 'string',
		default: '',
		placeholder: "e.g. 1080p. Empty: the model's default",
		description: 'Size of the video, as the model names it',
	}),
	...fieldsByValues(ratiosOf, (values) => ({
		...aspectRatio,
		type: 'options',
		default: NOT_SET,
		options: choices(values, (value) => value),
	})),
	...freeField((model) => model.aspectRatios !== 'any', {
		...aspectRatio,
		type: 'string',
		default: '',
		placeholder: "e.g. 16:9. Empty: the model's default",
	}),
];

/** The values of the model field that stand only for models for which `test` holds. */
export function modelIds(test: (model: VideoModel) => boolean): string[] {
	const failing = new Set(
		knownValues.filter(({ model }) => !test(model)).map(({ value }) => value),
	);
	return distinct(knownValues.map(({ value }) => value)).filter((value) => !failing.has(value));
}
