import { aigateway } from '../../../gateways/adapters/aigateway';
import { answer, benchFor, errorIn, jobIn, leastRequest, modelOf } from './bench';
import { endedJob } from './contract/jobs';

/** What only AIgateway does; what all gateways do is asked in `contract/`. */

const bench = benchFor(aigateway);
const request = leastRequest(aigateway, modelOf(aigateway, aigateway.defaultModel));

describe('AIgateway', () => {
	test('a look within 3 s of another is answered 304, which is no news and no failure', async () => {
		const { jobId } = await bench.submit(request);
		jobIn(await bench.look(jobId));
		bench.advance(2);
		expect(errorIn(await bench.look(jobId))).toEqual({
			kind: 'gatewayError',
			code: 'unchanged',
			message: expect.stringContaining('HTTP 304') as unknown,
			fix: expect.any(String) as unknown,
			retryable: true,
			// A submit that is answered so has met a cache in between.
			accepted: 'maybe',
			httpStatus: 304,
		});
		bench.advance(1.5);
		jobIn(await bench.look(jobId));
		expect(bench.simulator.jobs[0]).toMatchObject({
			statusCalls: [expect.any(Number), expect.any(Number)],
			unchangedCalls: [expect.any(Number)],
		});
	});

	/** The official clients look again after 2 s and know no 304, so it may never come. */
	test('a look within 3 s that is answered in full is read', async () => {
		bench.simulator.openFacts.earlyChecksUnchanged = false;
		const { jobId } = await bench.submit(request);
		jobIn(await bench.look(jobId));
		bench.advance(2);
		expect(jobIn(await bench.look(jobId)).jobId).toBe(jobId);
		expect(bench.simulator.jobs[0]?.unchangedCalls).toEqual([]);
	});

	test('asks for no look sooner than the 3 s of docs/async-jobs', () => {
		expect(aigateway.minPollSeconds).toBeGreaterThanOrEqual(3);
	});

	test('a result URL is told to live for the 24 hours of docs/async-jobs', () => {
		const body = { id: 'job_1', status: 'completed', result: { url: 'https://a/v.mp4' } };
		const receivedAt = Date.UTC(2026, 9, 1, 12);
		const job = jobIn(aigateway.status('job_1').read(answer(body, { receivedAt })));
		expect(job.expiresAt).toBe('2026-10-02T12:00:00.000Z');
	});

	test('tells when the job was submitted, from the Unix seconds of the model page', async () => {
		const { submittedAt } = await bench.submit(request);
		expect(submittedAt).toBe(
			new Date(Math.floor(bench.simulator.jobs[0]!.submittedAt / 1000) * 1000).toISOString(),
		);
	});

	test('an error that is text, as the SDK types it, and one with a code read the same', async () => {
		const text = jobIn(
			await endedJob(bench, aigateway, { outcome: 'failed', variant: 'sdk' }, request),
		);
		const object = jobIn(
			await endedJob(bench, aigateway, { outcome: 'failed', variant: 'asyncDocs' }, request),
		);
		expect(text.failure).toEqual(object.failure);
	});

	test.each([
		['https://media.aigateway.sh/v1/files/jobs/job_1/video.mp4', true],
		[
			'https://media.aigateway.sh/v1/files/jobs/job_1/video.mp4/public?token=a&exp=1&k=1',
			false,
		],
		['https://proxy.example.com/aig/v1/files/jobs/job_1/video.mp4', true],
		['https://media.aigateway.sh/video/abc123.mp4', false],
		['https://elsewhere.example.com/v1/files/jobs/job_1/video.mp4', false],
		['http://media.aigateway.sh/v1/files/jobs/job_1/video.mp4', false],
		['https://media.aigateway.sh.example.com/v1/files/jobs/job_1/video.mp4', false],
	])('the file at %s wants the key: %s', (url, wanted) => {
		const base = new URL('https://proxy.example.com/aig');
		expect(aigateway.mediaNeedsKey?.(new URL(url), base)).toBe(wanted);
	});

	/** OpenAPI file: "auto" and "auto/video" leave the model to the router. */
	test.each(['auto', 'auto/video'])('the router can be asked for by %s', async (model) => {
		expect((await bench.submit({ ...request, model })).status).toBe('queued');
		expect(bench.sentBody()).toEqual({ model, prompt: request.prompt });
		expect(bench.simulator.refusals).toEqual([]);
	});

	test('a model that is newer than the table is sent by its id, and one unknown is not found', async () => {
		const newer = { ...request, model: 'google/veo-9' };
		const error = await bench.refused(newer);
		expect(bench.sentBody()).toEqual(newer);
		expect(error).toMatchObject({ code: 'notFound', accepted: 'no' });
		expect(error.fix).toContain('Model');
	});
});
