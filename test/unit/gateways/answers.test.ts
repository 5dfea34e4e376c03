import * as fc from 'fast-check';

import { findGateway, gateways } from '../../../gateways';
import {
	failureOfStatus,
	gatewayError,
	jsonIn,
	reasonIn,
	retryAfterSeconds,
	type ErrorTable,
} from '../../../gateways/answer/answers';
import {
	isGatewayError,
	type Answer,
	type Call,
	type Gateway,
	type GatewayError,
	type VideoJob,
} from '../../../gateways/gateway';
import {
	documentedError,
	GATEWAY_IDS,
	startSimulator,
	VARIANTS,
	type GatewayId,
} from '../../support/simulator';
import { answer, errorIn, leastRequest, modelOf, uploadOf } from './bench';
import { callGateway } from './callGateway';
import { damaged, gatherReadings, type Reading } from './pageAnswers';
import { cases } from '../../support/draw';

const receivedAt = Date.UTC(2026, 9, 1, 12);

describe('the wait that an answer asks for', () => {
	const waitOf = (headers: Record<string, string>) =>
		retryAfterSeconds(answer('', { status: 429, headers, receivedAt }));

	test.each([
		['0', 0],
		['7', 7],
		[' 12 ', 12],
		['1.5', 1.5],
		['120', 120],
		['100000000', 100_000_000],
		['-5', 0],
		// A time since 1970, in seconds and in milliseconds: of the end, not of the wait.
		[String(receivedAt / 1000 + 40), 40],
		[String(receivedAt + 40_500), 40.5],
		[String(receivedAt / 1000 - 40), 0],
		[String(receivedAt - 40_000), 0],
		['999999999', 999_999_999],
		['Thu, 01 Oct 2026 12:00:30 GMT', 30],
		['Thu, 01 Oct 2026 11:00:00 GMT', 0],
		['', undefined],
		['   ', undefined],
		['soon', undefined],
		['60 seconds', undefined],
		['soon 3', undefined],
		['Infinity', undefined],
		['NaN', undefined],
	])('Retry-After: %p is %p s', (value, seconds) => {
		expect(waitOf({ 'retry-after': value })).toBe(seconds);
	});

	test('is not known without a header', () => {
		expect(waitOf({})).toBeUndefined();
		expect(waitOf({ date: 'Thu, 01 Oct 2026 12:00:30 GMT' })).toBeUndefined();
	});

	/** docs.segmind.com: no Retry-After but the time at which the limit ends. */
	test.each([
		['2026-10-01T12:00:45Z', 45],
		['2026-10-01T12:00:45.500Z', 45.5],
		['2026-10-01T14:00:45+02:00', 45],
		['2026-10-01T12:00:45', 45],
		['2026-10-01 12:00:45', 45],
		['2026-10-01T11:59:00Z', 0],
		['Thu, 01 Oct 2026 12:01:00 GMT', 60],
		[String(receivedAt / 1000 + 60), 60],
		[String(receivedAt + 60_000), 60],
		['soon', undefined],
	])('x-rate-limit-reset-at-utc: %s is %p s', (value, seconds) => {
		expect(waitOf({ 'x-rate-limit-reset-at-utc': value })).toBe(seconds);
	});

	test('is that of Retry-After where both are there', () => {
		const headers = {
			'retry-after': '5',
			'x-rate-limit-reset-at-utc': '2026-10-01T12:01:00Z',
		};
		expect(waitOf(headers)).toBe(5);
	});

	test('is a number of seconds from 0 on or nothing, whatever the header', () => {
		fc.assert(
			fc.property(
				fc.constantFrom('retry-after', 'x-rate-limit-reset-at-utc'),
				fc.oneof(
					fc.string(),
					fc.integer().map(String),
					fc.double().map(String),
					fc.date({ noInvalidDate: true }).map((date) => date.toUTCString()),
					fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
				),
				(name, value) => {
					const seconds = waitOf({ [name]: value });
					expect(
						seconds === undefined || (Number.isFinite(seconds) && seconds >= 0),
					).toBe(true);
				},
			),
			{ numRuns: cases(2000) },
		);
	});

	test('is that of the failure table where the gateway does not say', () => {
		const errors: ErrorTable = {
			label: 'X',
			failures: {
				429: {
					code: 'rateLimited',
					what: 'is busy',
					fix: 'Wait.',
					retryable: true,
					retryAfterSeconds: 9,
				},
			},
		};
		const of = (headers: Record<string, string>) =>
			failureOfStatus(errors, answer('{}', { status: 429, headers })).retryAfterSeconds;
		expect(of({})).toBe(9);
		expect(of({ 'retry-after': '40' })).toBe(40);
		expect(of({ 'retry-after': '0' })).toBe(0);
	});
});

