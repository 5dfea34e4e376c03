import { findGateway } from '../../../gateways';
import type { VideoRequest } from '../../../gateways/gateway';
import { checkRequest } from '../../../gateways/request/checks';
import { fitToModel } from '../../../gateways/request/fit';
import { answer, benchFor, callbackOf, errorIn, jobIn, modelOf, picture } from './bench';

const replicate = findGateway('replicate')!;
const bench = benchFor(replicate);
const HASH = '9dcd6d78e7c6560c340d916fe32e9f24aabfa331e5cce95fe31f77fb03121426';
const url = (name: string) => ({ kind: 'url', url: `https://example.com/${name}` }) as const;
const lake = (more: Partial<VideoRequest> = {}): VideoRequest => ({
	model: replicate.defaultModel,
	prompt: 'A lake',
	...more,
});
const requestOf = (more: Partial<VideoRequest>) => replicate.submit(lake(more)).request;
const inputOf = (more: Partial<VideoRequest>) =>
	(requestOf(more).body as { input: Record<string, unknown> }).input;
const read = (body: object) => jobIn(replicate.status('p1').read(answer(body)));
const done = { id: 'p1', status: 'succeeded', completed_at: '2026-11-27T10:00:00Z' };

describe('a model', () => {
	test.each([
		['google/veo-3.1', '/v1/models/google/veo-3.1/predictions', undefined],
		[
			'kwaivgi/kling-v3-video/standard',
			'/v1/models/kwaivgi/kling-v3-video/predictions',
			undefined,
		],
		['lightricks/ltx-2-fast', '/v1/models/lightricks/ltx-2-fast/predictions', undefined],
		[`acme/own-model:${HASH}`, '/v1/predictions', HASH],
		[HASH, '/v1/predictions', HASH],
	])('%s is asked for at %s', (model, path, version) => {
		const request = requestOf({ model });
		expect([request.path, (request.body as { version?: string }).version]).toEqual([
			path,
			version,
		]);
	});

	test.each(['', 'veo', '../google/veo-3', 'google/..', 'a/b/c/d', 'a/b:latest', 'https://a/b'])(
		"%j can't be one, and is refused before it is sent",
		(model) => {
			expect(checkRequest(replicate, lake({ model }))).toContainEqual(
				expect.objectContaining({ field: 'model', code: 'unknownModel' }),
			);
		},
	);

	test.each([
		['google/veo-3.1', 'image', 'last_frame'],
		['kwaivgi/kling-v3-video', 'start_image', 'end_image'],
		['minimax/hailuo-02', 'first_frame_image', 'last_frame_image'],
		['bytedance/seedance-2.0', 'image', 'last_frame_image'],
		['wan-video/wan-2.2-i2v-fast', 'image', 'last_image'],
		// By ID: as the other models of their owners, and a version as its model.
		['kwaivgi/kling-v4', 'start_image', 'end_image'],
		['minimax/hailuo-4', 'first_frame_image', 'last_frame_image'],
		[`minimax/hailuo-02:${HASH}`, 'first_frame_image', 'last_frame_image'],
		['acme/video', 'image', 'last_frame_image'],
	])('%s has the frames under the names %s and %s', (model, first, end) => {
		const input = inputOf({ model, firstFrame: url('a.png'), endFrame: url('b.png') });
		expect(input).toMatchObject({
			[first]: 'https://example.com/a.png',
			[end]: 'https://example.com/b.png',
		});
	});

	test('Kling 3.0 and 2.1 are two models each, by their mode', () => {
		expect(inputOf({ model: 'kwaivgi/kling-v3-video' }).mode).toBe('pro');
		expect(inputOf({ model: 'kwaivgi/kling-v3-video/standard' }).mode).toBe('standard');
		const job = {
			model: 'kwaivgi/kling-v3-video',
			version: 'hidden',
			output: 'https://a/b.mp4',
		};
		expect(read({ ...done, ...job, input: { mode: 'standard' } }).model).toBe(
			'kwaivgi/kling-v3-video/standard',
		);
		expect(read({ ...done, ...job, input: {} }).model).toBe('kwaivgi/kling-v3-video');
	});

	test("one that isn't official keeps its version, by which alone it can be run again", () => {
		const job = { model: 'acme/own-model', version: HASH, output: 'https://a/b.mp4' };
		expect(read({ ...done, ...job }).model).toBe(`acme/own-model:${HASH}`);
	});

	test.each([
		[{}, undefined],
		[{ resolution: '1080p' }, '1920*1080'],
		[{ aspectRatio: '9:16' }, '720*1280'],
		[{ resolution: '480p', aspectRatio: '9:16' }, '480*832'],
	])('Wan 2.5 gets %j as the size %s', (more, size) => {
		const request = fitToModel(replicate, lake({ model: 'wan-video/wan-2.5-t2v', ...more }));
		expect(inputOf(request.request).size).toBe(size);
	});
});

