import { wasTooSlow } from '../streams';
import type { DownloadFailure } from './progress';

/** A failure on its way to the code that can handle it. */
export class DownloadFailed extends Error {
	constructor(readonly failure: DownloadFailure) {
		super(failure.message);
	}
}

/** Minimum bytes per second of a connection, averaged over a minute: 56k modems deliver seven times as much. */
export const LEAST_SPEED = { bytesPerSecond: 1024, seconds: 60 };

/** How the codes of Node's zlib begin, for gzip, Brotli and Zstandard (Node.js 20 to 24, lib/zlib.js). */
const unpacking = /^(Z_|ERR__ERROR|ZSTD_error)/;

/** What an error means for a download. One that this package did not throw comes from the connection. */
export function toDownloadFailure(error: unknown): DownloadFailure {
	if (error instanceof DownloadFailed) return error.failure;
	if (wasTooSlow(error)) {
		return { kind: 'slow', message: 'the download was slower than 1 KB/s' };
	}
	return unpacking.test(String((error as { code?: unknown } | undefined)?.code))
		? {
				kind: 'compressed',
				message: "the server compressed the file, and it can't be decompressed",
			}
		: { kind: 'transient', message: 'the connection broke' };
}
