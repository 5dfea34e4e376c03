import { imageText } from '../bytes/imageText';
import type {
	DescribedField,
	DescribedInput,
	DescribedModel,
	Description,
	Gateway,
	Notice,
	RequestField,
	RequestProblem,
	Scalar,
	VideoModel,
	VideoRequest,
} from '../gateway';
import { withAdditionalFields } from './additionalFields';
import { checkNumber, inputValue, underNames, wireInputs } from './inputs';

/** A model that only its own description tells: its row, the body of a request to it, and what is wrong with that. */

/** The value of an enumeration that a text means: case doesn't count, nor whether it is a number. */
function choiceOf(
	{ inputs, names }: Description,
	field: DescribedField,
	value: string | undefined,
): Scalar | undefined {
	const { choices = [] } = inputs.find(({ name }) => name === names[field]) ?? {};
	return choices.find((one) => String(one).toLowerCase() === value?.toLowerCase()) ?? value;
}

function lengthOf(
	{ lengths, lengthAsText }: Description,
	wanted: number | undefined,
): Scalar | undefined {
	if (wanted === undefined) return undefined;
	const listed = lengths.find(({ seconds }) => seconds === wanted);
	return listed?.value ?? (lengthAsText ? String(wanted) : wanted);
}

/** The body of a submit, under the names of the description; undefined for a model without one. */
export function describedBody(
	request: VideoRequest,
	model: VideoModel | undefined,
): Record<string, unknown> | undefined {
	const { description, inputs = [] } = model ?? {};
	if (description === undefined) return undefined;
	const references = request.subjectReferences?.map(imageText);
	const values: Record<DescribedField, unknown> = {
		prompt: request.prompt === '' ? undefined : request.prompt,
		firstFrame: imageText(request.firstFrame),
		endFrame: imageText(request.endFrame),
		subjectReferences: description.oneReference ? references?.[0] : references,
		durationSeconds: lengthOf(description, request.durationSeconds),
		resolution: choiceOf(description, 'resolution', request.resolution),
		aspectRatio: choiceOf(description, 'aspectRatio', request.aspectRatio),
	};
	const own = Object.entries(values).map(
		([field, value]) => [description.names[field as DescribedField], value] as const,
	);
	return withAdditionalFields(
		{ ...underNames(...own), ...wireInputs(inputs, request) },
		request.additionalFields,
	);
}

const isSetByHand = ({ additionalFields = {} }: VideoRequest, name: string | undefined): boolean =>
	name !== undefined && Object.hasOwn(additionalFields, name);

/** The row without the needs that Additional Fields meets. */
export function withoutMetNeeds(model: VideoModel, request: VideoRequest): VideoModel {
	const { names } = model.description ?? {};
	if (!names || request.additionalFields === undefined) return model;
	const { needsSubjectReference, ...rest } = model;
	const isMet = (field: DescribedField) => isSetByHand(request, names[field]);
	return {
		...rest,
		...(needsSubjectReference && !isMet('subjectReferences') ? { needsSubjectReference } : {}),
		...(isMet('firstFrame') && model.firstFrame === 'required'
			? { firstFrame: 'optional' as const }
			: {}),
		...(isMet('prompt') ? { promptRequired: false } : {}),
	};
}

/** Fields whose absence the checks of every row tell. */
const CHECKED: ReadonlySet<RequestField> = new Set(['prompt', 'firstFrame', 'subjectReferences']);

/** The field of a request that stands for an input; Additional Fields for one that none does. */
function fieldOf({ description, inputs = [] }: VideoModel, name: string): RequestField {
	const [field] =
		Object.entries(description?.names ?? {}).find(([, wire]) => wire === name) ?? [];
	const input = inputs.find(({ wire }) => wire === name);
	return field ?? input?.key ?? 'additionalFields';
}

function checkRequired(
	{ name, required }: DescribedInput,
	request: VideoRequest,
	model: VideoModel,
): RequestProblem[] {
	const field = fieldOf(model, name);
	if (!required || CHECKED.has(field) || isSetByHand(request, name)) return [];
	const isSet =
		field !== 'additionalFields' &&
		(inputValue(request, field) ?? request[field as keyof VideoRequest]) !== undefined;
	return isSet ? [] : [{ field, code: 'inputMissing', input: name }];
}

