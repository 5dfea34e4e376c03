/**
 * The window of a limit per minute, in milliseconds: a rolling one (AIgateway, docs/rate-limits). With a second to
 * spare, since the gateway counts requests when they arrive, and each needs its own time to get there.
 */
export const WINDOW = 61_000;

/** The same for a limit per 10 seconds. */
export const SHORT_WINDOW = 11_000;

/** Whether a request at `time` still counts at `now` (milliseconds since 1970). */
export function isInWindow(time: number, now: number): boolean {
	return time > now - WINDOW;
}

/**
 * When the next request may go out (milliseconds since 1970), so that no window holds more than `most` of them.
 *
 * @param times when the earlier ones go out, in order; they may lie ahead
 */
export function nextAllowedAt(
	times: readonly number[],
	now: number,
	most: number,
	window = WINDOW,
): number {
	const before = times[times.length - Math.max(1, Math.floor(most))];
	return before === undefined ? now : Math.max(now, before + window);
}
