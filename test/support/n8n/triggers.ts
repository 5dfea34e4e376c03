import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { IDataObject } from 'n8n-workflow';

import { findGateway } from '../../../gateways';
import { leastRequest, usualModel } from '../../unit/gateways/bench';
import { callGateway } from '../../unit/gateways/callGateway';
import {
	CALLBACK_VARIANTS,
	type CallbackOptions,
	type CallingGateway,
	type EndpointName,
	type JobPlan,
	type SimulatedJob,
} from '../simulator';
import { workflow, type ConnectionSketch, type Execution, type NodeSketch } from './n8n';
import { everythingWritten, jsonOf, stageForTests, videoNode, type Stage } from '../../n8n/stage';

/** What the tests of Video Callback Trigger share: workflows that it starts, jobs, and the calls about them. */

export const CALLING_GATEWAYS = Object.keys(CALLBACK_VARIANTS) as CallingGateway[];

/** A workflow that a trigger starts. */
export interface Receiver {
	id: string;
	url: string;
	testUrl: string;
}

/** The node behind the trigger: outputs what it got, by the link from item to item, which must not be broken. */
const after: NodeSketch = {
	name: 'After',
	type: 'n8n-nodes-base.set',
	typeVersion: 3.4,
	parameters: {
		mode: 'raw',
		jsonOutput: '={{ JSON.stringify($("Video Callback Trigger").item.json) }}',
	},
};

/** Sends a body as it is, as JSON unless the headers say otherwise. */
export async function post(url: string, body: string, headers: Record<string, string> = {}) {
	return await fetch(url, {
		method: 'POST',
		headers: { 'content-type': 'application/json', ...headers },
		body,
	});
}

/** A workflow that begins with a trigger, and its addresses. */
export function receiverWorkflow(
	stage: Pick<Stage, 'credentials'>,
	gateway: string,
	parameters: object,
	{ between = [], ...more }: Partial<NodeSketch> & { between?: NodeSketch[] } = {},
) {
	const webhookId = randomUUID();
	const nodes = [
		videoNode(stage, 'videoTrigger', { gateway, ...parameters } as never, {
			webhookId,
			...more,
		}),
		...between,
		after,
	];
	const chain = nodes
		.slice(1)
		.map(({ name }, index): ConnectionSketch => [nodes[index]!.name, name]);
	return {
		made: workflow(`Receive ${gateway}`, nodes, chain),
		path: `${webhookId}/webhook`,
	};
}

/** A job at the gateway. */
export async function submitJob(
	{ simulator }: Pick<Stage, 'simulator'>,
	id: CallingGateway,
	request: { prompt: string; callbackUrl?: string; callbackReference?: string },
): Promise<SimulatedJob> {
	const gateway = findGateway(id)!;
	const least = leastRequest(gateway, usualModel(gateway));
	const submit = gateway.submit({ ...least, ...request });
	await callGateway(id, simulator.credentials[id], submit);
	return simulator.jobs.find((job) => job.prompt === request.prompt)!;
}

/** A running job as if it had its video. */
export const asIfEnded = (job: SimulatedJob): SimulatedJob => ({
	...job,
	endsAt: Date.now() - 1000,
});

/** The items that the trigger put out, after it was made sure that they came through to the node behind. */
export function put(executions: Execution[]): IDataObject[] {
	return executions.flatMap((execution) => {
		expect(execution.error?.message).toBeUndefined();
		const items = jsonOf(execution, 'Video Callback Trigger');
		expect(jsonOf(execution, 'After')).toEqual(items);
		return items;
	});
}

