import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { documentedError, type GatewayId, type SimulatedJob } from '../simulator';
import { startN8n, workflow, type Execution, type NodeSketch } from './n8n';
import { callWebhook, webhookNode, webhookWorkflow } from './queue/queue';
import { itemsOf, jsonOf, rows, stageForTests, videoNode } from './stage';

/**
 * Nothing is billed twice, on the real n8n: jobs are counted at the simulated gateways after kills, restarts, Stop,
 * Retry On Fail, and Retry, which is pressed twice.
 */

const stage = stageForTests(0.5);

const onError = { onError: 'continueErrorOutput' as const };
const retryOnFail = { retryOnFail: true, maxTries: 3, waitBetweenTries: 100 };

const submit = (
	gateway: GatewayId,
	options: IDataObject = {},
	parameters: INodeParameters = {},
	more: Partial<NodeSketch> = {},
) =>
	videoNode(
		stage,
		'submitVideo',
		{
			gateway,
			prompt: '={{ $json.prompt }}',
			...parameters,
			options: options as INodeParameters,
		},
		more,
	);

const takes = (count: number) =>
	Array.from({ length: count }, (_, index) => ({ prompt: `A lake, take ${index}.` }));

const takeOf = (prompt = '') => Number(/take (\d+)\./.exec(prompt)?.[1]);

const takesOf = (jobs: readonly SimulatedJob[]) =>
	jobs.map(({ prompt }) => takeOf(prompt)).sort((left, right) => left - right);

/** Takes apart what a webhook was called with. */
const orders: NodeSketch = {
	name: 'Rows',
	type: 'n8n-nodes-base.splitOut',
	parameters: { fieldToSplitOut: 'body.orders' },
};

let count = 0;

/** Calls a new workflow by its webhook: n8n offers no Retry for what was started in the editor and killed. */
async function start(nodes: NodeSketch[], list: readonly object[]): Promise<string> {
	const path = `retry-${++count}`;
	const id = await stage.n8n.createWorkflow(webhookWorkflow(path, [orders, ...nodes]));
	await stage.n8n.activate(id);
	return await callWebhook(`${stage.n8n.url}/webhook/${path}`, { orders: list });
}

/** The same, and waits for its end. */
async function runCalled(nodes: NodeSketch[], list: readonly object[]): Promise<Execution> {
	return await stage.n8n.waitForExecution(await start(nodes, list));
}

/** Runs a new workflow as the editor does. */
async function run(nodes: NodeSketch[]): Promise<Execution> {
	const id = await stage.n8n.createWorkflow(workflow(`Run ${++count}`, nodes));
	return await stage.n8n.waitForExecution(await stage.n8n.runWorkflow(id));
}

/** Presses Retry, and waits for the end of what that starts. */
async function retry(id: string): Promise<Execution> {
	return await stage.n8n.waitForExecution(await stage.n8n.retryExecution(id), {
		timeoutSeconds: 120,
	});
}

async function until(condition: () => boolean, timeoutSeconds = 30): Promise<void> {
	for (const deadline = Date.now() + timeoutSeconds * 1000; !condition();) {
		if (Date.now() > deadline) throw new Error('The condition was not met in time');
		await new Promise((resolve) => setTimeout(resolve, 50));
	}
}

/** Ends n8n, starts it again, and waits until it has given up the execution. */
async function restart(how: 'kill' | 'stop', id: string): Promise<void> {
	const { userFolder } = stage.n8n;
	await stage.n8n[how]();
	const restarted = await startN8n({ userFolder });
	const { close } = stage;
	Object.assign(stage, {
		n8n: restarted,
		close: async () => {
			await restarted.stop();
			await close();
		},
	});
	await stage.n8n.waitForExecution(id);
}

const fault = (gateway: GatewayId, take: number) => ({
	gateway,
	endpoint: 'submit' as const,
	when: ({ prompt }: { prompt?: string }) => takeOf(prompt) === take,
});

const errorsOf = (execution: Execution) =>
	itemsOf(execution, 'Submit Video', 1).map(({ json }) => String(json.error));

