import { sleep } from 'n8n-workflow';

import { assertGoing, Stopped, type StopSignal } from './pause';

/** How soon one that waits for a place notices a halt, in milliseconds. */
const NOTICE = 250;

/** Lets only so many run at a time. */
export interface Semaphore {
	/** Runs `work` once a place is free: first come, first served. Throws Stopped after a halt. */
	take: <Result>(halt: StopSignal, work: () => Promise<Result>) => Promise<Result>;
}

/** One that waits for a place. */
interface Ticket {
	call: () => void;
	called: boolean;
}

/** `count` places. */
export function createSemaphore(count: number): Semaphore {
	let free = count;
	const line: Ticket[] = [];

	/** Waits until it is this one's turn; a place then belongs to it. */
	async function waitInLine(halt: StopSignal): Promise<void> {
		const ticket: Ticket = { call: () => undefined, called: false };
		const turn = new Promise<void>((resolve) => {
			ticket.call = () => {
				ticket.called = true;
				resolve();
			};
		});
		line.push(ticket);
		const givenUp = async () => {
			while (!ticket.called) {
				if (halt.stopped) {
					line.splice(line.indexOf(ticket), 1);
					throw new Stopped();
				}
				await sleep(NOTICE);
			}
		};
		await Promise.race([turn, givenUp()]);
	}

	/** Hands the place to the one that has waited longest. */
	function leave(): void {
		const next = line.shift();
		if (next) next.call();
		else free++;
	}

	return {
		take: async (halt, work) => {
			if (free > 0) free--;
			else await waitInLine(halt);
			try {
				assertGoing(halt);
				return await work();
			} finally {
				leave();
			}
		},
	};
}
