import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { JobPlan } from '../support/simulator';
import {
	workflow,
	type ConnectionSketch,
	type Execution,
	type NodeSketch,
} from '../support/n8n/n8n';
import { itemsOf, jsonOf, rows, startStage, type Stage, videoNode } from './stage';

/**
 * n8n's own time limit, which ends an execution without any item: by Timeout Workflow, and by EXECUTIONS_TIMEOUT, which
 * is 100 s here. All executions start before the first test. This n8n looks every second for executions that are due.
 */

let stage: Stage;
const plans = new Map<string, JobPlan>();
const executions = new Map<string, Promise<Execution>>();

const WAIT = 'Wait For Video';
const errorOutput = { onError: 'continueErrorOutput' as const };

/** Jobs as Submit Video outputs them, by a workflow of its own: it refuses what can't be ready in time. */
async function submitted(gateway: string, ...jobs: JobPlan[]): Promise<IDataObject[]> {
	const prompts = jobs.map((plan) => {
		const prompt = `Video ${plans.size}`;
		plans.set(prompt, plan);
		return { prompt };
	});
	const submit = videoNode(stage, 'submitVideo', { gateway, prompt: '={{ $json.prompt }}' });
	return jsonOf(await stage.run([...rows(prompts), submit]), 'Submit Video');
}

async function start(
	nodes: NodeSketch[],
	settings: { executionTimeout?: number } = {},
	connections?: ConnectionSketch[],
): Promise<string> {
	const made = workflow('Limit', nodes, connections);
	const id = await stage.n8n.createWorkflow({
		...made,
		settings: { ...made.settings, ...settings },
	});
	return await stage.n8n.runWorkflow(id);
}

const finished = async (id: string): Promise<Execution> =>
	await stage.n8n.waitForExecution(id, { timeoutSeconds: 150 });

const wait = (parameters: INodeParameters, more: Partial<NodeSketch> = {}) =>
	videoNode(stage, 'waitForVideo', parameters, more);

const ENDLESS: JobPlan = { seconds: 600 };
/** 30 s for the file. */
const SLOW_FILE: JobPlan = { seconds: 10, videoBytes: 3_000_000, videoBytesPerSecond: 100_000 };
const READY: JobPlan = { seconds: 1 };
/** What useapi.net answers of a job until it has ended. */
const STILL_RUNNING = { status: 1, statusLabel: 'processing', statusFinal: false };

/** A wait that n8n's limit cuts to 20 s. */
const cut = async (jobs: IDataObject[], parameters: INodeParameters) =>
	await finished(
		await start([...rows(jobs), wait(parameters, errorOutput)], { executionTimeout: 25 }),
	);

/** Fails after 9 s. Retried 16 s later, when n8n would soon have ended it; the video is ready after 4 s more. */
async function retried(): Promise<Execution> {
	const jobs = await submitted('useapi', READY);
	let readyAt = Infinity;
	stage.simulator.fault({
		gateway: 'useapi',
		endpoint: 'status',
		when: () => Date.now() < readyAt,
		respond: { rewrite: (body) => ({ ...(body as object), ...STILL_RUNNING }) },
	});
	const parameters = { timeoutMinutes: 0.15, options: { checkIntervalSeconds: 1 } };
	const id = await start([...rows(jobs), wait(parameters)], { executionTimeout: 30 });
	const startedAt = Date.now();
	expect((await finished(id)).status).toBe('error');
	await sleep(startedAt + 25_000 - Date.now());
	readyAt = Date.now() + 4_000;
	return await finished(await stage.n8n.retryExecution(id));
}

/** n8n's own Wait node comes before all nodes of the package; it suspends from 65 s on. */
async function afterWaitNode(): Promise<Execution> {
	const jobs = await submitted('pixazo', ENDLESS);
	const pause: NodeSketch = {
		name: 'Pause',
		type: 'n8n-nodes-base.wait',
		typeVersion: 1.1,
		parameters: { amount: 66, unit: 'seconds' },
	};
	return await finished(await start([...rows(jobs), pause, wait({}, errorOutput)]));
}

const suspends = { waitMode: 'suspend', options: { checkIntervalSeconds: 15 } };
const loop: ConnectionSketch[] = [
	['Start', 'List'],
	['List', 'Rows'],
	['Rows', WAIT],
	[WAIT, WAIT],
];

/** A wait that has been suspended, and then another one. */
async function afterSuspension(): Promise<Execution> {
	const [first, second] = await submitted('pixazo', { seconds: 18 }, ENDLESS);
	const id = await start(
		[
			...rows([first!]),
			wait(suspends),
			wait(
				{ gateway: 'pixazo', jobId: String(second!.jobId) },
				{ name: 'Second', ...errorOutput },
			),
		],
		{},
		[...loop, [WAIT, 'Second', 1]],
	);
	await stage.n8n.waitForExecution(id, { timeoutSeconds: 20, until: ['waiting'] });
	return await finished(id);
}

