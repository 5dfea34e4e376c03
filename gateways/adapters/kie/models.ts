import type {
	ModelInput,
	Price,
	Prices,
	PriceSource,
	VideoModel,
	VideoRequest,
} from '../../gateway';
import {
	allReferences,
	audio,
	audioOnRequest,
	besideAudio,
	negativePrompt,
	referenceAudio,
	referenceVideos,
	seed,
} from '../../inputs';
import { promptOptimizer } from '../../protocols/minimax/inputs';
import {
	everyFormat,
	commonRatios,
	landscapeAndPortrait,
	span,
	usd,
	withSquare,
	withUltrawide,
} from '../../rows';
import { USD_PER_CREDIT } from './jobs';
import { unsentFields, unsentRatio } from './routes';

/** Where the rows of `models` are from; `npm run check:tables` reports their age. */
export const source: PriceSource = {
	page: 'docs.kie.ai/llms.txt and the page of each model (market/..., old-model/veo3-api)',
	read: '2026-09-24',
};

/**
 * The video models of docs.kie.ai that make a video of text, of a first frame or of references; how they are called on
 * the wire: `routes.ts`. Prices are those of kie.ai/pricing, which prints credits and dollars: $0.005 a credit. Models without
 * a row there (Seedance 1.0) and those whose price depends on how many pictures there are (MiniMax H3) have none. No
 * page has times; the number is a guess at the middle. Sora 2 has no page any more.
 */
const common = {
	pricedBy: { page: 'https://kie.ai/pricing', read: '2026-09-24' },
	typicalSeconds: 120,
} as const;

const credits = (amount: number): Price => usd(Math.round(amount * USD_PER_CREDIT * 1e6) / 1e6);

const creditsPerSecond = (amount: number): Price => ({ ...credits(amount), per: 'second' });

/** A price without sound, and the one with it. */
const withSound = (silent: Price, sound: Price): Prices => [
	{ ...sound, when: { audio: true } },
	silent,
];

/** Kling makes no sound unless it is asked to. */
const sound: ModelInput = { ...audioOnRequest, wire: 'sound' };

/** On both routes, a list of pictures has the end frame second: alone it would become the first. */
const frames = { firstFrame: 'optional', endFrame: 'withFirstFrame' } as const;

/** Reference videos and audio by the names that Seedance 2 and MiniMax H3 have for them. */
const references: readonly ModelInput[] = [
	{ ...referenceVideos, wire: 'reference_video_urls' },
	{ ...referenceAudio, wire: 'reference_audio_urls', needsOneOf: besideAudio },
];

/** 8 s by default, at the same price as 4 and 6 s; always with sound. 4K of `veo3` costs 380 from text, 370 from images. */
const veo = (hd: number, fullHd: number, ultraHd: number) => ({
	...common,
	...frames,
	formats: [
		...everyFormat(['720p'], [8, 4, 6], { price: credits(hd) }),
		...everyFormat(['1080p'], [8, 4, 6], { price: credits(fullHd) }),
		...everyFormat(['4k'], [8, 4, 6], { price: credits(ultraHd) }),
	],
	aspectRatios: [...landscapeAndPortrait, 'Auto'],
});

/** Three tiers of one model, with a size each. */
const kling3 = (resolution: string, silent: number, loud: number) => ({
	...common,
	...frames,
	promptLimit: 2500,
	formats: everyFormat([resolution], span(5, 3, 15), {
		price:
			silent === loud
				? creditsPerSecond(silent)
				: withSound(creditsPerSecond(silent), creditsPerSecond(loud)),
	}),
	aspectRatios: withSquare,
	inputs: [sound],
});

/** 5 and 10 s, the longer one at twice the price. */
const kling2 = (price: number) => ({
	...common,
	formats: [
		{ durationSeconds: 5, price: credits(price) },
		{ durationSeconds: 10, price: credits(2 * price) },
	],
	inputs: [negativePrompt],
});

