import type { BoxReader } from '../../../gateways/bytes/media';

/**
 * A download over several connections as a value: what is known, and what each event makes of it. Pure: no clock, no
 * network, nothing of n8n.
 */
export interface Progress {
	/** Bytes of the file that are there. */
	received: number;
	/** Bytes of the whole file, where the server tells. */
	total?: number;
	/** The server's mark of this very file, where it gives one that says byte for byte (RFC 9110, 8.8.3). */
	mark?: string;
	/**
	 * The server is known to pack its answers although it was asked not to. Their parts are not parts of the file, so
	 * each connection starts at byte 0.
	 */
	isPacked: boolean;
	/** The first link has run out, and a fresh one was asked for. */
	hasFreshLink: boolean;
	/** Connections so far, the current one included. */
	tries: number;
	/** Of those, the last ones in a row that brought no byte of the file. */
	fruitless: number;
	/** Of those, the last ones in a row that only trickled. */
	slow: number;
}

/** Why a connection failed: for good, for now, by trickling, because the link has run out, or in unpacking. */
export interface Failure {
	kind: 'final' | 'passing' | 'slow' | 'linkRanOut' | 'packed';
	message: string;
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

/** How often a download may break off in a row without a byte, or trickle in a row. */
const TRIES = 3;

/** How often it may break off in all: an address that gives a byte a time would have no end. */
const MOST_TRIES = 20;

const SECONDS_BETWEEN = 2;

/** A download whose first connection is about to be made. */
export const beginning: Progress = {
	received: 0,
	isPacked: false,
	hasFreshLink: false,
	tries: 1,
	fruitless: 1,
	slow: 0,
};

const failure = (kind: Failure['kind'], message: string): Failure => ({ kind, message });

/** The failure of a file of more than `maxSizeMb` megabytes. */
export const tooLarge = (maxSizeMb: number): Failure =>
	failure('final', `the video is larger than ${maxSizeMb} MB. Raise 'Options > Max Size (MB)'`);

/** The headers that ask for what is missing: none for the whole file. If-Range: all of it, where it has changed. */
export function rangeHeaders({ received, isPacked, mark }: Progress): Record<string, string> {
	if (received === 0 || isPacked) return {};
	return {
		Range: `bytes=${received}-`,
		...(mark === undefined ? {} : { 'If-Range': mark }),
	};
}

/**
 * A connection is there. Nothing of another file may be put behind what came before: the same mark says that it is the
 * same file, and without marks the same length has to.
 */
export function afterOpening(
	progress: Progress,
	{ total, mark }: Opening,
	maxSizeMb: number,
): { progress: Progress } | { failure: Failure } {
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
 * Why a connection that ended in good order has not brought the whole file; undefined where it has. Only of a part
 * does the declared length decide: HTTP itself guards the length of an answer, and a server that packs one although
 * it was asked not to declares the packed length, which n8n hands on without a word about the packing. Of a whole
 * answer the file itself tells whether it is all there.
 */
export function afterEnd(
	{ received, total = received }: Progress,
	isPart: boolean,
	file: ReturnType<BoxReader['state']>,
): Failure | undefined {
	const missing = failure('passing', `only ${received} of ${total} bytes arrived`);
	if (received < total && (isPart || file !== 'whole')) return missing;
	if (isPart && received > total) {
		return failure('final', `${received} bytes arrived of a file of ${total}`);
	}
	if (file === 'cut') return failure('final', 'the file ends in the middle of the video');
	return file === 'noVideo'
		? failure('final', 'the file is an mp4 without a video in it (it has no moov or moof box)')
		: undefined;
}

/** A connection broke off, or could not be made: the next try and the seconds before it, or the end. */
export function afterBreak(
	progress: Progress,
	broken: Failure,
): { again: Progress; waitSeconds: number } | { end: Failure } {
	const again: Progress = {
		...progress,
		tries: progress.tries + 1,
		fruitless: progress.fruitless + 1,
		slow: broken.kind === 'slow' ? progress.slow + 1 : 0,
		// More bytes than were declared can only come of unpacking.
		isPacked:
			progress.isPacked ||
			broken.kind === 'packed' ||
			progress.received > (progress.total ?? Infinity),
	};
	const isOver = progress.tries >= MOST_TRIES || progress.fruitless >= TRIES;
	if (broken.kind === 'linkRanOut' && !progress.hasFreshLink && progress.tries < MOST_TRIES) {
		return { again: { ...again, hasFreshLink: true, fruitless: 1 }, waitSeconds: 0 };
	}
	const mayPass =
		broken.kind === 'passing' ||
		broken.kind === 'packed' ||
		(broken.kind === 'slow' && again.slow < TRIES);
	return mayPass && !isOver ? { again, waitSeconds: SECONDS_BETWEEN } : { end: broken };
}
