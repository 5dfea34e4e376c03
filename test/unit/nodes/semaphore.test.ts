import { setImmediate as turn } from 'node:timers/promises';

import type { StopSignal } from '../../../nodes/shared/pause';
import { Stopped } from '../../../nodes/shared/pause';
import { createSemaphore } from '../../../nodes/shared/semaphore';

const halting = (): StopSignal & { stopped: boolean } => {
	const halt = { stopped: false, stop: () => void (halt.stopped = true) };
	return halt;
};

test('first come, first served, and never more than there are places', async () => {
	const two = createSemaphore(2);
	const halt = halting();
	const begun: number[] = [];
	let inside = 0;
	let most = 0;
	const work = async (index: number) => {
		begun.push(index);
		most = Math.max(most, ++inside);
		// Some take longer than others.
		for (let turns = 0; turns < (index * 7) % 5; turns++) await turn();
		inside--;
	};
	const all = Array.from({ length: 50 }, (_, index) => index);
	await Promise.all(all.map((index) => two.take(halt, () => work(index))));

	expect(begun).toEqual(all);
	expect(most).toBe(2);
});

test('work that throws gives its place on', async () => {
	const one = createSemaphore(1);
	const halt = halting();
	const failed = one.take(halt, async () => {
		await turn();
		throw new Error('no');
	});
	const next = one.take(halt, () => Promise.resolve('done'));

	await expect(failed).rejects.toThrow('no');
	await expect(next).resolves.toBe('done');
});

test('one that waits ends with Stopped, and the place stays for those after it', async () => {
	const one = createSemaphore(1);
	const halt = halting();
	const others = halting();
	let finish = () => {};
	const first = one.take(others, () => new Promise<void>((resolve) => (finish = resolve)));
	const stopped = one.take(halt, () => Promise.resolve('never'));
	const last = one.take(others, () => Promise.resolve('last'));
	halt.stop();

	await expect(stopped).rejects.toBeInstanceOf(Stopped);
	finish();
	await first;
	await expect(last).resolves.toBe('last');
});
