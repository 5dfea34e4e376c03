import { isFinal, isGatewayError, type GatewayError, type VideoJob } from '../gateway';
import {
	secondsAfterFailures,
	secondsToFirstCheck,
	secondsToNextCheck,
	type Pace,
} from './schedule';

/**
 * The watch over one job as a value: what is known, and how each check changes it. Pure, with the time passed in,
 * and plain JSON, so that it can be stored in a database between two checks. Times are milliseconds since 1970.
 */
export interface Watch {
	/** When the job was submitted, or when the watch began where that is not known. */
	submittedAt: number;
	/** When the watch gives up. */
	deadline: number;
	nextCheckAt: number;
	/** When the last check was, whatever its result. */
	checkedAt?: number;
	/** Until when the gateway has asked for no requests. */
	restUntil?: number;
	checks: number;
	/** Failed checks in a row. */
	failures: number;
	/** The job as of the last successful check. */
	seen?: VideoJob;
	/** The gateway has reported, to an earlier check or to the submit, that the job wasn't finished yet. */
	wasRunning?: true;
	/** When a check last saw the job running, and when one last saw it in the gateway's queue. */
	runningAt?: number;
	queuedAt?: number;
	/** The next check is made because of a callback: what it finds has just happened. */
	wasCalled?: true;
	/** The last failed check since the last successful one. */
	trouble?: GatewayError;
	/** Nobody watched when the deadline passed, so that one more check was made after it. */
	wasOverslept?: true;
}

/** What a watch can end with. */
export type WatchEnd =
	| { kind: 'final'; job: VideoJob }
	/** The gateway says that checking again is of no use. */
	| { kind: 'refused'; error: GatewayError }
	| { kind: 'timedOut' };

/** A new job may be unknown to the gateway's readers for a moment after its submit, in seconds. */
const SETTLING_SECONDS = 30;

/** The last check comes this long before the deadline, in seconds, so that its answer arrives in time. */
const LAST_CHECK_SECONDS = 1.5;

/** How long an overslept watch goes on, in seconds: enough for a check and its answer. */
const OVERSLEPT_SECONDS = 10;

/** A deadline that is noticed this late, in seconds, was slept over: the machine was asleep, or its clock was set. */
const NOTICED_LATE_SECONDS = 5;

/** If a gateway asks for more than a day, in seconds, that is a mistake. */
const LONGEST_REST_SECONDS = 24 * 3600;

/** Starts a watch. `submittedAt` absent: unknown, so the first check is due at once. */
export function startWatch(
	facts: { now: number; submittedAt?: number; timeoutSeconds: number; wasRunning?: boolean },
	pace: Pace,
): Watch {
	const { now } = facts;
	const submittedAt = Math.min(facts.submittedAt ?? now, now);
	const deadline = now + facts.timeoutSeconds * 1000;
	const seconds =
		facts.submittedAt === undefined ? 0 : secondsToFirstCheck((now - submittedAt) / 1000, pace);
	const last = Math.max(now, deadline - LAST_CHECK_SECONDS * 1000);
	return {
		submittedAt,
		deadline,
		nextCheckAt: Math.min(now + seconds * 1000, last),
		checks: 0,
		failures: 0,
		...(facts.wasRunning ? { wasRunning: true } : {}),
	};
}

/** The watch with its next check at `at`, or as soon after that as the gateway allows; never later than it was. */
export function checkBy(watch: Watch, at: number, pace: Pace): Watch {
	const soonest = Math.max(
		(watch.checkedAt ?? 0) + pace.minPollSeconds * 1000,
		watch.restUntil ?? 0,
	);
	const nextCheckAt = Math.max(at, soonest);
	return nextCheckAt < watch.nextCheckAt ? { ...watch, nextCheckAt, wasCalled: true } : watch;
}

/**
 * A watch that nobody kept over its deadline, as when n8n was switched off: the video may have been ready for long, so it goes
 * on for a last check.
 */
export function afterOversleeping(watch: Watch, now: number): Watch {
	return {
		...watch,
		nextCheckAt: Math.max(now, watch.restUntil ?? 0),
		deadline: now + OVERSLEPT_SECONDS * 1000,
		wasOverslept: true,
	};
}

/** Whether the deadline passed while nobody watched, so that the video may be ready and one check is still due. */
export function isOverslept(watch: Watch, now: number): boolean {
	return !watch.wasOverslept && now - watch.deadline > NOTICED_LATE_SECONDS * 1000;
}

/** Whether a job that the gateway doesn't know may still appear there. */
function maySettle(watch: Watch, now: number): boolean {
	return watch.seen === undefined && now - watch.submittedAt < SETTLING_SECONDS * 1000;
}

/** Plans the next check: before the deadline if it would otherwise be missed, and never too soon after this one. */
function planned(watch: Watch, now: number, seconds: number, pace: Pace): number {
	const wanted = now + seconds * 1000;
	const last = watch.deadline - LAST_CHECK_SECONDS * 1000;
	const soonest = now + pace.minPollSeconds * 1000;
	return wanted > last && last >= soonest ? last : wanted;
}

/** The watch after a check at `now` that saw the job running; `status` absent: the gateway says only that. */
function seenRunning(watch: Watch, now: number, status = watch.seen?.status): Watch {
	const queued = status === 'queued' ? { queuedAt: now } : {};
	const seen: Watch = { ...watch, failures: 0, wasRunning: true, runningAt: now, ...queued };
	delete seen.trouble;
	return seen;
}

/**
 * The watch after a check at `now`: its end, or the watch to continue with. A failed check isn't a failed job: only an
 * answer that no later check can change ends the watch.
 */
export function afterCheck(
	watch: Watch,
	outcome: VideoJob | GatewayError,
	now: number,
	pace: Pace,
): { end: WatchEnd } | { watch: Watch } {
	const checked: Watch = { ...watch, checks: watch.checks + 1, checkedAt: now };
	delete checked.wasCalled;
	const elapsedSeconds = (now - watch.submittedAt) / 1000;
	const interval = secondsToNextCheck(elapsedSeconds, pace);
	if (!isGatewayError(outcome)) {
		if (isFinal(outcome)) return { end: { kind: 'final', job: outcome } };
		const seen = { ...seenRunning(checked, now, outcome.status), seen: outcome };
		return { watch: { ...seen, nextCheckAt: planned(watch, now, interval, pace) } };
	}
	const settling = outcome.code === 'notFound' && maySettle(watch, now);
	if (!outcome.retryable && !settling) return { end: { kind: 'refused', error: outcome } };
	const isUnchanged = outcome.code === 'unchanged';
	const failures = isUnchanged ? 0 : watch.failures + 1;
	const goesOn: Watch = isUnchanged
		? seenRunning(checked, now)
		: { ...checked, failures, trouble: outcome };
	if (outcome.retryAfterSeconds !== undefined) {
		// What the gateway asks for is kept, also over a deadline; what only we chose is not.
		const asked = Math.min(outcome.retryAfterSeconds, LONGEST_REST_SECONDS);
		const restUntil = now + Math.max(asked, pace.minPollSeconds) * 1000;
		return { watch: { ...goesOn, restUntil, nextCheckAt: restUntil } };
	}
	const seconds = Math.max(secondsAfterFailures(failures), pace.minPollSeconds);
	const nextCheckAt = planned(watch, now, isUnchanged ? pace.minPollSeconds : seconds, pace);
	return { watch: { ...goesOn, nextCheckAt } };
}

/** Whether the watch has come to its deadline, so that no further check may start. */
export function isOver(watch: Watch, now: number): boolean {
	return now >= watch.deadline;
}
