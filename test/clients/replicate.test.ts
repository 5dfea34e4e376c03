import { createHmac } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import * as fc from 'fast-check';

import { isSigned } from '../../gateways/protocols/standardWebhooks';
import { FRAME, startSimulator, type Simulator } from '../support/simulator';
import { describeClient, loadClient } from './clients';

/** What is used of Replicate's own client, which is loaded at run time. */
interface ReplicateClient {
	run(
		model: string,
		options: object,
		progress?: (prediction: Prediction) => void,
	): Promise<string>;
	predictions: {
		create(options: object): Promise<Prediction>;
		get(id: string): Promise<Prediction>;
		cancel(id: string): Promise<Prediction>;
		list(): Promise<{ results: Prediction[] }>;
	};
	files: { create(file: Blob): Promise<{ urls: { get: string } }> };
	accounts: { current(): Promise<{ username: string }> };
	webhooks: { default: { secret: { get(): Promise<{ key: string }> } } };
}

interface Prediction {
	id: string;
	status: string;
	output?: string | string[] | null;
	error?: string | null;
}

type ValidateWebhook = (request: {
	id: string | undefined;
	timestamp: string | undefined;
	signature: string | undefined;
	body: string;
	secret: string;
}) => Promise<boolean>;

/** The verifier of the Standard Webhooks specification's authors. */
interface StandardWebhooks {
	Webhook: new (secret: string) => {
		verify(body: string, headers: Record<string, string>, options: object): unknown;
	};
}

const MODEL = 'google/veo-3.1-fast';
const input = { prompt: 'A mountain lake' };

let simulator: Simulator;

beforeAll(async () => {
	simulator = await startSimulator();
});
beforeEach(() => {
	simulator.reset();
	simulator.videoSeconds = 0.05;
});
afterAll(async () => await simulator.close());

function connect(auth = simulator.credentials.replicate.apiKey): ReplicateClient {
	const Replicate = loadClient('replicate') as new (options: object) => ReplicateClient;
	return new Replicate({ auth, baseUrl: `${simulator.credentials.replicate.baseUrl}/v1` });
}