describe("the gateway's own words", () => {
	/** The error bodies of the pages, one of each form. */
	test.each<[string, unknown, string]>([
		[
			'AIgateway, OpenAPI file',
			{ error: { message: 'Wallet empty', type: 'insufficient_credits', code: 402 } },
			'Wallet empty',
		],
		[
			'AI/ML API, General Info',
			{ message: 'Too Many Requests', path: '/v2', requestId: '1', statusCode: '429' },
			'Too Many Requests',
		],
		[
			'AI/ML API, a list of faults',
			{ message: ['prompt is too long', 'model is unknown'], statusCode: 400 },
			'prompt is too long; model is unknown',
		],
		['Pixazo', { error: 'Invalid parameters' }, 'Invalid parameters'],
		['MiniMax', { base_resp: { status_code: 1002, status_msg: 'rate limit' } }, 'rate limit'],
		['Segmind', { error: 'Request 1 not found' }, 'Request 1 not found'],
		['useapi.net', { error: 'Not found.', code: 404 }, 'Not found.'],
		[
			'useapi.net, queue full',
			{ error: 'Account 1 is busy executing 3 videos', runningVideos: { 1: [] } },
			'Account 1 is busy executing 3 videos',
		],
	])('are found in the form of %s', (_name, body, words) => {
		expect(reasonIn(body)).toBe(words);
	});

	test.each(
		GATEWAY_IDS.flatMap((id) =>
			[400, 401, 402, 403, 404, 429, 500].map((status) => ({ id, status })),
		),
	)('are found in the $status of $id', ({ id, status }) => {
		const { body } = documentedError(id, status);
		const read = findGateway(id)!.status('1').read(answer(body, { status }));
		expect(errorIn(read).message).toMatch(/: ".+"$/);
	});

	test('are tidy and short enough for a message', () => {
		expect(reasonIn({ error: '  a\n\tb  ' })).toBe('a b');
		expect(reasonIn({ error: 'x'.repeat(5000) })!.length).toBeLessThanOrEqual(300);
	});

	test.each<[unknown, string]>([
		[
			{ error: null, message: 'The model is under maintenance' },
			'The model is under maintenance',
		],
		[{ error: { code: 1 }, message: 'Bad' }, 'Bad'],
		[{ detail: 'Bad' }, 'Bad'],
		[{ detail: [{ loc: ['body'], msg: 'Bad' }, 'Worse'] }, 'Bad; Worse'],
		[{ error: { detail: [{ msg: 'Bad' }] } }, 'Bad'],
		[{ error: { detail: 7 }, message: 'Bad' }, 'Bad'],
		[{ error: 'Bad', base_resp: null }, 'Bad'],
		[{ error: 'Bad', message: 7 }, 'Bad'],
	])('are found beside a field of another form: %j', (body, words) => {
		expect(reasonIn(body)).toBe(words);
	});

	test.each([undefined, null, 7, 'text', [], {}, { error: 7 }, { error: '' }, { message: [] }])(
		'are not in %j',
		(body) => {
			expect(reasonIn(body)).toBeUndefined();
		},
	);
});

