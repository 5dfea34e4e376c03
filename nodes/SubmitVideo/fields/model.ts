import type { IDisplayOptions, INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { gateways } from '../../../gateways';
import type { Gateway, VideoModel } from '../../../gateways/gateway';
import { listFormats } from '../../../gateways/request/models';

/**
 * The fields that depend on the model, built from the gateways' model tables: a field is shown for the models that
 * accept it, with the values that they accept. For a model that isn't in its gateway's table, the gateway's unlisted
 * model decides.
 */

/** Stored for "the gateway decides"; such a field is not sent. */
export const NOT_SET = '';

/** The model field when it is empty, as n8n leaves it after another gateway was chosen: the gateway's default. */
const EMPTY = '';

const defaultOf = (gateway: Gateway): VideoModel =>
	gateway.models.find(({ id }) => id === gateway.defaultModel)!;

const distinct = <Value>(values: ReadonlyArray<Value | undefined>): Value[] => [
	...new Set(values.filter((value): value is Value => value !== undefined)),
];

/** Whether a model accepts what a field is for. */
export type Takes = (model: VideoModel) => boolean;

/** The gateway's entry for models that are in no table, if it accepts such models. */
const otherOf = ({ unlistedModels }: Gateway): VideoModel[] =>
	unlistedModels ? [{ id: '', name: '', ...unlistedModels }] : [];

/** The values of a gateway's model field that mean models of its table for which `test` holds. */
const valuesFor = (gateway: Gateway, test: Takes): string[] => [
	...gateway.models.filter(test).map(({ id }) => id),
	...(test(defaultOf(gateway)) ? [EMPTY] : []),
];

const gatewaysThatTake = (takes: Takes): Gateway[] =>
	gateways.filter((gateway) => [...gateway.models, ...otherOf(gateway)].some(takes));

/**
 * One field for each gateway that has a model which accepts it, shown for those models. An ID is never looked up in
 * another gateway's table: several sell the same one, with other inputs. And one field for a gateway that is known only
 * at run time: an expression that has no data yet.
 *
 * @param fieldAt the field at a gateway, or at an unknown one; undefined if it has none
 * @param show further conditions
 */
export function forModels(
	takes: Takes,
	fieldAt: (gateway?: Gateway) => Omit<INodeProperties, 'displayOptions'> | undefined,
	show: Record<string, string[]> = {},
): INodeProperties[] {
	const known = gatewaysThatTake(takes).flatMap((gateway) => {
		const field = fieldAt(gateway);
		if (field === undefined) return [];
		const here = { gateway: [gateway.id], ...show };
		const displayOptions = otherOf(gateway).some(takes)
			? { show: here, hide: { model: valuesFor(gateway, (model) => !takes(model)) } }
			: { show: { ...here, model: valuesFor(gateway, takes) } };
		return [{ ...field, displayOptions }];
	});
	const anywhere = fieldAt();
	if (anywhere === undefined) return known;
	const displayOptions = { show, hide: { gateway: gateways.map(({ id }) => id) } };
	return [...known, { ...anywhere, displayOptions }];
}

/** The values of the model field that don't mean a model with the field at any gateway. */
export function valuesThatLack(takes: Takes): string[] {
	const able = gatewaysThatTake(takes);
	const taking = new Set(able.flatMap((gateway) => valuesFor(gateway, takes)));
	const lacking = able.flatMap((gateway) => valuesFor(gateway, (model) => !takes(model)));
	return distinct(lacking.filter((value) => !taking.has(value)));
}

/**
 * When to show an option that depends on the model: at the gateways that have a model which accepts it, except for
 * their models that don't. One condition for all gateways, because n8n offers an option of a collection as often as
 * it's listed.
 */
export function optionForModels(takes: Takes): { displayOptions: IDisplayOptions } {
	return {
		displayOptions: {
			show: { '/gateway': gatewaysThatTake(takes).map(({ id }) => id) },
			hide: { '/model': valuesThatLack(takes) },
		},
	};
}

/** The searchable model list of each gateway, and an ID for anything newer. */
export const modelFields: INodeProperties[] = gateways.map((gateway) => ({
	displayName: 'Model',
	name: 'model',
	type: 'resourceLocator',
	default: {
		mode: 'list',
		value: gateway.defaultModel,
		cachedResultName: defaultOf(gateway).name,
	},
	description: "Leave empty to use the gateway's default",
	// Another gateway has other models, so n8n then clears the field.
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

/** Groups models with the same values, so that each set of values is one field. */
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
		const groups = new Map<string, readonly Value[]>();
		for (const model of gateway.models) {
			const values = valuesOf(model);
			if (values.length === 0) continue;
			groups.set(values.join(','), values);
		}
		return [...groups].map(([key, values]) => ({
			...field(values),
			displayOptions: {
				show: {
					gateway: [gateway.id],
					model: valuesFor(gateway, (model) => valuesOf(model).join(',') === key),
				},
			},
		}));
	});
}

const choices = <Value extends string | number>(
	values: readonly Value[],
	name: (value: Value) => string,
): INodePropertyOptions[] => [
	{ name: "Model's Default", value: NOT_SET },
	...values.map((value) => ({ name: name(value), value })),
];

const durationsOf = (model: VideoModel): number[] =>
	distinct(listFormats(model).map((format) => format.durationSeconds)).sort(
		(left, right) => left - right,
	);

const resolutionsOf = (model: VideoModel): string[] =>
	distinct(listFormats(model).map((format) => format.resolution));

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
	description: 'Ratio of width to height',
};

const LEAVE_EMPTY = "Leave empty to use the model's default";

export const clipFields: INodeProperties[] = [
	...fieldsByValues(durationsOf, (values) => ({
		...duration,
		type: 'options',
		default: NOT_SET,
		options: choices(values, (value) => `${value}`),
	})),
	...forModels(
		({ formats }) => formats === 'any',
		() => ({
			...duration,
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 0,
			hint: "Leave at 0 to use the model's default",
		}),
	),
	...fieldsByValues(resolutionsOf, (values) => ({
		...resolution,
		type: 'options',
		default: NOT_SET,
		options: choices(values, (value) => value),
	})),
	...forModels(
		({ formats }) => formats === 'any',
		() => ({
			...resolution,
			type: 'string',
			default: '',
			placeholder: 'e.g. 1080p',
			hint: LEAVE_EMPTY,
			description: 'Size of the video, written the way the model expects it',
		}),
	),
	...fieldsByValues(ratiosOf, (values) => ({
		...aspectRatio,
		type: 'options',
		default: NOT_SET,
		options: choices(values, (value) => value),
	})),
	...forModels(
		({ aspectRatios }) => aspectRatios === 'any',
		() => ({
			...aspectRatio,
			type: 'string',
			default: '',
			placeholder: 'e.g. 16:9',
			hint: LEAVE_EMPTY,
		}),
	),
];
