import { mkdtemp, readdir, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { IBinaryData } from 'n8n-workflow';

import { findGateway, gateways } from '../../gateways';
import type { VideoCost } from '../../gateways/gateway';
import { CLIP, type SimulatedJob } from '../support/simulator';
import { realGateway } from '../support/n8n/costs';
import { readExample } from '../support/n8n/examples';
import { workflow, type Execution } from '../support/n8n/n8n';
import {
	errorText,
	everythingWritten,
	itemsOf,
	jsonOf,
	rows,
	stageForTests,
	videoNode,
} from './stage';
import { probe } from '../support/n8n/videos';

/** The main job as a user has it: the packed package in a real n8n, the gateways over real HTTP. */

const stage = stageForTests(2);

const MEGABYTE = 1024 * 1024;

/** A cost as the demo may tell it before it is billed: $3, $3.00, $0.625, 25 credits. */
const costTexts = ({ amount, currency }: VideoCost): string[] =>
	currency === 'USD' ? [`$${amount}`, `$${amount.toFixed(2)}`] : [`${amount} ${currency}`];

/** Nothing that no page documents was sent, and no key lies where somebody else could read it. */
function expectClean(execution: Execution): void {
	expect(stage.simulator.refusals).toEqual([]);
	const written = everythingWritten(stage, execution);
	for (const { apiKey } of Object.values(stage.simulator.credentials)) {
		expect(written).not.toContain(apiKey);
		for (const { endpoint, headers } of stage.simulator.requests) {
			if (endpoint === 'media') expect(JSON.stringify(headers)).not.toContain(apiKey);
		}
	}
}

/** MiniMax's H3 tells its own time of a submit, in whole seconds, and only when the job is checked. */
function expectSameTime(later: unknown, first: unknown): void {
	const apart = Math.abs(Date.parse(String(later)) - Date.parse(String(first)));
	expect(apart).toBeLessThan(5000);
}

async function expectPlayable(binary: IBinaryData | undefined): Promise<void> {
	const file = join(await mkdtemp(join(tmpdir(), 'video-')), 'video.mp4');
	const bytes = await stage.n8n.binaryFile(binary!);
	await writeFile(file, bytes);
	expect(bytes.equals(CLIP)).toBe(true);
	expect(await probe(file)).toMatchObject({ width: expect.any(Number) as number });
}

describe.each(gateways.map(({ id, label }) => ({ id, label })))('$label', ({ id }) => {
	test('the example submits, checks, waits and downloads a playable video', async () => {
		const example = await readExample(id, stage.credentials);
		const execution = await stage.n8n.waitForExecution(
			await stage.n8n.runWorkflow(await stage.n8n.createWorkflow(example)),
			{ timeoutSeconds: 60 },
		);

		expect(execution.error?.message).toBeUndefined();
		expect(execution.status).toBe('success');
		const [submitted] = jsonOf(execution, 'Submit Video');
		expect(submitted).toMatchObject({
			gateway: id,
			jobId: stage.simulator.jobs[0]!.jobId,
			status: 'queued',
			submittedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) as string,
		});
		const [checked] = jsonOf(execution, 'Check Video Status');
		expect(checked).toMatchObject({ gateway: id, jobId: submitted!.jobId });
		expectSameTime(checked!.submittedAt, submitted!.submittedAt);
		const [done] = itemsOf(execution, 'Wait For Video');
		expect(done!.json).toMatchObject({
			gateway: id,
			jobId: submitted!.jobId,
			status: 'completed',
			videoUrl: stage.simulator.jobs[0]!.videoUrl,
			completedAt: expect.stringMatching(/^\d{4}-/) as string,
		});
		expectSameTime(done!.json.submittedAt, submitted!.submittedAt);
		expect(done!.json).not.toHaveProperty('error');
		expect(done!.pairedItem).toEqual({ item: 0 });
		await expectPlayable(done!.binary?.data);
		expect(stage.simulator.jobs).toHaveLength(1);
		expectClean(execution);
		// What the demo says before it runs this example at the real gateway.
		const cost = submitted!.cost as VideoCost | undefined;
		const { cost: told } = realGateway(id)!;
		if (cost) expect(costTexts(cost).some((text) => told.includes(text))).toBe(true);
	});

	test('takes an image by its address', async () => {
		const execution = await stage.run([
			videoNode(stage, 'submitVideo', {
				gateway: id,
				prompt: 'The lake begins to move',
				imageSource: 'url',
				imageUrl: stage.simulator.imageUrl,
			}),
		]);

		expect(execution.error?.message).toBeUndefined();
		expect(jsonOf(execution, 'Submit Video')[0]).toMatchObject({ status: 'queued' });
		expectClean(execution);
	});

	test('takes an image from a binary field, or says that it takes addresses only', async () => {
		const execution = await stage.run([
			{
				name: 'Fetch Image',
				type: 'n8n-nodes-base.httpRequest',
				typeVersion: 4.2,
				parameters: { url: stage.simulator.imageUrl },
			},
			videoNode(stage, 'submitVideo', {
				gateway: id,
				prompt: 'The lake begins to move',
				imageSource: 'binary',
			}),
		]);

		if (findGateway(id)!.images.bytes === 'refused') {
			expect(errorText(execution)).toMatch(/by URL only. Set 'Image' to URL/);
			expect(stage.simulator.jobs).toEqual([]);
		} else {
			expect(execution.error?.message).toBeUndefined();
			expect(stage.simulator.jobs).toHaveLength(1);
		}
		expectClean(execution);
	});
});

