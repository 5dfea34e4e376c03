import { setTimeout as sleep } from 'node:timers/promises';
import type { INodeExecutionData } from 'n8n-workflow';
import type { SimulatedJob } from '../support/simulator';
import type { ExecutionStatus } from '../support/n8n/n8n';
import { itemsOf } from '../n8n/stage';
import type { Queue } from '../support/n8n/queue/queue';
import { type Order, afterDone } from './workflows';

/** One execution and the prompt that it was started with. */
export interface Run {
	executionId: string;
	prompt: string;
}

/** Calls of a webhook that are under way at a time. */
const callsAtATime = 10;

/** Starts one execution for each order, by the workflow's webhook. */
export async function startRuns(
	queue: Pick<Queue, 'callWebhook'>,
	path: string,
	orders: readonly Order[],
): Promise<Run[]> {
	const runs: Run[] = [];
	for (let first = 0; first < orders.length; first += callsAtATime) {
		const some = orders.slice(first, first + callsAtATime).map(async (order) => ({
			executionId: await queue.callWebhook(path, order),
			prompt: order.prompt,
		}));
		runs.push(...(await Promise.all(some)));
	}
	return runs;
}

/** How many executions of a workflow have not ended; 100 stands for 100 or more. */
async function openExecutions(queue: Queue, workflowId: string): Promise<number> {
	const status: ExecutionStatus[] = ['new', 'running', 'waiting'];
	const filter = encodeURIComponent(JSON.stringify({ workflowId, status }));
	const answer = await queue.rest('GET', `/executions?limit=100&filter=${filter}`);
	return (answer as { results: unknown[] }).results.length;
}

/**
 * Waits until every execution of a workflow has ended, in whatever way.
 *
 * @param options `show` is told about every 10 s how many are open; 100 stands for 100 or more
 * @throws Error with how many are still open after `timeoutSeconds`
 */
export async function untilSettled(
	queue: Queue,
	workflowId: string,
	options: { timeoutSeconds: number; show?: (open: number) => void },
): Promise<void> {
	const deadline = Date.now() + options.timeoutSeconds * 1000;
	let shownAt = 0;
	for (;;) {
		const open = await openExecutions(queue, workflowId);
		if (open === 0) return;
		if (Date.now() > deadline) {
			throw new Error(`${open} executions are open after ${options.timeoutSeconds} s`);
		}
		if (Date.now() - shownAt > 10_000) {
			shownAt = Date.now();
			options.show?.(open);
		}
		await sleep(1000);
	}
}

/** How an execution ended. */
export interface Ending extends Run {
	status: ExecutionStatus;
	/** Why it failed, if it did. */
	reason?: string;
	/** What left Done, and when (milliseconds since 1970); missing unless the execution succeeded with it. */
	delivery?: { at: number; item: INodeExecutionData };
}

/** Reads how each execution ended. */
export async function readEndings(queue: Queue, runs: readonly Run[]): Promise<Ending[]> {
	const endings: Ending[] = [];
	for (const run of runs) {
		const execution = await queue.execution(run.executionId);
		const [item] = itemsOf(execution, afterDone);
		const at = execution.nodes[afterDone]?.runs.at(-1)?.startTime;
		const isDelivered = execution.status === 'success' && item && at !== undefined;
		endings.push({
			...run,
			status: execution.status,
			...(execution.error ? { reason: execution.error.message } : {}),
			...(isDelivered ? { delivery: { at, item } } : {}),
		});
	}
	return endings;
}

/** Whether an item carries the finished video of a job. */
export function isVideoOf({ json }: INodeExecutionData, job: SimulatedJob): boolean {
	const { jobId, status, videoUrl } = json;
	return jobId === job.jobId && status === 'completed' && videoUrl === job.videoUrl;
}
