import { gateways } from '../../../gateways';
import { aigateway } from '../../../gateways/adapters/aigateway';
import { aimlapi } from '../../../gateways/adapters/aimlapi';
import { imageKinds } from '../../../gateways/bytes/fileKind';
import { checkRequest } from '../../../gateways/request/checks';
import type {
	Fault,
	Gateway,
	ImageInput,
	InputValues,
	RequestField,
	RequestProblem,
	VideoModel,
	VideoRequest,
} from '../../../gateways/gateway';
import { fitToModel } from '../../../gateways/request/fit';
import { listFormats } from '../../../gateways/request/models';
import { pixazo } from '../../../gateways/adapters/pixazo';
import { segmind } from '../../../gateways/adapters/segmind';
import { useapi } from '../../../gateways/adapters/useapi';
import { FACTS } from '../../facts';
import type { GatewayFacts } from '../../facts/types';
import type { GatewayId } from '../../support/simulator';
import { allowedRequests, leastRequest, modelOf, picture } from './bench';
import { jpeg, png, webp } from './images';

/** Every model of every gateway, but the rows that stand for another. */
const models = gateways.flatMap((gateway) =>
	gateway.models
		.filter((model) => !model.resolve)
		.map((model) => ({ name: `${gateway.label}, ${model.id}`, gateway, model })),
);

const only = <Key extends keyof VideoModel>(key: Key, values: ReadonlyArray<VideoModel[Key]>) =>
	models.filter(({ model }) => values.includes(model[key]));

const url = (address: string): ImageInput => ({ kind: 'url', url: address });
const fileOf = (account: string, file = 1): ImageInput => ({
	kind: 'reference',
	reference: `user:1-minimax:${account}-file:${file}`,
});
const pngBytes = (width = 1280, height = 720): ImageInput => ({
	kind: 'bytes',
	bytes: png(width, height),
	mimeType: 'image/png',
});

/** That there is a problem of this field with these facts. How it reads: test/unit/nodes/sentences.test.ts. */
function expectProblem(problems: RequestProblem[], field: RequestField, fault: Fault): void {
	expect(problems).toContainEqual({ field, ...fault });
}

const fieldsOf = (problems: RequestProblem[]): RequestField[] => problems.map(({ field }) => field);

/** The values that the rows of a model have for one of their fields, each once. */
function offeredBy<Key extends 'durationSeconds' | 'resolution'>(model: VideoModel, key: Key) {
	return [...new Set(listFormats(model).map((row) => row[key]!))];
}

const problemsOf = (gateway: Gateway, model: VideoModel, fields: Partial<VideoRequest>) =>
	checkRequest(gateway, { ...leastRequest(gateway, model), ...fields });

/** No page of AIgateway gives limits, and a second costs $0.50. */
describe('what looks like a slip where no limits are documented', () => {
	const ids = aigateway.models.map(({ id }) => id);
	const problems = (model: string, fields: Partial<VideoRequest>) =>
		checkRequest(aigateway, { model, prompt: 'A lake', ...fields });

	test.each(ids)('%s: a length over 15 s is refused', (id) => {
		const found = problems(id, { durationSeconds: 37 });
		expect(found).toEqual([
			{ field: 'durationSeconds', code: 'implausible', value: 37, most: 15 },
		]);
		expect(problems(id, { durationSeconds: 15 })).toEqual([]);
		expect(problems(id, { durationSeconds: 15.1 })).toHaveLength(1);
	});

	test.each(['HD', 'FHD', 'high', '1080 pixels', '6', 'x', '768p-6sec', ''])(
		'the resolution %p is refused',
		(resolution) => {
			expect(problems(ids[0]!, { resolution })).toEqual([
				{ field: 'resolution', code: 'implausible', value: resolution },
			]);
		},
	);

	test.each(['720p', '1080P', '768P', '720', '2K', '4k', '1920x1080', '1920 x 1080', '480p '])(
		'the resolution %p is taken',
		(resolution) => {
			expect(problems(ids[0]!, { resolution })).toEqual([]);
		},
	);

	test('goes out all the same with Additional Fields', () => {
		const additionalFields = { duration: 37, resolution: 'HD' };
		const wanted = { model: ids[0]!, prompt: 'A lake', additionalFields };
		expect(checkRequest(aigateway, wanted)).toEqual([]);
		expect(aigateway.submit(wanted).request.body).toMatchObject(additionalFields);
	});
});