/** At the end of the wait, n8n has less time left than the user's limit had at its beginning. */
async function longSuspension(): Promise<Execution> {
	const jobs = await submitted('pixazo', ENDLESS);
	const nodes = [...rows(jobs), wait({ ...suspends, timeoutMinutes: 1.5 }, errorOutput)];
	const id = await start(nodes, { executionTimeout: 110 }, loop);
	await stage.n8n.waitForExecution(id, { timeoutSeconds: 20, until: ['waiting'] });
	return await finished(id);
}

beforeAll(async () => {
	stage = await startStage({
		env: {
			EXECUTIONS_TIMEOUT: '100',
			NODE_OPTIONS: `--require ${JSON.stringify(join(__dirname, 'frequent-waits.cjs'))}`,
		},
	});
	const { simulator } = stage;
	simulator.plan = ({ prompt = '' }) => plans.get(prompt) ?? {};
	simulator.fault({ endpoint: 'cancel', delaySeconds: 8, respond: 'asUsual' });
	executions.set('after Wait', afterWaitNode());
	executions.set('after suspension', afterSuspension());
	executions.set('long suspension', longSuspension());
	executions.set('retried', retried());
	executions.set(
		'cancel',
		cut(await submitted('aigateway', READY, ENDLESS), { options: { cancelOnTimeout: true } }),
	);
	executions.set(
		'download',
		cut(await submitted('pixazo', READY, SLOW_FILE, ENDLESS), { downloadVideo: true }),
	);
	for (const execution of executions.values()) execution.catch(() => undefined);
}, 900_000);

afterAll(async () => {
	await stage?.close();
});

/** What left as failed: one item, or several in their order. */
const failedIn = (execution: Execution, node = WAIT, output = 1) =>
	jsonOf(execution, node, output).map(({ error, details }) => ({
		error: String(error),
		...(details as IDataObject),
	}));

test('a cancel that takes longer than n8n leaves is given up, and all items leave', async () => {
	const execution = await executions.get('cancel')!;

	expect(execution.status).toBe('success');
	expect(jsonOf(execution, WAIT)).toMatchObject([{ status: 'completed' }]);
	expect(failedIn(execution)).toMatchObject([
		{
			code: 'timeout',
			error: expect.stringMatching(
				/gateway didn't confirm it within \d s\. It may still finish/,
			),
		},
	]);
});

test('a download that takes longer than n8n leaves fails its item, which keeps link and job ID', async () => {
	const execution = await executions.get('download')!;

	expect(execution.status).toBe('success');
	expect(itemsOf(execution, WAIT).map(({ binary }) => binary?.data?.mimeType)).toEqual([
		'video/mp4',
	]);
	const [file, late] = failedIn(execution);
	const { jobId, videoUrl } = stage.simulator.jobs.find(
		({ videoBytes }) => videoBytes !== undefined,
	)!;
	expect(file).toMatchObject({ code: 'download', jobId, retryable: true });
	expect(file!.error).toMatch(
		/^The video is ready, but its download failed: n8n's time limit would have ended this execution before the file was complete\. Raise Timeout Workflow/,
	);
	expect(file!.error).toContain(`The link was: ${videoUrl}`);
	expect(late).toMatchObject({ code: 'timeout' });
});

test('Retry has the whole of Timeout Workflow, as n8n gives it', async () => {
	const execution = await executions.get('retried')!;

	expect(execution.error?.description).toBeUndefined();
	expect(execution.status).toBe('success');
	expect(jsonOf(execution, WAIT)).toMatchObject([{ status: 'completed' }]);
});

test.each([
	['after Wait', WAIT],
	['after suspension', 'Second'],
])('%s, EXECUTIONS_TIMEOUT still counts from the start', async (name, node) => {
	const execution = await executions.get(name)!;

	expect(execution.status).toBe('success');
	expect(failedIn(execution, node)).toMatchObject([
		{
			code: 'timeout',
			error: expect.stringMatching(/Timeout Workflow or EXECUTIONS_TIMEOUT\) is shorter/),
		},
	]);
});

test('a suspended wait that ends by its own limit says so', async () => {
	const [late] = failedIn(await executions.get('long suspension')!, WAIT, 2);

	expect(late!.error).toContain("wasn't ready within 1.5 minutes;");
	expect(late!.error).not.toContain('Timeout Workflow');
});
