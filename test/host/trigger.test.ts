import { createHmac, randomUUID } from 'node:crypto';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import type { IDataObject, INodeExecutionData, IWebhookFunctions } from 'n8n-workflow';

import { findGateway } from '../../gateways';
import type { VideoJob } from '../../gateways/gateway';
import { seenStates } from '../../nodes/VideoTrigger/seenStates';
import { leastRequest, modelOf } from '../gateways/bench';
import { callGateway } from '../gateways/callGateway';
import {
	CALLBACK_VARIANTS,
	type CallbackOptions,
	type CallingGateway,
	type JobPlan,
	type SimulatedJob,
} from '../simulator';
import { startN8n, workflow, type Execution, type N8n, type NodeSketch } from './n8n';
import { everythingWritten, itemsOf, jsonOf, stageForTests, videoNode } from './stage';
import { probe } from './videos';

/** Video Trigger on the real n8n: what the gateways send starts a workflow once, and what anybody else sends starts none. */

const CALLING_GATEWAYS = Object.keys(CALLBACK_VARIANTS) as CallingGateway[];

const stage = stageForTests(0.3);

/** By prompt. */
const plans = new Map<string, JobPlan>();

beforeEach(() => {
	stage.simulator.plan = ({ prompt = '' }) => plans.get(prompt) ?? {};
});

/** A workflow that a trigger starts. */
interface Receiver {
	id: string;
	url: string;
	testUrl: string;
}

const after: NodeSketch = {
	name: 'After',
	type: 'n8n-nodes-base.set',
	typeVersion: 3.4,
	// By the link from item to item, which must not be broken.
	parameters: { mode: 'raw', jsonOutput: '={{ JSON.stringify($("Video Trigger").item.json) }}' },
};

const trigger = (gateway: string, parameters: object, more: Partial<NodeSketch>) =>
	videoNode(stage, 'videoTrigger', { gateway, ...parameters } as never, more);

async function post(url: string, body: string, headers: Record<string, string> = {}) {
	return await fetch(url, {
		method: 'POST',
		headers: { 'content-type': 'application/json', ...headers },
		body,
	});
}

/** A restarted n8n publishes in the background. */
async function untilPublished({ url }: Receiver): Promise<void> {
	for (const end = Date.now() + 10_000; ; await sleep(50)) {
		const { status } = await post(url, '[]');
		if (status !== 404) return;
		if (Date.now() > end) throw new Error(`${url} answers ${status}`);
	}
}

/** Saves a workflow that begins with a trigger, and publishes it. */
async function receiver(
	gateway: string,
	parameters: { events?: string[]; options?: IDataObject } = {},
	{ active = true, ...more }: Partial<NodeSketch> & { active?: boolean } = {},
): Promise<Receiver> {
	const webhookId = randomUUID();
	const nodes = [trigger(gateway, parameters, { webhookId, ...more }), after];
	const id = await stage.n8n.createWorkflow(
		workflow(`Receive ${gateway}`, nodes, [['Video Trigger', 'After']]),
	);
	const made = {
		id,
		url: `${stage.n8n.url}/webhook/${webhookId}/webhook`,
		testUrl: `${stage.n8n.url}/webhook-test/${webhookId}/webhook`,
	};
	if (active) await stage.n8n.activate(id);
	return made;
}

/** A job at the gateway, by default one that has its video already and that nobody is called about. */
async function makeJob(
	id: CallingGateway,
	plan: JobPlan = {},
	request: { callbackUrl?: string; callbackReference?: string } = {},
): Promise<SimulatedJob> {
	const gateway = findGateway(id)!;
	const prompt = `A lake ${randomUUID()}`;
	plans.set(prompt, { seconds: 0, ...plan });
	const least = leastRequest(gateway, modelOf(gateway, gateway.defaultModel));
	const submit = gateway.submit({ ...least, ...request, prompt });
	await callGateway(id, stage.simulator.credentials[id], submit);
	return stage.simulator.jobs.find((job) => job.prompt === prompt)!;
}

const makeJobs = async (id: CallingGateway, count: number) =>
	await Promise.all(Array.from({ length: count }, async () => await makeJob(id)));

/** Sends what the job's gateway would send now. */
const call = async (job: SimulatedJob, { url }: { url: string }, options: CallbackOptions = {}) =>
	await stage.simulator.sendCallback(stage.simulator.callback(job, { url, ...options }));

/** A running job as if it had its video. */
const asIfEnded = (job: SimulatedJob): SimulatedJob => ({ ...job, endsAt: Date.now() - 1000 });

/** The trigger's executions, oldest first, after it was made sure that there are as many and no more. */
async function started({ id }: { id: string }, count: number): Promise<Execution[]> {
	const ofWorkflow = { workflowId: id };
	const end = Date.now() + 20_000;
	while ((await stage.n8n.executionCount(ofWorkflow)) < count && Date.now() < end) {
		await sleep(50);
	}
	// Another one would come about now.
	await sleep(300);
	expect(await stage.n8n.executionCount(ofWorkflow)).toBe(count);
	const rows = (await stage.n8n.executionRows(ofWorkflow)).reverse();
	return await Promise.all(rows.map(async (row) => await stage.n8n.waitForExecution(row.id)));
}

/** What the trigger put out in each, after it was made sure that all went well and through the node behind. */
function put(executions: Execution[]): IDataObject[] {
	return executions.map((execution) => {
		expect(execution.error?.message).toBeUndefined();
		const items = jsonOf(execution, 'Video Trigger');
		expect(items).toHaveLength(1);
		expect(jsonOf(execution, 'After')).toEqual(items);
		return items[0]!;
	});
}

