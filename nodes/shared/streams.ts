import { sleep, type IExecuteFunctions } from 'n8n-workflow';

/** A stream of bytes, as n8n's own helpers accept it: n8n's lint keeps Node's `stream` out of community packages. */
export type ByteStream = Exclude<
	Parameters<IExecuteFunctions['helpers']['prepareBinaryData']>[0],
	Uint8Array
>;

/** How often a stream is checked, in milliseconds. */
const LOOK_AFTER = 500;

/** How long a stream may take; a missing limit doesn't apply. */
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

/** Whether a stream of `timely` has ended because it was too slow. */
export const wasTooSlow = (error: unknown): boolean =>
	error instanceof Error && 'code' in error && error.code === 'TOO_SLOW';

/**
 * Measures a stream against its minimum speed. Only the time spent waiting for bytes counts, in milliseconds, not the
 * time that the reader is busy.
 */
function speedometer({ bytesPerSecond, seconds } = { bytesPerSecond: 0, seconds: Infinity }) {
	let waited = 0;
	let bytes = 0;
	const isDue = (waitingNow: number) => waited + waitingNow >= seconds * 1000;
	const isEnough = () => bytes >= bytesPerSecond * seconds;
	return {
		isTooSlow: (waitingNow = 0): boolean => isDue(waitingNow) && !isEnough(),
		count: (length: number, waitedFor: number): void => {
			// Each window of `seconds` is measured separately: a quick start must not make up for a slow stream later.
			const isNext = isDue(0);
			waited = (isNext ? 0 : waited) + waitedFor;
			bytes = (isNext ? 0 : bytes) + length;
		},
	};
}

/** A stream while it is read. */
interface StreamReading {
	chunks: AsyncIterator<Uint8Array>;
	patience: Patience;
	speed: ReturnType<typeof speedometer>;
	/** When the last chunk was asked for, in milliseconds since 1970. */
	askedAt: number;
	/** Ends the wait for that chunk. */
	giveUp: (reason: Error) => void;
	ended: boolean;
}

/** Why the wait for a chunk ends at `now`; undefined if it continues. */
function whyPatienceEnded(
	{ patience, speed, askedAt }: StreamReading,
	now: number,
): Error | undefined {
	const { deadline = Infinity, silenceSeconds = Infinity, isOver } = patience;
	if (now > deadline || now - askedAt > silenceSeconds * 1000 || isOver?.()) {
		return patienceEnded('ETIMEDOUT');
	}
	return speed.isTooSlow(now - askedAt) ? patienceEnded('TOO_SLOW') : undefined;
}

/** Ends the wait for the chunk requested last, once patience runs out. */
async function watchPatience(reading: StreamReading): Promise<void> {
	while (!reading.ended) {
		const reason = whyPatienceEnded(reading, Date.now());
		if (reason) reading.giveUp(reason);
		await sleep(LOOK_AFTER);
	}
}

/** A separate promise for each chunk: racing one long-lived promise would keep every chunk in memory. */
async function nextChunk(reading: StreamReading): Promise<IteratorResult<Uint8Array>> {
	reading.askedAt = Date.now();
	return await new Promise((resolve, reject) => {
		reading.giveUp = reject;
		reading.chunks.next().then(resolve, reject);
	});
}

/**
 * The chunks of a stream, until it ends or patience runs out; then throws an error with the code ETIMEDOUT, or TOO_SLOW
 * if it is only slow. n8n's own timeout ends with the first byte of an answer that follows no redirects, and destroying
 * the stream does not wake a reader waiting for its next chunk, so a gateway that goes silent would hold the run
 * forever.
 */
export async function* timely(stream: ByteStream, patience: Patience): AsyncGenerator<Uint8Array> {
	const speed = speedometer(patience.leastSpeed);
	const reading: StreamReading = {
		chunks: stream[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>,
		patience,
		speed,
		askedAt: Date.now(),
		giveUp: () => undefined,
		ended: false,
	};
	let bytes = 0;
	void watchPatience(reading);
	try {
		for (let step = await nextChunk(reading); !step.done; step = await nextChunk(reading)) {
			bytes += step.value.length;
			patience.inspect?.(bytes);
			speed.count(step.value.length, Date.now() - reading.askedAt);
			if (speed.isTooSlow()) throw patienceEnded('TOO_SLOW');
			yield step.value;
		}
	} finally {
		reading.ended = true;
		stream.destroy();
	}
}

/** Chunks as a stream again, using the stream class that n8n's HTTP helper itself uses. */
export function toStream(chunks: AsyncIterable<Uint8Array>, like: ByteStream): ByteStream {
	const { from } = like.constructor as unknown as {
		from: (iterable: AsyncIterable<Uint8Array>, options: { objectMode: boolean }) => ByteStream;
	};
	// Bytes, not objects: the buffer then counts bytes and stays small.
	return from(chunks, { objectMode: false });
}

/** Reads a small stream completely. Throws an error with a code over `limit` bytes, and when patience runs out. */
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
