import { checkRequest } from '../../gateways/request/checks';
import { declaredInputs } from '../../gateways/request/inputs';
import { modelRow, listFormats } from '../../gateways/request/models';
import type { Gateway, ModelInput, VideoRequest } from '../../gateways/gateway';
import { fromParameter, isConstant, leavesOf, literal, toData, type Value } from './values';

/**
 * Where a gateway's body has the fields of Submit Video. It isn't written down here: the adapter is asked for the
 * request with one value and with another, and where the two differ is where the field goes.
 */

/** A field of Submit Video, or the key of a declared input. */
export type FieldName = string;

/** The request that some fields make, as Submit Video would send it: its path, and every end of its body. */
export interface Sent {
	path: string;
	leaves: ReadonlyMap<string, unknown>;
}

/** Names of the query among those of the body. */
export const QUERY = '?';

export function sentBy(gateway: Gateway, request: VideoRequest): Sent {
	const { path = '', body, multipart, query = {} } = gateway.submit(request).request;
	const fields = multipart?.fields ?? (body as Record<string, unknown> | undefined) ?? {};
	const leaves = leavesOf(fromParameter(fields)).map(
		([name, value]) => [name, isConstant(value) ? toData(value) : undefined] as const,
	);
	const asked = Object.entries(query).map(([name, value]) => [QUERY + name, value] as const);
	return { path, leaves: new Map([...leaves, ...asked]) };
}

const url = (name: string) => ({ kind: 'url', url: `https://example.com/${name}.png` }) as const;

/** Two values of a declared input. */
function samplesOf({ type, many, options = [] }: ModelInput): [unknown, unknown] {
	if (type === 'boolean') return [true, false];
	if (type === 'number') return [1, 2];
	const [one = 'one', other = 'other'] = options;
	return many ? [[one], [other]] : [one, other];
}

/** What a request has in the beginning: what decides where it goes. */
export interface Base {
	model: string;
	hasFirst: boolean;
	hasEnd: boolean;
	/** A size that has an endpoint of its own. */
	resolution?: string;
}

const requestOf = ({ model, hasFirst, hasEnd, resolution }: Base): VideoRequest => ({
	model,
	prompt: 'one',
	...(hasFirst ? { firstFrame: url('one') } : {}),
	...(hasEnd ? { endFrame: url('one') } : {}),
	...(resolution === undefined ? {} : { resolution }),
});

const inputsFor = (gateway: Gateway, model: string): readonly ModelInput[] =>
	declaredInputs(gateway, model);

/** Each field with two requests that differ in it alone. */
function variations(gateway: Gateway, base: Base): Array<[FieldName, VideoRequest, VideoRequest]> {
	const request = requestOf(base);
	const of = (name: keyof VideoRequest, one: unknown, other: unknown) =>
		[name, { ...request, [name]: one }, { ...request, [name]: other }] as [
			FieldName,
			VideoRequest,
			VideoRequest,
		];
	const { unsent } = modelRow(gateway, base.model) ?? {};
	// Submit Video would leave it out: the loop's own value stays in Additional Fields.
	const isSent = ([field, one]: [FieldName, VideoRequest, VideoRequest]) =>
		!unsent?.(one).some((other) => other.field === field);
	const all = [
		of('prompt', 'one', 'other'),
		...(base.hasFirst ? [of('firstFrame', url('one'), url('other'))] : []),
		...(base.hasEnd ? [of('endFrame', url('one'), url('other'))] : []),
		of('durationSeconds', 5, 7),
		...(base.resolution === undefined ? [of('resolution', '480p', '720p')] : []),
		of('aspectRatio', '16:9', '9:16'),
		of('callbackUrl', 'https://example.com/one', 'https://example.com/other'),
		...inputsFor(gateway, base.model).map((input): [FieldName, VideoRequest, VideoRequest] => {
			const [one, other] = samplesOf(input);
			const inputs = (value: unknown) =>
				({ [input.key]: value }) as VideoRequest['inputs'] & object;
			return [
				input.key,
				{ ...request, inputs: inputs(one) },
				{ ...request, inputs: inputs(other) },
			];
		}),
	];
	return all.filter(isSent);
}