test('one Wait For Video node watches the jobs of all gateways', async () => {
	const example = await readExample('all-gateways', stage.credentials);
	// n8n's Merge node has ten inputs at most. A server of one's own has an example of its own.
	const services = gateways.filter(({ id }) => id !== 'openaicompatible');
	const execution = await stage.n8n.waitForExecution(
		await stage.n8n.runWorkflow(await stage.n8n.createWorkflow(example)),
		{ timeoutSeconds: 60 },
	);

	expect(execution.error?.message).toBeUndefined();
	const done = itemsOf(execution, 'Wait For Video');
	expect(done.map(({ json }) => json.gateway)).toEqual(services.map(({ id }) => id));
	for (const { json, binary } of done) {
		expect(json.status).toBe('completed');
		await expectPlayable(binary?.data);
	}
	expectClean(execution);
});

describe('10 videos of 20 s in one run', () => {
	interface Batch {
		execution: Execution;
		jobs: SimulatedJob[];
	}
	const batches = new Map<string, Batch>();

	beforeAll(async () => {
		const { simulator } = stage;
		simulator.reset();
		simulator.videoSeconds = 20;
		// Segmind's pages differ by a factor of twenty: see `rateLimits.test.ts`.
		simulator.enforceLimits = {
			aigateway: 'paid',
			kie: 'paid',
			minimax: 'paid',
			replicate: 'paid',
		};
		await Promise.all(
			gateways.map(async ({ id }) => {
				const prompts = Array.from({ length: 10 }, (_, index) => ({
					prompt: `${id}, clip ${index}`,
				}));
				const execution = await stage.run(
					[
						...rows(prompts),
						videoNode(stage, 'submitVideo', {
							gateway: id,
							prompt: '={{ $json.prompt }}',
						}),
						videoNode(stage, 'waitForVideo'),
					],
					// All gateways at the same time: on a busy machine that is more than a minute.
					{ timeoutSeconds: 150 },
				);
				const jobs = simulator.jobs.filter(({ gateway }) => gateway === id);
				batches.set(id, { execution, jobs });
			}),
		);
		expect(simulator.limited).toEqual([]);
		for (const { execution } of batches.values()) expectClean(execution);
	});

	test.each(gateways.map(({ id, label }) => ({ id, label })))(
		'over $label take at most 8 checks each, of which one sees the end',
		({ id, label }) => {
			const { execution, jobs } = batches.get(id)!;
			expect(execution.error?.message).toBeUndefined();
			expect(jobs).toHaveLength(10);
			const done = jsonOf(execution, 'Wait For Video');
			expect(done.map(({ status }) => status)).toEqual(jobs.map(() => 'completed'));
			// A check of a finished Segmind job is two calls, status and result.
			const callsAtTheEnd = id === 'segmind' ? 2 : 1;
			for (const { statusCalls, unchangedCalls, endsAt } of jobs) {
				expect(statusCalls.length + unchangedCalls.length).toBeLessThanOrEqual(8);
				expect(statusCalls.filter((at) => at >= endsAt)).toHaveLength(callsAtTheEnd);
			}
			const { startTime, executionTime } = execution.nodes['Wait For Video']!.runs[0]!;
			const first = Math.min(...jobs.map(({ submittedAt }) => submittedAt));
			const seconds = (startTime + executionTime - first) / 1000;
			console.log(`${label}: 10 videos of 20 s through in ${seconds.toFixed(1)} s`);
		},
	);
});

