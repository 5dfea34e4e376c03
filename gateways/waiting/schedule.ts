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
}

/** Refused prompts, cached videos and the fastest models end in this time; it is watched closely. */
const OPENING_SECONDS = 24;

/** Closest and widest distance of two looks when nothing else decides. */
const CLOSEST_SECONDS = 4;
const WIDEST_SECONDS = 30;

/** Share of the distance from the usual time that may pass until the next look. */
const APPROACH = 1 / 5;

/**
 * Seconds until the next look at a job that is not finished `elapsedSeconds` after its submit: close together at
 * the opening, then a fifth of the distance from the model's usual time, so that the looks draw together towards
 * it and apart after it.
 */
export function secondsToNextLook(elapsedSeconds: number, pace: Pace): number {
	const wanted =
		pace.fixedSeconds ??
		(elapsedSeconds < OPENING_SECONDS
			? CLOSEST_SECONDS
			: Math.min(
					WIDEST_SECONDS,
					Math.max(
						CLOSEST_SECONDS,
						Math.abs(pace.typicalSeconds - elapsedSeconds) * APPROACH,
					),
				));
	return Math.max(wanted, pace.minIntervalSeconds);
}

/** Seconds to hold back after the n-th failed look in a row (1, 2, ...): doubling from 2 s, a minute at most. */
export function secondsAfterFailures(failures: number): number {
	return Math.min(60, 2 ** Math.min(failures, 6));
}
