import type { Format, ModelInput, PriceSource, VideoModel } from '../../gateway';
import { audio, audioByDefault, audioOnRequest, negativePrompt, seed } from '../../inputs';
import { promptOptimizer } from '../../protocols/minimax/inputs';
import {
	everyFormat,
	landscapeAndPortrait,
	perSecond,
	perSecondByAudio,
	span,
	usd,
	withSquare,
	withUltrawide,
} from '../../rows';
import { unsentFields, unsentRatio } from './inputs';

/**
 * Official models, by their IDs at Replicate; what they call their inputs is in `inputs.ts`, with its sources. Two
 * modes of one model are two rows, as they are two models at the other gateways.
 */
export const source: PriceSource = {
	page: 'https://replicate.com/google/veo-3.1/versions/ed5b1767b711dd15d954b162af1e890d27882680f463a85e94f02d604012b972/api',
	read: '2026-11',
};

/**
 * The page of a model prints its price. Its words were read in what others have copied from it in 2026 (their databases
 * and notes, with the address of the page); a price that only one of them has and the others contradict is left out.
 */
const pricedBy = (model: string): { pricedBy: PriceSource } => ({
	pricedBy: { page: `https://replicate.com/${model}`, read: '2026-11' },
});

const promptExpansion: ModelInput = { ...promptOptimizer, wire: 'enable_prompt_expansion' };

/** Where no page tells how long a video takes. */
const typicalSeconds = 90;

const seedanceRatios = [...withUltrawide, '9:21'] as const;

const withImage = { firstFrame: 'optional' } as const;
const imageOnly = { firstFrame: 'required' } as const;

const veo = {
	...withImage,
	aspectRatios: landscapeAndPortrait,
	inputs: [audioByDefault, seed, negativePrompt],
	typicalSeconds: 60,
};
const veoFormats = (more: Partial<Format> = {}): Format[] =>
	everyFormat(['1080p', '720p'], [8, 4, 6], more);

const kling3 = {
	...withImage,
	endFrame: 'withFirstFrame',
	promptLimit: 2500,
	aspectRatios: withSquare,
	inputs: [audioOnRequest, negativePrompt],
	typicalSeconds,
} as const;
const kling2 = { aspectRatios: withSquare, inputs: [negativePrompt], typicalSeconds };

const seedance2 = {
	...withImage,
	endFrame: 'withFirstFrame',
	subjectReferences: 9,
	notWithFrames: ['subjectReferences'],
	aspectRatios: [...seedanceRatios, 'adaptive'],
	inputs: [audioByDefault, seed],
	typicalSeconds,
} as const;

/** [Not found: who of Seedance's pages offers the lengths below 4 s that the schema's "Min: -1" includes; fal has 4.] */
const seedance2Lengths = span(5, 4, 15);

const seedance1 = {
	...withImage,
	endFrame: 'withFirstFrame',
	aspectRatios: seedanceRatios,
	inputs: [seed],
	typicalSeconds,
} as const;

const hailuo = { inputs: [promptOptimizer], typicalSeconds } as const;
const hailuo23Formats: Format[] = [
	{ resolution: '768p', durationSeconds: 6 },
	{ resolution: '768p', durationSeconds: 10 },
	{ resolution: '1080p', durationSeconds: 6 },
];

const wan25 = { inputs: [seed, negativePrompt, promptExpansion], typicalSeconds } as const;
const wan22 = { inputs: [seed], typicalSeconds: 40 } as const;

const runway = { aspectRatios: withUltrawide, inputs: [seed], typicalSeconds: 60 } as const;

const pixverse = {
	...withImage,
	endFrame: 'withFirstFrame',
	aspectRatios: withSquare,
	typicalSeconds: 60,
} as const;
const pixverseSizes = ['540p', '360p', '720p', '1080p'] as const;