test('a large video goes to the disk as it comes, instead of being held in memory', async () => {
	const whole = 100 * MEGABYTE;
	const binaries = join(stage.n8n.userFolder, '.n8n');
	const before = await largestFile(binaries);
	let onDisk = 0;
	/** The gateway sends the second half only once the first is on the disk. */
	async function* inTwoHalves() {
		yield CLIP;
		let sent = CLIP.length;
		for (; sent < whole / 2; sent += MEGABYTE) yield Buffer.alloc(MEGABYTE);
		for (const end = Date.now() + 60_000; Date.now() < end; await pause(50)) {
			onDisk = await largestFile(binaries);
			if (onDisk > whole / 4) break;
		}
		for (; sent < whole; sent += MEGABYTE) {
			yield Buffer.alloc(Math.min(MEGABYTE, whole - sent));
		}
	}
	stage.simulator.plan = () => ({ seconds: 0 });
	stage.simulator.fault({
		gateway: 'pixazo',
		endpoint: 'media',
		respond: {
			status: 200,
			headers: { 'Content-Type': 'video/mp4', 'Content-Length': String(whole) },
			stream: () => Readable.from(inTwoHalves(), { objectMode: false }),
		},
	});
	const execution = await stage.run(
		[
			videoNode(stage, 'submitVideo', { gateway: 'pixazo', prompt: 'A lake' }),
			videoNode(stage, 'waitForVideo', { downloadVideo: true }),
		],
		{ timeoutSeconds: 90 },
	);

	expect(execution.error?.message).toBeUndefined();
	expect(itemsOf(execution, 'Wait For Video')[0]!.binary!.data!.bytes).toBe(whole);
	expect(before).toBeLessThan(whole / 4);
	expect(onDisk).toBeGreaterThan(whole / 4);
});

/** The only model whose blocking route has a page. */
const BLOCKING_MODEL = { model: { __rl: true, mode: 'list', value: 'minimax-ai' } };

test('a blocking submit to Segmind puts the video itself into the item, and waiting for it is over at once', async () => {
	const execution = await stage.run([
		videoNode(stage, 'submitVideo', {
			gateway: 'segmind',
			prompt: 'A lake',
			...BLOCKING_MODEL,
			options: { blocking: true },
		}),
		videoNode(stage, 'waitForVideo'),
	]);

	expect(execution.error?.message).toBeUndefined();
	const [done] = itemsOf(execution, 'Wait For Video');
	expect(done!.json).toMatchObject({ gateway: 'segmind', status: 'completed' });
	await expectPlayable(done!.binary?.data);
	expectClean(execution);
});

test('with Retry On Fail, a video that came back at once is not made a second time', async () => {
	stage.simulator.fault({
		gateway: 'segmind',
		endpoint: 'submit',
		respond: { status: 406, body: { error: 'Insufficient credits' } },
		when: ({ prompt }) => prompt === 'refused',
	});
	const execution = await stage.run([
		...rows([{ prompt: 'good' }, { prompt: 'refused' }]),
		videoNode(
			stage,
			'submitVideo',
			{
				gateway: 'segmind',
				prompt: '={{ $json.prompt }}',
				...BLOCKING_MODEL,
				options: { blocking: true },
			},
			{ retryOnFail: true, maxTries: 3, waitBetweenTries: 100 },
		),
	]);

	expect(errorText(execution)).toMatch(/HTTP 406.*\[item 1\]/);
	expect(stage.simulator.jobs.map(({ prompt }) => prompt)).toEqual(['good']);
});

test('a video that came back at once but broke off is told as billed, and not made a second time', async () => {
	stage.simulator.fault({ gateway: 'segmind', endpoint: 'submit', respond: 'truncated' });
	const execution = await stage.run([
		videoNode(
			stage,
			'submitVideo',
			{
				gateway: 'segmind',
				prompt: 'A lake',
				...BLOCKING_MODEL,
				options: { blocking: true },
			},
			{ retryOnFail: true, maxTries: 3, waitBetweenTries: 100 },
		),
	]);

	expect(errorText(execution)).toMatch(/Segmind made the video and billed it \(request .+\)/);
	expect(stage.simulator.jobs).toHaveLength(1);
});