/** A stage with what a test of the trigger does on it. */
export function triggerStage(videoSeconds = 0.3) {
	const stage = stageForTests(videoSeconds);
	// On a machine that is busy.
	/** By prompt. */
	const plans = new Map<string, JobPlan>();
	beforeEach(() => {
		stage.simulator.plan = ({ prompt = '' }) => plans.get(prompt) ?? {};
	});

	/** Saves a workflow that begins with a trigger, and publishes it. */
	async function receiver(
		gateway: string,
		parameters: { events?: unknown; options?: unknown } = {},
		{
			active = true,
			...more
		}: Partial<NodeSketch> & { active?: boolean; between?: NodeSketch[] } = {},
	): Promise<Receiver> {
		const { made, path } = receiverWorkflow(stage, gateway, parameters, more);
		const id = await stage.n8n.createWorkflow(made);
		if (active) await stage.n8n.activate(id);
		const { url } = stage.n8n;
		return { id, url: `${url}/webhook/${path}`, testUrl: `${url}/webhook-test/${path}` };
	}

	/** A job at the gateway, by default one that has its video already and that nobody is called about. */
	async function makeJob(
		id: CallingGateway,
		plan: JobPlan = {},
		request: { callbackUrl?: string; callbackReference?: string } = {},
	): Promise<SimulatedJob> {
		const prompt = `A lake ${randomUUID()}`;
		plans.set(prompt, { seconds: 0, ...plan });
		return await submitJob(stage, id, { ...request, prompt });
	}

	/**
	 * The trigger's executions, oldest first, all ended, and exactly so many. A call is answered just before its
	 * execution is there, so nothing is missed once those that are awaited have ended; where none is awaited, see
	 * `startedNothing`.
	 */
	async function started({ id }: { id: string }, count: number): Promise<Execution[]> {
		const ofWorkflow = { workflowId: id };
		const end = Date.now() + 60_000;
		while ((await stage.n8n.executionCount(ofWorkflow)) < count && Date.now() < end) {
			await sleep(50);
		}
		const rows = (await stage.n8n.executionRows(ofWorkflow)).reverse();
		const ended = await Promise.all(
			rows.map(async (row) => await stage.n8n.waitForExecution(row.id)),
		);
		expect(await stage.n8n.executionCount(ofWorkflow)).toBe(count);
		return ended;
	}

	const api = {
		stage,
		receiver,
		makeJob,
		makeJobs: async (id: CallingGateway, count: number) =>
			await Promise.all(Array.from({ length: count }, async () => await makeJob(id))),
		/** Sends what the job's gateway would send now. */
		call: async (job: SimulatedJob, { url }: { url: string }, options: CallbackOptions = {}) =>
			await stage.simulator.sendCallback(stage.simulator.callback(job, { url, ...options })),
		started,
		/** Proves that the calls so far started nothing: a good one that comes after them is the first that does. */
		startedNothing: async (
			receives: Receiver,
			id: CallingGateway,
			options: CallbackOptions = {},
		) => {
			const job = await makeJob(id);
			expect(await api.call(job, receives, options)).toMatchObject({ status: 200 });
			expect(put(await started(receives, 1))).toMatchObject([{ jobId: job.jobId }]);
		},
		requestsTo: (endpoint: EndpointName, id?: CallingGateway) =>
			stage.simulator.requests.filter(
				(request) => request.endpoint === endpoint && (!id || request.gateway === id),
			),
		expectNoSecret: (execution: Execution, ...more: string[]) => {
			const written = everythingWritten(stage, execution);
			const keys = Object.values(stage.simulator.credentials).map(({ apiKey }) => apiKey);
			for (const secret of [...keys, ...more]) expect(written).not.toContain(secret);
		},
		/** The secret that AIgateway signs with, as its own user reads it or has a new one made. */
		webhookSecret: async (path: '' | '/rotate' = ''): Promise<string> => {
			const { baseUrl, apiKey } = stage.simulator.credentials.aigateway;
			const answer = await fetch(`${baseUrl}/v1/webhook-secret${path}`, {
				method: path === '' ? 'GET' : 'POST',
				headers: { authorization: `Bearer ${apiKey}` },
			});
			return ((await answer.json()) as { secret: string }).secret;
		},
	};
	return api;
}
