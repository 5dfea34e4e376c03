import { assertGoing, sleepSlice, Stopped, type StopSignal } from './pause';

/** Limits how many run at a time. */
export interface Semaphore {
	/** Runs `work` once a place is free: first come, first served. Throws Stopped after a stop. */
	take: <Result>(stop: StopSignal, work: () => Promise<Result>) => Promise<Result>;
}

/** Callers that wait until they are called. */
export interface Line {
	readonly length: number;
	/** Waits to be called: those with the lowest rank first, of equals the one that came first. Throws Stopped. */
	wait: (stop: StopSignal, rank?: number) => Promise<void>;
	/** Calls the first one. */
	call: () => void;
}

/** A caller in a line. */
interface Ticket {
	rank: number;
	call: () => void;
	called: boolean;
}

/** Throws Stopped soon after a stop, unless the ticket was called before; then it leaves the line. */
async function giveUpOnStop(tickets: Ticket[], ticket: Ticket, stop: StopSignal): Promise<void> {
	while (!ticket.called) {
		if (stop.stopped) {
			tickets.splice(tickets.indexOf(ticket), 1);
			throw new Stopped();
		}
		await sleepSlice();
	}
}

/** A line in which nobody waits yet. */
export function createLine(): Line {
	const tickets: Ticket[] = [];
	return {
		get length() {
			return tickets.length;
		},
		wait: async (stop, rank = 0) => {
			const ticket: Ticket = { rank, call: () => undefined, called: false };
			const turn = new Promise<void>((resolve) => {
				ticket.call = () => {
					ticket.called = true;
					resolve();
				};
			});
			const behind = tickets.findIndex((other) => other.rank > rank);
			tickets.splice(behind < 0 ? tickets.length : behind, 0, ticket);
			await Promise.race([turn, giveUpOnStop(tickets, ticket, stop)]);
		},
		call: () => tickets.shift()?.call(),
	};
}

/** `count` places. */
export function createSemaphore(count: number): Semaphore {
	const line = createLine();
	let free = count;
	return {
		take: async (stop, work) => {
			if (free > 0) free--;
			else await line.wait(stop);
			try {
				assertGoing(stop);
				return await work();
			} finally {
				// A place is passed on to the one that has waited longest.
				if (line.length > 0) line.call();
				else free++;
			}
		},
	};
}
