import type { Unsent, VideoRequest } from '../../gateway';

/**
 * Where a request goes. fal has an endpoint for each way to make a video; the table has one row for each model, and the
 * request's pictures and size decide which of its endpoints gets it.
 */
export interface Endpoint {
	/** Its ID at fal, which is its path. */
	id: string;
	firstFrame?: string;
	endFrame?: string;
	subjectReferences?: string;
	/** It has `aspect_ratio`. Others follow the picture. */
	ratio?: true;
	/** It has `resolution`. Others make one size only. */
	resolution?: true;
	/** The length as fal's enumeration has it: "5", "8s"; absent: it makes one length only. */
	duration?: 'seconds' | 'secondsWithUnit';
}

/** The endpoints of one model; absent: it makes no videos in that way. */
export interface Endpoints {
	text?: Endpoint;
	image?: Endpoint;
	/** For a first and an end frame, where that is an endpoint of its own. */
	frames?: Endpoint;
	/** Those for a size that has endpoints of its own, by the resolution in lower case. */
	bySize?: Readonly<Record<string, Pick<Endpoints, 'text' | 'image'>>>;
}

const withRatio = { ratio: true } as const;
const sized = { resolution: true } as const;

/** @fal-ai/client 1.10.1, `Veo3Input`; the pages of each: fal.ai/models/{id}/llms.txt (read 2026-11). */
function veo(id: string, hasFrames: boolean): Endpoints {
	const all = { ...withRatio, ...sized, duration: 'secondsWithUnit' } as const;
	return {
		text: { id, ...all },
		image: { id: `${id}/image-to-video`, firstFrame: 'image_url', ...all },
		...(hasFrames
			? {
					frames: {
						id: `${id}/first-last-frame-to-video`,
						firstFrame: 'first_frame_url',
						endFrame: 'last_frame_url',
						...all,
					},
				}
			: {}),
	};
}

/** Kling's picture decides the ratio. Versions name their pictures each in its own way. */
function kling(
	id: string,
	pictures: Pick<Endpoint, 'firstFrame' | 'endFrame'>,
	{ text = true }: { text?: boolean } = {},
): Endpoints {
	const image: Endpoint = { id: `${id}/image-to-video`, ...pictures, duration: 'seconds' };
	return text
		? { text: { id: `${id}/text-to-video`, ...withRatio, duration: 'seconds' }, image }
		: { image };
}

function seedance(id: string, { endFrame = true }: { endFrame?: boolean } = {}): Endpoints {
	const all = { ...withRatio, ...sized, duration: 'seconds' } as const;
	return {
		text: { id: `${id}/text-to-video`, ...all },
		image: {
			id: `${id}/image-to-video`,
			firstFrame: 'image_url',
			...(endFrame ? { endFrame: 'end_image_url' } : {}),
			...all,
		},
	};
}

const wan = (id: string, endFrame?: string): Endpoints => ({
	text: { id: `${id}/text-to-video`, ...withRatio, ...sized, duration: 'seconds' },
	image: {
		id: `${id}/image-to-video`,
		firstFrame: 'image_url',
		...(endFrame === undefined ? {} : { endFrame }),
		...sized,
		duration: 'seconds',
	},
});

/** 768p is `standard` and 1080p is `pro`, which has no field for the length. */
function hailuo(id: string, image: Omit<Endpoint, 'id'>, hasText: boolean): Endpoints {
	const { resolution, ...pictures } = image;
	const tier = (name: string, more: Partial<Endpoint>, moreOfImage: Partial<Endpoint> = {}) => ({
		...(hasText ? { text: { id: `${id}/${name}/text-to-video`, ...more } } : {}),
		image: { id: `${id}/${name}/image-to-video`, ...pictures, ...more, ...moreOfImage },
	});
	return {
		...tier('standard', { duration: 'seconds' }, resolution ? sized : {}),
		bySize: { '1080p': tier('pro', {}) },
	};
}

const image = { firstFrame: 'image_url' };
const startAndEnd = { firstFrame: 'start_image_url', endFrame: 'end_image_url' };