const requestsTo = (endpoint: string, id?: CallingGateway) =>
	stage.simulator.requests.filter(
		(request) => request.endpoint === endpoint && (!id || request.gateway === id),
	);

function expectNoSecret(execution: Execution, ...more: string[]): void {
	const written = everythingWritten(stage, execution);
	const keys = Object.values(stage.simulator.credentials).map(({ apiKey }) => apiKey);
	for (const secret of [...keys, ...more]) expect(written).not.toContain(secret);
}

/** The secret that AIgateway signs with, as its own user reads it or has a new one made. */
async function webhookSecret(path: '' | '/rotate' = ''): Promise<string> {
	const { baseUrl, apiKey } = stage.simulator.credentials.aigateway;
	const answer = await fetch(`${baseUrl}/v1/webhook-secret${path}`, {
		method: path === '' ? 'GET' : 'POST',
		headers: { authorization: `Bearer ${apiKey}` },
	});
	return ((await answer.json()) as { secret: string }).secret;
}

/** A trigger that has read its secret early, so that it may read it again at the end of this file. */
let early: Receiver & { readAt: number };
let restarted: N8n | undefined;

beforeAll(async () => {
	const made = await receiver('aigateway');
	const job = await makeJob('aigateway');
	await sleep(Math.max(0, job.endsAt - Date.now()));
	await call(job, made);
	early = { ...made, readAt: Date.now() };
}, 60_000);

afterAll(async () => {
	await restarted?.stop();
}, 60_000);

describe('a job that Submit Video hands the production URL to', () => {
	const submitTo = async (gateway: string, callbackUrl: string) =>
		await stage.run([
			videoNode(stage, 'submitVideo', {
				gateway,
				prompt: 'A lake at dawn',
				// Pixazo calls back for videos from a picture only.
				imageSource: gateway === 'pixazo' ? 'url' : 'none',
				imageUrl: 'https://example.com/lake.png',
				options: { callbackUrl },
			} as never),
		]);

	test.each(CALLING_GATEWAYS)('of %s starts the workflow once, when it is done', async (id) => {
		const receives = await receiver(id);
		const submitted = await submitTo(id, receives.url);
		expect(submitted.error?.message).toBeUndefined();
		const secret = await webhookSecret();

		const [execution] = await started(receives, 1);
		const [item] = put([execution!]);
		const [job] = stage.simulator.jobs;
		expect(item).toMatchObject({
			gateway: id,
			jobId: job!.jobId,
			status: 'completed',
			videoUrl: job!.videoUrl,
		});
		expect(jsonOf(submitted, 'Submit Video')[0]).toMatchObject({ jobId: job!.jobId });
		expect(execution!.raw.row.mode).toBe('webhook');
		const [{ pairedItem }] = itemsOf(execution!, 'Video Trigger') as [INodeExecutionData];
		expect(pairedItem).toEqual({ item: 0 });
		expect(stage.simulator.jobs).toHaveLength(1);
		expect(stage.simulator.refusals).toEqual([]);
		const { callbacks } = stage.simulator;
		expect(callbacks.map(({ status }) => status)).toEqual(callbacks.map(() => 200));
		expect(new Set(callbacks.map(({ attempt }) => attempt))).toEqual(new Set([1]));
		expectNoSecret(execution!, secret);

		const challenge = callbacks.find(({ kind }) => kind === 'challenge');
		expect(challenge !== undefined).toBe(id === 'pixazo');
		if (challenge) {
			const milliseconds = challenge.answeredAt! - challenge.at;
			console.log(`Pixazo's challenge was answered after ${milliseconds} ms of 3,000`);
			expect(milliseconds).toBeLessThan(3000);
		}
	});

	test('whose challenge nobody answers is refused, with a message that says so', async () => {
		const receives = await receiver('pixazo', {}, { active: false });
		const submitted = await submitTo('pixazo', receives.url);

		console.log(`With a trigger that is not active: ${submitted.error?.message}`);
		expect(submitted.error?.message).toMatch(
			/calls Callback URL first.*workflow of Video Trigger must be active/,
		);
		expect(stage.simulator.jobs).toEqual([]);
		await started(receives, 0);
	});
});

