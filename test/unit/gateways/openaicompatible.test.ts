import { OpenAiCompatibleVideoApi } from '../../../credentials/OpenAiCompatibleVideoApi.credentials';
import { openaicompatible } from '../../../gateways/adapters/openaicompatible';
import { sizeOf } from '../../../gateways/adapters/openaicompatible/size';
import { fal } from '../../../gateways/adapters/fal';
import type { Call, Gateway, VideoRequest } from '../../../gateways/gateway';
import { checkRequest } from '../../../gateways/request/checks';
import { translate } from '../../../gateways/request/failover';
import { fitToModel } from '../../../gateways/request/fit';
import { estimateCost } from '../../../gateways/request/prices';
import { GATEWAYS } from '../../support/simulator';
import { answer, benchFor, errorIn, jobIn } from './bench';
import { callGateway } from './callGateway';
import { png } from './images';

/** What only these servers have: five of them under one name, and a credential that says which one it is. */

const bench = benchFor(openaicompatible);
const request: VideoRequest = { model: 'default', prompt: 'A mountain lake' };
const firstFrame = { kind: 'bytes', bytes: png(1280, 720), mimeType: 'image/png' } as const;

/** The gateway as a credential with these fields makes it. */
const withFields = (fields: Record<string, unknown>): Gateway =>
	openaicompatible.settings!.apply(fields);

const together = withFields({ api: 'together' });
const cancelling = withFields({ deleteCancels: true });

const outcomeOf = async <Result>(call: Call<Result>) => (await bench.send(call)).outcome;

describe.each(['vllmOmni', 'sglang', 'liteLlm', 'newApi'])('%s', (server) => {
	const full: VideoRequest = {
		model: 'wan-2.2',
		prompt: 'A mountain lake',
		firstFrame,
		durationSeconds: 5,
		resolution: '720p',
		aspectRatio: '9:16',
		inputs: { seed: 7, negativePrompt: 'fog' },
		additionalFields: { num_inference_steps: 40, extra_params: { preencode_mp4: true } },
	};

	test('accepts a form with a file, and its video is found', async () => {
		bench.simulator.variants.openaicompatible = server;
		bench.simulator.videoSeconds = 0;
		const { jobId } = await bench.submit(full);
		expect(bench.simulator.refusals).toEqual([]);
		expect(bench.sentBody()).toMatchObject({
			model: 'wan-2.2',
			seconds: '5',
			size: '720x1280',
			seed: '7',
			negative_prompt: 'fog',
			num_inference_steps: '40',
			extra_params: '{"preencode_mp4":true}',
			input_reference: { contentType: 'image/png', bytes: firstFrame.bytes.length },
		});
		const { videoUrl } = jobIn(await bench.look(jobId));
		expect(videoUrl).toBe(bench.simulator.jobs[0]!.videoUrl);
	});
});

describe('Together', () => {
	test('gets JSON under its own path, and tells the cost', async () => {
		bench.simulator.videoSeconds = 0;
		const { jobId } = jobIn(
			await outcomeOf(
				together.submit({
					model: 'minimax/hailuo-02',
					prompt: 'A lake',
					durationSeconds: 6,
					resolution: '1366x768',
					firstFrame: { kind: 'url', url: 'https://example.com/a.png' },
				}),
			),
		);
		expect(bench.simulator.refusals).toEqual([]);
		expect(bench.sentBody()).toEqual({
			model: 'minimax/hailuo-02',
			prompt: 'A lake',
			seconds: '6',
			width: 1366,
			height: 768,
			media: { frame_images: [{ input_image: 'https://example.com/a.png', frame: 'first' }] },
		});
		expect(await outcomeOf(together.status(jobId))).toMatchObject({
			status: 'completed',
			videoUrl: bench.simulator.jobs[0]!.videoUrl,
			cost: { amount: 0.28, currency: 'USD', basis: 'reported' },
		});
	});

	test('sends a ratio by itself, which the others can not', () => {
		const wanted = { ...request, model: 'a/b', aspectRatio: '9:16' };
		expect(together.submit(wanted).request.body).toMatchObject({ ratio: '9:16' });
		expect(fitToModel(together, wanted)).toMatchObject({ request: wanted, notices: [] });
		const { request: fitted } = fitToModel(openaicompatible, wanted);
		expect(fitted).not.toHaveProperty('aspectRatio');
		expect(openaicompatible.submit(fitted).request.multipart!.fields).toEqual({
			model: 'a/b',
			prompt: request.prompt,
		});
	});

	test('needs a model, and pictures by their addresses', () => {
		expect(checkRequest(together, request)).toEqual([{ field: 'model', code: 'empty' }]);
		expect(checkRequest(together, { ...request, model: 'a/b', firstFrame })).toEqual([
			{ field: 'firstFrame', code: 'bytesRefused' },
		]);
	});

	test('has no other place for a video than its answer', () => {
		const done = answer({ id: '1', status: 'completed' });
		expect(together.status('1').read(done)).toMatchObject({ status: 'failed' });
		expect(openaicompatible.status('1').read(done)).toMatchObject({
			status: 'completed',
			videoUrl: 'https://api.example.com/v1/videos/1/content',
		});
	});
});

