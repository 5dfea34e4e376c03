import type { AddressInfo } from 'node:net';
import * as fc from 'fast-check';
import fastify, { type FastifyInstance } from 'fastify';

import { findGateway, gateways } from '../../../gateways';
import { canWakeExecution, isWithinReach } from '../../../gateways/request/callbacks';
import {
	isFinal,
	type Answer,
	type Gateway,
	type VideoJob,
	type VideoModel,
	type VideoRequest,
} from '../../../gateways/gateway';
import { FACTS } from '../../facts';
import type { CallbackFacts, GatewayFacts } from '../../facts/types';
import {
	bodyWith,
	CALLBACK_VARIANTS,
	CALLING_GATEWAYS,
	GATEWAYS,
	merged,
	VARIANTS,
	wireIdOf,
	type CallingGateway,
	type GatewayId,
	type Outcome,
	type SimulatedJob,
} from '../../support/simulator';
import { benchFor, callbackOf, fullRequest } from './bench';
import { damaged, gatherReadings, type Reading } from './pageAnswers';
import { cases } from '../../support/draw';

/** What a gateway reads from the body of a callback, and from the query of its address. */
const readBy = (gateway: Gateway, body: unknown, query: Record<string, string> = {}) =>
	gateway.callbacks!.read({ ...callbackOf(JSON.stringify(body) ?? '', { query }), body });

/** Where a callback carries the job's id. */
const idKeyOf = (id: CallingGateway) => GATEWAYS[id].idKeys[0]!;

describe('an execution can be resumed by', () => {
	test.each([false, true])(
		'callbacks (with a reference: %s), unless a handshake comes first',
		(reference) => {
			const callbacks = { reference, read: () => undefined };
			expect(canWakeExecution({ callbacks })).toBe(true);
			const handshake = () => undefined;
			expect(canWakeExecution({ callbacks: { ...callbacks, handshake } })).toBe(false);
		},
	);

	test('nothing where there are no callbacks', () => {
		expect(canWakeExecution({})).toBe(false);
	});
});

describe('a callback address', () => {
	const internet = 'https://api.aigateway.sh';

	test.each([
		'https://n8n.example.com/webhook-waiting/7',
		'https://8.8.8.8/hook',
		'https://[2606:4700::1111]/hook',
		'https://localhost.example.com/hook',
		'https://localhost@n8n.example.com/hook',
		'https://n8n.example.com/?next=http://localhost/',
	])('%s is within reach of the internet', (callbackUrl) => {
		expect(isWithinReach(callbackUrl, internet)).toBe(true);
	});

	const nearby = [
		'http://localhost:5678/webhook-waiting/7',
		'HTTP://LOCALHOST:5678/webhook-waiting/7',
		'https://n8n.example.com@localhost/hook',
		'http://127.1:5678/hook',
		'http://2130706433/hook',
		'http://[::1]:5678/hook',
		'http://[::ffff:192.168.0.7]:5678/hook',
		'http://192.168.0.7:5678/hook',
		'http://n8n:5678/hook',
		'https://n8n.internal/hook',
	];

	test.each(nearby)('%s is out of reach of the internet', (callbackUrl) => {
		expect(isWithinReach(callbackUrl, internet)).toBe(false);
		expect(isWithinReach(callbackUrl, 'https://8.8.8.8/v1')).toBe(false);
	});

	test.each(nearby)('%s is within reach of a gateway in a private network', (callbackUrl) => {
		for (const baseUrl of [
			'http://127.0.0.1:40123/aigateway',
			'http://localhost:8080',
			'http://proxy:8080/v1',
			'https://10.1.2.3',
			'https://gateway.internal',
		]) {
			expect(isWithinReach(callbackUrl, baseUrl)).toBe(true);
		}
	});

	test('on the internet is within reach of a gateway in a private network', () => {
		expect(isWithinReach('https://n8n.example.com/hook', 'http://127.0.0.1:40123')).toBe(true);
	});

	test.each(['', 'nowhere', '/hook', 'localhost', 'https://', 'http://[::1', 'http://256.1.1.1'])(
		'%j is none, which the check of the request tells',
		(text) => {
			expect(isWithinReach(text, internet)).toBe(true);
			expect(isWithinReach('http://localhost/hook', text)).toBe(true);
		},
	);
});

