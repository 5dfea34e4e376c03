import type { IBinaryKeyData, IDataObject, INodeExecutionData } from 'n8n-workflow';

import type { GatewayError, VideoJob } from '../../gateways/gateway';
import type { WatchEnd } from '../../gateways/waiting/watch';
import { cancelJob } from '../shared/cancelJob';
import { toBinary, downloadVideo, type FileNames } from '../shared/download';
import { keptError, sentence, type PlainFailure } from '../shared/errors';
import type { Item } from '../shared/item';
import { jobItem, withHistory, type JobOfItem } from '../shared/jobs';
import type { Semaphore } from '../shared/semaphore';
import type { TimeLimit } from './executionLimit';
import type { ItemSettings } from './settings';
import type { Watched } from './watchJobs';

/** How an item leaves the wait, as plain JSON that can be kept while the execution is suspended. */
export type Outcome =
	{ json: IDataObject; binary?: IBinaryKeyData; endedAt: number } | { failure: PlainFailure };

/** The item that an outcome leaves as. Throws its error where it is a failure. */
export function toItem(item: Item, outcome: Outcome): INodeExecutionData {
	if ('failure' in outcome) throw keptError(item, outcome.failure);
	const { json, binary } = outcome;
	return { json, ...(binary ? { binary } : {}), pairedItem: { item: item.index } };
}

/** A watch that has ended. */
export type Ended = Watched & { end: WatchEnd };

/** One item whose watch has ended, and what its outcome depends on. */
export interface EndedItem {
	item: Item;
	named: JobOfItem;
	settings: ItemSettings;
	downloads: Semaphore;
	/** The names of the run's files, so that none is given twice. */
	names: FileNames;
	limit: TimeLimit;
}

const PICK_UP =
	'It may still finish: run Wait For Video or Check Video Status with this Job ID to pick it up.';

const nameOf = ({ gateway, jobId }: JobOfItem): string => `${gateway.label} job ${jobId}`;

/**
 * A watch that came to its time limit, after the job was cancelled. One that ended before that could be, as a video
 * that was just completed, ended as if a check had seen it.
 */
async function afterCancel(
	{ item, named }: EndedItem,
	ended: Ended,
): Promise<{ ended: Ended; cancelled?: VideoJob; remark: string }> {
	const result = await cancelJob(item, named);
	if ('goesOn' in result) {
		const more = named.gateway.cancel ? ` ${PICK_UP}` : '';
		return { ended, remark: `${result.goesOn}${more}` };
	}
	const { job, raw } = result;
	if (job.status === 'cancelled') return { ended, cancelled: job, remark: 'It was cancelled.' };
	const endedAt = ended.watch.wasRunning ? { endedAt: Date.now() } : {};
	return { ended: { ...ended, raw, end: { kind: 'final', job }, ...endedAt }, remark: '' };
}

function refusedOutcome({ item, named }: EndedItem, error: GatewayError): never {
	throw item.failAtGateway(
		`The wait for ${nameOf(named)} ended, because its status can't be read. ${sentence(error)}`,
		{ httpStatus: error.httpStatus },
	);
}

/** A job that isn't ready in time: an error, or the job as it was seen last. */
function lateOutcome(
	{ item, named, settings, limit }: EndedItem,
	{ watch }: Watched,
	{ cancelled, remark }: { cancelled?: VideoJob; remark: string },
): VideoJob {
	const status = watch.seen?.status ?? 'unknown';
	const trouble = watch.trouble ? ` The last check failed: ${sentence(watch.trouble)}` : '';
	const message = `${nameOf(named)} was not ready within ${limit.words}; its last status is ${status}.${trouble} ${remark}`;
	if (settings.onTimeout !== 'returnJob') throw item.failAtGateway(message);
	const { gateway, jobId, before } = named;
	const seen = cancelled ?? watch.seen ?? { gateway: gateway.id, jobId, status: 'processing' };
	return withHistory(
		{ ...seen, failure: { code: 'timeout', message, retryable: true } } as VideoJob,
		before,
	);
}

/** A job that the gateway says has ended. Throws where the user wants failed videos to fail the item. */
function finalOutcome(
	{ item, named, settings }: EndedItem,
	job: VideoJob,
	endedAt: number | undefined,
): VideoJob {
	const ended = endedAt ? { completedAt: new Date(endedAt).toISOString() } : {};
	const whole = withHistory({ ...job, ...ended }, named.before);
	if (whole.status === 'completed' || settings.onFailedVideo === 'returnJob') return whole;
	const { code = 'gateway', message = 'no reason was given.' } = whole.failure ?? {};
	const what = whole.status === 'cancelled' ? 'was cancelled' : 'failed';
	throw item.failAtGateway(`${nameOf(named)} ${what} (${code}): ${message}`);
}

/** The job of an item whose watch has ended. Throws where the user wants failed or late videos to fail the item. */
async function jobOf(
	entry: EndedItem,
	watched: Ended,
): Promise<{ job: VideoJob; raw?: unknown; isReady: boolean }> {
	const cancels = watched.end.kind === 'timedOut' && entry.settings.cancelOnTimeout;
	const { ended, ...rest } = cancels
		? await afterCancel(entry, watched)
		: { ended: watched, remark: PICK_UP };
	const { end, raw, endedAt } = ended;
	if (end.kind === 'refused') return refusedOutcome(entry, end.error);
	if (end.kind === 'timedOut')
		return { job: lateOutcome(entry, ended, rest), raw, isReady: false };
	const job = finalOutcome(entry, end.job, endedAt);
	return { job, raw, isReady: job.status === 'completed' };
}

/**
 * How an item whose watch has ended leaves: its job, and the file where it is to be downloaded. Throws where the user
 * wants failed or late videos to fail the item, and where the download fails.
 */
export async function settleOutcome(entry: EndedItem, watched: Ended): Promise<Outcome> {
	const { item, named, settings, downloads, names } = entry;
	const { job, raw, isReady } = await jobOf(entry, watched);
	const extras = settings.includeRawResponse ? { raw } : {};
	const endedAt = Date.now();
	if (!isReady || !settings.downloadVideo) {
		return { json: jobItem(job, item.index, extras).json, endedAt };
	}
	const downloaded = await downloads.take(
		item.stop,
		async () => await downloadVideo(item, named.gateway, job, { ...settings, names }),
	);
	return {
		json: jobItem(downloaded.job, item.index, extras).json,
		...toBinary(downloaded.file, settings),
		endedAt,
	};
}
