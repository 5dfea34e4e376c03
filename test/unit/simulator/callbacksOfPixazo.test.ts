import type { SimulatedJob } from '../../support/simulator/index';
import {
	type Respond,
	finalBody,
	finalCall,
	kinds,
	pause,
	received,
	respondWith,
	simulator,
	submit,
} from './receiver';

describe('Pixazo', () => {
	test('asks for MiniMax’s challenge while the submit waits', async () => {
		let jobsMeanwhile: number | undefined;
		respondWith(({ body }) => {
			jobsMeanwhile ??= simulator.jobs.length;
			return body;
		});
		const { data } = await submit('pixazo');
		expect(data.base_resp.status_code).toBe(0);
		expect(jobsMeanwhile).toBe(0);
		expect(received[0]?.body).toEqual({ challenge: expect.any(String) });
		expect(simulator.callbacks[0]).toMatchObject({
			kind: 'challenge',
			jobId: data.task_id,
			status: 200,
		});
	});

	test.each<[string, Respond]>([
		['another value', () => ({ challenge: 'other' })],
		['an empty answer', () => ''],
		['no object', () => 'null'],
		['an error', () => 404],
	])('refuses a submit whose address answers with %s', async (_name, answer) => {
		respondWith(answer);
		const { status, data } = await submit('pixazo');
		expect([status, data.task_id, data.base_resp.status_code]).toEqual([200, '', 2013]);
		expect(simulator.jobs).toEqual([]);
		expect(simulator.refusals).toMatchObject([
			{ endpoint: 'submit', reason: expect.stringMatching('did not echo the challenge') },
		]);
	});

	test('refuses a submit whose address can not be reached, or is slower than 3 s', async () => {
		respondWith(async ({ body }) => {
			await pause(3500);
			return body;
		});
		const slow = await submit('pixazo');
		const nowhere = await submit('pixazo', { callback_url: 'http://127.0.0.1:1/hook' });
		expect(simulator.callbacks[0]?.problem).toBe('no answer within 3 s');
		expect([slow, nowhere].map(({ data }) => data.base_resp.status_code)).toEqual([2013, 2013]);
		expect(simulator.jobs).toEqual([]);
		const waited = (simulator.requests[1]?.at ?? 0) - (simulator.requests[0]?.at ?? 0);
		expect(waited).toBeGreaterThanOrEqual(2990);
	}, 10_000);

	test('asks for nothing when told so', async () => {
		simulator.callbackChallenge = false;
		respondWith(() => 204);
		await submit('pixazo');
		await finalCall();
		expect(kinds()).not.toContain('challenge');
		expect(simulator.refusals).toEqual([]);
	});

	test.each([
		['completed', 'success', 'Success', 0],
		['failed', 'failed', 'Fail', 0],
		['moderated', 'failed', 'Fail', 1027],
	] as const)('a job that %s', async (outcome, lower, capitalised, code) => {
		simulator.plan = () => ({ outcome });
		const body = await finalBody('pixazo');
		const [job] = simulator.jobs as [SimulatedJob];
		expect(body).toEqual({
			task_id: job.jobId,
			status: lower,
			file_id: outcome === 'completed' ? expect.stringMatching(/./) : '',
			base_resp: { status_code: code, status_msg: expect.any(String) },
		});
		const other = simulator.callback(job, { variant: 'capitalised' });
		expect(JSON.parse(other.body)).toEqual({ ...body, status: capitalised });
	});

	test('sends nothing twice', async () => {
		respondWith(({ body }) => ('challenge' in body ? body : 500));
		simulator.callbackRetrySeconds = 0.001;
		simulator.plan = () => ({ callbacks: 'final' });
		await submit('pixazo');
		await finalCall();
		await pause(50);
		expect(kinds()).toEqual(['challenge', 'final']);
	});
});
