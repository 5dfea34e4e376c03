import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { gateways } from '../../gateways';
import { startSimulator, type GatewayId, type SimulatedJob } from '../support/simulator';
import type { ExecutionStatus, WorkflowJson } from '../support/n8n/n8n';
import { installPackage, packPackage } from '../support/n8n/pack';
import { itemsOf, videoNode, type Stage } from '../n8n/stage';
import { activeExecutions } from '../support/n8n/queue/activeExecutions';
import { startQueue, webhookWorkflow, type Queue, type Worker } from '../support/n8n/queue/queue';

/**
 * Many executions that make one video each, on n8n in queue mode, and the books about them: what became of every
 * job that the gateway accepted. The tests and the measurements share it.
 */

/** n8n in queue mode with the packed package, the simulated gateways, and a good credential for each. */
export interface QueueStage extends Pick<Stage, 'simulator' | 'credentials' | 'close'> {
	queue: Queue;
}

/** Starts the stage with one worker; takes about 20 s. */
export async function startQueueStage(options: {
	concurrency: number;
	videoSeconds: number;
	/** For all processes of n8n. */
	env?: Record<string, string>;
}): Promise<QueueStage> {
	const simulator = await startSimulator({ videoSeconds: options.videoSeconds });
	const userFolder = await mkdtemp(join(tmpdir(), 'video-gateways-'));
	await installPackage(await packPackage(), userFolder);
	const { concurrency, env } = options;
	const queue = await startQueue({
		workers: 1,
		concurrency,
		userFolder,
		...(env ? { env } : {}),
	});
	const credentials: Stage['credentials'] = {};
	for (const { id, label, credentialType } of gateways) {
		credentials[credentialType] = await queue.createCredential({
			name: label,
			type: credentialType,
			data: { ...simulator.credentials[id as GatewayId] },
		});
	}
	return {
		queue,
		simulator,
		credentials,
		close: async () => {
			await queue.stop();
			await simulator.close();
		},
	};
}

/** The node after Done. */
export const afterDone = 'Delivered';

/** What the workflow of a campaign is called with. */
export interface Order extends IDataObject {
	/** Unlike that of any other order, since the books go by it. */
	prompt: string;
}

/** Webhook, Submit Video, Wait For Video, and a node that what leaves Done comes to. */
export function videoWorkflow(
	stage: Pick<Stage, 'credentials'>,
	path: string,
	parameters: {
		waitMode: 'suspend' | 'keepRunning';
		submit?: INodeParameters;
		wait?: INodeParameters;
	},
): WorkflowJson {
	const { waitMode, submit = {}, wait = {} } = parameters;
	const nodes = [
		videoNode(stage, 'submitVideo', {
			gateway: 'pixazo',
			prompt: '={{ $json.body.prompt }}',
			...submit,
		}),
		videoNode(stage, 'waitForVideo', { waitMode, ...wait }),
		{ name: afterDone, type: 'n8n-nodes-base.noOp' },
	];
	const made = webhookWorkflow(path, nodes);
	return waitMode === 'suspend' ? withLoop(made) : made;
}

/** The same workflow with Still Running of Wait For Video led back to it, and what followed it after Done. */
export function withLoop(workflow: WorkflowJson): WorkflowJson {
	const name = 'Wait For Video';
	const next = workflow.connections[name]?.main?.[0] ?? [];
	const back = [{ node: name, type: 'main' as const, index: 0 }];
	return {
		...workflow,
		connections: { ...workflow.connections, [name]: { main: [back, next] } },
	};
}

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

/** Waits until a worker has taken executions into its slots this often, or the time is over. */
export async function untilStays(
	worker: Worker,
	count: number,
	timeoutSeconds: number,
): Promise<void> {
	const deadline = Date.now() + timeoutSeconds * 1000;
	while (worker.slotUses().length < count && Date.now() < deadline) await sleep(20);
}

/** A worker that was killed. */
export interface Killed {
	/** Milliseconds since 1970. */
	at: number;
	/** The ids of the executions that were in its slots. */
	running: ReadonlySet<string>;
	log: string;
}

/** Kills the only worker that runs, and starts a new one. */
export async function replaceWorker(queue: Queue): Promise<Killed> {
	const worker = runningWorker(queue);
	await worker.kill();
	const at = Date.now();
	// Before another worker takes anything, and gives up what this one has left.
	const running = await activeExecutions(queue.redis);
	await queue.addWorker();
	return { at, running, log: worker.log() };
}

/** The only worker that runs. */
export function runningWorker({ workers }: Queue): Worker {
	const [worker, ...others] = workers.filter((one) => one.isRunning());
	if (!worker || others.length > 0) throw new Error('There is not one worker');
	return worker;
}

/** The ids of the jobs whose acceptance Submit Video has written into a log in JSON. */
export function loggedJobs(log: string): Set<string> {
	const lines = log.matchAll(/ accepted video job (\S+) \(execution \d+, item \d+\)/g);
	return new Set(Array.from(lines, ([, jobId]) => jobId!));
}

