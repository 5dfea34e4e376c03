import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { workflow, type Execution, type NodeSketch } from '../support/n8n/n8n';
import { saveVideos } from '../support/n8n/videos';
import { drawn } from '../support/draw';
import { documentedError, GATEWAY_IDS } from '../support/simulator';
import { errorText, itemsOf, jsonOf, rows, stageForTests, submitNode, videoNode } from './stage';

/** "Wait for Completion" in Submit Video, on the real n8n: jobs are counted at the simulated gateways. */

const stage = stageForTests(2);

const retryOnFail = { retryOnFail: true, maxTries: 3, waitBetweenTries: 100 };

const submit = (
	gateway: string,
	options: IDataObject = {},
	parameters: INodeParameters = {},
	more: Partial<NodeSketch> = {},
) => submitNode(stage, gateway, options, { waitForCompletion: true, ...parameters }, more);

const prompts = (...words: string[]) => rows(words.map((prompt) => ({ prompt })));

const submits = () => stage.simulator.requests.filter(({ endpoint }) => endpoint === 'submit');

/** The hints under the node's output. */
const hintsOf = ({ raw }: Execution, node = 'Submit Video') =>
	raw.data?.resultData.runData[node]?.at(-1)?.hints?.map(({ message }) => message);

/** The prompt of each item's job, which tells whether it is the item's own. */
const promptOf = ({ jobId }: IDataObject) =>
	stage.simulator.jobs.find((job) => job.jobId === jobId)?.prompt;

const until = async (condition: () => boolean) => {
	for (const deadline = Date.now() + 60_000; !condition();) {
		if (Date.now() > deadline) throw new Error('The condition was not met in time');
		await new Promise((resolve) => setTimeout(resolve, 50));
	}
};

const isWatched = () => stage.simulator.jobs.some(({ statusCalls }) => statusCalls.length > 0);

test.each(drawn(GATEWAY_IDS))(
	'%s: one node makes a video, and outputs the playable file in an item with the keys of Wait For Video',
	async (gateway) => {
		const folder = await mkdtemp(join(tmpdir(), 'one-node-'));
		try {
			const execution = await stage.run([...prompts('A lake'), submit(gateway)]);
			expect(errorText(execution)).toBe('');
			const saved = await saveVideos(stage.n8n, execution, folder);
			expect(saved).toEqual([
				expect.objectContaining({ playable: expect.objectContaining({ width: 160 }) }),
			]);
			const [one] = jsonOf(execution, 'Submit Video');
			expect(one).toMatchObject({ status: 'completed', gateway, prompt: 'A lake' });
			expect(submits()).toHaveLength(1);
			expect(hintsOf(execution)).toEqual([expect.stringMatching(/^1 video submitted[.:]/)]);

			const two = await stage.run([
				...prompts('A lake'),
				submit(gateway, {}, { waitForCompletion: false }),
				videoNode(stage, 'waitForVideo', { downloadVideo: true }),
			]);
			const [other] = jsonOf(two, 'Wait For Video');
			expect(Object.keys(one!)).toEqual(Object.keys(other!));
			expect(hintsOf(two)![0]).not.toContain('Add Wait For Video');
		} finally {
			await rm(folder, { recursive: true, force: true });
		}
	},
);

test('of five videos two fail, one before and one after it was accepted: each item keeps its place', async () => {
	stage.simulator.fault({
		gateway: 'aimlapi',
		endpoint: 'submit',
		when: ({ prompt }) => prompt === 'Two',
		respond: documentedError('aimlapi', 401),
	});
	stage.simulator.plan = ({ prompt }) => (prompt === 'Four' ? { outcome: 'moderated' } : {});
	const words = ['One', 'Two', 'Three', 'Four', 'Five'];
	const execution = await stage.run([
		...prompts(...words),
		submit('aimlapi', {}, { downloadVideo: false }, { onError: 'continueRegularOutput' }),
	]);

	expect(execution.status).toBe('success');
	const items = itemsOf(execution, 'Submit Video');
	expect(items.map(({ pairedItem }) => pairedItem)).toEqual(words.map((_, item) => ({ item })));
	const [first, second, third, fourth, fifth] = items.map(({ json }) => json);
	expect([first, third, fifth].map((json) => promptOf(json!))).toEqual(['One', 'Three', 'Five']);
	for (const json of [first, third, fifth]) {
		expect(json).toMatchObject({ status: 'completed', videoUrl: expect.any(String) });
	}
	expect(second!.details).toMatchObject({ accepted: 'no' });
	expect(second!.details).not.toHaveProperty('jobId');
	expect(fourth).toMatchObject({
		error: expect.stringMatching(/^AI\/ML API job .* failed/),
		details: { gateway: 'aimlapi', accepted: 'maybe', jobId: expect.any(String) },
	});
	expect(promptOf(fourth!.details as IDataObject)).toBe('Four');
	expect(stage.simulator.jobs).toHaveLength(4);
	expect(hintsOf(execution)).toEqual([expect.stringMatching(/^4 videos submitted/)]);
});