describe('a request that the model table allows', () => {
	test.each(gateways)('holds no problem at $label', (gateway) => {
		const found = allowedRequests(gateway).filter(
			({ request }) => checkRequest(gateway, request).length > 0,
		);
		expect(found).toEqual([]);
	});

	test.each(gateways)('is the default of $label with a prompt alone', (gateway) => {
		const request = leastRequest(gateway, modelOf(gateway, gateway.defaultModel));
		expect(Object.keys(request).sort()).toEqual(['model', 'prompt']);
		expect(checkRequest(gateway, request)).toEqual([]);
	});
});

describe('Prompt', () => {
	/** Required on every page but useapi.net's, "prompt is optional". */
	const required = models.filter(({ gateway }) => gateway !== useapi);

	test.each(required)('empty is a problem for $name', ({ gateway, model }) => {
		for (const prompt of ['', '   ', '\n\t']) {
			expectProblem(problemsOf(gateway, model, { prompt }), 'prompt', { code: 'empty' });
		}
	});

	const withImage = required.filter(({ model }) => model.firstFrame === 'optional');
	test.each(withImage)('empty beside an image is one for $name too', ({ gateway, model }) => {
		const fields = { prompt: '', firstFrame: picture(gateway) };
		expectProblem(problemsOf(gateway, model, fields), 'prompt', { code: 'empty' });
	});

	test.each(
		models.filter(({ gateway, model }) => gateway === useapi && model.firstFrame !== undefined),
	)('may be empty for $name beside an image', ({ gateway, model }) => {
		const fields = { prompt: '', firstFrame: picture(gateway) };
		expect(problemsOf(gateway, model, fields)).toEqual([]);
	});

	/** AI/ML API: the page of video-01 and MiniMax/*.json; Pixazo: /imageToVideo; useapi.net: create, Postman. */
	const limits = models
		.filter(({ gateway }) => [aimlapi, pixazo, useapi].includes(gateway))
		.map((row) => ({
			...row,
			limit: row.model.id.startsWith('minimax/h3')
				? 7000
				: row.model.id.startsWith('Seedance')
					? 7500
					: 2000,
		}));
	test.each(limits)(
		'of $limit characters is taken by $name, one more is not',
		({ gateway, model, limit }) => {
			const ofLength = (length: number) =>
				problemsOf(gateway, model, { prompt: 'x'.repeat(length) });
			expect(ofLength(limit)).toEqual([]);
			expectProblem(ofLength(limit + 1), 'prompt', {
				code: 'tooLong',
				length: limit + 1,
				most: limit,
				whose: 'model',
			});
		},
	);
});

describe('Image', () => {
	test.each(only('firstFrame', ['required']))('is missed by $name', ({ gateway, model }) => {
		const request = { model: model.id, prompt: 'A paper boat' };
		expectProblem(checkRequest(gateway, request), 'firstFrame', { code: 'missing' });
	});

	test.each(only('firstFrame', [undefined, 'unsupported']))(
		'is refused by $name',
		({ gateway, model }) => {
			const problems = problemsOf(gateway, model, { firstFrame: picture(gateway) });
			expectProblem(problems, 'firstFrame', { code: 'unsupported' });
		},
	);

	const taking = only('firstFrame', ['required', 'optional']);
	const badAddresses = ['example.com/a.jpg', 'ftp://example.com/a.jpg', 'file:///a.jpg', 'a b'];
	test.each(badAddresses)('at %s is no web address', (address) => {
		for (const gateway of gateways) {
			const { model } = taking.find((row) => row.gateway === gateway)!;
			const problems = problemsOf(gateway, model, { firstFrame: url(address) });
			expectProblem(problems, 'firstFrame', { code: 'notAnAddress', value: address });
		}
	});

	test('given as bytes is refused by AIgateway, which documents addresses only', () => {
		const model = modelOf(aigateway, aigateway.defaultModel);
		const problems = problemsOf(aigateway, model, { firstFrame: pngBytes() });
		expectProblem(problems, 'firstFrame', { code: 'bytesRefused' });
	});

	test.each(gateways.filter(({ images }) => images.bytes !== 'refused'))(
		'given as bytes is taken by $label',
		(gateway) => {
			const { model } = taking.find((row) => row.gateway === gateway)!;
			expect(problemsOf(gateway, model, { firstFrame: pngBytes() })).toEqual([]);
		},
	);
});

