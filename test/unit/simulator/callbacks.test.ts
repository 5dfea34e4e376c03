import { createHmac } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import axios from 'axios';
import type { AxiosResponse } from 'axios';
import fastify from 'fastify';
import type { FastifyInstance } from 'fastify';
import { FACTS } from '../../facts';
import { askingForCallback } from '../../facts/types';
import {
	CALLBACK_VARIANTS,
	CALLING_GATEWAYS,
	GATEWAYS,
	startSimulator,
	wireIdOf,
} from '../../support/simulator/index';
import type { CallingGateway, SimulatedJob, Simulator } from '../../support/simulator/index';

type Body = Record<string, unknown>;

interface Received {
	path: string;
	headers: IncomingHttpHeaders;
	text: string;
	body: Body;
}

let simulator: Simulator;
let receiver: FastifyInstance;
let receiverUrl: string;
const received: Received[] = [];
/** What the receiver answers; the default passes MiniMax's challenge. */
let respond: (call: Received) => unknown;

beforeAll(async () => {
	simulator = await startSimulator();
	receiver = fastify({ forceCloseConnections: true });
	receiver.removeAllContentTypeParsers();
	receiver.addContentTypeParser('*', { parseAs: 'string' }, (_request, text, done) =>
		done(null, text),
	);
	receiver.post('/*', async ({ url, headers, body }, reply) => {
		const text = String(body);
		const call = { path: url, headers, text, body: JSON.parse(text) as Body };
		received.push(call);
		const answer = await respond(call);
		if (typeof answer !== 'number') return answer;
		return await reply.code(answer).header('location', '/elsewhere').send();
	});
	await receiver.listen({ host: '127.0.0.1', port: 0 });
	receiverUrl = `http://127.0.0.1:${(receiver.server.address() as AddressInfo).port}/hook`;
});
beforeEach(() => {
	simulator.reset();
	simulator.videoSeconds = 0.05;
	received.length = 0;
	respond = ({ body }) => body;
});
afterAll(async () => {
	await simulator.close();
	await receiver.close();
});

async function call(
	gateway: CallingGateway,
	method: 'GET' | 'POST' | 'DELETE',
	path: string,
	data?: Body,
): Promise<AxiosResponse> {
	const { apiKey, baseUrl } = simulator.credentials[gateway];
	const { keyHeaders, otherHeaders } = GATEWAYS[gateway];
	return await axios.request({
		method,
		url: baseUrl + path,
		data,
		headers: { ...keyHeaders(apiKey), ...otherHeaders },
		validateStatus: () => true,
	});
}

const submitFacts = (gateway: CallingGateway) => FACTS[gateway].callback!.submit;

/** The gateways that call when a job begins, too, in the shape that is theirs by default. */
const TELLING_OF_START = CALLING_GATEWAYS.filter((gateway) =>
	FACTS[gateway].callback!.tellsOfStart.includes(CALLBACK_VARIANTS[gateway][0]!),
);

async function submit(
	gateway: CallingGateway,
	fields?: Body,
	address = receiverUrl,
): Promise<AxiosResponse> {
	const { path, body } = askingForCallback(submitFacts(gateway), address);
	return await call(gateway, 'POST', path, { ...body, ...fields });
}

async function submitJob(
	gateway: CallingGateway,
	fields?: Body,
	address?: string,
): Promise<SimulatedJob> {
	await submit(gateway, fields, address);
	const job = simulator.jobs.at(-1);
	if (!job) throw new Error('not accepted');
	return job;
}

const pause = async (milliseconds: number) =>
	await new Promise((resolve) => setTimeout(resolve, milliseconds));

async function until(isSo: () => boolean): Promise<void> {
	for (const end = Date.now() + 4000; !isSo(); await pause(5)) {
		if (Date.now() > end) throw new Error('waited in vain');
	}
}

const answered = () => simulator.callbacks.filter(({ status }) => status !== undefined);
const kinds = () => simulator.callbacks.map(({ kind }) => kind);
const finalCall = async () => {
	await until(() => answered().some(({ kind }) => kind === 'final'));
	return received.at(-1) as Received;
};

/** Runs through a job and yields the body of its last callback. */
async function finalBody(gateway: CallingGateway, fields?: Body): Promise<Body> {
	await submit(gateway, fields);
	return (await finalCall()).body;
}

const secretOf = async () =>
	String((await call('aigateway', 'GET', '/v1/webhook-secret')).data.secret);

/** Time and signature out of either set of headers. */
function signatureIn(headers: IncomingHttpHeaders): { timestamp: string; signature: string } {
	const match = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers['x-gateway-signature']));
	return match
		? { timestamp: match[1] ?? '', signature: match[2] ?? '' }
		: {
				timestamp: String(headers['aig-timestamp']),
				signature: String(headers['aig-signature']),
			};
}

function isSignedWith(secret: string, { headers, text }: Received): boolean {
	const { timestamp, signature } = signatureIn(headers);
	return createHmac('sha256', secret).update(`${timestamp}.${text}`).digest('hex') === signature;
}

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
		respond = async () => await pause(100);
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
		respond = async () => await pause(300);
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
		respond = () => answers.shift();
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
		respond = () => 503;
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