describe("AIgateway's signature", () => {
	test('is found in every form that is documented, with one look at the secret', async () => {
		const receives = await receiver('aigateway');
		const variants = CALLBACK_VARIANTS.aigateway;
		const jobs = await makeJobs('aigateway', variants.length);
		for (const [index, variant] of variants.entries()) {
			expect(await call(jobs[index]!, receives, { variant })).toMatchObject({ status: 200 });
		}

		const items = put(await started(receives, variants.length));
		expect(items.map(({ jobId }) => jobId)).toEqual(jobs.map(({ jobId }) => jobId));
		for (const [index, item] of items.entries()) {
			expect(item).toMatchObject({ status: 'completed', videoUrl: jobs[index]!.videoUrl });
		}
		expect(requestsTo('webhookSecret')).toHaveLength(1);
	});

	test('that is missing, wrong, old or of another body is answered 401, and nothing is looked up', async () => {
		const receives = await receiver('aigateway');
		const [job, other] = await makeJobs('aigateway', 2);
		const { simulator } = stage;
		const good = simulator.callback(job!, { url: receives.url });
		const json = { 'content-type': 'application/json' };
		const calls = [
			{ ...good, headers: json },
			simulator.callback(job!, { url: receives.url, secret: 'whsec_of_another' }),
			simulator.callback(job!, { url: receives.url, secret: '' }),
			simulator.callback(job!, { url: receives.url, secondsOld: 310 }),
			simulator.callback(job!, { url: receives.url, secondsOld: -310 }),
			{ ...good, body: good.body.replace('completed', 'failed') },
			{ ...good, body: `${good.body} ` },
			{ ...good, headers: simulator.callback(other!, { url: receives.url }).headers },
			{ ...good, headers: { ...json, 'x-gateway-signature': 't=,v1=' } },
		];
		const answers = await Promise.all(
			calls.map(async (one) => await simulator.sendCallback(one)),
		);
		expect(answers.map(({ status }) => status)).toEqual(calls.map(() => 401));
		expect(new Set(answers.map(({ answer }) => answer))).toEqual(
			new Set(['{"message":"The signature is missing, wrong or too old"}']),
		);
		await started(receives, 0);
		expect(requestsTo('status')).toEqual([]);

		// The same again, as it should be.
		expect(await simulator.sendCallback(good)).toMatchObject({ status: 200 });
		await started(receives, 1);
		expect(requestsTo('webhookSecret')).toHaveLength(1);
	});

	test('may be made with a secret that the user has typed in, and then with no other', async () => {
		const secret = 'whsec_by_hand';
		const receives = await receiver('aigateway', { options: { signatureSecret: secret } });
		const job = await makeJob('aigateway');
		expect(await call(job, receives)).toMatchObject({ status: 401 });
		expect(await call(job, receives, { secret })).toMatchObject({ status: 200 });

		expectNoSecret((await started(receives, 1))[0]!);
		expect(requestsTo('webhookSecret')).toEqual([]);
	});

	test('of a key without a secret is never right', async () => {
		stage.simulator.fault({
			gateway: 'aigateway',
			endpoint: 'webhookSecret',
			respond: { rewrite: () => ({ secret: null }) },
		});
		const receives = await receiver('aigateway');
		const job = await makeJob('aigateway');
		for (const options of [{}, { secret: '' }, { secret: 'null' }, { secret: 'undefined' }]) {
			expect(await call(job, receives, options)).toMatchObject({ status: 401 });
		}
		await started(receives, 0);
		expect(requestsTo('webhookSecret')).toHaveLength(1);
	});

	test('waits for better times where the secret can not be read, however many call', async () => {
		const stopFault = stage.simulator.fault({
			gateway: 'aigateway',
			endpoint: 'webhookSecret',
			respond: { status: 500, body: { error: { message: 'Internal error' } } },
		});
		const receives = await receiver('aigateway');
		const job = await makeJob('aigateway', { callbacks: 'none' });
		const startedAt = Date.now();
		const answers = await Promise.all(
			Array.from({ length: 5 }, async () => await call(job, receives)),
		);
		const seconds = (Date.now() - startedAt) / 1000;
		console.log(
			`Five calls while the secret could not be read: the last answered after ${seconds.toFixed(1)} s, ${requestsTo('webhookSecret').length} requests for it`,
		);
		expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 503));
		// Each would be called off after 10 s.
		expect(seconds).toBeLessThan(9);
		stopFault();
		expect(await call(job, receives)).toMatchObject({ status: 200 });
		await started(receives, 1);
	}, 60_000);
});

describe('a callback is not believed', () => {
	test.each(CALLING_GATEWAYS)('of %s about a job that this key does not have', async (id) => {
		const receives = await receiver(id);
		const job = await makeJob(id);
		const foreign = `${job.jobId.slice(0, -4)}0000`;
		expect(await call({ ...job, jobId: foreign }, receives)).toMatchObject({ status: 404 });

		await started(receives, 0);
		expect(requestsTo('status', id)).toHaveLength(1);
	});

	test.each(CALLING_GATEWAYS)(
		'of %s about a job that still runs; once that is done, it is',
		async (id) => {
			const receives = await receiver(id);
			const job = await makeJob(id, { seconds: 6 });
			expect(await call(asIfEnded(job), receives)).toMatchObject({ status: 409 });
			await started(receives, 0);
			await sleep(Math.max(0, job.endsAt - Date.now()));
			expect(await call(job, receives)).toMatchObject({ status: 200 });
			expect(put(await started(receives, 1))).toMatchObject([{ status: 'completed' }]);
		},
		30_000,
	);

	test('and comes again where the job could not be read; the workflow starts once', async () => {
		const stopFault = stage.simulator.fault({
			gateway: 'aigateway',
			endpoint: 'status',
			times: 3,
			respond: { status: 500, body: { error: { message: 'Internal error' } } },
		});
		const receives = await receiver('aigateway');
		const job = await makeJob('aigateway', { seconds: 0.2 }, { callbackUrl: receives.url });
		const calls = () => stage.simulator.callbacks.filter(({ jobId }) => jobId === job.jobId);
		const end = Date.now() + 15_000;
		while (calls().at(-1)?.status !== 200 && Date.now() < end) await sleep(100);

		expect(calls().map(({ status }) => status)).toEqual([503, 200]);
		expect(put(await started(receives, 1))).toMatchObject([{ jobId: job.jobId }]);
		stopFault();
	}, 30_000);

	test.each(CALLING_GATEWAYS)('unless the user wants that: %s, Verify off', async (id) => {
		const receives = await receiver(id, { options: { verify: false } });
		const [job, unknown] = [await makeJob(id), await makeJob(id, { seconds: 900 })];
		expect(await call(job, receives)).toMatchObject({ status: 200 });
		expect(await call(asIfEnded(unknown), receives)).toMatchObject({ status: 200 });
		expect(await call(job, receives)).toMatchObject({ status: 200 });

		const items = put(await started(receives, 2));
		for (const [index, { jobId, videoUrl }] of [job, unknown].entries()) {
			expect(items[index]).toMatchObject({ gateway: id, jobId, status: 'completed' });
			// What MiniMax sends has no address.
			expect(items[index]!.videoUrl).toBe(id === 'pixazo' ? undefined : videoUrl);
		}
		expect(requestsTo('status')).toEqual([]);
	});
});

