import { findGateway, gateways } from '../../../gateways';
import { aigateway } from '../../../gateways/adapters/aigateway';
import { aimlapi } from '../../../gateways/adapters/aimlapi';
import { checkRequest } from '../../../gateways/request/checks';
import type { Gateway, RequestField, VideoRequest } from '../../../gateways/gateway';
import { fitToModel } from '../../../gateways/request/fit';
import { withoutFields } from '../../../gateways/request/inputs';
import { findFormat, findModel, resolveModel } from '../../../gateways/request/models';
import { estimateCost } from '../../../gateways/request/prices';
import { pixazo } from '../../../gateways/adapters/pixazo';
import { segmind } from '../../../gateways/adapters/segmind';
import { useapi } from '../../../gateways/adapters/useapi';
import { fullRequest, leastRequest, modelOf, picture } from './bench';
import { bodyOf } from './sentBody';

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
		[segmind, 'hailuo-2.3', 157],
		[segmind, 'hailuo-2.3-fast', 113],
		[segmind, 'hailuo-02-fast', 80],
		// 4 to 5 minutes for 6 s
		[aimlapi, 'minimax/hailuo-02', 270],
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
		const clip = findFormat(modelOf(gateway, id), request);
		return clip && [clip.resolution, clip.durationSeconds];
	};

	test.each<[string, Gateway, string, Partial<VideoRequest>, unknown]>([
		['nothing set: the first', aimlapi, 'minimax/hailuo-02', {}, ['768P', 6]],
		['nothing set, another than the first', segmind, 'hailuo-2.3-fast', {}, ['1080p', 6]],
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
		const formats = [
			{ resolution: '720p', durationSeconds: 4 },
			{ resolution: '1080p', durationSeconds: 8 },
			{ resolution: '4k', durationSeconds: 8 },
		];
		const model = { id: 'a', name: 'A', typicalSeconds: 60, formats };
		expect(findFormat(model, { durationSeconds: 8 })).toBe(formats[1]);
		expect(findFormat(model, { resolution: '4K' })).toBe(formats[2]);
	});
});

/** The prices themselves: prices.test.ts. */
describe('the estimated cost', () => {
	const first = 'minimax/minimax-video-01-image-to-video';

	test.each([
		{ gateway: aigateway, model: first, why: 'the length is not known' },
		{
			gateway: aimlapi,
			model: 'minimax/hailuo-2.3',
			durationSeconds: 10,
			why: 'no sample of that length',
		},
		{ gateway: aimlapi, model: 'video-01', why: 'no sample' },
		{ gateway: segmind, model: 'minimax-hailuo-2', why: 'an average is no price' },
		{ gateway: segmind, model: 'minimax-ai-director', why: 'an average is no price' },
		{
			gateway: pixazo,
			model: 'hailuo-image-to-video',
			durationSeconds: 10,
			why: 'no price for 10 s',
		},
		{ gateway: useapi, model: '02', why: 'the default option is not told' },
		{ gateway: useapi, model: 'Seedance-2.0', why: 'no published price' },
		{ gateway: useapi, model: 'newer', why: 'not in the table' },
	])('of $gateway.label $model is unknown: $why', ({ gateway, model, durationSeconds }) => {
		const wanted = durationSeconds === undefined ? {} : { durationSeconds };
		expect(estimateCost(gateway, { model, prompt, ...wanted })).toBeUndefined();
	});

	test('is that of the default length and size where nothing is set, and for any length where it is by the second', () => {
		const cost = (gateway: Gateway, model: string, wanted: Partial<VideoRequest> = {}) =>
			estimateCost(gateway, { model, prompt, ...wanted })?.amount;
		expect(cost(aimlapi, 'minimax/hailuo-2.3')).toBe(0.294);
		expect(cost(pixazo, 'hailuo-image-to-video')).toBe(0.35);
		expect(cost(aigateway, first, { durationSeconds: 6.3 })).toBe(3.15);
		expect(cost(segmind, 'hailuo-2.3')).toBe(0.35);
		// 1080p is its default, and the dearest that its page prints.
		expect(cost(segmind, 'hailuo-2.3-fast')).toBe(0.41);
		expect(cost(segmind, 'hailuo-2.3-fast', { resolution: '768p' })).toBe(0.24);
	});
});

