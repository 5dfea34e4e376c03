import type { INodeParameters } from 'n8n-workflow';

import type { GatewayId, Plan } from '../support/simulator';
import type { Execution } from '../support/n8n/n8n';
import { jsonOf, rows, startStage, submitNode, videoNode, type Stage } from './stage';

/**
 * Many items at gateways that count requests as their pages say. What is documented is kept to by itself, what the user
 * has set as well: no request is one too many. On a smaller plan than that, some are, and each row still gets its video.
 */

let stage: Stage;

interface Case {
	plan: Plan;
	/** Items, each of which is to become one job. */
	count: number;
	/** The user's own limit. */
	requestsPerMinute?: number;
	parameters?: INodeParameters;
	/** The videos are waited for as well. */
	waits?: true;
	/** The package can't know the limit. */
	isTight?: true;
}

/** More items than fit into one window of each limit. */
const CASES: Readonly<Partial<Record<GatewayId, Case>>> = {
	kie: { plan: 'paid', count: 45 },
	minimax: {
		plan: 'paid',
		count: 22,
		parameters: { model: { __rl: true, mode: 'id', value: 'MiniMax-Hailuo-2.3' } },
	},
	segmind: { plan: 'paid', count: 20, requestsPerMinute: 50, waits: true },
	aigateway: { plan: 'free', count: 12, isTight: true },
};

const cases = Object.entries(CASES) as Array<[GatewayId, Case]>;
const executions = new Map<GatewayId, Execution>();

async function run(id: GatewayId, one: Case): Promise<void> {
	const { count, requestsPerMinute, parameters, waits } = one;
	const options = requestsPerMinute === undefined ? {} : { requestsPerMinute };
	const prompts = Array.from({ length: count }, (_, row) => ({ prompt: `${id}, row ${row}` }));
	const nodes = [
		...rows(prompts),
		submitNode(stage, id, options, parameters),
		...(waits ? [videoNode(stage, 'waitForVideo', { options })] : []),
	];
	executions.set(id, await stage.run(nodes, { timeoutSeconds: 240 }));
}

beforeAll(async () => {
	stage = await startStage({ videoSeconds: 2 });
	stage.simulator.enforceLimits = Object.fromEntries(cases.map(([id, { plan }]) => [id, plan]));
	await Promise.all(cases.map(async ([id, one]) => await run(id, one)));
}, 900_000);

afterAll(async () => {
	await stage?.close();
});

const limitedAt = (id: GatewayId) =>
	stage.simulator.limited.filter(({ gateway }) => gateway === id).length;

test.each(cases)('%s: each row has its one video', (id, { count, waits }) => {
	const execution = executions.get(id)!;
	expect(execution.error?.message).toBeUndefined();
	const jobs = stage.simulator.jobs.filter(({ gateway }) => gateway === id);
	expect(new Set(jobs.map(({ prompt }) => prompt)).size).toBe(count);
	expect(jobs).toHaveLength(count);
	const items = jsonOf(execution, waits ? 'Wait For Video' : 'Submit Video');
	const wanted = Array.from({ length: count }, (_, row) => `${id}, row ${row}`);
	expect(items.map(({ prompt }) => prompt)).toEqual(wanted);
	const jobOf = new Map(jobs.map(({ prompt, jobId }) => [prompt, jobId]));
	for (const { prompt, jobId } of items) expect(jobId).toBe(jobOf.get(String(prompt)));
});

test.each(cases.filter(([, { isTight }]) => !isTight))('%s: no request was one too many', (id) => {
	expect(limitedAt(id)).toBe(0);
});

test.each(cases.filter(([, { isTight }]) => isTight))(
	'%s: on a plan with less, the gateway had to refuse some',
	(id) => {
		expect(limitedAt(id)).toBeGreaterThan(0);
	},
);

test('nothing was sent that a gateway does not document', () => {
	expect(stage.simulator.refusals).toEqual([]);
});
