import type { INodeExecutionData } from 'n8n-workflow';

import { isFinal, type VideoJob } from '../../../gateways/gateway';
import type { Pace, Rhythm } from '../../../gateways/waiting/schedule';
import { startWatch, type Watch } from '../../../gateways/waiting/watch';
import { cancelAfterStop, type OpenJob } from '../cancelJob';
import { steadyClock } from '../clock';
import { createFileNames } from '../download';
import { keepFailure, nodeError } from '../errors';
import type { Item } from '../item';
import { forEachItem } from '../items';
import { jobKey } from '../jobName';
import type { JobOfItem } from '../jobs';
import { Stopped } from '../pause';
import { createSemaphore } from '../semaphore';
import { limitForCaller, readCallerEnd } from './callerLimit';
import { findTimeLimit, readExecutionEnd, type LimitWords, type TimeLimit } from './executionLimit';
import { learnFrom, usualTimeOf } from './learned';
import { toItem, settleOutcome, type Ended, type EndedItem, type Outcome } from './outcome';
import type { ItemSettings, Wait } from './settings';
import { watchJob, type Watchers } from './watchJobs';

/** Concurrent downloads: the network is the limit, and gateways keep their links for hours. */
const DOWNLOADS_AT_A_TIME = 4;

/** One item and its job, read and checked. */
interface ItemWithJob {
	item: Item;
	job: JobOfItem;
	settings: ItemSettings;
	/** As in `JobToWatch`; absent where only one run of the node watches the job. */
	key?: string;
}

/** An item that passes through as it is: a failed one, or a blocking submit's video. */
interface Settled {
	settled: INodeExecutionData;
}

/** One item of a run that waits. */
export type ItemToWait = ItemWithJob | Settled;

/** An item with a job, among all others. */
export interface JobToWatch extends ItemWithJob {
	/** Distinguishes the job of this item from those of the others, over all runs of the node in one execution. */
	key: string;
}

/** A watch as an execution stores it, with the words of its limit: by now, another one would apply. */
export type KeptWatch = Watch & { limit?: LimitWords };

/** How one way of waiting differs from another. */
export interface WaitStrategy {
	rhythm: (job: JobOfItem) => Rhythm;
	/** The watch as the execution stores it over a suspension, if it does. */
	resume: (job: JobToWatch, pace: Pace) => KeptWatch | undefined;
	/** How the item ended in an earlier run of the node, if it was held back. */
	recall: (job: JobToWatch) => Outcome | undefined;
	/** Until when (milliseconds since 1970) a check is waited for here; one that is due later is left for later. */
	until: (watch: Watch) => number;
	/** The names of files that were stored in earlier runs and leave together with those of this one. */
	usedNames: () => string[];
	/** Stores a watch that continues. */
	keepWatch: (job: JobToWatch, watch: KeptWatch) => void;
	/** Stores how an item ended, and drops its watch. */
	keepOutcome: (job: JobToWatch, outcome: Outcome) => void;
}

/** A job that is still running: its item, and its watch. */
export interface StillRunning {
	item: Item;
	watch: Watch;
}

/**
 * Distinguishes items with the same job, by the order in which they come.
 *
 * @param given keys that other items of the run have already
 */
export function createKeys(given: Iterable<string> = []): (job: JobOfItem) => string {
	const taken = new Set(given);
	/** The last number of each job, since counting up to it for each of thousands of equal items would block n8n. */
	const counts = new Map<string, number>();
	return ({ gateway, jobId }) => {
		const name = jobKey(gateway.id, jobId);
		let count = counts.get(name) ?? 0;
		let key: string;
		do {
			count++;
			key = count === 1 ? name : `${name} #${count}`;
		} while (taken.has(key));
		counts.set(name, count);
		taken.add(key);
		return key;
	};
}

/** What all items of a run share. */
interface WatchesOfRun extends Watchers, Pick<EndedItem, 'downloads' | 'names' | 'executionEnd'> {
	/** Of a watch that begins in this run. */
	limit: TimeLimit;
	/** n8n would drop the files: it hands nothing but JSON to an MCP client. */
	dropsFiles: boolean;
	strategy: WaitStrategy;
	checkIntervalSeconds: number;
	stillRunning: StillRunning[];
	/** Those to be cancelled on Stop. */
	open: Map<number, OpenJob>;
}

function choosePace(
	{ strategy, checkIntervalSeconds }: WatchesOfRun,
	{ item, job }: Pick<JobToWatch, 'item' | 'job'>,
): Pace {
	return {
		minPollSeconds: job.gateway.minPollSeconds,
		...usualTimeOf(item.context, job),
		rhythm: strategy.rhythm(job),
		...(checkIntervalSeconds > 0 ? { fixedSeconds: checkIntervalSeconds } : {}),
	};
}

