import { setTimeout as sleep } from 'node:timers/promises';
import type { IDataObject } from 'n8n-workflow';

import { gateways } from '../../gateways';
import { FACTS } from '../facts';
import type { GatewayId, JobPlan, SimulatedJob } from '../support/simulator';
import { readExample } from '../support/n8n/examples';
import {
	startN8n,
	workflow,
	type ConnectionSketch,
	type Execution,
	type N8n,
	type NodeSketch,
} from '../support/n8n/n8n';
import { isN8n1 } from '../support/n8n/release';
import { errorText, everythingWritten, rows, startStage, type Stage, videoNode } from './stage';

/**
 * Wait For Video with Wait Mode Suspend, on the real n8n. n8n looks for waits that are due once a minute, so what
 * is suspended takes a minute or two. The long executions therefore start before the first test, and each test
 * reads the jobs of its own prompts.
 */

let stage: Stage;
const plans = new Map<string, (row: string) => JobPlan>();

const after: NodeSketch = {
	name: 'After',
	type: 'n8n-nodes-base.set',
	typeVersion: 3.4,
	parameters: {
		mode: 'raw',
		jsonOutput:
			'={{ JSON.stringify({ ...$json, row: $("Rows").item.json.row, seen: Date.now() }) }}',
	},
};

const loop: ConnectionSketch[] = [
	['Wait For Video', 'Wait For Video'],
	['Wait For Video', 'After', 1],
];

interface Run {
	/** First word of its prompts. */
	name: string;
	/** What becomes of the video of a row. */
	plan: (row: string) => JobPlan;
	gateway?: string;
	rows?: object[];
	submit?: IDataObject;
	wait?: IDataObject;
	/** Between submit and wait. */
	between?: NodeSketch;
	/** Where the outputs of Wait For Video lead. */
	connections?: ConnectionSketch[];
	settings?: IDataObject;
	/** Of the node Wait For Video. */
	more?: Partial<NodeSketch>;
	/** Behind the outputs that `connections` adds. */
	nodes?: NodeSketch[];
}

/** Starts rows -> submit -> wait -> after, and gives the execution's id. */
async function start({ gateway = 'pixazo', ...run }: Run): Promise<string> {
	plans.set(run.name, run.plan);
	const nodes = [
		...rows(run.rows ?? [{ row: 1 }]),
		videoNode(stage, 'submitVideo', {
			gateway,
			prompt: `={{ "${run.name} " + $json.row }}`,
			...run.submit,
		} as never),
		videoNode(
			stage,
			'waitForVideo',
			{ waitMode: 'suspend', releaseItems: 'asTheyFinish', ...run.wait } as never,
			run.more ?? {},
		),
		after,
		...(run.nodes ?? []),
		...(run.between ? [run.between] : []),
	];
	const connections = [
		['Start', 'List'],
		['List', 'Rows'],
		['Rows', 'Submit Video'],
		...(run.between
			? [
					['Submit Video', run.between.name],
					[run.between.name, 'Wait For Video'],
				]
			: [['Submit Video', 'Wait For Video']]),
		...(run.connections ?? loop),
	] as ConnectionSketch[];
	const made = workflow('Suspend', nodes, connections);
	const id = await stage.n8n.createWorkflow({
		...made,
		...(run.settings ? { settings: run.settings } : {}),
	});
	return await stage.n8n.runWorkflow(id);
}

const finished = async (id: string, timeoutSeconds = 200) =>
	await stage.n8n.waitForExecution(id, { timeoutSeconds });

const suspended = async (id: string) =>
	await stage.n8n.waitForExecution(id, { timeoutSeconds: 20, until: ['waiting'] });

/** Everything that came by Done and through the node after it. */
const allAfter = (execution: Execution): IDataObject[] =>
	(execution.nodes.After?.runs ?? []).flatMap(({ outputs }) =>
		outputs.flat().map(({ json }) => json),
	);

