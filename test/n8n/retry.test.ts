import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { documentedError, type GatewayId } from '../support/simulator';
import {
	startN8n,
	workflow,
	type ConnectionSketch,
	type Execution,
	type N8n,
	type NodeSketch,
} from '../support/n8n/n8n';
import { callWebhook, webhookNode, webhookWorkflow } from '../support/n8n/queue/queue';
import {
	errorText,
	itemsOf,
	jsonOf,
	rows,
	startStage,
	type Stage,
	videoNode,
	submitNode,
} from './stage';

/**
 * Nothing is billed twice, on the real n8n: jobs are counted at the simulated gateways after kills, restarts, Stop,
 * Retry On Fail, and Retry, which is pressed twice.
 */

let stage: Stage;
let n8n: N8n;

beforeAll(async () => {
	stage = await startStage({ videoSeconds: 40 });
	n8n = stage.n8n;
}, 900_000);

afterAll(async () => {
	await n8n?.stop();
	await stage?.simulator.close();
});

const onError = { onError: 'continueErrorOutput' as const };
const retryOnFail = { retryOnFail: true, maxTries: 3, waitBetweenTries: 100 };

/** Submit Video that takes its prompt from the item. */
const submit = (
	gateway: string,
	...more: [options?: IDataObject, parameters?: INodeParameters, node?: Partial<NodeSketch>]
) => submitNode(stage, gateway, ...more);

const waitForVideo = () => videoNode(stage, 'waitForVideo');

/** Every test has a word of its own in its prompts, by which its jobs are told apart. */
const takes = (count: number, word = 'A lake') =>
	Array.from({ length: count }, (_, index) => ({ prompt: `${word}, take ${index}.` }));

const same = (count: number, word: string) =>
	Array.from({ length: count }, () => ({ prompt: `${word}, take 0.` }));

const takeOf = (prompt = '') => Number(/take (\d+)\./.exec(prompt)?.[1]);

/** In the order of their takes. */
const jobsOf = (word = 'A lake') =>
	stage.simulator.jobs
		.filter(({ prompt }) => prompt?.startsWith(word))
		.sort((left, right) => takeOf(left.prompt) - takeOf(right.prompt));

const takesOf = (word = 'A lake') => jobsOf(word).map(({ prompt }) => takeOf(prompt));

/** Whether Wait For Video has begun to check the jobs. */
const isWaiting = (word: string) => jobsOf(word).some(({ statusCalls }) => statusCalls.length > 0);

const errorsOf = (execution: Execution) =>
	itemsOf(execution, 'Submit Video', 1).map(({ json }) => String(json.error));

/** Takes apart what a webhook was called with. */
const orders: NodeSketch = {
	name: 'Rows',
	type: 'n8n-nodes-base.splitOut',
	parameters: { fieldToSplitOut: 'body.orders' },
};

let count = 0;

/** Calls a new workflow by its webhook: n8n offers no Retry for what was started in the editor and killed. */
async function start(
	nodes: NodeSketch[],
	list: readonly object[],
	connections?: ConnectionSketch[],
): Promise<string> {
	const path = `retry-${++count}`;
	const made = webhookWorkflow(path, [orders, ...nodes], connections);
	await n8n.activate(await n8n.createWorkflow(made));
	return await callWebhook(`${n8n.url}/webhook/${path}`, { orders: list });
}

/** Runs a new workflow as the editor does. */
async function run(nodes: NodeSketch[]): Promise<Execution> {
	const id = await n8n.createWorkflow(workflow(`Run ${++count}`, nodes));
	return await n8n.waitForExecution(await n8n.runWorkflow(id));
}

/** Presses Retry, and waits for the end of what that starts. */
async function retry(id: string): Promise<Execution> {
	return await n8n.waitForExecution(await n8n.retryExecution(id), { timeoutSeconds: 120 });
}

async function until(condition: () => boolean, timeoutSeconds = 60): Promise<void> {
	for (const deadline = Date.now() + timeoutSeconds * 1000; !condition();) {
		if (Date.now() > deadline) throw new Error('The condition was not met in time');
		await new Promise((resolve) => setTimeout(resolve, 50));
	}
}

/** A submit that reaches the gateway and is never answered. */
const neverAnswered = (word: string) => ({
	endpoint: 'submit' as const,
	when: ({ prompt }: { prompt?: string }) => prompt?.startsWith(word) ?? false,
	respond: 'silenceAfter' as const,
});

const refused = (gateway: GatewayId, take: number) => ({
	gateway,
	endpoint: 'submit' as const,
	when: ({ prompt }: { prompt?: string }) => takeOf(prompt) === take,
	respond: documentedError(gateway, 402),
});

const begunBefore =
	/An earlier attempt of this execution started to submit this video\. The job may exist and be billed, so it wasn't sent again\. Check .* If the gateway accepted it, n8n's log has the job ID/;

/** An execution that is under way when n8n ends. */
interface Interrupted {
	start: () => Promise<string>;
	/** When n8n may be ended. */
	isReady: () => boolean;
}

