import { setTimeout as sleep } from 'node:timers/promises';
import { startSimulator, type Simulator } from '../support/simulator';
import { describeClient, exception, loadClient } from './clients';

/** What is used of the package `openai`, which is loaded at run time. */
interface OpenAi {
	models: { list(): Promise<{ data: Array<{ id: string }> }> };
	videos: { create(body: object): Promise<unknown> };
	webhooks: {
		verifySignature(body: string, headers: object, secret: string): Promise<void>;
	};
	post<Answer>(path: string, options: { body: object }): Promise<Answer>;
	get<Answer>(path: string): Promise<Answer>;
	delete<Answer>(path: string): Promise<Answer>;
}

interface Job {
	id: string;
	status: string;
	result?: { url: string };
}

const order = {
	model: 'minimax/minimax-video-01-image-to-video',
	prompt: 'A mountain lake',
	duration: 5,
};

let simulator: Simulator;

function connect(options: { apiKey?: string; maxRetries?: number } = {}): OpenAi {
	const { default: Client } = loadClient('openai') as {
		default: new (options: object) => OpenAi;
	};
	const { apiKey, baseUrl } = simulator.credentials.aigateway;
	return new Client({ apiKey, baseURL: `${baseUrl}/v1`, maxRetries: 0, ...options });
}

const submit = async (client: OpenAi, fields: object = {}): Promise<Job> =>
	await client.post<Job>('/videos/generations', { body: { ...order, ...fields } });

beforeAll(async () => {
	simulator = await startSimulator();
});
beforeEach(() => {
	simulator.reset();
	simulator.videoSeconds = 0.05;
});
afterAll(async () => await simulator.close());

/** "OpenAI-compatible" (aigateway.sh): the same client with another address, by its methods for any route. */
describeClient('openai at AIgateway', () => {
	test('lists the models', async () => {
		const { data } = await connect().models.list();
		expect(data.map(({ id }) => id)).toContain(order.model);
	});

	test('submits a video, checks its status and gets its address', async () => {
		const client = connect();
		const { id, status } = await submit(client);
		expect(status).toBe('queued');
		await sleep(100);
		const job = await client.get<Job>(`/jobs/${id}`);
		expect(job).toMatchObject({ id, status: 'completed' });
		expect((await fetch(job.result!.url)).headers.get('content-type')).toBe('video/mp4');
		expect([simulator.jobs.length, simulator.refusals]).toEqual([1, []]);
	});

	test('cancels a video', async () => {
		simulator.videoSeconds = 60;
		const client = connect();
		const { id } = await submit(client);
		expect(await client.delete<Job>(`/jobs/${id}`)).toMatchObject({ status: 'cancelled' });
		expect(simulator.jobs[0]?.outcome).toBe('cancelled');
	});

	test.each([
		[400, 'invalid_request_error', { prompt: '' }, {}],
		[401, 'authentication_error', {}, { apiKey: 'sk-aig-wrong' }],
		[404, 'not_found', { model: 'minimax/none' }, {}],
	])('reads the error of HTTP %d', async (status, type, fields, options) => {
		await expect(submit(connect(options), fields)).rejects.toMatchObject({
			status,
			type,
			code: status,
			error: { message: expect.any(String) },
		});
		expect(simulator.jobs).toEqual([]);
	});

	test('finds no job of an unknown id', async () => {
		await expect(connect().get('/jobs/job_none')).rejects.toMatchObject({ status: 404 });
	});

	test('comes again after a 429 with Retry-After, and gets one job', async () => {
		simulator.fault({
			gateway: 'aigateway',
			endpoint: 'submit',
			times: 1,
			respond: { status: 429, headers: { 'retry-after': '0.05' } },
		});
		await submit(connect({ maxRetries: 1 }));
		expect([simulator.requests.length, simulator.jobs.length]).toEqual([2, 1]);
	});

	exception(
		'a second check within 3 s fails',
		'aigateway.sh/docs/async-jobs answers 304 there, which the client takes for an error',
		async () => {
			const client = connect();
			const { id } = await submit(client);
			await client.get(`/jobs/${id}`);
			await expect(client.get(`/jobs/${id}`)).rejects.toMatchObject({ status: 304 });
		},
	);

	exception(
		'client.videos makes no video',
		"OpenAI's own POST /videos (multipart) is no route of AIgateway's",
		async () => {
			const call = connect().videos.create({ model: order.model, prompt: order.prompt });
			await expect(call).rejects.toMatchObject({ status: 404 });
			expect(simulator.refusals).toMatchObject([
				{ path: expect.stringMatching(/\/videos$/) },
			]);
		},
	);

	exception(
		'client.webhooks verifies no callback',
		"it knows OpenAI's headers (webhook-id, -timestamp, -signature), AIgateway signs with its own",
		async () => {
			await submit(connect());
			const [job] = simulator.jobs;
			const { body, headers } = simulator.callback(job!, { url: 'http://127.0.0.1:1/' });
			const { secret } = await connect().get<{ secret: string }>('/webhook-secret');
			await expect(connect().webhooks.verifySignature(body, headers, secret)).rejects.toThrow(
				/webhook-/,
			);
		},
	);
});
