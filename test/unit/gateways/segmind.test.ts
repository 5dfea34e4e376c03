import { fitToModel } from '../../../gateways/request/fit';
import { segmind } from '../../../gateways/adapters/segmind';
import type { VideoRequest } from '../../../gateways/gateway';
import { CLIP, FRAME } from '../../support/simulator';
import { answer, benchFor, errorIn, jobIn, leastRequest, modelOf, uploadOf } from './bench';
import { endedJob } from './contract/jobs';

/** What only Segmind does; what all gateways do is asked in `contract/`. */

const bench = benchFor(segmind);
const request = leastRequest(segmind, modelOf(segmind, 'minimax-ai'));
const cost = { cost: { amount: 0.625, currency: 'USD', basis: 'reported' } } as const;

const endpoints = () => bench.simulator.requests.map(({ endpoint, status }) => [endpoint, status]);

describe('a Segmind job of v2', () => {
	test('is read in two steps once it has ended, and in one before', async () => {
		bench.simulator.videoSeconds = 10;
		const { jobId } = await bench.submit(request);
		jobIn(await bench.look(jobId));
		bench.advance(11);
		jobIn(await bench.look(jobId));
		expect(endpoints()).toEqual([
			['submit', 200],
			['status', 200],
			['status', 200],
			['result', 200],
		]);
	});

	test('that failed answers 422 with its record, which is no refused call', async () => {
		const job = jobIn(await endedJob(bench, segmind, { outcome: 'failed' }));
		expect(endpoints()).toEqual([
			['submit', 200],
			['status', 200],
			['result', 422],
		]);
		expect(job).toMatchObject({ status: 'failed', ...cost });
	});

	test('that failed may answer 422 to the status already', async () => {
		const { jobId } = await bench.submit(request);
		const record = { status: 'FAILED', request_id: jobId, error: 'Generation failed' };
		bench.simulator.fault({ endpoint: 'status', respond: { status: 422, body: record } });
		expect(jobIn(await bench.look(jobId))).toMatchObject({
			jobId,
			status: 'failed',
			failure: { message: 'Generation failed' },
		});
		expect(endpoints()).toHaveLength(2);
	});

	/** Probes of 2026-08-02: a wrong body is taken, and told by the first poll. */
	test('with a wrong body is taken, and fails as a wrong request', async () => {
		const call = segmind.submit(request);
		const wrong = { ...call, request: { ...call.request, body: {} } };
		const { jobId } = jobIn((await bench.send(wrong)).outcome);
		const job = jobIn(await bench.look(jobId));
		expect(job).toMatchObject({
			status: 'failed',
			failure: { code: 'invalidRequest', retryable: false },
		});
		expect(job.failure?.message).toContain('Prompt is mandatory');
	});

	test.each([
		'Reference media rejected',
		'first_frame_image is required',
		'Invalid parameters: duration',
		'The value must be 6 or 10',
	])('that failed with "%s" is not to be tried again', (error) => {
		const read = segmind
			.status('1')
			.read(answer({ status: 'FAILED', error, metrics: {} }, { status: 422 }));
		expect(jobIn(read).failure).toMatchObject({ code: 'invalidRequest', retryable: false });
	});

	test('with a word that no page knows and no result yet is told by that word', async () => {
		bench.simulator.videoSeconds = 60;
		const { jobId } = await bench.submit(request);
		bench.simulator.fault({
			endpoint: 'status',
			respond: { rewrite: (body) => ({ ...(body as object), status: 'ARCHIVING' }) },
		});
		expect(jobIn(await bench.look(jobId))).toMatchObject({
			status: 'processing',
			warnings: ['The gateway reported the unknown status "ARCHIVING".'],
		});
	});

	test('whose size goes with its length only is sent with it', () => {
		const wanted = { model: 'hailuo-2.3-fast', prompt: 'a', durationSeconds: 10 };
		const fitted = fitToModel(segmind, wanted);
		expect(fitted.request.resolution).toBe('768p');
		expect(fitted.notices).toEqual([
			{
				code: 'resolutionSet',
				resolution: '768p',
				durationSeconds: 10,
				model: 'Hailuo 2.3 Fast',
			},
		]);
		const short = fitToModel(segmind, { ...wanted, durationSeconds: 6 });
		expect(short.request).not.toHaveProperty('resolution');
	});

	test('a 422 without a failed record is a refused call', async () => {
		bench.simulator.fault({
			endpoint: 'status',
			respond: { status: 422, body: { error: 'no such field' } },
		});
		expect(errorIn(await bench.look('1'))).toMatchObject({
			code: 'invalidRequest',
			httpStatus: 422,
		});
	});

	test('whose result can not be read is not taken as finished', async () => {
		bench.simulator.fault({
			endpoint: 'result',
			respond: { status: 503, body: { error: 'busy' } },
		});
		expect(errorIn(await endedJob(bench, segmind))).toMatchObject({
			retryable: true,
			httpStatus: 503,
		});
	});

	test('is forgotten an hour after its submit, and the message says so', async () => {
		const { jobId } = await bench.submit(request);
		bench.advance(3601);
		const error = errorIn(await bench.look(jobId));
		expect(error).toMatchObject({ code: 'notFound', httpStatus: 404 });
		expect(error.fix).toMatch(/about an hour/);
	});

	test.each([
		['an address under video', { video: 'https://a/v.mp4' }],
		['an object under video', { video: { url: 'https://a/v.mp4' } }],
		['a list of objects', { output: [{ url: 'https://a/v.mp4' }] }],
		['no status at all', { output: 'https://a/v.mp4', status: undefined }],
		['an output that is null', { output: null, video: 'https://a/v.mp4' }],
	])('with %s is read', (_name, fields) => {
		const result = segmind
			.status('1')
			.next?.(jobIn(segmind.status('1').read(answer({ status: 'COMPLETED' }))));
		const read = result?.read(answer({ status: 'COMPLETED', ...fields }));
		expect(jobIn(read!)).toMatchObject({ status: 'completed', videoUrl: 'https://a/v.mp4' });
	});

	test('a wrong method is answered with a page of HTML, and told by its status', async () => {
		const { outcome } = await bench.send({
			...segmind.submit(request),
			request: { method: 'GET', path: '/v2/minimax-ai' },
		});
		expect(errorIn(outcome)).toMatchObject({ code: 'invalidRequest', httpStatus: 405 });
	});

	test('a model that is newer than the table is sent by its id', async () => {
		await bench.submit({ ...request, model: 'minimax-h3-text-to-video' });
		expect(bench.simulator.jobs[0]?.path).toBe('/segmind/v2/minimax-h3-text-to-video');
	});

	test('that is finished at its submit already has its video at the next look', () => {
		const read = (status: string) =>
			jobIn(segmind.submit(request).read(answer({ request_id: '1', status })));
		expect(read('COMPLETED')).toMatchObject({ jobId: '1', status: 'processing' });
		expect(read('COMPLETED').failure).toBeUndefined();
		expect(read('FAILED')).toMatchObject({ status: 'failed', failure: { code: 'gateway' } });
	});
});