test('Stop ends the wait at once', async () => {
	stage.simulator.videoSeconds = 600;
	const id = await stage.n8n.createWorkflow(
		workflow('Stop', [
			...prompts('A lake', 'A hill'),
			submit('aimlapi', {}, {}, { onError: 'continueRegularOutput' }),
		]),
	);
	const run = await stage.n8n.runWorkflow(id);
	await until(isWatched);
	const stopped = Date.now();
	await stage.n8n.stopExecution(run);
	const execution = await stage.n8n.waitForExecution(run, { timeoutSeconds: 10 });

	expect(execution.status).toBe('canceled');
	expect(Date.now() - stopped).toBeLessThan(5_000);
	const calls = stage.simulator.requests.length;
	await new Promise((resolve) => setTimeout(resolve, 3_000));
	expect(stage.simulator.requests).toHaveLength(calls);
	expect(submits()).toHaveLength(2);
});

test('after a wait that failed, Retry On Fail and Retry wait for the same jobs again', async () => {
	stage.simulator.plan = ({ prompt }) => (prompt === 'Bad' ? { outcome: 'moderated' } : {});
	const id = await stage.n8n.createWorkflow(
		workflow('Retry', [...prompts('Good', 'Bad'), submit('aimlapi', {}, {}, retryOnFail)]),
	);
	const failed = await stage.n8n.waitForExecution(await stage.n8n.runWorkflow(id));
	expect(failed.status).toBe('error');
	expect(errorText(failed)).toMatch(/^AI\/ML API job .* failed/);
	expect(errorText(failed)).toMatch(
		/Retry On Fail and Retry of this execution wait for them again instead of submitting them/,
	);
	expect(submits()).toHaveLength(2);

	const again = await stage.n8n.waitForExecution(await stage.n8n.retryExecution(failed.id));
	expect(again.status).toBe('error');
	expect(submits()).toHaveLength(2);
});

test('a job that is late can be waited for again with Retry, which ends with its file', async () => {
	stage.simulator.videoSeconds = 9;
	const id = await stage.n8n.createWorkflow(
		workflow('Late', [...prompts('A lake'), submit('aimlapi', {}, { timeoutMinutes: 0.05 })]),
	);
	const late = await stage.n8n.waitForExecution(await stage.n8n.runWorkflow(id));
	const [job] = stage.simulator.jobs;
	expect(errorText(late)).toContain(
		`AI/ML API job ${job!.jobId} wasn't ready within 0.05 minutes`,
	);
	await until(() => Date.now() > job!.endsAt);
	const retried = await stage.n8n.waitForExecution(await stage.n8n.retryExecution(late.id));

	expect(retried.status).toBe('success');
	expect(itemsOf(retried, 'Submit Video')[0]?.binary?.data).toBeDefined();
	expect(submits()).toHaveLength(1);
	expect(hintsOf(retried)).toEqual([
		expect.stringMatching(/^1 video submitted in an earlier attempt[.:]/),
	]);
});