describe('what starts the workflow', () => {
	const endings = [
		{ outcome: 'failed', status: 'failed' },
		{ outcome: 'moderated', status: 'failed', code: 'moderated' },
		{ outcome: 'cancelled', status: /failed|cancelled/ },
	] as const;

	test.each(CALLING_GATEWAYS)(
		'of %s: completed and failed, where they are chosen',
		async (id) => {
			const all = await receiver(id);
			const onlyCompleted = await receiver(id, { events: ['completed'] });
			const onlyFailed = await receiver(id, { events: ['failed'] });
			const failed = await Promise.all(
				endings.map(async ({ outcome }) => await makeJob(id, { outcome })),
			);
			const completed = await makeJob(id);
			for (const receives of [all, onlyCompleted, onlyFailed]) {
				for (const job of [...failed, completed]) {
					expect(await call(job, receives)).toMatchObject({
						status: 200,
						answer: '{"received":true}',
					});
				}
				// A gateway may look at a job once in some seconds.
				if (id === 'aigateway') await sleep(3100);
			}

			const items = put(await started(all, 4));
			for (const [index, { status, ...more }] of endings.entries()) {
				expect(items[index]!.status).toMatch(status);
				if ('code' in more) {
					expect((items[index]!.failure as IDataObject).code).toMatch(
						/moderated|gateway/,
					);
				}
				expect(items[index]).not.toHaveProperty('videoUrl');
			}
			expect(put(await started(onlyCompleted, 1))).toMatchObject([
				{ jobId: completed.jobId },
			]);
			expect(put(await started(onlyFailed, 3)).map(({ jobId }) => jobId)).toEqual(
				failed.map(({ jobId }) => jobId),
			);
		},
		30_000,
	);

	test('progress, only where it is chosen; a late one counts for the end', async () => {
		const everything = await receiver('useapi', {
			events: ['completed', 'failed', 'progress'],
		});
		const usual = await receiver('useapi');
		const onlyProgress = await receiver('useapi', { events: ['progress'] });
		const job = await makeJob('useapi', { seconds: 3 });
		const progress = (receives: Receiver) =>
			stage.simulator.callback(job, { url: receives.url });
		const { sendCallback } = stage.simulator;
		const late = progress(everything);
		await sleep(900);
		for (const receives of [everything, usual, onlyProgress]) {
			expect(await sendCallback(progress(receives))).toMatchObject({ status: 200 });
		}
		await sleep(Math.max(0, job.endsAt - Date.now()));
		// What tells of the start comes after the end.
		for (const one of [late, late]) {
			expect(await sendCallback(one)).toMatchObject({ status: 200 });
		}
		for (const receives of [everything, usual, onlyProgress]) {
			expect(await call(job, receives)).toMatchObject({ status: 200 });
		}

		const items = put(await started(everything, 2));
		expect(items).toMatchObject([{ status: 'processing' }, { status: 'completed' }]);
		expect(items[0]!.progress).toBeGreaterThan(0);
		expect(put(await started(usual, 1))).toMatchObject([{ status: 'completed' }]);
		expect(put(await started(onlyProgress, 1))).toMatchObject([{ status: 'processing' }]);
	}, 30_000);

	test("hands useapi.net's reference on, and the answer of the gateway where it is wanted", async () => {
		const reference = 'order 7, "é"';
		const receives = await receiver('useapi', { options: { includeRawResponse: true } });
		const job = await makeJob(
			'useapi',
			{ seconds: 0.2 },
			{ callbackUrl: receives.url, callbackReference: reference },
		);
		const [item] = put(await started(receives, 1));
		expect(item).toMatchObject({ jobId: job.jobId, callbackReference: reference });
		expect(item!.raw).toMatchObject({ videoId: job.jobId, status: 2 });

		const plain = await receiver('useapi');
		await call(job, plain);
		expect(put(await started(plain, 1))[0]).not.toHaveProperty('raw');
	});
});

