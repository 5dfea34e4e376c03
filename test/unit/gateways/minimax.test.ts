import { minimax } from '../../../gateways/adapters/minimax';
import type { ImageInput, VideoRequest } from '../../../gateways/gateway';
import { checkRequest } from '../../../gateways/request/checks';
import { fitToModel } from '../../../gateways/request/fit';
import { translate } from '../../../gateways/request/failover';
import { withoutFields } from '../../../gateways/request/inputs';
import { estimateCost } from '../../../gateways/request/prices';
import { aimlapi } from '../../../gateways/adapters/aimlapi';
import { minimaxCodes } from '../../facts/minimaxCodes';
import { minimaxRefusal } from '../../support/simulator';
import { h3Error } from '../../support/simulator/gateways/minimaxH3';
import { answer, benchFor, callbackOf, errorIn, jobIn, leastRequest, modelOf } from './bench';

/** What only MiniMax has: a second version of its API, for H3, with job IDs and refusals of its own. */

const bench = benchFor(minimax);
const h3: VideoRequest = leastRequest(minimax, modelOf(minimax, 'MiniMax-H3'));

const hailuo23 = modelOf(minimax, 'MiniMax-Hailuo-2.3');

const urlOf = (name: string): ImageInput => ({ kind: 'url', url: `https://example.com/${name}` });

describe('a job of H3', () => {
	test('is submitted with length, size and ratio, which have no defaults there', async () => {
		await bench.submit(h3);
		expect(bench.sentBody()).toEqual({
			model: 'MiniMax-H3',
			content: [{ type: 'text', text: h3.prompt }],
			resolution: '768P',
			duration: 5,
			ratio: '16:9',
		});
	});

	test('has an ID that leads back to its version, with one call and no other', async () => {
		bench.simulator.videoSeconds = 0;
		const { jobId } = await bench.submit(h3);
		expect(jobId).toMatch(/^v2:\d+$/);
		const job = jobIn(await bench.look(jobId));
		expect(job).toEqual({
			gateway: 'minimax',
			jobId,
			status: 'completed',
			model: 'MiniMax-H3',
			videoUrl: bench.simulator.jobs[0]!.videoUrl,
			durationSeconds: 5,
			submittedAt: expect.stringMatching(/Z$/) as unknown,
			completedAt: expect.stringMatching(/Z$/) as unknown,
		});
		expect(bench.simulator.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
			'POST /minimax/v2/video_generation',
			`GET /minimax/v2/query/video_generation/${jobId.slice('v2:'.length)}`,
		]);
	});

	test('is not known by its bare number, and the message says what its ID looks like', async () => {
		const { jobId } = await bench.submit(h3);
		const error = errorIn(await bench.look(jobId.slice('v2:'.length)));
		expect(error).toMatchObject({ code: 'notFound', retryable: false });
		expect(error.fix).toMatch(/H3 job begins with v2:/);
	});

	test('that MiniMax does not know any more is not found', async () => {
		expect(errorIn(await bench.look('v2:1'))).toMatchObject({
			code: 'notFound',
			httpStatus: 400,
			retryable: false,
		});
	});

	test.each([
		['failed', 'failed', 'gateway', true, /code 1000.*internal error/],
		['moderated', 'failed', 'moderated', false, /code 1026.*Change the prompt or the image/],
		['cancelled', 'cancelled', 'cancelled', true, /cancelled/],
		['completedWithoutUrl', 'failed', 'gateway', false, /no link/],
	] as const)('that ended %s says so', async (outcome, status, code, retryable, says) => {
		bench.simulator.plan = () => ({ seconds: 0, outcome });
		const { jobId } = await bench.submit(h3);
		const job = jobIn(await bench.look(jobId));
		expect(job).toMatchObject({ status, failure: { code, retryable } });
		expect(job.failure?.message).toMatch(says);
	});

	test('goes on with a warning where its word is unknown', async () => {
		bench.simulator.plan = () => ({ seconds: 0, outcome: 'unknownStatus' });
		const { jobId } = await bench.submit(h3);
		expect(jobIn(await bench.look(jobId))).toMatchObject({
			status: 'processing',
			warnings: [expect.stringContaining('"archiving"')],
		});
	});

	test('that expired in the queue may be submitted again', () => {
		const read = minimax.status('v2:7').read(answer({ task: { status: 'expired' } }));
		expect(jobIn(read)).toMatchObject({
			jobId: 'v2:7',
			status: 'failed',
			failure: { code: 'timeout', retryable: true },
		});
	});
});

