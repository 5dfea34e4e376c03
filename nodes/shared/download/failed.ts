import { hasTrickled } from '../streams';
import type { Failure } from './progress';

/** A failure on its way to whoever can do something about it. */
export class DownloadFailed extends Error {
	constructor(readonly failure: Failure) {
		super(failure.message);
	}
}

/** Fewest bytes a second of a connection, averaged over a minute: 56k modems bring seven times as much. */
export const LEAST_SPEED = { bytesPerSecond: 1024, seconds: 60 };

/** What an error means for a download. One that this package did not throw is of the connection. */
export function failureOf(error: unknown): Failure {
	if (error instanceof DownloadFailed) return error.failure;
	return hasTrickled(error)
		? { kind: 'slow', message: 'the connection brought less than 1 KB a second' }
		: { kind: 'passing', message: 'the connection broke' };
}
