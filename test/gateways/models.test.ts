import { findGateway, gateways } from '../../gateways';
import { aigateway } from '../../gateways/aigateway';
import { aimlapi } from '../../gateways/aimlapi';
import { checkRequest } from '../../gateways/checks';
import type { Gateway, VideoRequest } from '../../gateways/gateway';
import {
	clipFor,
	clipsOf,
	estimateCost,
	findModel,
	fitToModel,
	resolveModel,
} from '../../gateways/models';
import { pixazo } from '../../gateways/pixazo';
import { segmind } from '../../gateways/segmind';
import { useapi } from '../../gateways/useapi';
import { fullRequest, leastRequest, modelOf, picture } from './bench';

const prompt = 'A paper boat';

describe('the model table', () => {
	test.each(gateways)('$label names each model once', ({ models }) => {
		expect(new Set(models.map(({ id }) => id)).size).toBe(models.length);
		expect(new Set(models.map(({ name }) => name)).size).toBe(models.length);
	});

	test.each(gateways)('$label is found by its id', (gateway) => {
		expect(findGateway(gateway.id)).toBe(gateway);
		expect(findModel(gateway, gateway.defaultModel)).toBeDefined();
	});

	test.each(['', 'AIgateway', undefined, null, 7])('%p is no gateway', (id) => {
		expect(findGateway(id)).toBeUndefined();
	});

	test.each(gateways)('every model of $label has a usual time', ({ models }) => {
		for (const { typicalSeconds } of models) {
			expect(typicalSeconds).toBeGreaterThan(0);
			expect(typicalSeconds).toBeLessThan(1800);
		}
	});

	/** segmind.com/models/minimax-ai: ~177.52 s; docs.aimlapi.com: 1 min 38 s and 1 min 9 s. */
	test.each([
		[segmind, 'minimax-ai', 178],
		[segmind, 'minimax-ai-director', 155],
		[segmind, 'minimax-hailuo-2', 173],
		[segmind, 'hailuo-2.3-fast', 113],
		[aimlapi, 'minimax/hailuo-2.3', 98],
		[aimlapi, 'minimax/hailuo-2.3-fast', 69],
	])('of $label: %s takes the time that its page gives', (gateway, id, seconds) => {
		expect(modelOf(gateway, id).typicalSeconds).toBe(seconds);
	});

	test('"Automatic" means the model for what is given', () => {
		const firstFrame = picture(useapi);
		expect(resolveModel(useapi, { model: 'auto', prompt })).toBe('T2V-01');
		expect(resolveModel(useapi, { model: 'auto', prompt, firstFrame })).toBe('I2V-01');
		expect(resolveModel(pixazo, { model: 'auto', prompt })).toBe('hailuo-text-to-video');
		expect(resolveModel(pixazo, { model: 'auto', prompt, firstFrame })).toBe(
			'hailuo-image-to-video',
		);
		expect(resolveModel(useapi, { model: 'Sora-2', prompt })).toBe('Sora-2');
		expect(resolveModel(useapi, { model: 'newer', prompt })).toBe('newer');
	});
});

describe('the row of a model that a request means', () => {
	const of = (gateway: Gateway, id: string, request: Partial<VideoRequest>) => {
		const clip = clipFor(modelOf(gateway, id), request);
		return clip && [clip.resolution, clip.durationSeconds];
	};

	test.each<[string, Gateway, string, Partial<VideoRequest>, unknown]>([
		['nothing set: the first', aimlapi, 'minimax/hailuo-02', {}, ['768P', 6]],
		['a length alone', aimlapi, 'minimax/hailuo-02', { durationSeconds: 10 }, ['768P', 10]],
		['a size alone', aimlapi, 'minimax/hailuo-02', { resolution: '1080p' }, ['1080P', 6]],
		[
			'a size without the first length',
			useapi,
			'Sora-2',
			{ durationSeconds: 12 },
			['720p', 12],
		],
		['4K of Veo', useapi, 'Veo-3.1', { resolution: '4K' }, ['4k', 8]],
		['a size of Seedance', useapi, 'Seedance-2.0', { resolution: '1080' }, ['1080', 5]],
		['no such row', useapi, '02', { durationSeconds: 10, resolution: '1080p' }, undefined],
		['no rows', segmind, 'minimax-ai', { durationSeconds: 6 }, undefined],
	])('%s', (_name, gateway, id, request, row) => {
		expect(of(gateway, id, request)).toEqual(row);
	});

	test('is the first that agrees where the one of the first row does not exist', () => {
		const clips = [
			{ resolution: '720p', durationSeconds: 4 },
			{ resolution: '1080p', durationSeconds: 8 },
			{ resolution: '4k', durationSeconds: 8 },
		];
		const model = { id: 'a', name: 'A', typicalSeconds: 60, clips };
		expect(clipFor(model, { durationSeconds: 8 })).toBe(clips[1]);
		expect(clipFor(model, { resolution: '4K' })).toBe(clips[2]);
	});
});

