import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import axios from 'axios';
import type { IDataObject } from 'n8n-workflow';

import type { JobPlan } from '../support/simulator';
import {
	workflow,
	type ConnectionSketch,
	type Execution,
	type NodeSketch,
} from '../support/n8n/n8n';
import { rows, startStage, videoNode, type Stage } from './stage';
import { after, done, submit, wait, WAYS, type Site, type Way } from './topologyNodes';

/** What else happens while n8n waits: bursts of callbacks, batches, sleep, clocks, links that die, failures behind Done. */

let stage: Stage;
const plans = new Map<string, (row: number) => JobPlan>();

const start: ConnectionSketch[] = [
	['Start', 'List'],
	['List', 'Rows'],
];

const list = (count: number) =>
	rows(Array.from({ length: count }, (_, index) => ({ row: index + 1 })));

async function begin(
	name: string,
	nodes: NodeSketch[],
	connections: ConnectionSketch[],
	host: Stage['n8n'] = stage.n8n,
): Promise<string> {
	return await host.runWorkflow(
		await host.createWorkflow(workflow(name, nodes, [...start, ...connections])),
	);
}

/** Rows -> Submit -> Wait -> After. */
async function straight(
	{ count, ...site }: Site & { count: number },
	more: { submit?: Partial<NodeSketch>; wait?: Partial<NodeSketch> } = {},
): Promise<string> {
	return await begin(
		site.name,
		[...list(count), submit(site, more.submit), wait(site, more.wait), after()],
		[['Rows', 'Submit Video'], ['Submit Video', 'Wait For Video'], ...done(site, 'After')],
	);
}

const finished = async (id: string, timeoutSeconds = 300): Promise<Execution> =>
	await stage.n8n.waitForExecution(id, { timeoutSeconds });

const itemsAfter = (execution: Execution, node = 'After'): IDataObject[] =>
	(execution.nodes[node]?.runs ?? []).flatMap(({ outputs }) =>
		outputs.flat().map(({ json }) => json),
	);

const jobsOf = (name: string) =>
	stage.simulator.jobs.filter(({ prompt }) => prompt?.startsWith(`${name} `));

const videoRow = ({ jobId }: IDataObject): number =>
	Number(stage.simulator.jobs.find((job) => job.jobId === jobId)?.prompt?.split(' ')[1]);

const suspended = async (id: string) =>
	await stage.n8n.waitForExecution(id, { timeoutSeconds: 60, until: ['waiting'] });

/** A production webhook answers shortly after its workflow was published, with 404 before that. */
async function untilThere<Answer>(call: () => Promise<Answer>): Promise<Answer> {
	for (let tries = 0; ; tries++) {
		try {
			return await call();
		} catch (error) {
			if (tries === 20 || !axios.isAxiosError(error) || error.response?.status !== 404) {
				throw error;
			}
			await sleep(250);
		}
	}
}

/** The executions that take long, by name. */
const long = new Map<string, Promise<Execution>>();
const COUNT = 100;

beforeAll(async () => {
	stage = await startStage({ videoSeconds: 3 });
	stage.simulator.plan = ({ prompt = '' }) => {
		const [name = '', row] = prompt.split(' ');
		return plans.get(name)?.(Number(row)) ?? {};
	};
	for (const way of WAYS) {
		const name = `hundred-${way}`;
		plans.set(name, (row) => ({ seconds: 1 + ((row * 37) % 90) }));
		const execution = straight({ stage, way, name, count: COUNT }).then((id) => finished(id));
		execution.catch(() => undefined);
		long.set(name, execution);
	}
}, 900_000);

afterAll(async () => {
	await stage?.close();
});

test('forty callbacks within one second to one execution: all videos leave at once', async () => {
	const name = 'burst';
	const together = Date.now() + 45_000;
	plans.set(name, () => ({ seconds: (together - Date.now()) / 1000 }));
	const prompt = `={{ "${name} " + $json.row }}`;
	const site: Site = { stage, way: 'together', name };
	const id = await begin(
		name,
		[
			...list(40),
			videoNode(stage, 'submitVideo', {
				gateway: 'useapi',
				prompt,
				options: { wakeExecution: true },
			}),
			wait(site, { parameters: { options: {} } }),
			after(),
		],
		[['Rows', 'Submit Video'], ['Submit Video', 'Wait For Video'], ...done(site, 'After')],
	);
	const execution = await finished(id, 120);

	expect(execution.error?.message).toBeUndefined();
	const items = itemsAfter(execution);
	expect(items.map((item) => [item.row, videoRow(item)])).toEqual(
		Array.from({ length: 40 }, (_, index) => [index + 1, index + 1]),
	);
	const calls = stage.simulator.callbacks.filter(
		({ kind, jobId }) => kind === 'final' && jobsOf(name).some((job) => job.jobId === jobId),
	);
	expect(calls).toHaveLength(40);
	const last = Math.max(...calls.map(({ at }) => at));
	const lag = (Math.max(...items.map(({ seen }) => Number(seen))) - last) / 1000;
	const taken = calls.filter(({ status }) => status === 200).length;
	console.log(`40 callbacks, ${taken} taken by n8n: all out ${lag.toFixed(1)} s after the last`);
	// The log has the figure; this leaves room for a busy machine.
	expect(lag).toBeLessThan(20);
}, 150_000);

