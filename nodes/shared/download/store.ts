import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';

import type { VideoJob } from '../../../gateways/gateway';
import { recognize, TELLING_BYTES } from '../../../gateways/bytes/videoFile';
import { toStream, type ByteStream } from '../streams';
import { DownloadFailed } from './failed';
import { safeFileName } from './fileName';
import type { StoreOptions } from './options';

/** The bytes of a video on their way. */
export interface Source {
	chunks: AsyncGenerator<Uint8Array>;
	/** What is known once the first bytes have arrived. */
	facts: () => {
		/** A stream of the class that n8n's helpers use. */
		like: ByteStream;
		/** As the server declares it. */
		contentType?: string;
	};
}

/** The first bytes of a stream, of which a chunk may hold any number. */
async function readStart(rest: AsyncIterator<Uint8Array>): Promise<Uint8Array> {
	let start = Buffer.alloc(0);
	while (start.length < TELLING_BYTES) {
		const next = await rest.next();
		if (next.done) break;
		start = Buffer.concat([start, next.value]);
	}
	return start;
}

/**
 * All chunks, of which the first ones were read already. Without a `throw`: an error from n8n's store would be thrown
 * into the chunks, as if their connection had broken.
 */
function startingWith(
	start: Uint8Array,
	chunks: AsyncGenerator<Uint8Array>,
): AsyncIterable<Uint8Array> {
	let isStarted = false;
	return {
		[Symbol.asyncIterator]: () => ({
			next: async () => {
				if (isStarted) return await chunks.next();
				isStarted = true;
				return { value: start, done: false };
			},
		}),
	};
}

/** Streams a video into n8n's binary data: never more than a chunk of it in memory. */
export async function storeStream(
	context: IExecuteFunctions,
	{ chunks, facts }: Source,
	job: Pick<VideoJob, 'gateway' | 'jobId'>,
	{ fileName, names }: StoreOptions,
): Promise<IBinaryData> {
	const start = await readStart(chunks);
	if (start.length === 0)
		throw new DownloadFailed({ kind: 'final', message: 'the file is empty' });
	const { like, contentType } = facts();
	const kind = recognize(start, contentType);
	// Closes the connection if the download ended before the stream did.
	const close = () => void chunks.return(undefined).catch(() => undefined);
	if ('other' in kind) {
		close();
		throw new DownloadFailed({
			kind: 'final',
			message: `the server returned ${kind.other} instead of a video`,
		});
	}
	const name = safeFileName(fileName, `${job.gateway}-${job.jobId}`, kind.video);
	return await context.helpers
		.prepareBinaryData(
			toStream(startingWith(start, chunks), like),
			names?.claim(name) ?? name,
			kind.video,
		)
		.finally(close);
}
