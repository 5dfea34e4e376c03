import { gateways } from '../../../gateways';
import { aigateway } from '../../../gateways/adapters/aigateway';
import { aimlapi } from '../../../gateways/adapters/aimlapi';
import { imageKinds } from '../../../gateways/bytes/fileKind';
import { checkRequest } from '../../../gateways/request/checks';
import type {
	Fault,
	Gateway,
	ImageInput,
	RequestField,
	VideoModel,
	VideoRequest,
} from '../../../gateways/gateway';
import { minimax } from '../../../gateways/adapters/minimax';
import { pixazo } from '../../../gateways/adapters/pixazo';
import { useapi } from '../../../gateways/adapters/useapi';
import { FACTS } from '../../facts';
import type { GatewayFacts } from '../../facts/types';
import type { GatewayId } from '../../support/simulator';
import { modelOf, picture } from './bench';
import { jpeg, webp } from './images';
import { expectProblem, fileOf, models, only, pngBytes, problemsOf, url } from './problems';

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

/** AI/ML API, page of video-01; Pixazo, "Parameters for /imageToVideo"; MiniMax, -v2-create. */
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
	const veo = modelOf(aimlapi, 'google/veo-3.1-i2v');
	const hailuo = modelOf(pixazo, 'hailuo-image-to-video');
	const sora = modelOf(useapi, 'Sora-2');
	const h3 = modelOf(minimax, 'MiniMax-H3');

	const tooSmall = (width: number, height: number) =>
		({ code: 'tooSmall', width, height, shortSideOver: 300 }) as const;
	const wrongRatio = (width: number, height: number) =>
		({ code: 'wrongRatio', width, height, from: [2, 5], to: [5, 2] }) as const;
	const wrongSides = (width: number, height: number) =>
		({ code: 'wrongSides', width, height, least: 256, most: 5760 }) as const;
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
		['255 pixels at H3', minimax, h3, pngBytes(300, 255), wrongSides(300, 255)],
		['5761 pixels at H3', minimax, h3, jpegBytes(5761, 4000), wrongSides(5761, 4000)],
		['over 5:2 at H3', minimax, h3, webpBytes(1001, 400), wrongRatio(1001, 400)],
	])('are refused for %s', (_name, gateway, model, firstFrame, fault) => {
		expectProblem(problemsOf(gateway, model, { firstFrame }), 'firstFrame', fault);
	});

	test.each<[string, Gateway, VideoModel, ImageInput]>([
		['a JPEG at AI/ML API', aimlapi, live, jpegBytes(301, 301)],
		['a PNG at AI/ML API', aimlapi, live, pngBytes(1000, 401)],
		[
			'a WebP at AI/ML API for a model of others than MiniMax',
			aimlapi,
			veo,
			webpBytes(640, 200),
		],
		['a WebP at Pixazo', pixazo, hailuo, webpBytes(401, 1000)],
		['an upright picture at Sora-2', useapi, sora, pngBytes(720, 1280)],
		['256 pixels at H3', minimax, h3, pngBytes(256, 256)],
		['5760 pixels at H3', minimax, h3, jpegBytes(5760, 2304)],
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
		expect(taking.map(({ name }) => name).sort()).toEqual(told.sort());
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

	/** docs.aimlapi.com, google/veo-3.1-lite-generate-preview: "the duration can only be 8s". */
	test('goes with 8 s of Veo 3.1 Lite Preview only', () => {
		const model = modelOf(aimlapi, 'google/veo-3-1-lite-generate-preview');
		const fields = { firstFrame: picture(aimlapi), endFrame: picture(aimlapi, 1) };
		expectProblem(problemsOf(aimlapi, model, { ...fields, durationSeconds: 6 }), 'endFrame', {
			code: 'onlyWith',
			other: 'durationSeconds',
			values: [8],
		});
		expect(problemsOf(aimlapi, model, { ...fields, durationSeconds: 8 })).toEqual([]);
		expect(problemsOf(aimlapi, model, fields)).toEqual([]);
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
		['endFrame', undefined, { firstFrame: picture(aimlapi, 3), endFrame: url('b.jpg') }],
		['subjectReferences', 0, { subjectReferences: [url('b.jpg')] }],
		['subjectReferences', 1, { subjectReferences: [picture(aimlapi), url('b.jpg')] }],
	])('is a problem of its own field, %s %p', (field, index, fields) => {
		const problems = problemsOf(aimlapi, h3, fields);
		const place = index === undefined ? {} : { index };
		expect(problems).toEqual([{ field, code: 'notAnAddress', value: 'b.jpg', ...place }]);
	});
});
