import type {
	Gateway,
	GatewayError,
	Notice,
	RatioReason,
	RequestField,
	RequestProblem,
	VideoModel,
	VideoRequest,
} from '../gateway';
import { checkRequest } from './checks';
import { fitToModel } from './fit';
import { declaredInputs, listModelInputs, filterInputs, withoutFields } from './inputs';
import { modelRow, findModel, resolveModel } from './models';
import { listPictures } from './pictures';

/**
 * What happens to a request that its gateway didn't accept: whether it may go to another gateway, and in what form.
 * Pure: the caller sends it.
 */

/** The fields of every request that a fallback gateway may leave out or replace. */
const droppableFields: readonly RequestField[] = [
	'model',
	'durationSeconds',
	'resolution',
	'aspectRatio',
	'callbackUrl',
	'additionalFields',
];

/** What a fallback gateway may leave out or replace; the user can require each of them. Inputs of models are included. */
export function listDroppable(
	gateways: readonly Pick<Gateway, 'models' | 'unlistedModels'>[],
): RequestField[] {
	const inputs = gateways.flatMap(listModelInputs).map(({ key }) => key);
	return [...new Set([...droppableFields, ...inputs])];
}

/**
 * Whether a submit that failed may be sent to another gateway: only what the first one definitely didn't accept, and
 * not what would be refused everywhere (a moderated or invalid request).
 */
export function mayTryAnother(error: GatewayError): boolean {
	return error.accepted === 'no' && error.code !== 'moderated' && error.code !== 'invalidRequest';
}

/** Why a gateway can't stand in for another one. */
export type LeftOut =
	| { code: 'problem'; problem: RequestProblem; model: string }
	| { code: 'mustKeep'; field: RequestField }
	/** It supports the field that must be kept, but not in this request. */
	| { code: 'ratioNotKept'; field: 'aspectRatio'; why: RatioReason; model: string }
	/** A picture is a file of the first gateway. */
	| { code: 'foreignPicture'; gateway: string }
	| { code: 'foreignFields'; gateway: string }
	| { code: 'noSameModel'; wanted: string };

/** A request as another gateway accepts it, with notices about what it doesn't support; or why it can't. */
export type Translated = { request: VideoRequest; notices: Notice[] } | { leftOut: LeftOut };

/** What a fallback gateway must keep. */
type RequiredFields = ReadonlySet<RequestField>;

/** Without everything that belongs to only one of the two gateways: accounts, options, Additional Fields. */
function withoutGatewayInputs(from: Gateway, to: Gateway, request: VideoRequest): VideoRequest {
	const own = [...(from.inputs ?? []), ...(to.inputs ?? [])].map(({ key }) => key);
	return withoutFields(request, [...own, 'additionalFields']);
}

/** The inputs that may be dropped from a prompt that is too long, if that makes it short enough. */
function findTooLong(
	to: Gateway,
	request: VideoRequest,
	problem: RequestProblem,
	required: RequiredFields,
): string[] {
	if (problem.code !== 'tooLong' || problem.with === undefined) return [];
	const { with: keys, field } = problem;
	const shorter = filterInputs(request, (key) => !keys.includes(key));
	const helps = !checkRequest(to, shorter).some((other) => other.field === field);
	return helps && !keys.some((key) => required.has(key)) ? keys : [];
}

/** The fields to drop to solve a problem; empty if that isn't possible. */
function fieldsToDrop(
	to: Gateway,
	request: VideoRequest,
	problem: RequestProblem,
	required: RequiredFields,
): RequestField[] {
	const { field } = problem;
	const isInput = declaredInputs(to, request.model).some(({ key }) => key === field);
	const isDroppable = (isInput || droppableFields.includes(field)) && field !== 'model';
	return isDroppable && !required.has(field)
		? [field]
		: findTooLong(to, request, problem, required);
}

const modelName = (gateway: Gateway, { model }: VideoRequest): string =>
	modelRow(gateway, model)?.name ?? model;

/** That a field which must be kept would be left out. */
function whyLost(field: RequestField, notices: readonly Notice[]): LeftOut {
	const notice = notices.find((one) => one.code === 'ratioNotSent');
	return notice && field === notice.field
		? { ...notice, code: 'ratioNotKept' }
		: { code: 'mustKeep', field };
}

/** The request for one model of the gateway, without what it doesn't support and what isn't required. */
function fitRequest(to: Gateway, wanted: VideoRequest, required: RequiredFields): Translated {
	let request = { ...wanted, model: resolveModel(to, wanted) };
	const notices: Notice[] = [];
	for (
		let [problem] = checkRequest(to, request);
		problem;
		[problem] = checkRequest(to, request)
	) {
		const fields = fieldsToDrop(to, request, problem, required);
		const model = modelName(to, request);
		if (fields.length === 0) return { leftOut: { code: 'problem', problem, model } };
		request = withoutFields(request, fields);
		for (const field of fields) {
			notices.push({ code: 'notSentTo', field, gateway: to.label, problem, model });
		}
	}
	const fitted = fitToModel(to, request);
	const lost = fitted.dropped.find((field) => required.has(field));
	return lost === undefined
		? { request: fitted.request, notices: [...notices, ...fitted.notices] }
		: { leftOut: whyLost(lost, fitted.notices) };
}

/** Why this request can't go to any other gateway; undefined if it can. */
function whyNotPortable(
	from: Gateway,
	request: VideoRequest,
	required: RequiredFields,
): LeftOut | undefined {
	if (listPictures(request).some(({ image }) => image.kind === 'reference')) {
		return { code: 'foreignPicture', gateway: from.label };
	}
	return request.additionalFields && required.has('additionalFields')
		? { code: 'foreignFields', gateway: from.label }
		: undefined;
}

/** The request for the first of these models that supports it; otherwise why the first model doesn't. */
function fitToFirst(
	to: Gateway,
	models: readonly VideoModel[],
	request: VideoRequest,
	required: RequiredFields,
): Translated | undefined {
	const tries = models.map(({ id }) => fitRequest(to, { ...request, model: id }, required));
	return tries.find((fitted) => 'request' in fitted) ?? tries[0];
}

/**
 * Translates a request from one gateway to another: to the same model if it is available (by `family`), otherwise to the
 * default model. Images are never dropped.
 */
export function translate(
	from: Gateway,
	to: Gateway,
	request: VideoRequest,
	required: RequiredFields,
): Translated {
	const leftOut = whyNotPortable(from, request, required);
	if (leftOut) return { leftOut };
	const own = findModel(from, request.model);
	const portable = withoutGatewayInputs(from, to, request);
	const general: Notice[] = request.additionalFields
		? [{ code: 'notPortable', from: from.label, to: to.label }]
		: [];
	const finish = (fitted: { request: VideoRequest; notices: Notice[] }, more: Notice[]) => ({
		...fitted,
		notices: [...more, ...general, ...fitted.notices],
	});
	const family = own?.family;
	const same = to.models.filter((model) => family !== undefined && model.family === family);
	const kept = fitToFirst(to, same, portable, required);
	if (kept && 'request' in kept) return finish(kept, []);
	const wanted = own?.name ?? request.model;
	if (required.has('model')) return kept ?? { leftOut: { code: 'noSameModel', wanted } };
	const fitted = fitRequest(to, { ...portable, model: to.defaultModel }, required);
	if ('leftOut' in fitted) return kept ?? fitted;
	const model = findModel(to, fitted.request.model)?.name ?? fitted.request.model;
	return finish(fitted, [{ code: 'otherModel', gateway: to.label, model, wanted }]);
}