const loop: NodeSketch = {
	name: 'Loop',
	type: 'n8n-nodes-base.splitInBatches',
	typeVersion: 3,
	parameters: { batchSize: 1, options: {} },
};

const waiting = (word: string): Interrupted => ({
	start: async () => {
		const gateways = ['useapi', 'useapi', 'segmind', 'aigateway'] as const;
		const list = gateways.map((gateway, index) => ({ gateway, ...takes(4, word)[index] }));
		const gateway = '={{ $json.gateway }}' as GatewayId;
		return await start([submit(gateway, {}, {}, onError), waitForVideo()], list);
	},
	isReady: () => isWaiting(word),
});

/** Those whose calls end by themselves after a while come last. */
const interrupted = {
	thousand: {
		start: async () =>
			await start(
				[submit('segmind', {}, {}, onError), waitForVideo()],
				same(1000, 'Thousand'),
			),
		isReady: () => isWaiting('Thousand'),
	},
	loop: {
		start: async () =>
			await start([loop, submit('segmind'), waitForVideo()], same(5, 'Loop'), [
				[webhookNode, 'Rows'],
				['Rows', 'Loop'],
				['Loop', 'Submit Video', 1],
				['Submit Video', 'Loop'],
				['Loop', 'Wait For Video'],
			]),
		isReady: () => isWaiting('Loop'),
	},
	waiting: waiting('Waiting'),
	limit: {
		start: async () =>
			await start(
				[submit('segmind', { maxCostPerRun: 1.1 }, {}, onError)],
				takes(5, 'Limit'),
			),
		isReady: () => jobsOf('Limit').length === 3,
	},
	queue: {
		start: async () => await start([submit('useapi'), waitForVideo()], takes(2, 'Queue')),
		isReady: () => jobsOf('Queue').length === 2,
	},
	open: {
		start: async () => await start([submit('aimlapi', {}, {}, onError)], takes(2, 'Open')),
		isReady: () => jobsOf('Open').length === 2,
	},
	some: {
		start: async () => await start([submit('segmind', {}, {}, onError)], same(40, 'Some')),
		isReady: () => jobsOf('Some').length >= 15,
	},
} satisfies Record<string, Interrupted>;

/** Starts executions, ends n8n when all of them are where they should be, and starts it again. */
async function interrupt(how: 'kill' | 'stop', all: readonly Interrupted[]): Promise<string[]> {
	const ids: string[] = [];
	for (const one of all) {
		ids.push(await one.start());
		await until(one.isReady, 120);
	}
	const { userFolder } = n8n;
	await n8n[how]();
	n8n = await startN8n({ userFolder });
	for (const id of ids) await n8n.waitForExecution(id);
	return ids;
}

/** Retries an execution that was waiting for jobs at three gateways, two of which can not be asked. */
async function expectFound(id: string, word: string): Promise<void> {
	const retried = await retry(id);
	expect(takesOf(word)).toEqual([0, 1, 2, 3]);
	expect(jsonOf(retried, 'Submit Video').map(({ jobId }) => jobId)).toEqual(
		jobsOf(word)
			.slice(0, 2)
			.map(({ jobId }) => jobId),
	);
	expect(errorsOf(retried)).toEqual([
		expect.stringMatching(begunBefore),
		expect.stringMatching(begunBefore),
	]);
	await retry(id);
	expect(takesOf(word)).toEqual([0, 1, 2, 3]);
}