const jobsOf = (name: string): SimulatedJob[] =>
	stage.simulator.jobs.filter(({ prompt }) => prompt?.startsWith(`${name} `));

const jobOf = (json: IDataObject): SimulatedJob =>
	stage.simulator.jobs.find(({ jobId }) => jobId === json.jobId)!;

const finalCall = ({ jobId }: SimulatedJob) =>
	stage.simulator.callbacks.find((call) => call.jobId === jobId && call.kind === 'final');

const looksOf = ({ statusCalls, submittedAt }: SimulatedJob) =>
	statusCalls.map((at) => (at - submittedAt) / 1000);

/** What differs from run to run. */
const passing = ['jobId', 'prompt', 'videoUrl', 'submittedAt', 'completedAt', 'seen'];

/** The item with the type of a value in place of one that differs from run to run. */
const lasting = (json: IDataObject): IDataObject =>
	Object.fromEntries(
		Object.entries(json).map(([key, value]) => [
			key,
			passing.includes(key) ? typeof value : value,
		]),
	);

/** The executions that take long, by name. */
const long: Record<string, Promise<string>> = {};

beforeAll(async () => {
	// The first start on a machine installs n8n.
	stage = await startStage({ videoSeconds: 2 });
	stage.simulator.plan = ({ prompt = '' }) => {
		const [name = '', row = ''] = prompt.split(' ');
		return plans.get(name)?.(row) ?? {};
	};
	const videos = {
		rows: [{ row: 1 }, { row: 2 }, { row: 3 }],
		plan: (row: string) => ({ seconds: row === '2' ? 75 : 5 }),
	};
	const every12 = { options: { checkIntervalSeconds: 12 } };
	const limited = { timeoutMinutes: 1.5, options: { checkIntervalSeconds: 20 } };
	const endless = { plan: () => ({ seconds: 900 }) };
	const called = {
		gateway: 'useapi',
		submit: { options: { wakeExecution: true } },
		wait: { options: { checkIntervalSeconds: 20 } },
	};
	const runs: Run[] = [
		{ name: 'modern', ...videos, wait: every12 },
		{ name: 'legacy', ...videos, wait: every12, settings: {} },
		{
			name: 'running',
			...videos,
			wait: { ...every12, waitMode: 'keepRunning' },
			connections: [['Wait For Video', 'After']],
		},
		{
			name: 'failing',
			rows: [{ row: 1 }, { row: 2 }],
			plan: (row) => (row === '1' ? { seconds: 5, outcome: 'moderated' } : { seconds: 900 }),
			wait: limited,
			more: { onError: 'continueErrorOutput' },
			connections: [...loop, ['Wait For Video', 'Failed', 2]],
			nodes: [
				{
					...after,
					name: 'Failed',
					parameters: {
						mode: 'raw',
						jsonOutput:
							'={{ JSON.stringify({ ...$json, row: $("Rows").item.json.row }) }}',
					},
				},
			],
		},
		{
			name: 'returned',
			...endless,
			wait: { ...limited, options: { ...limited.options, onTimeout: 'returnJob' } },
		},
		{ name: 'thrown', ...endless, wait: limited },
		{
			name: 'early',
			...called,
			plan: () => ({ seconds: 1 }),
			between: {
				name: 'Slow',
				type: 'n8n-nodes-base.wait',
				typeVersion: 1.1,
				parameters: { amount: 4, unit: 'seconds' },
			},
		},
		{ name: 'uncalled', ...called, plan: () => ({ seconds: 1, callbacks: 'none' }) },
	];
	for (const run of runs) long[run.name] = start(run);
	const example = await readExample('batch-suspended', stage.credentials);
	long.example = stage.n8n
		.createWorkflow(example)
		.then(async (id) => await stage.n8n.runWorkflow(id));
	await Promise.all(Object.values(long));
}, 900_000);

let restarted: N8n | undefined;

afterAll(async () => {
	await restarted?.stop();
	await stage?.close();
});