/** "REFERENCE_2_VIDEO" of the Fast and the Lite model (old-model/veo3-api, read 2026-11). Its price isn't known. */
const veoWithReferences = {
	subjectReferences: 3,
	notWithFrames: ['subjectReferences'],
	extraCost: ({ subjectReferences = [] }: Pick<VideoRequest, 'subjectReferences'>) =>
		subjectReferences.length > 0 ? undefined : 0,
} as const;

/**
 * Frames and references are "mutually exclusive scenarios and cannot be used simultaneously" (market/bytedance/
 * seedance-2-fast). The prices are those of "no video input"; with one, the seconds of that are paid for as well.
 */
const seedance2 = (sizes: Readonly<Record<string, number>>) => ({
	...common,
	...frames,
	subjectReferences: 9,
	notWithFrames: allReferences,
	extraCost: ({ inputs = {} }: Pick<VideoRequest, 'inputs'>) =>
		Object.hasOwn(inputs, referenceVideos.key) ? undefined : 0,
	promptLeast: 3,
	promptLimit: 20_000,
	// 720p by default.
	formats: ['720p', ...Object.keys(sizes).filter((size) => size !== '720p')].flatMap((size) =>
		everyFormat([size], span(5, 4, 15), { price: creditsPerSecond(sizes[size]!) }),
	),
	aspectRatios: [...withUltrawide, 'adaptive'],
	inputs: [audio, ...references],
});

const seedance1 = {
	typicalSeconds: common.typicalSeconds,
	firstFrame: 'optional',
	promptLimit: 10_000,
	formats: everyFormat(['720p', '480p', '1080p'], [5, 10]),
	inputs: [seed],
} as const;

const hailuo23 = (short: number, long: number, large: number) => ({
	...common,
	firstFrame: 'required' as const,
	promptLimit: 5000,
	formats: [
		{ resolution: '768P', durationSeconds: 6, price: credits(short) },
		{ resolution: '768P', durationSeconds: 10, price: credits(long) },
		{ resolution: '1080P', durationSeconds: 6, price: credits(large) },
	],
});

