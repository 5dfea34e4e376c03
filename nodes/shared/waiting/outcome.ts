import type { IBinaryKeyData, IDataObject, INodeExecutionData } from 'n8n-workflow';

import type { GatewayError, VideoJob } from '../../../gateways/gateway';
import type { WatchEnd } from '../../../gateways/waiting/watch';
import { cancelJob } from '../cancelJob';
import { toBinary, downloadVideo, type FileNames } from '../download';
import { keptError, type KeptFailure } from '../errors';
import { gatewayFailure, sentence, failureText, type Failure } from '../failure';
import type { Item } from '../item';
import { typicalSeconds, type JobOfItem } from '../jobs';
import { withHistory } from '../jobHistory';
import { jobItem } from '../jobItem';
import type { Semaphore } from '../semaphore';
import { notReadySentence } from '../sentences/notices';
import { lastMoment, type LimitWords } from './executionLimit';
import type { ItemSettings } from './settings';
import type { Watched } from './watchJobs';

/** How an item leaves the wait, as plain JSON that can be stored while the execution is suspended. */
export type Outcome =
	{ json: IDataObject; binary?: IBinaryKeyData; endedAt: number } | { failed: KeptFailure };

/** The item that an outcome leaves as. Throws its error if it is a failure. */
export function toItem(item: Item, outcome: Outcome): INodeExecutionData {
	if ('failed' in outcome) throw keptError(item, outcome.failed);
	const { json, binary } = outcome;
	return { json, ...(binary ? { binary } : {}), pairedItem: { item: item.index } };
}

/** A watch that has ended. */
export type Ended = Watched & { end: WatchEnd };

/** One item whose watch has ended, and what its outcome depends on. */
export interface EndedItem {
	item: Item;
	watchedJob: JobOfItem;
	settings: ItemSettings;
	downloads: Semaphore;
	/** The names of the run's files, so that none is given twice. */
	names: FileNames;
	/** The limit that its watch had. */
	limit: LimitWords;
	/** When n8n ends the execution, in milliseconds since 1970, if it does. */
	executionEnd: number | undefined;
}

/** The job that an item leaves with. */
interface Ending {
	job: VideoJob;
	raw?: unknown;
	/** There is a video to download. */
	isReady: boolean;
}

const PICK_UP =
	'It may still finish: run Wait For Video or Check Video Status with this Job ID to pick it up.';

const nameOf = ({ gateway, jobId }: JobOfItem): string => `${gateway.label} job ${jobId}`;

/** What a failure says of its job: that it exists. */
const namesIn = ({ gateway, jobId }: JobOfItem) =>
	({ gateway: gateway.id, jobId, accepted: 'maybe' }) as const;

/** The error of a job whose status can't be read. */
const refusedError = ({ item, watchedJob }: EndedItem, error: GatewayError) =>
	item.failAtGateway({
		...gatewayFailure(watchedJob.gateway, error),
		...namesIn(watchedJob),
		title: `The wait for ${nameOf(watchedJob)} ended, because its status can't be read`,
		fix: sentence(error),
	});

/** A job that has ended, according to the gateway. Throws if the user wants failed videos to fail the item. */
function endFinal(
	{ item, watchedJob, settings }: EndedItem,
	{ job, raw, endedAt }: { job: VideoJob; raw: unknown; endedAt: number | undefined },
): Ending {
	const ended = endedAt ? { completedAt: new Date(endedAt).toISOString() } : {};
	const whole = withHistory({ ...job, ...ended }, watchedJob.before);
	if (whole.status === 'completed') return { job: whole, raw, isReady: true };
	if (settings.onFailedVideo === 'returnJob') return { job: whole, raw, isReady: false };
	const {
		code = 'gateway',
		message = 'The gateway gave no reason.',
		retryable,
	} = whole.failure ?? {};
	const what = whole.status === 'cancelled' ? 'was cancelled' : 'failed';
	throw item.failAtGateway({
		code,
		...namesIn(watchedJob),
		retryable,
		title: `${nameOf(watchedJob)} ${what} (${code})`,
		fix: message,
	});
}

