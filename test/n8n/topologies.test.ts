import { setTimeout as sleep } from 'node:timers/promises';
import axios from 'axios';
import type { IDataObject } from 'n8n-workflow';

import {
	workflow,
	type ConnectionSketch,
	type Execution,
	type NodeSketch,
} from '../support/n8n/n8n';
import { startStage, type Stage } from './stage';
import { drawings, type DrawingName } from './topologies';
import { WAYS, type Drawing, type Way } from './topologyNodes';

/**
 * Which rows come out with which videos, for every drawing and every way of waiting, on the real n8n. All executions
 * start before the first test, since suspended ones take a minute or two.
 */

let stage: Stage;
const executions = new Map<string, Promise<Execution>>();
/** The slowest answer of n8n's /healthz, in milliseconds. */
let slowestAnswer = 0;
/** How often it gave none in 30 s. */
let unanswered = 0;
let polling = true;

const nameOf = (drawing: string, way: Way) => `${drawing}-${way}`;

/** Asks n8n all the time whether it still answers. */
async function pollHealth(): Promise<void> {
	while (polling) {
		const askedAt = Date.now();
		await axios
			.get(`${stage.n8n.url}/healthz`, { timeout: 30_000, proxy: false })
			.catch(() => unanswered++);
		slowestAnswer = Math.max(slowestAnswer, Date.now() - askedAt);
		await sleep(200);
	}
}

/** The workflow without the manual trigger that `workflow` puts in front. */
function childOf(name: string, nodes: NodeSketch[], connections: ConnectionSketch[]) {
	const made = workflow(name, nodes, connections);
	return { ...made, nodes: made.nodes.slice(1) };
}

async function run(name: string, drawing: Drawing): Promise<Execution> {
	const { nodes, connections, settings, child } = drawing;
	const made = workflow(name, nodes, connections);
	if (child) {
		const id = await stage.n8n.createWorkflow(
			childOf(`${name} child`, child.nodes, child.connections),
		);
		const { parameters } = made.nodes.find((node) => node.name === child.caller)!;
		parameters.workflowId = { __rl: true, mode: 'id', value: id };
		await stage.n8n.activate(id);
	}
	const id = await stage.n8n.createWorkflow({
		...made,
		settings: { ...made.settings, ...settings },
	});
	const execution = await stage.n8n.runWorkflow(id);
	const answerApproval = name.startsWith('approval') ? approve(execution) : undefined;
	const finished = await stage.n8n.waitForExecution(execution, { timeoutSeconds: 300 });
	await answerApproval;
	return finished;
}

/** What the gateway's calls got while a person's approval was waited for. */
const lateCalls: number[] = [];

/** A person approves, each time that the execution waits for that; before it, a late call of the gateway comes. */
async function approve(id: string): Promise<void> {
	const status = async (url: string) =>
		(await axios.post(url, {}, { validateStatus: () => true, proxy: false })).status;
	for (;;) {
		await sleep(1000);
		const { status: state, raw } = await stage.n8n.execution(id);
		if (state !== 'waiting' && state !== 'running') return;
		if (state !== 'waiting' || raw.data?.resultData.lastNodeExecuted !== 'Approve') continue;
		const { resumeToken } = raw.data as unknown as { resumeToken: string };
		const resume = `${stage.n8n.url}/webhook-waiting/${id}?signature=${resumeToken}`;
		lateCalls.push(await status(resume.replace('?', '/video?')));
		// n8n's Wait answers GET where nothing else is set.
		await axios.get(resume, { validateStatus: () => true, proxy: false });
	}
}

beforeAll(async () => {
	stage = await startStage({ videoSeconds: 3 });
	stage.simulator.plan = ({ prompt = '' }) => {
		const [name = '', row] = prompt.split(' ');
		if (name.startsWith('errorOutput') && row === '2') {
			return { seconds: 3, outcome: 'moderated' };
		}
		// n8n resumes a short wait up to a minute late: only what takes longer is not ready at the first check.
		return { seconds: row === '2' ? 80 : 3 };
	};
	void pollHealth();
	for (const drawing of Object.keys(drawings) as DrawingName[]) {
		for (const way of WAYS) {
			const name = nameOf(drawing, way);
			const started = run(name, drawings[drawing]({ stage, way, name }));
			started.catch(() => undefined);
			executions.set(name, started);
		}
	}
	await Promise.allSettled(executions.values());
}, 900_000);

afterAll(async () => {
	polling = false;
	await stage?.close();
});

/** The runs of a node, each with the JSON of its items. */
const runsOf = (execution: Execution, node: string): IDataObject[][] =>
	(execution.nodes[node]?.runs ?? []).map(({ outputs }) =>
		outputs.flat().map(({ json }) => json),
	);

/** The row that the prompt of an item's video names. */
function videoRow({ jobId }: IDataObject): number | undefined {
	const job = stage.simulator.jobs.find((each) => each.jobId === jobId);
	return job && Number(job.prompt?.split(' ')[1]);
}

/** What a node got: for each run, [row, row of the video] of its items. */
const seen = (execution: Execution) =>
	runsOf(execution, 'After').map((items) => items.map((item) => [item.row, videoRow(item)]));

/** [row, row of the video] for each item, in the order in which they came; a list for each run of After. */
type Seen = Array<Array<[row: number | undefined, video: number | undefined]>>;

const right = (...numbers: number[]): Seen[number] => numbers.map((row) => [row, row]);

/** The rows of an item that has lost its row, as Aggregate and an approval make them. */
const videosOnly = (...numbers: number[]): Seen[number] => numbers.map((row) => [undefined, row]);

