import type { INodeExecutionData } from 'n8n-workflow';

import { isFinal, type VideoJob } from '../../gateways/gateway';
import type { Pace, Rhythm } from '../../gateways/waiting/schedule';
import { startWatch, type Watch } from '../../gateways/waiting/watch';
import { cancelAfterStop, type OpenJob } from '../shared/cancelJob';
import { steadyClock } from '../shared/clock';
import { createFileNames } from '../shared/download';
import { failedItem, keepFailure, nodeError } from '../shared/errors';
import { createItem, type Item, type Run } from '../shared/item';
import { forEachItem } from '../shared/items';
import { readJobOfItem, typicalSeconds, type JobOfItem } from '../shared/jobs';
import { Stopped } from '../shared/pause';
import { createSemaphore } from '../shared/semaphore';
import { findTimeLimit } from './executionLimit';
import { toItem, settleOutcome, type Ended, type EndedItem, type Outcome } from './outcome';
import { readItemSettings, type ItemSettings, type Wait } from './settings';
import { watchJob, type Watchers } from './watchJobs';

/** Concurrent downloads: the network is the limit, and gateways keep their links for hours. */
const DOWNLOADS_AT_A_TIME = 4;

/** One item and its job, read and checked. */
export interface JobToWatch {
	item: Item;
	/** Distinguishes the job of this item from those of the others, over all runs of the node in one execution. */
	key: string;
	job: JobOfItem;
	settings: ItemSettings;
}

/** How one way of waiting differs from another. */
export interface WayOfWaiting {
	rhythm: (job: JobOfItem) => Rhythm;
	/** The watch as the execution stores it over a suspension, if it does. */
	resume: (job: JobToWatch, pace: Pace) => Watch | undefined;
	/** How the item ended in an earlier run of the node, if it was held back. */
	recall: (job: JobToWatch) => Outcome | undefined;
	/** Until when (milliseconds since 1970) a check is waited for here; one that is due later is left for later. */
	until: (watch: Watch) => number;
	/** The names of files that were stored in earlier runs and leave together with those of this one. */
	usedNames: () => string[];
	/** Stores a watch that continues. */
	keepWatch: (job: JobToWatch, watch: Watch) => void;
	/** Stores how an item ended, and drops its watch. */
	keepOutcome: (job: JobToWatch, outcome: Outcome) => void;
}

/** A job that is still running: its item, and its watch. */
export interface StillRunning {
	item: Item;
	watch: Watch;
}

/** An item that passes through as it came, or can't be waited for: a blocking submit's video, or a failed item. */
type Settled = { settled: INodeExecutionData };

/** Distinguishes items with the same job, by the order in which they come. */
function createKeys(): (job: JobOfItem) => string {
	const counts = new Map<string, number>();
	return ({ gateway, jobId }) => {
		const name = `${gateway.id} ${jobId}`;
		const count = (counts.get(name) ?? 0) + 1;
		counts.set(name, count);
		return count === 1 ? name : `${name} #${count}`;
	};
}

/** Reads every item before any wait. Throws what an item fails with, unless the node continues on errors. */
function readItems(run: Run): Array<JobToWatch | Settled> {
	const keyOf = createKeys();
	return run.context.getInputData().map((input, index) => {
		if (isVideoItself(input)) return { settled: { ...input, pairedItem: { item: index } } };
		const item = createItem(run, index);
		try {
			const job = readJobOfItem(item);
			const settings = readItemSettings(item);
			return { item, key: keyOf(job), job, settings };
		} catch (error) {
			const shown = nodeError(item, error);
			if (shown instanceof Stopped || !run.context.continueOnFail()) throw shown;
			return { settled: failedItem(run.context, shown, index) };
		}
	});
}

/** What all items of a run share. */
interface Shared extends Watchers, Pick<EndedItem, 'downloads' | 'names' | 'limit'> {
	way: WayOfWaiting;
	checkIntervalSeconds: number;
	stillRunning: StillRunning[];
	/** Those to be cancelled on Stop. */
	open: Map<number, OpenJob>;
}

function choosePace({ way, checkIntervalSeconds }: Shared, job: JobOfItem): Pace {
	return {
		minIntervalSeconds: job.gateway.minPollSeconds,
		typicalSeconds: typicalSeconds(job),
		rhythm: way.rhythm(job),
		...(checkIntervalSeconds > 0 ? { fixedSeconds: checkIntervalSeconds } : {}),
	};
}

