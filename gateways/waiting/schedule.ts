/**
 * When to check a job next. A check costs the gateway a request and the user only time, so checks are close together
 * when the video is likely to be ready and far apart when it isn't.
 */

/** Everything that the time of the next check depends on; times in seconds. */
export interface Pace {
	/** The gateway's minimum time between two checks. */
	minIntervalSeconds: number;
	/** From submit to video, as the model usually needs. */
	typicalSeconds: number;
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

/**
 * When a rhythm checks. Shares are of the model's usual time; the gateway's minimum holds over all of it. The numbers of
 * `running` are those for which videos whose times scatter log-normally by 0.2 around the usual are seen with half the
 * lag of a fixed interval that needs as many calls (docs/benchmarks.md).
 */
interface Looks {
	/** No check before this share. */
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
 * Seconds until the first check of a job that was submitted `elapsedSeconds` ago: not before the video can be ready.
 */
export function secondsToFirstCheck(elapsedSeconds: number, pace: Pace): number {
	const { quiet, opening } = rhythms[pace.rhythm ?? 'running'];
	if (pace.fixedSeconds !== undefined && quiet === 0) return 0;
	const soonest = pace.fixedSeconds ?? opening[0] ?? quiet * pace.typicalSeconds;
	return Math.max(0, soonest - elapsedSeconds);
}

/** Seconds until the next check of a job that is not finished `elapsedSeconds` after its submit. */
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

/** Seconds to wait after the n-th failed check in a row (1, 2, ...): doubling from 2 s, up to a minute. */
export function secondsAfterFailures(failures: number): number {
	return Math.min(60, 2 ** Math.min(failures, 6));
}