describe('where a video lies', () => {
	const read = (body: object, baseUrl = 'http://gpu.local:8091/v1') =>
		openaicompatible.status('a/b').read(answer({ status: 'completed', ...body }, { baseUrl }));

	test.each<[string, object, string]>([
		[
			'outputs first',
			{ outputs: { video_url: 'https://a/1' }, url: 'https://a/2' },
			'https://a/1',
		],
		['then url', { url: 'https://a/2', metadata: { url: 'https://a/3' } }, 'https://a/2'],
		['then metadata', { url: null, metadata: { url: 'https://a/3' } }, 'https://a/3'],
		['a path on its own host', { url: '/files/1.mp4' }, 'http://gpu.local:8091/files/1.mp4'],
		['the content route', {}, 'http://gpu.local:8091/v1/videos/a%2Fb/content'],
		[
			'the content route, in the place of a file on its disk',
			{ url: 'outputs/1.mp4', metadata: { url: 'data:video/mp4;base64,AAAA' } },
			'http://gpu.local:8091/v1/videos/a%2Fb/content',
		],
	])('%s', (_name, body, videoUrl) => {
		expect(read(body)).toMatchObject({ videoUrl });
	});

	test('a Base URL with a path in front of the API keeps it', () => {
		expect(read({}, 'https://proxy.example/video')).toMatchObject({
			videoUrl: 'https://proxy.example/video/v1/videos/a%2Fb/content',
		});
	});

	test.each([
		['http://gpu.local:8091/v1', 'http://gpu.local:8091/v1/videos/1/content', true],
		['http://gpu.local:8091', 'http://gpu.local:8091/files/1.mp4', true],
		['http://gpu.local:8091/', 'http://gpu.local:8092/v1/videos/1/content', false],
		['http://gpu.local:8091', 'https://gpu.local:8091/v1/videos/1/content', false],
		['http://gpu.local:8091', 'https://cdn.example/v.mp4', false],
		['https://proxy.example/a/v1/', 'https://proxy.example/a/v1/videos/1/content', true],
		['https://proxy.example/a', 'https://proxy.example/b/1.mp4', false],
		['https://proxy.example/a', 'https://proxy.example/ab/1.mp4', false],
	])('with the Base URL %s, %s gets the key: %s', (base, url, wanted) => {
		expect(openaicompatible.mediaNeedsKey!(new URL(url), new URL(base))).toBe(wanted);
	});
});

