import type { Format, PriceSource, VideoModel } from '../../gateway';
import { audioByDefault, negativePrompt, seed } from '../../inputs';
import { promptOptimizer } from '../../protocols/minimax/inputs';
import {
	everyFormat,
	commonRatios,
	landscapeAndPortrait,
	perSecond,
	perSecondByAudio,
	span,
	usd,
	withSquare,
	withUltrawide,
} from '../../rows';
import { unsentFields, unsentRatio } from './endpoints';

/**
 * One row for each model. Its endpoints for text and for pictures are in `endpoints.ts`; the ID is what they have in
 * common, where fal has none for the model alone.
 *
 * Fields and values: the pages fal.ai/models/{endpoint}/llms.txt and the type files of fal's own client,
 * @fal-ai/client 1.10.1 (read 2026-11). Where a value is printed for one of a model's endpoints only, it is left out.
 */
export const source: PriceSource = {
	page: 'https://fal.ai/models/fal-ai/veo3.1/llms.txt',
	read: '2026-11',
};

/** Where the price of a model is printed. That of its other endpoints is the same or isn't printed. */
const pricedBy = (endpoint: string): { pricedBy: PriceSource } => ({
	pricedBy: { page: `https://fal.ai/models/${endpoint}/llms.txt`, read: '2026-11' },
});

/** No page tells how long a video takes; Wan's say one to two minutes. */
const typicalSeconds = 90;

const veo = {
	firstFrame: 'optional',
	aspectRatios: landscapeAndPortrait,
	inputs: [audioByDefault, seed, negativePrompt],
	typicalSeconds,
} as const;

const veo3Formats = (without: number, withIt: number): Format[] =>
	everyFormat(['720p', '1080p'], [8, 4, 6], { price: perSecondByAudio(without, withIt) });

const withText = { firstFrame: 'optional', aspectRatios: withSquare } as const;
const imageOnly = { firstFrame: 'required' } as const;

const kling = { inputs: [negativePrompt], typicalSeconds };
const klingWithAudio = {
	...kling,
	...withText,
	endFrame: 'withFirstFrame',
	inputs: [audioByDefault, negativePrompt],
} as const;

const seedance = {
	firstFrame: 'optional',
	endFrame: 'withFirstFrame',
	aspectRatios: withUltrawide,
	inputs: [seed],
	typicalSeconds,
} as const;

/** Only what the page prints has a price: others depend on pixels. */
const priced = (formats: readonly Format[], size: Format, price: Format['price']): Format[] =>
	formats.map((row) =>
		row.resolution === size.resolution && row.durationSeconds === size.durationSeconds
			? { ...row, price: price! }
			: row,
	);

const seedance1Formats = (usual: string, others: readonly string[]) =>
	everyFormat([usual, ...others], span(5, 2, 12));

const hailuo = { inputs: [promptOptimizer], typicalSeconds } as const;

/** 768P is the endpoint `standard`, 1080P `pro`, which has no field for the length: MiniMax makes 6 s in that size. */
const hailuo23Formats = (short: number, long: number, pro: number): Format[] => [
	{ resolution: '768P', durationSeconds: 6, price: usd(short) },
	{ resolution: '768P', durationSeconds: 10, price: usd(long) },
	{ resolution: '1080P', durationSeconds: 6, price: usd(pro) },
];

const wan = {
	firstFrame: 'optional',
	inputs: [seed, negativePrompt],
	typicalSeconds,
} as const;

