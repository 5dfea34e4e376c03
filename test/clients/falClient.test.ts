import { setTimeout as sleep } from 'node:timers/promises';
import { startSimulator, type Simulator } from '../support/simulator';
import { describeClient, exception, loadClient } from './clients';

/** What is used of fal's own client, which is loaded at run time. */
interface FalClient {
	subscribe(endpoint: string, options: object): Promise<{ data: Output; requestId: string }>;
	queue: {
		submit(endpoint: string, options: object): Promise<Queued>;
		status(endpoint: string, options: object): Promise<{ status: string }>;
		result(endpoint: string, options: object): Promise<{ data: Output; requestId: string }>;
		cancel(endpoint: string, options: object): Promise<void>;
	};
	storage: { upload(file: Blob): Promise<string> };
}

interface Output {
	video: { url: string };
	seed?: number;
}

interface Queued {
	status: string;
	request_id: string;
	status_url: string;
}

const TEXT = 'fal-ai/veo3.1/fast';
const IMAGE = 'fal-ai/kling-video/v2.5-turbo/pro/image-to-video';
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

/** fal's hosts, as the client knows them, are those of the simulator. */
function connect(credentials = simulator.credentials.fal.apiKey): FalClient {
	const { createFalClient } = loadClient('@fal-ai/client') as {
		createFalClient: (config: object) => FalClient;
	};
	const { baseUrl, uploadUrl } = simulator.credentials.fal;
	const here = async (url: string | URL, options?: RequestInit) =>
		await fetch(
			String(url)
				.replace('https://queue.fal.run', baseUrl)
				.replace('https://rest.fal.ai', uploadUrl!),
			options,
		);
	return createFalClient({ credentials, fetch: here, retry: { maxRetries: 0 } });
}

describeClient('@fal-ai/client', () => {
	test.each([
		[TEXT, input],
		[IMAGE, { ...input, image_url: 'https://example.com/a.png', duration: '10' }],
	])('subscribes to %s: queued, running, and the video', async (endpoint, fields) => {
		simulator.videoSeconds = 0.6;
		const seen: string[] = [];
		const { data } = await connect().subscribe(endpoint, {
			input: fields,
			pollInterval: 20,
			onQueueUpdate: ({ status }: { status: string }) => seen.push(status),
		});
		expect([...new Set(seen)]).toEqual(['IN_QUEUE', 'IN_PROGRESS', 'COMPLETED']);
		expect((await fetch(data.video.url)).headers.get('content-type')).toBe('video/mp4');
		expect([simulator.jobs.length, simulator.refusals]).toEqual([1, []]);
	});

	test('submits with a webhook, checks the status and gets the result', async () => {
		const client = connect();
		const webhookUrl = 'http://127.0.0.1:9/hook?run=7';
		const { request_id: requestId, status } = await client.queue.submit(TEXT, {
			input,
			webhookUrl,
		});
		expect(status).toBe('IN_QUEUE');
		expect(simulator.jobs[0]?.callbackUrl).toBe(webhookUrl);
		await sleep(100);
		expect(await client.queue.status(TEXT, { requestId, logs: true })).toMatchObject({
			status: 'COMPLETED',
		});
		const result = await client.queue.result(TEXT, { requestId });
		expect(result).toMatchObject({
			data: { video: { url: simulator.jobs[0]?.videoUrl } },
			requestId,
		});
		expect(simulator.refusals).toEqual([]);
	});

	test('cancels a request', async () => {
		simulator.videoSeconds = 60;
		const client = connect();
		const { request_id: requestId } = await client.queue.submit(TEXT, { input });
		await client.queue.cancel(TEXT, { requestId });
		expect(simulator.jobs[0]?.outcome).toBe('cancelled');
	});

	test('uploads a file, which needs no key on its way', async () => {
		const picture = new Blob([new Uint8Array([1, 2, 3])], { type: 'image/png' });
		const client = connect();
		const url = await client.storage.upload(picture);
		const [asked, sent] = simulator.requests;
		expect([asked?.headers.authorization, sent?.headers.authorization]).toEqual([
			`Key ${simulator.credentials.fal.apiKey}`,
			undefined,
		]);
		await client.queue.submit(IMAGE, { input: { ...input, image_url: url } });
		expect(simulator.refusals).toEqual([]);
	});

	test.each([
		['a wrong value', { input: { ...input, duration: '7s' } }, undefined, 422],
		['no prompt', { input: {} }, undefined, 422],
		['a wrong key', { input }, 'wrong', 401],
	])('reads the error for %s', async (_name, options, key, status) => {
		await expect(connect(key).queue.submit(TEXT, options)).rejects.toMatchObject({ status });
		expect(simulator.jobs).toEqual([]);
	});

	test('reads the fields of a 422', async () => {
		simulator.plan = () => ({ outcome: 'moderated' });
		const client = connect();
		const { request_id: requestId } = await client.queue.submit(TEXT, { input });
		await sleep(100);
		await expect(client.queue.result(TEXT, { requestId })).rejects.toMatchObject({
			status: 422,
			fieldErrors: [{ type: 'content_policy_violation', msg: expect.any(String) }],
		});
	});

	test('finds no request of an unknown ID, nor of another app', async () => {
		const client = connect();
		const { request_id: requestId } = await client.queue.submit(TEXT, { input });
		const none = { status: 404 };
		await expect(client.queue.status(TEXT, { requestId: 'none' })).rejects.toMatchObject(none);
		await expect(client.queue.status(IMAGE, { requestId })).rejects.toMatchObject(none);
	});

	exception(
		'a request that has ended can not be cancelled',
		'the client takes the 400 ALREADY_COMPLETED of the queue page for an error',
		async () => {
			const client = connect();
			const { request_id: requestId } = await client.queue.submit(TEXT, { input });
			await sleep(100);
			await expect(client.queue.cancel(TEXT, { requestId })).rejects.toMatchObject({
				status: 400,
			});
		},
	);
});