/** By the IDs of the model table. */
export const endpoints: Readonly<Record<string, Endpoints | undefined>> = {
	'fal-ai/veo3.1': veo('fal-ai/veo3.1', true),
	'fal-ai/veo3.1/fast': veo('fal-ai/veo3.1/fast', true),
	'fal-ai/veo3': veo('fal-ai/veo3', false),
	'fal-ai/veo3/fast': veo('fal-ai/veo3/fast', false),
	'fal-ai/kling-video/v3/pro': kling('fal-ai/kling-video/v3/pro', startAndEnd),
	'fal-ai/kling-video/v3/standard': kling('fal-ai/kling-video/v3/standard', startAndEnd),
	'fal-ai/kling-video/v2.6/pro': kling('fal-ai/kling-video/v2.6/pro', startAndEnd),
	'fal-ai/kling-video/v2.5-turbo/pro': kling('fal-ai/kling-video/v2.5-turbo/pro', {
		...image,
		endFrame: 'tail_image_url',
	}),
	'fal-ai/kling-video/v2.5-turbo/standard': kling(
		'fal-ai/kling-video/v2.5-turbo/standard',
		image,
		{ text: false },
	),
	'fal-ai/kling-video/v2.1/master': kling('fal-ai/kling-video/v2.1/master', image),
	'fal-ai/kling-video/v2.1/pro': kling('fal-ai/kling-video/v2.1/pro', image, { text: false }),
	'fal-ai/kling-video/v2.1/standard': kling('fal-ai/kling-video/v2.1/standard', image, {
		text: false,
	}),
	'bytedance/seedance-2.0': seedance('bytedance/seedance-2.0'),
	'bytedance/seedance-2.0/fast': seedance('bytedance/seedance-2.0/fast'),
	'fal-ai/bytedance/seedance/v1.5/pro': seedance('fal-ai/bytedance/seedance/v1.5/pro'),
	'fal-ai/bytedance/seedance/v1/pro': seedance('fal-ai/bytedance/seedance/v1/pro'),
	'fal-ai/bytedance/seedance/v1/pro/fast': seedance('fal-ai/bytedance/seedance/v1/pro/fast', {
		endFrame: false,
	}),
	'fal-ai/bytedance/seedance/v1/lite': seedance('fal-ai/bytedance/seedance/v1/lite'),
	'fal-ai/minimax/hailuo-2.3': hailuo('fal-ai/minimax/hailuo-2.3', image, true),
	'fal-ai/minimax/hailuo-2.3-fast': hailuo('fal-ai/minimax/hailuo-2.3-fast', image, false),
	'fal-ai/minimax/hailuo-02': hailuo(
		'fal-ai/minimax/hailuo-02',
		{ ...image, endFrame: 'end_image_url', ...sized },
		true,
	),
	'fal-ai/wan/v2.7': wan('fal-ai/wan/v2.7', 'end_image_url'),
	'wan/v2.6': wan('wan/v2.6'),
	'fal-ai/wan-25-preview': wan('fal-ai/wan-25-preview'),
};

/** An endpoint that isn't in the table: the fields that most of fal's endpoints have. */
const unlisted = (id: string): Endpoint => ({
	id,
	...image,
	endFrame: 'end_image_url',
	subjectReferences: 'image_urls',
	...withRatio,
	...sized,
	duration: /(^|\/)veo/.test(id) ? 'secondsWithUnit' : 'seconds',
});

/** The endpoint under an ID of fal's own, with the names that the table has for its fields. */
const listed = Object.values(endpoints).flatMap((row) => {
	const sizes = Object.values(row?.bySize ?? {});
	return [row, ...sizes].flatMap((one) => [one?.text, one?.image]).concat(row?.frames);
});

/** Where this request goes; an ID that isn't in the table is the endpoint itself. */
export function endpointFor(
	request: Pick<VideoRequest, 'model' | 'firstFrame' | 'endFrame' | 'resolution'>,
): Endpoint {
	const row = endpoints[request.model];
	if (row === undefined) {
		return listed.find((one) => one?.id === request.model) ?? unlisted(request.model);
	}
	const { text, image: withImage } = row.bySize?.[request.resolution?.toLowerCase() ?? ''] ?? row;
	if (request.endFrame && row.frames) return row.frames;
	return (request.firstFrame ? withImage : text) ?? withImage ?? unlisted(request.model);
}

/** The ratio of a model in the table, where the request's endpoint has no field for it: its video follows the image. */
export const unsentRatio = (request: VideoRequest): Unsent[] =>
	endpointFor(request).ratio
		? []
		: [
				request.firstFrame
					? { field: 'aspectRatio', why: 'ofImage' }
					: { field: 'aspectRatio' },
			];

/** What the endpoint under this ID has no field for. */
export function unsentFields(request: VideoRequest): Unsent[] {
	const { duration: durationSeconds, ...endpoint } = endpointFor(request);
	const names = { ...endpoint, durationSeconds };
	const fields = [
		...(['firstFrame', 'endFrame', 'subjectReferences'] as const),
		...(['durationSeconds', 'resolution'] as const),
	];
	return [
		...unsentRatio(request),
		...fields.filter((field) => names[field] === undefined).map((field) => ({ field })),
	];
}