/** What became of every job that the gateway has accepted, and of every execution. */
export interface Books {
	/** Jobs at the gateway. */
	accepted: number;
	/** Jobs whose video left Done of an execution that then succeeded. */
	delivered: number;
	/** Jobs whose execution ran on the killed worker and was failed by n8n; their ids stand in its log. */
	orphans: SimulatedJob[];
	/** Executions that ran on the killed worker and had submitted nothing: nothing was billed. */
	killedBeforeSubmit: number;
	/** Jobs that came to another end than these, each with what is known. Nothing should stand here. */
	lost: string[];
	/** Prompts that were submitted more than once. Nothing should stand here. */
	doubles: string[];
	/** Executions that failed and were not on the killed worker, each with its error. Nothing should stand here. */
	unexplained: string[];
}

/**
 * Draws up the books of executions that have all ended.
 *
 * @param killed the worker that was killed meanwhile, if one was
 */
export function drawUpBooks(
	endings: readonly Ending[],
	jobs: readonly SimulatedJob[],
	killed?: Killed,
): Books {
	const logged = loggedJobs(killed?.log ?? '');
	const jobsOf = (prompt: string) => jobs.filter((job) => job.prompt === prompt);
	const books: Books = {
		accepted: jobs.length,
		delivered: 0,
		orphans: [],
		killedBeforeSubmit: 0,
		lost: [],
		doubles: endings.flatMap(({ prompt }) => {
			const { length } = jobsOf(prompt);
			return length > 1 ? [`${prompt}: ${length} times`] : [];
		}),
		unexplained: [],
	};
	for (const { prompt, executionId, status, reason, delivery } of endings) {
		const own = jobsOf(prompt);
		const wasKilled = status !== 'success' && killed?.running.has(executionId) === true;
		const what = `execution ${executionId} (${status}, ${reason ?? 'no error'})`;
		if (status !== 'success' && !wasKilled) books.unexplained.push(what);
		if (own.length === 0 && wasKilled) books.killedBeforeSubmit += 1;
		for (const job of own) {
			if (delivery && isVideoOf(delivery.item, job)) books.delivered += 1;
			else if (wasKilled && logged.has(job.jobId)) books.orphans.push(job);
			else books.lost.push(`job ${job.jobId} of ${what}`);
		}
	}
	const prompts = new Set<unknown>(endings.map(({ prompt }) => prompt));
	const strangers = jobs.filter(({ prompt }) => !prompts.has(prompt));
	books.lost.push(...strangers.map(({ jobId }) => `job ${jobId} of no execution`));
	return books;
}

const pickUpPath = 'pick-up';

/** Saves the workflow by which `pickUp` fetches videos: Wait For Video with a job's id, and nothing before it. */
export async function preparePickUp({ queue, credentials }: QueueStage): Promise<void> {
	const nodes = [
		videoNode({ credentials }, 'waitForVideo', {
			gateway: 'pixazo',
			jobId: '={{ $json.body.jobId }}',
		}),
		{ name: afterDone, type: 'n8n-nodes-base.noOp' },
	];
	await queue.activate(await queue.createWorkflow(webhookWorkflow(pickUpPath, nodes)));
}

/**
 * Fetches the videos of jobs that no execution knows of any more, by their ids.
 *
 * @returns how many came with their own video
 */
export async function pickUp(
	{ queue }: Pick<QueueStage, 'queue'>,
	jobs: readonly SimulatedJob[],
): Promise<number> {
	const ids = await Promise.all(
		jobs.map(async ({ jobId }) => await queue.callWebhook(pickUpPath, { jobId })),
	);
	let pickedUp = 0;
	for (const [index, job] of jobs.entries()) {
		const execution = await queue.waitForExecution(ids[index]!, { timeoutSeconds: 200 });
		const [item] = itemsOf(execution, afterDone);
		if (item && isVideoOf(item, job)) pickedUp += 1;
	}
	return pickedUp;
}

/** Random numbers from 0 to 1 that are the same for the same seed (mulberry32). */
export function randomFrom(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}

/** The smallest number that is not under this share of all, so `quantile(list, 1)` is the largest; NaN of none. */
export function quantile(numbers: readonly number[], share: number): number {
	const sorted = [...numbers].sort((left, right) => left - right);
	return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? NaN;
}

/** Seconds from the gateway's first call about a job's end until its item has left Done, for each job delivered. */
export function secondsFromCall(
	endings: readonly Ending[],
	{ jobs, callbacks }: Pick<QueueStage['simulator'], 'jobs' | 'callbacks'>,
): number[] {
	return endings.flatMap(({ prompt, delivery }) => {
		const job = jobs.find((one) => one.prompt === prompt);
		const call = callbacks.find(({ jobId, kind }) => jobId === job?.jobId && kind === 'final');
		return delivery && call ? [(delivery.at - call.at) / 1000] : [];
	});
}