const pause = async (milliseconds: number) =>
	await new Promise((resolve) => setTimeout(resolve, milliseconds));

async function until(isSo: () => boolean): Promise<void> {
	for (const end = Date.now() + 4000; !isSo(); await pause(5)) {
		if (Date.now() > end) throw new Error('waited in vain');
	}
}

/** The first model whose jobs can be called back about, and that stands for no other. */
function callingModel({ models, label }: Gateway): VideoModel {
	const calling = models.find(({ callbacks, resolve }) => callbacks !== false && !resolve);
	if (!calling) throw new Error(`${label} has no model with callbacks`);
	return calling;
}

/** What a callback must be read as. */
const endings = [
	{ outcome: 'completed', status: 'completed' },
	{ outcome: 'failed', status: 'failed' },
	{ outcome: 'moderated', status: 'failed' },
] as const satisfies ReadonlyArray<{ outcome: Outcome; status: VideoJob['status'] }>;

describe.each(CALLING_GATEWAYS)("%s's callback", (id) => {
	const gateway = findGateway(id)!;
	const bench = benchFor(gateway);
	const request = fullRequest(gateway, callingModel(gateway));

	let receiver: FastifyInstance;
	let callbackUrl: string;
	const received: Array<{ body: unknown; query: Record<string, string> }> = [];

	beforeAll(async () => {
		receiver = fastify({ forceCloseConnections: true });
		// As the gateway wrote it; Pixazo's first call wants to see itself again.
		receiver.post('/hook', async ({ body, query }) => {
			received.push({ body, query: query as Record<string, string> });
			return body;
		});
		await receiver.listen({ host: '127.0.0.1', port: 0 });
		const { port } = receiver.server.address() as AddressInfo;
		callbackUrl = `http://127.0.0.1:${port}/hook`;
	});
	beforeEach(() => {
		received.length = 0;
	});
	afterAll(async () => {
		await receiver.close();
	});

	const asked = (): VideoRequest => ({ ...request, callbackUrl });

	/** Lets one job of each answer shape run to its end, and gives them with all that was called about them. */
	async function runToEnd(
		variant: string,
		outcome: Outcome,
	): Promise<Array<{ job: SimulatedJob; calls: typeof received }>> {
		const { simulator } = bench;
		// Long enough for the start to be told of before the end, also on a busy machine.
		simulator.videoSeconds = 0.3;
		Object.assign(simulator.callbackVariants, { [id]: variant });
		const shapes = VARIANTS[id];
		simulator.plan = ({ index }) => ({ outcome, variant: shapes[index]! });
		const submitted = await Promise.all(shapes.map(async () => await bench.submit(asked())));
		const finals = () => simulator.callbacks.filter(({ kind }) => kind === 'final');
		await until(() => finals().length === shapes.length && finals().every((one) => one.status));
		expect(new Set(submitted.map(({ jobId }) => jobId)).size).toBe(shapes.length);
		return submitted.map(({ jobId }) => {
			const job = simulator.jobs.find((one) => one.jobId === jobId)!;
			const calls = received.filter(
				({ body }) =>
					JSON.stringify(body).includes(wireIdOf(job)) &&
					!('challenge' in (body as object)),
			);
			return { job, calls };
		});
	}

	const read = ({ body, query }: (typeof received)[number]) => readBy(gateway, body, query);

	const cases = CALLBACK_VARIANTS[id].flatMap((variant) =>
		endings.map((ending) => ({ variant, ...ending })),
	);

	test.each(cases)('($variant) tells this gateway alone which job is $outcome', async (facts) => {
		const { variant, outcome, status } = facts;
		const jobs = await runToEnd(variant, outcome);
		for (const { job, calls } of jobs) {
			const told = calls.map(read);
			expect(told).not.toContain(undefined);
			expect(told.at(-1)).toMatchObject({ gateway: id, jobId: job.jobId, status });
			// What came before is no end.
			for (const one of told.slice(0, -1)) {
				expect(one).toMatchObject({ gateway: id, jobId: job.jobId, status: 'processing' });
			}
			expect(told.length > 1).toBe(FACTS[id].callback!.tellsOfStart.includes(variant));
		}
		const { protocol }: CallbackFacts = FACTS[id].callback!;
		for (const other of gateways.filter((one) => one !== gateway)) {
			const otherFacts: GatewayFacts = FACTS[other.id as GatewayId];
			if (protocol && otherFacts.callback?.protocol === protocol) continue;
			// A challenge is there as well.
			for (const { body, query } of received) {
				expect(other.callbacks && readBy(other, body, query)).toBeUndefined();
			}
		}
		expect(bench.simulator.refusals).toEqual([]);
	});

	test('is read the same a second time, and its body is left as it was', async () => {
		const [{ calls } = { calls: [] }] = await runToEnd(CALLBACK_VARIANTS[id][0]!, 'completed');
		const call = calls.at(-1)!;
		const before = structuredClone(call);
		expect(read(call)).toEqual(read(call));
		expect(call).toEqual(before);
	});

	test('does not come before the job is taken, but where there is a handshake', async () => {
		const nobodyThere = { ...request, callbackUrl: 'http://127.0.0.1:9/hook' };
		const { outcome } = await bench.send(gateway.submit(nobodyThere));
		expect('jobId' in outcome).toBe(canWakeExecution(gateway));
		expect(bench.simulator.jobs).toHaveLength(canWakeExecution(gateway) ? 1 : 0);
	});
});

