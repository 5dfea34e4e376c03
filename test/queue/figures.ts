import type { Ending } from './runs';
import type { QueueStage } from './stage';

/** Random numbers from 0 to 1 that are the same for the same seed (mulberry32). */
export function randomFrom(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}

/** The smallest number that is not under this share of all, so `quantile(list, 1)` is the largest; NaN of none. */
export function quantile(numbers: readonly number[], share: number): number {
	const sorted = [...numbers].sort((left, right) => left - right);
	return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? NaN;
}

/** Seconds from the gateway's first call about a job's end until its item has left Done, for each job delivered. */
export function secondsFromCall(
	endings: readonly Ending[],
	{ jobs, callbacks }: Pick<QueueStage['simulator'], 'jobs' | 'callbacks'>,
): number[] {
	return endings.flatMap(({ prompt, delivery }) => {
		const job = jobs.find((one) => one.prompt === prompt);
		const call = callbacks.find(({ jobId, kind }) => jobId === job?.jobId && kind === 'final');
		return delivery && call ? [(delivery.at - call.at) / 1000] : [];
	});
}
