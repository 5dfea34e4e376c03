import * as fc from 'fast-check';
import { gateways } from '../../../gateways';
import {
	isGatewayError,
	type Answer,
	type Call,
	type Gateway,
	type GatewayError,
	type VideoJob,
} from '../../../gateways/gateway';
import { FACTS } from '../../facts';
import type { GatewayFacts } from '../../facts/types';
import { startSimulator, VARIANTS, type GatewayId } from '../../support/simulator';
import { leastRequest, usualModel, uploadOf } from './bench';
import { callGateway } from './callGateway';
import { damaged, gatherReadings, type Reading } from './pageAnswers';
import { cases } from '../../support/draw';

const receivedAt = Date.UTC(2026, 9, 1, 12);

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
		const request = leastRequest(gateway, usualModel(gateway));
		const bytes = { bytes: new Uint8Array([1]), mimeType: 'image/png' };
		const all: Array<{ name: string; read: Read; media?: true }> = [
			{ name: 'submit', read: readAll(gateway.submit(request)) },
			{ name: 'status', read: readAll(gateway.status('1')) },
		];
		if (gateway.inputs?.some(({ key }) => key === 'blocking')) {
			const call = gateway.submit({
				...request,
				model: 'minimax-ai',
				inputs: { blocking: true },
			});
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
	});

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
			const request = leastRequest(gateway, usualModel(gateway));
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
			const { unnamedFile, secondCall }: GatewayFacts = FACTS[id];
			if (unnamedFile) {
				const videoUrl = `${simulator.credentials[id].baseUrl}${unnamedFile(jobId)}`;
				expect(job).toMatchObject({ status: 'completed', videoUrl });
				return;
			}
			// A shape without a status has nothing else to tell, and where the address is asked for by itself, it is again.
			expect(isGatewayError(job) ? job : job.failure).toMatchObject({ code: 'gateway' });
			expect(job).not.toHaveProperty('videoUrl');
			if (secondCall?.endsNothing) expect(job).toMatchObject({ retryable: true });
			else if (variant === VARIANTS[id][0]) expect(job).toMatchObject({ status: 'failed' });
		});
	});
});