describe('the JSON of an answer', () => {
	const inner = { task_id: '11173647', base_resp: { status_code: 0, status_msg: 'success' } };

	test.each([
		['JSON', JSON.stringify(inner)],
		['JSON in a JSON text', JSON.stringify(JSON.stringify(inner, null, 2))],
		['JSON twice in a JSON text', JSON.stringify(JSON.stringify(JSON.stringify(inner)))],
		[
			'escaped text, as the page of Pixazo prints it',
			JSON.stringify(inner, null, 2).replaceAll('"', '\\"').replaceAll('\n', '\\n'),
		],
	])('is read from %s', (_name, text) => {
		expect(jsonIn(text)).toEqual(inner);
	});

	test.each(['', '<html></html>', '{"id": "job_1", "sta', 'undefined', '"text"', '{'])(
		'is not in %p',
		(text) => {
			expect(jsonIn(text)).toBeUndefined();
		},
	);

	test('keeps escapes that are part of a text', () => {
		const body = { error: 'line 1\nline "2"\\n' };
		expect(jsonIn(JSON.stringify(body))).toEqual(body);
	});

	test('is read or not, whatever the text', () => {
		fc.assert(
			fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
				expect(() => jsonIn(text)).not.toThrow();
			}),
			{ numRuns: cases(2000) },
		);
	});
});

describe('the error of a call', () => {
	test('names the gateway, what it did, its codes and its words', () => {
		const row = { code: 'gateway', what: 'failed', fix: 'Wait.' } as const;
		expect(gatewayError({ label: 'X' }, row).message).toBe('X failed');
		const facts = { httpStatus: 500, gatewayCode: 1000, reason: 'oops' };
		expect(gatewayError({ label: 'X' }, row, facts)).toEqual({
			kind: 'gatewayError',
			code: 'gateway',
			message: 'X failed (HTTP 500, code 1000): "oops"',
			fix: 'Wait.',
			retryable: false,
			accepted: 'no',
			httpStatus: 500,
			gatewayCode: 1000,
		});
	});

	const errors: ErrorTable = { label: 'X', failures: {} };

	test.each([
		[405, { code: 'invalidRequest', retryable: false, accepted: 'no' }],
		[408, { code: 'timeout', retryable: true, accepted: 'maybe' }],
		[413, { code: 'invalidRequest', retryable: false, accepted: 'no' }],
		[418, { code: 'invalidRequest', retryable: false, accepted: 'no' }],
		[301, { code: 'gateway', retryable: false, accepted: 'no' }],
		[302, { code: 'gateway', retryable: false, accepted: 'maybe' }],
		[303, { code: 'gateway', retryable: false, accepted: 'maybe' }],
		[307, { code: 'gateway', retryable: false, accepted: 'no' }],
		[409, { code: 'invalidRequest', retryable: false, accepted: 'maybe' }],
		[425, { code: 'gateway', retryable: true, accepted: 'maybe' }],
		[499, { code: 'timeout', retryable: true, accepted: 'maybe' }],
		[520, { code: 'gateway', retryable: true, accepted: 'maybe' }],
		[599, { code: 'gateway', retryable: true, accepted: 'maybe' }],
	])('of HTTP %i, which no page documents, is the careful one', (status, expected) => {
		const error = failureOfStatus(errors, answer('{}', { status }));
		expect(error).toMatchObject({ ...expected, httpStatus: status });
		expect(error.message).toContain(`HTTP ${status}`);
	});

	test.each<[string, unknown, 'no' | 'maybe']>([
		['the job', { job: '7', error: 'busy' }, 'maybe'],
		['the job as a number', { job: 7 }, 'maybe'],
		['the job in data', { data: { job: '7' } }, 'maybe'],
		['the job in error', { error: { message: 'busy', job: '7' } }, 'maybe'],
		['an empty job', { job: '' }, 'no'],
		['no job', { error: 'busy' }, 'no'],
		['the trace of the call', { requestId: '7', request_id: '7' }, 'no'],
		['a list', [{ job: '7' }], 'no'],
		['a text', 'job 7', 'no'],
	])('of a refusal that holds %s', (_name, body, accepted) => {
		const own: ErrorTable = { ...errors, jobIdKeys: ['job'] };
		const error = failureOfStatus(own, answer(body, { status: 400 }));
		expect(error.accepted).toBe(accepted);
		expect(error.message.includes('names the job 7')).toBe(accepted === 'maybe');
	});

	test.each([500, 502, 503, 504])(
		'of HTTP %i that is no JSON comes from a proxy, which knows nothing of the job',
		(status) => {
			for (const body of ['', '<html></html>', 'upstream timed out']) {
				expect(failureOfStatus(errors, answer(body, { status })).accepted).toBe('maybe');
			}
		},
	);
});

