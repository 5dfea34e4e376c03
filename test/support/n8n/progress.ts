import { setTimeout as sleep } from 'node:timers/promises';
import type { Simulator } from '../simulator';
import type { Execution } from './n8n';
import { itemsOf } from './videos';

/** How one job stands. */
export interface JobProgress {
	gateway: string;
	jobId: string;
	status: string;
	/** Since the job was accepted; stands still once the job has ended. */
	seconds: number;
}

const plainLineSeconds = 5;

/** The jobs that the simulator has accepted since a time (milliseconds since 1970). */
export function simulatedJobs(simulator: Simulator, since: number): JobProgress[] {
	return simulator.jobs
		.filter((job) => job.submittedAt >= since)
		.map(({ gateway, jobId, outcome, submittedAt, completedAt }) => ({
			gateway,
			jobId,
			status: completedAt === undefined ? 'processing' : outcome,
			seconds: Math.round(((completedAt ?? Date.now()) - submittedAt) / 1000),
		}));
}

/**
 * The jobs in the items of an execution, the last word of each: what can be known without asking
 * the gateway once more.
 */
export function executedJobs(execution: Execution): JobProgress[] {
	const jobs = new Map<string, JobProgress>();
	for (const { json } of itemsOf(execution)) {
		const { gateway, jobId, status, submittedAt, completedAt } = json;
		if (typeof gateway !== 'string' || typeof jobId !== 'string') continue;
		const start = typeof submittedAt === 'string' ? Date.parse(submittedAt) : Date.now();
		const end = typeof completedAt === 'string' ? Date.parse(completedAt) : Date.now();
		const seconds = Math.max(0, Math.round((end - start) / 1000));
		jobs.set(jobId, { gateway, jobId, status: String(status), seconds });
	}
	return [...jobs.values()];
}

/** One line about a job. */
function jobLine({ gateway, jobId, status, seconds }: JobProgress): string {
	return `${gateway.padEnd(10)} ${status.padEnd(11)} ${String(seconds).padStart(4)} s  ${jobId}`;
}

/**
 * Shows how jobs get on until `run` ends: on a terminal as lines that change in place, elsewhere
 * as a new line whenever a job's status changes, and now and then in between.
 *
 * @param read gives the jobs as they are now
 * @returns what `run` gave
 */
export async function showJobs<Result>(
	title: string,
	read: () => Promise<JobProgress[]>,
	run: Promise<Result>,
): Promise<Result> {
	const watch = async (show: (jobs: JobProgress[]) => void) => {
		let ended = false;
		const end = () => {
			ended = true;
		};
		run.then(end, end);
		while (!ended) {
			show(await read());
			await Promise.race([run.catch(() => undefined), sleep(1000)]);
		}
		show(await read());
		await run;
	};
	if (process.stdout.isTTY) await watchInPlace(title, watch);
	else await watchInLines(title, watch);
	return await run;
}

type Watch = (show: (jobs: JobProgress[]) => void) => Promise<void>;

async function watchInPlace(title: string, watch: Watch): Promise<void> {
	// An ES module, which a CommonJS file can only import like this.
	const { Listr } = await import('listr2');
	const tasks = new Listr(
		[
			{
				title,
				task: async (_context, task) =>
					await watch((jobs) => {
						task.title = [title, ...jobs.map(jobLine)].join('\n');
					}),
			},
		],
		// On Ctrl-C n8n has to be ended before the process.
		{ registerSignalListeners: false },
	);
	await tasks.run();
}

async function watchInLines(title: string, watch: Watch): Promise<void> {
	process.stdout.write(`${title}\n`);
	const shown = new Map<string, JobProgress>();
	await watch((jobs) => {
		for (const job of jobs) {
			const before = shown.get(job.jobId);
			const isNews =
				before?.status !== job.status || job.seconds - before.seconds >= plainLineSeconds;
			if (!isNews) continue;
			shown.set(job.jobId, job);
			process.stdout.write(`  ${jobLine(job)}\n`);
		}
	});
}