function beginWatch({ now, limit }: WatchesOfRun, job: JobOfItem, pace: Pace): Watch {
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
async function watchItem(shared: WatchesOfRun, entry: JobToWatch): Promise<Outcome | undefined> {
	const { strategy, open, stillRunning } = shared;
	const { item, job } = entry;
	const settings = shared.dropsFiles
		? { ...entry.settings, downloadVideo: false }
		: entry.settings;
	if (settings.cancelOnStop && !hasEnded(item.input, job)) {
		open.set(item.index, { item, job });
	}
	const pace = choosePace(shared, entry);
	const resumed = strategy.resume(entry, pace);
	const watch = resumed ?? beginWatch(shared, job, pace);
	const { words, note, isCallers } = resumed?.limit ?? shared.limit;
	const limit: LimitWords = {
		words,
		...(note === undefined ? {} : { note }),
		...(isCallers ? { isCallers } : {}),
	};
	const watching = { item, job, watch, pace, until: strategy.until(watch) };
	const watched = await watchJob(watching, shared);
	if (watched.end === undefined) {
		strategy.keepWatch(entry, { ...watched.watch, limit });
		stillRunning.push({ item, watch: watched.watch });
		return undefined;
	}
	open.delete(item.index);
	learnFrom(item.context, job, watched, pace);
	const ended: Ended = { ...watched, end: watched.end };
	return await settleOutcome({ ...shared, limit, item, watchedJob: job, settings }, ended);
}

/**
 * The same, with an item's failure as an outcome if the node continues on errors. Whatever has failed, it names the job:
 * that exists, and is paid for.
 */
async function watchWithoutThrowing(
	shared: WatchesOfRun,
	entry: JobToWatch,
): Promise<Outcome | undefined> {
	try {
		return await watchItem(shared, entry);
	} catch (error) {
		const shown = nodeError(entry.item, error);
		if (shown instanceof Stopped || !entry.item.context.continueOnFail()) throw shown;
		const { from, failure } = keepFailure(shown);
		const { gateway, jobId } = entry.job;
		return { failed: { from, failure: { gateway: gateway.id, jobId, ...failure } } };
	}
}

/** The output item of one that has ended, in this run of the node or an earlier one; undefined while its job runs. */
async function settleItem(
	shared: WatchesOfRun,
	entry: JobToWatch,
): Promise<INodeExecutionData | undefined> {
	const { strategy } = shared;
	const earlier = strategy.recall(entry);
	if (earlier !== undefined) return toItem(entry.item, earlier);
	const outcome = await watchWithoutThrowing(shared, entry);
	if (outcome === undefined) return undefined;
	strategy.keepOutcome(entry, outcome);
	return toItem(entry.item, outcome);
}

/** What the items of a run share when it starts. */
function shareFor({ run, settings }: Wait, strategy: WaitStrategy, jobs: number): WatchesOfRun {
	const now = steadyClock();
	const executionEnd = readExecutionEnd(run.context, now());
	const callerEnd = readCallerEnd(run.context, now());
	const limit = findTimeLimit(executionEnd, settings.timeoutMinutes, now());
	return {
		strategy,
		now,
		executionEnd,
		jobs,
		turnstiles: new Map(),
		limit: limitForCaller(limit, callerEnd, now()),
		dropsFiles: callerEnd !== undefined,
		checkIntervalSeconds: settings.checkIntervalSeconds,
		downloads: createSemaphore(DOWNLOADS_AT_A_TIME),
		names: createFileNames(strategy.usedNames()),
		stillRunning: [],
		open: new Map(),
	};
}

/** Keeps nothing: the node runs until the last job has ended. */
const withoutSuspending: WaitStrategy = {
	rhythm: () => 'running',
	resume: () => undefined,
	recall: () => undefined,
	until: () => Infinity,
	usedNames: () => [],
	keepWatch: () => undefined,
	keepOutcome: () => undefined,
};

/** Watches the jobs of all items within the running execution, to the last one's end. See `watchItems`. */
export const waitForAll = async (
	wait: Wait,
	items: readonly ItemToWait[],
): Promise<INodeExecutionData[]> => (await watchItems(wait, items, withoutSuspending)).done;

/**
 * Watches the jobs of all items in parallel. Returns the items of those that have ended, in the items' order, and those
 * that are still running. If the node is set to continue on errors, a failed item leaves as an error; otherwise it ends
 * the node.
 *
 * @param waiting one for each input item of the node, in their order
 */
export async function watchItems(
	wait: Wait,
	waiting: readonly ItemToWait[],
	strategy: WaitStrategy,
): Promise<{ done: INodeExecutionData[]; stillRunning: StillRunning[] }> {
	const { run } = wait;
	const { context } = run;
	const keyOf = createKeys();
	const entries = waiting.map((one) =>
		'settled' in one ? one : { ...one, key: one.key ?? keyOf(one.job) },
	);
	const shared = shareFor(wait, strategy, entries.length);
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