const rows: readonly VideoModel[] = [
	{
		id: 'fal-ai/veo3.1/fast',
		name: 'Veo 3.1 Fast',
		family: 'veo-3.1-fast',
		...veo,
		endFrame: 'withFirstFrame',
		formats: [
			...veo3Formats(0.1, 0.15),
			...everyFormat(['4k'], [8, 4, 6], { price: perSecondByAudio(0.3, 0.35) }),
		],
		...pricedBy('fal-ai/veo3.1/fast/first-last-frame-to-video'),
	},
	{
		id: 'fal-ai/veo3.1',
		name: 'Veo 3.1',
		family: 'veo-3.1',
		...veo,
		endFrame: 'withFirstFrame',
		formats: [
			...veo3Formats(0.2, 0.4),
			...everyFormat(['4k'], [8, 4, 6], { price: perSecondByAudio(0.4, 0.6) }),
		],
		...pricedBy('fal-ai/veo3.1'),
	},
	{
		id: 'fal-ai/veo3/fast',
		name: 'Veo 3 Fast',
		family: 'veo-3-fast',
		...veo,
		formats: veo3Formats(0.1, 0.15),
		pricedBy: {
			page: 'https://fal.ai/learn/devs/veo3-developer-guide-building-production-ready-video-generation-applications',
			read: '2026-11',
		},
	},
	{
		id: 'fal-ai/veo3',
		name: 'Veo 3',
		family: 'veo-3',
		...veo,
		formats: veo3Formats(0.2, 0.4),
		...pricedBy('fal-ai/veo3'),
	},
	{
		id: 'fal-ai/kling-video/v3/pro',
		name: 'Kling 3.0 Pro',
		family: 'kling-3-pro',
		...klingWithAudio,
		formats: everyFormat([undefined], span(5, 3, 15), {
			price: perSecondByAudio(0.112, 0.168),
		}),
		pricedBy: {
			page: 'https://fal.ai/models/fal-ai/kling-video/v3/pro/image-to-video/playground',
			read: '2026-11',
		},
	},
	{
		id: 'fal-ai/kling-video/v3/standard',
		name: 'Kling 3.0 Standard',
		family: 'kling-3-standard',
		...klingWithAudio,
		formats: everyFormat([undefined], span(5, 3, 15), {
			price: perSecondByAudio(0.084, 0.126),
		}),
		...pricedBy('fal-ai/kling-video/v3/standard/text-to-video'),
	},
	{
		id: 'fal-ai/kling-video/v2.6/pro',
		name: 'Kling 2.6 Pro',
		family: 'kling-2.6-pro',
		...klingWithAudio,
		formats: everyFormat([undefined], [5, 10], { price: perSecondByAudio(0.07, 0.14) }),
		...pricedBy('fal-ai/kling-video/v2.6/pro/image-to-video'),
	},
	{
		id: 'fal-ai/kling-video/v2.5-turbo/pro',
		name: 'Kling 2.5 Turbo Pro',
		family: 'kling-2.5-turbo-pro',
		...kling,
		...withText,
		endFrame: 'withFirstFrame',
		formats: everyFormat([undefined], [5, 10], { price: perSecond(0.07) }),
		...pricedBy('fal-ai/kling-video/v2.5-turbo/pro/image-to-video'),
	},
	{
		id: 'fal-ai/kling-video/v2.5-turbo/standard',
		name: 'Kling 2.5 Turbo Standard',
		family: 'kling-2.5-turbo-standard',
		...kling,
		...imageOnly,
		formats: everyFormat([undefined], [5, 10], { price: perSecond(0.042) }),
		...pricedBy('fal-ai/kling-video/v2.5-turbo/standard/image-to-video'),
	},
	{
		id: 'fal-ai/kling-video/v2.1/master',
		name: 'Kling 2.1 Master',
		family: 'kling-2.1-master',
		...kling,
		...withText,
		formats: everyFormat([undefined], [5, 10], { price: perSecond(0.28) }),
		...pricedBy('fal-ai/kling-video/v2.1/master/text-to-video'),
	},
	{
		id: 'fal-ai/kling-video/v2.1/pro',
		name: 'Kling 2.1 Pro',
		family: 'kling-2.1-pro',
		...kling,
		...imageOnly,
		formats: everyFormat([undefined], [5, 10], { price: perSecond(0.098) }),
		...pricedBy('fal-ai/kling-video/v2.1/pro/image-to-video'),
	},
	{
		id: 'fal-ai/kling-video/v2.1/standard',
		name: 'Kling 2.1 Standard',
		family: 'kling-2.1-standard',
		...kling,
		...imageOnly,
		formats: everyFormat([undefined], [5, 10], { price: perSecond(0.056) }),
		...pricedBy('fal-ai/kling-video/v2.1/standard/image-to-video'),
	},
	{
		id: 'bytedance/seedance-2.0',
		name: 'Seedance 2.0',
		family: 'seedance-2',
		...seedance,
		inputs: [audioByDefault, seed],
		formats: [
			...everyFormat(['720p'], span(5, 4, 15), { price: perSecond(0.3034) }),
			...everyFormat(['480p', '1080p'], span(5, 4, 15)),
		],
		// The length is "auto", if none is set.
		defaultFormatUnknown: true,
		pricedBy: {
			page: 'https://fal.ai/models/fal-ai/seedance-2/text-to-video/playground',
			read: '2026-11',
		},
	},
	{
		id: 'bytedance/seedance-2.0/fast',
		name: 'Seedance 2.0 Fast',
		family: 'seedance-2-fast',
		...seedance,
		inputs: [audioByDefault, seed],
		formats: [
			...everyFormat(['720p'], span(5, 4, 15), { price: perSecond(0.2419) }),
			...everyFormat(['480p'], span(5, 4, 15)),
		],
		defaultFormatUnknown: true,
		...pricedBy('bytedance/seedance-2.0/fast/text-to-video'),
	},
	{
		id: 'fal-ai/bytedance/seedance/v1.5/pro',
		name: 'Seedance 1.5 Pro',
		family: 'seedance-1.5-pro',
		...seedance,
		inputs: [audioByDefault, seed],
		formats: priced(
			everyFormat(['720p', '480p', '1080p'], span(5, 4, 12)),
			{ resolution: '720p', durationSeconds: 5 },
			[usd(0.26, { when: { audio: true } })],
		),
		...pricedBy('fal-ai/bytedance/seedance/v1.5/pro/text-to-video'),
	},
	{
		id: 'fal-ai/bytedance/seedance/v1/pro',
		name: 'Seedance 1.0 Pro',
		family: 'seedance-1-pro',
		...seedance,
		formats: priced(
			seedance1Formats('1080p', ['480p', '720p']),
			{ resolution: '1080p', durationSeconds: 5 },
			usd(0.62),
		),
		...pricedBy('fal-ai/bytedance/seedance/v1/pro/image-to-video'),
	},
	{
		id: 'fal-ai/bytedance/seedance/v1/pro/fast',
		name: 'Seedance 1.0 Pro Fast',
		family: 'seedance-1-pro-fast',
		...seedance,
		endFrame: false,
		formats: priced(
			seedance1Formats('1080p', ['480p', '720p']),
			{ resolution: '1080p', durationSeconds: 5 },
			usd(0.245),
		),
		...pricedBy('fal-ai/bytedance/seedance/v1/pro/fast/text-to-video'),
	},
	{
		id: 'fal-ai/bytedance/seedance/v1/lite',
		name: 'Seedance 1.0 Lite',
		family: 'seedance-1-lite',
		...seedance,
		formats: seedance1Formats('720p', ['480p', '1080p']),
	},
	{
		id: 'fal-ai/minimax/hailuo-2.3',
		name: 'Hailuo 2.3',
		family: 'hailuo-2.3',
		...hailuo,
		firstFrame: 'optional',
		formats: hailuo23Formats(0.28, 0.56, 0.49),
		...pricedBy('fal-ai/minimax/hailuo-2.3/standard/text-to-video'),
	},
	{
		id: 'fal-ai/minimax/hailuo-2.3-fast',
		name: 'Hailuo 2.3 Fast',
		family: 'hailuo-2.3-fast',
		...hailuo,
		...imageOnly,
		formats: hailuo23Formats(0.19, 0.32, 0.33),
		...pricedBy('fal-ai/minimax/hailuo-2.3-fast/standard/image-to-video'),
	},
	{
		id: 'fal-ai/minimax/hailuo-02',
		name: 'Hailuo 02',
		family: 'hailuo-02',
		...hailuo,
		firstFrame: 'optional',
		endFrame: 'withFirstFrame',
		formats: [
			...everyFormat(['768P'], [6, 10], { price: perSecond(0.045) }),
			...everyFormat(['512P'], [6, 10], { price: perSecond(0.017), needsFirstFrame: true }),
			{ resolution: '1080P', durationSeconds: 6 },
		],
		...pricedBy('fal-ai/minimax/hailuo-02/standard/image-to-video'),
	},
	{
		id: 'fal-ai/wan/v2.7',
		name: 'Wan 2.7',
		family: 'wan-2.7',
		...wan,
		endFrame: 'withFirstFrame',
		aspectRatios: commonRatios,
		formats: everyFormat(['1080p', '720p'], span(5, 2, 15)),
	},
	{
		id: 'wan/v2.6',
		name: 'Wan 2.6',
		family: 'wan-2.6',
		...wan,
		aspectRatios: commonRatios,
		formats: everyFormat(['1080p', '720p'], [5, 10, 15]),
	},
	{
		id: 'fal-ai/wan-25-preview',
		name: 'Wan 2.5',
		family: 'wan-2.5',
		...wan,
		// "Max 800 characters."
		promptLimit: 800,
		aspectRatios: withSquare,
		formats: [
			...everyFormat(['1080p'], [5, 10], { price: perSecond(0.15) }),
			...everyFormat(['720p'], [5, 10], { price: perSecond(0.1) }),
			...everyFormat(['480p'], [5, 10], { price: perSecond(0.05) }),
		],
		...pricedBy('fal-ai/wan-25-preview/image-to-video'),
	},
];

export const models: readonly VideoModel[] = rows.map((row) => ({ ...row, unsent: unsentRatio }));

/** Any other endpoint, by its ID. What its fields are called, most have in common (`endpoints.ts`). */
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
