import type { Unsent, VideoRequest } from '../../gateway';
import { besideAudio } from '../../inputs';
import { isSet } from '../../request/inputs';

/**
 * How Kie.ai names the models and their inputs on the wire (docs.kie.ai, the page of each model, read 2026-09-24 to
 * 2026-10-08): most have one ID for text and another for an image, and each provider has its own names.
 */

/** Whether the model has the route of Veo (docs.kie.ai, old-model/veo3-api): only there can its tier be chosen. */
export const isVeo = (model: string): boolean => /^veo3(_\w+)?$/.test(model);

/** What a model's pages call its inputs. A key that is absent: the model has no such input. */
export interface ModelWire {
	/** The ID without a first frame. */
	text?: string;
	/** The ID with a first frame. */
	image?: string;
	/** The ID with references, where that isn't the one for text. */
	reference?: string;
	/** The field of the first frame; in `image_urls` and `input_urls`, a list, the end frame is the second. */
	first?: 'image_url' | 'image_urls' | 'input_urls' | 'first_frame_url';
	end?: 'tail_image_url' | 'end_image_url' | 'last_frame_url';
	/** `true`: also with a first frame, whose ratio the video has otherwise. */
	ratio?: { field: 'aspect_ratio' | 'ratio'; withImage?: true };
	resolution?: { field: 'resolution' | 'quality'; imageOnly?: true };
	duration?: 'text' | 'number';
	/** The field of the subject references; the model's declared inputs name those of reference videos and audio. */
	references?: 'reference_image_urls';
	/** What the pages require and a request may leave unset: on all of them, only on that for text, only on that for an image. */
	required?: Readonly<Record<string, unknown>>;
	forText?: Readonly<Record<string, unknown>>;
	forImage?: Readonly<Record<string, unknown>>;
}

/** The ID that a request goes to, and how it is called there. */
interface Wire {
	id: string;
	wire: ModelWire;
}

const both = (id: string): Pick<ModelWire, 'text' | 'image'> => ({ text: id, image: id });
const pair = (text: string, image: string): Pick<ModelWire, 'text' | 'image'> => ({ text, image });

const ratio = { field: 'aspect_ratio' } as const;
const ratioAlways = { field: 'aspect_ratio', withImage: true } as const;
const resolution = { field: 'resolution' } as const;

/** "sound cannot be empty" is what a request without it is answered (client of 2026-03-26). */
const kling3 = (mode: string): ModelWire => ({
	...both('kling-3.0/video'),
	first: 'image_urls',
	ratio,
	duration: 'text',
	required: { duration: '5', mode, sound: false, multi_shots: false },
	forText: { aspect_ratio: '16:9' },
});

const kling21: ModelWire = { first: 'image_url', duration: 'text', required: { duration: '5' } };

/** Length and size are always sent: clients read defaults of 5, 8 and 15 s on the three pages (2026-10). */
const seedance2 = (id: string): ModelWire => ({
	...both(id),
	first: 'first_frame_url',
	end: 'last_frame_url',
	references: 'reference_image_urls',
	ratio: ratioAlways,
	resolution,
	duration: 'number',
	required: { duration: 5, resolution: '720p' },
});

const seedance1: ModelWire = {
	first: 'image_url',
	ratio,
	resolution,
	duration: 'text',
	required: { duration: '5' },
};

const hailuo: ModelWire = { first: 'image_url', duration: 'text', required: { duration: '6' } };

/** "required: duration, image_url, prompt, resolution" (schemas of 2026-10-07). */
const hailuo23 = (id: string): ModelWire => ({
	...hailuo,
	image: id,
	resolution,
	required: { ...hailuo.required, resolution: '768P' },
});