describe('a refusal of version 2', () => {
	test.each([
		[400, 'invalidRequest', false, 'no'],
		[401, 'authentication', false, 'no'],
		[402, 'insufficientCredits', false, 'no'],
		[422, 'moderated', false, 'no'],
		[429, 'rateLimited', true, 'no'],
		[500, 'gateway', true, 'maybe'],
		[529, 'gateway', true, 'maybe'],
	] as const)('%i of a submit is %s', async (status, code, retryable, accepted) => {
		bench.simulator.fault({ endpoint: 'submit', respond: h3Error(status) });
		const error = await bench.refused(h3);
		expect(error).toMatchObject({ code, retryable, accepted, httpStatus: status });
		expect(error.message).toContain(`MiniMax`);
		expect(bench.simulator.jobs).toEqual([]);
	});

	test('says more by its code than by its status, but never that a broken server did nothing', async () => {
		const refusedWith = async (status: number, words: string) => {
			bench.simulator.fault({ endpoint: 'submit', respond: h3Error(status, words) });
			return await bench.refused(h3);
		};
		expect(await refusedWith(400, 'usage limit exceeded (2056)')).toMatchObject({
			code: 'insufficientCredits',
			accepted: 'no',
		});
		expect(await refusedWith(500, 'internal error (1013)')).toMatchObject({
			code: 'gateway',
			accepted: 'maybe',
		});
	});

	test('of a check says nothing about the job, except where its ID is unknown', async () => {
		const { jobId } = await bench.submit(h3);
		bench.simulator.fault({ endpoint: 'status', respond: h3Error(401) });
		expect(errorIn(await bench.look(jobId))).toMatchObject({ code: 'authentication' });
	});
});

describe('a refusal of version 1', () => {
	const hailuo = leastRequest(minimax, hailuo23);

	test.each(minimaxCodes)('with code $code and a task_id is unclear', async ({ code }) => {
		const respond = minimaxRefusal(code, '176843000001');
		bench.simulator.fault({ endpoint: 'submit', respond });
		const error = await bench.refused(hailuo);
		expect(error).toMatchObject({ accepted: 'maybe', gatewayCode: code });
		expect(error.message).toContain('176843000001');
	});
});

describe('a callback about H3', () => {
	test('has the form of the query, and the ID of version 2', () => {
		const text = JSON.stringify({ task: { id: '424010985738629', status: 'running' } });
		expect(minimax.callbacks!.read(callbackOf(text))).toEqual({
			gateway: 'minimax',
			jobId: 'v2:424010985738629',
			status: 'processing',
		});
	});

	test.each([
		'{"task":{"status":"running"}}',
		'{"task":null}',
		'{"task":{"id":"","status":"x"}}',
	])('%s is none', (text) => {
		expect(minimax.callbacks!.read(callbackOf(text))).toBeUndefined();
	});

	test('is sent by the simulator in this form', async () => {
		bench.simulator.videoSeconds = 0;
		await bench.submit({ ...h3, callbackUrl: 'https://example.com/callback' });
		const job = bench.simulator.jobs[0]!;
		const { body } = bench.simulator.callback(job);
		expect(minimax.callbacks!.read(callbackOf(body))).toMatchObject({
			jobId: job.jobId,
			status: 'completed',
		});
	});
});

describe('the checks of H3', () => {
	const wrong = (fields: Partial<VideoRequest>) => checkRequest(minimax, { ...h3, ...fields });
	const subjectReferences = [urlOf('face.jpg')];
	const inputs = { referenceVideos: ['https://example.com/walk.mp4'] };

	test('frames and references exclude each other', () => {
		expect(wrong({ endFrame: urlOf('end.jpg'), subjectReferences, inputs })).toEqual([
			{ field: 'subjectReferences', code: 'notWith', other: 'endFrame' },
			{ field: 'referenceVideos', code: 'notWith', other: 'endFrame' },
		]);
	});

	test('only a picture, a video or a sound has a ratio to adapt to', () => {
		const aspectRatio = 'adaptive';
		expect(wrong({ aspectRatio })).toMatchObject([{ code: 'needsPicture' }]);
		expect(wrong({ aspectRatio, subjectReferences })).toEqual([]);
		expect(wrong({ aspectRatio, inputs })).toEqual([]);
	});

	test('a reference video makes the cost unknown, a sixth picture raises it', () => {
		const costOf = (fields: Partial<VideoRequest>) =>
			estimateCost(minimax, { ...h3, durationSeconds: 10, ...fields })?.amount;
		expect(costOf({})).toBe(0.8);
		expect(costOf({ subjectReferences: new Array<ImageInput>(5).fill(urlOf('a.jpg')) })).toBe(
			0.8,
		);
		expect(costOf({ subjectReferences: new Array<ImageInput>(7).fill(urlOf('a.jpg')) })).toBe(
			0.88,
		);
		expect(costOf({ inputs })).toBeUndefined();
	});
});

