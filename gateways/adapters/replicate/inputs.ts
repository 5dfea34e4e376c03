import type { Unsent, VideoRequest } from '../../gateway';
import { readModelId } from './modelId';

/**
 * What each model calls its inputs. Sources: the "Input schema" of replicate.com/{model}/versions/{version}/api, and
 * for models whose page couldn't be read the schemas that NodeTool's nodes are generated from (github.com/nodetool-ai,
 * 2026-04), and those in Core.today's llms.txt (read 2026-11).
 */
export interface ModelInputs {
	/** Of a row that is one mode of a model: the model, and what makes the mode. */
	model?: string;
	fixed?: Readonly<Record<string, string>>;
	firstFrame?: 'image' | 'start_image' | 'first_frame_image';
	endFrame?: 'last_frame' | 'last_frame_image' | 'end_image' | 'last_image';
	references?: 'reference_images';
	duration?: 'duration';
	resolution?: 'resolution' | 'quality';
	/** `withoutImage`: with a first frame, the video has the frame's ratio. */
	ratio?: 'always' | 'withoutImage';
	/** Its only size, in pixels, by resolution and ratio: the model has no fields for them. */
	sizes?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

const common = { firstFrame: 'image', duration: 'duration', resolution: 'resolution' } as const;

const veo3 = { ...common, ratio: 'always' } as const;
const veo31 = { ...veo3, endFrame: 'last_frame' } as const;
const kling = {
	firstFrame: 'start_image',
	duration: 'duration',
	ratio: 'withoutImage',
} as const;
const kling3 = (mode: string): ModelInputs => ({
	...kling,
	model: 'kwaivgi/kling-v3-video',
	fixed: { mode },
	endFrame: 'end_image',
});
const kling21 = (mode: string): ModelInputs => ({
	model: 'kwaivgi/kling-v2.1',
	fixed: { mode },
	firstFrame: 'start_image',
	endFrame: 'end_image',
	duration: 'duration',
});
const seedance1 = { ...common, endFrame: 'last_frame_image', ratio: 'withoutImage' } as const;
const seedance2 = { ...seedance1, references: 'reference_images', ratio: 'always' } as const;
const hailuo = {
	firstFrame: 'first_frame_image',
	duration: 'duration',
	resolution: 'resolution',
} as const;
const runway = { firstFrame: 'image', duration: 'duration', ratio: 'always' } as const;
const pixverse = {
	firstFrame: 'image',
	endFrame: 'last_frame_image',
	duration: 'duration',
	resolution: 'quality',
	ratio: 'always',
} as const;

/** By the IDs of the model table. */
const inputsOfModels: Readonly<Record<string, ModelInputs | undefined>> = {
	'google/veo-3.1-fast': veo31,
	'google/veo-3.1': veo31,
	'google/veo-3-fast': veo3,
	'google/veo-3': veo3,
	'kwaivgi/kling-v3-video': kling3('pro'),
	'kwaivgi/kling-v3-video/standard': kling3('standard'),
	'kwaivgi/kling-v2.6': kling,
	'kwaivgi/kling-v2.5-turbo-pro': kling,
	'kwaivgi/kling-v2.1': kling21('standard'),
	'kwaivgi/kling-v2.1/pro': kling21('pro'),
	'bytedance/seedance-2.0': seedance2,
	'bytedance/seedance-2.0-fast': seedance2,
	'bytedance/seedance-1.5-pro': seedance1,
	'bytedance/seedance-1-pro': seedance1,
	'bytedance/seedance-1-pro-fast': { ...common, ratio: 'withoutImage' },
	'bytedance/seedance-1-lite': { ...seedance1, references: 'reference_images' },
	'minimax/hailuo-2.3': hailuo,
	'minimax/hailuo-2.3-fast': hailuo,
	'minimax/hailuo-02': { ...hailuo, endFrame: 'last_frame_image' },
	'wan-video/wan-2.5-t2v': {
		duration: 'duration',
		sizes: {
			'480p': { '16:9': '832*480', '9:16': '480*832' },
			'720p': { '16:9': '1280*720', '9:16': '720*1280' },
			'1080p': { '16:9': '1920*1080', '9:16': '1080*1920' },
		},
	},
	'wan-video/wan-2.5-i2v': common,
	'wan-video/wan-2.2-t2v-fast': { resolution: 'resolution', ratio: 'always' },
	'wan-video/wan-2.2-i2v-fast': {
		firstFrame: 'image',
		endFrame: 'last_image',
		resolution: 'resolution',
	},
	'runwayml/gen-4.5': runway,
	'runwayml/gen4-turbo': runway,
	'pixverse/pixverse-v5.6': pixverse,
	'pixverse/pixverse-v5': pixverse,
};

/** What the newest models of these owners have in common; another model of theirs most likely has the same. */
const inputsOfOwners: Readonly<Record<string, ModelInputs | undefined>> = {
	google: veo31,
	kwaivgi: { ...kling, endFrame: 'end_image' },
	bytedance: seedance2,
	minimax: { ...hailuo, endFrame: 'last_frame_image' },
	runwayml: runway,
	pixverse,
};

const unlisted: ModelInputs = {
	...common,
	endFrame: 'last_frame_image',
	references: 'reference_images',
	ratio: 'always',
};

/** What the model of this ID calls its inputs: its own row, with a version too, or what its owner's models have. */
export function inputsOf(id: string): ModelInputs {
	const name = readModelId(id)?.model ?? '';
	const owner = name.split('/')[0] ?? '';
	const own = Object.hasOwn(inputsOfModels, id) ? inputsOfModels[id] : inputsOfModels[name];
	const ofOwner = Object.hasOwn(inputsOfOwners, owner) ? inputsOfOwners[owner] : undefined;
	return own ?? ofOwner ?? unlisted;
}

/** The row that a prediction of this model and with these inputs belongs to. */
export function rowOf(model: string, input: Readonly<Record<string, unknown>>): string | undefined {
	return Object.entries(inputsOfModels).find(
		([id, row]) =>
			(row?.model ?? id) === model &&
			Object.entries(row?.fixed ?? {}).every(([key, value]) => input[key] === value),
	)?.[0];
}

/** The ratio, where the model has no input for it, or ignores it beside a first frame. */
export function unsentRatio(request: VideoRequest): Unsent[] {
	const { ratio, sizes } = inputsOf(request.model);
	const isSent = sizes ? sizeOf(sizes, request) !== undefined : ratio !== undefined;
	if (!isSent) return [{ field: 'aspectRatio' }];
	return request.firstFrame && ratio === 'withoutImage'
		? [{ field: 'aspectRatio', why: 'ofImage' }]
		: [];
}

/** What a model that isn't in the table has no input for, as far as its name tells. */
export function unsentFields(request: VideoRequest): Unsent[] {
	const { duration, resolution, references, firstFrame, endFrame, sizes } = inputsOf(
		request.model,
	);
	const names: Array<[field: string, name: unknown]> = [
		['firstFrame', firstFrame],
		['endFrame', endFrame],
		['subjectReferences', references],
		['durationSeconds', duration],
		['resolution', resolution ?? (sizes && sizeOf(sizes, request))],
	];
	return [
		...unsentRatio(request),
		...names.filter(([, name]) => name === undefined).map(([field]) => ({ field })),
	];
}

/** The size in pixels that a resolution and a ratio mean, with what the model makes by default for what isn't set. */
export function sizeOf(
	sizes: NonNullable<ModelInputs['sizes']>,
	{ resolution, aspectRatio }: Pick<VideoRequest, 'resolution' | 'aspectRatio'>,
): string | undefined {
	if (resolution === undefined && aspectRatio === undefined) return undefined;
	return sizes[resolution?.toLowerCase() ?? '720p']?.[aspectRatio ?? '16:9'];
}
