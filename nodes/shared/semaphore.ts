import { assertGoing, sleepSlice, Stopped, type StopSignal } from './pause';

/** Limits how many run at a time. */
export interface Semaphore {
	/** Runs `work` once a place is free: first come, first served. Throws Stopped after a stop. */
	take: <Result>(stop: StopSignal, work: () => Promise<Result>) => Promise<Result>;
}

/** A caller waiting for a place. */
interface Ticket {
	call: () => void;
	called: boolean;
}

/** The places of a semaphore. */
interface Places {
	free: number;
	/** The callers that wait, in the order they arrived. */
	line: Ticket[];
}

/** Throws Stopped soon after a stop, unless the ticket was called before; then it leaves the line. */
async function giveUpOnStop(line: Ticket[], ticket: Ticket, stop: StopSignal): Promise<void> {
	while (!ticket.called) {
		if (stop.stopped) {
			line.splice(line.indexOf(ticket), 1);
			throw new Stopped();
		}
		await sleepSlice();
	}
}

/** Waits until it's this caller's turn; it then holds a place. */
async function waitInLine(line: Ticket[], stop: StopSignal): Promise<void> {
	const ticket: Ticket = { call: () => undefined, called: false };
	const turn = new Promise<void>((resolve) => {
		ticket.call = () => {
			ticket.called = true;
			resolve();
		};
	});
	line.push(ticket);
	await Promise.race([turn, giveUpOnStop(line, ticket, stop)]);
}

/** Passes a place on to the one that has waited longest. */
function leave(places: Places): void {
	const next = places.line.shift();
	if (next) next.call();
	else places.free++;
}

/** `count` places. */
export function createSemaphore(count: number): Semaphore {
	const places: Places = { free: count, line: [] };
	return {
		take: async (stop, work) => {
			if (places.free > 0) places.free--;
			else await waitInLine(places.line, stop);
			try {
				assertGoing(stop);
				return await work();
			} finally {
				leave(places);
			}
		},
	};
}