describeClient('replicate', () => {
	test.each([undefined, { mode: 'poll', interval: 20 }, { mode: 'block', timeout: 5 }])(
		'runs a model, waiting as %j, and gets its file',
		async (wait) => {
			const seen: string[] = [];
			const url = await connect().run(MODEL, { input, wait }, ({ status }) =>
				seen.push(status),
			);
			expect(url).toBe(simulator.jobs[0]?.videoUrl);
			expect((await fetch(url)).headers.get('content-type')).toBe('video/mp4');
			expect(seen.at(-1)).toBe('succeeded');
			expect([simulator.jobs.length, simulator.refusals]).toEqual([1, []]);
		},
	);

	test('runs a model by its version', async () => {
		const version = '9dcd6d78e7c6560c340d916fe32e9f24aabfa331e5cce95fe31f77fb03121426';
		await connect().run(`replicate/hello-world:${version}`, { input: { text: 'Alice' } });
		expect(simulator.jobs[0]).toMatchObject({ body: { version } });
		expect(simulator.refusals).toEqual([]);
	});

	test('submits with a webhook, and reads, lists and cancels the prediction', async () => {
		simulator.videoSeconds = 60;
		const { predictions } = connect();
		const { id, status } = await predictions.create({
			model: MODEL,
			input,
			webhook: 'http://127.0.0.1:9/hook',
			webhook_events_filter: ['completed'],
		});
		expect(status).toBe('starting');
		expect((await predictions.list()).results.map((one) => one.id)).toContain(id);
		expect(await predictions.cancel(id)).toMatchObject({ id, status: 'canceled' });
		expect(await predictions.get(id)).toMatchObject({ id, status: 'canceled', output: null });
		expect(simulator.refusals).toEqual([]);
	});

	test('uploads a picture on its own where one is given', async () => {
		const picture = new Blob([new Uint8Array(FRAME)], { type: 'image/png' });
		await connect().run(MODEL, { input: { ...input, image: picture } });
		const [upload] = simulator.requests;
		expect(upload?.endpoint).toBe('upload');
		expect(simulator.jobs[0]?.body).toMatchObject({
			input: { image: expect.stringMatching(/\/v1\/files\//) as string },
		});
		expect(simulator.refusals).toEqual([]);
	});

	test('throws what a model says of its failure', async () => {
		simulator.plan = () => ({ outcome: 'moderated' });
		await expect(connect().run(MODEL, { input })).rejects.toThrow(/flagged as sensitive/);
	});

	test.each([
		['a wrong value', undefined, { ...input, duration: '8' }, 422],
		['a wrong key', 'wrong', input, 401],
	])('reads the error for %s', async (_name, key, wrong, status) => {
		await expect(
			connect(key).predictions.create({ model: MODEL, input: wrong }),
		).rejects.toMatchObject({ response: { status } });
		expect(simulator.jobs).toEqual([]);
	});

	test('knows the account and the secret of its webhooks', async () => {
		const client = connect();
		expect(await client.accounts.current()).toMatchObject({ username: 'acme' });
		expect((await client.webhooks.default.secret.get()).key).toMatch(/^whsec_/);
	});

	test('a webhook of the simulator is genuine for the client, one of another secret is not', async () => {
		const { validateWebhook } = loadClient('replicate') as { validateWebhook: ValidateWebhook };
		const client = connect();
		const { id: jobId } = await client.predictions.create({ model: MODEL, input });
		await sleep(100);
		const job = simulator.jobs.find((one) => one.jobId === jobId)!;
		const { key } = await client.webhooks.default.secret.get();
		const isGenuine = async (secret?: string): Promise<boolean> => {
			const url = 'http://127.0.0.1:9/hook';
			const call = simulator.callback(job, { url, ...(secret && { secret }) });
			return await validateWebhook({
				id: call.headers['webhook-id'],
				timestamp: call.headers['webhook-timestamp'],
				signature: call.headers['webhook-signature'],
				body: call.body,
				secret: key,
			});
		};
		expect([await isGenuine(), await isGenuine('whsec_AAAA')]).toEqual([true, false]);
	});
});

/** The gate draws the same messages each time; every night draws others. */
const MESSAGES = process.env.CASES === 'all' ? 100_000 : 1000;

/** A webhook and the secret that it is verified with. */
interface Message {
	secret: string;
	id: string | undefined;
	timestamp: string | undefined;
	signature: string | undefined;
	body: string;
}

const base64 = fc
	.uint8Array({ minLength: 16, maxLength: 64 })
	.map((bytes) => Buffer.from(bytes).toString('base64'));

const genuine = fc
	.record({
		key: base64,
		prefix: fc.constantFrom('whsec_', 'whsec_', ''),
		id: fc.stringMatching(/^msg_[A-Za-z0-9]{5,27}$/),
		// Not at the edge of five minutes, where the clocks of two calls differ.
		age: fc.constantFrom(0, 0, 0, 200, -200, 400, -400),
		body: fc.string({ minLength: 1, unit: 'grapheme' }),
	})
	.map(({ key, prefix, id, age, body }): Message => {
		const timestamp = String(Math.floor(Date.now() / 1000) - age);
		const signature = createHmac('sha256', Buffer.from(key, 'base64'))
			.update(`${id}.${timestamp}.${body}`)
			.digest('base64');
		return { secret: prefix + key, id, timestamp, signature: `v1,${signature}`, body };
	});

const other = 'v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=';

/** What may have happened to a message, or be tried with it. */
const changes: ReadonlyArray<(message: Message, place: number) => Partial<Message>> = [
	() => ({}),
	({ signature }) => ({ signature: `${other} ${signature}` }),
	({ signature }) => ({ signature: `${signature} v1a,${other} ${other}` }),
	({ signature }) => ({ signature: `${signature},more` }),
	({ signature }) => ({ signature: signature?.replace('v1,', 'v1a,') }),
	({ signature }) => ({ signature: signature?.replace('v1,', 'v2,') }),
	({ signature }) => ({ signature: signature?.replace('v1,', '') }),
	({ signature }) => ({ signature: signature?.replace(/=+$/, '') }),
	({ signature }) => ({ signature: signature?.toLowerCase() }),
	({ signature = '' }, place) => ({ signature: signature.slice(0, place % signature.length) }),
	({ signature }) => ({ signature: `  ${signature}` }),
	// Another way to write the same bytes.
	({ signature = '' }) => ({
		signature: signature.replace(/(.)=$/, (_end, last: string) => `${next(last)}=`),
	}),
	() => ({ signature: other }),
	() => ({ signature: undefined }),
	() => ({ signature: '' }),
	({ body }, place) => ({ body: flip(body, place) }),
	({ body }) => ({ body: `${body} ` }),
	({ id }) => ({ id: `${id}x` }),
	() => ({ id: undefined }),
	() => ({ id: '' }),
	({ timestamp }) => ({ timestamp: String(Number(timestamp) + 1) }),
	({ timestamp }) => ({ timestamp: `0${timestamp}` }),
	({ timestamp }) => ({ timestamp: `${timestamp}.5` }),
	({ timestamp }) => ({ timestamp: `${timestamp}000` }),
	() => ({ timestamp: 'now' }),
	() => ({ timestamp: undefined }),
	({ secret }) => ({ secret: secret.replace(/.$/, '') }),
	({ secret }) => ({ secret: `${secret}!` }),
	() => ({ secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' }),
	() => ({ secret: 'whsec_' }),
];

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const next = (letter: string): string =>
	ALPHABET[(ALPHABET.indexOf(letter) ^ 1) % ALPHABET.length] ?? letter;

function flip(text: string, place: number): string {
	const bytes = Buffer.from(text);
	bytes[place % bytes.length]! ^= 1;
	return bytes.toString();
}

/** The headers that are there. */
const headersOf = ({ id, timestamp, signature }: Message): Record<string, string> =>
	Object.fromEntries(
		[
			['webhook-id', id],
			['webhook-timestamp', timestamp],
			['webhook-signature', signature],
		].filter((entry): entry is [string, string] => entry[1] !== undefined),
	);

describeClient('Standard Webhooks', () => {
	test('a webhook is genuine if Replicate and the authors of the specification say so', async () => {
		const { validateWebhook } = loadClient('replicate') as { validateWebhook: ValidateWebhook };
		const { Webhook } = loadClient('standardwebhooks') as StandardWebhooks;
		const isGenuineToReplicate = async (message: Message): Promise<boolean> =>
			await validateWebhook(message).catch(() => false);
		const isGenuineToAuthors = (message: Message): boolean => {
			try {
				const webhook = new Webhook(message.secret);
				webhook.verify(message.body, headersOf(message), { jsonParse: false });
				return true;
			} catch {
				return false;
			}
		};
		const counts = { genuine: 0, forged: 0 };
		await fc.assert(
			fc.asyncProperty(
				genuine,
				fc.constantFrom(...changes),
				fc.nat(),
				async (sent, change, place) => {
					const message = { ...sent, ...change(sent, place) };
					const ours = isSigned(
						{
							headers: headersOf(message),
							query: {},
							body: undefined,
							rawBody: Buffer.from(message.body),
							receivedAt: Date.now(),
						},
						message.secret,
					);
					const theirs =
						isGenuineToAuthors(message) && (await isGenuineToReplicate(message));
					counts[ours ? 'genuine' : 'forged'] += 1;
					expect(ours).toBe(theirs);
				},
			),
			{ numRuns: MESSAGES, seed: Number(process.env.SEED) },
		);
		expect(Math.min(counts.genuine, counts.forged)).toBeGreaterThan(MESSAGES / 50);
	}, 300_000);
});
