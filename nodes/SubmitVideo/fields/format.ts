import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { gateways } from '../../../gateways';
import { distinct } from '../../../gateways/distinct';
import type { Format, Gateway, VideoModel } from '../../../gateways/gateway';
import { listFormats, listMeant, usualFormat } from '../../../gateways/request/models';
import { capitalized, resolutionName, valuePrice } from '../../shared/sentences/prices';
import { otherOf, shownAt, shownWhereUnknown, type Accepts } from './shownFor';

/**
 * Length, size and shape, built from the gateways' model tables: a field is shown for the models that accept it, with
 * the values that they accept, and starts with what the model makes by default, so that the price is known.
 */

/** Stored for "the gateway decides"; such a field is not sent. */
export const NOT_SET = '';

type Value = string | number;

export type LoadMethod = 'loadDurations' | 'loadResolutions' | 'loadAspectRatios';

/** A field whose values depend on the model. */
export interface FormatField {
	field: Pick<INodeProperties, 'displayName' | 'name' | 'description'>;
	/** The values of a model whose values are known. */
	valuesOf: (model: VideoModel) => readonly Value[];
	/** What the field starts with. */
	usual: (gateway: Gateway, model: VideoModel) => Value | undefined;
	nameOf: (value: Value) => string;
	/** Whether the model accepts any value. */
	isOpen: Accepts;
	/** For any value. */
	open: Pick<INodeProperties, 'type' | 'default' | 'hint'> & Partial<INodeProperties>;
	/** The method that reads the values of a model that only the gateway's own list has. */
	loadMethod: LoadMethod;
	/** What a value means for the price. */
	priced?: (value: Value) => Pick<Format, 'durationSeconds' | 'resolution'>;
}

const DEFAULT_NAME = "Model's Default";

const choices = (
	values: readonly Value[],
	name: (value: Value) => string,
): INodePropertyOptions[] => [
	...values.map((value) => ({ name: name(value), value })),
	{ name: DEFAULT_NAME, value: NOT_SET },
];

/** The choices of a model that the gateway's list has, with their prices; only its default where that says nothing. */
export function listedChoices(
	{ valuesOf, nameOf, priced, open }: FormatField,
	gateway: Gateway,
	model: VideoModel | undefined,
): INodePropertyOptions[] {
	const values = model ? valuesOf(model) : [];
	return [
		...values.map((value) => {
			const price = model && priced ? valuePrice(gateway, model, priced(value)) : '';
			return { name: [nameOf(value), price].filter(Boolean).join(' · '), value };
		}),
		{ name: DEFAULT_NAME, value: open.default as Value },
	];
}

/** Groups models with the same values and the same default, so that each group is one field. */
function fieldsByValues({ field, valuesOf, usual, nameOf }: FormatField): INodeProperties[] {
	return gateways.flatMap((gateway) => {
		// Of "Automatic": the model that makes videos without an image may lack the field.
		const withImageOnly = (model: VideoModel) =>
			listMeant(gateway, model).some((one) => valuesOf(one).length === 0);
		const keyOf = (model: VideoModel) =>
			JSON.stringify([
				valuesOf(model),
				usual(gateway, model) ?? NOT_SET,
				withImageOnly(model),
			]);
		const groups = new Map(
			gateway.models
				.filter((model) => valuesOf(model).length > 0)
				.map((model) => [keyOf(model), model]),
		);
		return [...groups].map(([key, model]): INodeProperties => ({
			...field,
			type: 'options',
			default: usual(gateway, model) ?? NOT_SET,
			options: choices(valuesOf(model), nameOf),
			displayOptions: shownAt(gateway, {
				accepts: (one) => keyOf(one) === key,
				others: false,
				expressions: false,
				withImageOnly: withImageOnly(model),
			}),
		}));
	});
}

/**
 * The field for a model that the table lacks, at a gateway whose list tells what it makes: with the values of the list.
 * Any other value that is stored stays valid.
 */
