import { gateways } from '../../../gateways';
import { aigateway } from '../../../gateways/adapters/aigateway';
import { aimlapi } from '../../../gateways/adapters/aimlapi';
import { checkRequest } from '../../../gateways/request/checks';
import type {
	Gateway,
	ImageInput,
	RequestProblem,
	VideoModel,
	VideoRequest,
} from '../../../gateways/gateway';
import { listFormats, fitToModel } from '../../../gateways/request/models';
import { pixazo } from '../../../gateways/adapters/pixazo';
import { segmind } from '../../../gateways/adapters/segmind';
import { useapi } from '../../../gateways/adapters/useapi';
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

/** What every message must hold: the field it is about, and an order what to do. */
const fix = /\b(Set|Change|Use|Choose|Shorten|Remove|Start|Describe|Upload|must|Leave|Convert)\b/i;

function expectProblem(problems: RequestProblem[], parameter: string, says: RegExp): void {
	expect(problems.map((problem) => problem.parameter)).toContain(parameter);
	const { message } = problems.find((problem) => problem.parameter === parameter)!;
	expect(message).toMatch(says);
	expect(message).toMatch(fix);
	expect(message).toMatch(/\.$/);
	expect(message).not.toMatch(/undefined|NaN|\[object/);
}

const problemsOf = (gateway: Gateway, model: VideoModel, fields: Partial<VideoRequest>) =>
	checkRequest(gateway, { ...leastRequest(gateway, model), ...fields });

/** No page of AIgateway gives limits, and a second costs $0.50. */
describe('what looks like a slip where no limits are documented', () => {
	const ids = aigateway.models.map(({ id }) => id);
	const problems = (model: string, fields: Partial<VideoRequest>) =>
		checkRequest(aigateway, { model, prompt: 'A lake', ...fields });

	test.each(ids)('%s: a length over 15 s is refused, with the way around it', (id) => {
		const found = problems(id, { durationSeconds: 37 });
		expectProblem(found, 'Duration', /37 s looks like a mistake.*Additional Fields/);
		expect(found).toHaveLength(1);
		expect(problems(id, { durationSeconds: 15 })).toEqual([]);
		expect(problems(id, { durationSeconds: 15.1 })).toHaveLength(1);
	});

	test.each(['HD', 'FHD', 'high', '1080 pixels', '6', 'x', '768p-6sec', ''])(
		'the resolution %p is refused',
		(resolution) => {
			const found = problems(ids[0]!, { resolution });
			expectProblem(found, 'Resolution', /doesn't look like a resolution.*Additional Fields/);
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
			expectProblem(problemsOf(gateway, model, { prompt }), 'Prompt', /^Prompt is empty\./);
		}
	});

	const withImage = required.filter(({ model }) => model.firstFrame === 'optional');
	test.each(withImage)('empty beside an image is one for $name too', ({ gateway, model }) => {
		const fields = { prompt: '', firstFrame: picture(gateway) };
		expectProblem(problemsOf(gateway, model, fields), 'Prompt', /^Prompt is empty\./);
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
			expectProblem(
				ofLength(limit + 1),
				'Prompt',
				new RegExp(`${limit + 1} characters.*${limit} at most\\. Shorten`),
			);
		},
	);
});

describe('Image', () => {
	test.each(only('firstFrame', ['required']))('is missed by $name', ({ gateway, model }) => {
		const request = { model: model.id, prompt: 'A paper boat' };
		expectProblem(checkRequest(gateway, request), 'Image', /needs an image\. Set Image/);
	});

	test.each(only('firstFrame', [undefined, 'unsupported']))(
		'is refused by $name',
		({ gateway, model }) => {
			const problems = problemsOf(gateway, model, { firstFrame: picture(gateway) });
			expectProblem(problems, 'Image', /takes no image\. Set Image to None/);
		},
	);

	const taking = only('firstFrame', ['required', 'optional']);
	const badAddresses = ['example.com/a.jpg', 'ftp://example.com/a.jpg', 'file:///a.jpg', 'a b'];
	test.each(badAddresses)('at %s is no web address', (address) => {
		for (const gateway of gateways) {
			const { model } = taking.find((row) => row.gateway === gateway)!;
			const problems = problemsOf(gateway, model, { firstFrame: url(address) });
			expectProblem(problems, 'Image', /isn't a web address.*https:\/\//);
		}
	});

	test('given as bytes is refused by AIgateway, which documents addresses only', () => {
		const model = modelOf(aigateway, aigateway.defaultModel);
		const problems = problemsOf(aigateway, model, { firstFrame: pngBytes() });
		expectProblem(problems, 'Image', /by URL only\. Set Image to URL/);
	});

	test.each([aimlapi, pixazo, segmind, useapi])(
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

	test.each<[string, Gateway, VideoModel, ImageInput, RegExp]>([
		['a WebP at AI/ML API', aimlapi, live, webpBytes(1280, 720), /JPE?G.*PNG/],
		['a short side of 300 pixels at AI/ML API', aimlapi, live, pngBytes(300, 400), /300/],
		['a short side of 300 pixels at Pixazo', pixazo, hailuo, jpegBytes(500, 300), /300/],
		['a ratio over 5:2 at AI/ML API', aimlapi, live, jpegBytes(1260, 500), /5:2/],
		['a ratio under 2:5 at Pixazo', pixazo, hailuo, webpBytes(400, 1010), /2:5/],
		['another size than 1280x720 at Sora-2', useapi, sora, pngBytes(1281, 720), /1280x720/],
	])('are refused for %s', (_name, gateway, model, firstFrame, says) => {
		expectProblem(problemsOf(gateway, model, { firstFrame }), 'Image', says);
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
		expect(taking.map(({ name }) => name)).toEqual([
			'AI/ML API, minimax/hailuo-02',
			'AI/ML API, minimax/h3',
			'AI/ML API, minimax/h3-max',
			'Segmind, minimax-hailuo-2',
			'Segmind, hailuo-02-fast',
			'useapi.net, 02',
			'useapi.net, Veo-3.1',
			'useapi.net, Veo-3.1-Fast',
		]);
	});

	test.each(models.filter(({ model }) => !model.endFrame))(
		'is refused by $name',
		({ gateway, model }) => {
			const problems = problemsOf(gateway, model, { endFrame: picture(gateway, 1) });
			expectProblem(problems, 'End Frame', /takes no end frame\. Set End Frame to None/);
		},
	);

	test.each<[string, ImageInput, ImageInput]>([
		['address', url('https://example.com/a.jpg'), url('https://example.com/a.jpg')],
		['file of the account', fileOf('1', 7), fileOf('1', 7)],
		['picture as bytes', pngBytes(), pngBytes()],
	])('with the %s of Image is the same picture', (_name, firstFrame, endFrame) => {
		for (const { gateway, model } of taking) {
			const problems = problemsOf(gateway, model, { firstFrame, endFrame });
			expectProblem(problems, 'End Frame', /same picture as Image\. Use another one/);
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
		expectProblem(
			problems,
			'End Frame',
			/only with Resolution 768p, 1080p\. Change Resolution/,
		);
	});
});

describe('a bad address', () => {
	const h3 = modelOf(aimlapi, 'minimax/h3');
	test.each<[string, Partial<VideoRequest>]>([
		['End Frame', { endFrame: url('b.jpg') }],
		['Subject Reference 1', { subjectReferences: [url('b.jpg')] }],
	])('is told under its own field, %s', (parameter, fields) => {
		const problems = problemsOf(aimlapi, h3, { firstFrame: picture(aimlapi), ...fields });
		expectProblem(problems, parameter, /isn't a web address/);
		expect(problems.map((problem) => problem.parameter)).not.toContain('Image');
	});
});

describe('Duration and Resolution', () => {
	/** MiniMax makes 1080P with 6 s only (platform.minimax.io, video-generation-i2v and -t2v). */
	const fullHd = models.filter(({ model }) => {
		const rows = listFormats(model);
		return (
			rows.some(({ resolution }) => resolution?.toLowerCase() === '1080p') &&
			rows.some(({ durationSeconds }) => durationSeconds === 10)
		);
	});

	test('1080P with 10 s can be meant at ten models', () => {
		expect(fullHd.map(({ model }) => model.id)).toEqual([
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
		]);
	});

	test.each(fullHd)('1080P with 10 s is a problem for $name', ({ gateway, model }) => {
		for (const resolution of ['1080P', '1080p']) {
			const problems = problemsOf(gateway, model, { resolution, durationSeconds: 10 });
			expectProblem(
				problems,
				'Duration',
				/1080p with 6 s only, not with 10 s\. Change Duration or Resolution/i,
			);
		}
	});

	const fixed = models.filter(({ model }) => listFormats(model).length > 0);

	test.each(fixed)('a length that $name does not make is a problem', ({ gateway, model }) => {
		for (const durationSeconds of [3, 7.5, 60]) {
			const problems = problemsOf(gateway, model, { durationSeconds });
			if (listFormats(model).some((clip) => clip.durationSeconds)) {
				const says = new RegExp(
					`${durationSeconds} s\\. Set Duration to \\d+(, \\d+)*\\.$`,
				);
				expectProblem(problems, 'Duration', says);
				continue;
			}
			// The model has sizes but no lengths: Duration is left out with a warning.
			expect(problems).toEqual([]);
			const wanted = { ...leastRequest(gateway, model), durationSeconds };
			expect(fitToModel(gateway, wanted).warnings.join()).toMatch(/^Duration was not sent/);
		}
	});

	test.each(fixed)('a size that $name does not make is a problem', ({ gateway, model }) => {
		const problems = problemsOf(gateway, model, { resolution: '4320P' });
		if (!listFormats(model).some((clip) => clip.resolution)) {
			// The model has lengths but no sizes: Resolution is left out with a warning.
			expect(problems).toEqual([]);
			return;
		}
		expectProblem(problems, 'Resolution', /4320P\. Set Resolution to \w+(, \w+)*\.$/);
	});

	test.each(models)('0, negative or no number is no length for $name', ({ gateway, model }) => {
		for (const durationSeconds of [0, -6, Number.NaN]) {
			const problems = problemsOf(gateway, model, { durationSeconds });
			expect(problems.map(({ parameter }) => parameter)).toContain('Duration');
		}
	});

	test('512p of 02 needs an image', () => {
		const wanted = { resolution: '512p', durationSeconds: 10 };
		const problems = problemsOf(useapi, modelOf(useapi, '02'), wanted);
		expectProblem(problems, 'Resolution', /512p from an image only\. Set Image/);
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
		expectProblem(problems, 'Aspect Ratio', /2:1\. Set Aspect Ratio to .*16:9/);
	});

	/** MiniMax/h3.json of docs.aimlapi.com: "text-only generation cannot be `adaptive`". */
	test('adaptive of Hailuo H3 needs a picture to adapt to', () => {
		const h3 = modelOf(aimlapi, 'minimax/h3');
		const aspectRatio = 'adaptive';
		expectProblem(problemsOf(aimlapi, h3, { aspectRatio }), 'Aspect Ratio', /adaptive/);
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
			expectProblem(
				of(most + 1),
				'Subject References',
				new RegExp(`holds ${most + 1} pictures.*${most} at most\\. Remove`),
			);
		},
	);

	/** MiniMax/h3.json of docs.aimlapi.com: `reference_image_urls` are links, `image_url` may be Base64. */
	test('given as bytes are refused by AI/ML API, and taken by Segmind, which uploads them', () => {
		const subjectReferences = [pngBytes()];
		const h3 = problemsOf(aimlapi, modelOf(aimlapi, 'minimax/h3'), { subjectReferences });
		expectProblem(h3, 'Subject References', /URL/);
		const video01 = modelOf(segmind, 'minimax-ai');
		expect(problemsOf(segmind, video01, { subjectReferences })).toEqual([]);
	});

	test('add to Image at useapi.net, so that one without Image is a problem', () => {
		const problems = checkRequest(useapi, {
			model: 'Seedance-2.0',
			prompt: 'a',
			subjectReferences: [fileOf('1')],
		});
		expectProblem(problems, 'Image', /set Image to the first picture/);
	});

	test('at a model without image and references do not ask for an image', () => {
		const problems = problemsOf(useapi, modelOf(useapi, 'T2V-01'), {
			subjectReferences: [fileOf('1')],
		});
		expect(problems.map(({ parameter }) => parameter)).not.toContain('Image');
	});
});

describe('Callback URL', () => {
	test.each(['example.com', 'ftp://example.com', 'mailto:a@example.com', ' '])(
		'%j is no web address',
		(callbackUrl) => {
			for (const gateway of gateways) {
				const model = modelOf(gateway, gateway.defaultModel);
				const problems = problemsOf(gateway, model, { callbackUrl });
				expectProblem(problems, 'Callback URL', /isn't a web address.*https:\/\//);
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
		expectProblem(ofAiGateway(callbackUrl), 'Callback URL', /https addresses only/);
	});

	test.each([
		'https://example.com/hook',
		'http://localhost:5678/hook',
		'http://127.0.0.1:5678/hook',
		'http://[::1]:5678/hook',
	])('%s is taken by AIgateway', (callbackUrl) => {
		expect(ofAiGateway(callbackUrl)).toEqual([]);
	});

	const padded = (length: number) => 'https://example.com/'.padEnd(length, 'x');
	const model = modelOf(useapi, 'T2V-01');

	test('of 1024 characters is taken by useapi.net, one more is not', () => {
		expect(problemsOf(useapi, model, { callbackUrl: padded(1024) })).toEqual([]);
		const problems = problemsOf(useapi, model, { callbackUrl: padded(1025) });
		expectProblem(problems, 'Callback URL', /1025 characters.*1024 at most\. Shorten/);
	});

	test('has a reference of 1024 characters at most at useapi.net', () => {
		const of = (length: number) =>
			problemsOf(useapi, model, { callbackReference: 'x'.repeat(length) });
		expect(of(1024)).toEqual([]);
		expectProblem(of(1025), 'Callback Reference', /1025 characters.*1024 at most\. Shorten/);
	});
});

describe('settings of one gateway', () => {
	const veo = { model: 'Veo-3.1', prompt: 'a', firstFrame: fileOf('1', 1) };

	test.each([0, 11, 1.5, -1, Number.NaN])('Max Jobs %d is none of 1 to 10', (maxJobs) => {
		const problems = checkRequest(useapi, { model: 'T2V-01', prompt: 'a', maxJobs });
		expectProblem(problems, 'Max Jobs', /from 1 to 10/);
	});

	test.each([1, 10])('Max Jobs %d is taken', (maxJobs) => {
		expect(checkRequest(useapi, { model: 'T2V-01', prompt: 'a', maxJobs })).toEqual([]);
	});

	test.each<[string, VideoRequest]>([
		['the end frame', { ...veo, endFrame: fileOf('2') }],
		['Account', { ...veo, account: '2' }],
		['a reference', { ...veo, model: 'Veo-3.1-S2V', subjectReferences: [fileOf('2')] }],
	])('pictures and %s on two accounts of useapi.net are a problem', (_name, request) => {
		expectProblem(checkRequest(useapi, request), 'Image', /different accounts \(.*Account/);
	});

	test('pictures and Account on one account of useapi.net are none', () => {
		const request = { ...veo, account: '1', endFrame: fileOf('1', 2) };
		expect(checkRequest(useapi, request)).toEqual([]);
	});

	test('the blocking route of Segmind is documented for one model', () => {
		const request = { model: 'hailuo-2.3', prompt: 'a', blocking: true };
		expectProblem(
			checkRequest(segmind, request),
			'Blocking',
			/minimax-ai only.*turn Blocking off/,
		);
		expect(checkRequest(segmind, { ...request, model: 'minimax-ai' })).toEqual([]);
	});

	test('a model that the routes of Pixazo do not have is a slip', () => {
		const problems = checkRequest(pixazo, { model: 'hailuo-9', prompt: 'a' });
		expectProblem(problems, 'Model', /"hailuo-9"\. Choose one/);
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

test('every problem of a request is told at once', () => {
	const parameters = checkRequest(useapi, {
		model: '02',
		prompt: 'x'.repeat(2001),
		firstFrame: fileOf('1'),
		endFrame: fileOf('1'),
		durationSeconds: 7,
		callbackUrl: 'nowhere',
		maxJobs: 0,
	}).map(({ parameter }) => parameter);
	expect(parameters).toEqual(['Prompt', 'End Frame', 'Duration', 'Callback URL', 'Max Jobs']);
});
