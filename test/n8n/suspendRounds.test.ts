import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { IDataObject } from 'n8n-workflow';

import { documentedError, type JobPlan } from '../support/simulator';
import {
	workflow,
	type ConnectionSketch,
	type Execution,
	type NodeSketch,
	type WorkflowJson,
} from '../support/n8n/n8n';
import { jsonOf, rows, stageForTests, videoNode } from './stage';

/**
 * What a suspended wait keeps from round to round, while items leave and the execution fails and is retried. This n8n
 * checks every second which executions are due; at its own pace, executions resume in `suspend.test.ts`.
 */
const stage = stageForTests(2, {
	NODE_OPTIONS: `--require ${JSON.stringify(join(__dirname, 'frequent-waits.cjs'))}`,
});

const WAIT = 'Wait For Video';
/** Longer than what a running execution waits for by itself. */
const EVERY_8 = { checkIntervalSeconds: 8 };

const after = (name = 'After'): NodeSketch => ({
	name,
	type: 'n8n-nodes-base.set',
	typeVersion: 3.4,
	parameters: {
		mode: 'raw',
		jsonOutput:
			'={{ JSON.stringify({ ...$json, row: $("Rows").item.json.row, file: $binary.data?.fileName, keys: Object.keys($json) }) }}',
	},
});

interface Sketch {
	rows: object[];
	/** What becomes of the video of each row. */
	plans: JobPlan[];
	gateway?: string;
	submit?: Partial<NodeSketch>;
	submitOptions?: IDataObject;
	wait: IDataObject;
	waitNode?: Partial<NodeSketch>;
	/** Between Still Running and the node's input. */
	inLoop?: NodeSketch;
	/** Instead of a chain from the rows to After. */
	connections?: ConnectionSketch[];
	nodes?: NodeSketch[];
	settings?: IDataObject;
}

const promptRow = (prompt = ''): number => Number(prompt.split(' ')[1]);

function draw({ wait, inLoop, ...sketch }: Sketch): WorkflowJson {
	stage.simulator.plan = ({ prompt }) => sketch.plans[promptRow(prompt) - 1] ?? {};
	const made = workflow(
		'Rounds',
		[
			...rows(sketch.rows),
			videoNode(
				stage,
				'submitVideo',
				{
					gateway: sketch.gateway ?? 'pixazo',
					prompt: '={{ "Row " + $json.row }}',
					options: sketch.submitOptions ?? {},
				} as never,
				sketch.submit,
			),
			videoNode(
				stage,
				'waitForVideo',
				{ waitMode: 'suspend', ...wait } as never,
				sketch.waitNode,
			),
			after(),
			...(inLoop ? [inLoop] : []),
			...(sketch.nodes ?? []),
		],
		[
			['Start', 'List'],
			['List', 'Rows'],
			...(inLoop
				? ([
						[WAIT, inLoop.name],
						[inLoop.name, WAIT],
					] as ConnectionSketch[])
				: ([[WAIT, WAIT]] as ConnectionSketch[])),
			...(sketch.connections ?? [
				['Rows', 'Submit Video'],
				['Submit Video', WAIT],
				[WAIT, 'After', 1],
				[WAIT, 'Failed', 2],
			]),
		].filter(
			([, to]) => to !== 'Failed' || sketch.nodes?.some(({ name }) => name === to),
		) as ConnectionSketch[],
	);
	return { ...made, settings: { ...made.settings, ...sketch.settings } };
}

const finished = async (id: string): Promise<Execution> =>
	await stage.n8n.waitForExecution(id, { timeoutSeconds: 150 });

async function run(sketch: Sketch): Promise<Execution> {
	const id = await stage.n8n.createWorkflow(draw(sketch));
	return await finished(await stage.n8n.runWorkflow(id));
}

const videoRow = (jobId: unknown): number =>
	promptRow(stage.simulator.jobs.find((job) => job.jobId === jobId)?.prompt);

/** The items of a node over all of its runs: [row, row of the video, name of the file]. */
const leftBy = (execution: Execution, node = 'After') =>
	(execution.nodes[node]?.runs ?? []).flatMap(({ outputs }) =>
		outputs.flat().map(({ json }) => [json.row, videoRow(json.jobId), json.file]),
	);

