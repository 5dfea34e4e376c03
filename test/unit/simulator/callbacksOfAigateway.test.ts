import { CALLBACK_VARIANTS } from '../../support/simulator/index';
import type { SimulatedJob } from '../../support/simulator/index';
import {
	type Body,
	answered,
	call,
	finalBody,
	finalCall,
	isSignedWith,
	pause,
	received,
	respondWith,
	secretOf,
	signatureIn,
	simulator,
	submit,
	submitJob,
	until,
} from './receiver';

describe('AIgateway', () => {
	test.each(CALLBACK_VARIANTS.aigateway)('shape %s: signed with the secret', async (variant) => {
		simulator.callbackVariants.aigateway = variant;
		await submit('aigateway');
		const final = await finalCall();
		expect(isSignedWith(await secretOf(), final)).toBe(true);
		const age = Date.now() / 1000 - Number(signatureIn(final.headers).timestamp);
		expect(age).toBeLessThan(10);
		const isForSdk = variant === 'record' || variant === 'sdk';
		expect('x-gateway-signature' in final.headers).toBe(isForSdk);
		expect('aig-signature' in final.headers).toBe(!isForSdk);
	});

	test('the record is what the job’s status call answers', async () => {
		const body = await finalBody('aigateway');
		const { data } = await call('aigateway', 'GET', `/v1/jobs/${String(body.id)}`);
		expect(body).toEqual(data);
		expect(body).toMatchObject({ status: 'completed', result: { url: expect.any(String) } });
	});

	test.each([
		['completed', { status: 'completed' }, 'job.completed', 250],
		['failed', { status: 'failed', error: expect.any(String) }, 'job.failed', 0],
		['moderated', { status: 'failed', error: expect.any(String) }, 'job.failed', 0],
	] as const)('a job that %s', async (outcome, record, type, cents) => {
		simulator.plan = () => ({ outcome });
		expect(await finalBody('aigateway')).toMatchObject(record);

		const [job] = simulator.jobs as [SimulatedJob];
		const short = JSON.parse(simulator.callback(job, { variant: 'sdk' }).body) as Body;
		expect(short).toEqual({ id: job.jobId, status: record.status });
		const event = JSON.parse(simulator.callback(job, { variant: 'dashboard' }).body) as Body;
		expect(event).toMatchObject({
			id: expect.stringMatching(/^evt_/),
			type,
			data: { job_id: job.jobId, usage: { cost_cents: cents } },
		});
		expect(JSON.stringify(event).includes('result_url')).toBe(outcome === 'completed');
	});

	test('a cancelled job is not told of', async () => {
		simulator.videoSeconds = 60;
		const job = await submitJob('aigateway');
		await call('aigateway', 'DELETE', `/v1/jobs/${job.jobId}`);
		await pause(50);
		expect(simulator.callbacks).toEqual([]);
	});

	test('what is not taken comes again, signed anew, after ever longer waits', async () => {
		simulator.callbackRetrySeconds = 0.05;
		const answers = [500, 302, 404, 204];
		respondWith(() => answers.shift());
		await submit('aigateway');
		await until(() => answered().length === 4);
		await pause(50);

		const { callbacks } = simulator;
		expect(callbacks.map(({ attempt, status }) => [attempt, status])).toEqual([
			[1, 500],
			[2, 302],
			[3, 404],
			[4, 204],
		]);
		const waits = callbacks
			.slice(1)
			.map(({ at }, index) => at - (callbacks[index]?.answeredAt ?? 0));
		expect(waits.every((wait, index) => wait >= 50 * 2 ** index)).toBe(true);
		expect(new Set(received.map(({ text }) => text)).size).toBe(1);
		const secret = await secretOf();
		expect(received.every((one) => isSignedWith(secret, one))).toBe(true);
	});

	test('ends after eight attempts', async () => {
		simulator.callbackRetrySeconds = 0.001;
		respondWith(() => 503);
		await submit('aigateway');
		await until(() => answered().length === 8);
		await pause(200);
		expect(received).toHaveLength(8);
	});

	test('rotating the secret makes the old one worthless', async () => {
		const old = await secretOf();
		const rotated = await call('aigateway', 'POST', '/v1/webhook-secret/rotate');
		await submit('aigateway');
		const final = await finalCall();

		expect(await secretOf()).toBe(rotated.data.secret);
		expect(isSignedWith(rotated.data.secret, final)).toBe(true);
		expect(isSignedWith(old, final)).toBe(false);
		expect(simulator.refusals).toEqual([]);
	});
});