function beginWatch({ now, limit }: Shared, job: JobOfItem, pace: Pace): Watch {
	const submittedAt = Date.parse(job.before.submittedAt ?? '');
	return startWatch(
		{
			now: now(),
			timeoutSeconds: limit.milliseconds / 1000,
			wasRunning: job.wasRunning,
			...(Number.isNaN(submittedAt) ? {} : { submittedAt }),
		},
		pace,
	);
}

/** Watches the job of one item; undefined while it is still running. */
async function watchItem(shared: Shared, entry: JobToWatch): Promise<Outcome | undefined> {
	const { way, open, stillRunning } = shared;
	const { item, job, settings } = entry;
	if (settings.cancelOnStop && !hasEnded(item.input, job)) {
		open.set(item.index, { item, job });
	}
	const pace = choosePace(shared, job);
	const watch = way.resume(entry, pace) ?? beginWatch(shared, job, pace);
	const watching = { item, job, watch, pace, until: way.until(watch) };
	const watched = await watchJob(watching, shared);
	if (watched.end === undefined) {
		way.keepWatch(entry, watched.watch);
		stillRunning.push({ item, watch: watched.watch });
		return undefined;
	}
	open.delete(item.index);
	const ended: Ended = { ...watched, end: watched.end };
	return await settleOutcome({ ...shared, item, watchedJob: job, settings }, ended);
}

/** The same, with an item's failure as an outcome if the node continues on errors. */
async function watchWithoutThrowing(
	shared: Shared,
	entry: JobToWatch,
): Promise<Outcome | undefined> {
	try {
		return await watchItem(shared, entry);
	} catch (error) {
		const shown = nodeError(entry.item, error);
		if (shown instanceof Stopped || !entry.item.context.continueOnFail()) throw shown;
		return { failed: keepFailure(shown) };
	}
}

/** The output item of one that has ended, in this run of the node or an earlier one; undefined while its job runs. */
async function settleItem(
	shared: Shared,
	entry: JobToWatch,
): Promise<INodeExecutionData | undefined> {
	const { way } = shared;
	const earlier = way.recall(entry);
	if (earlier !== undefined) return toItem(entry.item, earlier);
	const outcome = await watchWithoutThrowing(shared, entry);
	if (outcome === undefined) return undefined;
	way.keepOutcome(entry, outcome);
	return toItem(entry.item, outcome);
}

/** What the items of a run share when it starts. */
function shareFor({ run, settings }: Wait, way: WayOfWaiting, jobs: number): Shared {
	const now = steadyClock();
	return {
		way,
		now,
		jobs,
		turnstiles: new Map(),
		limit: findTimeLimit(run.context, settings.timeoutMinutes, now()),
		checkIntervalSeconds: settings.checkIntervalSeconds,
		downloads: createSemaphore(DOWNLOADS_AT_A_TIME),
		names: createFileNames(way.usedNames()),
		stillRunning: [],
		open: new Map(),
	};
}

/**
 * Watches the jobs of all items in parallel. Returns the items of those that have ended, in the items' order, and those
 * that are still running. If the node is set to continue on errors, a failed item leaves as an error; otherwise it ends
 * the node.
 */
export async function watchItems(
	wait: Wait,
	way: WayOfWaiting,
): Promise<{ done: INodeExecutionData[]; stillRunning: StillRunning[] }> {
	const { run } = wait;
	const { context } = run;
	const entries = readItems(run);
	const shared = shareFor(wait, way, entries.length);
	const everyItem = Math.max(1, entries.length);
	const items = await forEachItem(run, everyItem, async ({ index }) => {
		const entry = entries[index]!;
		return 'settled' in entry ? entry.settled : await settleItem(shared, entry);
	}).catch(async (error) => {
		if (context.getExecutionCancelSignal()?.aborted) {
			await cancelAfterStop(context, [...shared.open.values()]);
		}
		throw error;
	});
	const done = items.filter((item) => item !== undefined);
	return { done, stillRunning: shared.stillRunning };
}

/** Whether the item itself says that its job has ended. */
function hasEnded({ json }: INodeExecutionData, { gateway, jobId }: JobOfItem): boolean {
	const { status } = json as Pick<VideoJob, 'status'>;
	return json.gateway === gateway.id && json.jobId === jobId && isFinal({ status });
}

/** An item of a blocking submit: the video came back immediately, and the gateway has no job to check. */
function isVideoItself({ json, binary }: INodeExecutionData): boolean {
	return json.status === 'completed' && json.videoUrl === undefined && binary !== undefined;
}