const rows: readonly VideoModel[] = [
	{
		id: 'veo3_fast',
		name: 'Veo 3.1 Fast',
		family: 'veo-3.1-fast',
		...veo(60, 65, 180),
		...veoWithReferences,
	},
	{ id: 'veo3', name: 'Veo 3.1 Quality', family: 'veo-3.1', ...veo(250, 255, 380) },
	{
		id: 'veo3_lite',
		name: 'Veo 3.1 Lite',
		family: 'veo-3.1-lite',
		...veo(30, 35, 150),
		...veoWithReferences,
	},
	{
		id: 'kling-3.0-pro',
		name: 'Kling 3.0 Pro',
		family: 'kling-3-pro',
		...kling3('1080p', 18, 27),
	},
	{
		id: 'kling-3.0-standard',
		name: 'Kling 3.0 Standard',
		family: 'kling-3-standard',
		...kling3('720p', 14, 20),
	},
	{ id: 'kling-3.0-4k', name: 'Kling 3.0 4K', family: 'kling-3-4k', ...kling3('4K', 67, 67) },
	{
		id: 'kling-3.0-turbo',
		name: 'Kling 3.0 Turbo',
		family: 'kling-3-turbo',
		...common,
		firstFrame: 'optional',
		promptLimit: 2500,
		formats: [
			...everyFormat(['720p'], span(5, 3, 15), { price: creditsPerSecond(18) }),
			...everyFormat(['1080p'], span(5, 3, 15), { price: creditsPerSecond(22.5) }),
		],
		aspectRatios: withSquare,
	},
	{
		id: 'kling-2.6',
		name: 'Kling 2.6',
		family: 'kling-2.6-pro',
		...common,
		firstFrame: 'optional',
		promptLimit: 1000,
		formats: [
			{ durationSeconds: 5, price: withSound(credits(55), credits(110)) },
			{ durationSeconds: 10, price: withSound(credits(110), credits(220)) },
		],
		aspectRatios: withSquare,
		inputs: [sound],
	},
	{
		id: 'kling-2.5-turbo-pro',
		name: 'Kling 2.5 Turbo Pro',
		family: 'kling-2.5-turbo-pro',
		...kling2(42),
		...frames,
		promptLimit: 2500,
		aspectRatios: withSquare,
	},
	{
		id: 'kling-2.1-master',
		name: 'Kling 2.1 Master',
		family: 'kling-2.1-master',
		...kling2(160),
		firstFrame: 'optional',
		promptLimit: 5000,
		aspectRatios: withSquare,
	},
	{
		id: 'kling/v2-1-pro',
		name: 'Kling 2.1 Pro',
		family: 'kling-2.1-pro',
		...kling2(50),
		firstFrame: 'required',
		endFrame: 'withFirstFrame',
		promptLimit: 5000,
	},
	{
		id: 'kling/v2-1-standard',
		name: 'Kling 2.1 Standard',
		family: 'kling-2.1-standard',
		...kling2(25),
		firstFrame: 'required',
		promptLimit: 5000,
	},
	{
		id: 'bytedance/seedance-2',
		name: 'Seedance 2.0',
		family: 'seedance-2',
		...seedance2({ '480p': 19, '720p': 41, '1080p': 102, '4k': 208 }),
	},
	{
		id: 'bytedance/seedance-2-fast',
		name: 'Seedance 2.0 Fast',
		family: 'seedance-2-fast',
		...seedance2({ '480p': 11.7, '720p': 24.8 }),
	},
	{
		id: 'bytedance/seedance-2-mini',
		name: 'Seedance 2.0 Mini',
		family: 'seedance-2-mini',
		...seedance2({ '480p': 3.8, '720p': 8.2 }),
	},
	{
		id: 'bytedance/seedance-1.5-pro',
		name: 'Seedance 1.5 Pro',
		family: 'seedance-1.5-pro',
		...common,
		...frames,
		promptLeast: 3,
		promptLimit: 20_000,
		formats: [
			...everyFormat(['720p'], span(5, 4, 12), {
				price: withSound(creditsPerSecond(3.5), creditsPerSecond(7)),
			}),
			...everyFormat(['480p'], span(5, 4, 12), {
				price: withSound(creditsPerSecond(1.75), creditsPerSecond(3.5)),
			}),
			...everyFormat(['1080p'], span(5, 4, 12), {
				price: withSound(creditsPerSecond(7.5), creditsPerSecond(15)),
			}),
		],
		aspectRatios: withUltrawide,
		inputs: [audioOnRequest],
	},
	{
		id: 'seedance-1.0-pro',
		name: 'Seedance 1.0 Pro',
		family: 'seedance-1-pro',
		...seedance1,
		aspectRatios: withUltrawide,
	},
	{
		id: 'seedance-1.0-lite',
		name: 'Seedance 1.0 Lite',
		family: 'seedance-1-lite',
		...seedance1,
		endFrame: 'withFirstFrame',
		aspectRatios: [...commonRatios, '9:21'],
	},
	{
		id: 'minimax-h3',
		name: 'Hailuo H3',
		family: 'hailuo-h3',
		typicalSeconds: common.typicalSeconds,
		...frames,
		promptLimit: 7000,
		subjectReferences: 9,
		notWithFrames: allReferences,
		formats: everyFormat(['2K', '768P'], span(6, 4, 15)),
		aspectRatios: withUltrawide,
		inputs: references,
	},
	{
		id: 'hailuo/2-3-image-to-video-pro',
		name: 'Hailuo 2.3 Pro',
		family: 'hailuo-2.3-pro',
		...hailuo23(45, 90, 80),
	},
	{
		id: 'hailuo/2-3-image-to-video-standard',
		name: 'Hailuo 2.3 Standard',
		family: 'hailuo-2.3',
		...hailuo23(30, 50, 50),
	},
	{
		id: 'hailuo-02-pro',
		name: 'Hailuo 02 Pro',
		family: 'hailuo-02-pro',
		...common,
		...frames,
		promptLimit: 1500,
		// No field asks for them.
		formats: [{ resolution: '1080P', durationSeconds: 6, price: credits(57) }],
		inputs: [promptOptimizer],
	},
	{
		id: 'hailuo-02-standard',
		name: 'Hailuo 02 Standard',
		family: 'hailuo-02',
		...common,
		...frames,
		promptLimit: 1500,
		formats: [
			{ resolution: '768P', durationSeconds: 6, price: credits(30) },
			{ resolution: '768P', durationSeconds: 10, price: credits(50) },
			{ resolution: '512P', durationSeconds: 6, needsFirstFrame: true, price: credits(12) },
			{ resolution: '512P', durationSeconds: 10, needsFirstFrame: true, price: credits(20) },
		],
		inputs: [promptOptimizer],
	},
	{
		id: 'wan-2.7',
		name: 'Wan 2.7',
		family: 'wan-2.7',
		...common,
		...frames,
		promptLimit: 5000,
		formats: [
			...everyFormat(['1080p'], span(5, 2, 15), { price: creditsPerSecond(24) }),
			...everyFormat(['720p'], span(5, 2, 15), { price: creditsPerSecond(16) }),
		],
		aspectRatios: commonRatios,
		inputs: [negativePrompt, seed],
	},
	{
		id: 'wan-2.6',
		name: 'Wan 2.6',
		family: 'wan-2.6',
		...common,
		firstFrame: 'optional',
		promptLimit: 5000,
		formats: [
			{ resolution: '1080p', durationSeconds: 5, price: credits(104.5) },
			{ resolution: '1080p', durationSeconds: 10, price: credits(209.5) },
			{ resolution: '1080p', durationSeconds: 15, price: credits(315) },
			{ resolution: '720p', durationSeconds: 5, price: credits(70) },
			{ resolution: '720p', durationSeconds: 10, price: credits(140) },
			{ resolution: '720p', durationSeconds: 15, price: credits(209.5) },
		],
	},
	{
		id: 'wan-2.5',
		name: 'Wan 2.5',
		family: 'wan-2.5',
		...common,
		firstFrame: 'optional',
		promptLimit: 800,
		formats: [
			{ resolution: '1080p', durationSeconds: 5, price: credits(100) },
			{ resolution: '1080p', durationSeconds: 10, price: credits(200) },
			{ resolution: '720p', durationSeconds: 5, price: credits(60) },
			{ resolution: '720p', durationSeconds: 10, price: credits(120) },
		],
		aspectRatios: withSquare,
		inputs: [negativePrompt, seed],
	},
	{
		id: 'runway',
		name: 'Runway',
		family: 'runway',
		...common,
		firstFrame: 'optional',
		promptLimit: 1800,
		formats: [
			{ resolution: '720p', durationSeconds: 5, price: credits(12) },
			{ resolution: '720p', durationSeconds: 10, price: credits(30) },
			{ resolution: '1080p', durationSeconds: 5, price: credits(30) },
		],
		aspectRatios: commonRatios,
	},
];

export const models: readonly VideoModel[] = rows.map((row) => ({ ...row, unsent: unsentRatio }));

/** Other IDs go to the route for jobs. Sound has a name of its own at each maker, so it goes through Additional Fields. */
export const unlistedModels = {
	promptRequired: false,
	firstFrame: 'optional',
	endFrame: 'withFirstFrame',
	formats: 'any',
	aspectRatios: 'any',
	unsent: unsentFields,
	inputs: [seed, negativePrompt],
	typicalSeconds: common.typicalSeconds,
} as const;
