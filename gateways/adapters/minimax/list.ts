import { unreadable } from '../../answer/answers';
import { isGatewayError, type Call, type GatewayError, type VideoJob } from '../../gateway';
import { errors, jobIdOf, readTask, readVersion2 } from './version2';
import { listAnswer, listedTask, type Task } from './wire';

/** The list of version 2 (api-reference/video-generation-v2-list, read 2026-11): the tasks of the last 7 days. */

/** H3-Context-IR writes prompts. */
const isVideo = ({ task_type: type, modality }: Task): boolean =>
	type !== 'h3_context_ir' && modality !== 'text';

function jobOf(task: Task): VideoJob[] {
	const job = task.id ? readTask(jobIdOf(task.id), task) : undefined;
	return job === undefined || isGatewayError(job) ? [] : [job];
}

/** The jobs in a list; an error only if none of its entries can be read. */
function jobsIn(entries: readonly unknown[]): VideoJob[] | GatewayError {
	const tasks = entries.flatMap((entry) => {
		const wire = listedTask.safeParse(entry);
		return wire.success ? [wire.data] : [];
	});
	return tasks.length === 0 && entries.length > 0
		? unreadable(errors, 'sent a list of tasks in an unknown format')
		: tasks.filter(isVideo).flatMap(jobOf);
}

/**
 * The newest jobs of H3. No page has a maximum for `page_size` or says how the list is sorted; its sample has the newest
 * first. Version 1 has no list.
 */
export const list = ({ limit }: { limit: number }): Call<VideoJob[]> => ({
	request: {
		method: 'GET',
		path: '/v2/query/video_generation',
		query: { page_num: '1', page_size: String(limit) },
	},
	repeat: 'always',
	timeoutSeconds: 60,
	read: (answer) =>
		readVersion2(answer, listAnswer, ({ items }) => {
			const jobs = jobsIn(items ?? []);
			return isGatewayError(jobs) ? jobs : jobs.slice(0, limit);
		}),
});
