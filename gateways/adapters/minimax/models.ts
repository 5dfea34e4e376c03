import type { Format, PriceSource, VideoModel } from '../../gateway';
import { cameraMovement, fastPretreatment, promptOptimizer } from '../../protocols/minimax/inputs';

/** Where the rows of `models` are from; `npm run check:tables` tells their age. */
export const source: PriceSource = {
	page: 'platform.minimax.io, api-reference/video-generation-t2v, -i2v and -fl2v',
	read: '2026-10-08',
};

const pricedBy: PriceSource = {
	page: 'platform.minimax.io, guides/pricing-paygo',
	read: '2026-10-08',
};

const usd = (amount: number) => ({ price: { amount, currency: 'USD' as const } });

/** 1080P is made for 6 s only. A row without a price: the page's price wasn't read for it. */
const hailuo = (at6: number | undefined): readonly Format[] => [
	{ resolution: '768P', durationSeconds: 6, ...(at6 === undefined ? {} : usd(at6)) },
	{ resolution: '768P', durationSeconds: 10 },
	{ resolution: '1080P', durationSeconds: 6 },
];

const shared = {
	promptLimit: 2000,
	pricedBy,
	inputs: [cameraMovement, promptOptimizer, fastPretreatment],
} as const;

export const models: readonly VideoModel[] = [
	{
		id: 'MiniMax-Hailuo-2.3',
		name: 'Hailuo 2.3',
		family: 'hailuo-2.3',
		firstFrame: 'optional',
		formats: hailuo(0.28),
		// A sample at AI/ML API took 1 min 38 s (2026-08-21); MiniMax's pages give no times.
		typicalSeconds: 100,
		...shared,
	},
	{
		id: 'MiniMax-Hailuo-2.3-Fast',
		name: 'Hailuo 2.3 Fast',
		family: 'hailuo-2.3-fast',
		firstFrame: 'required',
		formats: hailuo(0.19),
		typicalSeconds: 70,
		...shared,
	},
	{
		id: 'MiniMax-Hailuo-02',
		name: 'Hailuo 02',
		family: 'hailuo-02',
		firstFrame: 'optional',
		endFrame: true,
		formats: [
			...hailuo(undefined),
			{ resolution: '512P', durationSeconds: 6, needsFirstFrame: true, ...usd(0.1) },
			{ resolution: '512P', durationSeconds: 10, needsFirstFrame: true },
		],
		// 4 to 5 minutes for 6 s at AI/ML API (2026-08-21).
		typicalSeconds: 270,
		...shared,
	},
];
