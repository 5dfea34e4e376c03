import { isWebAddress } from '../bytes/addresses';
import { distinct } from '../distinct';
import type {
	Gateway,
	ImageInput,
	ModelInput,
	RequestProblem,
	VideoModel,
	VideoRequest,
} from '../gateway';
import { checkDescribed, withoutMetNeeds } from './described';
import { checkFormat, checkPlausible } from './formatChecks';
import { checkPicture } from './imageChecks';
import { checkInputs, declaredInputs, inputValue, isSet, wholePrompt } from './inputs';
import { modelRow, findFormat, listFormats, sameResolution } from './models';
import { listPictures } from './pictures';
import { findSuccessor } from './successor';

function checkPrompt(
	request: VideoRequest,
	model: VideoModel,
	inputs: readonly ModelInput[],
): RequestProblem[] {
	if (request.prompt.trim() === '') {
		// A description tells what else a model without a prompt needs.
		const isAlone = request.firstFrame === undefined && model.description === undefined;
		return (model.promptRequired ?? true) || isAlone
			? [{ field: 'prompt', code: 'empty' }]
			: [];
	}
	const { length } = wholePrompt(inputs, request);
	const { promptLimit: most, promptLeast: least = 1 } = model;
	if (length < least) return [{ field: 'prompt', code: 'tooShort', length, least }];
	if (most === undefined || length <= most) return [];
	const inPrompt = inputs
		.filter(({ key, intoPrompt }) => intoPrompt && inputValue(request, key) !== undefined)
		.map(({ key }) => key);
	return [
		{
			field: 'prompt',
			code: 'tooLong',
			length,
			most,
			whose: 'model',
			...(inPrompt.length === 0 ? {} : { with: inPrompt }),
		},
	];
}

/** Whether two images are definitely the same. */
function isSameImage(left: ImageInput, right: ImageInput): boolean {
	if (left.kind === 'url' && right.kind === 'url') return left.url === right.url;
	if (left.kind === 'reference' && right.kind === 'reference') {
		return left.reference === right.reference;
	}
	if (left.kind !== 'bytes' || right.kind !== 'bytes') return false;
	return (
		left.bytes.length === right.bytes.length &&
		left.bytes.every((byte, index) => byte === right.bytes[index])
	);
}

function checkFirstFrame({ firstFrame }: VideoRequest, model: VideoModel): RequestProblem[] {
	const support = model.firstFrame ?? 'unsupported';
	if (support === 'required' && !firstFrame) return [{ field: 'firstFrame', code: 'missing' }];
	return support === 'unsupported' && firstFrame
		? [{ field: 'firstFrame', code: 'unsupported' }]
		: [];
}

function checkEndFrame(request: VideoRequest, model: VideoModel): RequestProblem[] {
	const { firstFrame, endFrame } = request;
	const field = 'endFrame';
	if (!endFrame) return [];
	if (!model.endFrame) return [{ field, code: 'unsupported' }];
	// Of a model that requires a first frame, its absence is a problem already.
	const needsFirst = model.endFrame === 'withFirstFrame' && model.firstFrame !== 'required';
	if (needsFirst && !firstFrame) return [{ field: 'firstFrame', code: 'missing', for: field }];
	const rows = listFormats(model).filter((row) => row.endFrame);
	const format = findFormat(model, request);
	if (rows.length > 0 && format && !format.endFrame) {
		const ofSize = rows.filter((row) => sameResolution(row.resolution, format.resolution));
		const other = ofSize.length > 0 ? 'durationSeconds' : 'resolution';
		const values = distinct((ofSize.length > 0 ? ofSize : rows).map((row) => row[other]));
		return [{ field, code: 'onlyWith', other, values }];
	}
	return firstFrame && isSameImage(firstFrame, endFrame)
		? [{ field, code: 'sameAs', other: 'firstFrame' }]
		: [];
}

/** Frames for which the body of this request has no field. Other fields are left out with a notice, frames never are. */
function checkUnsentFrames(request: VideoRequest, { unsent }: VideoModel): RequestProblem[] {
	const fields = (unsent?.(request) ?? []).map(({ field }) => field);
	return (['firstFrame', 'endFrame'] as const)
		.filter((field) => request[field] !== undefined && fields.includes(field))
		.map((field) => ({ field, code: 'unsupported' }));
}

function checkReferences(
	{ subjectReferences = [] }: VideoRequest,
	{ subjectReferences: most, needsSubjectReference }: VideoModel,
): RequestProblem[] {
	const field = 'subjectReferences';
	const count = subjectReferences.length;
	if (needsSubjectReference && count === 0) return [{ field, code: 'missing' }];
	return most !== undefined && count > most ? [{ field, code: 'tooMany', count, most }] : [];
}

/** What is set beside a frame, of the fields that the model doesn't support together with one. */
function checkBesideFrames(
	request: VideoRequest,
	{ notWithFrames = [] }: VideoModel,
): RequestProblem[] {
	const other = request.firstFrame ? 'firstFrame' : 'endFrame';
	if (!request[other]) return [];
	return notWithFrames
		.filter((field) => isSet(request, field))
		.map((field) => ({ field, code: 'notWith', other }));
}

function checkPictures(
	gateway: Gateway,
	request: VideoRequest,
	model: VideoModel,
): RequestProblem[] {
	return [
		...checkFirstFrame(request, model),
		...checkEndFrame(request, model),
		...checkUnsentFrames(request, model),
		...checkReferences(request, model),
		...checkBesideFrames(request, model),
		...listPictures(request).flatMap((picture) => checkPicture(gateway, model, picture)),
	];
}

function checkAspectRatio({ aspectRatio }: VideoRequest, model: VideoModel): RequestProblem[] {
	const ratios = model.aspectRatios;
	return Array.isArray(ratios) && aspectRatio !== undefined && !ratios.includes(aspectRatio)
		? [{ field: 'aspectRatio', code: 'notOffered', value: aspectRatio, offered: ratios }]
		: [];
}

function checkCallback({ callbackUrl }: VideoRequest): RequestProblem[] {
	return callbackUrl !== undefined && !isWebAddress(callbackUrl)
		? [{ field: 'callbackUrl', code: 'notAnAddress', value: callbackUrl }]
		: [];
}

function retiredProblem(gateway: Gateway, model: VideoModel): RequestProblem {
	const instead = findSuccessor(gateway, model);
	const problem = { field: 'model', code: 'retired', value: model.id } as const;
	return instead ? { ...problem, instead: instead.id } : problem;
}

/**
 * Every reason not to send a request that can be found in advance, so that nothing is billed for a request that
 * the gateway would reject. A model that isn't in the table is checked by its gateway's row for unlisted models.
 */
export function checkRequest(gateway: Gateway, request: VideoRequest): RequestProblem[] {
	const row = modelRow(gateway, request.model);
	if (row === undefined) {
		return [{ field: 'model', code: 'unknownModel', value: request.model }];
	}
	if (row.retired) return [retiredProblem(gateway, row)];
	const { otherKind: kind } = row.description ?? {};
	if (kind !== undefined) return [{ field: 'model', code: 'noVideo', value: row.id, kind }];
	const model = withoutMetNeeds(row, request);
	const inputs = declaredInputs(gateway, request.model);
	return [
		...checkPrompt(request, model, inputs),
		...checkInputs(inputs, request),
		...checkPictures(gateway, request, model),
		...checkFormat(request, model),
		...checkPlausible(request, model),
		...checkAspectRatio(request, model),
		...checkDescribed(request, model),
		...checkCallback(request),
		...(gateway.check?.(request, model) ?? []),
	];
}
