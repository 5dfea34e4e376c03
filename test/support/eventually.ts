import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Repeats what can fail while something is still on its way, such as a change of the page or a line of a log, until it no
 * longer throws.
 */
export async function eventually(
	assertion: () => Promise<void> | void,
	seconds = 60,
): Promise<void> {
	for (const end = Date.now() + seconds * 1000; ; await sleep(100)) {
		try {
			return await assertion();
		} catch (error) {
			if (Date.now() > end) throw error;
		}
	}
}