/** Anything at all as an answer: no throw, and what comes out keeps its promises. */
describe('whatever a server answers', () => {
	const odd = fc.oneof(
		fc.constantFrom<unknown>(
			null,
			'',
			0,
			-1,
			1e300,
			true,
			[],
			{},
			'constructor',
			'__proto__',
			'toString',
			'https://a/v.mp4',
			['https://a/v.mp4'],
			{ url: '' },
			{ url: 'https://a/v.mp4' },
		),
		fc.string(),
		fc.jsonValue({ maxDepth: 3 }),
	);

	/** Mostly what a page documents, now and then anything. */
	const mostly = (...documented: unknown[]) =>
		fc.oneof(
			{ weight: 14, arbitrary: fc.constantFrom(...documented) },
			{ weight: 1, arbitrary: odd },
		);
	const telling = mostly(
		...['queued', 'processing', 'running', 'completed', 'failed', 'cancelled'],
		...['error', 'generating', 'Success', 'Fail', 'COMPLETED', 'FAILED', 'archiving'],
		...[0, 1, 2, 3, 5, 99],
	);
	const id = mostly('1', 'job_1', 'user:1-minimax:2-video:3', 7);
	const words = mostly('Generation failed', 'The content was moderated', '', null);
	const number = mostly(0, 5, '5', 768.5, null);
	const address = mostly('https://a/v.mp4', 'https://a/v.mp4?Expires=1790000000', '', null);
	const inside = (shape: Record<string, fc.Arbitrary<unknown>>) =>
		fc.oneof(
			{ weight: 9, arbitrary: fc.record(shape, { requiredKeys: [] }) },
			{ weight: 1, arbitrary: odd },
		);
	const output = fc.oneof(
		address,
		fc.array(address, { maxLength: 2 }),
		inside({ url: address, video_url: address }),
	);

	/** A body with the keys that the pages know. */
	const nearlyRight = fc.record(
		{
			id,
			generation_id: id,
			task_id: id,
			request_id: id,
			videoId: id,
			fileID: id,
			urls: fc.array(address, { maxLength: 2 }),
			file_urls: fc.array(address, { maxLength: 2 }),
			status: telling,
			statusLabel: words,
			statusFinal: mostly(true, false, null),
			percent: number,
			message: words,
			model: words,
			created: mostly(1776947082, null),
			created_at: mostly('2026-10-01T12:00:00Z', 1776947082, null),
			result: inside({
				url: address,
				file_url: address,
				duration: number,
				resolution: words,
			}),
			result_url: address,
			video: fc.oneof(output, inside({ url: address, duration: number })),
			video_url: address,
			url: address,
			file: inside({ download_url: address }),
			downloadURL: address,
			videoURL: address,
			output,
			error: fc.oneof(words, inside({ message: words, code: words, name: words })),
			meta: inside({ usage: inside({ credits_used: number, usd_spent: number }) }),
			metrics: inside({ cost: number }),
			base_resp: inside({
				status_code: mostly(0, 0, 0, 1002, 1026, 1027, 2013, '1008'),
				status_msg: words,
			}),
			width: number,
			height: number,
			replyRef: words,
		},
		{ requiredKeys: ['id', 'request_id', 'status'] },
	);

	const anyAnswer: fc.Arbitrary<Answer> = fc.record(
		{
			status: fc.oneof(
				{ weight: 4, arbitrary: fc.constantFrom(200, 202) },
				{ weight: 1, arbitrary: fc.constantFrom(204, 304, 422, 429, 596) },
				{ weight: 1, arbitrary: fc.integer({ min: 100, max: 599 }) },
			),
			headers: fc.dictionary(
				fc.constantFrom('retry-after', 'x-cost', 'x-request-id', 'content-type'),
				fc.oneof(fc.string(), fc.integer().map(String)),
			),
			body: fc.oneof(
				{ weight: 6, arbitrary: nearlyRight.map((body) => JSON.stringify(body)) },
				{ weight: 1, arbitrary: fc.json() },
				{ weight: 1, arbitrary: fc.string() },
				{
					weight: 1,
					arbitrary: nearlyRight.map((body) => JSON.stringify(JSON.stringify(body))),
				},
			),
			mediaType: fc.constantFrom('video/mp4', 'application/octet-stream'),
			receivedAt: fc.constant(receivedAt),
			baseUrl: fc.constant('https://api.example.com'),
		},
		{ requiredKeys: ['status', 'headers', 'body', 'receivedAt', 'baseUrl'] },
	);

	const isText = (value: unknown) => typeof value === 'string' && value !== '';
	const isAbsentOr = (value: unknown, check: (value: unknown) => boolean) =>
		value === undefined || check(value);
	const isDate = (value: unknown) => isText(value) && !Number.isNaN(Date.parse(String(value)));
	/** Words of JavaScript that must not reach a user. */
	const isClean = (text: string) => !/undefined|NaN|\[object/.test(text);
	/** An item is kept as JSON: nothing may be lost on the way. */
	const isPlain = (value: object) =>
		JSON.stringify(JSON.parse(JSON.stringify(value))) === JSON.stringify(value) &&
		!Object.values(value).includes(undefined);

	/** The names of the promises that do not hold; one expectation for all is many times as fast. */
	const broken = (promises: Record<string, boolean>) =>
		Object.keys(promises).filter((name) => !promises[name]);

	const brokenByError = (error: GatewayError, gateway: Gateway) =>
		broken({
			'names the gateway': error.message.includes(gateway.label),
			'says what to do': error.fix.endsWith('.'),
			'is readable': isClean(error.message + error.fix),
			'tells whether to retry': typeof error.retryable === 'boolean',
			'tells whether it was taken': ['no', 'maybe'].includes(error.accepted),
			'asks for a time that can be waited': isAbsentOr(
				error.retryAfterSeconds,
				(seconds) => Number.isFinite(seconds) && Number(seconds) >= 0,
			),
			'is plain': isPlain(error),
		});

	const statuses = ['queued', 'processing', 'completed', 'failed', 'cancelled'];

	const brokenByJob = (job: VideoJob, gateway: Gateway, media: boolean) =>
		broken({
			'is of its gateway': job.gateway === gateway.id,
			'has an id': isText(job.jobId) && isClean(job.jobId),
			'has a status': statuses.includes(job.status),
			'has a failure if it failed': ['failed', 'cancelled'].includes(job.status)
				? job.failure !== undefined
				: job.failure === undefined,
			'has a video if it is completed':
				job.status !== 'completed' || media || isText(job.videoUrl),
			'has numbers for numbers': [
				job.progress,
				job.width,
				job.height,
				job.durationSeconds,
				job.cost?.amount,
			].every((value) => isAbsentOr(value, Number.isFinite)),
			'has dates for dates': [job.expiresAt, job.submittedAt, job.completedAt].every(
				(value) => isAbsentOr(value, isDate),
			),
			'has texts for texts': [job.model, job.videoUrl, job.callbackReference].every((value) =>
				isAbsentOr(value, (text) => typeof text === 'string'),
			),
			'is plain': isPlain(job),
		});

	type Read = (answer: Answer) => unknown;
	const readAll =
		<Result>(call: Call<Result>): Read =>
		(given) => {
			const outcome = call.read(given);
			const next = call.next?.(outcome, given);
			return next ? readAll(next)(given) : outcome;
		};

	const calls = gateways.flatMap((gateway) => {
		const request = leastRequest(gateway, modelOf(gateway, gateway.defaultModel));
		const bytes = { bytes: new Uint8Array([1]), mimeType: 'image/png' };
		const all: Array<{ name: string; read: Read; media?: true }> = [
			{ name: 'submit', read: readAll(gateway.submit(request)) },
			{ name: 'status', read: readAll(gateway.status('1')) },
		];
		if (gateway.inputs?.some(({ key }) => key === 'blocking')) {
			const call = gateway.submit({ ...request, inputs: { blocking: true } });
			all.push({ name: 'blocking submit', read: readAll(call), media: true });
		}
		const upload = uploadOf(gateway);
		if (upload) {
			all.push({ name: 'upload', read: readAll(upload.call(bytes, request)) });
		}
		return all.map((call) => ({ gateway, ...call }));
	});

	/** Real answers to each call, for a gateway whose keys are not those above. */
	let readings: Reading[];
	beforeAll(async () => {
		readings = await gatherReadings();
	}, 60_000);

	const RUNS = cases(4000);

	test.each(calls)('to the $name of $gateway.label is a job or an error', (call) => {
		const { gateway, read, name, media } = call;
		const { real } = readings.find(
			(reading) => reading.gateway === gateway && reading.call === name,
		)!;
		const madeUpOrReal = fc.oneof(
			{ weight: 3, arbitrary: anyAnswer },
			{ weight: 1, arbitrary: damaged(real).filter(({ body }) => isClean(body)) },
		);
		let errors = 0;
		fc.assert(
			fc.property(madeUpOrReal, (given) => {
				const outcome = read(given);
				const isMedia = Boolean(media && given.mediaType);
				if (isGatewayError(outcome)) {
					errors++;
					expect(brokenByError(outcome, gateway)).toEqual([]);
				} else if (name === 'upload') expect(outcome).toHaveProperty('kind');
				else expect(brokenByJob(outcome as VideoJob, gateway, isMedia)).toEqual([]);
			}),
			{ numRuns: RUNS },
		);
		// Neither outcome may run dry.
		expect(errors).toBeGreaterThan(RUNS / 20);
		expect(errors).toBeLessThan(RUNS - RUNS / 50);
	});

	describe.each(gateways)('an empty address from $label', (gateway) => {
		const id = gateway.id as GatewayId;

		test.each(VARIANTS[id])('is no address (shape "%s")', async (variant) => {
			const simulator = await startSimulator({ videoSeconds: 0 });
			simulator.plan = () => ({ variant });
			const send = async <Result>(call: Call<Result>) =>
				(await callGateway(id, simulator.credentials[id], call)).outcome;
			const request = leastRequest(gateway, modelOf(gateway, gateway.defaultModel));
			const { jobId } = (await send(gateway.submit(request))) as VideoJob;
			// Also the addresses beside it, such as that of the video with a watermark.
			simulator.fault({
				endpoint: ['status', 'result'],
				respond: {
					rewrite: (body) =>
						JSON.parse(
							JSON.stringify(body).replace(/"https?:[^"]*"/g, '""'),
						) as unknown,
				},
			});
			const job = await send(gateway.status(jobId));
			await simulator.close();
			// A shape without a status has nothing else to tell.
			expect(isGatewayError(job) ? job : job.failure).toMatchObject({ code: 'gateway' });
			expect(job).not.toHaveProperty('videoUrl');
			if (variant === VARIANTS[id][0]) expect(job).toMatchObject({ status: 'failed' });
		});
	});
});
