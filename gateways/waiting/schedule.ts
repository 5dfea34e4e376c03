/**
 * When to look at a job next. A look costs the gateway a request and the user nothing but time, so looks are close
 * together where the video is likely to appear and far apart where it is not.
 */

/** Everything the next look depends on; times in seconds. */
export interface Pace {
	/** The gateway allows no look sooner after another. */
	minIntervalSeconds: number;
	/** From submit to video, as the model usually takes. */
	typicalSeconds: number;
	/** The user's own interval; the gateway's minimum still holds. */
	fixedSeconds?: number;
	/** Default `running`. */
	rhythm?: Rhythm;
}

/**
 * What a look costs the one who waits: nothing in a `running` execution; waking the execution up where it is
 * `suspended`; and where the gateway is going to call (`calledBack`), looks are only there in case it does not.
 */
export type Rhythm = 'running' | 'suspended' | 'calledBack';

/**
 * No look before `quiet` shares of the usual time; then `closest` to `widest` seconds apart. In the first `opening`
 * seconds refused prompts, cached videos and the fastest models end, so they are watched at the closest distance.
 */
const rhythms: Readonly<
	Record<Rhythm, { quiet: number; opening: number; closest: number; widest: number }>
> = {
	running: { quiet: 0, opening: 24, closest: 4, widest: 30 },
	suspended: { quiet: 3 / 4, opening: 0, closest: 15, widest: 60 },
	calledBack: { quiet: 3 / 2, opening: 0, closest: 120, widest: 300 },
};

/** Share of the distance from the usual time that may pass until the next look. */
const APPROACH = 1 / 5;

/**
 * Seconds until the first look at a job that was submitted `elapsedSeconds` ago: at once, or where a look has its
 * price, not before the video can be there.
 */
export function secondsToFirstLook(elapsedSeconds: number, pace: Pace): number {
	const { quiet } = rhythms[pace.rhythm ?? 'running'];
	if (quiet === 0) return 0;
	return Math.max(0, (pace.fixedSeconds ?? quiet * pace.typicalSeconds) - elapsedSeconds);
}

/**
 * Seconds until the next look at a job that is not finished `elapsedSeconds` after its submit: close together at
 * the opening, then a fifth of the distance from the model's usual time, so that the looks draw together towards
 * it and apart after it.
 */
export function secondsToNextLook(elapsedSeconds: number, pace: Pace): number {
	const { quiet, opening, closest, widest } = rhythms[pace.rhythm ?? 'running'];
	const distance = Math.abs(pace.typicalSeconds - elapsedSeconds);
	const wanted =
		pace.fixedSeconds ??
		(elapsedSeconds < opening
			? closest
			: Math.max(
					quiet * pace.typicalSeconds - elapsedSeconds,
					Math.min(widest, Math.max(closest, distance * APPROACH)),
				));
	return Math.max(wanted, pace.minIntervalSeconds);
}

/** Seconds to hold back after the n-th failed look in a row (1, 2, ...): doubling from 2 s, a minute at most. */
export function secondsAfterFailures(failures: number): number {
	return Math.min(60, 2 ** Math.min(failures, 6));
}