interface Price {
	gateway: Gateway;
	model: string;
	wanted?: Partial<VideoRequest>;
	amount: number | undefined;
	currency?: 'USD' | 'credits';
	source: string;
}

const video = (resolution: string, durationSeconds: number) => ({ resolution, durationSeconds });

const onAigateway = 'aigateway.sh/models/minimax, "PER SECOND $0.500"';
const onAiml = 'docs.aimlapi.com, credits_used of the sample at 2,000,000 for 1 USD';
const onPixazo = 'Pixazo, "MiniMax Hailuo AI API Pricing": All Resolution, 6, $0.35';
const onSegmind = 'segmind.com/models/minimax-ai, "$0.625 per generation"';
const inLlms = 'segmind.com/llms.txt, average';
const onUseapi = 'useapi.net, post-minimax-videos-create, "Credits estimator"';

/** Hailuo 01 of useapi.net: 25 credits each. */
const hailuo01 = [
	'T2V-01',
	'I2V-01',
	'I2V-01-live',
	'S2V-01',
	'T2V-01-Director',
	'I2V-01-Director',
];

const useapiPrices: ReadonlyArray<
	[models: string[], resolution: string, seconds: number, credits: number]
> = [
	[['02', 'T2V-2.3', 'I2V-2.3'], '768p', 6, 25],
	[['02', 'T2V-2.3', 'I2V-2.3'], '768p', 10, 50],
	[['02', 'T2V-2.3', 'I2V-2.3'], '1080p', 6, 80],
	[['02'], '512p', 6, 12],
	[['02'], '512p', 10, 25],
	[['I2V-2.3-Fast'], '768p', 6, 15],
	[['I2V-2.3-Fast'], '768p', 10, 30],
	[['I2V-2.3-Fast'], '1080p', 6, 50],
	[['Sora-2'], '720p', 4, 40],
	[['Sora-2'], '720p', 8, 80],
	[['Sora-2'], '720p', 12, 120],
	[['Veo-3.1', 'Veo-3.1-S2V'], '720p', 8, 120],
	[['Veo-3.1', 'Veo-3.1-S2V'], '1080p', 8, 120],
	[['Veo-3.1', 'Veo-3.1-S2V'], '4k', 8, 180],
	[['Veo-3.1-Fast', 'Veo-3.1-S2V-Fast'], '720p', 8, 60],
	[['Veo-3.1-Fast', 'Veo-3.1-S2V-Fast'], '1080p', 8, 60],
	[['Veo-3.1-Fast', 'Veo-3.1-S2V-Fast'], '4k', 8, 90],
];

const MINIMAX_01 = 'minimax/minimax-video-01-image-to-video';
const DIRECTOR = 'minimax/minimax-video-01-director-image-to-video';