/** AI/ML API, page of video-01, and Pixazo, "Parameters for /imageToVideo". */
describe('the bytes of an image', () => {
	const jpegBytes = (width: number, height: number): ImageInput => ({
		kind: 'bytes',
		bytes: jpeg(width, height),
		mimeType: 'image/jpeg',
	});
	const webpBytes = (width: number, height: number): ImageInput => ({
		kind: 'bytes',
		bytes: webp(width, height),
		mimeType: 'image/webp',
	});
	const live = modelOf(aimlapi, 'video-01-live2d');
	const hailuo = modelOf(pixazo, 'hailuo-image-to-video');
	const sora = modelOf(useapi, 'Sora-2');

	const tooSmall = (width: number, height: number) =>
		({ code: 'tooSmall', width, height, shortSideOver: 300 }) as const;
	const wrongRatio = (width: number, height: number) =>
		({ code: 'wrongRatio', width, height, from: [2, 5], to: [5, 2] }) as const;
	const notWebp = {
		code: 'wrongKind',
		kind: imageKinds['image/webp'],
		formats: ['image/jpeg', 'image/png'],
	} as const;
	const notHd = {
		code: 'wrongSize',
		width: 1281,
		height: 720,
		sizes: [
			[1280, 720],
			[720, 1280],
		],
	} as const;

	test.each<[string, Gateway, VideoModel, ImageInput, Fault]>([
		['a WebP at AI/ML API', aimlapi, live, webpBytes(1280, 720), notWebp],
		['300 pixels at AI/ML API', aimlapi, live, pngBytes(300, 400), tooSmall(300, 400)],
		['300 pixels at Pixazo', pixazo, hailuo, jpegBytes(500, 300), tooSmall(500, 300)],
		['over 5:2 at AI/ML API', aimlapi, live, jpegBytes(1260, 500), wrongRatio(1260, 500)],
		['under 2:5 at Pixazo', pixazo, hailuo, webpBytes(400, 1010), wrongRatio(400, 1010)],
		['another size than 1280x720 at Sora-2', useapi, sora, pngBytes(1281, 720), notHd],
	])('are refused for %s', (_name, gateway, model, firstFrame, fault) => {
		expectProblem(problemsOf(gateway, model, { firstFrame }), 'firstFrame', fault);
	});

	test.each<[string, Gateway, VideoModel, ImageInput]>([
		['a JPEG at AI/ML API', aimlapi, live, jpegBytes(301, 301)],
		['a PNG at AI/ML API', aimlapi, live, pngBytes(1000, 401)],
		['a WebP at Pixazo', pixazo, hailuo, webpBytes(401, 1000)],
		['an upright picture at Sora-2', useapi, sora, pngBytes(720, 1280)],
		['any size at another model of useapi.net', useapi, modelOf(useapi, '02'), pngBytes(99, 9)],
	])('are taken for %s', (_name, gateway, model, firstFrame) => {
		expect(problemsOf(gateway, model, { firstFrame })).toEqual([]);
	});
});

