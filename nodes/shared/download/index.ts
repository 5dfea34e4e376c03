import type { IBinaryData } from 'n8n-workflow';

import type { Gateway, VideoJob } from '../../../gateways/gateway';
import { messageOf } from '../errors';
import { splitWords, type Failure } from '../failure';
import type { Item } from '../item';
import { assertGoing } from '../pause';
import type { ByteStream } from '../streams';
import { DownloadFailed } from './failed';
import type { StoreOptions } from './options';
import { receive, receiveOnce, type Download } from './resume';
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

/**
 * Downloads the job's video into n8n's binary data. Also returns the job, with the link that the file came from: a new
 * one if the job's own had expired. Throws a NodeApiError that keeps the job ID and the address, and Stopped.
 */
export async function downloadVideo(
	item: Item,
	gateway: Gateway,
	job: VideoJob,
	options: StoreOptions,
): Promise<{ file: IBinaryData; job: VideoJob }> {
	const download: Download = { item, gateway, options, job };
	const facts = () => {
		const { stream, contentType } = download.opened!;
		return { like: stream, ...(contentType === undefined ? {} : { contentType }) };
	};
	try {
		const source = { chunks: receive(download), facts };
		const file = await storeStream(item.context, source, job, options);
		return { file, job: download.job };
	} catch (error) {
		assertGoing(item.stop);
		throw item.failAtGateway(explain(download, error));
	}
}

/** Why there is no file: it can't be had now, or, by the gateway, not at all any more. */
function explain({ gateway, job }: Download, error: unknown): Failure {
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
	const reason =
		error instanceof DownloadFailed
			? error.message
			: `n8n could not store it (${messageOf(error)})`;
	const { title, fix = '' } = splitWords(`${reason}.`);
	return {
		code: 'download',
		...names,
		retryable: true,
		title: `The video is ready, but its download failed: ${title}`,
		fix: `${fix} It's ${gateway.label} job ${jobId}. Run Check Video Status with this Job ID for a fresh address. The address was: ${shownAddress(videoUrl)}`.trim(),
	};
}
