import { checkRequest } from './checks';
import type { Gateway, GatewayError, ImageInput, RequestProblem, VideoRequest } from '../gateway';
import { findModel, fitToModel, resolveModel } from './models';

/**
 * What happens to a request that its gateway did not take: whether another one may be asked, and what it is asked
 * for. Pure: the caller sends.
 */

/** Inputs that a fallback gateway may leave out; the user can make each of them a must. */
export const DROPPABLE = [
	{ key: 'model', label: 'Model' },
	{ key: 'durationSeconds', label: 'Duration' },
	{ key: 'resolution', label: 'Resolution' },
	{ key: 'aspectRatio', label: 'Aspect Ratio' },
	{ key: 'cameraMovement', label: 'Camera Movement' },
	{ key: 'promptOptimizer', label: 'Prompt Optimizer' },
	{ key: 'callbackUrl', label: 'Callback URL' },
	{ key: 'additionalFields', label: 'Additional Fields' },
] as const;

export type Droppable = (typeof DROPPABLE)[number]['key'];

/**
 * Whether a submit that failed may be sent to another gateway: only what the first one certainly did not take, and
 * not what would be refused everywhere (a moderated or invalid request).
 */
export function mayTryAnother(error: GatewayError): boolean {
	return error.accepted === 'no' && error.code !== 'moderated' && error.code !== 'invalidRequest';
}

/** A request as another gateway takes it, with a warning for everything that it will not do; or why it can not. */
export type Translated = { request: VideoRequest; warnings: string[] } | { leftOut: string };

const isReference = (image: ImageInput | undefined): boolean => image?.kind === 'reference';

/** What belongs to one gateway alone: its accounts, its ways, its own fields. */
function withoutGatewayOptions(request: VideoRequest): VideoRequest {
	const all = { ...request };
	for (const key of ['account', 'maxJobs', 'blocking', 'additionalFields'] as const) {
		delete all[key];
	}
	return all;
}

/** Whether it is only the camera commands, which go into the prompt, that make the prompt too long. */
function isTooLongByCamera(
	to: Gateway,
	request: VideoRequest,
	{ parameter }: RequestProblem,
	musts: ReadonlySet<Droppable>,
): boolean {
	if (request.cameraMovement === undefined || musts.has('cameraMovement')) return false;
	const shorter = { ...request };
	delete shorter.cameraMovement;
	return (
		parameter === 'Prompt' &&
		!checkRequest(to, shorter).some((problem) => problem.parameter === parameter)
	);
}

/** The request for one model of the gateway, with everything left out that it does not take and that is no must. */
function fitRequest(to: Gateway, wanted: VideoRequest, musts: ReadonlySet<Droppable>): Translated {
	const request = { ...wanted, model: resolveModel(to, wanted) };
	const warnings: string[] = [];
	for (;;) {
		const [problem] = checkRequest(to, request);
		if (problem === undefined) break;
		if (isTooLongByCamera(to, request, problem, musts)) {
			delete request.cameraMovement;
			warnings.push(`Camera Movement was not sent to ${to.label}: ${problem.message}`);
			continue;
		}
		const leavable = DROPPABLE.find(({ label }) => label === problem.parameter);
		if (leavable === undefined || leavable.key === 'model' || musts.has(leavable.key)) {
			return { leftOut: problem.message };
		}
		delete request[leavable.key];
		warnings.push(`${problem.parameter} was not sent to ${to.label}: ${problem.message}`);
	}
	const fitted = fitToModel(to, request);
	const lost = DROPPABLE.find(({ key }) => musts.has(key) && fitted.dropped.includes(key));
	return lost
		? { leftOut: `${lost.label} must be kept, and ${to.label} does not take it.` }
		: { request: fitted.request, warnings: [...warnings, ...fitted.warnings] };
}

/**
 * A request of one gateway in the words of another: the same model where that has it (by `family`), else its default
 * model. Pictures are never left out.
 */
export function translate(
	from: Gateway,
	to: Gateway,
	request: VideoRequest,
	musts: ReadonlySet<Droppable>,
): Translated {
	const { firstFrame, endFrame, subjectReferences = [] } = request;
	if ([firstFrame, endFrame, ...subjectReferences].some(isReference)) {
		return { leftOut: `The picture is a file of ${from.label}.` };
	}
	if (request.additionalFields && musts.has('additionalFields')) {
		return { leftOut: `Additional Fields must be kept, and they are for ${from.label}.` };
	}
	const general = request.additionalFields
		? [`Additional Fields were not sent to ${to.label}: they are for ${from.label}.`]
		: [];
	const own = findModel(from, request.model);
	const family = own?.family;
	const same = to.models.filter((model) => family !== undefined && model.family === family);
	const fits = (id: string) =>
		fitRequest(to, { ...withoutGatewayOptions(request), model: id }, musts);
	const finished = (fitted: Translated, more: string[]): Translated =>
		'leftOut' in fitted
			? fitted
			: { ...fitted, warnings: [...more, ...general, ...fitted.warnings] };

	let reason: string | undefined;
	for (const { id } of same) {
		const fitted = fits(id);
		if (!('leftOut' in fitted)) return finished(fitted, []);
		reason ??= fitted.leftOut;
	}
	const wantedName = own?.name ?? request.model;
	if (musts.has('model')) {
		return { leftOut: reason ?? `It has no model that is the same as ${wantedName}.` };
	}
	const fitted = fits(to.defaultModel);
	if ('leftOut' in fitted) return { leftOut: reason ?? fitted.leftOut };
	return finished(fitted, [
		`${to.label} made this with ${findModel(to, fitted.request.model)?.name ?? fitted.request.model} instead of ${wantedName}.`,
	]);
}
