import type { BoxReader } from '../../../gateways/bytes/boxes';
import type { VideoFailure } from '../../../gateways/gateway';

/**
 * A download over several connections as a value: what is known, and how each event changes it. Pure: no clock, no
 * network, nothing of n8n.
 */
export interface Progress {
	/** Bytes of the file received so far. */
	received: number;
	/** Bytes of the whole file, if the server says. */
	total?: number;
	/** The server's ETag of this exact file, if it sends a strong one (RFC 9110, 8.8.3). */
	mark?: string;
	/**
	 * The server is known to compress its answers although it was asked not to. Parts of such an answer are not parts
	 * of the file, so each connection starts at byte 0.
	 */
	isCompressed: boolean;
	/** The first link has expired, and a new one was requested. */
	hasFreshLink: boolean;
	/** Connections so far, the current one included. */
	tries: number;
	/** Of those, the last ones in a row that brought no byte of the file. */
	fruitless: number;
	/** Of those, the last ones in a row that were too slow. */
	slow: number;
}

/**
 * Why a connection failed: permanently, temporarily, too slow, because the link expired, while decompressing, or
 * because the file has no bytes beyond those that were received.
 */
export interface DownloadFailure {
	kind: 'final' | 'transient' | 'slow' | 'linkExpired' | 'compressed' | 'noMore';
	message: string;
	/** Why the job itself has no video any more, by the gateway. */
	ofJob?: VideoFailure;
}

/** What one connection says of the file. */
export interface Opening {
	/** The byte of the file that its first one is. */
	from: number;
	/** The answer is a part of the file (HTTP 206), not all of it (200). */
	isPart: boolean;
	total?: number;
	mark?: string;
}

/** How often a download may break off in a row without a byte, or be too slow in a row. */
const TRIES = 3;

/** How often it may break off in total: an address that delivers one byte at a time would never end. */
const MOST_TRIES = 20;

const SECONDS_BETWEEN = 2;

/** A download whose first connection is about to be made. */
export const beginning: Progress = {
	received: 0,
	isCompressed: false,
	hasFreshLink: false,
	tries: 1,
	fruitless: 1,
	slow: 0,
};

const failure = (kind: DownloadFailure['kind'], message: string): DownloadFailure => ({
	kind,
	message,
});

/** The failure of a file of more than `maxSizeMb` megabytes. */
export const tooLarge = (maxSizeMb: number): DownloadFailure =>
	failure('final', `the video is larger than ${maxSizeMb} MB. Raise 'Options > Max Size (MB)'`);

/** The headers that request the missing part: none for the whole file. If-Range: all of it, if it has changed. */
export function rangeHeaders({ received, isCompressed, mark }: Progress): Record<string, string> {
	if (received === 0 || isCompressed) return {};
	return {
		Range: `bytes=${received}-`,
		...(mark === undefined ? {} : { 'If-Range': mark }),
	};
}

/**
 * A connection is open. Nothing of another file may be appended to what came before: the same ETag means the same file,
 * and without one the length has to match.
 */
export function afterOpening(
	progress: Progress,
	{ total, mark }: Opening,
	maxSizeMb: number,
): { progress: Progress } | { failure: DownloadFailure } {
	if ((total ?? 0) > maxSizeMb * 1024 * 1024) return { failure: tooLarge(maxSizeMb) };
	const before: Pick<Progress, 'total' | 'mark'> = progress.received === 0 ? {} : progress;
	const isOther = (known?: unknown, declared?: unknown) =>
		known !== undefined && declared !== undefined && known !== declared;
	const isMarked = before.mark !== undefined && before.mark === mark;
	if (isOther(before.mark, mark) || (!isMarked && isOther(before.total, total))) {
		return { failure: failure('final', 'the file has changed in the middle of the download') };
	}
	return {
		progress: { ...progress, total: total ?? before.total, mark: mark ?? before.mark },
	};
}

/** More bytes of the file have come. */
export function afterBytes(progress: Progress, bytes: number): Progress {
	return { ...progress, received: progress.received + bytes, fruitless: 0 };
}

/**
 * Why a connection that ended normally has not delivered the whole file; undefined if it has. The declared length only
 * decides about a partial answer: HTTP itself guards the length of an answer, and a server that compresses one although
 * it was asked not to declares the compressed length, which n8n passes on without mentioning the compression. For a
 * whole answer, the file itself shows whether it's complete.
 */
export function afterEnd(
	{ received, total = received }: Progress,
	isPart: boolean,
	file: ReturnType<BoxReader['state']>,
): DownloadFailure | undefined {
	const missing = failure('transient', `only ${received} of ${total} bytes arrived`);
	if (received < total && (isPart || file !== 'whole')) return missing;
	if (isPart && received > total) {
		return failure('final', `${received} bytes arrived, but the file has ${total}`);
	}
	if (file === 'cut') return failure('final', 'the file ends in the middle of the video');
	return file === 'noVideo'
		? failure('final', 'the file is an mp4 without a video in it (it has no moov or moof box)')
		: undefined;
}

/**
 * Whether the whole file had already arrived when its connection broke: a server that declares no length may not end it
 * properly, and then has no more bytes to send. The file itself has to be complete, too.
 */
export function hadAll(
	{ received, total = received }: Progress,
	{ kind }: DownloadFailure,
	file: ReturnType<BoxReader['state']>,
): boolean {
	return kind === 'noMore' && received === total && file === 'whole';
}

/**
 * A connection broke off, or could not be opened: the next try and the seconds before it, or the end. The first link may
 * have expired. If a fresh one isn't found either, the file may reach the server a few seconds after the gateway has
 * called the video ready.
 */
export function afterBreak(
	progress: Progress,
	broken: DownloadFailure,
): { again: Progress; waitSeconds: number } | { end: DownloadFailure } {
	const again: Progress = {
		...progress,
		tries: progress.tries + 1,
		fruitless: progress.fruitless + 1,
		slow: broken.kind === 'slow' ? progress.slow + 1 : 0,
		// More bytes than declared can only come from decompression.
		isCompressed:
			progress.isCompressed ||
			broken.kind === 'compressed' ||
			progress.received > (progress.total ?? Infinity),
	};
	const isOver = progress.tries >= MOST_TRIES || progress.fruitless >= TRIES;
	if (broken.kind === 'linkExpired' && !progress.hasFreshLink && progress.tries < MOST_TRIES) {
		return { again: { ...again, hasFreshLink: true, fruitless: 1 }, waitSeconds: 0 };
	}
	const mayPass =
		['transient', 'compressed', 'linkExpired'].includes(broken.kind) ||
		(broken.kind === 'slow' && again.slow < TRIES);
	if (!mayPass || isOver) return { end: broken };
	const longer = broken.kind === 'linkExpired' ? Math.max(1, progress.fruitless) : 1;
	return { again, waitSeconds: SECONDS_BETWEEN * longer };
}