describe('a request is fitted to its model', () => {
	const everything = {
		durationSeconds: 6,
		resolution: '768P',
		aspectRatio: '16:9',
		subjectReferences: [picture(aimlapi, 2)],
		inputs: { promptOptimizer: false, fastPretreatment: true, watermark: true },
	} satisfies Partial<VideoRequest>;

	test('what the model does not take is left out, each with a notice that names it', () => {
		const { request, notices, dropped } = fitToModel(segmind, {
			model: 'minimax-ai-director',
			prompt,
			...everything,
		});
		expect(request).toEqual({
			model: 'minimax-ai-director',
			prompt,
			inputs: { promptOptimizer: false },
		});
		const fields = [
			'durationSeconds',
			'resolution',
			'aspectRatio',
			'subjectReferences',
			'fastPretreatment',
			'watermark',
		];
		expect(dropped).toEqual(fields);
		expect(notices).toEqual(
			fields.map((field) => ({
				code: 'notSent',
				field,
				gateway: 'Segmind',
				model: 'MiniMax Video 01 Director',
			})),
		);
	});

	test.each(gateways.flatMap((gateway) => gateway.models.map((model) => ({ gateway, model }))))(
		'what $model.id takes is kept, without a notice',
		({ gateway, model }) => {
			const full = fullRequest(gateway, model);
			// A ratio that the picture decides: see unsent.test.ts.
			const lost = (model.unsent?.(full) ?? []).map(({ field }) => field);
			const wanted = withoutFields(full, lost);
			expect(fitToModel(gateway, wanted)).toEqual({
				request: wanted,
				dropped: [],
				notices: [],
			});
		},
	);

	test('the request that was handed in is not changed', () => {
		const wanted = { model: 'minimax-ai-director', prompt, ...everything };
		const before = structuredClone(wanted);
		fitToModel(segmind, wanted);
		expect(wanted).toEqual(before);
	});

	test.each([aimlapi, segmind])('$label documents no callbacks', (gateway) => {
		const { request, notices, dropped } = fitToModel(gateway, {
			model: gateway.defaultModel,
			prompt,
			callbackUrl: 'https://example.com',
		});
		expect(request).not.toHaveProperty('callbackUrl');
		expect(dropped).toEqual(['callbackUrl']);
		expect(notices).toEqual([{ code: 'noCallbacks', gateway: gateway.label }]);
	});

	test('the text route of Pixazo documents no callbacks', () => {
		const wanted = { prompt, callbackUrl: 'https://example.com' };
		const fromText = fitToModel(pixazo, { ...wanted, model: 'hailuo-text-to-video' });
		expect(fromText.request).not.toHaveProperty('callbackUrl');
		expect(fromText.notices).toEqual([
			{ code: 'noCallbacks', gateway: 'Pixazo', model: 'Hailuo Text to Video' },
		]);
		const fromImage = fitToModel(pixazo, { ...wanted, model: 'hailuo-image-to-video' });
		expect(fromImage.request).toHaveProperty('callbackUrl');
		expect(fromImage.notices).toEqual([]);
	});

	test.each(gateways)('a callback reference stays with the job at $label too', (gateway) => {
		const { request, notices } = fitToModel(gateway, {
			...leastRequest(gateway, modelOf(gateway, gateway.defaultModel)),
			callbackReference: 'mine',
		});
		expect(request.callbackReference).toBe('mine');
		expect(notices).toEqual([]);
		const sent = JSON.stringify(bodyOf(gateway.submit(request).request));
		expect(sent.includes('mine')).toBe(gateway.callbacks?.reference ?? false);
	});

	/** A model that is not in the table: whatever the user set goes out, or there is a notice or a problem. */
	const inputs: ReadonlyArray<[RequestField, Partial<VideoRequest>, unknown]> = [
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
		['promptOptimizer', { inputs: { promptOptimizer: true } }, true],
		['fastPretreatment', { inputs: { fastPretreatment: true } }, true],
		['watermark', { inputs: { watermark: true } }, true],
		['seed', { inputs: { seed: 77 } }, 77],
		['negativePrompt', { inputs: { negativePrompt: 'fog' } }, 'fog'],
		['audio', { inputs: { audio: false } }, false],
		['cameraMovement', { inputs: { cameraMovement: ['Zoom in'] } }, '[Zoom in] A paper boat'],
	];
	const cases = [aigateway, aimlapi, segmind, useapi].flatMap((gateway) =>
		inputs.map(([key, fields, value]) => ({ gateway, key, fields, value })),
	);
	test.each(cases)(
		'$key of a model that $gateway.label has not in its table is sent, or found not to be',
		({ gateway, key, fields, value }) => {
			const wanted: VideoRequest = {
				model: 'newer/model',
				prompt,
				firstFrame: { kind: 'url', url: 'https://e.com/first.jpg' },
				...fields,
			};
			const problems = checkRequest(gateway, wanted);
			const { request, notices } = fitToModel(gateway, wanted);
			const sent = Object.values(gateway.submit(request).request.body ?? {}).flat();
			const found = [...problems, ...notices].filter(
				(one) => 'field' in one && one.field === key,
			);
			expect(found.length > 0).not.toBe(sent.includes(value));
		},
	);
});
