import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { openaicompatible } from '../../gateways/adapters/openaicompatible';
import type { Call, Gateway, VideoJob } from '../../gateways/gateway';
import { CLIP, FRAME, startSimulator, type Simulator } from '../support/simulator';
import { callGateway } from '../unit/gateways/callGateway';
import { jobIn } from '../unit/gateways/bench';
import { describeClient, exception, loadClient } from './clients';

/** What is used of the package `openai`, which still has the video API that OpenAI shut down on 2026-09-24. */
interface OpenAi {
	models: { list(): Promise<{ data: Array<{ id: string }> }> };
	videos: {
		create(body: object): Promise<Video>;
		retrieve(id: string): Promise<Video>;
		delete(id: string): Promise<{ id: string; deleted: boolean }>;
		downloadContent(id: string): Promise<Response>;
	};
}

interface Video {
	id: string;
	status: string;
}

/** What is used of Together's own client. */
interface Together {
	videos: {
		create(body: object): Promise<Video>;
		retrieve(id: string): Promise<Video & { outputs?: { video_url: string; cost: number } }>;
	};
}

const order = { model: 'wan-2.2', prompt: 'A mountain lake', seconds: '5', size: '1280x720' };

let simulator: Simulator;

beforeAll(async () => {
	simulator = await startSimulator();
});
beforeEach(() => {
	simulator.reset();
	simulator.videoSeconds = 0.05;
});
afterAll(async () => await simulator.close());

function connect(apiKey = simulator.credentials.openaicompatible.apiKey): OpenAi {
	const { default: Client } = loadClient('openai') as {
		default: new (options: object) => OpenAi;
	};
	const { baseUrl } = simulator.credentials.openaicompatible;
	return new Client({ apiKey, baseURL: `${baseUrl}/v1`, maxRetries: 0 });
}

const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

const send = async (call: Call<VideoJob>): Promise<VideoJob> =>
	jobIn(
		(await callGateway('openaicompatible', simulator.credentials.openaicompatible, call))
			.outcome,
	);

/** The file that our own adapter finds at the address that it gives, fetched as the download does. */
async function fileByAdapter(gateway: Gateway, model: string): Promise<Uint8Array> {
	const { apiKey, baseUrl } = simulator.credentials.openaicompatible;
	const request = { model, prompt: order.prompt, durationSeconds: 5, resolution: '720p' };
	const { jobId } = await send(gateway.submit(request));
	await sleep(100);
	const { videoUrl } = await send(gateway.status(jobId));
	const withKey = gateway.mediaNeedsKey!(new URL(videoUrl!), new URL(baseUrl));
	const headers = new Headers(withKey ? { authorization: `Bearer ${apiKey}` } : {});
	return new Uint8Array(await (await fetch(videoUrl!, { headers })).arrayBuffer());
}

describeClient.each(['vllmOmni', 'sglang', 'liteLlm', 'newApi'])('openai at %s', (server) => {
	beforeEach(() => {
		simulator.variants.openaicompatible = server;
	});

	test('makes a video and downloads the file that the adapter finds, too', async () => {
		const { videos } = connect();
		const { id } = await videos.create(order);
		await sleep(100);
		expect(await videos.retrieve(id)).toMatchObject({ id, status: 'completed' });
		const byClient = await (await videos.downloadContent(id)).arrayBuffer();
		const byAdapter = await fileByAdapter(openaicompatible, order.model);
		expect(sha(byAdapter)).toBe(sha(new Uint8Array(byClient)));
		expect(sha(byAdapter)).toBe(sha(CLIP));
		const [theirs, ours] = simulator.requests
			.filter(({ endpoint }) => endpoint === 'submit')
			.map(({ body }) => body);
		expect(ours).toEqual(theirs);
		expect([simulator.jobs.length, simulator.refusals]).toEqual([2, []]);
	});

	test('sends a picture as the adapter does', async () => {
		const file = new File([new Uint8Array(FRAME)], 'image.png', { type: 'image/png' });
		await connect().videos.create({ ...order, input_reference: file });
		await send(
			openaicompatible.submit({
				model: order.model,
				prompt: order.prompt,
				durationSeconds: 5,
				resolution: '1280x720',
				firstFrame: { kind: 'bytes', bytes: new Uint8Array(FRAME), mimeType: 'image/png' },
			}),
		);
		const [theirs, ours] = simulator.requests.map(({ body }) => body);
		expect(theirs).toMatchObject({ input_reference: { sha256: sha(FRAME) } });
		expect(ours).toEqual(theirs);
		expect(simulator.refusals).toEqual([]);
	});
});

describeClient('openai at a compatible server', () => {
	test('lists the models', async () => {
		const { data } = await connect().models.list();
		expect(data.map(({ id }) => id)).toContain('MiniMaxAI/MiniMax-H3');
	});

	test('deletes a job that runs, which ends it at vLLM-Omni', async () => {
		simulator.videoSeconds = 60;
		const { videos } = connect();
		const { id } = await videos.create(order);
		expect(await videos.delete(id)).toMatchObject({ id, deleted: true });
		expect(simulator.jobs[0]?.outcome).toBe('cancelled');
		await expect(videos.retrieve(id)).rejects.toMatchObject({ status: 404 });
	});

	test('reads the errors', async () => {
		await expect(connect('sk-wrong').videos.create(order)).rejects.toMatchObject({
			status: 401,
		});
		await expect(connect().videos.create({ ...order, size: 'large' })).rejects.toMatchObject({
			status: 422,
		});
		await expect(connect().videos.retrieve('none')).rejects.toMatchObject({ status: 404 });
		expect(simulator.jobs).toEqual([]);
	});

	exception(
		'it makes no video at Together',
		"client.videos sends a form, and Together's /v2/videos takes JSON",
		async () => {
			const { default: Client } = loadClient('openai') as {
				default: new (options: object) => OpenAi;
			};
			const { apiKey, baseUrl } = simulator.credentials.openaicompatible;
			const { videos } = new Client({ apiKey, baseURL: `${baseUrl}/v2`, maxRetries: 0 });
			await expect(videos.create(order)).rejects.toMatchObject({ status: 422 });
		},
	);
});

describeClient('together-ai', () => {
	test('makes a video, and gets the file that the adapter finds, too', async () => {
		const { default: Client } = loadClient('together-ai') as {
			default: new (options: object) => Together;
		};
		const { apiKey, baseUrl } = simulator.credentials.openaicompatible;
		// The client has v2 as the address of its videos, unless one is given.
		const { videos } = new Client({ apiKey, baseURL: `${baseUrl}/v2`, maxRetries: 0 });
		const model = 'minimax/hailuo-02';
		const { prompt, seconds } = order;
		const { id } = await videos.create({ model, prompt, seconds, width: 1280, height: 720 });
		await sleep(100);
		const { status, outputs } = await videos.retrieve(id);
		expect([status, outputs?.cost]).toEqual(['completed', 0.28]);
		const byClient = await (await fetch(outputs!.video_url)).arrayBuffer();
		const together = openaicompatible.settings!.apply({ api: 'together' });
		const byAdapter = await fileByAdapter(together, model);
		expect(sha(byAdapter)).toBe(sha(new Uint8Array(byClient)));
		const [theirs, ours] = simulator.requests
			.filter(({ endpoint }) => endpoint === 'submit')
			.map(({ body }) => body);
		expect(ours).toEqual(theirs);
		expect([simulator.jobs.length, simulator.refusals]).toEqual([2, []]);
	});
});
