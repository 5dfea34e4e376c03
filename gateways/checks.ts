import { clipFor, clipsOf, findModel } from './models';
import type { Gateway, ImageInput, RequestProblem, VideoModel, VideoRequest } from './gateway';

const list = (words: ReadonlyArray<string | number>): string => words.join(', ');

const unique = <T>(values: ReadonlyArray<T | undefined>): T[] => [
	...new Set(values.filter((value): value is T => value !== undefined)),
];

function checkPrompt(request: VideoRequest, model: VideoModel | undefined): RequestProblem[] {
	const { prompt } = request;
	const required = model?.promptRequired ?? request.firstFrame === undefined;
	if (prompt.trim() === '') {
		return required
			? [{ parameter: 'Prompt', message: 'Prompt is empty. Describe what the video shows.' }]
			: [];
	}
	const limit = model?.promptLimit;
	return limit !== undefined && prompt.length > limit
		? [
				{
					parameter: 'Prompt',
					message: `Prompt has ${prompt.length} characters; ${model!.name} takes ${limit} at most. Shorten it.`,
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

function checkPictures(
	gateway: Gateway,
	request: VideoRequest,
	model: VideoModel | undefined,
): RequestProblem[] {
	const problems: RequestProblem[] = [];
	const { firstFrame, endFrame, subjectReferences = [] } = request;
	const name = model?.name ?? request.model;
	if (model?.firstFrame === 'required' && firstFrame === undefined) {
		problems.push({
			parameter: 'Image',
			message: `${name} needs an image. Set Image to URL or Binary, or choose a text-to-video model.`,
		});
	}
	if (model && (model.firstFrame ?? 'unsupported') === 'unsupported' && firstFrame) {
		problems.push({
			parameter: 'Image',
			message: `${name} takes no image. Set Image to None, or choose an image-to-video model.`,
		});
	}
	if (endFrame) {
		const clip = clipFor(model, request);
		const rows = clipsOf(model).filter((row) => row.endFrame);
		if (model && !model.endFrame) {
			problems.push({
				parameter: 'End Frame',
				message: `${name} takes no end frame. Set End Frame to None, or choose a model that takes one.`,
			});
		} else if (rows.length > 0 && clip && !clip.endFrame) {
			problems.push({
				parameter: 'End Frame',
				message: `${name} takes an end frame only with Resolution ${list(unique(rows.map((row) => row.resolution)))}. Change Resolution, or set End Frame to None.`,
			});
		}
		if (firstFrame && sameImage(firstFrame, endFrame)) {
			problems.push({
				parameter: 'End Frame',
				message:
					'End Frame is the same picture as Image. Use another one, or set End Frame to None.',
			});
		}
	}
	if (model?.subjectReferences !== undefined) {
		const most = model.subjectReferences;
		if (subjectReferences.length > most) {
			problems.push({
				parameter: 'Subject References',
				message: `Subject References holds ${subjectReferences.length} pictures; ${name} takes ${most} at most. Remove some.`,
			});
		}
	}
	const pictures = [firstFrame, endFrame, ...subjectReferences].filter(
		(one) => one !== undefined,
	);
	if (gateway.images.bytes === 'refused' && pictures.some((one) => one.kind === 'bytes')) {
		problems.push({
			parameter: 'Image',
			message: `${gateway.label} documents images by URL only. Set Image to URL, with an address that can be reached from the internet.`,
		});
	}
	for (const picture of pictures) {
		if (picture.kind === 'url' && !isWebAddress(picture.url)) {
			problems.push({
				parameter: 'Image',
				message:
					'The image address is no web address. It must start with https:// (or http://).',
			});
		}
	}
	return problems;
}

function checkClip(request: VideoRequest, model: VideoModel | undefined): RequestProblem[] {
	const { durationSeconds, resolution } = request;
	if (durationSeconds !== undefined && !(durationSeconds > 0)) {
		return [{ parameter: 'Duration', message: 'Duration must be a number of seconds over 0.' }];
	}
	const clips = clipsOf(model);
	if (clips.length === 0 || (durationSeconds === undefined && resolution === undefined))
		return [];
	const name = model!.name;
	const durations = unique(clips.map((row) => row.durationSeconds));
	const resolutions = unique(clips.map((row) => row.resolution));
	if (durationSeconds !== undefined && !durations.includes(durationSeconds)) {
		return [
			{
				parameter: 'Duration',
				message: `${name} makes no video of ${durationSeconds} s. Set Duration to ${list(durations)}.`,
			},
		];
	}
	const named = (row: { resolution?: string }) =>
		resolution === undefined || row.resolution?.toLowerCase() === resolution.toLowerCase();
	if (!clips.some(named)) {
		return [
			{
				parameter: 'Resolution',
				message: `${name} makes no video of ${resolution}. Set Resolution to ${list(resolutions)}.`,
			},
		];
	}
	const clip = clipFor(model, request);
	if (clip === undefined) {
		const fitting = unique(clips.filter(named).map((row) => row.durationSeconds));
		return [
			{
				parameter: 'Duration',
				message: `${name} makes ${resolution} with ${list(fitting)} s only, not with ${durationSeconds} s. Change Duration or Resolution.`,
			},
		];
	}
	return clip.needsFirstFrame && request.firstFrame === undefined
		? [
				{
					parameter: 'Resolution',
					message: `${name} makes ${clip.resolution} from an image only. Set Image, or choose another Resolution.`,
				},
			]
		: [];
}

function checkAspectRatio(request: VideoRequest, model: VideoModel | undefined): RequestProblem[] {
	const ratios = model?.aspectRatios;
	const { aspectRatio } = request;
	return Array.isArray(ratios) && aspectRatio !== undefined && !ratios.includes(aspectRatio)
		? [
				{
					parameter: 'Aspect Ratio',
					message: `${model!.name} makes no video of ${aspectRatio}. Set Aspect Ratio to ${list(ratios)}.`,
				},
			]
		: [];
}

function isWebAddress(text: string): boolean {
	return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

function checkCallback(request: VideoRequest): RequestProblem[] {
	return request.callbackUrl !== undefined && !isWebAddress(request.callbackUrl)
		? [
				{
					parameter: 'Callback URL',
					message:
						'Callback URL is no web address. It must start with https:// (or http://).',
				},
			]
		: [];
}

/**
 * Every reason not to send a request that can be seen beforehand, so that nothing is billed for a request that
 * the gateway will refuse. A model that is not in the table is checked only for what holds for every model.
 */
export function checkRequest(gateway: Gateway, request: VideoRequest): RequestProblem[] {
	const model = findModel(gateway, request.model);
	return [
		...checkPrompt(request, model),
		...checkPictures(gateway, request, model),
		...checkClip(request, model),
		...checkAspectRatio(request, model),
		...checkCallback(request),
		...(gateway.check?.(request, model) ?? []),
	];
}
