/**
 * When to look at a job next. A look costs the gateway a request and the user nothing but time, so checks are close
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
 * `suspended`; and where the gateway is going to call (`calledBack`), checks are only there in case it does not.
 */
export type Rhythm = 'running' | 'suspended' | 'calledBack';

/**
 * When a rhythm checks. Shares are of the model's usual time; the gateway's minimum holds over all of it. The numbers of
 * `running` are those for which videos whose times scatter log-normally by 0.2 around the usual are seen with half the
 * lag of a fixed interval that takes as many calls (docs/benchmarks.md).
 */
interface Looks {
	/** No look before this share. */
	quiet: number;
	/**
	 * The first checks, in seconds after the submit: refused prompts, cached videos and the fastest models end there.
	 */
	opening: readonly number[];
	/** Then this share of the way to `from`, `closest` seconds apart until `until`, this share of the way from there. */
	approach: number;
	from: number;
	until: number;
	retreat: number;
	/** In seconds. */
	closest: number;
	widest: number;
}

const evenly = { opening: [], approach: 1 / 5, from: 1, until: 1, retreat: 1 / 5 };

const rhythms: Readonly<Record<Rhythm, Looks>> = {
	running: {
		quiet: 0,
		opening: [5, 12, 21],
		approach: 1 / 2,
		from: 0.85,
		until: 1.3,
		retreat: 1 / 15,
		closest: 3,
		widest: 40,
	},
	suspended: { ...evenly, quiet: 3 / 4, closest: 15, widest: 60 },
	calledBack: { ...evenly, quiet: 3 / 2, closest: 120, widest: 300 },
};

/**
 * Seconds until the first look at a job that was submitted `elapsedSeconds` ago: not before the video can be there.
 */
export function secondsToFirstCheck(elapsedSeconds: number, pace: Pace): number {
	const { quiet, opening } = rhythms[pace.rhythm ?? 'running'];
	if (pace.fixedSeconds !== undefined && quiet === 0) return 0;
	const soonest = pace.fixedSeconds ?? opening[0] ?? quiet * pace.typicalSeconds;
	return Math.max(0, soonest - elapsedSeconds);
}

/** Seconds until the next look at a job that is not finished `elapsedSeconds` after its submit. */
export function secondsToNextCheck(elapsedSeconds: number, pace: Pace): number {
	const { typicalSeconds, fixedSeconds, minIntervalSeconds } = pace;
	const { quiet, opening, approach, from, until, retreat, closest, widest } =
		rhythms[pace.rhythm ?? 'running'];
	const opens = opening.find((seconds) => seconds > elapsedSeconds);
	const apart = Math.max(
		(from * typicalSeconds - elapsedSeconds) * approach,
		(elapsedSeconds - until * typicalSeconds) * retreat,
	);
	const wanted =
		fixedSeconds ??
		(opens === undefined
			? Math.max(
					quiet * typicalSeconds - elapsedSeconds,
					Math.min(widest, Math.max(closest, apart)),
				)
			: opens - elapsedSeconds);
	return Math.max(wanted, minIntervalSeconds);
}

/** Seconds to hold back after the n-th failed look in a row (1, 2, ...): doubling from 2 s, a minute at most. */
export function secondsAfterFailures(failures: number): number {
	return Math.min(60, 2 ** Math.min(failures, 6));
}