describe('n8n is killed', () => {
	test('while two submits are open: Retry, twice, sends none of them again', async () => {
		stage.simulator.fault({ gateway: 'aimlapi', endpoint: 'submit', respond: 'silenceAfter' });
		const id = await start([submit('aimlapi', {}, {}, onError)], takes(2));
		await until(() => stage.simulator.jobs.length === 2);
		await restart('kill', id);
		for (let press = 0; press < 2; press++) {
			const retried = await retry(id);
			expect(errorsOf(retried)).toEqual([
				expect.stringMatching(
					/An earlier try of this execution has begun to submit this video\. The job may exist and be billed, so it was not sent again: look at/,
				),
				expect.stringMatching(/The job may exist/),
			]);
		}
		expect(takesOf(stage.simulator.jobs)).toEqual([0, 1]);
	}, 120_000);

	test('while two submits are open at useapi.net: Retry goes on with their jobs', async () => {
		stage.simulator.videoSeconds = 20;
		stage.simulator.fault({ gateway: 'useapi', endpoint: 'submit', respond: 'silenceAfter' });
		const id = await start([submit('useapi'), videoNode(stage, 'waitForVideo')], takes(2));
		await until(() => stage.simulator.jobs.length === 2);
		await restart('kill', id);
		const retried = await retry(id);
		expect(retried.error?.message).toBeUndefined();
		const { jobs } = stage.simulator;
		expect(takesOf(jobs)).toEqual([0, 1]);
		const byTake = [...jobs].sort((left, right) => takeOf(left.prompt) - takeOf(right.prompt));
		expect(jsonOf(retried, 'Wait For Video')).toMatchObject(
			byTake.map(({ jobId, videoUrl }) => ({
				jobId,
				videoUrl,
				status: 'completed',
				warnings: [expect.stringMatching(/An earlier try of this execution/)],
			})),
		);
	}, 120_000);

	test.each(['kill', 'stop'] as const)(
		'(%s) while Wait For Video keeps running: Retry sends nothing again, and finds finished jobs in the list',
		async (how) => {
			stage.simulator.plan = ({ gateway, index }) => ({
				seconds: gateway === 'useapi' && index === 0 ? 1 : 40,
			});
			const gateways = ['useapi', 'useapi', 'segmind', 'aigateway'] as const;
			const list = gateways.map((gateway, index) => ({ gateway, ...takes(4)[index] }));
			const id = await start(
				[
					submit('={{ $json.gateway }}' as GatewayId, {}, {}, onError),
					videoNode(stage, 'waitForVideo'),
				],
				list,
			);
			await until(() =>
				stage.simulator.requests.some(({ endpoint }) => endpoint === 'status'),
			);
			await restart(how, id);
			const retried = await retry(id);
			expect(takesOf(stage.simulator.jobs)).toEqual([0, 1, 2, 3]);
			const found = jsonOf(retried, 'Submit Video').map(({ jobId }) => jobId);
			expect(found).toEqual(
				[0, 1].map(
					(take) =>
						stage.simulator.jobs.find(({ prompt }) => takeOf(prompt) === take)!.jobId,
				),
			);
			expect(errorsOf(retried)).toHaveLength(2);
			await retry(id);
			expect(stage.simulator.jobs).toHaveLength(4);
		},
		180_000,
	);

	test('after 1,000 identical items: 1,000 jobs, and as many after Retry', async () => {
		stage.simulator.videoSeconds = 100;
		const list = Array.from({ length: 1000 }, () => ({ prompt: 'A lake, take 0.' }));
		const id = await start(
			[submit('segmind', {}, {}, onError), videoNode(stage, 'waitForVideo')],
			list,
		);
		await until(
			() => stage.simulator.requests.some(({ endpoint }) => endpoint === 'status'),
			120,
		);
		expect(stage.simulator.jobs).toHaveLength(1000);
		await restart('kill', id);
		const retried = await retry(id);
		expect(stage.simulator.jobs).toHaveLength(1000);
		expect(errorsOf(retried)).toHaveLength(1000);
	}, 300_000);

	test('after some of 40 identical items: Retry sends the rest', async () => {
		stage.simulator.fault({
			gateway: 'segmind',
			endpoint: 'submit',
			respond: 'asUsual',
			delaySeconds: 0.2,
		});
		const list = Array.from({ length: 40 }, () => ({ prompt: 'A lake, take 0.' }));
		const id = await start([submit('segmind', {}, {}, onError)], list);
		await until(() => stage.simulator.jobs.length >= 15);
		await restart('kill', id);
		const before = stage.simulator.jobs.length;
		const retried = await retry(id);
		const { length: jobs } = stage.simulator.jobs;
		// The four that were open may have been sent or not.
		expect(jobs).toBeLessThanOrEqual(40);
		expect(jobs).toBeGreaterThanOrEqual(36);
		expect(jsonOf(retried, 'Submit Video')).toHaveLength(jobs - before);
		expect(errorsOf(retried)).toHaveLength(40 - (jobs - before));
	}, 120_000);
});

describe('Retry On Fail', () => {
	test.each([
		['a prompt', { prompt: '={{ $json.prompt }} {{ Math.random() }}' }, {}],
		['a callback reference', {}, { callbackReference: '={{ $now.toMillis() }}' }],
		['everything', { prompt: '={{ $json.prompt }} {{ $now.toMillis() }}' }, {}],
	])(
		'sends no item again whose %s is another one each time',
		async (_name, parameters, options) => {
			stage.simulator.fault({
				...fault('useapi', 1),
				respond: documentedError('useapi', 402),
			});
			const execution = await run([
				...rows(takes(2)),
				submit('useapi', options, parameters, retryOnFail),
			]);
			expect(execution.error?.message).toMatch(/Nothing was submitted for this item/);
			expect(takesOf(stage.simulator.jobs)).toEqual([0]);
		},
		60_000,
	);

	test('gives each of two equal items its own job, though one was refused at first', async () => {
		stage.simulator.fault({
			gateway: 'segmind',
			endpoint: 'submit',
			times: 1,
			respond: documentedError('segmind', 406),
		});
		const execution = await run([
			...rows([{ prompt: 'A lake, take 0.' }, { prompt: 'A lake, take 0.' }]),
			submit(
				'segmind',
				{},
				{ prompt: '={{ $json.prompt }} {{ Math.random() }}' },
				retryOnFail,
			),
		]);
		expect(execution.error?.message).toBeUndefined();
		expect(stage.simulator.jobs).toHaveLength(2);
		const ids = jsonOf(execution, 'Submit Video').map(({ jobId }) => jobId);
		expect(new Set(ids).size).toBe(2);
	}, 60_000);
});