describe('the blocking route of Segmind', () => {
	const blocking = { ...request, inputs: { blocking: true } };

	test('goes to the v1 of the model page and waits as long as a video takes', () => {
		const call = segmind.submit({
			...blocking,
			inputs: { ...blocking.inputs, promptOptimizer: true },
		});
		expect(call.request).toMatchObject({
			path: '/v1/minimax-ai',
			body: { prompt: request.prompt, prompt_optimizer: true },
		});
		expect(call.request.body).not.toHaveProperty('blocking');
		expect(call.timeoutSeconds).toBeGreaterThanOrEqual(600);
	});

	test('answers with the bytes of the video itself', async () => {
		bench.simulator.videoSeconds = 0.2;
		const { outcome, answers } = await bench.send(segmind.submit(blocking));
		const job = bench.simulator.jobs[0]!;
		expect(jobIn(outcome)).toEqual({
			gateway: 'segmind',
			jobId: job.jobId,
			status: 'completed',
			model: 'minimax-ai',
			...cost,
		});
		expect(answers[0]).toMatchObject({
			mediaType: 'video/mp4',
			body: '',
			headers: { 'content-length': String(CLIP.length) },
		});
		expect(bench.simulator.refusals).toEqual([]);
	});

	test("answers with JSON, as the page's sample reads it", async () => {
		bench.simulator.plan = () => ({ seconds: 0, variant: 'json' });
		const job = jobIn((await bench.send(segmind.submit(blocking))).outcome);
		const { jobId, videoUrl } = bench.simulator.jobs[0]!;
		expect(job).toEqual({
			gateway: 'segmind',
			jobId,
			status: 'completed',
			model: 'minimax-ai',
			videoUrl,
		});
	});

	test.each([
		['video_url', { video_url: 'https://a/v.mp4' }],
		['url', { url: 'https://a/v.mp4' }],
		['a list', { output: ['https://a/v.mp4'] }],
		['video', { video: { url: 'https://a/v.mp4' } }],
	])('reads the address from %s', (_name, fields) => {
		const job = jobIn(segmind.submit(blocking).read(answer(fields)));
		expect(job).toMatchObject({ status: 'completed', videoUrl: 'https://a/v.mp4' });
		expect(job.jobId).not.toBe('');
	});

	test.each<['failed' | 'moderated', RegExp]>([
		['failed', /HTTP 500.*Generation failed/],
		['moderated', /HTTP 500.*sensitive/],
	])('tells a video that %s', async (outcome, says) => {
		bench.simulator.plan = () => ({ seconds: 0, outcome });
		const error = await bench.refused(blocking);
		expect(error.message).toMatch(says);
	});

	test('a success without a video may have been billed', () => {
		const read = segmind.submit(blocking).read(answer({ message: 'ok' }));
		expect(errorIn(read)).toMatchObject({ code: 'gateway', accepted: 'maybe' });
	});

	test('an HTML page is no video', () => {
		const read = segmind.submit(blocking).read(answer('<html></html>'));
		expect(errorIn(read).message).toMatch(/HTML page/);
	});
});

