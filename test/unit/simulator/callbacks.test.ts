import axios from 'axios';
import { CALLING_GATEWAYS, startSimulator, wireIdOf } from '../../support/simulator/index';
import type { SimulatedJob } from '../../support/simulator/index';
import {
	TELLING_OF_START,
	call,
	finalCall,
	isSignedWith,
	kinds,
	pause,
	received,
	receiverUrl,
	respondWith,
	secretOf,
	signatureIn,
	simulator,
	submit,
	submitFacts,
	submitJob,
	until,
} from './receiver';

describe('callbacks of any gateway', () => {
	test.each(CALLING_GATEWAYS)('%s: tells of the end', async (gateway) => {
		const job = await submitJob(gateway);
		const { path, headers } = await finalCall();

		expect(path).toBe('/hook');
		expect(headers['content-type']).toBe('application/json');
		const last = simulator.callbacks.at(-1);
		expect(last).toMatchObject({ gateway, jobId: job.jobId, url: receiverUrl, attempt: 1 });
		expect(last?.body).toContain(wireIdOf(job));
		expect(last?.at).toBeGreaterThanOrEqual(job.endsAt);
		expect(last?.answeredAt).toBeGreaterThanOrEqual(last?.at ?? Infinity);
		expect(simulator.refusals).toEqual([]);
	});

	test.each(CALLING_GATEWAYS)('%s: none without an address', async (gateway) => {
		const { path, body } = submitFacts(gateway);
		await call(gateway, 'POST', path, body);
		await until(() => simulator.jobs[0]?.completedAt !== undefined);
		await pause(50);
		expect(simulator.callbacks).toEqual([]);
		expect(simulator.jobs[0]?.callbackUrl).toBeUndefined();
	});

	test.each(CALLING_GATEWAYS)('%s: none to other machines', async (gateway) => {
		const job = await submitJob(gateway, {}, 'https://example.com/hook');
		await until(() => job.completedAt !== undefined);
		await pause(50);
		expect([simulator.callbacks, simulator.refusals]).toEqual([[], []]);
		await expect(simulator.sendCallback(simulator.callback(job))).rejects.toThrow(
			'not on this machine',
		);
	});

	test.each(TELLING_OF_START)('%s: tells of the start as well', async (gateway) => {
		simulator.videoSeconds = 1;
		const job = await submitJob(gateway);
		await finalCall();
		expect(kinds().filter((kind) => kind !== 'challenge')).toEqual(['progress', 'final']);
		expect(simulator.callbacks.at(-2)?.at).toBeLessThan(job.endsAt);
	});

	test('the plan can hold them back', async () => {
		simulator.videoSeconds = 0.5;
		simulator.plan = ({ prompt }) => ({ callbacks: prompt === 'none' ? 'none' : 'final' });
		const silent = await submitJob('useapi', { prompt: 'none' });
		await submit('useapi');
		await finalCall();
		expect(kinds()).toEqual(['final']);
		expect(simulator.callbacks[0]?.jobId).not.toBe(silent.jobId);
	});

	test('the plan can make them late', async () => {
		simulator.plan = () => ({ callbackDelaySeconds: 0.2 });
		const job = await submitJob('aigateway');
		await finalCall();
		expect(simulator.callbacks[0]?.at).toBeGreaterThanOrEqual(job.endsAt + 200);
	});

	test('late progress says what was so, not what is', async () => {
		simulator.plan = () => ({ seconds: 0.5, callbackDelaySeconds: 0.6 });
		await submit('pixazo');
		await finalCall();
		expect(received.map(({ body }) => body.status)).toEqual([
			undefined,
			'processing',
			'success',
		]);
	});

	test('an address that does not answer breaks nothing', async () => {
		simulator.callbackRetrySeconds = 0.001;
		const nowhere = 'http://127.0.0.1:1/hook';
		await submit('aigateway', { webhook_url: nowhere });
		await submit('useapi', { replyUrl: nowhere });
		await until(() => simulator.callbacks.some(({ attempt }) => attempt === 3));
		expect(simulator.callbacks[0]).toMatchObject({ problem: expect.any(String) });
		expect(simulator.callbacks[0]).not.toHaveProperty('status');
		expect((await submit('useapi')).status).toBe(200);
	});

	test('a reset forgets what was planned', async () => {
		simulator.callbackRetrySeconds = 5;
		await submit('aigateway');
		simulator.reset();
		await pause(150);
		expect([received, simulator.callbacks]).toEqual([[], []]);
		expect(simulator.callbackRetrySeconds).toBe(1);
	});

	test('a reset breaks off what is on its way, and does not try again', async () => {
		respondWith(async () => await pause(100));
		await submit('aigateway');
		await until(() => received.length === 1);
		const [record] = simulator.callbacks;
		simulator.reset();
		simulator.callbackRetrySeconds = 0.001;
		await until(() => record?.problem !== undefined);
		await pause(50);
		expect(record?.problem).toMatch('reset');
		expect([received.length, simulator.callbacks]).toEqual([1, []]);
	});

	test('closing breaks off what is on its way', async () => {
		const other = await startSimulator({ videoSeconds: 0 });
		const { baseUrl, apiKey } = other.credentials.useapi;
		respondWith(async () => await pause(300));
		await axios.post(
			`${baseUrl}/v1/minimax/videos/create`,
			{ prompt: 'a', replyUrl: receiverUrl },
			{ headers: { Authorization: `Bearer ${apiKey}` } },
		);
		await until(() => received.length === 1);
		const [record] = other.callbacks;
		await other.close();
		await until(() => record?.problem !== undefined);
		expect(record?.problem).toMatch('closed');
	});
});