/** Expressions that give another value, once there are fewer items. */
const byPlace = {
	releaseItems: 'asTheyFinish',
	downloadVideo: true,
	timeoutMinutes: '={{ $("Rows").all()[$itemIndex].json.minutes }}',
	jobId: '={{ $("Submit Video").all()[$itemIndex].json.jobId }}',
	options: { ...EVERY_8, fileName: '={{ "video-" + $itemIndex }}' },
};
const threeRows = [
	{ row: 1, minutes: 30 },
	{ row: 2, minutes: 'soon' },
	{ row: 3, minutes: 'soon' },
];

test.each<{ way: string; inLoop?: NodeSketch }>([
	{ way: 'directly' },
	{ way: 'through No Operation', inLoop: { name: 'Pass', type: 'n8n-nodes-base.noOp' } },
	{
		way: 'through a Code node',
		inLoop: {
			name: 'Code',
			type: 'n8n-nodes-base.code',
			typeVersion: 2,
			parameters: { jsCode: 'return $input.all()' },
		},
	},
])(
	'an item that others have left keeps its job and settings, in a loop $way',
	async ({ inLoop }) => {
		const execution = await run({
			rows: threeRows,
			plans: [{ seconds: 1 }, { seconds: 30 }, { seconds: 13 }],
			wait: byPlace,
			...(inLoop ? { inLoop } : {}),
		});

		expect(execution.error?.message).toBeUndefined();
		expect(leftBy(execution)).toEqual([
			[1, 1, 'video-0.mp4'],
			[3, 3, 'video-2.mp4'],
			[2, 2, 'video-1.mp4'],
		]);
		expect(stage.simulator.jobs).toHaveLength(3);
	},
);

describe('Retry', () => {
	/** An execution that fails once the first of three videos has left. */
	async function fail(workflowId: string): Promise<Execution> {
		const id = await stage.n8n.runWorkflow(workflowId);
		while (!(await stage.n8n.execution(id)).nodes.After) await sleep(500);
		const clear = stage.simulator.fault({
			endpoint: 'status',
			when: ({ path }) => !path.includes(stage.simulator.jobs[0]!.jobId),
			respond: documentedError('pixazo', 401),
		});
		const failed = await finished(id);
		clear();
		expect(failed.status).toBe('error');
		expect(leftBy(failed)).toEqual([[1, 1, 'video-0.mp4']]);
		return failed;
	}
	const sketch: Sketch = {
		rows: threeRows,
		plans: [{ seconds: 1 }, { seconds: 14 }, { seconds: 70 }],
		wait: byPlace,
	};

	test('keeps the job and the settings of each item, and lets a finished video leave at once', async () => {
		const failed = await fail(await stage.n8n.createWorkflow(draw(sketch)));
		const again = await finished(await stage.n8n.retryExecution(failed.id));

		expect(again.error?.message).toBeUndefined();
		expect(leftBy(again)).toEqual([
			[1, 1, 'video-0.mp4'],
			[2, 2, 'video-1.mp4'],
			[3, 3, 'video-2.mp4'],
		]);
		const last = stage.simulator.jobs[2]!;
		expect(again.nodes.After!.runs[1]!.startTime).toBeLessThan(last.endsAt);
		expect(stage.simulator.jobs).toHaveLength(3);
	}, 240_000);

	test('of a workflow that was changed reads the new settings', async () => {
		const id = await stage.n8n.createWorkflow(draw(sketch));
		const failed = await fail(id);
		const options = { ...EVERY_8, fileName: '={{ "new-" + $json.jobId }}' };
		await stage.n8n.updateWorkflow(
			id,
			draw({ ...sketch, wait: { ...byPlace, timeoutMinutes: 20, options } }),
		);
		const again = await finished(
			await stage.n8n.retryExecution(failed.id, { loadWorkflow: true }),
		);

		expect(again.error?.message).toBeUndefined();
		const [, second, third] = stage.simulator.jobs;
		expect(leftBy(again).slice(1)).toEqual([
			[2, 2, `new-${second!.jobId}.mp4`],
			[3, 3, `new-${third!.jobId}.mp4`],
		]);
	}, 240_000);

	test('of a workflow that was changed lets what was held back leave by the new settings', async () => {
		const held: Sketch = {
			rows: [{ row: 1 }, { row: 2 }],
			plans: [{ seconds: 1 }, { seconds: 14, outcome: 'failed' }],
			wait: { options: EVERY_8 },
		};
		const id = await stage.n8n.createWorkflow(draw(held));
		const failed = await finished(await stage.n8n.runWorkflow(id));
		expect(failed.status).toBe('error');
		await stage.n8n.updateWorkflow(
			id,
			draw({
				...held,
				wait: {
					downloadVideo: true,
					options: { ...EVERY_8, onFailedVideo: 'returnJob', fileName: 'new' },
				},
			}),
		);
		const again = await finished(
			await stage.n8n.retryExecution(failed.id, { loadWorkflow: true }),
		);

		expect(again.error?.message).toBeUndefined();
		expect(leftBy(again)).toEqual([
			[1, 1, 'new.mp4'],
			[2, 2, undefined],
		]);
		expect(stage.simulator.jobs).toHaveLength(2);
	});

	test('checks a video that was late once more', async () => {
		const id = await stage.n8n.createWorkflow(
			draw({
				rows: [{ row: 1 }, { row: 2 }],
				plans: [{ seconds: 25 }, { seconds: 25 }],
				wait: {
					timeoutMinutes: 0.2,
					options: {
						onTimeout: '={{ $("Rows").item.json.row === 1 ? "returnJob" : "error" }}',
					},
				},
			}),
		);
		const failed = await finished(await stage.n8n.runWorkflow(id));
		expect(failed.status).toBe('error');
		while (stage.simulator.jobs.some(({ completedAt }) => completedAt === undefined)) {
			await sleep(200);
		}
		const again = await finished(await stage.n8n.retryExecution(failed.id));

		expect(again.error?.message).toBeUndefined();
		expect(jsonOf(again, WAIT, 1)).toEqual([
			expect.objectContaining({ status: 'completed' }),
			expect.objectContaining({ status: 'completed' }),
		]);
	});
});