/** A value that Additional Fields sets, and that the enumeration of its input lacks. */
function checkByHand({ name, choices }: DescribedInput, request: VideoRequest): RequestProblem[] {
	if (choices === undefined || !isSetByHand(request, name)) return [];
	const value = request.additionalFields?.[name];
	const isComparable = ['string', 'number', 'boolean'].includes(typeof value);
	return !isComparable || choices.some((one) => String(one) === String(value))
		? []
		: [
				{
					field: 'additionalFields',
					code: 'inputNotOffered',
					input: name,
					value: value as Scalar,
					offered: choices,
				},
			];
}

/** Length and size, where only one of them is listed or limited: the checks of formats need both. */
function checkLengthAndSize(
	{ durationSeconds: value, resolution }: VideoRequest,
	{ inputs, names, lengths, least, most }: Description,
): RequestProblem[] {
	const problems: RequestProblem[] = [];
	const field = 'durationSeconds';
	if (value !== undefined && lengths.length > 0) {
		const offered = lengths.map(({ seconds }) => seconds);
		if (!offered.includes(value)) problems.push({ field, code: 'notOffered', value, offered });
	} else if (value !== undefined && names.durationSeconds !== undefined) {
		const limits = {
			...(least === undefined ? {} : { least }),
			...(most === undefined ? {} : { most }),
		};
		problems.push(...checkNumber(field, value, limits));
	}
	const { choices } = inputs.find(({ name }) => name === names.resolution) ?? {};
	const sizes = choices?.map(String);
	const isSize = sizes?.some((one) => one.toLowerCase() === resolution?.toLowerCase()) ?? true;
	return resolution === undefined || isSize
		? problems
		: [
				...problems,
				{ field: 'resolution', code: 'notOffered', value: resolution, offered: sizes! },
			];
}

/** What the description of a model shows to be wrong with a request, beyond what its row shows. */
export function checkDescribed(request: VideoRequest, model: VideoModel): RequestProblem[] {
	const { description, formats } = model;
	if (description === undefined) return [];
	return [
		...(formats === 'any' ? checkLengthAndSize(request, description) : []),
		...description.inputs.flatMap((input) => [
			...checkRequired(input, request, model),
			...checkByHand(input, request),
		]),
	];
}

/** What the user had better know of a request to a described model, without being a reason not to send it. */
export function describedNotices(
	{ prompt, additionalFields = {} }: VideoRequest,
	{ description, name: model }: VideoModel,
	gateway: string,
): Notice[] {
	if (description === undefined) return [];
	const known = description.inputs.map(({ name }) => name);
	const names = Object.keys(additionalFields).filter((name) => !known.includes(name));
	return [
		...(description.names.prompt === undefined && prompt !== ''
			? [{ code: 'notSent', field: 'prompt', gateway, model } as const]
			: []),
		...(names.length === 0 ? [] : [{ code: 'unknownInputs', names, known, model } as const]),
	];
}

/** What is most likely a slip: what the gateway says of other models, except for what the description itself limits. */
function plausibleOf(
	{ plausible }: Pick<VideoModel, 'plausible'>,
	{ formats, description: { inputs, names, lengths, most } }: DescribedModel,
): Pick<VideoModel, 'plausible'> {
	if (formats !== 'any' || plausible === undefined) return {};
	const hasLengths = lengths.length > 0 || most !== undefined;
	const hasSizes = inputs.some(({ name, choices }) => choices && name === names.resolution);
	return {
		plausible: {
			mostSeconds: hasLengths ? Infinity : plausible.mostSeconds,
			resolution: hasSizes ? /./ : plausible.resolution,
		},
	};
}

/** The gateway with a row for a model of which it has given a description. */
export function withDescribed(gateway: Gateway, id: string, described: DescribedModel): Gateway {
	const { models, unlistedModels } = gateway;
	if (!unlistedModels) return gateway;
	const { typicalSeconds } = unlistedModels;
	const row: VideoModel = {
		...{ id, name: id, typicalSeconds },
		...plausibleOf(unlistedModels, described),
		...described,
		listed: true,
	};
	return { ...gateway, models: [...models, row] };
}