describe('the video file', () => {
	test.each(CALLING_GATEWAYS)('of %s comes with the item, ready to be played', async (id) => {
		const options = { downloadVideo: true, binaryPropertyName: 'film', fileName: 'lake.mp4' };
		const receives = await receiver(id, { options });
		await call(await makeJob(id), receives);

		const [execution] = await started(receives, 1);
		put([execution!]);
		const [{ binary }] = itemsOf(execution!, 'Video Trigger') as [INodeExecutionData];
		expect(Object.keys(binary!)).toEqual(['film']);
		expect(binary!.film).toMatchObject({ fileName: 'lake.mp4', mimeType: 'video/mp4' });
		const folder = await mkdtemp(join(tmpdir(), 'trigger-'));
		await writeFile(join(folder, 'lake.mp4'), await stage.n8n.binaryFile(binary!.film!));
		expect(await probe(join(folder, 'lake.mp4'))).toMatchObject({ width: 160, height: 90 });
		expectNoSecret(execution!);
	});

	test('is left out with a warning where it can not be had', async () => {
		stage.simulator.fault({ endpoint: 'media', respond: { status: 404 } });
		const receives = await receiver('useapi', { options: { downloadVideo: true } });
		const job = await makeJob('useapi');
		expect(await call(job, receives)).toMatchObject({ status: 200 });

		const [execution] = await started(receives, 1);
		expect(itemsOf(execution!, 'Video Trigger')[0]!.binary).toBeUndefined();
		const [item] = put([execution!]);
		expect(item).toMatchObject({ status: 'completed', videoUrl: job.videoUrl });
		expect(item!.warnings).toEqual([expect.stringMatching(/download failed.*HTTP 404/)]);
	});

	test('that takes longer than the gateway waits starts the workflow once all the same', async () => {
		const receives = await receiver('aigateway', { options: { downloadVideo: true } });
		const bytes = 600_000;
		const job = await makeJob(
			'aigateway',
			{ seconds: 0.2, videoBytes: bytes, videoBytesPerSecond: bytes / 12 },
			{ callbackUrl: receives.url },
		);
		const calls = () => stage.simulator.callbacks.filter(({ jobId }) => jobId === job.jobId);
		const end = Date.now() + 25_000;
		while (calls().at(-1)?.status !== 200 && Date.now() < end) await sleep(100);

		console.log(
			`A download of 12 s: ${calls()
				.map(({ status, problem }) => status ?? problem)
				.join(', then ')}`,
		);
		const [execution] = await started(receives, 1);
		const [{ binary }] = itemsOf(execution!, 'Video Trigger') as [INodeExecutionData];
		expect(await stage.n8n.binaryFile(binary!.data!)).toHaveLength(bytes);
		expect(requestsTo('media')).toHaveLength(1);
	}, 60_000);

	test.each([
		'http://169.254.169.254/latest/meta-data/',
		'http://127.0.0.1:PORT/media/useapi/secret.mp4',
		'http://localhost:PORT/media/useapi/secret.mp4',
		'http://[::ffff:127.0.0.1]:PORT/media/useapi/secret.mp4',
		'http://2130706433:PORT/media/useapi/secret.mp4',
		'http://10.0.0.7/video.mp4',
		'file:///etc/passwd',
		'gopher://127.0.0.1:PORT/',
		'no address',
	])('is not fetched for somebody from %s', async (address) => {
		const videoUrl = address.replace('PORT', new URL(stage.simulator.origin).port);
		const credential = await stage.n8n.createCredential({
			name: 'useapi.net on the internet',
			type: 'useApiNetApi',
			data: {
				...stage.simulator.credentials.useapi,
				baseUrl: 'https://gateway.example',
			},
		});
		const receives = await receiver(
			'useapi',
			{ options: { verify: false, downloadVideo: true } },
			{ credentials: { useApiNetApi: credential } },
		);
		const before = stage.simulator.requests.length;
		const body = { videoId: 'user:1-minimax:2-video:3', status: 2, videoURL: videoUrl };
		const answer = await post(receives.url, JSON.stringify(body));
		expect(answer.status).toBe(200);

		const [execution] = await started(receives, 1);
		expect(itemsOf(execution!, 'Video Trigger')[0]!.binary).toBeUndefined();
		expect(put([execution!])[0]!.warnings).toEqual([
			expect.stringMatching(/was not downloaded, because|download failed/),
		]);
		expect(stage.simulator.requests).toHaveLength(before);
	});
});

describe("the account's default of useapi.net", () => {
	const asDefault = { options: { accountDefault: true } };

	async function account(replyUrl?: string): Promise<string> {
		const { baseUrl, apiKey } = stage.simulator.credentials.useapi;
		const headers = {
			authorization: `Bearer ${apiKey}`,
			'content-type': 'application/json',
		};
		if (replyUrl !== undefined) {
			const body = JSON.stringify({ replyUrl });
			await fetch(`${baseUrl}/v2/account`, { method: 'POST', headers, body });
		}
		const answer = await fetch(`${baseUrl}/v2/account`, { headers });
		return ((await answer.json()) as { replyUrl?: string }).replyUrl ?? '';
	}

	test.each(['', 'https://n8n.example.com/webhook/of-before'])(
		'is this trigger while it is active, and %j again afterwards',
		async (before) => {
			await account(before);
			const receives = await receiver('useapi', asDefault);
			expect(await account()).toBe(receives.url);
			const job = await makeJob('useapi', { seconds: 0.2 });
			expect(job.body).not.toHaveProperty('replyUrl');
			expect(put(await started(receives, 1))).toMatchObject([{ jobId: job.jobId }]);

			await stage.n8n.deactivate(receives.id);
			expect(await account()).toBe(before);
			// And from the start once more.
			await stage.n8n.activate(receives.id);
			expect(await account()).toBe(receives.url);
			await stage.n8n.deactivate(receives.id);
			expect(await account()).toBe(before);
			expect(stage.simulator.refusals).toEqual([]);
		},
		30_000,
	);

	test('is left as it is where somebody has set another one since', async () => {
		const receives = await receiver('useapi', asDefault);
		const newer = 'https://n8n.example.com/webhook/newer';
		await account(newer);
		await stage.n8n.deactivate(receives.id);
		expect(await account()).toBe(newer);
	});

	test('is not touched where nobody wants that', async () => {
		const before = 'https://n8n.example.com/webhook/of-before';
		await account(before);
		const receives = await receiver('useapi');
		expect(await account()).toBe(before);
		const requests = requestsTo('account').length;
		await stage.n8n.deactivate(receives.id);
		expect(await account()).toBe(before);
		expect(requestsTo('account')).toHaveLength(requests + 1);
	});

	test('is told of in words where the key is wrong, and no call starts the workflow then', async () => {
		const credential = await stage.n8n.createCredential({
			name: 'A wrong key',
			type: 'useApiNetApi',
			data: { ...stage.simulator.credentials.useapi, apiKey: 'user:1-wrong' },
		});
		const credentials = { useApiNetApi: credential };
		const receives = await receiver('useapi', asDefault, { credentials, active: false });
		const error = await stage.n8n.activate(receives.id).catch((reason: unknown) => reason);
		console.log(`With a wrong key: ${String(error)}`);
		expect(String(error)).toMatch(
			/callback address of the useapi\.net account could not be read or set.*API Token in the credential/,
		);
		expect(String(error)).not.toContain('user:1-wrong');
		expect((await post(receives.url, '{}')).status).toBe(404);
		expect(await account()).toBe('');
	}, 30_000);

	test('is the trigger again after a test event, whatever the draft says', async () => {
		const before = 'https://n8n.example.com/webhook/of-before';
		await account(before);
		const receives = await receiver('useapi', asDefault);
		const job = await makeJob('useapi', { callbacks: 'none' });
		await stage.n8n.listenForTestEvent(receives.id, 'Video Trigger');
		await call(job, { url: receives.testUrl });
		await started(receives, 1);
		expect(await account()).toBe(receives.url);

		// The option is off in the draft, while the published version has it.
		const saved = (await stage.n8n.rest('GET', `/workflows/${receives.id}`)) as ReturnType<
			typeof workflow
		>;
		for (const node of saved.nodes) {
			if (node.name === 'Video Trigger') node.parameters = { gateway: 'useapi' };
		}
		await stage.n8n.updateWorkflow(receives.id, {
			name: saved.name,
			nodes: saved.nodes,
			connections: saved.connections,
			settings: saved.settings!,
		});
		await stage.n8n.listenForTestEvent(receives.id, 'Video Trigger');
		await call(job, { url: receives.testUrl });
		await started(receives, 2);
		expect(await account()).toBe(receives.url);

		// As published it has the option; what n8n takes down is that.
		await stage.n8n.deactivate(receives.id);
		expect(await account()).toBe(before);
	}, 30_000);
});

