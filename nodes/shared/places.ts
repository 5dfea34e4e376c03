import { pauseUntil, type Halt } from './pause';

/** How soon one that found no free place asks again, in milliseconds. */
const ASK_AGAIN = 100;

/** Lets only so many go on at a time. */
export interface Places {
	/** Runs `work` once a place is free. Throws Stopped after a halt. */
	take: <Result>(halt: Halt, work: () => Promise<Result>) => Promise<Result>;
}

/** `count` places. */
export function places(count: number): Places {
	let free = count;
	return {
		take: async (halt, work) => {
			while (free === 0) await pauseUntil(Date.now() + ASK_AGAIN, halt);
			free--;
			try {
				return await work();
			} finally {
				free++;
			}
		},
	};
}
