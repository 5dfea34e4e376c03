import type { Format, PriceSource, VideoModel } from '../../gateway';
import { audio, negativePrompt, seed } from '../../inputs';
import { minimaxImageShape } from '../../protocols/minimax/answers';
import { cameraMovement, promptOptimizer } from '../../protocols/minimax/inputs';
import { everyFormat, span, usd } from '../../rows';
import { alibaba } from './providers/alibaba';
import { byteDance } from './providers/byteDance';
import { google } from './providers/google';
import { kling } from './providers/kling';
import { others, pixVerse, runway } from './providers/others';

/** Where the rows of `models` are from; `npm run check:tables` reports their age. */
export const source: PriceSource = {
	page: 'docs.aimlapi.com, API references > Video models (aimlapi/api-docs f14fa72f)',
	read: '2026-08-21',
};

/**
 * The MiniMax models of docs.aimlapi.com (API references > Video models > MiniMax; source repository f14fa72f,
 * 2026-08-21). Prices: the `credits_used` of the pages' own samples at 2,000,000 credits = 1 USD; other rows
 * have no published price. Times: the same pages' samples, where they give one.
 */
const hailuo = (price?: number): readonly Format[] => [
	{
		resolution: '768P',
		durationSeconds: 6,
		...(price === undefined ? {} : { price: usd(price) }),
	},
	{ resolution: '768P', durationSeconds: 10 },
	{ resolution: '1080P', durationSeconds: 6 },
];

const pricedBy = {
	page: 'docs.aimlapi.com, API references > Video models > MiniMax: credits_used of the samples',
	read: '2026-08-21',
} as const;

/** `minimax/h3` makes 4 to 15 s, 6 by default. */
const h3Durations = span(6, 4, 15);

/**
 * MiniMax H3 (2026-07-30), always with sound. Reference videos and audio go through Additional Fields (`video_urls`,
 * `audio_urls`).
 */
const h3 = {
	promptLimit: 7000,
	subjectReferences: 9,
	aspectRatios: ['adaptive', '21:9', '16:9', '4:3', '1:1', '3:4', '9:16'],
	typicalSeconds: 120,
} as const;

/** What minimax/h3 and h3-max have, and h3-lite is not said to have. */
const h3Frames = { firstFrame: 'optional', endFrame: true } as const;

/**
 * Models on the universal route that have no row; how they name their inputs: `names.ts`. Of the 128 schemas below
 * docs/api-references/video-models (f14fa72f, 2026-08-21), 42 have `seed`, 66 `negative_prompt`, 46 `generate_audio`; none
 * of MiniMax's has one of them.
 */
export const unlistedModels = {
	promptRequired: false,
	firstFrame: 'optional',
	endFrame: true,
	subjectReferences: 9,
	formats: 'any',
	aspectRatios: 'any',
	inputs: [cameraMovement, promptOptimizer, seed, negativePrompt, audio],
	typicalSeconds: 120,
} as const;

/** The page of video-01, first_frame_image (docs.aimlapi.com, read 2026-11). */
const pictures = { formats: ['image/jpeg', 'image/png'], shape: minimaxImageShape } as const;

const miniMax: readonly VideoModel[] = [
	// docs.aimlapi.com, minimax/h3-max (2026-08-31): sizes and lengths. The rest as minimax/h3 has it; what it makes when
	// nothing is set isn't documented.
	{
		id: 'minimax/h3-max',
		name: 'Hailuo H3 Max',
		family: 'hailuo-h3-max',
		formats: everyFormat(['768p', '480p'], span(5, 5, 15)),
		defaultFormatUnknown: true,
		...h3Frames,
		...h3,
	},
	// docs.aimlapi.com, minimax/h3-lite (read 2026-11): sizes, lengths and references; frames are not mentioned.
	{
		id: 'minimax/h3-lite',
		name: 'Hailuo H3 Lite',
		family: 'hailuo-h3-lite',
		formats: everyFormat(['768p', '480p'], span(5, 4, 15)),
		defaultFormatUnknown: true,
		...h3,
	},
	{
		id: 'minimax/h3',
		name: 'Hailuo H3',
		family: 'hailuo-h3',
		formats: everyFormat(['2K'], h3Durations),
		...h3Frames,
		...h3,
	},
	{
		id: 'minimax/hailuo-2.3',
		name: 'Hailuo 2.3',
		family: 'hailuo-2.3',
		promptLimit: 2000,
		firstFrame: 'optional',
		pricedBy,
		formats: hailuo(0.294),
		inputs: [cameraMovement, promptOptimizer],
		typicalSeconds: 98,
	},
	{
		id: 'minimax/hailuo-2.3-fast',
		name: 'Hailuo 2.3 Fast',
		family: 'hailuo-2.3-fast',
		promptLimit: 2000,
		firstFrame: 'required',
		pricedBy,
		formats: hailuo(0.1995),
		inputs: [cameraMovement, promptOptimizer],
		typicalSeconds: 69,
	},
	{
		id: 'minimax/hailuo-02',
		name: 'Hailuo 02',
		family: 'hailuo-02',
		promptLimit: 2000,
		firstFrame: 'optional',
		endFrame: true,
		formats: hailuo(),
		inputs: [cameraMovement, promptOptimizer],
		// 4 to 5 minutes for 6 s, 8 to 9 for 10 s (docs.aimlapi.com, minimax/hailuo-02, 2026).
		typicalSeconds: 270,
	},
	{
		id: 'video-01',
		name: 'Video 01',
		family: 'video-01',
		promptLimit: 2000,
		firstFrame: 'optional',
		inputs: [promptOptimizer],
		typicalSeconds: 120,
	},
	{
		id: 'video-01-live2d',
		name: 'Video 01 Live2D',
		family: 'video-01-live',
		promptLimit: 2000,
		firstFrame: 'required',
		inputs: [promptOptimizer],
		typicalSeconds: 120,
	},
];

/** MiniMax's models, then the other providers', each with its newest first. */
export const models: readonly VideoModel[] = [
	...miniMax.map((row) => ({ ...row, pictures })),
	...google,
	...kling,
	...byteDance,
	...alibaba,
	...runway,
	...pixVerse,
	...others,
];