describe('Listen for test event', () => {
	test.each(CALLING_GATEWAYS)(
		'starts the manual execution for %s, each time',
		async (id) => {
			const receives = await receiver(id);
			const job = await makeJob(id);
			const test = { url: receives.testUrl };
			await call(job, receives);
			await started(receives, 1);
			for (const count of [2, 3]) {
				if (id === 'aigateway') await sleep(3100);
				await stage.n8n.listenForTestEvent(receives.id, 'Video Trigger');
				if (id === 'pixazo') {
					// Goes before what the user waits for.
					const challenge = await post(receives.testUrl, '{"challenge":"f3a0"}');
					expect(await challenge.text()).toBe('{"challenge":"f3a0"}');
				}
				expect(await call(job, test)).toMatchObject({ status: 200 });
				const executions = await started(receives, count);
				expect(executions.at(-1)!.raw.row.mode).toBe('manual');
				expect(put(executions).at(-1)).toMatchObject({ jobId: job.jobId });
				// It listens no longer.
				expect(await call(job, test)).toMatchObject({ status: 404 });
			}
			// A test is not what is counted.
			expect(await call(job, receives)).toMatchObject({ status: 200 });
			await started(receives, 3);
		},
		30_000,
	);
});

describe('what somebody may send', () => {
	interface Sent {
		name: string;
		to: Receiver;
		body: string | Buffer;
		headers?: Record<string, string>;
		method?: string;
		/** A job is looked up for it. */
		reads?: boolean;
		/** How often; 10 by default. */
		times?: number;
	}

	test('starts nothing, and is answered at once without a word about the inside', async () => {
		const { simulator } = stage;
		const [aig, pix, use, seen] = [
			await receiver('aigateway'),
			await receiver('pixazo'),
			await receiver('useapi'),
			await receiver('useapi'),
		];
		const believing = await receiver('useapi', { options: { verify: false } });
		const [signedJob, seenJob] = [await makeJob('aigateway'), await makeJob('useapi')];
		const replay = await call(seenJob, seen);
		await started(seen, 1);
		const secret = await webhookSecret();
		const signed = (body: string, timestamp = Math.floor(Date.now() / 1000)) => ({
			'x-gateway-signature': `t=${timestamp},v1=${createHmac('sha256', secret)
				.update(`${timestamp}.${body}`)
				.digest('hex')}`,
		});
		const good = simulator.callback(signedJob, { url: aig.url });
		const old = simulator.callback(signedJob, { url: aig.url, secondsOld: 400 });
		const foreign = { videoId: 'user:9-minimax:8-video:7', status: 2 };
		const evil = { polluted: true, status: 2, videoId: 'x', toString: 'x' };
		const deep = '['.repeat(100_000) + ']'.repeat(100_000);
		const deepObject = '{"a":'.repeat(100_000) + '1' + '}'.repeat(100_000);

		/** Goes to every trigger, and to AIgateway's with its own signature as well. */
		const shapes: Record<string, string> = {
			nothing: '',
			'no JSON': '{"id":"job_1",',
			'a page': '<html><body>hello</body></html>',
			null: 'null',
			'a text': '"completed"',
			'a number': '7',
			'an array': '[{"id":"job_1","status":"completed"}]',
			'an empty object': '{}',
			'another shape': '{"event":"video.done","video":{"id":1}}',
			'numbers for texts':
				'{"id":7,"task_id":{"a":1},"videoId":7,"status":7,"videoURL":7,"result":7}',
			'objects for texts': '{"id":{},"task_id":[],"videoId":{},"status":{},"type":{}}',
			'a prototype': `{"__proto__":${JSON.stringify(evil)}}`,
			'a constructor': `{"constructor":{"prototype":${JSON.stringify(evil)}}}`,
			'another event': '{"id":"evt_1","type":"balance.low","created":1,"data":{"balance":2}}',
			'a challenge that is an object': '{"challenge":{"a":1}}',
			'a challenge of 10 kB': JSON.stringify({ challenge: 'x'.repeat(10_000) }),
			'an infinite challenge': '{"challenge":[1e999]}',
			'an array, deep': deep,
			'an object, deep': deepObject,
			'300 kB': JSON.stringify({ ...foreign, more: 'x'.repeat(300_000) }),
		};
		const sent: Sent[] = Object.entries(shapes).flatMap(([name, body]) => [
			...[pix, use, aig, believing].map((to) => ({ name, to, body, times: 4 })),
			{ name: `${name}, signed`, to: aig, body, headers: signed(body), times: 4 },
		]);
		const huge = JSON.stringify({ ...foreign, more: 'x'.repeat(10_000_000) });
		const foreignText = JSON.stringify(foreign);
		const signedForeign = '{"id":"job_of_somebody_else","status":"completed"}';
		sent.push(
			{ name: '10 MB', to: use, body: huge, times: 3 },
			{ name: '10 MB, signed', to: aig, body: huge, headers: signed(huge), times: 2 },
			{
				name: 'gzip that is none',
				to: use,
				body: foreignText,
				headers: { 'content-encoding': 'gzip' },
			},
			{
				name: '300 kB as gzip',
				to: use,
				body: gzipSync(shapes['300 kB']!),
				headers: { 'content-encoding': 'gzip' },
			},
			{ name: 'GET', to: use, body: '', method: 'GET' },
			{ name: 'PUT', to: use, body: foreignText, method: 'PUT' },
			{ name: 'DELETE', to: use, body: foreignText, method: 'DELETE' },
			{
				name: 'a page by its type',
				to: use,
				body: '<a/>',
				headers: { 'content-type': 'text/html' },
			},
			{
				name: 'XML',
				to: use,
				body: '<videoId>x</videoId>',
				headers: { 'content-type': 'application/xml' },
			},
			{
				name: 'a form',
				to: use,
				body: 'videoId=&status=2',
				headers: { 'content-type': 'application/x-www-form-urlencoded' },
			},
			{
				name: 'a form in parts',
				to: use,
				body: '--x\r\ncontent-disposition: form-data; name="videoId"\r\n\r\n1\r\n--x--',
				headers: { 'content-type': 'multipart/form-data; boundary=x' },
			},
			{ name: 'a replay', to: seen, body: replay.body },
			{ name: 'an old time', to: aig, body: old.body, headers: old.headers },
			{
				name: 'a signature of before',
				to: aig,
				body: good.body.replace('completed', 'failed'),
				headers: good.headers,
			},
			{ name: 'no signature', to: aig, body: good.body },
			{
				name: 'an open job, not chosen',
				to: use,
				body: '{"videoId":"x","status":1,"percent":7}',
			},
			{ name: "somebody's job", to: use, body: foreignText, reads: true, times: 5 },
			{
				name: "somebody's job",
				to: pix,
				body: '{"task_id":"1","status":"success"}',
				reads: true,
				times: 5,
			},
			{
				name: "somebody's job, signed",
				to: aig,
				body: signedForeign,
				headers: signed(signedForeign),
				reads: true,
				times: 5,
			},
			...['.', '..', '../../v2/account', '%2e%2e', 'a\r\nx-key: 1', 'x'.repeat(100_000)].map(
				(videoId) => ({
					name: `the job id ${JSON.stringify(videoId.slice(0, 20))}`,
					to: use,
					body: JSON.stringify({ ...foreign, videoId }),
					reads: true,
					times: 2,
				}),
			),
		);

		const times: Array<{ name: string; reads: boolean; milliseconds: number; status: number }> =
			[];
		for (const { name, to, body, headers, method = 'POST', reads = false, ...more } of sent) {
			for (let count = more.times ?? 10; count > 0; count--) {
				const startedAt = performance.now();
				const answer = await fetch(to.url, {
					method,
					headers: { 'content-type': 'application/json', ...headers },
					...(method === 'GET' ? {} : { body }),
				});
				const text = await answer.text();
				const milliseconds = performance.now() - startedAt;
				times.push({ name, reads, milliseconds, status: answer.status });
				// No trace of a stack, of files or of another's data.
				expect(text).not.toMatch(/\bat .*:\d+:\d+|node_modules|\.js\b|stack|\/home|\/tmp/);
				expect(text.length).toBeLessThan(1000);
				expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
			}
		}

		// n8n reads the body before the node is asked.
		const isN8ns = ({ name }: { name: string }) => name === 'gzip that is none';
		const odd = times.filter(
			(one) => one.status !== 200 && (one.status < 400 || one.status > 499) && !isN8ns(one),
		);
		const states = new Map<number, number>();
		for (const { status } of times) states.set(status, (states.get(status) ?? 0) + 1);
		const by = (reads: boolean) =>
			times
				.filter((one) => one.reads === reads)
				.sort((left, right) => left.milliseconds - right.milliseconds);
		for (const reads of [false, true]) {
			const all = by(reads);
			const slow = [...new Set(all.slice(-5).map(({ name }) => name))].join('; ');
			console.log(
				`${all.length} bad calls ${reads ? 'with' : 'without'} a look at the job: median ${all[all.length >> 1]!.milliseconds.toFixed(0)} ms, slowest ${all.at(-1)!.milliseconds.toFixed(0)} ms, ${all.filter(({ milliseconds }) => milliseconds > 200).length} over 200 ms (slowest kinds: ${slow})`,
			);
		}
		console.log(
			`Answers: ${[...states].map(([status, count]) => `${count} x ${status}`).join(', ')}`,
		);
		expect(odd.map(({ name, status }) => `${name}: ${status}`)).toEqual([]);
		expect(times.length).toBeGreaterThanOrEqual(500);
		expect(by(false)[by(false).length >> 1]!.milliseconds).toBeLessThan(200);
		for (const receives of [aig, pix, use, believing]) await started(receives, 0);
		await started(seen, 1);
		// Nothing but jobs, of those that were asked for.
		expect(new Set(requestsTo('list').map(({ path }) => path))).toEqual(new Set());
		expect(simulator.refusals).toEqual([]);
		// The triggers are as good as before.
		expect(await simulator.sendCallback(good)).toMatchObject({ status: 200 });
		await started(aig, 1);
	}, 120_000);
});

