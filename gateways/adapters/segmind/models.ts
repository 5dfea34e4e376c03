import type { PriceSource, VideoModel } from '../../gateway';
import { audioByDefault, negativePrompt, seed } from '../../inputs';
import { cameraMovement, promptOptimizer } from '../../protocols/minimax/inputs';
import { usd } from '../../rows';
import { otherModels } from './providers';
import { pricedBy } from './rows';

/** Where the rows of `models` are from; `npm run check:tables` reports their age. */
export const source: PriceSource = {
	page: 'https://www.segmind.com/models/{slug}/api',
	read: '2026-11',
};

/** `768p` and `1080p` with 6 or 10 s; 1080p is 6 s only, as at MiniMax (video-generation-i2v). */
const formats = (least: number, most: number) =>
	({
		short: { resolution: '768p', durationSeconds: 6, price: usd(least) },
		long: { resolution: '768p', durationSeconds: 10, price: usd(most) },
		large: { resolution: '1080p', durationSeconds: 6, price: usd(most) },
	}) as const;

const standardFormats = formats(0.35, 0.7);
const fastFormats = formats(0.24, 0.41);

/**
 * Segmind's MiniMax models. `minimax-ai`: its own page (~177.52 s, $0.625 per generation). The others: their API
 * pages at segmind.com/models/{slug}/api (inputs, times and prices). segmind.com/llms.txt gives averages, which
 * aren't prices: a limit would let expensive videos pass. So models with nothing else have no price here.
 */
const miniMax: readonly VideoModel[] = [
	{
		id: 'hailuo-2.3',
		name: 'Hailuo 2.3',
		family: 'hailuo-2.3',
		...pricedBy('hailuo-2.3'),
		firstFrame: 'optional',
		// 768p by default
		formats: [standardFormats.short, standardFormats.long, standardFormats.large],
		inputs: [cameraMovement, promptOptimizer],
		typicalSeconds: 157,
	},
	{
		id: 'hailuo-2.3-fast',
		name: 'Hailuo 2.3 Fast',
		family: 'hailuo-2.3-fast',
		...pricedBy('hailuo-2.3-fast'),
		firstFrame: 'required',
		// 1080p by default, unlike all others; the panel starts with 768p, which costs little more than half.
		formats: [fastFormats.short, fastFormats.long, { ...fastFormats.large, byDefault: true }],
		inputs: [cameraMovement, promptOptimizer],
		typicalSeconds: 113,
	},
	{
		id: 'minimax-hailuo-2',
		name: 'Hailuo 02',
		family: 'hailuo-02',
		firstFrame: 'optional',
		endFrame: true,
		// the model's `mode`
		formats: [{ resolution: 'standard' }, { resolution: 'pro' }],
		inputs: [cameraMovement, promptOptimizer],
		typicalSeconds: 173,
	},
	{
		id: 'hailuo-02-fast',
		name: 'Hailuo 02 Fast',
		family: 'hailuo-02-fast',
		...pricedBy('hailuo-02-fast'),
		firstFrame: 'required',
		endFrame: true,
		// The page has no size.
		formats: [
			{ durationSeconds: 6, price: usd(0.125) },
			{ durationSeconds: 10, price: usd(0.188) },
		],
		inputs: [promptOptimizer],
		typicalSeconds: 80,
	},
	{
		id: 'minimax-ai',
		name: 'MiniMax Video 01',
		family: 'video-01',
		pricedBy: { page: 'https://www.segmind.com/models/minimax-ai', read: '2026' },
		firstFrame: 'optional',
		subjectReferences: 1,
		inputs: [promptOptimizer],
		price: usd(0.625),
		typicalSeconds: 178,
	},
	{
		id: 'minimax-ai-director',
		name: 'MiniMax Video 01 Director',
		family: 'video-01-director',
		firstFrame: 'required',
		inputs: [cameraMovement, promptOptimizer],
		typicalSeconds: 155,
	},
];

/** MiniMax's models, then those of other providers (`providers.ts`). */
export const models: readonly VideoModel[] = [...miniMax, ...otherModels];

/**
 * Other slugs: their inputs are named like those of `minimax-ai`, as far as it has them, and the rest as most pages
 * do (`names.ts`).
 */
export const unlistedModels = {
	promptRequired: false,
	firstFrame: 'optional',
	endFrame: true,
	subjectReferences: 1,
	formats: 'any',
	aspectRatios: 'any',
	inputs: [cameraMovement, promptOptimizer, seed, negativePrompt, audioByDefault],
	typicalSeconds: 150,
} as const;