const prices: Price[] = [
	{
		gateway: aigateway,
		model: MINIMAX_01,
		wanted: { durationSeconds: 5 },
		amount: 2.5,
		source: onAigateway,
	},
	{
		gateway: aigateway,
		model: MINIMAX_01,
		wanted: { durationSeconds: 6.3 },
		amount: 3.15,
		source: onAigateway,
	},
	{
		gateway: aigateway,
		model: DIRECTOR,
		wanted: { durationSeconds: 6 },
		amount: 3,
		source: onAigateway,
	},
	{ gateway: aigateway, model: MINIMAX_01, amount: undefined, source: 'length not known' },
	{ gateway: aimlapi, model: 'minimax/hailuo-2.3', amount: 0.294, source: onAiml },
	{ gateway: aimlapi, model: 'minimax/hailuo-2.3-fast', amount: 0.1995, source: onAiml },
	{
		gateway: aimlapi,
		model: 'minimax/hailuo-2.3',
		wanted: { durationSeconds: 10 },
		amount: undefined,
		source: 'no sample',
	},
	{ gateway: aimlapi, model: 'video-01', amount: undefined, source: 'no sample' },
	{ gateway: pixazo, model: 'hailuo-image-to-video', amount: 0.35, source: onPixazo },
	...[video('768P', 6), video('1080P', 6)].map((wanted) => ({
		gateway: pixazo,
		model: 'hailuo-image-to-video',
		wanted,
		amount: 0.35,
		source: onPixazo,
	})),
	{
		gateway: pixazo,
		model: 'hailuo-image-to-video',
		wanted: { durationSeconds: 10 },
		amount: undefined,
		source: 'no price for 10 s',
	},
	{ gateway: segmind, model: 'minimax-ai', amount: 0.625, source: onSegmind },
	...Object.entries({
		'minimax-ai-director': 0.625,
		'minimax-hailuo-2': 0.3875,
		'hailuo-2.3': 0.529,
		'hailuo-2.3-fast': 0.387,
	}).map(([model, amount]) => ({ gateway: segmind, model, amount, source: inLlms })),
	...hailuo01.map((model) => ({
		gateway: useapi,
		model,
		amount: 25,
		currency: 'credits' as const,
		source: onUseapi,
	})),
	...useapiPrices.flatMap(([ids, resolution, seconds, amount]) =>
		ids.map((model) => ({
			gateway: useapi,
			model,
			wanted: video(resolution, seconds),
			amount,
			currency: 'credits' as const,
			source: onUseapi,
		})),
	),
	{ gateway: useapi, model: '02', amount: undefined, source: 'the default option is not told' },
	{ gateway: useapi, model: 'Seedance-2.0', amount: undefined, source: 'no published price' },
	{ gateway: useapi, model: 'newer', amount: undefined, source: 'not in the table' },
];

describe('the estimated cost', () => {
	const titled = prices.map((price) => ({
		...price,
		title: `${price.gateway.label} ${price.model} ${JSON.stringify(price.wanted ?? {})}`,
		shown: price.amount ?? 'unknown',
	}));
	test.each(titled)('of $title is $shown ($source)', (price) => {
		const { gateway, model, wanted, amount, currency = 'USD' } = price;
		expect(estimateCost(gateway, { model, prompt, ...wanted })).toEqual(
			amount === undefined ? undefined : { amount, currency, basis: 'estimate' },
		);
	});

	test('is there for every row of useapi.net but Seedance', () => {
		const rows = useapi.models
			.filter(({ id }) => !id.startsWith('Seedance'))
			.flatMap((model) => clipsOf(model).map((clip) => ({ model: model.id, ...clip })));
		const priced = useapiPrices.flatMap(([ids]) => ids);
		expect(rows).toHaveLength(priced.length);
	});
});

