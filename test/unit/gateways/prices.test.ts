import { findGateway, gateways } from '../../../gateways';
import type { VideoModel, VideoRequest } from '../../../gateways/gateway';
import { listFormats, estimateCost } from '../../../gateways/request/models';

/**
 * Every price of the model tables against the words of the page that it is from. The pages' words stand here as they
 * were read, with the request that they are about; the amount is read out of them.
 */
const pages: ReadonlyArray<{
	gateway: string;
	models: readonly string[];
	request?: Partial<VideoRequest>;
	/** As printed. */
	words: string;
	/** How the words give the amount. */
	amount: (words: string) => number;
	currency: 'USD' | 'credits';
}> = [
	{
		// aigateway.sh/models/minimax/minimax-video-01-image-to-video, Pricing
		gateway: 'aigateway',
		models: [
			'minimax/minimax-video-01-image-to-video',
			'minimax/minimax-video-01-director-image-to-video',
		],
		request: { durationSeconds: 6 },
		words: 'Per video second $0.500',
		amount: (words) => 6 * dollars(words),
		currency: 'USD',
	},
	{
		// docs.aimlapi.com, hailuo-2.3: the sample's `credits_used`; h3: "120,000 credits ($0.06)"
		gateway: 'aimlapi',
		models: ['minimax/hailuo-2.3'],
		request: { durationSeconds: 6, resolution: '768P' },
		words: '"usage": { "credits_used": 588000 } where 120000 credits are $0.06',
		amount: (words) => inCredits(words),
		currency: 'USD',
	},
	{
		gateway: 'aimlapi',
		models: ['minimax/hailuo-2.3-fast'],
		request: { durationSeconds: 6, resolution: '768P' },
		words: '"usage": { "credits_used": 399000 } where 120000 credits are $0.06',
		amount: (words) => inCredits(words),
		currency: 'USD',
	},
	...(['768P', '1080P'] as const).map((resolution) => ({
		// Pixazo, Generate Image To Video Request, MiniMax Hailuo AI API Pricing
		gateway: 'pixazo',
		models: ['auto', 'hailuo-image-to-video'],
		request: { durationSeconds: 6, resolution },
		words: 'All Resolution, 6 seconds: $0.35',
		amount: (words: string) => dollars(words),
		currency: 'USD' as const,
	})),
	{
		// segmind.com/models/minimax-ai
		gateway: 'segmind',
		models: ['minimax-ai'],
		words: '$0.625 per generation',
		amount: (words) => dollars(words),
		currency: 'USD',
	},
	// segmind.com/models/{slug}: the least for the shortest clip in the smallest size, the most for all others
	...(
		[
			['hailuo-2.3', '$0.350 to $0.700', '768p', 6, 0],
			['hailuo-2.3', '$0.350 to $0.700', '768p', 10, 1],
			['hailuo-2.3', '$0.350 to $0.700', '1080p', 6, 1],
			['hailuo-2.3-fast', '$0.240 to $0.410', '768p', 6, 0],
			['hailuo-2.3-fast', '$0.240 to $0.410', '768p', 10, 1],
			['hailuo-2.3-fast', '$0.240 to $0.410', '1080p', 6, 1],
			['hailuo-02-fast', '$0.125 to $0.188', undefined, 6, 0],
			['hailuo-02-fast', '$0.125 to $0.188', undefined, 10, 1],
		] as const
	).map(([model, words, resolution, durationSeconds, end]) => ({
		gateway: 'segmind',
		models: [model],
		request: { durationSeconds, ...(resolution ? { resolution } : {}) },
		words,
		amount: (text: string) => dollars(text.split(' to ')[end]!),
		currency: 'USD' as const,
	})),
	// useapi.net, POST videos/create, Credits estimator: the rows as printed
	...[
		'| T2V-01, I2V-01, I2V-01-live, S2V-01, T2V-01-Director, I2V-01-Director | - | 25 |',
		'| 02, T2V-2.3, I2V-2.3 | 768p-6sec | 25 |',
		'| 02, T2V-2.3, I2V-2.3 | 768p-10sec | 50 |',
		'| 02, T2V-2.3, I2V-2.3 | 1080p-6sec | 80 |',
		'| 02 | 512p-6sec | 12 |',
		'| 02 | 512p-10sec | 25 |',
		'| I2V-2.3-Fast | 768p-6sec | 15 |',
		'| I2V-2.3-Fast | 768p-10sec | 30 |',
		'| I2V-2.3-Fast | 1080p-6sec | 50 |',
		'| Sora-2 | 720p-4sec | 40 |',
		'| Sora-2 | 720p-8sec | 80 |',
		'| Sora-2 | 720p-12sec | 120 |',
		'| Veo-3.1, Veo-3.1-S2V | veo-720p-8sec | 120 |',
		'| Veo-3.1, Veo-3.1-S2V | veo-1080p-8sec | 120 |',
		'| Veo-3.1, Veo-3.1-S2V | veo-4k-8sec | 180 |',
		'| Veo-3.1-Fast, Veo-3.1-S2V-Fast | veo-720p-8sec | 60 |',
		'| Veo-3.1-Fast, Veo-3.1-S2V-Fast | veo-1080p-8sec | 60 |',
		'| Veo-3.1-Fast, Veo-3.1-S2V-Fast | veo-4k-8sec | 90 |',
	].map((words) => {
		const [, names, option] = words.split('|').map((cell) => cell.trim());
		const clip = /(\w+)-(\d+)sec$/.exec(option!);
		return {
			gateway: 'useapi',
			models: names!.split(', '),
			...(clip
				? { request: { resolution: clip[1]!, durationSeconds: Number(clip[2]) } }
				: {}),
			words,
			amount: (text: string) => Number(text.split('|')[3]),
			currency: 'credits' as const,
		};
	}),
];

