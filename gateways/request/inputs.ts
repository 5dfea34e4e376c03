import { isWebAddress } from '../bytes/addresses';
import type {
	Gateway,
	InputValue,
	ModelInput,
	RequestField,
	RequestProblem,
	VideoRequest,
} from '../gateway';
import { modelRow } from './models';

/** Declared inputs: the rows that a model and its gateway have, and what follows from them for a request. */

/** The inputs that this model supports, its gateway's own ones included. */
export function declaredInputs(
	gateway: Pick<Gateway, 'models' | 'unlistedModels' | 'inputs'>,
	model: string,
): readonly ModelInput[] {
	return [...(modelRow(gateway, model)?.inputs ?? []), ...(gateway.inputs ?? [])];
}

/** The inputs that any model of the gateway declares, with those of its unlisted models, in the order of the table. */
export function listModelInputs({
	models,
	unlistedModels,
}: Pick<Gateway, 'models' | 'unlistedModels'>): ModelInput[] {
	return [...models, ...(unlistedModels ? [unlistedModels] : [])].flatMap((model) => [
		...(model.inputs ?? []),
	]);
}

/** The value of a declared input, as the row's type; undefined where it isn't set. */
export function inputValue<Value extends InputValue>(
	{ inputs }: Pick<VideoRequest, 'inputs'>,
	key: string,
): Value | undefined {
	return inputs && Object.hasOwn(inputs, key) ? (inputs[key] as Value) : undefined;
}

/** The inputs of a request as fields of its body, by the names that the rows have for them. */
export function wireInputs(
	rows: readonly ModelInput[],
	request: Pick<VideoRequest, 'inputs'>,
): Record<string, InputValue> {
	return Object.fromEntries(
		rows.flatMap(({ key, wire = key }) => {
			const value = inputValue(request, key);
			return wire === false || value === undefined ? [] : [[wire, value]];
		}),
	);
}

/** Values as fields of a body, without those that the model has no name for or that aren't set. */
export const underNames = (
	...values: ReadonlyArray<readonly [name: string | undefined, value: unknown]>
): Record<string, unknown> =>
	Object.fromEntries(
		values.filter(([name, value]) => name !== undefined && value !== undefined),
	) as Record<string, unknown>;

/** The request with the inputs for which `keep` holds; without the key where none is left. */
export function filterInputs(request: VideoRequest, keep: (key: string) => boolean): VideoRequest {
	const { inputs, ...rest } = request;
	if (inputs === undefined) return request;
	const kept = Object.entries(inputs).filter(([key]) => keep(key));
	return kept.length === 0 ? rest : { ...rest, inputs: Object.fromEntries(kept) };
}

/** The request without these fields and inputs. */
export function withoutFields(
	request: VideoRequest,
	fields: readonly RequestField[],
): VideoRequest {
	const rest = filterInputs(request, (key) => !fields.includes(key));
	return Object.fromEntries(
		Object.entries(rest).filter(([key]) => !fields.includes(key)),
	) as unknown as VideoRequest;
}

/** The prompt as the model gets it: with the inputs that it reads there. */
export function wholePrompt(rows: readonly ModelInput[], request: VideoRequest): string {
	return rows.reduce((prompt, { key, intoPrompt }) => {
		const value = inputValue(request, key);
		return intoPrompt && value !== undefined ? intoPrompt(prompt, value) : prompt;
	}, request.prompt);
}

function checkAddresses(
	{ key: field, most = Infinity }: ModelInput,
	addresses: readonly string[],
): RequestProblem[] {
	const { length: count } = addresses;
	if (count > most) return [{ field, code: 'tooMany', count, most }];
	return addresses
		.filter((address) => !isWebAddress(address))
		.map((value) => ({ field, code: 'notAnAddress', value }));
}

/** That a number is beyond its limits, or has a fraction where it may have none. */
export function checkNumber(
	field: RequestField,
	value: number,
	{ least, most, whole = false }: Pick<ModelInput, 'least' | 'most' | 'whole'>,
): RequestProblem[] {
	const isWithin = value >= (least ?? -Infinity) && value <= (most ?? Infinity);
	if (isWithin && (!whole || Number.isInteger(value))) return [];
	return [
		{
			field,
			code: 'outOfRange',
			value,
			whole,
			...(least === undefined ? {} : { least }),
			...(most === undefined ? {} : { most }),
		},
	];
}

function checkInput(row: ModelInput, value: InputValue): RequestProblem[] {
	const { key: field, options } = row;
	if (row.type === 'text' && Array.isArray(value)) return checkAddresses(row, value as string[]);
	if (options) {
		const values = Array.isArray(value) ? (value as readonly string[]) : [String(value)];
		return values
			.filter((one) => !options.includes(one))
			.map((one) => ({ field, code: 'notOffered', value: one, offered: options }));
	}
	return typeof value === 'number' ? checkNumber(field, value, row) : [];
}

/** Whether a field or an input of the request is set. */
export const isSet = (request: Pick<VideoRequest, 'inputs'>, field: RequestField): boolean =>
	Object.hasOwn({ ...request, ...request.inputs }, field);

function checkAlone(
	{ key: field, needsOneOf: others }: ModelInput,
	request: Pick<VideoRequest, 'inputs'>,
): RequestProblem[] {
	return others === undefined || others.some((other) => isSet(request, other))
		? []
		: [{ field, code: 'notAlone', others }];
}

/** What is wrong with the values of declared inputs. An input that isn't declared is left out later, and not checked. */
export function checkInputs(
	rows: readonly ModelInput[],
	request: Pick<VideoRequest, 'inputs'>,
): RequestProblem[] {
	return rows.flatMap((row) => {
		const value = inputValue(request, row.key);
		return value === undefined ? [] : [...checkInput(row, value), ...checkAlone(row, request)];
	});
}