test('jobs of a Submit Video that asks for no wake-up are checked at their usual time', async () => {
	const site: Site = { stage, way: 'together', name: 'mixed' };
	plans.set('mixed', () => ({ seconds: 600 }));
	const parameters = { gateway: 'useapi', prompt: '={{ "mixed " + $json.row }}' };
	const id = await begin(
		'mixed',
		[
			...list(1),
			videoNode(stage, 'submitVideo', parameters, { name: 'Unasked' }),
			videoNode(
				stage,
				'submitVideo',
				{ ...parameters, options: { wakeExecution: true } },
				{ name: 'Asked' },
			),
			{ name: 'Both', type: 'n8n-nodes-base.merge', typeVersion: 3.2, parameters: {} },
			wait(site, { parameters: { options: {} } }),
		],
		[
			['Rows', 'Unasked'],
			['Rows', 'Asked'],
			['Unasked', 'Both'],
			['Asked', 'Both', 0, 1],
			['Both', 'Wait For Video'],
			['Wait For Video', 'Wait For Video'],
		],
	);
	const { raw } = await suspended(id);
	const { watches } = raw.data!.executionData!.contextData['node:Wait For Video'] as {
		watches: Record<string, { submittedAt: number; nextCheckAt: number }>;
	};
	const seconds = (node: string, execution: Execution) => {
		const { jobId } = execution.nodes[node]!.runs[0]!.outputs[0]![0]!.json;
		const watch = watches[`useapi ${String(jobId)}`]!;
		return Math.round((watch.nextCheckAt - watch.submittedAt) / 1000);
	};
	const execution = await stage.n8n.execution(id);
	// Twice as late at least, and later where the videos of before have taken very different times; in whole seconds.
	expect(seconds('Asked', execution) / seconds('Unasked', execution)).toBeGreaterThan(1.8);
	await stage.n8n.stopExecution(id);
});

test('a node behind Done that fails while other jobs still run leaves the canvas as it was drawn', async () => {
	const name = 'fails';
	const site: Site = { stage, way: 'asTheyFinish', name };
	plans.set(name, (row) => ({ seconds: row === 1 ? 1 : 600 }));
	const boom: NodeSketch = {
		name: 'Fails',
		type: 'n8n-nodes-base.stopAndError',
		parameters: { errorMessage: 'Full' },
	};
	const id = await begin(
		name,
		[
			...list(2),
			submit(site),
			wait(site, {
				parameters: { options: { checkIntervalSeconds: 2 } },
				position: [700, 340],
			}),
			boom,
		],
		[['Rows', 'Submit Video'], ['Submit Video', 'Wait For Video'], ...done(site, 'Fails')],
	);
	const first = await finished(id, 60);
	expect(first.error?.message).toBe('Full');
	const again = await finished(await stage.n8n.retryExecution(id), 60);
	for (const { raw } of [first, again]) {
		const { nodes } = raw.row.workflowData as unknown as {
			nodes: Array<{ name: string; position: number[] }>;
		};
		const waiting = nodes.find((node) => node.name === 'Wait For Video')!;
		expect(waiting.position).toEqual([700, 340]);
	}
});