/** By the IDs of the model table. */
const modelWires: Readonly<Record<string, ModelWire>> = {
	'kling-3.0-standard': kling3('std'),
	'kling-3.0-pro': kling3('pro'),
	'kling-3.0-4k': kling3('4K'),
	'kling-3.0-turbo': {
		...pair('kling/v3-turbo-text-to-video', 'kling/v3-turbo-image-to-video'),
		first: 'image_urls',
		ratio,
		resolution,
		duration: 'text',
		required: { duration: '5', resolution: '720p' },
		forText: { aspect_ratio: '16:9' },
	},
	'kling-2.6': {
		...pair('kling-2.6/text-to-video', 'kling-2.6/image-to-video'),
		first: 'image_urls',
		ratio,
		duration: 'text',
		required: { duration: '5', sound: false },
		forText: { aspect_ratio: '16:9' },
	},
	'kling-2.5-turbo-pro': {
		...kling21,
		...pair('kling/v2-5-turbo-text-to-video-pro', 'kling/v2-5-turbo-image-to-video-pro'),
		end: 'tail_image_url',
		ratio,
	},
	'kling-2.1-master': {
		...kling21,
		...pair('kling/v2-1-master-text-to-video', 'kling/v2-1-master-image-to-video'),
		ratio,
	},
	'kling/v2-1-pro': { ...kling21, image: 'kling/v2-1-pro', end: 'tail_image_url' },
	'kling/v2-1-standard': { ...kling21, image: 'kling/v2-1-standard' },
	'bytedance/seedance-2': seedance2('bytedance/seedance-2'),
	'bytedance/seedance-2-fast': seedance2('bytedance/seedance-2-fast'),
	'bytedance/seedance-2-mini': seedance2('bytedance/seedance-2-mini'),
	'bytedance/seedance-1.5-pro': {
		...both('bytedance/seedance-1.5-pro'),
		first: 'input_urls',
		ratio: ratioAlways,
		resolution,
		duration: 'number',
		required: { aspect_ratio: '16:9', duration: 5 },
	},
	'seedance-1.0-pro': {
		...seedance1,
		...pair('bytedance/v1-pro-text-to-video', 'bytedance/v1-pro-image-to-video'),
	},
	'seedance-1.0-lite': {
		...seedance1,
		...pair('bytedance/v1-lite-text-to-video', 'bytedance/v1-lite-image-to-video'),
		end: 'end_image_url',
	},
	'hailuo-02-standard': {
		...hailuo,
		...pair('hailuo/02-text-to-video-standard', 'hailuo/02-image-to-video-standard'),
		end: 'end_image_url',
		resolution: { field: 'resolution', imageOnly: true },
		forImage: { resolution: '768P' },
	},
	'hailuo-02-pro': {
		...pair('hailuo/02-text-to-video-pro', 'hailuo/02-image-to-video-pro'),
		first: 'image_url',
		end: 'end_image_url',
	},
	'hailuo/2-3-image-to-video-standard': hailuo23('hailuo/2-3-image-to-video-standard'),
	'hailuo/2-3-image-to-video-pro': hailuo23('hailuo/2-3-image-to-video-pro'),
	'minimax-h3': {
		...pair('minimax-h3/text-to-video', 'minimax-h3/image-to-video'),
		reference: 'minimax-h3/reference-to-video',
		first: 'first_frame_url',
		end: 'last_frame_url',
		references: 'reference_image_urls',
		ratio,
		resolution,
		duration: 'number',
		required: { duration: 6 },
		forText: { aspect_ratio: '16:9' },
	},
	'wan-2.7': {
		...pair('wan/2-7-text-to-video', 'wan/2-7-image-to-video'),
		first: 'first_frame_url',
		end: 'last_frame_url',
		ratio: { field: 'ratio' },
		resolution,
		duration: 'number',
	},
	'wan-2.6': {
		...pair('wan/2-6-text-to-video', 'wan/2-6-image-to-video'),
		first: 'image_urls',
		resolution,
		duration: 'text',
	},
	'wan-2.5': {
		...pair('wan/2-5-text-to-video', 'wan/2-5-image-to-video'),
		first: 'image_url',
		ratio,
		resolution,
		duration: 'text',
		required: { duration: '5', resolution: '1080p' },
	},
	runway: {
		...both('runway'),
		first: 'image_url',
		ratio,
		resolution: { field: 'quality' },
		duration: 'number',
		required: { duration: 5, quality: '720p' },
		forText: { aspect_ratio: '16:9' },
	},
};

/** Names that most of the models without a row have. */
const usual: ModelWire = {
	first: 'image_urls',
	ratio: ratioAlways,
	resolution,
	duration: 'number',
};

/** Whether the video is made from references: pictures of a subject, or a video. Audio is never the only one. */
export const hasReferences = (request: VideoRequest): boolean =>
	besideAudio.some((field) => isSet(request, field));

/** The ID of a model for what a request has. */
function idFor({ text, image, reference }: ModelWire, request: VideoRequest): string | undefined {
	if (request.firstFrame) return image;
	return reference !== undefined && hasReferences(request) ? reference : text;
}

/** What the page for this request requires and the request may leave open. */
export function requiredIn(
	{ id, wire }: Wire,
	{ firstFrame }: VideoRequest,
): Record<string, unknown> {
	const { required, forImage, forText, reference } = wire;
	const here = firstFrame ? forImage : id === reference ? undefined : forText;
	return { ...required, ...here };
}

/** How a model is named and called on the wire: by its row, or by one of the IDs in the rows, or as most are. */
export function wireOf(request: VideoRequest): Wire {
	const { model } = request;
	const wire = Object.hasOwn(modelWires, model) ? modelWires[model] : undefined;
	if (wire) return { id: idFor(wire, request) ?? model, wire };
	const known = Object.values(modelWires).find(({ text, image }) =>
		[text, image].includes(model),
	);
	return { id: model, wire: known ?? usual };
}

/** Whether a field holds a list of pictures. */
export const isList = (first: ModelWire['first']): boolean => first?.endsWith('urls') ?? false;

/** Whether the model has a field for the end frame; in a list, it is the second picture. */
const hasEnd = ({ first, end }: ModelWire): boolean => end !== undefined || isList(first);

/** Whether the model has a field for the size in this request. */
export const hasSize = ({ resolution }: ModelWire, { firstFrame }: VideoRequest): boolean =>
	resolution !== undefined && !(resolution.imageOnly && firstFrame === undefined);

/** The ratio, where the model's page has no field for it: mostly with a first frame, whose ratio the video has then. */
export function unsentRatio(request: VideoRequest): Unsent[] {
	if (isVeo(request.model)) return [];
	const { ratio } = wireOf(request).wire;
	if (ratio === undefined) return [{ field: 'aspectRatio' }];
	return request.firstFrame && !ratio.withImage ? [{ field: 'aspectRatio', why: 'ofImage' }] : [];
}

/** What the page of a model that isn't in the table has no field for. */
export function unsentFields(request: VideoRequest): Unsent[] {
	const { wire } = wireOf(request);
	const fields: Array<Unsent | false> = [
		wire.first === undefined && { field: 'firstFrame' },
		!hasEnd(wire) && { field: 'endFrame' },
		wire.duration === undefined && { field: 'durationSeconds' },
		!hasSize(wire, request) && { field: 'resolution' },
	];
	return [...unsentRatio(request), ...fields.filter((one) => one !== false)];
}
