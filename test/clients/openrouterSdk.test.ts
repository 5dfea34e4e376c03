import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import execa from 'execa';
import { startSimulator, type Simulator } from '../support/simulator';
import { LIST } from '../support/simulator/gateways/openrouter/list';
import { describeClient } from './clients';

/** OpenRouter's own client: https://github.com/OpenRouterTeam/typescript-sdk. */

let simulator: Simulator;

beforeAll(async () => {
	simulator = await startSimulator();
});
beforeEach(() => {
	simulator.reset();
	simulator.videoSeconds = 0.05;
});
afterAll(async () => await simulator.close());

/**
 * Runs a script with the client in a process of its own, since it is a module of the new kind, which Jest can't load. The
 * script has `client` and `input`; what it returns comes back, or the name of the error and its status.
 */
async function run(
	script: string,
	input: unknown = {},
	apiKey = simulator.credentials.openrouter.apiKey,
): Promise<unknown> {
	const program = `
		import { OpenRouter } from '@openrouter/sdk';
		const input = JSON.parse(process.env.INPUT);
		const client = new OpenRouter({
			apiKey: process.env.KEY,
			serverURL: process.env.SERVER,
			retryConfig: { strategy: 'none' },
		});
		const told = await (async () => { ${script} })().catch((error) => ({
			error: error.name, status: error.statusCode, message: error.message,
		}));
		process.stdout.write(JSON.stringify(told));
	`;
	const { stdout } = await execa(process.execPath, ['--input-type=module', '-e', program], {
		cwd: __dirname,
		extendEnv: false,
		env: {
			INPUT: JSON.stringify(input),
			KEY: apiKey,
			SERVER: `${simulator.credentials.openrouter.baseUrl}/v1`,
		},
	});
	return JSON.parse(stdout) as unknown;
}

const generate = 'return await client.videoGeneration.generate({ videoGenerationRequest: input });';
const order = { model: 'google/veo-3.1', prompt: 'A mountain lake' };
const picture = (url: string) => ({ type: 'image_url', imageUrl: { url } });

describeClient('@openrouter/sdk', () => {
	test('submits all that the package can ask for, checks, and downloads with the key', async () => {
		const submitted = (await run(generate, {
			...order,
			duration: 8,
			resolution: '1080p',
			aspectRatio: '9:16',
			generateAudio: true,
			seed: 42,
			callbackUrl: 'http://127.0.0.1:9/hook',
			frameImages: [
				{ ...picture('https://example.com/a.png'), frameType: 'first_frame' },
				{ ...picture('https://example.com/b.png'), frameType: 'last_frame' },
			],
			provider: { options: { googleVertex: { parameters: { negativePrompt: 'blurry' } } } },
		})) as { id: string; status: string };
		expect(submitted).toMatchObject({ status: 'pending' });
		expect(submitted.id).toMatch(/^gen-vid-\d+-\w{20}$/);
		await sleep(100);
		const [job] = simulator.jobs;
		const done = (await run(
			`const { id: jobId } = input;
			const status = await client.videoGeneration.getGeneration({ jobId });
			const stream = await client.videoGeneration.getVideoContent({ jobId, index: 0 });
			const bytes = Buffer.from(await new Response(stream).arrayBuffer());
			const { createHash } = await import('node:crypto');
			return { status, digest: createHash('sha256').update(bytes).digest('hex') };`,
			submitted,
		)) as { status: object; digest: string };
		expect(done.status).toMatchObject({
			id: job!.jobId,
			status: 'completed',
			unsignedUrls: [job!.videoUrl],
			usage: { cost: 0.5, isByok: false },
		});
		const file = Buffer.from(await (await fetch(job!.videoUrl!)).arrayBuffer());
		expect(done.digest).toBe(createHash('sha256').update(file).digest('hex'));
		expect([simulator.jobs.length, simulator.refusals]).toEqual([1, []]);
		expect(job!.callbackUrl).toBe('http://127.0.0.1:9/hook');
	});

	test('submits references, and continues a completed job', async () => {
		const first = (await run(generate, {
			model: 'bytedance/seedance-2.5',
			prompt: 'A mountain lake',
			inputReferences: [
				picture('https://example.com/a.png'),
				{ type: 'video_url', videoUrl: { url: 'https://example.com/a.mp4' } },
				{ type: 'audio_url', audioUrl: { url: 'https://example.com/a.mp3' } },
			],
		})) as { id: string };
		await sleep(100);
		const next = { model: 'black-forest-labs/flux-3-video', prompt: 'On and on' };
		expect(await run(generate, { ...next, previousJobId: first.id })).toMatchObject({
			status: 'pending',
		});
		expect([simulator.jobs.length, simulator.refusals]).toEqual([2, []]);
	});

	test('reads the whole list of models', async () => {
		const list = (await run('return await client.videoGeneration.listVideosModels({});')) as {
			data: Array<{ id: string; pricingSkus: unknown; supportedDurations: unknown }>;
		};
		expect(list.data).toHaveLength(LIST.length);
		for (const [index, { id, pricing_skus, supported_durations }] of LIST.entries()) {
			expect(list.data[index]).toMatchObject({
				id,
				pricingSkus: pricing_skus,
				supportedDurations: supported_durations,
			});
		}
	});

	test('reads what the key is, and is told that it can not read the credits', async () => {
		expect(await run('return await client.apiKeys.getCurrentKeyMetadata();')).toMatchObject({
			data: { limitRemaining: 74.5, limit: 100 },
		});
		expect(await run('return await client.credits.getCredits();')).toMatchObject({
			error: 'ForbiddenResponseError',
			status: 403,
		});
	});

	test.each<[string, object, string | undefined, object]>([
		['a wrong key', order, 'sk-or-v1-0', { error: 'UnauthorizedResponseError', status: 401 }],
		[
			'a wrong length',
			{ ...order, duration: 5 },
			undefined,
			{ error: 'BadRequestResponseError', status: 400 },
		],
		[
			'an unknown job to continue',
			{ model: 'black-forest-labs/flux-3-video', prompt: 'A', previousJobId: 'gen-vid-1' },
			undefined,
			{ error: 'NotFoundResponseError', status: 404 },
		],
	])('is refused %s with an error that it knows', async (_name, input, key, error) => {
		expect(await run(generate, input, key)).toMatchObject(error);
		expect(simulator.jobs).toEqual([]);
	});

	test.each([402, 413, 429, 500] as const)('knows the error of HTTP %i', async (status) => {
		simulator.fault({
			gateway: 'openrouter',
			endpoint: 'submit',
			respond: { status, body: { error: { code: status, message: 'Not now' } } },
		});
		expect(await run(generate, order)).toMatchObject({
			error: expect.stringMatching(/ResponseError$/),
			status,
			message: 'Not now',
		});
	});
});