test('links that would be dead when the last video is ready are renewed', async () => {
	const name = 'links';
	plans.set(name, (row) => ({ seconds: row === 1 ? 1 : 6 }));
	let reads = 0;
	// Each read of the job gives a link of its own, which soon runs out.
	const clear = stage.simulator.fault({
		gateway: 'pixazo',
		endpoint: 'status',
		when: ({ body }) =>
			jobsOf(name).some(({ jobId }) => jobId === String((body as IDataObject).task_id)),
		respond: {
			rewrite: (body) =>
				JSON.parse(
					JSON.stringify(body).replace(
						/(https?:[^"]+\.mp4)/g,
						`$1?Expires=${Math.round(Date.now() / 1000) + 120}&read=${++reads}`,
					),
				) as unknown,
		},
	});
	const id = await straight(
		{ stage, way: 'together', name, count: 2 },
		{ wait: { parameters: { options: { checkIntervalSeconds: 2 } } } },
	);
	const items = itemsAfter(await finished(id, 150));
	clear();

	expect(items).toHaveLength(2);
	const numbers = items.map(({ videoUrl }) => Number(/read=(\d+)/.exec(String(videoUrl))?.[1]));
	// The first video was ready before the second one; both links are from the last reads.
	expect(Math.max(...numbers)).toBe(reads);
	expect(Math.min(...numbers)).toBe(reads - 1);
});

test('a webhook that answers with the last node answers with all videos', async () => {
	const name = 'webhook';
	plans.set(name, (row) => ({ seconds: row === 2 ? 8 : 1 }));
	const site: Site = { stage, way: 'together', name };
	const path = `videos-${Date.now()}`;
	const made = workflow(
		name,
		[
			{
				name: 'Webhook',
				type: 'n8n-nodes-base.webhook',
				typeVersion: 2,
				parameters: {
					path,
					httpMethod: 'POST',
					responseMode: 'lastNode',
					responseData: 'allEntries',
					options: {},
				},
				webhookId: path,
			} as NodeSketch,
			...list(3),
			submit(site),
			wait(site, { parameters: { options: { checkIntervalSeconds: 12 } } }),
			after(),
		],
		[
			['Webhook', 'List'],
			['List', 'Rows'],
			['Rows', 'Submit Video'],
			['Submit Video', 'Wait For Video'],
			...done(site, 'After'),
		],
	);
	await stage.n8n.activate(await stage.n8n.createWorkflow(made));
	const { data } = await untilThere(() =>
		axios.post<IDataObject[]>(`${stage.n8n.url}/webhook/${path}`, {}, { proxy: false }),
	);

	expect(data.map((item) => [item.row, videoRow(item)])).toEqual([
		[1, 1],
		[2, 2],
		[3, 3],
	]);
});

describe('in Keep Running', () => {
	/** An n8n of its own: it is stopped and its clock is set. */
	let own: Stage;

	beforeAll(async () => {
		const nodeOptions = ['--require', join(__dirname, 'clock-on-signal.cjs')];
		own = await startStage({ nodeOptions });
	});

	afterAll(async () => {
		await own?.close();
	});

	/** One video of so many seconds, and a wait of so many minutes; gives the finished execution. */
	async function waitDuring(
		{ seconds, timeoutMinutes }: { seconds: number; timeoutMinutes: number },
		happens: () => Promise<void> | void,
	): Promise<Execution> {
		own.simulator.reset();
		own.simulator.plan = () => ({ seconds });
		const site: Site = { stage: own, way: 'keepRunning', name: 'own' };
		const parameters = { timeoutMinutes, options: {} };
		const id = await begin(
			'own',
			[...list(1), submit(site), wait(site, { parameters }), after()],
			[
				['Rows', 'Submit Video'],
				['Submit Video', 'Wait For Video'],
				['Wait For Video', 'After'],
			],
			own.n8n,
		);
		while (own.simulator.jobs.length === 0) await sleep(100);
		await happens();
		return await own.n8n.waitForExecution(id, { timeoutSeconds: 60 });
	}

	test.each<[string, { seconds: number; timeoutMinutes: number }, () => Promise<void> | void]>([
		[
			'a machine that slept past the time limit checks once more',
			{ seconds: 14, timeoutMinutes: 0.3 },
			async () => {
				await sleep(6_000);
				process.kill(own.n8n.pid, 'SIGSTOP');
				await sleep(25_000);
				process.kill(own.n8n.pid, 'SIGCONT');
			},
		],
		[
			'a clock that is set back makes the wait no longer',
			{ seconds: 12, timeoutMinutes: 0.5 },
			() => void process.kill(own.n8n.pid, 'SIGUSR2'),
		],
	])('%s', async (_name, times, happens) => {
		const execution = await waitDuring(times, happens);

		expect(execution.error?.message).toBeUndefined();
		expect(itemsAfter(execution)).toEqual([
			expect.objectContaining({ status: 'completed', row: 1 }),
		]);
	});
});

test.each<Way>([...WAYS])(
	`${COUNT} jobs of mixed lengths, %s: none mixed, none lost`,
	async (way) => {
		const name = `hundred-${way}`;
		const execution = await long.get(name)!;

		expect(execution.error?.message).toBeUndefined();
		const items = itemsAfter(execution);
		const inOrder = way === 'asTheyFinish' ? items.map(({ row }) => Number(row)) : [];
		const sorted = inOrder.sort((left, right) => left - right);
		const wanted = Array.from({ length: COUNT }, (_, index) => index + 1);
		expect(way === 'asTheyFinish' ? sorted : items.map(({ row }) => row)).toEqual(wanted);
		for (const item of items) expect(videoRow(item)).toBe(item.row);
		expect(jobsOf(name)).toHaveLength(COUNT);
	},
	320_000,
);