describe('End Frame', () => {
	const taking = models.filter(({ model }) => model.endFrame);

	test('is taken by the models whose pages say so', () => {
		const told = gateways.flatMap(({ id, label }) => {
			const { endFrames = [] }: GatewayFacts = FACTS[id as GatewayId];
			return endFrames.map((model) => `${label}, ${model}`);
		});
		expect(taking.map(({ name }) => name)).toEqual(told);
	});

	test.each(models.filter(({ model }) => !model.endFrame))(
		'is refused by $name',
		({ gateway, model }) => {
			const problems = problemsOf(gateway, model, { endFrame: picture(gateway, 1) });
			expectProblem(problems, 'endFrame', { code: 'unsupported' });
		},
	);

	test.each<[string, ImageInput, ImageInput]>([
		['address', url('https://example.com/a.jpg'), url('https://example.com/a.jpg')],
		['file of the account', fileOf('1', 7), fileOf('1', 7)],
		['picture as bytes', pngBytes(), pngBytes()],
	])('with the %s of Image is the same picture', (_name, firstFrame, endFrame) => {
		for (const { gateway, model } of taking) {
			const problems = problemsOf(gateway, model, { firstFrame, endFrame });
			expectProblem(problems, 'endFrame', { code: 'sameAs', other: 'firstFrame' });
		}
	});

	test.each<[string, ImageInput, ImageInput]>([
		['address', url('https://example.com/a.jpg'), url('https://example.com/b.jpg')],
		['file', fileOf('1', 7), fileOf('1', 8)],
		['picture as bytes', pngBytes(1280, 720), pngBytes(1280, 721)],
		['kind of picture', url('https://example.com/a.jpg'), fileOf('1', 7)],
	])('with another %s than Image is another picture', (_name, firstFrame, endFrame) => {
		for (const { gateway, model } of taking) {
			expect(problemsOf(gateway, model, { firstFrame, endFrame })).toEqual([]);
		}
	});

	test.each(['512p', '512P'])('does not go with Resolution %s of 02', (resolution) => {
		const fields = { firstFrame: fileOf('1', 1), endFrame: fileOf('1', 2), resolution };
		const problems = problemsOf(useapi, modelOf(useapi, '02'), fields);
		expectProblem(problems, 'endFrame', {
			code: 'onlyWith',
			other: 'resolution',
			values: ['768p', '1080p'],
		});
	});
});

describe('a bad address', () => {
	const h3 = modelOf(aimlapi, 'minimax/h3');
	test.each<[RequestField, number | undefined, Partial<VideoRequest>]>([
		['endFrame', undefined, { endFrame: url('b.jpg') }],
		['subjectReferences', 0, { subjectReferences: [url('b.jpg')] }],
		['subjectReferences', 1, { subjectReferences: [picture(aimlapi), url('b.jpg')] }],
	])('is a problem of its own field, %s %p', (field, index, fields) => {
		const problems = problemsOf(aimlapi, h3, { firstFrame: picture(aimlapi, 3), ...fields });
		const place = index === undefined ? {} : { index };
		expect(problems).toEqual([{ field, code: 'notAnAddress', value: 'b.jpg', ...place }]);
	});
});

