import { setTimeout as sleep } from 'node:timers/promises';
import { activeExecutions } from '../support/n8n/queue/activeExecutions';
import type { Queue, Worker } from '../support/n8n/queue/queue';

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
