import { print } from '../report';
import type { Crowd, CrowdStage } from './crowd';
import type { Followed, Snapshot } from './follow';

/** What ends and comes back while a crowd waits. */

/** One disturbance, and when it comes. */
export interface Disturbance {
	name: string;
	isDue: (snapshot: Snapshot, videos: number) => boolean;
	cause: (stage: CrowdStage) => Promise<unknown>;
}

async function killWorker({ queue }: CrowdStage): Promise<void> {
	const worker = queue.workers.find((one) => one.isRunning());
	await worker?.kill();
	await queue.addWorker();
}

/** In the order in which they come. */
export const disturbances: readonly Disturbance[] = [
	{
		name: 'a worker is killed while executions submit',
		isDue: ({ jobs }, videos) => jobs >= videos * 0.3,
		cause: killWorker,
	},
	{
		name: 'PostgreSQL restarts',
		isDue: ({ made }, videos) => made >= videos * 0.15,
		cause: async ({ queue }) => await queue.postgres.restart('SIGINT'),
	},
	{
		name: 'the main process is killed',
		isDue: ({ made }, videos) => made >= videos * 0.4,
		cause: async ({ queue }) => await queue.restartMain('kill'),
	},
	{
		name: 'a worker is killed while videos finish',
		isDue: ({ made }, videos) => made >= videos * 0.6,
		cause: killWorker,
	},
];

/** Causes one after the other, each when it is due. Returns the names of those that were caused. */
export async function disturb(
	stage: CrowdStage,
	followed: Followed,
	crowd: Crowd,
	list: readonly Disturbance[],
): Promise<string[]> {
	const caused: string[] = [];
	const videos = crowd.workflows * crowd.executions * crowd.videos;
	for (const { name, isDue, cause } of list) {
		if (!(await followed.until((snapshot) => isDue(snapshot, videos)))) break;
		print(`${crowd.name}: ${name}`);
		await cause(stage);
		caused.push(name);
		print(`${crowd.name}: it is back`);
	}
	return caused;
}