describe('callbacks sent by a test', () => {
	test('say how the job stands', async () => {
		simulator.videoSeconds = 60;
		const job = await submitJob('useapi', { replyRef: 'mine' });
		const early = simulator.callback(job);
		expect(early).toMatchObject({ kind: 'progress', url: receiverUrl });

		const sent = await simulator.sendCallback(early);
		expect(sent).toMatchObject({ status: 200, answer: early.body });
		expect(simulator.callbacks).toEqual([sent]);
		expect(received[0]?.body).toMatchObject({ status: 0, replyRef: 'mine' });
	});

	test('can repeat one to the letter', async () => {
		await submit('aigateway');
		const first = await finalCall();
		const [record] = simulator.callbacks;
		if (!record) throw new Error('none sent');
		await simulator.sendCallback(record);
		expect(received[1]).toEqual(first);
		expect(simulator.callbacks).toHaveLength(2);
	});

	test('can be wrong in every way', async () => {
		// No call of the gateway's own comes in between.
		simulator.videoSeconds = 60;
		const job = await submitJob('aigateway');
		const right = simulator.callback(job);
		const secret = await secretOf();
		const wrongSecret = simulator.callback(job, { secret: 'other' });
		const stale = simulator.callback(job, { secondsOld: 400 });
		const elsewhere = simulator.callback(job, { url: `${receiverUrl}/other` });
		for (const one of [wrongSecret, stale, elsewhere, { ...right, body: '{}' }]) {
			await simulator.sendCallback(one);
		}

		expect(received.map((one) => isSignedWith(secret, one))).toEqual([
			false,
			true,
			true,
			false,
		]);
		const age = Date.now() / 1000 - Number(signatureIn(received[1]?.headers ?? {}).timestamp);
		expect(age).toBeGreaterThanOrEqual(400);
		expect(received[2]?.path).toBe('/hook/other');
	});

	test('need a gateway that calls back, and an address', async () => {
		const { apiKey, baseUrl } = simulator.credentials.segmind;
		await axios.post(
			`${baseUrl}/v2/minimax-ai`,
			{ prompt: 'a' },
			{ headers: { 'x-api-key': apiKey } },
		);
		await call('useapi', 'POST', submitFacts('useapi').path, { prompt: 'a' });
		const [segmind, silent] = simulator.jobs as [SimulatedJob, SimulatedJob];
		expect(() => simulator.callback(segmind)).toThrow('segmind has no callback variant');
		expect(() => simulator.callback(silent)).toThrow('has no address to call back');
		expect(simulator.callback(silent, { url: receiverUrl }).url).toBe(receiverUrl);
	});
});