/** The pages of all models with an end frame: "Must be used with image", "Requires start_image". */
const rows: readonly VideoModel[] = [
	{
		id: 'google/veo-3.1-fast',
		name: 'Veo 3.1 Fast',
		family: 'veo-3.1-fast',
		...veo,
		endFrame: 'withFirstFrame',
		formats: veoFormats({ price: perSecondByAudio(0.1, 0.15) }),
		...pricedBy('google/veo-3.1-fast'),
	},
	{
		id: 'google/veo-3.1',
		name: 'Veo 3.1',
		family: 'veo-3.1',
		...veo,
		endFrame: 'withFirstFrame',
		// Its reference images "only work with 16:9 aspect ratio and 8-second duration": by Additional Fields only.
		formats: veoFormats({ price: perSecondByAudio(0.2, 0.4) }),
		...pricedBy('google/veo-3.1'),
	},
	{
		id: 'google/veo-3-fast',
		name: 'Veo 3 Fast',
		family: 'veo-3-fast',
		...veo,
		formats: veoFormats(),
	},
	{ id: 'google/veo-3', name: 'Veo 3', family: 'veo-3', ...veo, formats: veoFormats() },
	{
		id: 'kwaivgi/kling-v3-video',
		name: 'Kling 3.0 Pro',
		family: 'kling-3-pro',
		...kling3,
		formats: everyFormat([undefined], span(5, 3, 15), {
			price: perSecondByAudio(0.224, 0.336),
		}),
		...pricedBy('kwaivgi/kling-v3-video'),
	},
	{
		id: 'kwaivgi/kling-v3-video/standard',
		name: 'Kling 3.0 Standard',
		family: 'kling-3-standard',
		...kling3,
		formats: everyFormat([undefined], span(5, 3, 15), {
			price: perSecondByAudio(0.168, 0.252),
		}),
		...pricedBy('kwaivgi/kling-v3-video'),
	},
	{
		id: 'kwaivgi/kling-v2.6',
		name: 'Kling 2.6 Pro',
		family: 'kling-2.6-pro',
		...kling2,
		...withImage,
		inputs: [audioByDefault, negativePrompt],
		formats: everyFormat([undefined], [5, 10]),
	},
	{
		id: 'kwaivgi/kling-v2.5-turbo-pro',
		name: 'Kling 2.5 Turbo Pro',
		family: 'kling-2.5-turbo-pro',
		...kling2,
		...withImage,
		formats: everyFormat([undefined], [5, 10], { price: perSecond(0.07) }),
		...pricedBy('kwaivgi/kling-v2.5-turbo-pro'),
	},
	{
		id: 'kwaivgi/kling-v2.1/pro',
		name: 'Kling 2.1 Pro',
		family: 'kling-2.1-pro',
		...imageOnly,
		endFrame: 'withFirstFrame',
		inputs: [negativePrompt],
		formats: everyFormat([undefined], [5, 10]),
		typicalSeconds,
	},
	{
		id: 'kwaivgi/kling-v2.1',
		name: 'Kling 2.1 Standard',
		family: 'kling-2.1-standard',
		...imageOnly,
		inputs: [negativePrompt],
		formats: everyFormat([undefined], [5, 10]),
		typicalSeconds,
	},
	{
		id: 'bytedance/seedance-2.0',
		name: 'Seedance 2.0',
		family: 'seedance-2',
		...seedance2,
		formats: [
			...everyFormat(['720p'], seedance2Lengths, { price: perSecond(0.18) }),
			...everyFormat(['480p'], seedance2Lengths, { price: perSecond(0.08) }),
			...everyFormat(['1080p'], seedance2Lengths, { price: perSecond(0.45) }),
		],
		...pricedBy('bytedance/seedance-2.0'),
	},
	{
		id: 'bytedance/seedance-2.0-fast',
		name: 'Seedance 2.0 Fast',
		family: 'seedance-2-fast',
		...seedance2,
		formats: everyFormat(['720p', '480p'], seedance2Lengths),
	},
	{
		id: 'bytedance/seedance-1.5-pro',
		name: 'Seedance 1.5 Pro',
		family: 'seedance-1.5-pro',
		...seedance1,
		inputs: [audio, seed],
		formats: [
			...everyFormat(['720p'], span(5, 2, 12), { price: perSecondByAudio(0.026, 0.052) }),
			...everyFormat(['480p'], span(5, 2, 12), {
				price: [perSecond(0.013, { when: { audio: false } })],
			}),
			...everyFormat(['1080p'], span(5, 2, 12), {
				price: [perSecond(0.06, { when: { audio: false } })],
			}),
		],
		...pricedBy('bytedance/seedance-1.5-pro'),
	},
	{
		id: 'bytedance/seedance-1-pro-fast',
		name: 'Seedance 1.0 Pro Fast',
		family: 'seedance-1-pro-fast',
		...seedance1,
		endFrame: false,
		typicalSeconds: 47,
		formats: [
			...everyFormat(['1080p'], span(5, 2, 12), { price: perSecond(0.06) }),
			...everyFormat(['480p'], span(5, 2, 12), { price: perSecond(0.015) }),
			...everyFormat(['720p'], span(5, 2, 12), { price: perSecond(0.025) }),
		],
		...pricedBy('bytedance/seedance-1-pro-fast'),
	},
	{
		id: 'bytedance/seedance-1-pro',
		name: 'Seedance 1.0 Pro',
		family: 'seedance-1-pro',
		...seedance1,
		formats: everyFormat(['1080p', '480p', '720p'], span(5, 2, 12)),
	},
	{
		id: 'bytedance/seedance-1-lite',
		name: 'Seedance 1.0 Lite',
		family: 'seedance-1-lite',
		...seedance1,
		subjectReferences: 4,
		notWithFrames: ['subjectReferences'],
		formats: everyFormat(['720p', '480p', '1080p'], span(5, 2, 12)),
	},
	{
		id: 'minimax/hailuo-2.3',
		name: 'Hailuo 2.3',
		family: 'hailuo-2.3',
		...hailuo,
		...withImage,
		formats: hailuo23Formats,
	},
	{
		id: 'minimax/hailuo-2.3-fast',
		name: 'Hailuo 2.3 Fast',
		family: 'hailuo-2.3-fast',
		...hailuo,
		...imageOnly,
		formats: hailuo23Formats,
	},
	{
		id: 'minimax/hailuo-02',
		name: 'Hailuo 02',
		family: 'hailuo-02',
		...hailuo,
		...withImage,
		endFrame: 'withFirstFrame',
		formats: [
			{ resolution: '1080p', durationSeconds: 6 },
			{ resolution: '768p', durationSeconds: 6 },
			{ resolution: '768p', durationSeconds: 10 },
			{ resolution: '512p', durationSeconds: 6 },
		],
	},
	{
		id: 'wan-video/wan-2.5-t2v',
		name: 'Wan 2.5 Text to Video',
		family: 'wan-2.5',
		...wan25,
		aspectRatios: landscapeAndPortrait,
		formats: everyFormat(['720p', '480p', '1080p'], [5, 10]),
	},
	{
		id: 'wan-video/wan-2.5-i2v',
		name: 'Wan 2.5 Image to Video',
		family: 'wan-2.5',
		...wan25,
		...imageOnly,
		formats: everyFormat(['720p', '480p', '1080p'], [5, 10]),
	},
	{
		id: 'wan-video/wan-2.2-t2v-fast',
		name: 'Wan 2.2 Fast Text to Video',
		family: 'wan-2.2-fast',
		...wan22,
		aspectRatios: landscapeAndPortrait,
		formats: [{ resolution: '480p' }, { resolution: '720p' }],
	},
	{
		id: 'wan-video/wan-2.2-i2v-fast',
		name: 'Wan 2.2 Fast Image to Video',
		family: 'wan-2.2-fast',
		...wan22,
		...imageOnly,
		endFrame: 'withFirstFrame',
		formats: [
			{ resolution: '480p', price: usd(0.05) },
			{ resolution: '720p', price: usd(0.11) },
		],
		...pricedBy('wan-video/wan-2.2-i2v-fast'),
	},
	{
		id: 'runwayml/gen-4.5',
		name: 'Runway Gen-4.5',
		family: 'runway-gen-4.5',
		...runway,
		...withImage,
		formats: everyFormat([undefined], [5, 10], { price: perSecond(0.12) }),
		...pricedBy('runwayml/gen-4.5'),
	},
	{
		id: 'runwayml/gen4-turbo',
		name: 'Runway Gen-4 Turbo',
		family: 'runway-gen-4-turbo',
		...runway,
		...imageOnly,
		formats: everyFormat([undefined], [5, 10]),
	},
	{
		id: 'pixverse/pixverse-v5.6',
		name: 'PixVerse 5.6',
		family: 'pixverse-5.6',
		...pixverse,
		inputs: [{ ...audioOnRequest, wire: 'generate_audio_switch' }, seed, negativePrompt],
		// "10 second videos are only available for 360p, 540p, and 720p."
		formats: [
			...everyFormat(pixverseSizes, [5, 8]),
			...everyFormat(pixverseSizes.slice(0, 3), [10]),
		],
	},
	{
		id: 'pixverse/pixverse-v5',
		name: 'PixVerse 5',
		family: 'pixverse-5',
		...pixverse,
		inputs: [seed, negativePrompt],
		formats: everyFormat(pixverseSizes, [5, 8]),
	},
];

export const models: readonly VideoModel[] = rows.map((row) => ({ ...row, unsent: unsentRatio }));

/** Any other model, by its ID. What its inputs are called is known of its owner, or common to most (`inputs.ts`). */
export const unlistedModels = {
	promptRequired: false,
	firstFrame: 'optional',
	endFrame: 'withFirstFrame',
	subjectReferences: 9,
	formats: 'any',
	plausible: { mostSeconds: 60, resolution: /^(\d{3,4}p|[1248]k)$/i },
	aspectRatios: 'any',
	unsent: unsentFields,
	inputs: [audioByDefault, seed, negativePrompt, promptOptimizer],
	typicalSeconds,
} as const;