test('a secret that was renewed is read again, a minute after the last time', async () => {
	await webhookSecret('/rotate');
	const { simulator } = stage;
	const reads = () => requestsTo('webhookSecret').filter(({ method }) => method === 'GET');
	// Of a trigger that has just read it: not yet.
	const recent = await receiver('aigateway');
	const [first, second] = await makeJobs('aigateway', 2);
	expect(await call(first!, recent)).toMatchObject({ status: 200 });
	await webhookSecret('/rotate');
	expect(await call(second!, recent)).toMatchObject({ status: 401 });
	expect(reads()).toHaveLength(1);
	await started(recent, 1);

	await sleep(Math.max(0, early.readAt + 60_500 - Date.now()));
	simulator.callbackRetrySeconds = 1;
	expect(await call(second!, early)).toMatchObject({ status: 200 });
	expect(await call(first!, early, { secret: 'whsec_wrong' })).toMatchObject({ status: 401 });
	expect(reads()).toHaveLength(2);
	await started(early, 2);
}, 90_000);

describe('once for each job', () => {
	/** A shuffle that is the same each time (mulberry32 and Fisher-Yates). */
	function shuffled<Item>(list: Item[], seed: number): Item[] {
		const items = [...list];
		let state = seed;
		const random = () => {
			state = (state + 0x6d2b79f5) | 0;
			let value = Math.imul(state ^ (state >>> 15), 1 | state);
			value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
			return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
		};
		for (let at = items.length - 1; at > 0; at--) {
			const other = Math.floor(random() * (at + 1));
			[items[at], items[other]] = [items[other]!, items[at]!];
		}
		return items;
	}

	test.each(CALLING_GATEWAYS)('of %s, however many tell of it at the same moment', async (id) => {
		const receives = await receiver(id);
		const jobs = await makeJobs(id, 3);
		const answers = await Promise.all(
			jobs.flatMap((job) => Array.from({ length: 8 }, async () => await call(job, receives))),
		);
		expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));

		const ids = put(await started(receives, 3)).map(({ jobId }) => jobId);
		expect(ids.sort()).toEqual(jobs.map(({ jobId }) => jobId).sort());
		for (const job of jobs) expect(job.statusCalls).toHaveLength(1);
	});

	test('and final state, the last 1,000 of them', () => {
		const stored: IDataObject = {};
		const context = (node: string) =>
			({
				getWorkflowStaticData: () => stored,
				getWorkflow: () => ({ id: 'one' }),
				getNode: () => ({ id: node }),
			}) as unknown as IWebhookFunctions;
		const job = (index: number, status: VideoJob['status'] = 'completed'): VideoJob => ({
			gateway: 'useapi',
			jobId: `user:1-minimax:2-video:${index}`,
			status,
		});
		for (let index = 0; index < 2500; index++) seenStates(context('node')).add(job(index));

		for (const [node, what] of [
			['node', 'in this process'],
			['fresh', 'as after a restart'],
		] as const) {
			const seen = seenStates(context(node));
			expect([what, seen.has(job(2499)), seen.has(job(1500))]).toEqual([what, true, true]);
			expect([what, seen.has(job(1499)), seen.has(job(0))]).toEqual([what, false, false]);
			expect(seen.has(job(2499, 'failed'))).toBe(false);
		}
		expect(stored.seenStates).toHaveLength(1000);
		expect(JSON.stringify(stored).length).toBeLessThan(20_000);
	});

	test('out of 1,000 calls for 100 jobs, and after a restart of n8n', async () => {
		const receives = await receiver('aigateway');
		const jobs = await makeJobs('aigateway', 100);
		const queue = shuffled(
			jobs.flatMap((job) => Array.from({ length: 10 }, () => job)),
			20261121,
		);
		const startedAt = Date.now();
		const statuses: Array<number | undefined> = [];
		const sendAll = async (left: SimulatedJob[]) => {
			await Promise.all(
				Array.from({ length: 8 }, async () => {
					for (let job = left.pop(); job; job = left.pop()) {
						statuses.push((await call(job, receives)).status);
					}
				}),
			);
		};
		await sendAll(queue);
		const answered = (Date.now() - startedAt) / 1000;
		expect(statuses).toEqual(Array.from({ length: 1000 }, () => 200));
		const executions = await started(receives, 100);
		const seconds = (Date.now() - startedAt) / 1000;
		console.log(
			`1,000 calls for 100 jobs over 8 connections: all answered after ${answered.toFixed(1)} s, ${await stage.n8n.executionCount({ workflowId: receives.id })} executions, the last ended after ${seconds.toFixed(1)} s`,
		);
		const ids = put(executions).map(({ jobId }) => jobId);
		expect(ids.sort()).toEqual(jobs.map(({ jobId }) => jobId).sort());
		for (const job of jobs) expect(job.statusCalls).toHaveLength(1);
		expect(requestsTo('webhookSecret')).toHaveLength(1);

		const { userFolder, url } = stage.n8n;
		await stage.n8n.stop();
		restarted = await startN8n({ userFolder, port: Number(new URL(url).port) });
		stage.n8n = restarted;
		await untilPublished(receives);
		statuses.length = 0;
		await sendAll(shuffled(jobs, 7));
		expect(statuses).toEqual(Array.from({ length: 100 }, () => 200));
		await started(receives, 100);
		for (const job of jobs) expect(job.statusCalls).toHaveLength(1);
		// While a new one is taken.
		await call(await makeJob('aigateway'), receives);
		await started(receives, 101);
	}, 180_000);
});
