import { loggedJobs } from '../../queue/workers';
import type { Order } from './crowd';
import type { Book, BookedJob, Row } from './gateways';

/** Whether every video has ended exactly once: the rows of the table against the jobs at the gateway. */

/** What is wrong; every list should be empty. */
export interface Audit {
	/** Rows that were asked for and are not in the table. */
	missing: number[];
	/** Rows with a job or a link that is not that of their prompt. */
	mixed: string[];
	/** Prompts with more than one job. */
	billedTwice: string[];
	/** Jobs without a row. */
	jobsWithoutRow: BookedJob[];
}

/** Compares what was asked for, what the gateway has, and what is in the table. */
export function audit(orders: readonly Order[], { jobs, rows }: Book): Audit {
	const jobsOf = new Map<string, BookedJob[]>();
	for (const job of jobs) jobsOf.set(job.prompt, [...(jobsOf.get(job.prompt) ?? []), job]);
	const rowsBy = new Map<number, Row>(rows.map((row) => [row.row, row]));
	const asked = orders.flatMap((order) => order.orders);
	const isOwn = ({ row, prompt }: { row: number; prompt: string }) => {
		const written = rowsBy.get(row);
		return jobsOf
			.get(prompt)
			?.some(
				({ jobId, videoUrl }) =>
					written?.prompt === prompt &&
					written.jobId === jobId &&
					written.videoUrl === videoUrl,
			);
	};
	const withRow = new Set(rows.map(({ jobId }) => jobId));
	return {
		missing: asked.filter(({ row }) => !rowsBy.has(row)).map(({ row }) => row),
		mixed: asked
			.filter((one) => rowsBy.has(one.row) && !isOwn(one))
			.map(({ row, prompt }) => `${prompt}: ${JSON.stringify(rowsBy.get(row))}`),
		billedTwice: [...jobsOf]
			.filter(([, own]) => own.length > 1)
			.map(([prompt, own]) => `${prompt}: ${own.length} jobs`),
		jobsWithoutRow: jobs.filter(({ jobId }) => !withRow.has(jobId)),
	};
}

/** The jobs whose acceptance stands in none of the logs. */
export function unlogged(jobs: readonly BookedJob[], logs: readonly string[]): BookedJob[] {
	const logged = new Set(logs.flatMap((log) => [...loggedJobs(log)]));
	return jobs.filter(({ jobId }) => !logged.has(jobId));
}
