import type { IBinaryData } from 'n8n-workflow';

import type { Gateway, VideoJob } from '../../../gateways/gateway';
import { messageOf } from '../errors';
import { splitWords, type Failure } from '../failure';
import { withRun, type Item } from '../item';
import { assertGoing, pauseUntil, stopAt, Stopped } from '../pause';
import type { Semaphore } from '../semaphore';
import type { ByteStream } from '../streams';
import { DownloadFailed } from './failed';
import type { StoreOptions } from './options';
import { receiveChunks, receiveOnce, type Download } from './resume';
import { storeStream } from './store';

export { createFileNames, type FileNames } from './fileName';
export { toBinary, DEFAULT_MAX_SIZE_MB, type FileOptions, type StoreOptions } from './options';

/** Stores a video that is the answer to a call. */
export async function storeVideo(
	item: Item,
	stream: ByteStream,
	job: Pick<VideoJob, 'gateway' | 'jobId'>,
	options: StoreOptions,
): Promise<IBinaryData> {
	const chunks = receiveOnce(stream, item.stop, options);
	return await storeStream(
		item.context,
		{ chunks, facts: () => ({ like: stream }) },
		job,
		options,
	);
}

/** Longest address in a message, in characters: signed ones have several hundred. */
const LONGEST_ADDRESS = 1000;

/** An address as a message may show it: without a password, and shortened. */
function shownAddress(address = ''): string {
	const bare = address.replace(/^(\w+:\/\/)[^/?#]*@/, '$1');
	return bare.length > LONGEST_ADDRESS ? `${bare.slice(0, LONGEST_ADDRESS)}...` : bare;
}

/** How a video is downloaded. */
export interface DownloadOptions extends StoreOptions {
	/** By when it has to be through, in milliseconds since 1970. Default: no limit. */
	deadline?: number;
	/** Limits how many run at a time. Default: no limit. */
	places?: Semaphore;
}

/** The result of `work`. Throws at `deadline`, also where nothing can end the work, such as a file that n8n stores. */
async function inTime<Result>(work: Promise<Result>, deadline: number): Promise<Result> {
	if (deadline === Infinity) return await work;
	const over = { stopped: false, stop: () => undefined };
	const done = work.finally(() => {
		over.stopped = true;
	});
	const timeUp = pauseUntil(deadline, over).then(() => {
		throw new Stopped();
	});
	return await Promise.race([done, timeUp]);
}

/** Downloads and stores the file. */
async function fetchFile(download: Download): Promise<IBinaryData> {
	const { item, job, options } = download;
	const facts = () => {
		const { stream, contentType } = download.opened!;
		return { like: stream, ...(contentType === undefined ? {} : { contentType }) };
	};
	const source = { chunks: receiveChunks(download), facts };
	return await storeStream(item.context, source, job, options);
}

/** Why a download failed. */
function whyBroken(error: unknown, deadline: number): string {
	if (Date.now() >= deadline) {
		return "n8n's time limit would have ended this execution before the file was complete. Raise Timeout Workflow, or EXECUTIONS_TIMEOUT";
	}
	return error instanceof DownloadFailed
		? error.message
		: `n8n couldn't store it (${messageOf(error)})`;
}

/**
 * Downloads the job's video into n8n's binary data. Also returns the job, with the link that the file came from: a new
 * one if the job's own had expired. Throws a NodeApiError that keeps the job ID and the address, and Stopped.
 */
export async function downloadVideo(
	item: Item,
	gateway: Gateway,
	job: VideoJob,
	options: DownloadOptions,
): Promise<{ file: IBinaryData; job: VideoJob }> {
	const { deadline = Infinity, places } = options;
	const stop = stopAt(deadline, item.stop);
	const download: Download = { item: withRun(item, { stop }), gateway, options, job };
	const work = async () => await fetchFile(download);
	try {
		const file = await inTime(places ? places.take(stop, work) : work(), deadline);
		return { file, job: download.job };
	} catch (error) {
		assertGoing(item.stop);
		throw item.failAtGateway(explain(download, error, deadline));
	}
}

/** Why there is no file: it can't be had now, or, by the gateway, not at all any more. */
function explain({ gateway, job }: Download, error: unknown, deadline: number): Failure {
	const { jobId, videoUrl } = job;
	const names = { gateway: gateway.id, jobId };
	const { ofJob } = error instanceof DownloadFailed ? error.failure : {};
	if (ofJob) {
		return {
			code: ofJob.code,
			...names,
			retryable: ofJob.retryable,
			title: `The video of ${gateway.label} job ${jobId} can't be downloaded any more (${ofJob.code})`,
			fix: ofJob.message,
		};
	}
	const { title, fix = '' } = splitWords(`${whyBroken(error, deadline)}.`);
	return {
		code: 'download',
		...names,
		retryable: true,
		title: `The video is ready, but its download failed: ${title}`,
		fix: `${fix} It's ${gateway.label} job ${jobId}. Run Check Video Status with this Job ID for a fresh link. The link was: ${shownAddress(videoUrl)}`.trim(),
	};
}
