/**
 * When to check a job next. A check costs the gateway a request and the user only time, so checks are close together
 * when the video is likely to be ready and far apart when it isn't.
 */

/** Everything that the time of the next check depends on; times in seconds. */
export interface Pace {
	/** The gateway's minimum time between two checks. */
	minPollSeconds: number;
	/** From submit to video, as the model usually needs. */
	typicalSeconds: number;
	/** By how much that varies: the standard deviation of its logarithm. Only where enough videos have been watched. */
	scatter?: number;
	/** The user's own interval; the gateway's minimum still holds. */
	fixedSeconds?: number;
	/** Default `running`. */
	rhythm?: Rhythm;
}

/**
 * What a check costs the waiting side: nothing in a `running` execution; waking the execution up where it is
 * `suspended`; and where the gateway is going to call (`calledBack`), checks are only there in case it doesn't.
 */
export type Rhythm = 'running' | 'suspended' | 'calledBack';

/** When a rhythm checks. The gateway's minimum holds over all of it. */
interface Checks {
	/** No check before this share of the usual time. */
	quiet: (pace: Pace) => number;
	/**
	 * The first checks, in seconds after the submit: refused prompts, cached videos and the fastest models end there.
	 * Where the model's times are known, only the first one.
	 */
	opening: readonly number[];
	/** Then so many seconds apart, within these bounds. */
	apart: (elapsedSeconds: number, pace: Pace) => number;
	closest: number;
	widest: number;
}

/** A fifth of the way to the usual time, and of the way from there. */
const evenly = (elapsedSeconds: number, { typicalSeconds }: Pace): number =>
	Math.abs(typicalSeconds - elapsedSeconds) / 5;

/**
 * When all but a few videos are ready: n8n turns calls away while it checks. Two standard deviations, half as long again
 * as usual at least.
 */
function lastOnes({ scatter = 0 }: Pace): number {
	return Math.max(3 / 2, Math.exp(2 * scatter));
}

const rhythms: Readonly<Record<Rhythm, Checks>> = {
	running: { quiet: () => 0, opening: [5, 21], apart: byHazard, closest: 3, widest: 60 },
	suspended: { quiet: () => 3 / 4, opening: [], apart: evenly, closest: 15, widest: 60 },
	calledBack: { quiet: lastOnes, opening: [], apart: evenly, closest: 120, widest: 300 },
};

/** How much durations scatter where nothing is known: the standard deviation of their logarithms. */
export const UNKNOWN_SCATTER = 0.26;

/** How much lag a check is worth: at a hazard of h per second, checks are this times 1/√h apart. */
const CHECK_WORTH = 0.6;

/** Beyond this share of the usual time, it says nothing any more: checks are then a part of the time since apart. */
const LATE = { from: 1.5, apart: 1 / 15 };

/**
 * Spaces checks so that each one saves the same expected lag: lag times calls is least where checks are as far apart as
 * the inverse root of the hazard, the probability per second that a video ends which hasn't yet (docs/benchmarks.md).
 * Taken at the middle of the interval. Times are taken to be log-logistic, which are much like log-normal ones, but with more that are far
 * off and with a hazard in closed form: b/t ⋅ x/(1 + x), where x = (t/usual)^b.
 */
function byHazard(elapsedSeconds: number, pace: Pace): number {
	const { typicalSeconds, scatter = UNKNOWN_SCATTER } = pace;
	const steepness = Math.PI / (Math.sqrt(3) * scatter);
	const hazard = (at: number) => steepness / at / (1 + (typicalSeconds / at) ** steepness);
	const { closest, widest } = rhythms.running;
	let seconds = closest;
	while (
		seconds < widest &&
		seconds * Math.sqrt(hazard(elapsedSeconds + seconds / 2)) < CHECK_WORTH
	) {
		seconds += 0.5;
	}
	return Math.max(seconds, (elapsedSeconds - LATE.from * typicalSeconds) * LATE.apart);
}

/** The first checks, in seconds after the submit. */
const openingOf = ({ rhythm = 'running', scatter }: Pace): readonly number[] =>
	rhythms[rhythm].opening.slice(0, scatter === undefined ? undefined : 1);

/**
 * Seconds until the first check of a job that was submitted `elapsedSeconds` ago: not before the video can be ready.
 */
export function secondsToFirstCheck(elapsedSeconds: number, pace: Pace): number {
	const quiet = rhythms[pace.rhythm ?? 'running'].quiet(pace);
	if (pace.fixedSeconds !== undefined && quiet === 0) return 0;
	const soonest = pace.fixedSeconds ?? openingOf(pace)[0] ?? quiet * pace.typicalSeconds;
	return Math.max(0, soonest - elapsedSeconds);
}

/** Seconds until the next check of a job that is not finished `elapsedSeconds` after its submit. */
export function secondsToNextCheck(elapsedSeconds: number, pace: Pace): number {
	const { typicalSeconds, fixedSeconds, minPollSeconds } = pace;
	const { quiet, apart, closest, widest } = rhythms[pace.rhythm ?? 'running'];
	const opens = openingOf(pace).find((seconds) => seconds > elapsedSeconds) ?? Infinity;
	const wanted =
		fixedSeconds ??
		Math.max(
			quiet(pace) * typicalSeconds - elapsedSeconds,
			Math.min(
				opens - elapsedSeconds,
				widest,
				Math.max(closest, apart(elapsedSeconds, pace)),
			),
		);
	return Math.max(wanted, minPollSeconds);
}

/** Seconds to wait after the n-th failed check in a row (1, 2, ...): doubling from 2 s, up to a minute. */
export function secondsAfterFailures(failures: number): number {
	return Math.min(60, 2 ** Math.min(failures, 6));
}