describe('Retry', () => {
	test.each([
		['Wake This Execution', { wakeExecution: true }],
		[
			'the number of the execution in Callback URL',
			{ callbackUrl: '={{ "http://127.0.0.1:9/" + $execution.id }}' },
		],
	])(
		'sends only the item that was refused, with %s; pressed again, none',
		async (_name, options) => {
			stage.simulator.fault({
				...fault('aigateway', 1),
				times: 1,
				respond: documentedError('aigateway', 402),
			});
			const failed = await runCalled([submit('aigateway', options)], takes(2));
			expect(failed.status).toBe('error');
			expect(takesOf(stage.simulator.jobs)).toEqual([0]);
			const retried = await retry(failed.id);
			expect(retried.status).toBe('success');
			expect(takesOf(stage.simulator.jobs)).toEqual([0, 1]);
			const again = await retry(failed.id);
			expect(again.error?.message).toMatch(/The job may exist/);
			expect(takesOf(stage.simulator.jobs)).toEqual([0, 1]);
		},
		60_000,
	);

	test('of a stopped execution tells the submits that were open, and sends only the others', async () => {
		stage.simulator.fault({ gateway: 'segmind', endpoint: 'submit', respond: 'silenceAfter' });
		const id = await start([submit('segmind', {}, {}, onError)], takes(6));
		await until(() => stage.simulator.jobs.length === 4);
		await stage.n8n.stopExecution(id);
		await stage.n8n.waitForExecution(id);
		stage.simulator.clearFaults();
		const retried = await retry(id);
		expect(takesOf(stage.simulator.jobs)).toEqual([0, 1, 2, 3, 4, 5]);
		expect(errorsOf(retried)).toHaveLength(4);
		expect(jsonOf(retried, 'Submit Video')).toHaveLength(2);
	}, 60_000);

	test('keeps to Max Cost per Run with what an earlier try has sent', async () => {
		stage.simulator.fault({ gateway: 'segmind', endpoint: 'submit', respond: 'silenceAfter' });
		const id = await start([submit('segmind', { maxCostPerRun: 2 }, {}, onError)], takes(5));
		await until(() => stage.simulator.jobs.length === 3);
		await restart('kill', id);
		stage.simulator.clearFaults();
		const retried = await retry(id);
		expect(takesOf(stage.simulator.jobs)).toEqual([0, 1, 2]);
		expect(errorsOf(retried).filter((one) => one.includes('Max Cost per Run'))).toHaveLength(2);
	}, 120_000);
});

test('a loop over equal items makes one job for each round, also after Retry', async () => {
	const loop: NodeSketch = {
		name: 'Loop',
		type: 'n8n-nodes-base.splitInBatches',
		typeVersion: 3,
		parameters: { batchSize: 1, options: {} },
	};
	const failing: NodeSketch = {
		name: 'Fails',
		type: 'n8n-nodes-base.stopAndError',
		parameters: { errorMessage: 'For a test' },
	};
	const path = `retry-${++count}`;
	const made = webhookWorkflow(
		path,
		[orders, loop, submit('segmind'), videoNode(stage, 'waitForVideo'), failing],
		[
			[webhookNode, 'Rows'],
			['Rows', 'Loop'],
			['Loop', 'Submit Video', 1],
			['Submit Video', 'Loop'],
			['Loop', 'Wait For Video'],
			['Wait For Video', 'Fails'],
		],
	);
	stage.simulator.videoSeconds = 30;
	await stage.n8n.activate(await stage.n8n.createWorkflow(made));
	const same = Array.from({ length: 5 }, () => ({ prompt: 'A lake, take 0.' }));
	const id = await callWebhook(`${stage.n8n.url}/webhook/${path}`, { orders: same });
	await until(() => stage.simulator.requests.some(({ endpoint }) => endpoint === 'status'));
	expect(stage.simulator.jobs).toHaveLength(5);
	await restart('kill', id);
	await retry(id);
	expect(stage.simulator.jobs).toHaveLength(5);
}, 120_000);

test('another execution of the same workflow with the same items makes its own jobs', async () => {
	const id = await stage.n8n.createWorkflow(
		workflow('Twice', [...rows(takes(2)), submit('segmind')]),
	);
	for (let time = 0; time < 2; time++) {
		const execution = await stage.n8n.waitForExecution(await stage.n8n.runWorkflow(id));
		expect(execution.status).toBe('success');
	}
	expect(stage.simulator.jobs).toHaveLength(4);
}, 60_000);