test("AIgateway's file that wants the key gets it, and the file that does not never sees it", async () => {
	stage.simulator.plan = () => ({ variant: 'asyncDocs' });
	const execution = await stage.run([
		videoNode(stage, 'submitVideo', { gateway: 'aigateway', prompt: 'A lake' }),
		videoNode(stage, 'waitForVideo', { downloadVideo: true }),
	]);

	expect(execution.error?.message).toBeUndefined();
	await expectPlayable(itemsOf(execution, 'Wait For Video')[0]!.binary?.data);
});

test('Stop ends a wait: no check comes any more, while those of another go on', async () => {
	stage.simulator.videoSeconds = 600;
	const { n8n, simulator } = stage;
	const saved = await n8n.createWorkflow(
		workflow('Stop', [
			videoNode(stage, 'submitVideo', { gateway: 'useapi', prompt: 'A lake' }),
			videoNode(stage, 'waitForVideo', { options: { checkIntervalSeconds: 3 } }),
		]),
	);
	const checksOf = (index: number) => simulator.jobs[index]?.statusCalls.length ?? 0;
	const untilChecked = async (index: number, count: number) => {
		for (const end = Date.now() + 60_000; checksOf(index) < count; await pause(100)) {
			if (Date.now() > end) throw new Error(`Job ${index} is not checked ${count} times`);
		}
	};
	const id = await n8n.runWorkflow(saved);
	await untilChecked(0, 1);
	const other = await n8n.runWorkflow(saved);
	await untilChecked(1, 1);

	await n8n.stopExecution(id);
	const execution = await n8n.waitForExecution(id, { timeoutSeconds: 10, until: ['canceled'] });
	const checks = checksOf(0);
	// The other is checked as often as the stopped one would be.
	await untilChecked(1, checksOf(1) + 2);
	expect(execution.status).toBe('canceled');
	expect(checksOf(0)).toBe(checks);
	await n8n.stopExecution(other);
});

test('the time limit is kept, and its message says how to pick the job up', async () => {
	stage.simulator.videoSeconds = 600;
	const execution = await stage.run([
		videoNode(stage, 'submitVideo', { gateway: 'aimlapi', prompt: 'A lake' }),
		videoNode(stage, 'waitForVideo', { timeoutMinutes: 0.1 }),
	]);

	const wait = execution.nodes['Wait For Video']!.runs[0]!;
	expect(wait.executionTime).toBeGreaterThanOrEqual(5900);
	expect(errorText(execution)).toContain(stage.simulator.jobs[0]!.jobId);
	expect(errorText(execution)).toMatch(
		/wasn't ready within 0.1 minutes; its last status is (queued|processing)/,
	);
});

test('a time limit may return the job instead, to wait for it again later', async () => {
	stage.simulator.videoSeconds = 600;
	const execution = await stage.run([
		videoNode(stage, 'submitVideo', { gateway: 'aimlapi', prompt: 'A lake' }),
		videoNode(stage, 'waitForVideo', {
			timeoutMinutes: 0.05,
			options: { onTimeout: 'returnJob' },
		}),
	]);

	expect(jsonOf(execution, 'Wait For Video')).toMatchObject([
		{ gateway: 'aimlapi', status: 'queued', failure: { code: 'timeout', retryable: true } },
	]);
});

