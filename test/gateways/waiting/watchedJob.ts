import type { GatewayError, VideoJob } from '../../../gateways/gateway';
import type { Pace } from '../../../gateways/waiting/schedule';
import {
	afterLook,
	isOver,
	startWatch,
	type Watch,
	type WatchEnd,
} from '../../../gateways/waiting/watch';

/** A whole watch on a clock that jumps from look to look. */
export interface Watched {
	end: WatchEnd;
	/** The watch as it was when it ended. */
	watch: Watch;
	looks: Array<{
		/** Seconds since the watch began: when the look set out, and when its answer was there. */
		at: number;
		answeredAt: number;
		outcome: VideoJob | GatewayError;
	}>;
}

export interface WatchedJob {
	pace: Pace;
	timeoutSeconds: number;
	/** What a look that sets out at this second is answered. */
	answer: (at: number, look: number) => VideoJob | GatewayError;
	/** Seconds that an answer takes. */
	latencySeconds?: number;
	/** How long before the watch the job was submitted. */
	ageSeconds?: number;
}

const START = Date.UTC(2026, 9, 1, 12);

/** More looks than this are a loop without end. */
const MOST_LOOKS = 10_000;

/** Watches as the node does: wait for the next look, look unless the time is over, go on with what it makes. */
export function watchJob(facts: WatchedJob): Watched {
	const { pace, timeoutSeconds, latencySeconds = 0, ageSeconds = 0 } = facts;
	const looks: Watched['looks'] = [];
	const seconds = (time: number) => (time - START) / 1000;
	let watch = startWatch(
		{ now: START, submittedAt: START - ageSeconds * 1000, timeoutSeconds },
		pace,
	);
	let now = START;
	while (looks.length < MOST_LOOKS) {
		now = Math.max(now, Math.min(watch.nextLookAt, watch.deadline));
		if (isOver(watch, now)) return { end: { kind: 'timedOut' }, watch, looks };
		const at = seconds(now);
		const outcome = facts.answer(at, looks.length);
		now += latencySeconds * 1000;
		looks.push({ at, answeredAt: seconds(now), outcome });
		const step = afterLook(watch, outcome, now, pace);
		if ('end' in step) return { end: step.end, watch, looks };
		watch = step.watch;
	}
	throw new Error('the watch does not end');
}

export const running: VideoJob = { gateway: 'segmind', jobId: '1', status: 'processing' };
export const done: VideoJob = { ...running, status: 'completed', videoUrl: 'https://a/v.mp4' };

/** A job that is finished after this many seconds. */
export const videoAfter = (seconds: number) => (at: number) => (at >= seconds ? done : running);

/** A failed look; passing by default. */
export const failedLook = (facts: Partial<GatewayError> = {}): GatewayError => ({
	kind: 'gatewayError',
	code: 'gateway',
	message: 'Segmind is overloaded (HTTP 503)',
	mend: 'This usually passes: try again later.',
	retryable: true,
	accepted: 'no',
	...facts,
});

export const unchanged = (facts: Partial<GatewayError> = {}) =>
	failedLook({ code: 'unchanged', httpStatus: 304, ...facts });

export const notFound = failedLook({ code: 'notFound', retryable: false, httpStatus: 404 });
