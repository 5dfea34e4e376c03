import { sleep, type IExecuteFunctions } from 'n8n-workflow';

/** A stream of bytes, as n8n's own helpers take it: n8n's lint keeps Node's `stream` out of community packages. */
export type ByteStream = Exclude<
	Parameters<IExecuteFunctions['helpers']['prepareBinaryData']>[0],
	Uint8Array
>;

/** How often a stream is looked after, in milliseconds. */
const LOOK_AFTER = 500;

/**
 * Breaks a stream off once `isTooLate` says so, until it has ended. n8n's own time-out ends with the first byte of
 * an answer that follows no redirects, so a gateway that falls silent in the middle would hold the run without end.
 */
export async function breakOff(stream: ByteStream, isTooLate: () => boolean): Promise<void> {
	while (!stream.readableEnded && !stream.destroyed) {
		if (isTooLate()) {
			stream.destroy(
				Object.assign(new Error('The answer took too long'), { code: 'ETIMEDOUT' }),
			);
			return;
		}
		await sleep(LOOK_AFTER);
	}
}
