import { createYielder } from '../../../nodes/shared/yielder';
import { pauseUntil, Stopped, type StopSignal } from '../../../nodes/shared/pause';
import { createSemaphore } from '../../../nodes/shared/semaphore';

/** What a thousand jobs that wait in one execution leave of n8n's event loop. */

function signal(): StopSignal {
	let stopped = false;
	return {
		get stopped() {
			return stopped;
		},
		stop: () => {
			stopped = true;
		},
	};
}

/** How many timers are made while this runs. */
async function timersMade(work: () => Promise<unknown>): Promise<number> {
	const made = jest.spyOn(global, 'setTimeout');
	try {
		await work();
		return made.mock.calls.length;
	} finally {
		made.mockRestore();
	}
}

const thousand = <Result>(each: (index: number) => Result): Result[] =>
	Array.from({ length: 1000 }, (_, index) => each(index));

describe('a pause', () => {
	test('of a thousand jobs takes a timer for each quarter of a second, not for each job', async () => {
		const stop = signal();
		const until = Date.now() + 1100;
		const late: number[] = [];
		const timers = await timersMade(async () => {
			await Promise.all(
				thousand(async () => {
					await pauseUntil(until, stop, Date.now);
					late.push(Date.now() - until);
				}),
			);
		});
		// Each job ends on a timer of its own, so that it ends on time.
		expect(timers).toBeLessThan(1000 + 10);
		expect(Math.min(...late)).toBeGreaterThanOrEqual(-2);
		expect(Math.max(...late)).toBeLessThan(250);
	});

	test('ends within 250 ms of a stop, also one that began later than others', async () => {
		const stop = signal();
		const others = signal();
		const going = pauseUntil(Date.now() + 700, others);
		await pauseUntil(Date.now() + 100, others);
		const stopped = pauseUntil(Date.now() + 60_000, stop);
		const from = Date.now();
		stop.stop();
		await expect(stopped).rejects.toThrow(Stopped);
		expect(Date.now() - from).toBeLessThan(350);
		await going;
	});
});

test('a thousand that wait in line take no timer each', async () => {
	const semaphore = createSemaphore(1);
	const stop = signal();
	const timers = await timersMade(async () => {
		const holds = semaphore.take(stop, async () => await pauseUntil(Date.now() + 900, stop));
		await Promise.all([
			holds,
			...thousand(
				async () => await semaphore.take(stop, async () => await Promise.resolve()),
			),
		]);
	});
	expect(timers).toBeLessThan(20);
});

test('work on many items lets others have their turns in between', async () => {
	let turns = 0;
	const others = setInterval(() => {
		turns += 1;
	}, 1);
	const yieldToN8n = createYielder();
	for (let item = 0; item < 400; item += 1) {
		const from = performance.now();
		while (performance.now() - from < 1);
		await yieldToN8n();
	}
	clearInterval(others);
	expect(turns).toBeGreaterThan(3);
});
