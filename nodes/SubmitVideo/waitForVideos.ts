import type { INodeExecutionData } from 'n8n-workflow';

import { findGateway } from '../../gateways';
import { withSettings } from '../shared/credentials';
import { createItem, type Run } from '../shared/item';
import { jobSoFar } from '../shared/jobs';
import { waitForAll, type ItemToWait } from '../shared/waiting/watchItems';
import type { Submitted } from './submitOne';

/** What Wait For Video does by default where Submit Video has no such option. */
const asWaitForVideo = {
	cancelOnStop: false,
	cancelOnTimeout: false,
	onFailedVideo: 'error',
	onTimeout: 'error',
} as const;

async function toWait(
	run: Run,
	index: number,
	{ job, options }: Submitted,
): Promise<ItemToWait | undefined> {
	const gateway = findGateway(job?.gateway);
	if (!job || !gateway || !options.wait) return undefined;
	const { includeRawResponse = false, wait } = options;
	const item = createItem(run, index);
	return {
		item,
		// A credential that has just gone is reported by the first check, which names the job.
		job: jobSoFar(await withSettings(item, gateway).catch(() => gateway), job.jobId, job),
		settings: {
			...asWaitForVideo,
			...options,
			includeRawResponse,
			downloadVideo: wait.downloadVideo,
		},
	};
}

/**
 * Waits for the jobs of all items whose options say so, as Wait For Video does in Keep Running, and returns all items as
 * they leave. The others leave as they are: failed items, jobs to be waited for later, and videos that were the answer.
 *
 * @param outputs one for each input item
 * @param submitted by the number of the item; a failed one has none
 */
export async function waitForVideos(
	run: Run,
	outputs: INodeExecutionData[],
	submitted: ReadonlyArray<Submitted | undefined>,
): Promise<INodeExecutionData[]> {
	const [first] = submitted.flatMap((one) => (one?.job && one.options.wait) ?? []);
	if (first === undefined) return outputs;
	const settings = { timeoutMinutes: first.timeoutMinutes, checkIntervalSeconds: 0 };
	const items: ItemToWait[] = [];
	for (const [index, settled] of outputs.entries()) {
		const one = submitted[index];
		items.push((one && (await toWait(run, index, one))) ?? { settled });
	}
	return await waitForAll({ run, settings }, items);
}
