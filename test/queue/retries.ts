import { setTimeout as sleep } from 'node:timers/promises';

import { insufficientCredits } from '../support/simulator';
import type { Order } from '../faults/orders';
import {
	workflow,
	type ConnectionSketch,
	type ExecutionRow,
	type NodeSketch,
} from '../support/n8n/n8n';
import { videoNode, type Stage } from '../n8n/stage';
import { webhookNode, webhookWorkflow, type Queue } from '../support/n8n/queue/queue';

/** What the campaign of Retries in queue mode is made of: its workflows, its faults, and the one who presses Retry. */

/** Rows of one execution: one for each gateway. */
export const AT_ONCE = 5;

export const DELIVERED = 'Delivered';
export const FAILED = 'Failed';

/** A node that keeps what came to it together with the row that it is about. */
export const ledger = (name: string, height: number): NodeSketch => ({
	name,
	position: [1200, height],
	type: 'n8n-nodes-base.set',
	typeVersion: 3.4,
	parameters: {
		mode: 'raw',
		jsonOutput: '={{ JSON.stringify({ ...$json, prompt: $("Rows").item.json.prompt }) }}',
	},
});

const splitOut = (fieldToSplitOut: string): NodeSketch => ({
	name: 'Rows',
	type: 'n8n-nodes-base.splitOut',
	parameters: { fieldToSplitOut },
});

/** Submit Video and Wait For Video with Keep Running; failed items go on by the error output, or end the execution. */
function videoNodes(stage: Pick<Stage, 'credentials'>, isKept: boolean): NodeSketch[] {
	const onError = isKept ? { onError: 'continueErrorOutput' as const } : {};
	const asked = { gateway: '={{ $json.gateway }}', prompt: '={{ $json.prompt }}' };
	const wait = { waitMode: 'keepRunning', options: { checkIntervalSeconds: 5 } };
	return [
		videoNode(stage, 'submitVideo', asked, onError),
		videoNode(stage, 'waitForVideo', wait, onError),
		ledger(DELIVERED, 200),
		...(isKept ? [ledger(FAILED, -200)] : []),
	];
}

function connectionsFrom(nodes: readonly string[], isKept: boolean): ConnectionSketch[] {
	const chain = [...nodes, 'Submit Video', 'Wait For Video', DELIVERED];
	const failures: ConnectionSketch[] = [
		['Submit Video', FAILED, 1],
		['Wait For Video', FAILED, 1],
	];
	return [
		...chain.slice(1).map((name, index): ConnectionSketch => [chain[index]!, name]),
		...(isKept ? failures : []),
	];
}

/** Started by its webhook with the rows in the body. */
export function calledWorkflow(stage: Pick<Stage, 'credentials'>, path: 'kept' | 'stopped') {
	const isKept = path === 'kept';
	return webhookWorkflow(
		path,
		[splitOut('body.orders'), ...videoNodes(stage, isKept)],
		connectionsFrom([webhookNode, 'Rows'], isKept),
	);
}

const scheduleNode = 'Every Second';

/** The prompt of a row of a scheduled execution, by the time in the trigger's item. */
export const scheduledPrompt = (timestamp: string, row: number) =>
	`Scheduled at ${timestamp}, row ${row}`;

/** Started every second, with one row for each gateway. */
export function scheduledWorkflow(stage: Pick<Stage, 'credentials'>, gateways: readonly string[]) {
	const prompt = '`Scheduled at ${$json.timestamp}, row ${row}`';
	const list = `${JSON.stringify(gateways)}.map((gateway, row) => ({ gateway, prompt: ${prompt} }))`;
	const nodes: NodeSketch[] = [
		{
			name: scheduleNode,
			type: 'n8n-nodes-base.scheduleTrigger',
			typeVersion: 1.2,
			parameters: { rule: { interval: [{ field: 'seconds', secondsInterval: 1 }] } },
		},
		{
			name: 'List',
			type: 'n8n-nodes-base.set',
			typeVersion: 3.4,
			parameters: { mode: 'raw', jsonOutput: `={{ JSON.stringify({ row: ${list} }) }}` },
		},
		splitOut('row'),
		...videoNodes(stage, true),
	];
	const connections = connectionsFrom([scheduleNode, 'List', 'Rows'], true);
	const made = workflow('scheduled', nodes, connections);
	// In front of the schedule the manual trigger would only be in the way.
	return { ...made, nodes: made.nodes.slice(1) };
}

/**
 * Some rows of each execution that ends at its first failure are refused once, for want of credits: these are what its
 * Retries send, at the same time on two workers.
 */
export const refusedOnce = (orders: readonly Order[]): Order[] =>
	orders.map((given, index) => {
		const order = { ...given };
		delete order.submitFault;
		const { respond } = insufficientCredits(order.gateway);
		return index % 2 === 0 ? order : { ...order, submitFault: { respond, times: 1 } };
	});

/** Executions that are pressed: the first ones, and their Retries. Retries of Retries may fail. */
const GENERATIONS = 2;

/** Presses Retry, and knows on what. */
export interface Presser {
	/** Presses Retry twice on each execution that failed or crashed since, on every other one twice at once. */
	press: () => Promise<void>;
	/** Executions on which Retry was pressed. */
	pressed: ReadonlySet<string>;
	/** How many presses have started an execution that came to its end. */
	answered: () => number;
	/** All executions, the newest first. */
	rows: () => Promise<ExecutionRow[]>;
}

/** Makes one for the executions of these workflows. */
export function presserOf(queue: Queue, workflowIds: readonly string[]): Presser {
	const pressed = new Set<string>();
	let answered = 0;
	const rows = async () => {
		const lists = workflowIds.map(async (workflowId) => queue.executionRows({ workflowId }));
		return (await Promise.all(lists)).flat();
	};
	const pressOnce = async (id: string) => {
		// n8n refuses where it has lost what was stored, and does not answer where its main process ends meanwhile.
		await queue.retryExecution(id).then(
			() => answered++,
			() => undefined,
		);
	};
	return {
		rows,
		pressed,
		answered: () => answered,
		press: async () => {
			const all = await rows();
			const parents = new Map(all.map(({ id, retryOf }) => [id, retryOf]));
			const generationOf = (id: string): number => {
				const parent = parents.get(id);
				return parent ? generationOf(parent) + 1 : 0;
			};
			for (const { id, status } of all) {
				if (status !== 'crashed' && status !== 'error') continue;
				if (pressed.has(id) || generationOf(id) >= GENERATIONS) continue;
				pressed.add(id);
				const first = pressOnce(id);
				if (pressed.size % 2 === 0) void pressOnce(id);
				else void first.then(async () => await pressOnce(id));
			}
		},
	};
}

/** Presses Retry on all that fails or crashes, until nothing is under way any more and nothing is left to press. */
export async function pressUntilSettled(
	presser: Presser,
	timeoutSeconds: number,
): Promise<ExecutionRow[]> {
	let quiet = 0;
	for (const deadline = Date.now() + timeoutSeconds * 1000; ; await sleep(1000)) {
		const before = presser.pressed.size;
		await presser.press();
		const rows = await presser.rows();
		const open = rows.filter(({ status }) => ['new', 'running', 'waiting'].includes(status));
		quiet = open.length === 0 && presser.pressed.size === before ? quiet + 1 : 0;
		// A second press starts its execution a moment after the first one's has ended.
		if (quiet > 2) return rows;
		if (Date.now() > deadline) throw new Error(`${open.length} executions are still open`);
	}
}
