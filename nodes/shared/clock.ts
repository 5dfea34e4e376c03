/** Milliseconds since 1970, for measuring a wait. */
export type Clock = () => number;

/**
 * A clock that starts with the machine's time and then measures elapsed time. If the machine's clock is set or
 * synchronised, a wait gets neither longer nor shorter.
 */
export function steadyClock(): Clock {
	const startedAt = Date.now();
	const mark = performance.now();
	return () => startedAt + (performance.now() - mark);
}
