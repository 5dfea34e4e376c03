import { sleep, type IExecuteFunctions } from 'n8n-workflow';

/** A stream of bytes, as n8n's own helpers take it: n8n's lint keeps Node's `stream` out of community packages. */
export type ByteStream = Exclude<
	Parameters<IExecuteFunctions['helpers']['prepareBinaryData']>[0],
	Uint8Array
>;

/** How often a stream is looked after, in milliseconds. */
const LOOK_AFTER = 500;

/** How long a stream may take; what is absent does not count. */
export interface Patience {
	/** Milliseconds since 1970. */
	deadline?: number;
	/** Longest wait for the next bytes. */
	silenceSeconds?: number;
	/** Fewest bytes a second, on average over `seconds` of waiting for bytes. */
	leastSpeed?: { bytesPerSecond: number; seconds: number };
	/** Ends the stream once true. */
	isOver?: () => boolean;
	/** Sees the bytes so far after each chunk; what it throws ends the stream. */
	inspect?: (bytes: number) => void;
}

const patienceEnded = (code: 'ETIMEDOUT' | 'TOO_SLOW'): Error =>
	Object.assign(new Error('It took too long'), { code });

/** Whether a stream of `timely` has ended because it only trickled. */
export const hasTrickled = (error: unknown): boolean =>
	error instanceof Error && 'code' in error && error.code === 'TOO_SLOW';

/**
 * Measures a stream against its least speed. Only the time spent waiting for bytes counts, in milliseconds, not that
 * in which whoever reads them is busy.
 */
function speedometer({ bytesPerSecond, seconds } = { bytesPerSecond: 0, seconds: Infinity }) {
	let waited = 0;
	let bytes = 0;
	const isDue = (waitingNow: number) => waited + waitingNow >= seconds * 1000;
	const isEnough = () => bytes >= bytesPerSecond * seconds;
	return {
		isTooSlow: (waitingNow = 0): boolean => isDue(waitingNow) && !isEnough(),
		count: (length: number, waitedFor: number): void => {
			// Each window of `seconds` is measured by itself: a quick start must not make up for a trickle later.
			const isNext = isDue(0);
			waited = (isNext ? 0 : waited) + waitedFor;
			bytes = (isNext ? 0 : bytes) + length;
		},
	};
}

/**
 * The chunks of a stream, until it ends or patience does; throws an error with the code ETIMEDOUT then, or TOO_SLOW
 * where it only trickles. n8n's own time-out ends with the first byte of an answer that follows no redirects, and
 * destroying the stream does not wake who waits for its next chunk, so a gateway that falls silent would hold the run
 * without end.
 */
export async function* timely(
	stream: ByteStream,
	{ deadline = Infinity, silenceSeconds = Infinity, leastSpeed, isOver, inspect }: Patience,
): AsyncGenerator<Uint8Array> {
	const chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
	let askedAt = Date.now();
	let giveUp: ((reason: Error) => void) | undefined;
	let ended = false;
	let bytes = 0;
	const speed = speedometer(leastSpeed);

	/** Ends the wait for the chunk that was asked for last. */
	async function watchPatience(): Promise<void> {
		while (!ended) {
			const now = Date.now();
			if (now > deadline || now - askedAt > silenceSeconds * 1000 || isOver?.()) {
				giveUp?.(patienceEnded('ETIMEDOUT'));
			}
			if (speed.isTooSlow(now - askedAt)) giveUp?.(patienceEnded('TOO_SLOW'));
			await sleep(LOOK_AFTER);
		}
	}

	/** A promise of its own for each chunk: a race with one that lives on would hold every chunk in memory. */
	async function nextChunk(): Promise<IteratorResult<Uint8Array>> {
		askedAt = Date.now();
		return await new Promise((resolve, reject) => {
			giveUp = reject;
			chunks.next().then(resolve, reject);
		});
	}

	void watchPatience();
	try {
		for (let step = await nextChunk(); !step.done; step = await nextChunk()) {
			bytes += step.value.length;
			inspect?.(bytes);
			speed.count(step.value.length, Date.now() - askedAt);
			if (speed.isTooSlow()) throw patienceEnded('TOO_SLOW');
			yield step.value;
		}
	} finally {
		ended = true;
		stream.destroy();
	}
}

/** Chunks as a stream again, by the stream class that n8n's HTTP helper itself uses. */
export function toStream(chunks: AsyncIterable<Uint8Array>, like: ByteStream): ByteStream {
	const { from } = like.constructor as unknown as {
		from: (iterable: AsyncIterable<Uint8Array>, options: { objectMode: boolean }) => ByteStream;
	};
	// Bytes, not objects: the buffer then counts bytes and stays small.
	return from(chunks, { objectMode: false });
}

/** Reads a small stream whole. Throws an error with a code over `limit` bytes, and when patience ends. */
export async function readBytes(
	stream: ByteStream,
	limit: number,
	patience: Patience,
): Promise<Buffer> {
	const chunks: Uint8Array[] = [];
	const inspect = (bytes: number): void => {
		if (bytes > limit) throw Object.assign(new Error('too long'), { code: 'ANSWER_TOO_LONG' });
	};
	for await (const chunk of timely(stream, { ...patience, inspect })) chunks.push(chunk);
	return Buffer.concat(chunks);
}