/**
 * What comes out, by drawing. Where As They Finish or n8n itself makes less of a drawing, that stands here as it is:
 * docs/waiting.md says so, and which drawing to use instead.
 */
const stated: Record<DrawingName, Record<Way, Seen>> = {
	straight: {
		keepRunning: [right(1, 2, 3)],
		together: [right(1, 2, 3)],
		asTheyFinish: [right(1, 3), right(2)],
	},
	errorOutput: {
		keepRunning: [right(1, 3)],
		together: [right(1, 3)],
		asTheyFinish: [right(1, 3)],
	},
	subWorkflowOnce: {
		keepRunning: [right(1, 2, 3)],
		together: [right(1, 2, 3)],
		// n8n hands on the last run of the last node: one batch of three, beside the wrong row.
		asTheyFinish: [[[1, 2]]],
	},
	subWorkflowEach: {
		keepRunning: [right(1, 2, 3)],
		// n8n goes on with the first call that ends, and forgets the others (its own Wait node does the same).
		together: [[[1, expect.any(Number) as number]]],
		asTheyFinish: [[[1, expect.any(Number) as number]]],
	},
	loopOver1: {
		keepRunning: [right(1, 2)],
		together: [right(1, 2)],
		asTheyFinish: [right(1, 2)],
	},
	loopOver3: {
		keepRunning: [right(1, 2, 3, 4)],
		together: [right(1, 2, 3, 4)],
		// Every run of Done takes the next batch, so the loop's own Done runs too early, and again.
		asTheyFinish: [right(1, 3, 4), right(1, 3, 4, 2)],
	},
	merge: {
		keepRunning: [right(1, 2, 3)],
		together: [right(1, 2, 3)],
		// The second row gets the video of the third, which was ready first.
		asTheyFinish: [
			[
				[1, 1],
				[2, 3],
			],
		],
	},
	aggregate: {
		keepRunning: [videosOnly(1, 2, 3)],
		together: [videosOnly(1, 2, 3)],
		asTheyFinish: [videosOnly(1, 3), videosOnly(2)],
	},
	twoBranches: {
		keepRunning: [right(2, 4), right(1, 3)],
		together: [right(2, 4), right(1, 3)],
		asTheyFinish: [right(4), right(2), right(1, 3)],
	},
	chain: {
		keepRunning: [right(1, 2, 3)],
		together: [right(1, 2, 3)],
		asTheyFinish: [right(1, 3), right(2)],
	},
	approval: {
		keepRunning: [[[1, undefined]]],
		together: [[[1, undefined]]],
		// Each batch of videos is approved by itself.
		asTheyFinish: [[[1, undefined]], [[2, undefined]]],
	},
	timeoutWorkflow: {
		keepRunning: [right(1, 3)],
		together: [right(1, 3)],
		asTheyFinish: [right(1, 3)],
	},
	alwaysOutputData: {
		keepRunning: [right(1, 2, 3)],
		together: [right(1, 2, 3)],
		asTheyFinish: [right(1, 3), right(2)],
	},
};

const cases = (Object.keys(drawings) as DrawingName[]).flatMap((drawing) =>
	WAYS.map((way) => [drawing, way] as const),
);

test.each(cases)('%s, %s: the rows come out with the videos as stated', async (drawing, way) => {
	const execution = await executions.get(nameOf(drawing, way))!;

	expect(execution.error?.message).toBeUndefined();
	expect(execution.status).toBe('success');
	const runs = seen(execution);
	if (way !== 'asTheyFinish') {
		expect(runs).toEqual(stated[drawing][way]);
		return;
	}
	// Videos that finish almost together leave together or one after the other.
	expect(runs.flat()).toEqual(stated[drawing][way].flat());
	expect(runs.length).toBeGreaterThanOrEqual(stated[drawing][way].length);
});

test.each(WAYS)('%s: what fails leaves by the error output, beside its row', async (way) => {
	const moderated = await executions.get(nameOf('errorOutput', way))!;
	expect(runsOf(moderated, 'Failed')).toEqual([
		[expect.objectContaining({ row: 2, error: expect.stringMatching(/failed \(moderated\)/) })],
	]);
});

test.each(WAYS)(
	"%s: an item leaves with its job ID before n8n's Timeout Workflow ends the execution",
	async (way) => {
		const late = await executions.get(nameOf('timeoutWorkflow', way))!;
		const [[item]] = runsOf(late, 'Failed') as [[IDataObject]];
		const job = stage.simulator.jobs.find(
			({ prompt }) => prompt === `${nameOf('timeoutWorkflow', way)} 2`,
		)!;
		expect(item).toMatchObject({ row: 2 });
		expect(item.error).toContain(`job ${job.jobId} wasn't ready within`);
		expect(item.error).toContain('Timeout Workflow');
	},
);

test('one job for each row, and no gateway may resume an approval', async () => {
	const names = [...executions.keys()];
	const jobs = names.map(
		(name) =>
			stage.simulator.jobs.filter(({ prompt }) => prompt?.startsWith(`${name} `)).length,
	);
	const rowsOf = { loopOver1: 2, loopOver3: 4, twoBranches: 4, chain: 6 } as Record<
		string,
		number
	>;
	expect(jobs).toEqual(names.map((name) => rowsOf[name.split('-')[0]!] ?? 3));
	expect(new Set(lateCalls)).toEqual(new Set([404]));
});

test('n8n answers all the time', () => {
	console.log(
		`Slowest answer of /healthz beside ${executions.size} executions: ${slowestAnswer} ms`,
	);
	expect(unanswered).toBe(0);
});