describe('Duration and Resolution', () => {
	/** MiniMax makes 1080P with 6 s only (platform.minimax.io, video-generation-i2v and -t2v). */
	const fullHd = models.filter(({ model }) => {
		if (!/hailuo|^(T2V-2|I2V-2|02$)/.test(`${model.family ?? ''} ${model.id}`)) return false;
		const rows = listFormats(model);
		return (
			rows.some(({ resolution }) => resolution?.toLowerCase() === '1080p') &&
			rows.some(({ durationSeconds }) => durationSeconds === 10)
		);
	});

	test('1080P with 10 s can be meant at these models', () => {
		const ids = fullHd.map(({ model }) => model.id);
		expect(ids).toEqual(
			expect.arrayContaining([
				'minimax/hailuo-02',
				'minimax/hailuo-2.3',
				'minimax/hailuo-2.3-fast',
				'hailuo-image-to-video',
				'hailuo-2.3',
				'hailuo-2.3-fast',
				'02',
				'T2V-2.3',
				'I2V-2.3',
				'I2V-2.3-Fast',
			]),
		);
	});

	test.each(fullHd)('1080P with 10 s is a problem for $name', ({ gateway, model }) => {
		for (const resolution of ['1080P', '1080p']) {
			const problems = problemsOf(gateway, model, { resolution, durationSeconds: 10 });
			expectProblem(problems, 'durationSeconds', {
				code: 'notTogether',
				value: 10,
				other: 'resolution',
				otherValue: resolution,
				offered: [6],
			});
		}
	});

	const fixed = models.filter(({ model }) => listFormats(model).length > 0);

	test.each(fixed)('a length that $name does not make is a problem', ({ gateway, model }) => {
		for (const durationSeconds of [1, 7.5, 60]) {
			const problems = problemsOf(gateway, model, { durationSeconds });
			if (listFormats(model).some((clip) => clip.durationSeconds)) {
				expectProblem(problems, 'durationSeconds', {
					code: 'notOffered',
					value: durationSeconds,
					offered: offeredBy(model, 'durationSeconds'),
				});
				continue;
			}
			// The model has sizes but no lengths: Duration is left out with a notice.
			expect(problems).toEqual([]);
			const wanted = { ...leastRequest(gateway, model), durationSeconds };
			expect(fitToModel(gateway, wanted).notices).toEqual([
				{
					code: 'notSent',
					field: 'durationSeconds',
					gateway: gateway.label,
					model: model.name,
				},
			]);
		}
	});

	test.each(fixed)('a size that $name does not make is a problem', ({ gateway, model }) => {
		const problems = problemsOf(gateway, model, { resolution: '4320P' });
		if (!listFormats(model).some((clip) => clip.resolution)) {
			// The model has lengths but no sizes: Resolution is left out with a notice.
			expect(problems).toEqual([]);
			return;
		}
		expectProblem(problems, 'resolution', {
			code: 'notOffered',
			value: '4320P',
			offered: offeredBy(model, 'resolution'),
		});
	});

	test.each(models)('0, negative or no number is no length for $name', ({ gateway, model }) => {
		for (const durationSeconds of [0, -6, Number.NaN]) {
			const problems = problemsOf(gateway, model, { durationSeconds });
			expectProblem(problems, 'durationSeconds', { code: 'notPositive' });
		}
	});

	test('512p of 02 needs an image', () => {
		const wanted = { resolution: '512p', durationSeconds: 10 };
		const problems = problemsOf(useapi, modelOf(useapi, '02'), wanted);
		expectProblem(problems, 'resolution', { code: 'needsFirstFrame', value: '512p' });
		const withImage = { ...wanted, firstFrame: fileOf('1') };
		expect(problemsOf(useapi, modelOf(useapi, '02'), withImage)).toEqual([]);
	});

	test.each(fixed)('each length or size alone is taken by $name', ({ gateway, model }) => {
		for (const { durationSeconds, resolution, needsFirstFrame } of listFormats(model)) {
			const image = needsFirstFrame ? { firstFrame: picture(gateway) } : {};
			if (durationSeconds !== undefined) {
				expect(problemsOf(gateway, model, { durationSeconds, ...image })).toEqual([]);
			}
			if (resolution !== undefined) {
				expect(problemsOf(gateway, model, { resolution, ...image })).toEqual([]);
			}
		}
	});
});

describe('Aspect Ratio', () => {
	const fixed = models.filter(({ model }) => Array.isArray(model.aspectRatios));

	test.each(fixed)('that $name does not make is a problem', ({ gateway, model }) => {
		const problems = problemsOf(gateway, model, { aspectRatio: '2:1' });
		const offered = model.aspectRatios as readonly string[];
		expect(offered).toContain('16:9');
		expectProblem(problems, 'aspectRatio', { code: 'notOffered', value: '2:1', offered });
	});

	/** MiniMax/h3.json of docs.aimlapi.com: "text-only generation cannot be `adaptive`". */
	test('adaptive of Hailuo H3 needs a picture to adapt to', () => {
		const h3 = modelOf(aimlapi, 'minimax/h3');
		const aspectRatio = 'adaptive';
		expectProblem(problemsOf(aimlapi, h3, { aspectRatio }), 'aspectRatio', {
			code: 'needsPicture',
			value: 'adaptive',
		});
		const firstFrame = picture(aimlapi);
		expect(problemsOf(aimlapi, h3, { aspectRatio, firstFrame })).toEqual([]);
	});
});

