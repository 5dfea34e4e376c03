import type { AddressInfo } from 'node:net';
import fastify, { type FastifyInstance } from 'fastify';
import { findGateway, gateways } from '../../../gateways';
import { canWakeExecution, isWithinReach } from '../../../gateways/request/callbacks';
import type { Gateway, VideoJob, VideoModel, VideoRequest } from '../../../gateways/gateway';
import { FACTS } from '../../facts';
import type { CallbackFacts, GatewayFacts } from '../../facts/types';
import {
	CALLBACK_VARIANTS,
	CALLING_GATEWAYS,
	VARIANTS,
	wireIdOf,
	type GatewayId,
	type Outcome,
	type SimulatedJob,
} from '../../support/simulator';
import { benchFor, fullRequest } from './bench';
import { readBy } from './callbackReading';

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
			// Nothing keeps two calls in their order on the way.
			const ends = told.filter((one) => one?.status !== 'processing');
			expect(ends).toEqual([
				expect.objectContaining({ gateway: id, jobId: job.jobId, status }),
			]);
			for (const one of told) {
				expect(one).toMatchObject({ gateway: id, jobId: job.jobId });
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
