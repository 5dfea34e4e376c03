import { checkCamera, promptFor } from '../protocols/minimax/camera';
import { checkPicture, isWebAddress } from './imageChecks';
import { checkFormat, checkPlausible, list, unique } from './formatChecks';
import { findFormat, listFormats, describeModel } from './models';
import type { Gateway, ImageInput, RequestProblem, VideoModel, VideoRequest } from '../gateway';

function checkPrompt(request: VideoRequest, model: VideoModel): RequestProblem[] {
	if (request.prompt.trim() === '') {
		return (model.promptRequired ?? true) || request.firstFrame === undefined
			? [{ parameter: 'Prompt', message: 'Prompt is empty. Describe what the video shows.' }]
			: [];
	}
	const prompt = promptFor(request, model);
	const what = prompt === request.prompt ? 'Prompt' : 'Prompt with Camera Movement';
	const limit = model.promptLimit;
	return limit !== undefined && prompt.length > limit
		? [
				{
					parameter: 'Prompt',
					message: `${what} has ${prompt.length} characters; ${model.name} takes ${limit} at most. Shorten it.`,
				},
			]
		: [];
}

/** Whether two pictures are certainly the same one. */
function sameImage(left: ImageInput, right: ImageInput): boolean {
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
	const takes = model.firstFrame ?? 'unsupported';
	if (takes === 'required' && !firstFrame) {
		return [
			{
				parameter: 'Image',
				message: `${model.name} needs an image. Set Image to URL or Binary, or choose a text-to-video model.`,
			},
		];
	}
	return takes === 'unsupported' && firstFrame
		? [
				{
					parameter: 'Image',
					message: `${model.name} takes no image. Set Image to None, or choose an image-to-video model.`,
				},
			]
		: [];
}

function checkEndFrame(request: VideoRequest, model: VideoModel): RequestProblem[] {
	const { firstFrame, endFrame } = request;
	const problem = (message: string): RequestProblem[] => [{ parameter: 'End Frame', message }];
	if (!endFrame) return [];
	if (!model.endFrame) {
		return problem(
			`${model.name} takes no end frame. Set End Frame to None, or choose a model that takes one.`,
		);
	}
	const rows = listFormats(model).filter((row) => row.endFrame);
	const format = findFormat(model, request);
	if (rows.length > 0 && format && !format.endFrame) {
		return problem(
			`${model.name} takes an end frame only with Resolution ${list(unique(rows.map((row) => row.resolution)))}. Change Resolution, or set End Frame to None.`,
		);
	}
	return firstFrame && sameImage(firstFrame, endFrame)
		? problem(
				'End Frame is the same picture as Image. Use another one, or set End Frame to None.',
			)
		: [];
}

function checkReferences(
	{ subjectReferences = [] }: VideoRequest,
	model: VideoModel,
): RequestProblem[] {
	const most = model.subjectReferences;
	return most !== undefined && subjectReferences.length > most
		? [
				{
					parameter: 'Subject References',
					message: `Subject References holds ${subjectReferences.length} pictures; ${model.name} takes ${most} at most. Remove some.`,
				},
			]
		: [];
}

function checkPictures(
	gateway: Gateway,
	request: VideoRequest,
	model: VideoModel,
): RequestProblem[] {
	const { firstFrame, endFrame, subjectReferences = [] } = request;
	return [
		...checkFirstFrame(request, model),
		...checkEndFrame(request, model),
		...checkReferences(request, model),
		...(firstFrame ? checkPicture(gateway, model, 'Image', firstFrame) : []),
		...(endFrame ? checkPicture(gateway, model, 'End Frame', endFrame) : []),
		...subjectReferences.flatMap((one, index) =>
			checkPicture(gateway, model, `Subject Reference ${index + 1}`, one),
		),
	];
}

function checkAspectRatio({ aspectRatio }: VideoRequest, model: VideoModel): RequestProblem[] {
	const ratios = model.aspectRatios;
	return Array.isArray(ratios) && aspectRatio !== undefined && !ratios.includes(aspectRatio)
		? [
				{
					parameter: 'Aspect Ratio',
					message: `${model.name} makes no video of ${aspectRatio}. Set Aspect Ratio to ${list(ratios)}.`,
				},
			]
		: [];
}

function checkCallback(request: VideoRequest): RequestProblem[] {
	return request.callbackUrl !== undefined && !isWebAddress(request.callbackUrl)
		? [
				{
					parameter: 'Callback URL',
					message: `'Callback URL' is "${request.callbackUrl}", which isn't a web address. It must start with https:// (or http://).`,
				},
			]
		: [];
}

/**
 * Every reason not to send a request that can be seen beforehand, so that nothing is billed for a request that
 * the gateway will refuse. A model that is newer than the table is checked for what its gateway says of such.
 */
export function checkRequest(gateway: Gateway, request: VideoRequest): RequestProblem[] {
	const model = describeModel(gateway, request.model);
	if (model === undefined) {
		return [
			{
				parameter: 'Model',
				message: `${gateway.label} has no model "${request.model}". Choose one from the list.`,
			},
		];
	}
	return [
		...checkPrompt(request, model),
		...checkCamera(request),
		...checkPictures(gateway, request, model),
		...checkFormat(request, model),
		...checkPlausible(request, model, gateway),
		...checkAspectRatio(request, model),
		...checkCallback(request),
		...(gateway.check?.(request, model) ?? []),
	];
}