describe('after kill -9, Retry', () => {
	const ids = {} as Record<keyof typeof interrupted, string>;
	let some = 0;

	beforeAll(async () => {
		const { simulator } = stage;
		for (const word of ['Open', 'Queue', 'Limit']) simulator.fault(neverAnswered(word));
		simulator.fault({ ...neverAnswered('Some'), respond: 'asUsual', delaySeconds: 0.2 });
		// The first one of those is done before Retry, so that it is no longer in the queue.
		simulator.plan = ({ prompt = '' }) => {
			if (prompt === 'Waiting, take 0.') return { seconds: 1 };
			return { seconds: /^(Thousand|Loop)/.test(prompt) ? 600 : 45 };
		};
		const all = await interrupt('kill', Object.values(interrupted));
		Object.keys(interrupted).forEach((name, index) => {
			ids[name as keyof typeof interrupted] = all[index]!;
		});
		some = jobsOf('Some').length;
		simulator.clearFaults();
	}, 300_000);

	test('twice sends none of two submits again that were open', async () => {
		for (let press = 0; press < 2; press++) {
			const retried = await retry(ids.open);
			expect(errorsOf(retried)).toEqual([
				expect.stringMatching(begunBefore),
				expect.stringMatching(begunBefore),
			]);
		}
		expect(takesOf('Open')).toEqual([0, 1]);
	});

	test('goes on with two submits that were open at useapi.net', async () => {
		const retried = await retry(ids.queue);
		expect(retried.error?.message).toBeUndefined();
		expect(takesOf('Queue')).toEqual([0, 1]);
		expect(jsonOf(retried, 'Wait For Video')).toMatchObject(
			jobsOf('Queue').map(({ jobId, videoUrl }) => ({
				jobId,
				videoUrl,
				status: 'completed',
				warnings: [expect.stringMatching(/An earlier attempt of this execution/)],
			})),
		);
	});

	test('sends nothing again that Wait For Video waited for, and finds it at useapi.net', async () => {
		await expectFound(ids.waiting, 'Waiting');
	});

	test('sends the rest of 40 identical items', async () => {
		const retried = await retry(ids.some);
		const { length: jobs } = jobsOf('Some');
		// The four that were open may have been sent or not.
		expect(jobs).toBeLessThanOrEqual(40);
		expect(jobs).toBeGreaterThanOrEqual(36);
		expect(jsonOf(retried, 'Submit Video')).toHaveLength(jobs - some);
		expect(errorsOf(retried)).toHaveLength(40 - (jobs - some));
	});

	test('keeps to Max Cost per Run with what was sent before', async () => {
		const retried = await retry(ids.limit);
		expect(takesOf('Limit')).toEqual([0, 1, 2]);
		expect(errorsOf(retried).filter((one) => one.includes('Max Cost per Run'))).toHaveLength(2);
	});

	test('of 1,000 identical items leaves it at 1,000 jobs', async () => {
		const retried = await retry(ids.thousand);
		expect(jobsOf('Thousand')).toHaveLength(1000);
		expect(errorsOf(retried)).toHaveLength(1000);
	});

	test('of a loop over equal items leaves it at one job for each round', async () => {
		await retry(ids.loop);
		expect(jobsOf('Loop')).toHaveLength(5);
	});
});

test('after SIGTERM, Retry sends nothing again that Wait For Video waited for', async () => {
	const [id] = await interrupt('stop', [waiting('Stopped')]);
	await expectFound(id!, 'Stopped');
}, 300_000);

describe('Retry On Fail', () => {
	beforeEach(() => stage.simulator.reset());

	test.each([
		['a prompt', { prompt: '={{ $json.prompt }} {{ Math.random() }}' }, {}],
		['a callback reference', {}, { callbackReference: '={{ $now.toMillis() }}' }],
		['everything', { prompt: '={{ $json.prompt }} {{ $now.toMillis() }}' }, {}],
	])(
		'sends no item again whose %s is another one each time',
		async (_name, parameters, options) => {
			stage.simulator.fault(refused('useapi', 1));
			const execution = await run([
				...rows(takes(2)),
				submit('useapi', options, parameters, retryOnFail),
			]);
			expect(errorText(execution)).toMatch(/Nothing was submitted for this item/);
			expect(takesOf()).toEqual([0]);
		},
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
	});
});

describe('Retry', () => {
	beforeEach(() => stage.simulator.reset());

	test.each([
		['Wake This Execution', { wakeExecution: true }],
		[
			'the number of the execution in Callback URL',
			{ callbackUrl: '={{ "http://127.0.0.1:9/" + $execution.id }}' },
		],
	])(
		'sends only the item that was refused, with %s; pressed again, none',
		async (_name, options) => {
			stage.simulator.fault({ ...refused('aigateway', 1), times: 1 });
			const failed = await n8n.waitForExecution(
				await start([submit('aigateway', options)], takes(2)),
			);
			expect(failed.status).toBe('error');
			expect(takesOf()).toEqual([0]);
			const retried = await retry(failed.id);
			expect(retried.status).toBe('success');
			expect(takesOf()).toEqual([0, 1]);
			const again = await retry(failed.id);
			expect(errorText(again)).toMatch(/The job may exist/);
			expect(takesOf()).toEqual([0, 1]);
		},
	);

	test('of a stopped execution tells the submits that were open, and sends only the others', async () => {
		stage.simulator.fault({ gateway: 'segmind', endpoint: 'submit', respond: 'silenceAfter' });
		const id = await start([submit('segmind', {}, {}, onError)], takes(6));
		await until(() => jobsOf().length === 4);
		await n8n.stopExecution(id);
		await n8n.waitForExecution(id);
		stage.simulator.clearFaults();
		const retried = await retry(id);
		expect(takesOf()).toEqual([0, 1, 2, 3, 4, 5]);
		expect(errorsOf(retried)).toHaveLength(4);
		expect(jsonOf(retried, 'Submit Video')).toHaveLength(2);
	});
});

test('another execution of the same workflow with the same items makes its own jobs', async () => {
	stage.simulator.reset();
	const id = await n8n.createWorkflow(workflow('Twice', [...rows(takes(2)), submit('segmind')]));
	for (let time = 0; time < 2; time++) {
		const execution = await n8n.waitForExecution(await n8n.runWorkflow(id));
		expect(execution.status).toBe('success');
	}
	expect(stage.simulator.jobs).toHaveLength(4);
});
