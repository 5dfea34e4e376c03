import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { IBinaryData } from 'n8n-workflow';

import { findGateway, gateways } from '../../gateways';
import { CLIP } from '../support/simulator';
import { readExample } from '../support/n8n/examples';
import type { Execution } from '../support/n8n/n8n';
import { everythingWritten, itemsOf, jsonOf, rows, stageForTests, videoNode } from './stage';
import { probe } from '../support/n8n/videos';

/** The main job as a user has it: the packed package in a real n8n, the gateways over real HTTP. */

const stage = stageForTests(2);

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
		expect(jsonOf(execution, 'Check Video Status')[0]).toMatchObject({
			gateway: id,
			jobId: submitted!.jobId,
			submittedAt: submitted!.submittedAt,
		});
		const [done] = itemsOf(execution, 'Wait For Video');
		expect(done!.json).toMatchObject({
			gateway: id,
			jobId: submitted!.jobId,
			status: 'completed',
			videoUrl: stage.simulator.jobs[0]!.videoUrl,
			submittedAt: submitted!.submittedAt,
			completedAt: expect.stringMatching(/^\d{4}-/) as string,
		});
		expect(done!.json).not.toHaveProperty('error');
		expect(done!.pairedItem).toEqual({ item: 0 });
		await expectPlayable(done!.binary?.data);
		expect(stage.simulator.jobs).toHaveLength(1);
		expectClean(execution);
	}, 90_000);

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
	}, 60_000);

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
			expect(execution.error?.message).toMatch(/by URL only. Set Image to URL/);
			expect(stage.simulator.jobs).toEqual([]);
		} else {
			expect(execution.error?.message).toBeUndefined();
			expect(stage.simulator.jobs).toHaveLength(1);
		}
		expectClean(execution);
	}, 60_000);
});

test('one Wait For Video node watches the jobs of all gateways', async () => {
	const example = await readExample('all-gateways', stage.credentials);
	const execution = await stage.n8n.waitForExecution(
		await stage.n8n.runWorkflow(await stage.n8n.createWorkflow(example)),
		{ timeoutSeconds: 60 },
	);

	expect(execution.error?.message).toBeUndefined();
	const done = itemsOf(execution, 'Wait For Video');
	expect(done.map(({ json }) => json.gateway)).toEqual(gateways.map(({ id }) => id));
	for (const { json, binary } of done) {
		expect(json.status).toBe('completed');
		await expectPlayable(binary?.data);
	}
	expectClean(execution);
}, 90_000);

test.each(gateways.map(({ id, label }) => ({ id, label })))(
	'10 videos of 20 s over $label are through within 25 s of the submit, with at most 8 looks each',
	async ({ id, label }) => {
		stage.simulator.videoSeconds = 20;
		const prompts = Array.from({ length: 10 }, (_, index) => ({ prompt: `Clip ${index}` }));
		const execution = await stage.run([
			...rows(prompts),
			videoNode(stage, 'submitVideo', { gateway: id, prompt: '={{ $json.prompt }}' }),
			videoNode(stage, 'waitForVideo'),
		]);

		const { jobs } = stage.simulator;
		expect(execution.error?.message).toBeUndefined();
		expect(jobs).toHaveLength(10);
		const wait = execution.nodes['Wait For Video']!.runs[0]!;
		const first = Math.min(...jobs.map(({ submittedAt }) => submittedAt));
		const seconds = (wait.startTime + wait.executionTime - first) / 1000;
		const looks = Math.max(
			...jobs.map(
				({ statusCalls, unchangedCalls }) => statusCalls.length + unchangedCalls.length,
			),
		);
		console.log(
			`${label}: 10 videos of 20 s through in ${seconds.toFixed(1)} s, at most ${looks} status calls each`,
		);
		expect(
			jsonOf(execution, 'Wait For Video').every(({ status }) => status === 'completed'),
		).toBe(true);
		expect(seconds).toBeLessThan(25);
		// A look at a finished Segmind job is two calls, status and result.
		expect(looks).toBeLessThanOrEqual(8);
		expectClean(execution);
	},
	90_000,
);

test('a 300 MB video raises the memory of n8n by less than 64 MB', async () => {
	const megabyte = 1024 * 1024;
	const download = async (bytes: number) => {
		stage.simulator.plan = () => ({ seconds: 0, videoBytes: bytes });
		const execution = await stage.run(
			[
				videoNode(stage, 'submitVideo', { gateway: 'pixazo', prompt: 'A lake' }),
				videoNode(stage, 'waitForVideo', { downloadVideo: true }),
			],
			{ timeoutSeconds: 120 },
		);
		expect(execution.error?.message).toBeUndefined();
		expect(itemsOf(execution, 'Wait For Video')[0]!.binary!.data!.bytes).toBe(bytes);
	};
	// V8 lets up to 64 MB of network buffers pile up before its first collection, whoever downloads (n8n's own HTTP
	// Request node: 69 MB in the same run). A first video of 60 MB gets that over with; one held whole would show.
	await download(60 * megabyte);
	await stage.n8n.resetPeakRss();
	const before = await stage.n8n.rssBytes();
	await download(300 * megabyte);

	const grown = ((await stage.n8n.peakRssBytes()) - before) / megabyte;
	console.log(`300 MB video: the memory of n8n grew by ${grown.toFixed(0)} MB at its peak`);
	expect(grown).toBeLessThan(64);
}, 180_000);