describe('Pixazo', () => {
	test('asks for MiniMax’s challenge while the submit waits', async () => {
		let jobsMeanwhile: number | undefined;
		respond = ({ body }) => {
			jobsMeanwhile ??= simulator.jobs.length;
			return body;
		};
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

	test.each<[string, typeof respond]>([
		['another value', () => ({ challenge: 'other' })],
		['an empty answer', () => ''],
		['no object', () => 'null'],
		['an error', () => 404],
	])('refuses a submit whose address answers with %s', async (_name, answer) => {
		respond = answer;
		const { status, data } = await submit('pixazo');
		expect([status, data.task_id, data.base_resp.status_code]).toEqual([200, '', 2013]);
		expect(simulator.jobs).toEqual([]);
		expect(simulator.refusals).toMatchObject([
			{ endpoint: 'submit', reason: expect.stringMatching('did not echo the challenge') },
		]);
	});

	test('refuses a submit whose address can not be reached, or is slower than 3 s', async () => {
		respond = async ({ body }) => {
			await pause(3500);
			return body;
		};
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
		respond = () => 204;
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
		respond = ({ body }) => ('challenge' in body ? body : 500);
		simulator.callbackRetrySeconds = 0.001;
		simulator.plan = () => ({ callbacks: 'final' });
		await submit('pixazo');
		await finalCall();
		await pause(50);
		expect(kinds()).toEqual(['challenge', 'final']);
	});
});

describe('useapi.net', () => {
	test('sends the video’s record with the reference', async () => {
		const body = await finalBody('useapi', { replyRef: 'mine' });
		const { data } = await call('useapi', 'GET', `/v1/minimax/videos/${String(body.videoId)}`);
		expect(body).toEqual({ ...data, replyUrl: receiverUrl, replyRef: 'mine' });
		expect(body).toMatchObject({ status: 2, statusFinal: true });
	});

	test.each([
		['failed', 3],
		['moderated', 5],
	] as const)('a job that %s', async (outcome, status) => {
		simulator.plan = () => ({ outcome });
		expect(await finalBody('useapi')).toMatchObject({ status, statusFinal: true });
	});

	test('can keep silent until the end', async () => {
		simulator.callbackVariants.useapi = 'finalOnly';
		simulator.videoSeconds = 0.5;
		await submit('useapi');
		await finalCall();
		expect(kinds()).toEqual(['final']);
	});

	test('tells at once that a job was cancelled', async () => {
		simulator.videoSeconds = 0.6;
		const { jobId } = await submitJob('useapi');
		await call('useapi', 'POST', '/v1/minimax/videos/cancel', { videoId: jobId });
		const { body } = await finalCall();
		expect(body).toMatchObject({ status: 3, statusFinal: true });
		await call('useapi', 'POST', '/v1/minimax/videos/cancel', { videoId: jobId });
		// Past the end that it would have had.
		await pause(700);
		expect(kinds().filter((kind) => kind === 'final')).toEqual(['final']);
	});

	const account = async () => (await call('useapi', 'GET', '/v2/account')).data as Body;

	test('calls the account’s address where a job has none', async () => {
		const accountUrl = `${receiverUrl}/account`;
		await call('useapi', 'POST', '/v2/account', { replyUrl: accountUrl });
		simulator.callbackVariants.useapi = 'finalOnly';
		const { data } = await call('useapi', 'POST', submitFacts('useapi').path, { prompt: 'a' });
		await submit('useapi');
		await until(() => answered().length === 2);

		expect(data.replyUrl).toBe(accountUrl);
		const paths = Object.fromEntries(
			received.map(({ path, body }) => [String(body.videoId), path]),
		);
		expect(simulator.jobs.map(({ jobId }) => paths[jobId])).toEqual(['/hook/account', '/hook']);
	});

	test('keeps what an update of the account leaves out', async () => {
		expect(await account()).not.toHaveProperty('replyUrl');
		await call('useapi', 'POST', '/v2/account', { replyUrl: receiverUrl });
		await call('useapi', 'POST', '/v2/account', { name: 'Somebody' });
		expect(await account()).toMatchObject({ replyUrl: receiverUrl, name: 'Somebody' });
		await call('useapi', 'POST', '/v2/account', { replyUrl: '' });
		expect(await account()).not.toHaveProperty('replyUrl');
		expect(await account()).toMatchObject({ name: 'Somebody', subscriptionIsActive: true });
		expect(simulator.refusals).toEqual([]);
	});

	test('a reset restores the account', async () => {
		await call('useapi', 'POST', '/v2/account', { replyUrl: receiverUrl, name: 'Somebody' });
		simulator.reset();
		expect(await account()).not.toHaveProperty('replyUrl');
		expect(await account()).toMatchObject({ name: 'Your Name' });
	});

	test.each<[string, Body, string]>([
		['too long an address', { replyUrl: `https://e.com/${'x'.repeat(1024)}` }, 'too long'],
		['no address', { replyUrl: 'nowhere' }, 'not an address'],
		['plain http elsewhere', { replyUrl: 'http://example.com' }, 'not an https address'],
		['an undocumented field', { user: 'Somebody' }, 'user'],
	])('refuses %s', async (_name, body, reason) => {
		const { status, data } = await call('useapi', 'POST', '/v2/account', body);
		expect([status, data.error]).toEqual([400, expect.stringMatching(reason)]);
		expect(simulator.refusals).toHaveLength(1);
		expect(await account()).not.toHaveProperty('replyUrl');
	});
});
