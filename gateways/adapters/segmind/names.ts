import type { VideoRequest } from '../../gateway';

/**
 * How Segmind's models name their inputs: segmind.com/models/{slug}/api of each (read 2026-11). There is no common
 * list: every provider's names are passed on.
 */
export interface SegmindNames {
	prompt: string;
	firstFrame: string;
	endFrame: string;
	/** With `many`, a list; otherwise the model has one reference. */
	subjectReferences: { name: string; many?: true };
	resolution: string;
	aspectRatio: string;
	/** The page's word for a ratio, where that isn't the ratio. */
	ratioWords?: Readonly<Record<string, string>>;
	/** The length as text. */
	durationAsText?: true;
	/** What a page requires and a request may leave open: the page's own defaults. */
	required?: Readonly<Record<string, unknown>>;
}

/** The names of `minimax-ai` and its siblings, and of models that have no row. */
const usual: SegmindNames = {
	prompt: 'prompt',
	firstFrame: 'first_frame_image',
	endFrame: 'last_frame_image',
	subjectReferences: { name: 'subject_reference' },
	resolution: 'resolution',
	aspectRatio: 'aspect_ratio',
};

const veo = { firstFrame: 'image', endFrame: 'last_frame' };
const kling = { firstFrame: 'image_url', durationAsText: true } as const;
const kling3 = {
	firstFrame: 'start_image_url',
	endFrame: 'end_image_url',
	durationAsText: true,
} as const;
const klingO3 = { ...kling, endFrame: 'end_image_url', resolution: 'mode' };
const seedance2 = {
	firstFrame: 'first_frame_url',
	endFrame: 'last_frame_url',
	subjectReferences: { name: 'reference_images', many: true },
} as const;
const seedance1 = {
	firstFrame: 'image_url',
	required: { aspect_ratio: '16:9', duration: 5, resolution: '720p' },
};
const pixverse = {
	firstFrame: 'image_url',
	resolution: 'quality',
	required: { duration: 5, quality: '540p' },
};
const pixverse5 = { ...pixverse, required: { ...pixverse.required, motion_mode: 'normal' } };
const runway = { prompt: 'promptText', firstFrame: 'promptImage', aspectRatio: 'ratio' };

/** The models that differ, by slug. */
const exceptions: Readonly<Record<string, Partial<SegmindNames>>> = {
	'minimax-hailuo-2': { firstFrame: 'image_url', resolution: 'mode' },
	'veo-3.1': veo,
	'veo-3.1-fast': veo,
	'veo-3.1-lite': veo,
	'kling-3-pro-text2video': kling3,
	'kling-3-pro-image2video': kling3,
	'kling-3-standard-text2video': kling3,
	'kling-3-standard-image2video': kling3,
	'kling-o3-text2video': klingO3,
	'kling-o3-image2video': klingO3,
	'kling-2.6': kling,
	'kling-2.5-turbo': kling,
	'kling-2': { firstFrame: 'start_image' },
	'seedance-2.0': seedance2,
	'seedance-2.0-fast': seedance2,
	'seedance-2.0-mini': seedance2,
	'seedance-1.5-pro': { ...seedance1, firstFrame: 'first_frame_url' },
	'seedance-pro': seedance1,
	'seedance-1.0-pro-fast': seedance1,
	'wan2.7-t2v': { aspectRatio: 'ratio' },
	'wan2.7-i2v': { firstFrame: 'image' },
	'wan-2.6-i2v': { firstFrame: 'image' },
	'runway-gen4-turbo': {
		...runway,
		ratioWords: {
			'16:9': '1280:720',
			'9:16': '720:1280',
			'4:3': '1104:832',
			'3:4': '832:1104',
			'1:1': '960:960',
			'21:9': '1584:672',
		},
	},
	'runway-gen3-alphaturbo': runway,
	'pixverse-v6': pixverse,
	'pixverse-5-video': pixverse5,
	'pixverse-4.5-video': pixverse5,
};

/** How this model names its inputs. */
export const namesOf = ({ model }: Pick<VideoRequest, 'model'>): SegmindNames => ({
	...usual,
	...(Object.hasOwn(exceptions, model) ? exceptions[model] : {}),
});
