import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { isFinal, type VideoJob } from '../../gateways/gateway';
import type { Pace, Rhythm } from '../../gateways/waiting/schedule';
import { startWatch, type Watch } from '../../gateways/waiting/watch';
import { cancelAfterStop, type OpenJob } from '../shared/cancelJob';
import { forEachItem } from '../shared/items';
import { namedJob, typicalSeconds, type NamedJob } from '../shared/jobs';
import { haltOf } from '../shared/pause';
import { places } from '../shared/places';
import { watcher } from '../shared/watchJobs';
import { outcomeItem, type Ended } from './outcome';
import { readOptions, readTimeLimit } from './settings';

/** Downloads under way at a time: the network is the limit, and gateways hold their links for hours. */
const DOWNLOADS_AT_A_TIME = 4;

/** How one way of waiting differs from another. */
export interface WayOfWaiting {
	rhythm: (job: NamedJob) => Rhythm;
	/** The watch as the execution keeps it over a suspension, if it does. */
	resume: (job: NamedJob, pace: Pace) => Watch | undefined;
	/** Until when (milliseconds since 1970) a look is waited for here; one that is due later is left for later. */
	until: (watch: Watch) => number;
	/** Keeps a watch that goes on, and forgets one that has ended (undefined). */
	keep: (job: NamedJob, watch: Watch | undefined) => void;
}

/** A job that goes on: its item as it came, and its watch. */
export interface StillRunning {
	itemIndex: number;
	watch: Watch;
}

/**
 * Watches the jobs of all items side by side. Gives the items of those that have ended, in the items' order, and
 * those that go on. A failed item goes on as an error where the node is set so, else it ends the node.
 */
export async function watchItems(
	context: IExecuteFunctions,
	way: WayOfWaiting,
): Promise<{ done: INodeExecutionData[]; stillRunning: StillRunning[] }> {
	const timeoutMinutes = readTimeLimit(context);
	const interval = Number(readOptions(context, 0).checkIntervalSeconds ?? 0);
	const halt = haltOf(context);
	const downloads = places(DOWNLOADS_AT_A_TIME);
	const watchJob = watcher(context, halt);
	const stillRunning: StillRunning[] = [];
	/** Those to be cancelled on Stop. */
	const open = new Map<number, OpenJob>();

	const startOf = (job: NamedJob, pace: Pace): Watch => {
		const submittedAt = Date.parse(job.before.submittedAt ?? '');
		return startWatch(
			{
				now: Date.now(),
				timeoutSeconds: timeoutMinutes * 60,
				wasRunning: job.wasRunning,
				...(Number.isNaN(submittedAt) ? {} : { submittedAt }),
			},
			pace,
		);
	};

	const everyItem = Math.max(1, context.getInputData().length);
	const watchItem = async (itemIndex: number) => {
		const item = context.getInputData()[itemIndex]!;
		if (isVideoItself(item)) return { ...item, pairedItem: { item: itemIndex } };
		const job = namedJob(context, itemIndex);
		const pace: Pace = {
			minIntervalSeconds: job.gateway.looks.minIntervalSeconds,
			typicalSeconds: typicalSeconds(job),
			rhythm: way.rhythm(job),
			...(interval > 0 ? { fixedSeconds: interval } : {}),
		};
		if (readOptions(context, itemIndex).cancelOnStop && !hasEnded(item, job)) {
			open.set(itemIndex, { itemIndex, job });
		}
		const watch = way.resume(job, pace) ?? startOf(job, pace);
		const until = way.until(watch);
		const watched = await watchJob({ job, itemIndex, watch, pace, until });
		if (watched.end === undefined) {
			way.keep(job, watched.watch);
			stillRunning.push({ itemIndex, watch: watched.watch });
			return undefined;
		}
		open.delete(itemIndex);
		way.keep(job, undefined);
		const ended: Ended = { ...watched, end: watched.end };
		return await outcomeItem(context, itemIndex, job, ended, {
			halt,
			downloads,
			timeoutMinutes,
		});
	};
	const items = await forEachItem(context, everyItem, halt, watchItem).catch(async (error) => {
		if (context.getExecutionCancelSignal()?.aborted) {
			await cancelAfterStop(context, [...open.values()]);
		}
		throw error;
	});
	return { done: items.filter((item) => item !== undefined), stillRunning };
}

/** Whether the item itself tells that its job has ended. */
function hasEnded({ json }: INodeExecutionData, { gateway, jobId }: NamedJob): boolean {
	const { status } = json as Pick<VideoJob, 'status'>;
	return json.gateway === gateway.id && json.jobId === jobId && isFinal({ status });
}

/** An item of a blocking submit: the video came back at once, and the gateway has no job to ask about. */
function isVideoItself({ json, binary }: INodeExecutionData): boolean {
	return json.status === 'completed' && json.videoUrl === undefined && binary !== undefined;
}