describe("what tells more than a job's end", () => {
	const of = (id: CallingGateway, body: unknown) => readBy(findGateway(id)!, body);

	test("is read too: AIgateway's address, with the end of its life", () => {
		const videoUrl = 'https://media.aigateway.sh/a.mp4';
		const expected = { jobId: 'job_1', status: 'completed', videoUrl };
		const expiresAt = '2026-10-02T12:00:00.000Z';
		const usual = { id: 'job_1', status: 'completed', result: { url: videoUrl } };
		const event = { type: 'job.completed', data: { job_id: 'job_1', result_url: videoUrl } };
		expect(of('aigateway', usual)).toMatchObject({ ...expected, expiresAt });
		expect(of('aigateway', { id: 'evt_1', ...event })).toMatchObject({
			...expected,
			expiresAt,
		});
	});

	test("is read too: useapi.net's reference, progress and address", () => {
		const videoId = 'user:1-minimax:2-video:3';
		expect(
			of('useapi', { videoId, status: 1, percent: 40, replyRef: 'order 7' }),
		).toMatchObject({
			jobId: videoId,
			status: 'processing',
			progress: 40,
			callbackReference: 'order 7',
		});
		const done = { videoId, status: 2, videoURL: 'https://a/mark.mp4' };
		expect(of('useapi', { ...done, downloadURL: 'https://a/v.mp4' })).toMatchObject({
			status: 'completed',
			videoUrl: 'https://a/v.mp4',
		});
	});

	test.each<[CallingGateway, unknown]>([
		['aigateway', { id: 'x', status: 'completed' }],
		['aigateway', { type: 'job.completed', data: { job_id: 'x' } }],
		['useapi', { videoId: 'x', status: 2 }],
	])('may be missing: without an address %s still tells completed', (id, body) => {
		expect(of(id, body)).toMatchObject({ jobId: 'x', status: 'completed' });
	});

	test.each(['success', 'Success'])(
		'is not in a call of Pixazo: %s is completed as it is',
		(word) => {
			const body = { task_id: '176843862716480', status: word, file_id: '9' };
			expect(of('pixazo', body)).toEqual({
				gateway: 'pixazo',
				jobId: '176843862716480',
				status: 'completed',
			});
			expect(of('pixazo', { ...body, task_id: 176843862716480 })).toMatchObject({
				jobId: '176843862716480',
				status: 'completed',
			});
		},
	);

	test.each(CALLING_GATEWAYS)('is unknown to %s: a new status word is no end', (id) => {
		const body = merged(bodyWith(idKeyOf(id), '1'), GATEWAYS[id].unknownStatus);
		expect(of(id, body)).toMatchObject({ jobId: '1', status: 'processing' });
		expect(of(id, body)?.warnings).toEqual([expect.stringContaining('"archiving"')]);
	});

	test.each<unknown>([
		{ challenge: 'f3a0' },
		{},
		[],
		[{ id: '1', status: 'completed' }],
		null,
		undefined,
		true,
		7,
		'',
		'{"id":"1","status":"completed"}',
		{ id: '', status: 'completed' },
		{ task_id: '', status: 'Success' },
		{ videoId: '', status: 2 },
		{ task_id: '1' },
		{ videoId: '1' },
		{ status: 'completed' },
		{ id: 'evt_1', type: 'balance.low', created: 1, data: { balance: 2 } },
		{ id: 'evt_1', type: 'job.progress', created: 1, data: { job_id: 'job_1' } },
		{ id: 'evt_1', type: 'job.completed', created: 1, data: {} },
		{ type: 'job.completed', data: {} },
		{ type: 'job.completed', data: { job_id: '' } },
		{ type: 'job.completed', data: [{ job_id: '1' }] },
	])('is none at all: %j', (body) => {
		for (const id of CALLING_GATEWAYS) expect(of(id, body)).toBeUndefined();
	});
});

