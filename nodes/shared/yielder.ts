import { sleep } from 'n8n-workflow';

/** How long work on many items keeps n8n from everything else, in milliseconds. */
const LONGEST_TURN = 40;

/**
 * Makes what is to be awaited after each of many items that are worked on without waiting for anything. Once the work has
 * taken its turn, n8n answers its other users and runs its other executions first.
 */
export function createYielder(): () => Promise<void> {
	let since = performance.now();
	return async () => {
		if (performance.now() - since < LONGEST_TURN) return;
		await sleep(0);
		since = performance.now();
	};
}
