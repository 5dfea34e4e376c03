import { isFinal, isGatewayError, type GatewayError, type VideoJob } from '../../gateways/gateway';

/** Longest time, in seconds, that a job reported as finished is checked until it is. */
const RECHECK_SECONDS = 60;

/** Seconds between the checks, each twice as long as the one before, starting at the gateway's minimum. */
export function recheckPauses(minPollSeconds: number): number[] {
	const pauses: number[] = [];
	let total = 0;
	for (let pause = minPollSeconds; total + pause <= RECHECK_SECONDS; pause *= 2) {
		pauses.push(pause);
		total += pause;
	}
	return pauses;
}

/** One answer of the gateway about a job. */
export interface StatusAnswer {
	outcome: VideoJob | GatewayError;
	raw?: unknown;
}

/**
 * The job as the gateway reports it, checked again for a while if the callback was ahead of it: reported as finished
 * while the gateway still has it running, or has no update yet. The last answer counts.
 */
export async function readTrueJob(
	claimed: Pick<VideoJob, 'status'>,
	check: () => Promise<StatusAnswer>,
	minPollSeconds: number,
	pause: (seconds: number) => Promise<void>,
): Promise<StatusAnswer> {
	const isAhead = ({ outcome }: StatusAnswer) =>
		isGatewayError(outcome)
			? outcome.code === 'unchanged'
			: isFinal(claimed) && !isFinal(outcome);
	let checked = await check();
	for (const seconds of recheckPauses(minPollSeconds)) {
		if (!isAhead(checked)) break;
		await pause(seconds);
		checked = await check();
	}
	return checked;
}