describe('Subject References', () => {
	test.each(models.filter(({ model }) => model.subjectReferences))(
		'one too many for $name are a problem',
		({ gateway, model }) => {
			const most = model.subjectReferences!;
			const of = (length: number) =>
				problemsOf(gateway, model, {
					...(model.firstFrame ? { firstFrame: picture(gateway) } : {}),
					subjectReferences: Array.from({ length }, (_, index) =>
						gateway === useapi ? fileOf('987654321', index) : picture(gateway, index),
					),
				});
			expect(of(most)).toEqual([]);
			expectProblem(of(most + 1), 'subjectReferences', {
				code: 'tooMany',
				count: most + 1,
				most,
			});
		},
	);

	/** MiniMax/h3.json of docs.aimlapi.com: `reference_image_urls` are links, `image_url` may be Base64. */
	test('given as bytes are refused by AI/ML API, and taken by Segmind, which uploads them', () => {
		const subjectReferences = [pngBytes()];
		const h3 = problemsOf(aimlapi, modelOf(aimlapi, 'minimax/h3'), { subjectReferences });
		expectProblem(h3, 'subjectReferences', { code: 'bytesRefused' });
		const video01 = modelOf(segmind, 'minimax-ai');
		expect(problemsOf(segmind, video01, { subjectReferences })).toEqual([]);
	});

	test('add to Image at useapi.net, so that one without Image is a problem', () => {
		const problems = checkRequest(useapi, {
			model: 'Seedance-2.0',
			prompt: 'a',
			subjectReferences: [fileOf('1')],
		});
		expectProblem(problems, 'firstFrame', { code: 'missing', for: 'subjectReferences' });
	});

	test('at a model without image and references do not ask for an image', () => {
		const problems = problemsOf(useapi, modelOf(useapi, 'T2V-01'), {
			subjectReferences: [fileOf('1')],
		});
		expect(fieldsOf(problems)).not.toContain('firstFrame');
	});
});

describe('Callback URL', () => {
	test.each(['example.com', 'ftp://example.com', 'mailto:a@example.com', ' '])(
		'%j is no web address',
		(callbackUrl) => {
			for (const gateway of gateways) {
				const model = modelOf(gateway, gateway.defaultModel);
				const problems = problemsOf(gateway, model, { callbackUrl });
				const fault = { code: 'notAnAddress', value: callbackUrl } as const;
				expectProblem(problems, 'callbackUrl', fault);
			}
		},
	);

	const ofAiGateway = (callbackUrl: string) =>
		problemsOf(aigateway, modelOf(aigateway, aigateway.defaultModel), { callbackUrl });

	/** OpenAPI file of AIgateway: "HTTPS URL to POST on completion". */
	test.each([
		'http://example.com/hook',
		'HTTP://example.com/hook',
		'http://localhost.example.com/hook',
		'http://127.example.com/hook',
		' http://example.com/hook',
	])('%j is not https, which AIgateway asks for', (callbackUrl) => {
		expectProblem(ofAiGateway(callbackUrl), 'callbackUrl', {
			code: 'notHttps',
			value: callbackUrl,
		});
	});

	test.each([
		'https://example.com/hook',
		'http://localhost:5678/hook',
		'http://127.0.0.1:5678/hook',
		'http://[::1]:5678/hook',
	])('%s is taken by AIgateway', (callbackUrl) => {
		expect(ofAiGateway(callbackUrl)).toEqual([]);
	});

	const tooLong = { code: 'tooLong', length: 1025, most: 1024, whose: 'gateway' } as const;
	const padded = (length: number) => 'https://example.com/'.padEnd(length, 'x');
	const model = modelOf(useapi, 'T2V-01');

	test('of 1024 characters is taken by useapi.net, one more is not', () => {
		expect(problemsOf(useapi, model, { callbackUrl: padded(1024) })).toEqual([]);
		const problems = problemsOf(useapi, model, { callbackUrl: padded(1025) });
		expectProblem(problems, 'callbackUrl', tooLong);
	});

	test('has a reference of 1024 characters at most at useapi.net', () => {
		const of = (length: number) =>
			problemsOf(useapi, model, { callbackReference: 'x'.repeat(length) });
		expect(of(1024)).toEqual([]);
		expectProblem(of(1025), 'callbackReference', tooLong);
	});
});

