import { startN8n, type N8n, type NodeSketch } from '../support/n8n/n8n';
import { callWebhook, webhookWorkflow } from '../support/n8n/queue/queue';
import type { SimulatedJob } from '../support/simulator';
import { startStage, submitNode, videoNode, type Stage } from './stage';

/**
 * Wait For Video learns how long videos take, on the real n8n: a published workflow whose table is far off, before and
 * after n8n restarts.
 */

let stage: Stage;
let n8n: N8n;

beforeAll(async () => {
	stage = await startStage();
	n8n = stage.n8n;
}, 900_000);

afterAll(async () => {
	await n8n?.stop();
	await stage?.simulator.close();
});

/** Models whose videos take three times as long as the table says (12 s), and a seventeenth (503 s). */
const models = {
	slow: { id: 'krea/krea-wan-14b/text-to-video', seconds: 40 },
	quick: { id: 'alibaba/wan-2-7-t2v', seconds: 30 },
};
type Kind = keyof typeof models;

const orders: NodeSketch = {
	name: 'Rows',
	type: 'n8n-nodes-base.splitOut',
	parameters: { fieldToSplitOut: 'body.orders' },
};

/** Makes as many videos of each model in one execution of the published workflow, and gives their jobs. */
async function make(name: string, ofEach: number): Promise<Record<Kind, SimulatedJob[]>> {
	const kinds = Object.keys(models) as Kind[];
	const list = kinds.flatMap((kind) =>
		Array.from({ length: ofEach }, () => ({
			prompt: `${name} ${kind}`,
			model: models[kind].id,
		})),
	);
	const id = await callWebhook(`${n8n.url}/webhook/learned`, { orders: list });
	const { status } = await n8n.waitForExecution(id, { timeoutSeconds: 150 });
	expect(status).toBe('success');
	const jobsOf = (kind: Kind) =>
		stage.simulator.jobs.filter(({ prompt }) => prompt === `${name} ${kind}`);
	return { slow: jobsOf('slow'), quick: jobsOf('quick') };
}

/** How many checks a video took, and how late it was noticed, on the average. */
function meansOf(jobs: readonly SimulatedJob[]): { checks: number; lag: number } {
	const sum = (of: (job: SimulatedJob) => number) =>
		jobs.reduce((total, job) => total + of(job), 0) / jobs.length;
	return {
		checks: sum(({ statusCalls }) => statusCalls.length),
		lag: sum(({ statusCalls, endsAt }) => statusCalls.at(-1)! - endsAt),
	};
}

test('a published workflow checks slow videos less often and notices quick ones sooner, also after a restart', async () => {
	stage.simulator.plan = ({ prompt = '' }) => ({
		seconds: models[prompt.endsWith('slow') ? 'slow' : 'quick'].seconds,
	});
	const made = webhookWorkflow('learned', [
		orders,
		submitNode(
			stage,
			'aimlapi',
			{},
			{ model: { __rl: true, mode: 'id', value: '={{ $json.model }}' } },
		),
		videoNode(stage, 'waitForVideo'),
	]);
	await n8n.activate(await n8n.createWorkflow(made));

	const before = await make('first', 10);
	const sameProcess = await make('second', 1);
	const { userFolder } = n8n;
	await n8n.stop();
	n8n = await startN8n({ userFolder });
	const restarted = await make('third', 1);

	expect(before.slow).toHaveLength(10);
	for (const after of [sameProcess, restarted]) {
		expect(meansOf(after.slow).checks).toBeLessThan(meansOf(before.slow).checks - 1);
		expect(meansOf(after.quick).lag).toBeLessThan(meansOf(before.quick).lag * 0.75);
	}
}, 500_000);