describe('the upload of Segmind', () => {
	const upload = uploadOf(segmind)!.call;

	test.each(['outputText', 'sdk'])('gives an address, in shape %s', async (variant) => {
		bench.simulator.variants.segmind = variant;
		const call = upload({ bytes: FRAME, mimeType: 'image/png' }, request);
		const { outcome } = await bench.send(call);
		expect(outcome).toEqual({ kind: 'url', url: expect.stringMatching(/^http/) as unknown });
		expect(bench.simulator.requests[0]).toMatchObject({
			path: '/segmind-uploads/upload-asset',
			body: { data_urls: [`data:image/png;base64,${FRAME.toString('base64')}`] },
		});
		expect(bench.simulator.refusals).toEqual([]);
	});

	test('without an address is an error', () => {
		const call = upload({ bytes: FRAME, mimeType: 'image/png' }, request);
		expect(errorIn(call.read(answer({ urls: [] }))).message).toMatch(/unknown format/);
	});

	test('refused is told by its status', async () => {
		bench.simulator.fault({
			endpoint: 'upload',
			respond: { status: 413, body: { error: 'too large' } },
		});
		const call = upload({ bytes: FRAME, mimeType: 'image/png' }, request);
		const error = errorIn((await bench.send(call)).outcome);
		expect(error).toMatchObject({ code: 'invalidRequest', httpStatus: 413 });
		expect(error.fix).toContain('smaller image');
	});
});

/** segmind.com/models/{slug}/api: the names and words that only these pages have. */
test.each<[string, Partial<VideoRequest>, Record<string, unknown>]>([
	[
		'runway-gen4-turbo',
		{ aspectRatio: '21:9', durationSeconds: 10 },
		{ promptText: 'A lake', promptImage: 'F', ratio: '1584:672', duration: 10 },
	],
	['runway-gen3-alphaturbo', { aspectRatio: '9:16' }, { promptImage: 'F', ratio: '9:16' }],
	['kling-o3-image2video', { resolution: 'pro' }, { image_url: 'F', mode: 'pro' }],
	['kling-3-pro-image2video', { durationSeconds: 15 }, { start_image_url: 'F', duration: '15' }],
	['kling-2', { durationSeconds: 10 }, { start_image: 'F', duration: 10 }],
	[
		'pixverse-5-video',
		{ resolution: '720p' },
		{ image_url: 'F', quality: '720p', duration: 5, motion_mode: 'normal' },
	],
	['seedance-pro', {}, { image_url: 'F', aspect_ratio: '16:9', duration: 5, resolution: '720p' }],
	[
		'seedance-pro',
		{ aspectRatio: '1:1', durationSeconds: 10 },
		{ aspect_ratio: '1:1', duration: 10 },
	],
	['a-newer-model', { aspectRatio: '1:1' }, { first_frame_image: 'F', aspect_ratio: '1:1' }],
])('%s with %j gets what its page asks for', (model, fields, body) => {
	const firstFrame = { kind: 'url', url: 'F' } as const;
	const call = segmind.submit({ model, prompt: 'A lake', firstFrame, ...fields });
	expect(call.request.path).toBe(`/v2/${model}`);
	expect(call.request.body).toMatchObject(body);
});

test('Seedance 2.0 gets its references as a list, a model without a row its only one', () => {
	const subjectReferences = ['A', 'B'].map((url) => ({ kind: 'url', url }) as const);
	const bodyOf = (model: string) =>
		segmind.submit({ model, prompt: 'A lake', subjectReferences }).request.body;
	expect(bodyOf('seedance-2.0')).toEqual({ prompt: 'A lake', reference_images: ['A', 'B'] });
	expect(bodyOf('newer')).toEqual({ prompt: 'A lake', subject_reference: 'A' });
});