test('a gateway that falls silent in the middle of its answers does not hold the run over its limit', async () => {
	stage.simulator.fault({
		gateway: 'pixazo',
		endpoint: 'status',
		respond: {
			status: 200,
			headers: { 'Content-Type': 'application/json', 'Content-Length': '200' },
			stream: () => Readable.from(halfAnAnswer()),
		},
	});
	const execution = await stage.run([
		videoNode(stage, 'submitVideo', { gateway: 'pixazo', prompt: 'A lake' }),
		videoNode(stage, 'waitForVideo', { timeoutMinutes: 0.1 }),
	]);

	// Without the limit it would be the 30 s of a single check.
	expect(execution.nodes['Wait For Video']!.runs[0]!.executionTime).toBeLessThan(25_000);
	expect(errorText(execution)).toMatch(/The last check failed: Pixazo didn't respond in time/);
});

test('a gateway that asks for more than a minute is not waited for at the submit', async () => {
	stage.simulator.fault({
		gateway: 'pixazo',
		endpoint: 'submit',
		respond: {
			status: 429,
			headers: { 'Retry-After': '3600' },
			body: { error: 'Rate limit exceeded, please retry later' },
		},
	});
	const execution = await stage.run([
		videoNode(stage, 'submitVideo', { gateway: 'pixazo', prompt: 'A lake' }),
	]);

	expect(errorText(execution)).toMatch(/HTTP 429.*Nothing was submitted/);
	const { requests } = stage.simulator;
	expect(requests.filter(({ endpoint }) => endpoint === 'submit')).toHaveLength(1);
});

test('a 429 with Retry-After holds back every look of that credential, and no other', async () => {
	stage.simulator.videoSeconds = 8;
	const prompts = ['pixazo', 'pixazo', 'useapi'].map((gateway) => ({ gateway }));
	let refusedAt = 0;
	stage.simulator.fault({
		gateway: 'pixazo',
		endpoint: 'status',
		times: 1,
		respond: {
			status: 429,
			headers: { 'Retry-After': '7' },
			body: { error: 'Rate limit exceeded, please retry later' },
		},
		when: () => {
			refusedAt = Date.now();
			return true;
		},
	});
	const execution = await stage.run([
		...rows(prompts),
		videoNode(stage, 'submitVideo', { gateway: '={{ $json.gateway }}', prompt: 'A lake' }),
		videoNode(stage, 'waitForVideo', { options: { checkIntervalSeconds: 4 } }),
	]);

	expect(execution.error?.message).toBeUndefined();
	const within = (gateway: string) =>
		stage.simulator.requests.filter(
			(request) =>
				request.gateway === gateway &&
				request.endpoint === 'status' &&
				request.at > refusedAt + 500 &&
				request.at < refusedAt + 6900,
		).length;
	expect(within('pixazo')).toBe(0);
	expect(within('useapi')).toBeGreaterThan(0);
	expect(jsonOf(execution, 'Wait For Video').map(({ status }) => status)).toEqual([
		'completed',
		'completed',
		'completed',
	]);
});

test('with Retry On Fail, what was accepted or may have been is not submitted again', async () => {
	stage.simulator.fault({
		gateway: 'aigateway',
		endpoint: 'submit',
		respond: 'resetAfter',
		when: ({ prompt }) => prompt === 'unclear',
	});
	const execution = await stage.run([
		...rows([{ prompt: 'good' }, { prompt: 'also good' }, { prompt: 'unclear' }]),
		videoNode(
			stage,
			'submitVideo',
			{ gateway: 'aigateway', prompt: '={{ $json.prompt }}' },
			{ retryOnFail: true, maxTries: 3, waitBetweenTries: 100 },
		),
	]);

	expect(execution.status).toBe('error');
	expect(errorText(execution)).toMatch(/\[item 2\].*job may exist and be billed/);
	for (const { prompt, jobId } of stage.simulator.jobs) {
		if (prompt !== 'unclear') expect(execution.error?.description).toContain(jobId);
	}
	expect(stage.simulator.jobs.map(({ prompt }) => prompt).sort()).toEqual([
		'also good',
		'good',
		'unclear',
	]);
});

test('a retry of the failed execution submits only what was never sent', async () => {
	const remove = stage.simulator.fault({
		gateway: 'aigateway',
		endpoint: 'submit',
		respond: {
			status: 402,
			body: { error: { message: 'Wallet empty', type: 'insufficient_credits', code: 402 } },
		},
		when: ({ prompt }) => prompt === 'later',
	});
	const failed = await stage.run([
		...rows([{ prompt: 'good' }, { prompt: 'later' }]),
		videoNode(stage, 'submitVideo', { gateway: 'aigateway', prompt: '={{ $json.prompt }}' }),
	]);
	expect(failed.status).toBe('error');
	remove();
	const retried = await stage.n8n.execution(await stage.n8n.retryExecution(failed.id));

	expect(retried.status).toBe('success');
	expect(jsonOf(retried, 'Submit Video').map(({ jobId }) => jobId)).toEqual(
		stage.simulator.jobs.map(({ jobId }) => jobId),
	);
	expect(stage.simulator.jobs).toHaveLength(2);
});

async function* halfAnAnswer() {
	yield '{"task_id": "1", ';
	await new Promise(() => undefined);
}

const pause = async (milliseconds: number): Promise<void> =>
	await new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Bytes of the largest file in a folder or below. */
async function largestFile(folder: string): Promise<number> {
	const entries = await readdir(folder, { recursive: true, withFileTypes: true });
	const files = entries.filter((entry) => entry.isFile());
	const sizes = files.map(async ({ parentPath, name }) => {
		// A file may be gone by now.
		const found = await stat(join(parentPath, name)).catch(() => undefined);
		return found?.size ?? 0;
	});
	return Math.max(0, ...(await Promise.all(sizes)));
}