describe('a job that is to be cancelled', () => {
	test('can not be where the credential does not say so', () => {
		expect(openaicompatible.cancel).toBeUndefined();
		expect(withFields({ deleteCancels: 'yes' }).cancel).toBeUndefined();
	});

	test('is looked at, and then deleted', async () => {
		const { jobId } = await bench.submit(request);
		expect(await outcomeOf(cancelling.cancel!(jobId)!)).toMatchObject({ status: 'cancelled' });
		expect(bench.simulator.requests.map(({ method }) => method)).toEqual([
			'POST',
			'GET',
			'DELETE',
		]);
		expect(bench.simulator.jobs[0]!.outcome).toBe('cancelled');
	});

	test('is left alone once it has its video, which DELETE would destroy', async () => {
		bench.simulator.videoSeconds = 0;
		const { jobId } = await bench.submit(request);
		expect(await outcomeOf(cancelling.cancel!(jobId)!)).toMatchObject({ status: 'completed' });
		expect(bench.simulator.requests.map(({ method }) => method)).not.toContain('DELETE');
	});

	test('is looked up where the answer got lost', async () => {
		const { jobId } = await bench.submit(request);
		bench.simulator.fault({ endpoint: 'cancel', respond: { status: 502, accepted: true } });
		expect(await outcomeOf(cancelling.cancel!(jobId)!)).toMatchObject({ status: 'cancelled' });
	});

	test('goes on where the server has no such route, and the user is told so', async () => {
		const { jobId } = await bench.submit(request);
		bench.simulator.fault({
			endpoint: 'cancel',
			respond: { status: 404, body: { detail: 'Not Found' } },
		});
		expect(errorIn(await outcomeOf(cancelling.cancel!(jobId)!))).toMatchObject({
			message: expect.stringMatching(/can't cancel.*404/) as string,
			fix: expect.stringContaining("'DELETE Cancels Jobs'") as string,
		});
		expect(bench.simulator.requests.map(({ method }) => method)).toEqual([
			'POST',
			'GET',
			'DELETE',
			'GET',
		]);
	});

	test('that is gone at its deletion, and stays so, is cancelled', async () => {
		const { jobId } = await bench.submit(request);
		const body = { detail: 'Not Found' };
		const call = cancelling.cancel!(jobId)!;
		const deletion = call.next!(call.read(answer({ id: jobId, status: 'queued' })))!;
		const lookUp = deletion.next!(deletion.read(answer(body, { status: 404 })))!;
		expect(lookUp.read(answer(body, { status: 404 }))).toMatchObject({ status: 'cancelled' });
		expect(lookUp.read(answer(body, { status: 502 }))).toMatchObject({ httpStatus: 502 });
		const done = lookUp.read(answer({ id: jobId, status: 'completed' }));
		expect(done).toMatchObject({ status: 'completed' });
	});

	test('of an unknown ID is told as not found, and nothing is deleted', async () => {
		expect(errorIn(await outcomeOf(cancelling.cancel!('none')!))).toMatchObject({
			code: 'notFound',
		});
	});
});

describe('the price of the credential', () => {
	const cost = (fields: Record<string, unknown>, wanted: Partial<VideoRequest> = {}) =>
		estimateCost(withFields(fields), { ...request, durationSeconds: 6, ...wanted });

	test.each([0.05, '0.05'])('%p counts for each second of any model', (pricePerSecond) => {
		const amount = { amount: 0.3, currency: 'USD', basis: 'estimate' };
		expect(cost({ pricePerSecond })).toEqual(amount);
		expect(cost({ pricePerSecond }, { model: 'wan-2.2' })).toEqual(amount);
	});

	test.each([undefined, 0, -1, '', 'free', null, NaN, {}])('%p is none', (pricePerSecond) => {
		expect(cost({ pricePerSecond })).toBeUndefined();
	});

	test('says nothing of a video whose length is left to the server', () => {
		expect(estimateCost(withFields({ pricePerSecond: 1 }), request)).toBeUndefined();
	});

	test('is not that of another credential', () => {
		withFields({ pricePerSecond: 1 });
		expect(cost({})).toBeUndefined();
		expect(estimateCost(openaicompatible, { ...request, durationSeconds: 6 })).toBeUndefined();
	});
});

describe('a size', () => {
	test.each<[string | undefined, string | undefined, [number, number] | undefined]>([
		['1280x720', undefined, [1280, 720]],
		['832X480', '9:16', [832, 480]],
		['720p', undefined, [1280, 720]],
		['720', '16:9', [1280, 720]],
		['1080p', '9:16', [1080, 1920]],
		['480p', '16:9', [854, 480]],
		['768P', '1:1', [768, 768]],
		['720p', 'auto', undefined],
		['720p', '16:0', undefined],
		[undefined, '16:9', undefined],
	])('of %s and %s is %j', (resolution, aspectRatio, wanted) => {
		const size = sizeOf({
			...(resolution === undefined ? {} : { resolution }),
			...(aspectRatio === undefined ? {} : { aspectRatio }),
		});
		expect(size && [size.width, size.height]).toEqual(wanted);
	});

	test.each<[string | undefined, string, Gateway, unknown]>([
		['720p', '9:16', openaicompatible, undefined],
		['720x1280', '9:16', openaicompatible, undefined],
		['854x480', '16:9', openaicompatible, undefined],
		['1280x720', '9:16', openaicompatible, 'ofPixels'],
		['1280x720', '9:16', together, 'ofPixels'],
		[undefined, '9:16', openaicompatible, 'needsResolution'],
		[undefined, '9:16', together, undefined],
	])('of %s beside the ratio %s', (resolution, aspectRatio, gateway, why) => {
		const size = resolution === undefined ? {} : { resolution };
		const wanted = { ...request, model: 'a/b', ...size, aspectRatio };
		const { dropped, notices } = fitToModel(gateway, wanted);
		expect(dropped).toEqual(why === undefined ? [] : ['aspectRatio']);
		expect(notices).toEqual(
			why === undefined
				? []
				: [{ code: 'ratioNotSent', field: 'aspectRatio', why, model: 'a/b' }],
		);
	});

	test.each(['auto', '16:0', 'wide'])(
		'is not made of the ratio %s, which is refused',
		(value) => {
			const wanted = { ...request, resolution: '720p', aspectRatio: value };
			const problem = { field: 'aspectRatio', code: 'notARatio', value };
			expect(checkRequest(openaicompatible, wanted)).toEqual([problem]);
			expect(translate(fal, openaicompatible, wanted, new Set())).toMatchObject({
				request: { resolution: '720p' },
				notices: expect.arrayContaining([
					expect.objectContaining({ code: 'notSentTo', problem }),
				]) as unknown,
			});
		},
	);

	test('that is none is refused before it is sent', () => {
		expect(checkRequest(openaicompatible, { ...request, resolution: 'large' })).toMatchObject([
			{ field: 'resolution', code: 'implausible' },
		]);
	});
});

test('a length is a whole number of seconds: vLLM-Omni and SGLang accept no other', () => {
	expect(checkRequest(openaicompatible, { ...request, durationSeconds: 4.5 })).toMatchObject([
		{ field: 'durationSeconds', code: 'outOfRange', whole: true },
	]);
});

test('a server stands in for a gateway, by its own model and in its own terms', () => {
	const translated = translate(
		fal,
		openaicompatible,
		{ model: fal.defaultModel, prompt: 'A lake', resolution: '720p', aspectRatio: '9:16' },
		new Set(),
	);
	expect(translated).toMatchObject({ request: { model: 'default' } });
	if (!('request' in translated)) return;
	expect(openaicompatible.submit(translated.request).request.multipart).toEqual({
		fields: { prompt: 'A lake', size: '720x1280' },
		files: [],
	});
});

test('the models are listed by their IDs, in the forms of OpenAI and of Together', async () => {
	expect(await outcomeOf(openaicompatible.modelList!.read())).toContainEqual({
		id: 'MiniMaxAI/MiniMax-H3',
		name: 'MiniMaxAI/MiniMax-H3',
	});
	const list = openaicompatible.modelList!.read();
	expect(list.read(answer([{ id: 'a/b' }, { name: 'no id' }]))).toEqual([
		{ id: 'a/b', name: 'a/b' },
	]);
});

describe('the key', () => {
	const { authenticate } = new OpenAiCompatibleVideoApi();
	const headersFor = async (apiKey: unknown) => {
		if (typeof authenticate !== 'function') throw new Error('no function');
		const credential = { apiKey, baseUrl: 'http://gpu.local' } as never;
		const { headers } = await authenticate(credential, { url: '/', headers: { Accept: 'a' } });
		return headers;
	};

	test.each(['', '  ', undefined])('%j: no header at all', async (key) => {
		expect(await headersFor(key)).toEqual({ Accept: 'a' });
	});

	test('goes out without what was pasted around it', async () => {
		expect(await headersFor(' Bearer sk-1\u200b23\n')).toEqual({
			Accept: 'a',
			Authorization: 'Bearer sk-123',
		});
	});

	test('is not missed by a server that asks for none', async () => {
		const { keyHeaders } = GATEWAYS.openaicompatible;
		const local = { apiKey: '', baseUrl: `${bench.simulator.origin}/localserver` };
		const spy = jest.spyOn(GATEWAYS.openaicompatible, 'keyHeaders').mockReturnValue({});
		const { outcome } = await callGateway(
			'openaicompatible',
			local,
			openaicompatible.submit(request),
		);
		spy.mockRestore();
		expect(outcome).toMatchObject({ status: 'queued' });
		expect(GATEWAYS.openaicompatible.keyHeaders).toBe(keyHeaders);
		expect(bench.simulator.refusals).toEqual([]);
	});
});