describe('an end frame of Hailuo 02', () => {
	const wanted: VideoRequest = {
		model: 'MiniMax-Hailuo-02',
		prompt: 'A girl grows up',
		firstFrame: urlOf('child.jpg'),
		endFrame: urlOf('woman.jpg'),
	};

	test('does not go with 512P, which the first frame alone does', () => {
		expect(checkRequest(minimax, { ...wanted, resolution: '512P' })).toEqual([
			{ field: 'endFrame', code: 'onlyWith', other: 'resolution', values: ['768P', '1080P'] },
		]);
		expect(
			checkRequest(minimax, { ...withoutFields(wanted, ['endFrame']), resolution: '512P' }),
		).toEqual([]);
		expect(checkRequest(minimax, { ...wanted, resolution: '1080P' })).toEqual([]);
		expect(checkRequest(minimax, wanted)).toEqual([]);
	});

	test('leaves Fast Pretreatment out, with a notice', async () => {
		const inputs = { fastPretreatment: true, promptOptimizer: false };
		const { request, notices } = fitToModel(minimax, { ...wanted, inputs });
		expect(notices).toEqual([
			{
				code: 'notSent',
				field: 'fastPretreatment',
				beside: 'endFrame',
				gateway: 'MiniMax',
				model: 'Hailuo 02',
			},
		]);
		await bench.submit(request);
		expect(bench.sentBody()).not.toHaveProperty('fast_pretreatment');
		expect(bench.sentBody()).toHaveProperty('prompt_optimizer', false);
		expect(bench.simulator.refusals).toEqual([]);
	});
});

test('H3 of another gateway is made as H3 here', () => {
	const wanted = { model: 'minimax/h3', prompt: 'A lake', durationSeconds: 4 };
	const there = translate(aimlapi, minimax, wanted, new Set());
	expect(there).toMatchObject({ request: { model: 'MiniMax-H3', durationSeconds: 4 } });
});

test('the file of a Hailuo job is asked for by its exact number, beyond those of JavaScript', () => {
	const call = minimax.status('1');
	const query = answer('{"status":"Success","file_id":9007199254740993123,"base_resp":null}');
	const next = call.next!(call.read(query), query);
	expect(next?.request.query).toEqual({ file_id: '9007199254740993123' });
});

test.each<[string, object]>([
	['no file', { base_resp: { status_code: 0 } }],
	['null', { file: null }],
	['an empty address', { file: { file_id: 1, download_url: '' } }],
])(
	'a file without its address (%s) is asked for again, since the video is paid for',
	async (...given) => {
		const [, body] = given;
		bench.simulator.plan = () => ({ seconds: 0 });
		const { jobId } = await bench.submit(leastRequest(minimax, hailuo23));
		bench.simulator.fault({ endpoint: 'result', respond: { status: 200, body }, times: 1 });
		const error = errorIn(await bench.look(jobId));
		expect(error).toMatchObject({ code: 'gateway', retryable: true });
		expect(error.message).toBe('MiniMax gave no address for the finished video');
		expect(error.fix).toMatch(/made and paid for: check the job again later/);
		const job = jobIn(await bench.look(jobId));
		expect(job).toMatchObject({
			status: 'completed',
			videoUrl: bench.simulator.jobs[0]!.videoUrl,
		});
	},
);

test('nothing but moderation ends a job whose video is made, and nobody is told to submit it again', () => {
	const { read, next } = minimax.status('176843862716480');
	const query = answer('{"status":"Success","file_id":"1","base_resp":{"status_code":0}}');
	const file = next!(read(query), query)!;
	const refusal = (code: number) => answer(`{"base_resp":{"status_code":${code}}}`);
	for (const kept of [
		...[1004, 1008, 2049, 2056, 1042].map(refusal),
		{ ...query, status: 403 },
	]) {
		const outcome = file.read(kept);
		expect(outcome).toMatchObject({ kind: 'gatewayError', retryable: true });
		expect(JSON.stringify(outcome)).not.toMatch(/submit/);
	}
	expect(file.read(refusal(1027))).toMatchObject({ status: 'failed' });
});