describe('anything that somebody may send', () => {
	const words = fc.constantFrom<unknown>(
		...['completed', 'failed', 'Success', 'Fail', 'processing', 'cancelled', 'job.completed'],
		...['job.failed', '__proto__', 'constructor', 'toString', '', '0', '2', '-1', '99'],
		...[0, 1, 2, 3, 5, 7, 11, 12, 14, -0, 1e308, 0.5, null, true, false],
		...['https://a/v.mp4', 'https://a/v.mp4?Expires=99999999999', '1e9x1e9', '1920x1080'],
	);
	const keys = fc.constantFrom(
		...['id', 'status', 'result', 'url', 'file_url', 'result_url', 'error', 'code', 'message'],
		...['created', 'created_at', 'model', 'duration', 'resolution', 'type', 'data', 'job_id'],
		...['task_id', 'file_id', 'base_resp', 'status_code', 'videoId', 'statusLabel'],
		...['statusFinal', 'percent', 'downloadURL', 'videoURL', 'width', 'height', 'replyRef'],
		...['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'length'],
	);
	const { tree } = fc.letrec<{ tree: unknown; node: unknown }>((tie) => ({
		tree: fc.oneof({ depthSize: 'medium', withCrossShrink: true }, words, tie('node')),
		node: fc.oneof(
			// By entries, so that `__proto__` is a key like any other, as JSON.parse makes it.
			fc
				.array(fc.tuple(keys, tie('tree')), { maxLength: 8 })
				.map((entries) => Object.fromEntries(entries)),
			fc.array(tie('tree'), { maxLength: 3 }),
		),
	}));

	const text = (value: unknown) => typeof value === 'string' && value !== '';
	const sometimes = (holds: (value: unknown) => boolean) => (value: unknown) =>
		value === undefined || holds(value);
	const statuses = ['queued', 'processing', 'completed', 'failed', 'cancelled'];

	/** Holds for a job that can go on through the nodes, and into a database. */
	function expectJob(gateway: Gateway, job: VideoJob): void {
		expect(job.gateway).toBe(gateway.id);
		expect(text(job.jobId)).toBe(true);
		expect(statuses).toContain(job.status);
		expect(sometimes(text)(job.videoUrl)).toBe(true);
		for (const words of [job.model, job.callbackReference, job.failure?.message]) {
			expect(sometimes((value) => typeof value === 'string')(words)).toBe(true);
		}
		expect(Object.getPrototypeOf(job)).toBe(Object.prototype);
		expect(() => JSON.stringify(job)).not.toThrow();
	}

	const parsed = (body: unknown) => JSON.parse(JSON.stringify(body) ?? 'null') as unknown;
	/** A body as text, with an id, and more beside it. */
	const textWith = (id: CallingGateway, jobId: string, more = '') => {
		const keys = idKeyOf(id).split('.');
		return `${keys.map((key) => `{"${key}":`).join('')}${jobId}${more}${'}'.repeat(keys.length)}`;
	};

	/** Real callbacks of each gateway. */
	let readings: Reading[];
	beforeAll(async () => {
		readings = await gatherReadings();
	}, 60_000);
	const realOf = (id: CallingGateway) =>
		readings.find(({ gateway, call }) => gateway.id === id && call === 'callback')!.real;

	/** The last of some bodies, as texts in which another text stands for one of its parts. */
	function inEachPlace(real: readonly Answer[], other: string): string[] {
		const whole = real.at(-1)!.body;
		const parts: string[] = [];
		JSON.parse(whole, (key, value: unknown) => {
			if (key !== '') parts.push(`"${key}":${JSON.stringify(value)}`);
			return value;
		});
		return parts.map((part) =>
			whole.replace(part, () => `${part.slice(0, part.indexOf(':'))}:${other}`),
		);
	}

	test.each(CALLING_GATEWAYS)('is a job of %s or none, and no fault', (id) => {
		const gateway = findGateway(id)!;
		const seen = { jobs: 0, ends: 0, none: 0 };
		// Every other one has an id, so that more than the lack of it is seen.
		const named = fc
			.tuple(tree, words)
			.map(([body, word]) =>
				bodyWith(idKeyOf(id), 'x', { status: word, ...(body as object) }),
			);
		const nearly = damaged(realOf(id)).map(({ body }) => callbackOf(body).body);
		fc.assert(
			fc.property(fc.oneof(tree, named, nearly, fc.jsonValue()), (body) => {
				const job = readBy(gateway, parsed(body));
				if (job === undefined) {
					seen.none++;
					return;
				}
				expectJob(gateway, job);
				seen[isFinal(job) ? 'ends' : 'jobs']++;
			}),
			{ numRuns: cases(5400) },
		);
		// No side of the property may run dry.
		expect(Math.min(seen.jobs, seen.ends, seen.none)).toBeGreaterThan(cases(50));
	});

	test.each(CALLING_GATEWAYS)('is read by %s however deep or large', (id) => {
		const deep = '[{"id":'.repeat(20_000) + '1' + '}]'.repeat(20_000);
		const gateway = findGateway(id)!;
		for (const text of [
			deep,
			textWith(id, deep),
			textWith(id, '"x"', `,"status":${deep}`),
			textWith(id, '"x"', `,"status":2,"result":${deep},"error":${deep},"percent":${deep}`),
			// In the place of each part of a real callback.
			...inEachPlace(realOf(id), deep),
			`{"type":"job.completed","data":{"job_id":"x","more":${deep},"error":${deep}}}`,
			// Infinity, once parsed
			textWith(id, '"x"', ',"status":1e400,"created":1e400,"percent":1e400,"width":1e400'),
			...inEachPlace(realOf(id), '1e400'),
		]) {
			const job = gateway.callbacks!.read(callbackOf(text));
			if (job !== undefined) expectJob(gateway, job);
		}
	});

	test('leaves all other objects as they are', () => {
		const evil = '{"polluted":true,"status":"completed","jobId":"evil"}';
		for (const id of CALLING_GATEWAYS) {
			const gateway = findGateway(id)!;
			for (const body of [
				`{"__proto__":${evil},"constructor":{"prototype":${evil}}}`,
				textWith(
					id,
					'"x"',
					`,"status":"2","__proto__":${evil},"error":{"__proto__":${evil}}`,
				),
				`{"type":"job.failed","data":{"job_id":"x","__proto__":${evil}},"__proto__":${evil}}`,
			]) {
				const job = gateway.callbacks!.read(callbackOf(body));
				expect(job?.jobId ?? 'x').toBe('x');
				expect(job ?? {}).not.toHaveProperty('polluted');
			}
		}
		expect({}).not.toHaveProperty('polluted');
	});

	test.each(CALLING_GATEWAYS)('of %s is no end, if its id is inherited', (id) => {
		const body = `{"__proto__":${textWith(id, '"x"', ',"status":"2"')},"result":{"url":"https://a/v.mp4"}}`;
		expect(findGateway(id)!.callbacks!.read(callbackOf(body))).toBeUndefined();
	});
});