describe('a row that Submit Video refused', () => {
	const refuse = (row: number, gateway: 'pixazo' | 'useapi') =>
		stage.simulator.fault({
			endpoint: 'submit',
			when: ({ body }) => JSON.stringify(body).includes(`Row ${row}`),
			respond: documentedError(gateway, 402),
		});

	test('leaves with the others of its batch, and Loop Over Items starts no batch early', async () => {
		refuse(1, 'pixazo');
		const loop: NodeSketch = {
			name: 'Loop',
			type: 'n8n-nodes-base.splitInBatches',
			typeVersion: 3,
			parameters: { batchSize: 3, options: {} },
			// On the left of the others, as people draw it: n8n runs it before them.
			position: [0, 0],
		};
		const execution = await run({
			rows: [1, 2, 3, 4].map((row) => ({ row })),
			plans: [{}, { seconds: 30 }, { seconds: 1 }, { seconds: 1 }],
			submit: { onError: 'continueRegularOutput' },
			wait: { options: EVERY_8 },
			waitNode: { onError: 'continueErrorOutput', retryOnFail: true, maxTries: 2 },
			nodes: [loop],
			connections: [
				['Rows', 'Loop'],
				['Loop', 'After'],
				['Loop', 'Submit Video', 1],
				['Submit Video', WAIT],
				[WAIT, 'Loop', 1],
				[WAIT, 'Loop', 2],
			],
		});

		expect(execution.error?.message).toBeUndefined();
		const jobs = [2, 3, 4].map((row) =>
			stage.simulator.jobs.find(({ prompt }) => promptRow(prompt) === row)!,
		);
		expect(jobs[2]!.submittedAt).toBeGreaterThanOrEqual(jobs[0]!.endsAt);
		expect(stage.simulator.jobs).toHaveLength(3);
	});

	test('leaves as it is, also after a callback', async () => {
		refuse(1, 'useapi');
		const execution = await run({
			rows: [{ row: 1 }, { row: 2 }, { row: 3 }],
			plans: [{}, { seconds: 20 }, { seconds: 20 }],
			gateway: 'useapi',
			submit: { onError: 'continueRegularOutput' },
			submitOptions: { wakeExecution: true },
			wait: { options: { checkIntervalSeconds: 60 } },
			waitNode: { onError: 'continueErrorOutput' },
			nodes: [after('Failed')],
		});

		expect(execution.error?.message).toBeUndefined();
		expect(leftBy(execution)).toEqual([
			[2, 2, undefined],
			[3, 3, undefined],
		]);
		// Woken by the gateway, not by the clock.
		const wake = execution.nodes.Failed!.runs[0]!.startTime;
		expect(wake).toBeLessThan(stage.simulator.jobs[0]!.submittedAt + 55_000);
		const [failed] = jsonOf(execution, 'Failed');
		expect(failed).toMatchObject({ row: 1, keys: ['error', 'details'] });
		expect(failed!.error).toMatch(/an earlier node failed for this item/);
	});
});
