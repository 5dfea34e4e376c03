import type { GatewayError, VideoJob } from '../../../../gateways/gateway';
import type { Pace } from '../../../../gateways/waiting/schedule';
import {
	afterCheck,
	afterOversleeping,
	isOver,
	checkBy,
	startWatch,
	type Watch,
	type WatchEnd,
} from '../../../../gateways/waiting/watch';

/** A whole watch on a clock that jumps from look to look. */
export interface Watched {
	end: WatchEnd;
	/** The watch as it was when it ended. */
	watch: Watch;
	checks: Array<{
		/** Seconds since the watch began: when the look set out, and when its answer was there. */
		at: number;
		answeredAt: number;
		outcome: VideoJob | GatewayError;
	}>;
	/** When it ended, in seconds since it began. */
	endedAt: number;
	/** When it was resumed with its deadline behind it, in seconds since it began. */
	oversleptAt?: number;
}

export interface WatchedJob {
	pace: Pace;
	timeoutSeconds: number;
	/** What a look that sets out at this second is answered. */
	answer: (at: number, look: number) => VideoJob | GatewayError;
	/** Seconds that an answer takes. */
	latencySeconds?: number;
	/** How long before the watch the job was submitted; `unknown` where nobody knows. */
	ageSeconds?: number | 'unknown';
	/**
	 * The execution is suspended between checks, and the n-th resume comes so many seconds late. Also given: when it was
	 * suspended and when it is due, in seconds since the watch began.
	 */
	resumedLate?: (resume: number, suspendedAt: number, dueAt: number) => number;
	/** When a callback resumes the suspended execution, in seconds since the watch began, earliest first. */
	calls?: readonly number[];
}

const START = Date.UTC(2026, 9, 1, 12);

/** More checks than this are a loop without end. */
const MOST_LOOKS = 10_000;

/**
 * Watches as the node does: wait for the next look, look unless the time is over, go on with what it makes. A watch
 * that is suspended lies in a database meanwhile, as JSON.
 */
export function watchJob(facts: WatchedJob): Watched {
	const { pace, timeoutSeconds, latencySeconds = 0, ageSeconds = 0, resumedLate } = facts;
	const checks: Watched['checks'] = [];
	const seconds = (time: number) => (time - START) / 1000;
	const age = ageSeconds === 'unknown' ? {} : { submittedAt: START - ageSeconds * 1000 };
	const calls = (facts.calls ?? []).map((at) => START + at * 1000);
	let watch = startWatch({ now: START, timeoutSeconds, ...age }, pace);
	let now = START;
	let resumes = 0;
	let oversleptAt: number | undefined;
	const ended = (end: WatchEnd): Watched => ({
		end,
		watch,
		checks,
		endedAt: seconds(now),
		...(oversleptAt === undefined ? {} : { oversleptAt }),
	});
	while (checks.length < MOST_LOOKS) {
		const due = Math.max(now, Math.min(watch.nextCheckAt, watch.deadline));
		if (resumedLate && oversleptAt === undefined && due > now) {
			const late = resumedLate(resumes++, seconds(now), seconds(due));
			const resumed = due + late * 1000;
			const call = calls.find((at) => at > now && at < resumed);
			now = call ?? resumed;
			watch = JSON.parse(JSON.stringify(watch)) as Watch;
			if (isOver(watch, now)) {
				watch = afterOversleeping(watch, now);
				// What is left is too short for another suspension.
				oversleptAt = seconds(now);
			} else if (call !== undefined) {
				watch = checkBy(watch, now, pace);
				if (watch.nextCheckAt > now) continue;
			}
		} else {
			now = due;
		}
		if (isOver(watch, now)) return ended({ kind: 'timedOut' });
		const at = seconds(now);
		const outcome = facts.answer(at, checks.length);
		now += latencySeconds * 1000;
		checks.push({ at, answeredAt: seconds(now), outcome });
		const step = afterCheck(watch, outcome, now, pace);
		if ('end' in step) return ended(step.end);
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
	fix: 'Try again later: this is usually temporary.',
	retryable: true,
	accepted: 'no',
	...facts,
});

export const unchanged = (facts: Partial<GatewayError> = {}) =>
	failedLook({ code: 'unchanged', httpStatus: 304, ...facts });

export const notFound = failedLook({ code: 'notFound', retryable: false, httpStatus: 404 });
