import { UNKNOWN_SCATTER, type Pace } from './schedule';
import type { Watch } from './watch';

/**
 * What the videos of the past say about the next one. No gateway publishes how long its videos take, so the tables'
 * times are estimates; the durations that waits have seen correct them. Plain JSON, so that it can be stored.
 */

/** Durations in seconds, the newest last, by what was made (gateway, model, format): the one used last comes last. */
export type Durations = Readonly<Record<string, readonly number[]>>;

/** How many durations count for each key. With fewer, one odd video counts too much; with more, a change is seen late. */
const MOST_DURATIONS = 20;

/** How many keys are kept, and how long one may be: about 10 kB in the database at most. */
const MOST_KEYS = 40;
const LONGEST_KEY = 120;

/** A video takes no longer than this, in seconds: beyond it, a clock was set or n8n was off. */
const LONGEST_DURATION = 24 * 3600;

/** As how many durations the table's time counts. */
const TABLE_COUNTS_AS = 2;

/** As how many durations `UNKNOWN_SCATTER` counts: the scatter of a few says little. */
const SCATTER_COUNTS_AS = 8;

/** A duration further off than this (of its logarithm) is another kind of video, such as one from a cache. */
const FURTHEST = 0.6;

const isDuration = (value: unknown): value is number =>
	typeof value === 'number' && value >= 1 && value <= LONGEST_DURATION;

/** The durations in stored JSON, whatever that has become: what isn't a list of durations is left out. */
export function readDurations(stored: unknown): Durations {
	if (typeof stored !== 'object' || stored === null) return {};
	const lists = Object.entries(stored).flatMap(([key, list]): Array<[string, number[]]> => {
		const seconds = Array.isArray(list) ? list.filter(isDuration) : [];
		return seconds.length > 0 && key.length <= LONGEST_KEY
			? [[key, seconds.slice(-MOST_DURATIONS)]]
			: [];
	});
	return Object.fromEntries(lists.slice(-MOST_KEYS));
}

/** The durations of a key. */
export const findDurations = (durations: Durations, key: string): readonly number[] =>
	Object.hasOwn(durations, key) ? durations[key]! : [];

/** The durations with one more of this key. The oldest are forgotten. */
export function learnDuration(durations: Durations, key: string, seconds: number): Durations {
	// Tenths: what is stored stays short.
	const list = [...findDurations(durations, key), Math.round(seconds * 10) / 10];
	const others = Object.entries(durations).filter(([other]) => other !== key);
	return readDurations(Object.fromEntries([...others, [key, list]]));
}

/**
 * How long the next video will take: the mean of the logarithms of the last durations, among which the table's time
 * counts as two. Their scatter is returned once there are more than two.
 */
export function usualTime(
	seconds: readonly number[],
	tableSeconds: number,
): Pick<Pace, 'typicalSeconds' | 'scatter'> {
	if (seconds.length === 0) return { typicalSeconds: tableSeconds };
	const table = new Array<number>(TABLE_COUNTS_AS).fill(tableSeconds);
	const logs = [...table, ...seconds].map(Math.log);
	const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length;
	const typicalSeconds = Math.exp(mean);
	if (seconds.length <= TABLE_COUNTS_AS) return { typicalSeconds };
	const squares = logs.reduce(
		(sum, log) => sum + Math.min(FURTHEST, Math.abs(log - mean)) ** 2,
		0,
	);
	const scatter = Math.sqrt(
		(squares + SCATTER_COUNTS_AS * UNKNOWN_SCATTER ** 2) / (logs.length + SCATTER_COUNTS_AS),
	);
	return { typicalSeconds, scatter };
}

/**
 * How long a video took that a check at `endedAt` (milliseconds since 1970) has found finished, in seconds; undefined if
 * that isn't known well enough. It ended between the check before and this one. To this one is what counts: in trials,
 * the middle of the two led to more checks and was noticed no sooner. If it may have ended much earlier, the time to this
 * check says something only if it's less than was expected.
 *
 * @param expected seconds
 */
export function durationOf(watch: Watch, endedAt: number, expected: number): number | undefined {
	const seconds = (endedAt - watch.submittedAt) / 1000;
	if (watch.wasOverslept || !isDuration(seconds)) return undefined;
	const half = watch.submittedAt + (seconds * 1000) / 2;
	const waitedInQueue = (watch.queuedAt ?? 0) > half;
	const isExact = watch.wasCalled === true || (watch.runningAt ?? 0) >= half;
	return !waitedInQueue && (isExact || seconds < expected) ? seconds : undefined;
}
