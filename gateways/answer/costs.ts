import { isFinal, type VideoCost, type VideoJob, type VideoStatus } from '../gateway';
import { isVideoMissing } from './jobs';

/** What is said of a job's cost, by its answers and before them. */

/**
 * The cost that an answer names, in US dollars. Only what has ended has been charged for: before that, it's what the video
 * will cost if it's made, and a 0 says nothing. Undefined where the answer names none.
 */
export function costInAnswer(
	usd: number | null | undefined,
	status: VideoStatus,
): VideoCost | undefined {
	if (usd === undefined || usd === null || !Number.isFinite(usd)) return undefined;
	if (isFinal({ status })) return { amount: usd, currency: 'USD', basis: 'reported' };
	return usd === 0 ? undefined : { amount: usd, currency: 'USD', basis: 'estimate' };
}

/**
 * What is known of a job's cost by its newest answer and by what was said before: a reported cost counts over an estimate,
 * and the newest most. What was said before is the price of a video, so of a job that failed only its own answer counts.
 */
export function knownCost(
	job: Pick<VideoJob, 'status' | 'failure' | 'cost'>,
	before: VideoCost | undefined,
): VideoCost | undefined {
	if (job.status === 'failed' && !isVideoMissing(job)) return job.cost;
	return [job.cost, before].find((one) => one?.basis === 'reported') ?? job.cost ?? before;
}
