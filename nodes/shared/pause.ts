import { sleep } from 'n8n-workflow';

import type { NodeContext } from './nodeContext';
import { steadyClock, type Clock } from './clock';

/** Longest uninterrupted sleep, in milliseconds: a Stop is noticed within it. */
const SLICE = 250;

/** The slice that is being slept through right now, whoever sleeps. */
let slice: Promise<void> | undefined;

/**
 * Sleeps to the end of the slice that has begun, 250 ms at most. A thousand sleepers share one timer, instead of making
 * four thousand of them in each second.
 */
export async function sleepSlice(): Promise<void> {
	slice ??= sleep(SLICE).then(() => {
		slice = undefined;
	});
	await slice;
}

/** Thrown when the user presses Stop or when another item has ended the run; not a failure of the item itself. */
export class Stopped extends Error {
	constructor() {
		super('The run was stopped');
	}
}

/** Ends work that runs in parallel: `stopped` is true after Stop, and after `stop()`. */
export interface StopSignal {
	readonly stopped: boolean;
	stop: () => void;
}

/** A stop signal that follows the execution's own Stop, if there is an execution. */
export function createStopSignal(context: NodeContext): StopSignal {
	let stopped = false;
	const signal =
		'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;
	return {
		get stopped() {
			return stopped || (signal?.aborted ?? false);
		},
		stop: () => {
			stopped = true;
		},
	};
}

/** A signal that stops by itself at `deadline` (milliseconds since 1970), and whenever another one does. */
export const stopAt = (
	deadline: number,
	other: Pick<StopSignal, 'stopped'> = { stopped: false },
): StopSignal => ({
	get stopped() {
		return other.stopped || Date.now() >= deadline;
	},
	stop: () => undefined,
});

/**
 * Sleeps until `until` by the given clock (milliseconds since 1970). Throws Stopped within 250 ms of a stop. In slices,
 * because n8n-workflow's own abortable sleep has a different name in every other version.
 */
export async function pauseUntil(
	until: number,
	stop: StopSignal,
	now: Clock = steadyClock(),
): Promise<void> {
	for (let left = until - now(); left > 0; left = until - now()) {
		assertGoing(stop);
		await (left < SLICE ? sleep(left) : sleepSlice());
	}
	assertGoing(stop);
}

/** Throws Stopped after a stop. */
export function assertGoing(stop: StopSignal): void {
	if (stop.stopped) throw new Stopped();
}