const dollars = (words: string): number => Number(/\$(\d+\.\d+)/.exec(words)![1]);

function inCredits(words: string): number {
	const [, used, of] = /"credits_used": (\d+).* (\d+) credits are/.exec(words)!;
	return (Number(used) / Number(of)) * dollars(words);
}

const rows = pages.flatMap(({ models, ...page }) => models.map((model) => ({ model, ...page })));

test.each(rows)('$gateway $model: "$words"', ({ gateway, model, request, words, ...page }) => {
	const cost = estimateCost(findGateway(gateway)!, { model, prompt: 'A lake', ...request });
	expect(cost?.amount).toBeCloseTo(page.amount(words), 9);
	expect(cost).toMatchObject({ currency: page.currency, basis: 'estimate' });
});

/** The formats of a model that have a price, or one that stands for all. */
function pricedRows(model: VideoModel): Array<Partial<VideoRequest>> {
	if (model.price) return [{}];
	if (model.pricePerSecond !== undefined) return [{ durationSeconds: 6 }];
	return listFormats(model)
		.filter(({ price }) => price)
		.map(({ resolution, durationSeconds }) => ({
			...(resolution ? { resolution } : {}),
			...(durationSeconds ? { durationSeconds } : {}),
		}));
}

const priced = gateways.flatMap((gateway) =>
	gateway.models.flatMap((model) =>
		pricedRows(model).map((request) => ({ gateway: gateway.id, id: model.id, request, model })),
	),
);

test.each(priced)('$gateway $id $request has a page', ({ gateway, id, request, model }) => {
	const found = rows.filter(
		(row) =>
			row.gateway === gateway &&
			// The row that stands for two routes has the price of either.
			(row.model === id ||
				(gateway === 'useapi' && id === 'auto' && row.model === 'T2V-01')) &&
			(row.request?.resolution ?? '').toLowerCase() ===
				(request.resolution ?? '').toLowerCase() &&
			row.request?.durationSeconds === request.durationSeconds,
	);
	if (!rows.some((row) => row.gateway === gateway)) {
		throw new Error(`test/unit/gateways/prices.test.ts, pages: no row for gateway ${gateway}`);
	}
	expect(found).toHaveLength(1);
	expect(model.pricedBy?.page).toMatch(/\w/);
	expect(model.pricedBy?.read).toMatch(/^\d{4}/);
});