describe('Cancel After', () => {
	test.each([
		[undefined, undefined],
		[30, '1800s'],
		[1.5, '90s'],
		[0.1, '6s'],
	])('of %s minutes is the header %s', (minutes, header) => {
		const inputs = minutes === undefined ? {} : { inputs: { cancelAfterMinutes: minutes } };
		expect(requestOf(inputs).headers?.['Cancel-After']).toBe(header);
		expect(inputOf(inputs)).toEqual({ prompt: 'A lake' });
	});

	test('below the five seconds that Replicate asks for is refused before it is sent', () => {
		const problems = checkRequest(replicate, lake({ inputs: { cancelAfterMinutes: 0.05 } }));
		expect(problems).toMatchObject([{ field: 'cancelAfterMinutes', code: 'outOfRange' }]);
	});

	/** A job with six seconds until its deadline. */
	const hasty = async (): Promise<string> =>
		(await bench.submit(lake({ inputs: { cancelAfterMinutes: 0.1 } }))).jobId;

	test('a job that is over it is cancelled by Replicate, without a call of ours', async () => {
		bench.simulator.videoSeconds = 60;
		const jobId = await hasty();
		expect(jobIn(await bench.look(jobId)).status).toBe('queued');
		bench.advance(7);
		expect(jobIn(await bench.look(jobId)).status).toBe('cancelled');
	});

	test('counts also for a job that nobody checks until its video would have been ready', async () => {
		bench.simulator.videoSeconds = 60;
		const jobId = await hasty();
		bench.advance(120);
		const job = jobIn(await bench.look(jobId));
		expect(job.status).toBe('cancelled');
		expect(job.failure?.message).not.toContain("wasn't billed");
	});

	test('a job that had not begun by then is told to be unbilled', async () => {
		bench.simulator.plan = () => ({ seconds: 60, queuedSeconds: 30 });
		const jobId = await hasty();
		bench.advance(120);
		const { status, failure } = jobIn(await bench.look(jobId));
		expect(status).toBe('cancelled');
		expect(failure?.message).toMatch(/hadn't started by its deadline.*wasn't billed/);
	});

	test('leaves a video alone that is ready before', async () => {
		bench.simulator.videoSeconds = 5;
		const jobId = await hasty();
		bench.advance(120);
		expect(jobIn(await bench.look(jobId)).status).toBe('completed');
	});
});

describe('what a model returned', () => {
	test.each<[unknown, string[]]>([
		['https://a/1.mp4', ['https://a/1.mp4']],
		[
			['https://a/1.mp4', 'https://a/2.mp4'],
			['https://a/1.mp4', 'https://a/2.mp4'],
		],
		[{ video: 'https://a/1.mp4', seed: 7 }, ['https://a/1.mp4']],
		[
			{ videos: ['https://a/1.mp4', 'https://a/2.mp4'] },
			['https://a/1.mp4', 'https://a/2.mp4'],
		],
		[['https://a/1.mp4', 'https://a/1.mp4'], ['https://a/1.mp4']],
		[{ cover: 'https://a/1.jpg', video: 'https://a/1.mp4' }, ['https://a/1.mp4']],
		[
			['https://a/1', 'https://a/2'],
			['https://a/1', 'https://a/2'],
		],
		['no address', []],
		[null, []],
	])('%j are the videos %j', (output, [videoUrl, ...more]) => {
		const job = read({ ...done, output });
		expect([job.videoUrl, job.moreVideoUrls]).toEqual([
			videoUrl,
			more.length === 0 ? undefined : more,
		]);
		expect(job.status).toBe(videoUrl === undefined ? 'failed' : 'completed');
	});

	test('is there for an hour, unless it was made on the website', () => {
		const output = 'https://a/1.mp4';
		expect(read({ ...done, output }).expiresAt).toBe('2026-11-27T11:00:00.000Z');
		expect(read({ ...done, output, source: 'web' }).expiresAt).toBeUndefined();
		expect(read({ ...done, output, completed_at: null }).expiresAt).toBeUndefined();
	});

	test('is gone after that hour, from the job and from its address', async () => {
		bench.simulator.videoSeconds = 0;
		const { jobId } = await bench.submit(lake());
		const { videoUrl } = jobIn(await bench.look(jobId));
		expect((await fetch(videoUrl!)).status).toBe(200);
		bench.advance(60 * 60 + 1);
		expect((await fetch(videoUrl!)).status).toBe(404);
		expect(jobIn(await bench.look(jobId))).toMatchObject({
			jobId,
			status: 'failed',
			failure: { code: 'notFound', retryable: false },
		});
	});

	test('and was deleted is told so, and not to be made again', () => {
		const job = read({ ...done, output: null, data_removed: true });
		expect(job).toMatchObject({
			status: 'failed',
			failure: { code: 'notFound', retryable: false },
		});
	});
});