test("n8n's own time limit ends the wait in time, and is refused where no video can be ready before it", async () => {
	stage.simulator.videoSeconds = 600;
	const run = async (executionTimeout: number, model: string) => {
		const made = workflow('Limit', [
			...prompts('A lake'),
			submit(
				'aigateway',
				{},
				{ model: { __rl: true, mode: 'id', value: model } },
				{ onError: 'continueRegularOutput' },
			),
		]);
		const id = await stage.n8n.createWorkflow({
			...made,
			settings: { ...made.settings, executionTimeout },
		});
		return await stage.n8n.waitForExecution(await stage.n8n.runWorkflow(id));
	};
	const refused = await run(20, 'minimax/minimax-video-01-image-to-video');
	expect(jsonOf(refused, 'Submit Video')[0]).toMatchObject({
		error: expect.stringMatching(/^n8n ends this execution after 20 s, before the video/),
		details: { accepted: 'no' },
	});
	expect(submits()).toHaveLength(0);

	// How long it usually takes isn't known.
	const ended = await run(15, 'auto/video');
	expect(ended.status).toBe('success');
	expect(jsonOf(ended, 'Submit Video')[0]).toMatchObject({
		error: expect.stringMatching(/wasn't ready within \d+ seconds.*Timeout Workflow/),
		details: { code: 'timeout', jobId: stage.simulator.jobs[0]!.jobId, retryable: true },
	});
});

test('as a step of Loop Over Items, with a batch larger than the slots of the account', async () => {
	const { simulator } = stage;
	simulator.enforceMaxJobs = true;
	simulator.videoSeconds = 4;
	const words = ['One', 'Two', 'Three', 'Four', 'Five', 'Six'];
	const id = await stage.n8n.createWorkflow(
		workflow(
			'Loop',
			[
				...prompts(...words),
				{
					name: 'Loop',
					type: 'n8n-nodes-base.splitInBatches',
					typeVersion: 3,
					parameters: { batchSize: 5, options: {} },
				},
				submit('useapi', { slotWaitMinutes: 5 }),
				{ name: 'After', type: 'n8n-nodes-base.noOp' },
			],
			[
				['Start', 'List'],
				['List', 'Rows'],
				['Rows', 'Loop'],
				['Loop', 'After'],
				['Loop', 'Submit Video', 1],
				['Submit Video', 'Loop'],
			],
		),
	);
	const execution = await stage.n8n.waitForExecution(await stage.n8n.runWorkflow(id), {
		timeoutSeconds: 150,
	});

	expect(errorText(execution)).toBe('');
	const items = jsonOf(execution, 'After');
	expect(items.map(promptOf)).toEqual(words);
	expect(items.map(({ status }) => status)).toEqual(words.map(() => 'completed'));
	expect(simulator.jobs).toHaveLength(words.length);
});

test('a dry run waits for nothing; a video that was the answer leaves with its file', async () => {
	const dry = await stage.run([...prompts('A lake'), submit('aimlapi', { dryRun: true })]);
	expect(jsonOf(dry, 'Submit Video')[0]).toMatchObject({ dryRun: true });
	expect(hintsOf(dry)).toEqual([]);
	expect(stage.simulator.requests).toEqual([]);

	const blocking = await stage.run([
		...prompts('A lake', 'A hill'),
		submit(
			'segmind',
			{ blocking: '={{ $json.prompt === "A hill" }}', binaryPropertyName: 'clip' },
			{ model: { __rl: true, mode: 'list', value: 'minimax-ai' } },
		),
	]);
	expect(errorText(blocking)).toBe('');
	const items = itemsOf(blocking, 'Submit Video');
	expect(items.map(({ binary }) => Object.keys(binary ?? {}))).toEqual([['clip'], ['clip']]);
	expect(items.map(({ json }) => json.status)).toEqual(['completed', 'completed']);
	expect(submits()).toHaveLength(2);
});

test('no wake-up address is asked for, and none where nobody waits: a hint says what is missing', async () => {
	const waited = await stage.run([
		...prompts('A lake'),
		submit('useapi', { wakeExecution: true }),
	]);
	expect(errorText(waited)).toBe('');
	expect(stage.simulator.jobs.map(({ callbackUrl }) => callbackUrl)).toEqual([undefined]);

	const left = await stage.run([
		...prompts('A lake'),
		submit('useapi', {}, { waitForCompletion: false }),
	]);
	expect(hintsOf(left)![0]).toMatch(/ Add Wait For Video after this node to get the file\.$/);
	const called = await stage.run([
		...prompts('A lake'),
		submit('useapi', { callbackUrl: 'https://example.com/hook' }, { waitForCompletion: false }),
	]);
	expect(hintsOf(called)![0]).not.toContain('Add Wait For Video');
});