const listedFields = ({ field, open, loadMethod }: FormatField): INodeProperties[] =>
	gateways
		.filter(({ modelList }) => modelList?.hasFormats)
		.map((gateway) => ({
			...field,
			type: 'options',
			default: open.default,
			allowArbitraryValues: true,
			typeOptions: {
				loadOptionsMethod: loadMethod,
				loadOptionsDependsOn: ['gateway', 'model.value'],
			},
			displayOptions: shownAt(gateway, {
				accepts: () => false,
				others: true,
				expressions: false,
			}),
		}));

/** The field for any value: for models that accept any, and for those that are known only at run time. */
function openFields({ field, valuesOf, isOpen, open }: FormatField): INodeProperties[] {
	const known = gateways
		.filter((gateway) =>
			[...gateway.models, ...otherOf(gateway)].some(
				(model) => isOpen(model) || valuesOf(model).length > 0,
			),
		)
		.map((gateway) => ({
			...field,
			...open,
			displayOptions: shownAt(gateway, {
				accepts: isOpen,
				expressions: true,
				...(gateway.modelList?.hasFormats ? { others: false } : {}),
			}),
		}));
	return [...known, { ...field, ...open, displayOptions: shownWhereUnknown }];
}

const valuesAt = (model: VideoModel, field: keyof Format) =>
	distinct(listFormats(model).map((format) => format[field] as Value | undefined));

const ratiosOf = ({ aspectRatios }: VideoModel): readonly string[] =>
	aspectRatios === undefined || aspectRatios === 'any' ? [] : aspectRatios;

const isRatio = (word: string): boolean => /^\d+:\d+$/.test(word);

const anyFormat: Accepts = ({ formats }) => formats === 'any';

const LEAVE_EMPTY = "Leave empty to use the model's default";

const duration: FormatField = {
	field: {
		displayName: 'Duration (Seconds)',
		name: 'duration',
		description: 'Length of the video',
	},
	valuesOf: (model) => valuesAt(model, 'durationSeconds').sort((a, b) => Number(a) - Number(b)),
	priced: (value) => ({ durationSeconds: Number(value) }),
	usual: (gateway, model) => usualFormat(gateway, model)?.durationSeconds,
	nameOf: String,
	loadMethod: 'loadDurations',
	isOpen: anyFormat,
	open: {
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 0,
		hint: "Set to 0 for the model's default",
	},
};

const resolution: FormatField = {
	field: { displayName: 'Resolution', name: 'resolution', description: 'Size of the video' },
	valuesOf: (model) => valuesAt(model, 'resolution'),
	priced: (value) => ({ resolution: String(value) }),
	usual: (gateway, model) => usualFormat(gateway, model)?.resolution,
	nameOf: (value) => resolutionName(String(value)),
	loadMethod: 'loadResolutions',
	isOpen: anyFormat,
	open: {
		type: 'string',
		default: '',
		placeholder: 'e.g. 1080p',
		description: `Size of the video, written the way the model expects it. ${LEAVE_EMPTY}.`,
	},
};

const aspectRatio: FormatField = {
	field: {
		displayName: 'Aspect Ratio',
		name: 'aspectRatio',
		description: 'Ratio of width to height',
	},
	valuesOf: ratiosOf,
	// A model that can follow the image is left to do so.
	usual: (_gateway, model) => {
		const ratios = ratiosOf(model);
		return ratios.every(isRatio) ? ratios[0] : undefined;
	},
	nameOf: (value) => (isRatio(String(value)) ? `${value}` : capitalized(String(value))),
	loadMethod: 'loadAspectRatios',
	isOpen: ({ aspectRatios }) => aspectRatios === 'any',
	open: {
		type: 'string',
		default: '',
		placeholder: 'e.g. 16:9',
		description: `Ratio of width to height. ${LEAVE_EMPTY}.`,
	},
};

/** In the order of the panel. */
export const formatFieldsByModel: readonly FormatField[] = [duration, resolution, aspectRatio];

export const formatFields: INodeProperties[] = formatFieldsByModel.flatMap((field) => [
	...fieldsByValues(field),
	...listedFields(field),
	...openFields(field),
]);
