import type { StopSignal } from './pause';

/**
 * Runs `work` for every index below `count`, at most `width` at a time, in order. The first throw stops the rest
 * (through `stop`) and is rethrown once those in progress have ended, so that nothing continues in the background.
 */
export async function runConcurrently(
	count: number,
	width: number,
	stop: StopSignal,
	work: (index: number) => Promise<void>,
): Promise<void> {
	let next = 0;
	const thrown: unknown[] = [];
	const lane = async () => {
		while (next < count && thrown.length === 0 && !stop.stopped) {
			const index = next++;
			try {
				await work(index);
			} catch (error) {
				thrown.push(error);
				stop.stop();
			}
		}
	};
	await Promise.all(Array.from({ length: Math.min(width, count) }, lane));
	if (thrown.length > 0) throw thrown[0];
}
