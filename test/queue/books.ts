import type { SimulatedJob } from '../support/simulator';
import { type Ending, isVideoOf } from './runs';
import { type Killed, loggedJobs } from './workers';

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