describe('a request is fitted to its model', () => {
	const everything = {
		durationSeconds: 6,
		resolution: '768P',
		aspectRatio: '16:9',
		subjectReferences: [picture(aimlapi, 2)],
		promptOptimizer: false,
		fastPretreatment: true,
		watermark: true,
	} satisfies Partial<VideoRequest>;

	test('what the model does not take is left out, each with a warning that names it', () => {
		const { request, warnings } = fitToModel(segmind, {
			model: 'minimax-ai-director',
			prompt,
			...everything,
		});
		expect(request).toEqual({ model: 'minimax-ai-director', prompt, promptOptimizer: false });
		const name = 'MiniMax Video 01 Director';
		expect(warnings).toEqual(
			[
				'Duration',
				'Resolution',
				'Aspect Ratio',
				'Subject References',
				'Fast Pretreatment',
				'AI Watermark',
			].map((label) => `${label} was not sent: ${name} does not take it.`),
		);
	});

	test.each(gateways.flatMap((gateway) => gateway.models.map((model) => ({ gateway, model }))))(
		'what $model.id takes is kept, without a warning',
		({ gateway, model }) => {
			const wanted = fullRequest(gateway, model);
			expect(fitToModel(gateway, wanted)).toEqual({ request: wanted, warnings: [] });
		},
	);

	test('the request that was handed in is not changed', () => {
		const wanted = { model: 'minimax-ai-director', prompt, ...everything };
		const before = structuredClone(wanted);
		fitToModel(segmind, wanted);
		expect(wanted).toEqual(before);
	});

	test.each([aimlapi, segmind])('$label documents no callbacks', (gateway) => {
		const { request, warnings } = fitToModel(gateway, {
			model: gateway.defaultModel,
			prompt,
			callbackUrl: 'https://example.com',
		});
		expect(request).not.toHaveProperty('callbackUrl');
		expect(warnings.join()).toMatch(
			new RegExp(`^Callback URL was not sent: ${gateway.label} .*Wait For Video`),
		);
	});

	test('the text route of Pixazo documents no callbacks', () => {
		const wanted = { prompt, callbackUrl: 'https://example.com' };
		const fromText = fitToModel(pixazo, { ...wanted, model: 'hailuo-text-to-video' });
		expect(fromText.request).not.toHaveProperty('callbackUrl');
		expect(fromText.warnings.join()).toContain('Pixazo (Hailuo Text to Video)');
		const fromImage = fitToModel(pixazo, { ...wanted, model: 'hailuo-image-to-video' });
		expect(fromImage.request).toHaveProperty('callbackUrl');
		expect(fromImage.warnings).toEqual([]);
	});

	test.each(gateways)('a callback reference stays with the job at $label too', (gateway) => {
		const { request, warnings } = fitToModel(gateway, {
			...leastRequest(gateway, modelOf(gateway, gateway.defaultModel)),
			callbackReference: 'mine',
		});
		expect(request.callbackReference).toBe('mine');
		expect(warnings).toEqual([]);
		const sent = JSON.stringify(gateway.submit(request).request.body);
		expect(sent.includes('mine')).toBe(gateway.callbacks === 'urlAndReference');
	});

	/** A model that is not in the table: whatever the user set goes out, or its absence is told. */
	const inputs: ReadonlyArray<[keyof VideoRequest, Partial<VideoRequest>, unknown]> = [
		[
			'endFrame',
			{ endFrame: { kind: 'url', url: 'https://e.com/end.jpg' } },
			'https://e.com/end.jpg',
		],
		[
			'subjectReferences',
			{ subjectReferences: [{ kind: 'url', url: 'https://e.com/ref.jpg' }] },
			'https://e.com/ref.jpg',
		],
		['durationSeconds', { durationSeconds: 77 }, 77],
		['resolution', { resolution: '8K' }, '8K'],
		['aspectRatio', { aspectRatio: '2:1' }, '2:1'],
		['promptOptimizer', { promptOptimizer: true }, true],
		['fastPretreatment', { fastPretreatment: true }, true],
		['watermark', { watermark: true }, true],
	];
	const cases = [aigateway, aimlapi, segmind, useapi].flatMap((gateway) =>
		inputs.map(([key, fields, value]) => ({ gateway, key, fields, value })),
	);
	test.each(cases)(
		'$key of a model that $gateway.label has not in its table is sent, or told',
		({ gateway, fields, value }) => {
			const wanted: VideoRequest = {
				model: 'newer/model',
				prompt,
				firstFrame: { kind: 'url', url: 'https://e.com/first.jpg' },
				...fields,
			};
			const problems = checkRequest(gateway, wanted);
			const { request, warnings } = fitToModel(gateway, wanted);
			const sent = Object.values(gateway.submit(request).request.body ?? {}).flat();
			expect(problems.length + warnings.length > 0 || sent.includes(value)).toBe(true);
		},
	);
});
