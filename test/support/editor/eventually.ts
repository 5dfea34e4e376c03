import { setTimeout as sleep } from 'node:timers/promises';

/** Repeats what can fail while the page is still changing, until it no longer throws. */
export async function eventually(assertion: () => Promise<void>, seconds = 15): Promise<void> {
	for (const end = Date.now() + seconds * 1000; ; await sleep(100)) {
		try {
			return await assertion();
		} catch (error) {
			if (Date.now() > end) throw error;
		}
	}
}