test.each([
	['', undefined],
	['  7%|#  | 1/14 [00:02<00:30]\n 50%|##### | 7/14', 50],
	['loss 12%', undefined],
	['900%|##| 9/1', undefined],
])('the logs %j mean %s percent', (logs, progress) => {
	expect(read({ id: 'p1', status: 'processing', logs }).progress).toBe(progress);
});

test("the list leaves out what isn't a video, and keeps what may become one", async () => {
	const file = (id: string, output: unknown) => ({ id, status: 'succeeded', output });
	const results = [
		file('video', 'https://a/1.mp4'),
		file('picture', ['https://a/1.webp']),
		file('text', 'A lake'),
		file('several', { video: 'https://a/1.webm', cover: 'https://a/1.jpg' }),
		{ id: 'running', status: 'processing', output: null },
		{ status: 'succeeded', output: 'https://a/without-id.mp4' },
	];
	const ids = (limit: number) =>
		(
			replicate.list!({ limit }).read(answer({ next: null, results })) as Array<{
				jobId: string;
			}>
		).map(({ jobId }) => jobId);
	expect(ids(10)).toEqual(['video', 'several', 'running']);
	expect(ids(1)).toEqual(['video']);
	const { jobId } = await bench.submit(lake());
	const { outcome } = await bench.send(replicate.list!({ limit: 5 }));
	expect(outcome).toMatchObject([{ jobId, gateway: 'replicate' }]);
});

test('a picture given as bytes is uploaded as a file, and the job gets its address', async () => {
	const job = await bench.submit(lake({ firstFrame: picture(replicate) }));
	expect(job.status).toBe('queued');
	expect(bench.simulator.refusals).toEqual([]);
});

test.each([
	['Your rate limit resets in ~30s.', {}, 30],
	['Request was throttled.', {}, undefined],
	['Your rate limit resets in ~30s.', { 'retry-after': '4' }, 4],
])('a 429 with the words %j asks to wait', (detail, headers, seconds) => {
	const refused = answer({ detail }, { status: 429, headers });
	const error = errorIn(replicate.submit(lake()).read(refused));
	expect(error).toMatchObject({ code: 'rateLimited', accepted: 'no' });
	expect(error.retryAfterSeconds).toBe(seconds);
});

test.each([
	['http://n8n.example/hook', ['notHttps']],
	['https://n8n.example/hook', []],
	['http://127.0.0.1:5678/hook', []],
])('a callback to %s has the problems %j', (callbackUrl, codes) => {
	const problems = checkRequest(replicate, lake({ callbackUrl }));
	expect(problems.map(({ code }) => code)).toEqual(codes);
});

test('an end frame needs a first frame', () => {
	expect(checkRequest(replicate, lake({ endFrame: url('b.png') }))).toMatchObject([
		{ field: 'firstFrame', code: 'missing', for: 'endFrame' },
	]);
});

test('a webhook is about its prediction; without its links it is another service', () => {
	const body = { ...done, output: 'https://a/1.mp4', urls: { get: 'https://a/p1' } };
	const readBody = (sent: object) => replicate.callbacks!.read(callbackOf(JSON.stringify(sent)));
	expect(readBody(body)).toMatchObject({ jobId: 'p1', status: 'completed' });
	expect(readBody({ ...body, urls: undefined })).toBeUndefined();
	expect(readBody({ ...body, id: undefined })).toBeUndefined();
});

test('a job that is cancelled while it runs is cancelled; one that has ended stays as it is', async () => {
	bench.simulator.videoSeconds = 60;
	const { jobId } = await bench.submit(lake());
	expect(jobIn((await bench.send(replicate.cancel!(jobId)!)).outcome).status).toBe('cancelled');
	bench.simulator.videoSeconds = 0;
	const finished = await bench.submit(lake());
	const { outcome } = await bench.send(replicate.cancel!(finished.jobId)!);
	expect(jobIn(outcome)).toMatchObject({ status: 'completed', jobId: finished.jobId });
});

test('the default model has a price', () => {
	const { formats } = modelOf(replicate, replicate.defaultModel);
	expect(formats?.[0]).toMatchObject({ price: expect.anything() as unknown });
});
