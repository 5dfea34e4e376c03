import { isGatewayError, type Gateway, type VideoJob } from '../../../gateways/gateway';
import { boxReader } from '../../../gateways/bytes/boxes';
import type { Item } from '../item';
import { withLinksOf } from '../jobHistory';
import { assertGoing, pauseUntil, type StopSignal } from '../pause';
import { timely, type Patience } from '../streams';
import { send } from '../transport/send';
import { DownloadFailed, toDownloadFailure, LEAST_SPEED } from './failed';
import { openVideo, SILENCE_SECONDS, type Opened } from './open';
import { maxBytes, type FileOptions, type StoreOptions } from './options';
import {
	afterBreak,
	afterBytes,
	afterEnd,
	afterOpening,
	beginning,
	hadAll,
	tooLarge,
	type DownloadFailure,
	type Progress,
} from './progress';

/** A download under way. */
export interface Download {
	item: Item;
	gateway: Gateway;
	options: StoreOptions;
	/** The job; with the new link, once its first one has expired. */
	job: VideoJob;
	/** The current connection; absent before the first. */
	opened?: Opened;
}

/** The video's bytes, each once, over as many connections as needed: after a break, it resumes where it stopped. */
export async function* receiveChunks(download: Download): AsyncGenerator<Uint8Array> {
	const boxes = boxReader();
	const maxSizeMb = maxBytes(download.options);
	let progress = beginning;
	for (;;) {
		try {
			const { opened, ...connected } = await connect(download, progress, maxSizeMb);
			progress = connected.progress;
			const news = skipFirst(progress.received - opened.from);
			for await (const bytes of timely(opened.stream, patience(download))) {
				const chunk = news(bytes);
				if (chunk.length === 0) continue;
				progress = afterBytes(progress, chunk.length);
				if (progress.received > maxSizeMb * 1024 * 1024) {
					throw new DownloadFailed(tooLarge(maxSizeMb));
				}
				boxes.read(chunk);
				yield chunk;
			}
			const failure = afterEnd(progress, opened.isPart, boxes.state());
			if (failure === undefined) return;
			throw new DownloadFailed(failure);
		} catch (error) {
			const failure = toDownloadFailure(error);
			if (hadAll(progress, failure, boxes.state())) return;
			progress = await nextTry(download, progress, failure);
		}
	}
}

const patience = ({ item: { stop } }: Download): Patience => ({
	silenceSeconds: SILENCE_SECONDS,
	leastSpeed: LEAST_SPEED,
	isOver: () => stop.stopped,
});

/** Opens the next connection, and checks that it's to the same file. */
async function connect(
	download: Download,
	progress: Progress,
	maxSizeMb: number,
): Promise<{ opened: Opened; progress: Progress }> {
	const { item, gateway, job } = download;
	const opened = await openVideo(item, gateway, job.videoUrl ?? '', progress);
	const step = afterOpening(progress, opened, maxSizeMb);
	if ('failure' in step) {
		opened.stream.destroy();
		throw new DownloadFailed(step.failure);
	}
	download.opened = opened;
	return { opened, progress: step.progress };
}

/** The new bytes of each chunk of a connection: one that starts at byte 0 delivers `known` bytes again. */
function skipFirst(known: number): (chunk: Uint8Array) => Uint8Array {
	let left = known;
	return (chunk) => {
		if (left === 0) return chunk;
		const news = chunk.subarray(Math.min(left, chunk.length));
		left -= chunk.length - news.length;
		return news;
	};
}

/** Waits for the next try, with a new link if one is needed. Throws if no try can help, and Stopped. */
async function nextTry(
	download: Download,
	progress: Progress,
	failure: DownloadFailure,
): Promise<Progress> {
	const { stop } = download.item;
	assertGoing(stop);
	const step = afterBreak(progress, failure);
	if ('end' in step) throw new DownloadFailed(step.end);
	const { again, waitSeconds } = step;
	if (again.hasFreshLink && !progress.hasFreshLink) {
		download.job = await withFreshLink(download);
	}
	await pauseUntil(Date.now() + waitSeconds * 1000, stop);
	return again;
}

/** The job with a new link to its video, by one more check; with the time that this link runs out, if that is known. */
async function withFreshLink({ item, gateway, job }: Download): Promise<VideoJob> {
	const { outcome } = await send(item, gateway, gateway.status(job.jobId));
	if (isGatewayError(outcome) || outcome.videoUrl === undefined) {
		const ofJob = isGatewayError(outcome) ? undefined : outcome.failure;
		throw new DownloadFailed({
			kind: 'final',
			message: 'the link has expired, and the gateway returned no new one',
			...(ofJob ? { ofJob } : {}),
		});
	}
	return withLinksOf(job, outcome);
}

/** The bytes of a video that came as the answer to a call: a second connection to it isn't possible. */
export async function* receiveOnce(
	stream: Opened['stream'],
	stop: StopSignal,
	options: Pick<FileOptions, 'maxSizeMb'>,
): AsyncGenerator<Uint8Array> {
	const boxes = boxReader();
	const maxSizeMb = maxBytes(options);
	// No minimum speed: it can't be requested again, and holds up nobody.
	const all = timely(stream, {
		silenceSeconds: SILENCE_SECONDS,
		isOver: () => stop.stopped,
		inspect: (bytes) => {
			if (bytes > maxSizeMb * 1024 * 1024) throw new DownloadFailed(tooLarge(maxSizeMb));
		},
	});
	for await (const chunk of all) {
		boxes.read(chunk);
		yield chunk;
	}
	const failure = afterEnd(beginning, false, boxes.state());
	if (failure) throw new DownloadFailed(failure);
}
