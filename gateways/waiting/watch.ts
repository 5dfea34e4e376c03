import { isFinal, isGatewayError, type GatewayError, type VideoJob } from '../gateway';
import {
	secondsAfterFailures,
	secondsToFirstCheck,
	secondsToNextCheck,
	type Pace,
} from './schedule';

/**
 * The watch over one job as a value: what is known, and what each look makes of it. Pure, with the time handed in,
 * and plain JSON, so that it can lie in a database between two checks. Times are milliseconds since 1970.
 */
export interface Watch {
	/** When the job was submitted, or when the watch began where that is not known. */
	submittedAt: number;
	/** When the watch gives up. */
	deadline: number;
	nextCheckAt: number;
	/** The last look, whatever came of it. */
	checkedAt?: number;
	/** Until when the gateway has asked to be left alone. */
	restUntil?: number;
	checks: number;
	/** Failed checks in a row. */
	failures: number;
	/** The last good look. */
	seen?: VideoJob;
	/** The gateway has told that the job was not finished yet, to an earlier look or to the submit. */
	wasRunning?: true;
	/** The last failed look since the last good one. */
	trouble?: GatewayError;
	/** Nobody watched when the deadline passed, so that one more check was made after it. */
	wasOverslept?: true;
}

/** What a watch can end with. */
export type WatchEnd =
	| { kind: 'final'; job: VideoJob }
	/** The gateway says that looking again is of no use. */
	| { kind: 'refused'; error: GatewayError }
	| { kind: 'timedOut' };

/** A new job may be unknown to the gateway's readers for a moment after its submit, in seconds. */
const SETTLING_SECONDS = 30;

/** The last look comes this long before the deadline, so that its answer is there in time. */
const LAST_LOOK_SECONDS = 1.5;

/** How long a watch that was slept over goes on, in seconds: enough for a look and its answer. */
const OVERSLEPT_SECONDS = 10;

/** A deadline that is noticed this late, in seconds, was slept over: the machine was asleep, or its clock was set. */
const NOTICED_LATE_SECONDS = 5;

/** A gateway that asks for more than a day, in seconds, has made a slip. */
const LONGEST_REST_SECONDS = 24 * 3600;

/** Starts a watch. `submittedAt` absent: nobody knows, so the first look is due at once. */
export function startWatch(
	facts: { now: number; submittedAt?: number; timeoutSeconds: number; wasRunning?: boolean },
	pace: Pace,
): Watch {
	const { now } = facts;
	const submittedAt = Math.min(facts.submittedAt ?? now, now);
	const deadline = now + facts.timeoutSeconds * 1000;
	const seconds =
		facts.submittedAt === undefined ? 0 : secondsToFirstCheck((now - submittedAt) / 1000, pace);
	const last = Math.max(now, deadline - LAST_LOOK_SECONDS * 1000);
	return {
		submittedAt,
		deadline,
		nextCheckAt: Math.min(now + seconds * 1000, last),
		checks: 0,
		failures: 0,
		...(facts.wasRunning ? { wasRunning: true } : {}),
	};
}

/** The watch with its next look at `at`, or as soon after that as the gateway allows; never later than it was. */
export function checkBy(watch: Watch, at: number, pace: Pace): Watch {
	const soonest = Math.max(
		(watch.checkedAt ?? 0) + pace.minIntervalSeconds * 1000,
		watch.restUntil ?? 0,
	);
	return { ...watch, nextCheckAt: Math.min(watch.nextCheckAt, Math.max(at, soonest)) };
}

/**
 * A watch that nobody kept over its deadline, as when n8n was switched off: the video may long be there, so it goes
 * on for a last look.
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

/** Whether the gateway may still come to know a job that it says it does not. */
function maySettle(watch: Watch, now: number): boolean {
	return watch.seen === undefined && now - watch.submittedAt < SETTLING_SECONDS * 1000;
}

/** Plans the next look, moved before the deadline where the plan would miss it, and never too close to this one. */
function planned(watch: Watch, now: number, seconds: number, pace: Pace): number {
	const wanted = now + seconds * 1000;
	const last = watch.deadline - LAST_LOOK_SECONDS * 1000;
	const soonest = now + pace.minIntervalSeconds * 1000;
	return wanted > last && last >= soonest ? last : wanted;
}

/**
 * What a look at `now` makes of the watch: an end, or the watch to go on with. A failed look is not a failed job:
 * only an answer that no later look can change ends the watch.
 */
export function afterCheck(
	watch: Watch,
	outcome: VideoJob | GatewayError,
	now: number,
	pace: Pace,
): { end: WatchEnd } | { watch: Watch } {
	const looked = { checks: watch.checks + 1, checkedAt: now };
	const elapsedSeconds = (now - watch.submittedAt) / 1000;
	const interval = secondsToNextCheck(elapsedSeconds, pace);
	if (!isGatewayError(outcome)) {
		if (isFinal(outcome)) return { end: { kind: 'final', job: outcome } };
		const seen: Watch = { ...watch, ...looked, failures: 0, seen: outcome, wasRunning: true };
		delete seen.trouble;
		return { watch: { ...seen, nextCheckAt: planned(watch, now, interval, pace) } };
	}
	const settling = outcome.code === 'notFound' && maySettle(watch, now);
	if (!outcome.retryable && !settling) return { end: { kind: 'refused', error: outcome } };
	const isUnchanged = outcome.code === 'unchanged';
	const failures = isUnchanged ? 0 : watch.failures + 1;
	const goesOn: Watch = { ...watch, ...looked, failures };
	if (isUnchanged) {
		goesOn.wasRunning = true;
		delete goesOn.trouble;
	} else {
		goesOn.trouble = outcome;
	}
	if (outcome.retryAfterSeconds !== undefined) {
		// What the gateway asks for is kept, also over a deadline; what only we chose is not.
		const asked = Math.min(outcome.retryAfterSeconds, LONGEST_REST_SECONDS);
		const restUntil = now + Math.max(asked, pace.minIntervalSeconds) * 1000;
		return { watch: { ...goesOn, restUntil, nextCheckAt: restUntil } };
	}
	const seconds = Math.max(secondsAfterFailures(failures), pace.minIntervalSeconds);
	const nextCheckAt = planned(watch, now, isUnchanged ? pace.minIntervalSeconds : seconds, pace);
	return { watch: { ...goesOn, nextCheckAt } };
}

/** Whether the watch has come to its deadline, so that no further look may start. */
export function isOver(watch: Watch, now: number): boolean {
	return now >= watch.deadline;
}
