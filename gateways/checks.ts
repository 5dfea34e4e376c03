import { checkCamera, promptFor } from './camera';
import { readImage } from './imageSize';
import { checkClip, checkSense, list, unique } from './clipChecks';
import { clipFor, clipsOf, modelOf } from './models';
import type {
	Gateway,
	ImageFormat,
	ImageInput,
	RequestProblem,
	VideoModel,
	VideoRequest,
} from './gateway';

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

const formatNames: Readonly<Record<ImageFormat, string>> = {
	'image/jpeg': 'JPEG',
	'image/png': 'PNG',
	'image/webp': 'WebP',
};

type Ratio = readonly [width: number, height: number];

const isWithin = (ratio: number, [w1, h1]: Ratio, [w2, h2]: Ratio): boolean =>
	ratio >= w1 / h1 && ratio <= w2 / h2;

/** What is wrong with one picture by itself, whatever it is for. `label` is its field in the panel. */
export function checkPicture(
	gateway: Gateway,
	model: VideoModel,
	label: string,
	image: ImageInput,
): RequestProblem[] {
	const problem = (message: string): RequestProblem[] => [{ parameter: label, message }];
	if (image.kind === 'url' && !isWebAddress(image.url)) {
		return problem(
			`The address of ${label} is no web address. It must start with https:// (or http://).`,
		);
	}
	if (image.kind !== 'bytes') return [];
	if (gateway.images.bytes === 'refused') {
		return problem(
			`${gateway.label} documents images by URL only. Set ${label} to URL, with an address that can be reached from the internet.`,
		);
	}
	const { formats, shape } = gateway.images;
	const facts = readImage(image.bytes);
	if (!formats.some((format) => format === facts?.format)) {
		const found = facts ? formatNames[facts.format] : `no image that can be read`;
		return problem(
			`${label} is ${found}; ${gateway.label} takes ${list(formats.map((format) => formatNames[format]))}. Convert it first.`,
		);
	}
	const { width, height } = facts!;
	const size = `${width}x${height}`;
	if (shape && Math.min(width, height) <= shape.shortSideOver) {
		return problem(
			`${label} has ${size} pixels; ${gateway.label} takes images whose shorter side is over ${shape.shortSideOver}. Use a larger one.`,
		);
	}
	if (shape && !isWithin(width / height, shape.ratioFrom, shape.ratioTo)) {
		return problem(
			`${label} has ${size} pixels; ${gateway.label} takes a ratio of ${shape.ratioFrom.join(':')} to ${shape.ratioTo.join(':')}. Crop it, or use another one.`,
		);
	}
	return model.imageSizes && !model.imageSizes.some(([w, h]) => w === width && h === height)
		? problem(
				`${label} has ${size} pixels; ${model.name} takes ${list(model.imageSizes.map((sides) => sides.join('x')))} only. Resize it, or use another one.`,
			)
		: [];
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
	const rows = clipsOf(model).filter((row) => row.endFrame);
	const clip = clipFor(model, request);
	if (rows.length > 0 && clip && !clip.endFrame) {
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
 * the gateway will refuse. A model that is newer than the table is checked for what its gateway says of such.
 */
export function checkRequest(gateway: Gateway, request: VideoRequest): RequestProblem[] {
	const model = modelOf(gateway, request.model);
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
		...checkClip(request, model),
		...checkSense(request, model, gateway),
		...checkAspectRatio(request, model),
		...checkCallback(request),
		...(gateway.check?.(request, model) ?? []),
	];
}