/** The field that each place of the body belongs to. A place that two fields make belongs to none. */
export function locate(gateway: Gateway, base: Base): ReadonlyMap<string, FieldName> {
	const found = new Map<string, FieldName | undefined>();
	for (const [field, one, other] of variations(gateway, base)) {
		const before = sentBy(gateway, one).leaves;
		for (const [place, value] of sentBy(gateway, other).leaves) {
			if (before.get(place) === value || !before.has(place)) continue;
			found.set(place, found.has(place) ? undefined : field);
		}
	}
	return new Map(
		[...found].flatMap(([place, field]) =>
			field === undefined ? [] : [[place, field] as const],
		),
	);
}

/** Where Additional Fields go: the names of the objects above them, with a dot behind each. */
export function additionalPlace(gateway: Gateway, model: string): string {
	const request = { model, prompt: 'one', additionalFields: { migrateProbe: 1 } };
	const place = [...sentBy(gateway, request).leaves.keys()].find((name) =>
		name.endsWith('migrateProbe'),
	);
	return (place ?? 'migrateProbe').slice(0, -'migrateProbe'.length);
}

const isNumeric = (text: unknown): boolean => /^\d+(\.\d+)?$/.test(String(text));

function asSeconds(value: Value): Value | undefined {
	if (value.kind === 'code') return value;
	if (value.kind === 'text') {
		const [code, unit, ...more] = value.parts;
		return typeof code === 'object' && unit === 's' && more.length === 0
			? { kind: 'code', code: code.code }
			: undefined;
	}
	if (value.kind !== 'literal') return undefined;
	const text = String(value.value).replace(/s$/, '');
	return isNumeric(text) ? literal(Number(text)) : undefined;
}

function asInput(value: Value, { type }: Pick<ModelInput, 'type'>): Value | undefined {
	if (value.kind !== 'literal')
		return value.kind === 'code' || value.kind === 'text' ? value : undefined;
	const text = String(value.value);
	if (type === 'boolean')
		return /^(true|false)$/.test(text) ? literal(text === 'true') : undefined;
	if (type === 'number') return isNumeric(text) ? literal(Number(text)) : undefined;
	return literal(text);
}

/** A value of the body as one of a field; undefined if the field can't hold it. */
export function asField(
	gateway: Gateway,
	model: string,
	field: FieldName,
	value: Value,
): Value | undefined {
	const isScalar =
		value.kind === 'literal'
			? value.value !== null
			: value.kind === 'code' || value.kind === 'text';
	if (!isScalar) return undefined;
	if (field === 'durationSeconds') return asSeconds(value);
	const input = inputsFor(gateway, model).find(({ key }) => key === field);
	return input ? asInput(value, input) : value;
}

/** A value that stands for one that only n8n will know. */
function standIn(gateway: Gateway, model: string, field: FieldName): unknown {
	const row = modelRow(gateway, model);
	const [format] = listFormats(row);
	const ratios = row?.aspectRatios;
	const input = inputsFor(gateway, model).find(({ key }) => key === field);
	if (input) return samplesOf(input)[0];
	return {
		prompt: 'A stand-in for a prompt',
		durationSeconds: format?.durationSeconds ?? 5,
		resolution: format?.resolution ?? '720p',
		aspectRatio: Array.isArray(ratios) ? (ratios as string[])[0] : '16:9',
		callbackUrl: 'https://example.com/call',
	}[field];
}

/** The request that fields make, with a stand-in for every expression. */
export function filledRequest(
	gateway: Gateway,
	base: Base,
	fields: ReadonlyMap<FieldName, Value>,
): VideoRequest {
	const request: Record<string, unknown> = { model: base.model, prompt: '' };
	if (base.resolution !== undefined) request.resolution = base.resolution;
	const inputs: Record<string, unknown> = {};
	for (const [field, value] of fields) {
		const data = isConstant(value) ? toData(value) : standIn(gateway, base.model, field);
		if (field === 'firstFrame' || field === 'endFrame') {
			request[field] = isConstant(value) ? { kind: 'url', url: String(data) } : url('one');
		} else if (inputsFor(gateway, base.model).some(({ key }) => key === field)) {
			inputs[field] = data;
		} else request[field] = data;
	}
	if (Object.keys(inputs).length > 0) request.inputs = inputs;
	return request as unknown as VideoRequest;
}

/** The fields whose values Submit Video would refuse, or not send at all. */
export const refusedFields = (gateway: Gateway, request: VideoRequest): string[] =>
	checkRequest(gateway, request).map(({ field }) => field);