test('a blocking submit to Segmind puts the video itself into the item, and waiting for it is over at once', async () => {
	const execution = await stage.run([
		videoNode(stage, 'submitVideo', {
			gateway: 'segmind',
			prompt: 'A lake',
			options: { blocking: true },
		}),
		videoNode(stage, 'waitForVideo'),
	]);

	expect(execution.error?.message).toBeUndefined();
	const [done] = itemsOf(execution, 'Wait For Video');
	expect(done!.json).toMatchObject({ gateway: 'segmind', status: 'completed' });
	await expectPlayable(done!.binary?.data);
	expectClean(execution);
}, 60_000);

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
			{ gateway: 'segmind', prompt: '={{ $json.prompt }}', options: { blocking: true } },
			{ retryOnFail: true, maxTries: 3, waitBetweenTries: 100 },
		),
	]);

	expect(execution.error?.message).toMatch(/HTTP 406.*\[Item 1\]/);
	expect(stage.simulator.jobs.map(({ prompt }) => prompt)).toEqual(['good']);
}, 60_000);

test('a video that came back at once but broke off is told as billed, and not made a second time', async () => {
	stage.simulator.fault({ gateway: 'segmind', endpoint: 'submit', respond: 'truncated' });
	const execution = await stage.run([
		videoNode(
			stage,
			'submitVideo',
			{ gateway: 'segmind', prompt: 'A lake', options: { blocking: true } },
			{ retryOnFail: true, maxTries: 3, waitBetweenTries: 100 },
		),
	]);

	expect(execution.error?.message).toMatch(/Segmind made the video and billed it \(request .+\)/);
	expect(stage.simulator.jobs).toHaveLength(1);
}, 60_000);

test("AIgateway's file that wants the key gets it, and the file that does not never sees it", async () => {
	stage.simulator.plan = () => ({ variant: 'asyncDocs' });
	const execution = await stage.run([
		videoNode(stage, 'submitVideo', { gateway: 'aigateway', prompt: 'A lake' }),
		videoNode(stage, 'waitForVideo', { downloadVideo: true }),
	]);

	expect(execution.error?.message).toBeUndefined();
	await expectPlayable(itemsOf(execution, 'Wait For Video')[0]!.binary?.data);
}, 60_000);

test('Stop ends a wait within a second', async () => {
	stage.simulator.videoSeconds = 600;
	const { n8n } = stage;
	const saved = await readExample('useapi', stage.credentials);
	const id = await n8n.runWorkflow(await n8n.createWorkflow(saved));
	while ((stage.simulator.jobs[0]?.statusCalls.length ?? 0) < 3) await pause(100);

	const asked = Date.now();
	await n8n.stopExecution(id);
	const execution = await n8n.waitForExecution(id, { timeoutSeconds: 10, until: ['canceled'] });
	const seconds = (Date.now() - asked) / 1000;
	const looks = stage.simulator.jobs[0]!.statusCalls.length;
	await pause(6000);
	console.log(`Stop: the execution was over after ${seconds.toFixed(2)} s`);
	expect(execution.status).toBe('canceled');
	expect(seconds).toBeLessThan(1);
	expect(stage.simulator.jobs[0]!.statusCalls).toHaveLength(looks);
}, 60_000);

test('the time limit is kept, and its message says how to pick the job up', async () => {
	stage.simulator.videoSeconds = 600;
	const execution = await stage.run([
		videoNode(stage, 'submitVideo', { gateway: 'aimlapi', prompt: 'A lake' }),
		videoNode(stage, 'waitForVideo', { timeoutMinutes: 0.1 }),
	]);

	const wait = execution.nodes['Wait For Video']!.runs[0]!;
	expect(wait.executionTime).toBeGreaterThanOrEqual(5900);
	expect(wait.executionTime).toBeLessThan(7000);
	expect(execution.error?.message).toContain(stage.simulator.jobs[0]!.jobId);
	expect(execution.error?.message).toMatch(
		/not ready within 0.1 minutes; its last status is (queued|processing)/,
	);
}, 60_000);

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
}, 60_000);

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

	expect(execution.nodes['Wait For Video']!.runs[0]!.executionTime).toBeLessThan(8000);
	expect(execution.error?.message).toMatch(
		/The last check failed: Pixazo did not answer in time/,
	);
}, 60_000);

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
	const started = Date.now();
	const execution = await stage.run([
		videoNode(stage, 'submitVideo', { gateway: 'pixazo', prompt: 'A lake' }),
	]);

	expect(execution.error?.message).toMatch(/HTTP 429.*Nothing was submitted/);
	expect(Date.now() - started).toBeLessThan(5000);
}, 60_000);

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
}, 60_000);

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
	expect(execution.error?.message).toMatch(/job may exist and be billed.*\[Item 2\]/);
	for (const { prompt, jobId } of stage.simulator.jobs) {
		if (prompt !== 'unclear') expect(execution.error?.description).toContain(jobId);
	}
	expect(stage.simulator.jobs.map(({ prompt }) => prompt).sort()).toEqual([
		'also good',
		'good',
		'unclear',
	]);
}, 60_000);

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
}, 60_000);

async function* halfAnAnswer() {
	yield '{"task_id": "1", ';
	await new Promise(() => undefined);
}

const pause = async (milliseconds: number): Promise<void> =>
	await new Promise((resolve) => setTimeout(resolve, milliseconds));
