import type { Format, PriceSource, VideoModel } from '../../gateway';
import { allReferences, audio, negativePrompt, seed } from '../../inputs';
import { minimaxImageShape } from '../../protocols/minimax/answers';
import { cameraMovement, promptOptimizer } from '../../protocols/minimax/inputs';
import { everyFormat, span, usd, withUltrawide } from '../../rows';
import { references } from './references';
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
 * MiniMax H3 (2026-07-30), always with sound: "from text, a first/last frame, or reference images, video and audio", as the
 * pages of h3-max and h3-lite have it. That frames exclude references is said of h3 by MiniMax itself.
 */
const h3 = {
	promptLimit: 7000,
	firstFrame: 'optional',
	endFrame: true,
	subjectReferences: 9,
	notWithFrames: allReferences,
	aspectRatios: ['adaptive', '21:9', '16:9', '4:3', '1:1', '3:4', '9:16'],
	inputs: references,
	typicalSeconds: 120,
} as const;

/**
 * Models on the universal route that have no row; how they name their inputs: `names.ts`. Of the 128 schemas below
 * docs/api-references/video-models (f14fa72f, 2026-08-21), 42 have `seed`, 66 `negative_prompt`, 46 `generate_audio`; of
 * MiniMax's, h3-max has a seed.
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
	// h3-max.json (api-docs 284a8271): a ratio "is ignored if image_url is provided".
	{
		id: 'minimax/h3-max',
		name: 'Hailuo H3 Max',
		family: 'hailuo-h3-max',
		formats: everyFormat(['768p', '480p'], span(5, 5, 15)),
		...h3,
		promptLimit: 50_000,
		unsent: ({ firstFrame }) => (firstFrame ? [{ field: 'aspectRatio', why: 'ofImage' }] : []),
		inputs: [seed, ...references],
	},
	// docs.aimlapi.com, minimax/h3-lite (read 2026-11). "Reference generation requires a concrete aspect ratio", and a text
	// has none to adapt to. What it makes when nothing is set couldn't be read.
	{
		id: 'minimax/h3-lite',
		name: 'Hailuo H3 Lite',
		family: 'hailuo-h3-lite',
		formats: everyFormat(['768p', '480p'], span(5, 4, 15)),
		defaultFormatUnknown: true,
		...h3,
		aspectRatios: withUltrawide,
	},
	{
		id: 'minimax/h3',
		name: 'Hailuo H3',
		family: 'hailuo-h3',
		formats: everyFormat(['2K'], h3Durations),
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
