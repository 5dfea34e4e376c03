import type { Price, PriceSource, VideoModel } from '../gateway';

/** Where the rows of `models` are from; `npm run check:tables` tells their age. */
export const source: PriceSource = {
	page: 'https://www.segmind.com/models/{slug}/api',
	read: '2026',
};

/**
 * Segmind's MiniMax models. `minimax-ai`: its own page (~177.52 s, $0.625 per generation). The others: their API
 * pages at segmind.com/models/{slug}/api (inputs and times) and segmind.com/llms.txt (average price, 2026).
 */
const usd = (amount: number): Price => ({ amount, currency: 'USD' });

const llms = { page: 'https://www.segmind.com/llms.txt, average', read: '2026' } as const;

/** `768p` and `1080p` with 6 or 10 s; 1080p is 6 s only, as at MiniMax (video-generation-i2v). */
const clips = [
	{ resolution: '768p', durationSeconds: 6 },
	{ resolution: '768p', durationSeconds: 10 },
	{ resolution: '1080p', durationSeconds: 6 },
];

export const models: readonly VideoModel[] = [
	{
		id: 'minimax-ai',
		name: 'MiniMax Video 01',
		family: 'video-01',
		pricedBy: { page: 'https://www.segmind.com/models/minimax-ai', read: '2026' },
		firstFrame: 'optional',
		subjectReferences: 1,
		promptOptimizer: true,
		price: usd(0.625),
		typicalSeconds: 178,
	},
	{
		id: 'minimax-ai-director',
		name: 'MiniMax Video 01 Director',
		family: 'video-01-director',
		cameraMovement: true,
		pricedBy: llms,
		firstFrame: 'required',
		promptOptimizer: true,
		price: usd(0.625),
		typicalSeconds: 155,
	},
	{
		id: 'minimax-hailuo-2',
		name: 'Hailuo 02',
		family: 'hailuo-02',
		cameraMovement: true,
		pricedBy: llms,
		firstFrame: 'optional',
		endFrame: true,
		// the model's `mode`
		clips: [{ resolution: 'standard' }, { resolution: 'pro' }],
		promptOptimizer: true,
		price: usd(0.3875),
		typicalSeconds: 173,
	},
	{
		id: 'hailuo-2.3',
		name: 'Hailuo 2.3',
		family: 'hailuo-2.3',
		cameraMovement: true,
		pricedBy: llms,
		firstFrame: 'optional',
		clips,
		promptOptimizer: true,
		price: usd(0.529),
		typicalSeconds: 120,
	},
	{
		id: 'hailuo-2.3-fast',
		name: 'Hailuo 2.3 Fast',
		family: 'hailuo-2.3-fast',
		cameraMovement: true,
		pricedBy: llms,
		firstFrame: 'required',
		clips,
		promptOptimizer: true,
		price: usd(0.387),
		typicalSeconds: 113,
	},
];

/** Other slugs: their inputs are named like those of `minimax-ai`, as far as they have them. */
export const otherModels = {
	promptRequired: false,
	firstFrame: 'optional',
	endFrame: true,
	subjectReferences: 1,
	clips: 'any',
	cameraMovement: true,
	promptOptimizer: true,
	typicalSeconds: 150,
} as const;
