import type { Clip, PriceSource, VideoModel } from '../gateway';

/** Where the rows of `models` are from; `npm run check:tables` tells their age. */
export const source: PriceSource = {
	page: 'docs.aimlapi.com, API references > Video models > MiniMax (aimlapi/api-docs f14fa72f)',
	read: '2026-08-21',
};

/**
 * The MiniMax models of docs.aimlapi.com (API references > Video models > MiniMax; source repository f14fa72f,
 * 2026-08-21). Prices: the `credits_used` of the pages' own samples at 2,000,000 credits = 1 USD; other rows
 * have no published price. Times: the same pages' samples, where they give one.
 */
const hailuo = (price?: number): readonly Clip[] => [
	{
		resolution: '768P',
		durationSeconds: 6,
		...(price === undefined ? {} : { price: { amount: price, currency: 'USD' } }),
	},
	{ resolution: '768P', durationSeconds: 10 },
	{ resolution: '1080P', durationSeconds: 6 },
];

const pricedBy = {
	page: 'docs.aimlapi.com, API references > Video models > MiniMax: credits_used of the samples',
	read: '2026-08-21',
} as const;

/** `minimax/h3` makes 4 to 15 s, 6 by default. */
const h3Durations = [6, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15];

/** Models of other makers on the universal route, which names the inputs of all alike. */
export const otherModels = {
	promptRequired: false,
	firstFrame: 'optional',
	endFrame: true,
	subjectReferences: 9,
	clips: 'any',
	aspectRatios: 'any',
	cameraMovement: true,
	promptOptimizer: true,
	typicalSeconds: 120,
} as const;

export const models: readonly VideoModel[] = [
	{
		id: 'video-01',
		name: 'Video 01',
		family: 'video-01',
		promptLimit: 2000,
		firstFrame: 'optional',
		promptOptimizer: true,
		typicalSeconds: 120,
	},
	{
		id: 'video-01-live2d',
		name: 'Video 01 Live2D',
		family: 'video-01-live',
		promptLimit: 2000,
		firstFrame: 'required',
		promptOptimizer: true,
		typicalSeconds: 120,
	},
	{
		id: 'minimax/hailuo-02',
		name: 'Hailuo 02',
		family: 'hailuo-02',
		cameraMovement: true,
		promptLimit: 2000,
		firstFrame: 'optional',
		endFrame: true,
		clips: hailuo(),
		promptOptimizer: true,
		typicalSeconds: 120,
	},
	{
		id: 'minimax/hailuo-2.3',
		name: 'Hailuo 2.3',
		family: 'hailuo-2.3',
		cameraMovement: true,
		promptLimit: 2000,
		firstFrame: 'optional',
		pricedBy,
		clips: hailuo(0.294),
		promptOptimizer: true,
		typicalSeconds: 98,
	},
	{
		id: 'minimax/hailuo-2.3-fast',
		name: 'Hailuo 2.3 Fast',
		family: 'hailuo-2.3-fast',
		cameraMovement: true,
		promptLimit: 2000,
		firstFrame: 'required',
		pricedBy,
		clips: hailuo(0.1995),
		promptOptimizer: true,
		typicalSeconds: 69,
	},
	{
		id: 'minimax/h3',
		name: 'Hailuo H3',
		family: 'hailuo-h3',
		promptLimit: 7000,
		firstFrame: 'optional',
		endFrame: true,
		subjectReferences: 9,
		clips: h3Durations.map((durationSeconds) => ({ resolution: '2K', durationSeconds })),
		aspectRatios: ['adaptive', '21:9', '16:9', '4:3', '1:1', '3:4', '9:16'],
		typicalSeconds: 120,
	},
];