test('finished videos leave by Done at once while the others go on, in both orders that n8n runs nodes in', async () => {
	const sorted = (execution: Execution) =>
		allAfter(execution).sort((left, right) => Number(left.row) - Number(right.row));
	const running = await finished(await long.running!);

	for (const name of ['modern', 'legacy']) {
		const execution = await finished(await long[name]!);
		expect(execution.error?.message).toBeUndefined();
		const items = sorted(execution);
		expect(items.map(({ row }) => row)).toEqual([1, 2, 3]);
		const late = jobOf(items[1]!);
		for (const { row, seen } of items) {
			if (row !== 2) expect(seen).toBeLessThan(late.endsAt);
		}
		// As often as n8n wakes the execution, and not once more for what had left.
		for (const item of items) expect(looksOf(jobOf(item)).length).toBeLessThanOrEqual(3);
		expect(items.map(lasting)).toEqual(sorted(running).map(lasting));
		expect(jobsOf(name)).toHaveLength(3);
	}
}, 200_000);

test('the time limit holds over suspensions, and what failed leaves by the error output', async () => {
	const [failing, returned, thrown] = await Promise.all(
		['failing', 'returned', 'thrown'].map(async (name) => await finished(await long[name]!)),
	);

	const errors = failing!.nodes.Failed!.runs.flatMap(({ outputs }) => outputs.flat());
	expect(errors.map(({ json }) => json.row)).toEqual([1, 2]);
	expect(errors[0]!.json.error).toMatch(/failed \(moderated\)/);
	expect(errors[1]!.json.error).toMatch(
		/Pixazo job \d+ wasn't ready within 1.5 minutes; its last status is processing\..*pick it up/,
	);
	expect(failing!.nodes.After).toBeUndefined();
	expect(allAfter(returned!)[0]).toMatchObject({
		status: 'processing',
		failure: { code: 'timeout' },
		row: 1,
	});
	expect(thrown!.status).toBe('error');
	expect(errorText(thrown!)).toMatch(/wasn't ready within 1.5 minutes/);
	const ends = [failing!, returned!, thrown!].map(({ nodes }) => {
		const { startTime, executionTime } = nodes['Wait For Video']!.runs.at(-1)!;
		return startTime + executionTime;
	});
	const starts = ['failing', 'returned', 'thrown'].map(
		(name) => jobsOf(name).at(-1)!.submittedAt,
	);
	const seconds = ends.map((end, index) => (end - starts[index]!) / 1000);
	console.log(
		`Time limit of 90 s over suspensions: ended after ${seconds.map((each) => each.toFixed(1)).join(', ')} s`,
	);
	for (const each of seconds) {
		expect(each).toBeGreaterThan(89);
		// n8n resumes what is due once a minute.
		expect(each).toBeLessThan(90 + 60);
	}
}, 200_000);

test('the example of a batch puts every video into an item', async () => {
	const execution = await finished(await long.example!);

	expect(execution.error?.message).toBeUndefined();
	const items = execution.nodes['Your Nodes']!.runs.flatMap(({ outputs }) => outputs.flat());
	expect(items).toHaveLength(3);
	for (const { json, binary } of items) {
		expect(json.status).toBe('completed');
		expect((await stage.n8n.binaryFile(binary!.data!)).length).toBeGreaterThan(1000);
	}
}, 200_000);

test.each<{ name: string; connections: ConnectionSketch[]; message: RegExp }>([
	{
		name: 'no output back to the node',
		connections: [['Wait For Video', 'After', 1]],
		message: /^'Still Running' isn't connected in the node 'Wait For Video'$/,
	},
	{
		name: 'Done back to the node',
		connections: [
			['Wait For Video', 'After'],
			['Wait For Video', 'Wait For Video', 1],
		],
		message:
			/^'Still Running' isn't connected: Done leads back instead in the node 'Wait For Video'$/,
	},
])('with $name it says so before anything is submitted', async ({ connections, message }) => {
	const name = connections.length === 1 ? 'unwired' : 'swapped';
	const execution = await finished(await start({ name, plan: () => ({}), connections }), 20);

	expect(execution.error?.message).toMatch(message);
	expect(execution.error?.description).toMatch(
		/Connect its 'Still Running' output back to its own input, and 'Done' to/,
	);
	expect(jobsOf(name)).toEqual([]);
});

test('Still Running may lead back through other nodes', async () => {
	const pass: NodeSketch = { name: 'Pass', type: 'n8n-nodes-base.noOp' };
	const execution = await finished(
		await start({
			name: 'through',
			plan: () => ({ seconds: 0 }),
			wait: { options: { checkIntervalSeconds: 1 } },
			nodes: [pass],
			connections: [
				['Wait For Video', 'Pass'],
				['Pass', 'Wait For Video'],
				['Wait For Video', 'After', 1],
			],
		}),
		20,
	);

	expect(execution.error?.message).toBeUndefined();
	expect(allAfter(execution)[0]).toMatchObject({ status: 'completed', row: 1 });
});

describe('a gateway that calls back', () => {
	test.each(['aigateway', 'useapi'] as const)(
		'%s wakes the execution; progress, early, doubled, late and forged calls change nothing but the time',
		async (gateway) => {
			const id = await start({
				name: `${gateway}Calls`,
				gateway,
				plan: () => ({ seconds: 15 }),
				submit: { options: { wakeExecution: true } },
			});
			await suspended(id);
			const [job] = jobsOf(`${gateway}Calls`);
			const call = stage.simulator.callback(job!);

			// Someone who has the address, but no callback.
			const forged = await stage.simulator.sendCallback({ ...call, body: '{"hello":1}' });
			expect(forged).toMatchObject({ status: 400 });
			const noJson = await stage.simulator.sendCallback({ ...call, body: '<xml/>' });
			expect(noJson.status).toBeGreaterThanOrEqual(400);
			// Someone without its token.
			const url = new URL(call.url);
			url.searchParams.set('signature', '0'.repeat(64));
			expect((await stage.simulator.sendCallback({ ...call, url: url.href })).status).toBe(
				// The address of n8n 1.x has no token; what such a call says is not believed there either.
				isN8n1 ? 200 : 401,
			);
			// A running job, told as it is, and then as if it were done.
			expect((await stage.simulator.sendCallback(call)).status).toBe(200);
			expect((await stage.n8n.execution(id)).status).toBe('waiting');
			expect(looksOf(job!)).toEqual([]);
			const lie =
				gateway === 'useapi'
					? { videoId: job!.jobId, status: 2, videoURL: 'http://127.0.0.1:1/lie.mp4' }
					: {
							id: job!.jobId,
							status: 'completed',
							result_url: 'http://127.0.0.1:1/lie.mp4',
						};
			const lied = { ...call, body: JSON.stringify(lie) };
			expect((await stage.simulator.sendCallback(lied)).status).toBe(200);
			await suspended(id);
			expect(looksOf(job!)).toHaveLength(1);

			const execution = await finished(id, 40);
			expect(execution.error?.message).toBeUndefined();
			const [item] = allAfter(execution);
			expect(item).toMatchObject({ status: 'completed', videoUrl: job!.videoUrl, row: 1 });
			expect(item).not.toHaveProperty('wokenForJob');
			const final = finalCall(job!)!;
			const lag = (Number(item!.seen) - final.at) / 1000;
			console.log(`${gateway}: out by Done ${lag.toFixed(2)} s after the gateway's call`);
			expect(looksOf(job!)).toHaveLength(2);
			// Doubled, and late.
			expect(await stage.simulator.sendCallback({ ...final })).toMatchObject({ status: 409 });
			expect(jobsOf(`${gateway}Calls`)).toHaveLength(1);
			const written = everythingWritten(stage, execution);
			for (const { apiKey } of Object.values(stage.simulator.credentials)) {
				expect(written).not.toContain(apiKey);
			}
		},
	);

	test('that finds the execution running, or never calls, is not needed', async () => {
		for (const name of ['early', 'uncalled']) {
			const execution = await finished(await long[name]!);
			expect(execution.error?.message).toBeUndefined();
			expect(allAfter(execution)).toEqual([
				expect.objectContaining({ status: 'completed', row: 1 }),
			]);
			expect(jobsOf(name)).toHaveLength(1);
		}
		// n8n turns a call for an execution away that does not wait for one.
		expect(finalCall(jobsOf('early')[0]!)!.status).toBeGreaterThanOrEqual(400);
		expect(finalCall(jobsOf('uncalled')[0]!)).toBeUndefined();
	}, 200_000);

	test('must be able to reach the address, which is said before anything is sent', async () => {
		for (const { id, credentialType, callbacks } of gateways) {
			if (!callbacks) continue;
			const credential = await stage.n8n.createCredential({
				name: `${id} on the internet`,
				type: credentialType,
				data: {
					...stage.simulator.credentials[id as GatewayId],
					baseUrl: 'https://gateway.example',
				},
			});
			for (const options of [
				{ callbackUrl: 'http://localhost:5678/webhook/x' },
				{ callbackUrl: 'https://192.168.1.20/webhook/x' },
				...(FACTS[id as GatewayId].callback?.wakesExecution
					? [{ wakeExecution: true }]
					: []),
			]) {
				const execution = await stage.run([
					videoNode({ credentials: { [credentialType]: credential } }, 'submitVideo', {
						gateway: id,
						prompt: 'A lake',
						options,
					} as never),
				]);
				expect(errorText(execution)).toMatch(
					/can't reach https?:\/\/.*, a private address\. Set n8n's environment variable WEBHOOK_URL/,
				);
				expect(errorText(execution)).not.toContain('signature');
			}
		}
		expect(stage.simulator.jobs.some(({ prompt }) => prompt === 'A lake')).toBe(false);
	});
});

test('after kill -9 of n8n during the suspension a restart finishes every job, without a second submit', async () => {
	const id = await start({
		name: 'killed',
		plan: () => ({ seconds: 4 }),
		gateway: '={{ $json.gateway }}',
		rows: gateways.map(({ id: gateway }) => ({ row: gateway, gateway })),
		// Far enough for a slow start of n8n, which takes an execution that is due just then for crashed (docs/reliability.md).
		wait: { downloadVideo: true, options: { checkIntervalSeconds: 45 } },
	});
	await suspended(id);
	// n8n stores the execution first and then notes in its log that it has ended: without the note it counts as crashed.
	await sleep(2000);
	const { userFolder } = stage.n8n;
	await stage.n8n.kill();
	// The videos get ready meanwhile.
	while (jobsOf('killed').some(({ completedAt }) => completedAt === undefined)) await sleep(100);
	stage.n8n = await startN8n({ userFolder });
	restarted = stage.n8n;
	const execution = await finished(id);

	expect([execution.status, execution.error?.message]).toEqual(['success', undefined]);
	expect(
		allAfter(execution)
			.map(
				({ row, status, error = 'no error' }) =>
					`${String(row)}: ${String(status)}, ${JSON.stringify(error)}`,
			)
			.sort(),
	).toEqual(gateways.map(({ id: gateway }) => `${gateway}: completed, "no error"`).sort());
	const files = execution.nodes['Wait For Video']!.runs.flatMap(
		({ outputs }) => outputs[1] ?? [],
	);
	for (const { binary } of files) {
		expect((await stage.n8n.binaryFile(binary!.data!)).length).toBeGreaterThan(1000);
	}
	expect(jobsOf('killed')).toHaveLength(gateways.length);
	// In the whole of this file.
	expect(stage.simulator.refusals).toEqual([]);
}, 200_000);