describe('settings of one gateway', () => {
	const veo = { model: 'Veo-3.1', prompt: 'a', firstFrame: fileOf('1', 1) };

	const setting = (inputs: InputValues) => ({ model: 'T2V-01', prompt: 'a', inputs });

	test.each([0, 11, 1.5, -1, Number.NaN])('Max Jobs %d is none of 1 to 10', (maxJobs) => {
		expect(checkRequest(useapi, setting({ maxJobs }))).toEqual([
			{
				field: 'maxJobs',
				code: 'outOfRange',
				value: maxJobs,
				least: 1,
				most: 10,
				whole: true,
			},
		]);
	});

	test.each([1, 10])('Max Jobs %d is taken', (maxJobs) => {
		expect(checkRequest(useapi, setting({ maxJobs }))).toEqual([]);
	});

	test.each<[string, VideoRequest]>([
		['the end frame', { ...veo, endFrame: fileOf('2') }],
		['Account', { ...veo, inputs: { account: '2' } }],
		['a reference', { ...veo, model: 'Veo-3.1-S2V', subjectReferences: [fileOf('2')] }],
	])('pictures and %s on two accounts of useapi.net are a problem', (_name, request) => {
		expectProblem(checkRequest(useapi, request), 'firstFrame', {
			code: 'differentAccounts',
			// The one that the user named is the first.
			accounts: request.inputs ? ['2', '1'] : ['1', '2'],
		});
	});

	test('pictures and Account on one account of useapi.net are none', () => {
		const request = { ...veo, inputs: { account: '1' }, endFrame: fileOf('1', 2) };
		expect(checkRequest(useapi, request)).toEqual([]);
	});

	test('the blocking route of Segmind is documented for one model', () => {
		const request = { model: 'hailuo-2.3', prompt: 'a', inputs: { blocking: true } };
		expectProblem(checkRequest(segmind, request), 'blocking', {
			code: 'onlyForModel',
			model: 'minimax-ai',
		});
		expect(checkRequest(segmind, { ...request, model: 'minimax-ai' })).toEqual([]);
	});

	test('a model that the routes of Pixazo do not have is a slip', () => {
		const problems = checkRequest(pixazo, { model: 'hailuo-9', prompt: 'a' });
		expect(problems).toEqual([{ field: 'model', code: 'unknownModel', value: 'hailuo-9' }]);
	});

	test.each([aigateway, aimlapi, segmind, useapi])(
		'a model of $label that is newer than the table is left to the gateway',
		(gateway) => {
			const request: VideoRequest = {
				model: 'newer-than-the-table',
				prompt: 'x'.repeat(9000),
				firstFrame: picture(gateway),
				durationSeconds: 77,
				resolution: '8K',
				aspectRatio: '2:1',
			};
			expect(checkRequest(gateway, request)).toEqual([]);
		},
	);
});

test('every problem of a request is found at once', () => {
	const problems = checkRequest(useapi, {
		model: '02',
		prompt: 'x'.repeat(2001),
		firstFrame: fileOf('1'),
		endFrame: fileOf('1'),
		durationSeconds: 7,
		callbackUrl: 'nowhere',
		inputs: { maxJobs: 0 },
	});
	expect(fieldsOf(problems)).toEqual([
		'prompt',
		'maxJobs',
		'endFrame',
		'durationSeconds',
		'callbackUrl',
	]);
});