/** A job that isn't ready in time: an error, or the job's last known state. */
function lateJob(
	{ item, watchedJob, settings, limit }: EndedItem,
	{ watch }: Watched,
	remark: string,
	cancelled?: VideoJob,
): VideoJob {
	const status = watch.seen?.status ?? 'unknown';
	const trouble = watch.trouble ? `The last check failed: ${sentence(watch.trouble)}` : '';
	const failure: Failure = {
		code: 'timeout',
		...namesIn(watchedJob),
		retryable: true,
		title: `${nameOf(watchedJob)} wasn't ready within ${limit.words}; its last status is ${status}`,
		fix: [limit.note, trouble, remark].filter(Boolean).join(' '),
	};
	if (settings.onTimeout !== 'returnJob') throw item.failAtGateway(failure);
	const message = failureText(failure);
	const { gateway, jobId, before } = watchedJob;
	const unseen: VideoJob = { gateway: gateway.id, jobId, status: 'processing' };
	const job = cancelled ?? watch.seen ?? unseen;
	return withHistory({ ...job, failure: { code: 'timeout', message, retryable: true } }, before);
}

/** The job as it stands, for a caller that must have an answer now. */
function unfinishedJob({ watchedJob }: EndedItem, { watch }: Watched): VideoJob {
	const { gateway, jobId, before } = watchedJob;
	const job: VideoJob = watch.seen ?? { gateway: gateway.id, jobId, status: 'processing' };
	const note = notReadySentence(typicalSeconds(watchedJob));
	return withHistory({ ...job, warnings: [...(job.warnings ?? []), note] }, before);
}

/**
 * A watch that reached its time limit: the job is cancelled if the user wants that. A job that ended before it could be
 * cancelled, such as a video that just finished, ends as if a check had seen it.
 */
async function endLate(entry: EndedItem, watched: Watched): Promise<Ending> {
	const { item, watchedJob, settings, executionEnd, limit } = entry;
	const { raw } = watched;
	if (limit.isCallers) return { job: unfinishedJob(entry, watched), raw, isReady: false };
	const late = (remark: string, cancelled?: VideoJob): Ending => ({
		job: lateJob(entry, watched, remark, cancelled),
		raw,
		isReady: false,
	});
	if (!settings.cancelOnTimeout) return late(PICK_UP);
	const result = await cancelJob(item, watchedJob, lastMoment(executionEnd));
	if ('stillRunning' in result) {
		const { gateway, jobId } = watchedJob;
		return late(`${result.stillRunning}${gateway.cancel?.(jobId) ? ` ${PICK_UP}` : ''}`);
	}
	const { job } = result;
	if (job.status === 'cancelled') return late('It was cancelled.', job);
	const endedAt = watched.watch.wasRunning ? Date.now() : watched.endedAt;
	return endFinal(entry, { job, raw: result.raw, endedAt });
}

/** The job of an item whose watch has ended. Throws if the user wants failed or late videos to fail the item. */
async function findEnding(entry: EndedItem, watched: Ended): Promise<Ending> {
	const { end, raw, endedAt } = watched;
	switch (end.kind) {
		case 'refused':
			throw refusedError(entry, end.error);
		case 'timedOut':
			return await endLate(entry, watched);
		case 'final':
			return endFinal(entry, { job: end.job, raw, endedAt });
	}
}

/**
 * How an item whose watch has ended leaves: its job, and the file if it's to be downloaded. Throws if the user wants
 * failed or late videos to fail the item, and if the download fails.
 */
export async function settleOutcome(entry: EndedItem, watched: Ended): Promise<Outcome> {
	const { item, watchedJob, settings, downloads, names, executionEnd } = entry;
	const { job, raw, isReady } = await findEnding(entry, watched);
	const extras = settings.includeRawResponse ? { raw } : {};
	const endedAt = Date.now();
	if (!isReady || !settings.downloadVideo) {
		return { json: jobItem(job, item.index, extras).json, endedAt };
	}
	const downloaded = await downloadVideo(item, watchedJob.gateway, job, {
		...settings,
		names,
		places: downloads,
		deadline: lastMoment(executionEnd),
	});
	return {
		json: jobItem(downloaded.job, item.index, extras).json,
		...toBinary(downloaded.file, settings),
		endedAt,
	};
}
