import { setImmediate as turn } from 'node:timers/promises';

import type { GatewayError } from '../../../gateways/gateway';
import { createGate, MOST_AT_A_TIME } from '../../../nodes/SubmitVideo/send/gate';
import { Stopped, type StopSignal } from '../../../nodes/shared/pause';
import type { Sent } from '../../../nodes/shared/transport/send';

const going = (): StopSignal & { stopped: boolean } => {
	const signal = { stopped: false, stop: () => void (signal.stopped = true) };
	return signal;
};

const refusal = (facts: Partial<GatewayError> = {}): GatewayError => ({
	kind: 'gatewayError',
	code: 'rateLimited',
	message: 'Too many requests',
	fix: 'Wait.',
	retryable: true,
	accepted: 'no',
	...facts,
});

/** The stops of all stages of a test: who still waits ends with it. */
const stops: StopSignal[] = [];
afterEach(() => {
	for (const { stop } of stops.splice(0)) stop();
});

/** A gateway that answers as told, once it's told to. */
function stage() {
	let time = 0;
	const gate = createGate(() => time);
	const stop = going();
	stops.push(stop);
	const under: Array<(outcome: unknown) => void> = [];
	const sent: number[] = [];
	const ended: Array<Promise<unknown>> = [];
	return {
		stop,
		/** The items that were sent, in order. */
		sent,
		ended,
		/** Hands over the submit of an item. */
		submit: (index: number, id = 'fal') => {
			const one = gate.pass({ item: { index, stop }, gateway: { id } }, async () => {
				sent.push(index);
				return await new Promise<Sent<unknown>>((resolve) =>
					under.push((outcome) => resolve({ outcome })),
				);
			});
			ended.push(one.catch((error: unknown) => error));
		},
		/** Answers all submits that are under way, and gives how many they were. */
		answer: async (outcome: unknown = { jobId: '1' }) => {
			const answered = under.splice(0);
			for (const resolve of answered) resolve(outcome);
			await turn();
			return answered.length;
		},
		later: async (seconds: number) => {
			time += seconds * 1000;
			// The gate's own timer runs on the machine's clock.
			await turn();
		},
	};
}

const many = Array.from({ length: 400 }, (_, index) => index);

test('four at first, one more for each job, and fifty at most', async () => {
	const { submit, answer, sent } = stage();
	for (const index of many) submit(index);
	const waves: number[] = [];
	for (let wave = await answer(); wave > 0; wave = await answer()) waves.push(wave);

	expect(waves.slice(0, 7)).toEqual([4, 8, 16, 32, MOST_AT_A_TIME, 50, 50]);
	expect(sent).toEqual(many);
});

test('each gateway has its own', async () => {
	const { submit, answer } = stage();
	for (const index of many.slice(0, 10)) submit(index, index % 2 ? 'fal' : 'kie');
	expect(await answer()).toBe(8);
});

test('an error that is no refusal as too many changes nothing', async () => {
	const { submit, answer } = stage();
	for (const index of many.slice(0, 20)) submit(index);
	const failed = refusal({ code: 'invalidRequest' });
	const unclear = refusal({ accepted: 'maybe' });
	expect([await answer(failed), await answer(unclear), await answer()]).toEqual([4, 4, 4]);
});

describe('after a refusal as too many', () => {
	/** The gate once thirty-two are under way. */
	async function wide() {
		const one = stage();
		for (const index of many) one.submit(index);
		for (const wave of [4, 8, 16]) expect(await one.answer()).toBe(wave);
		return one;
	}

	test.each([
		['as long as the gateway says', { retryAfterSeconds: 3 }, 3],
		['a second', {}, 1],
	])('none goes out for %s, and then half as many', async (_, facts, seconds) => {
		const { answer, later, submit, sent } = await wide();
		jest.useFakeTimers({ doNotFake: ['setImmediate', 'performance'] });
		try {
			expect(await answer(refusal(facts))).toBe(32);
			await later(seconds - 0.1);
			// One that was refused comes before those that have not been sent.
			submit(28);
			expect(await answer()).toBe(0);
			await later(0.1);
			await jest.advanceTimersByTimeAsync(seconds * 1000);
			expect(await answer()).toBe(16);
			expect(sent.slice(60, 62)).toEqual([28, 60]);
		} finally {
			jest.useRealTimers();
		}
	});

	test('the pause doubles while nothing is accepted, and in the end one at a time is sent', async () => {
		const { answer, later } = await wide();
		jest.useFakeTimers({ doNotFake: ['setImmediate', 'performance'] });
		try {
			const waves: number[] = [];
			for (const seconds of [1, 2, 4, 4, 4, 4]) {
				waves.push(await answer(refusal()));
				await later(seconds - 0.1);
				await jest.advanceTimersByTimeAsync(10_000);
				expect(await answer()).toBe(0);
				await later(0.1);
				await jest.advanceTimersByTimeAsync(10_000);
			}
			expect([...waves, await answer()]).toEqual([32, 16, 8, 4, 2, 1, 1]);
		} finally {
			jest.useRealTimers();
		}
	});

	test('a gateway that asks for minutes holds up nobody', async () => {
		const { answer } = await wide();
		await answer(refusal({ retryAfterSeconds: 300 }));
		expect(await answer()).toBe(16);
	});
});

test('those that wait for their turn end with a stop, and are not sent', async () => {
	const { submit, answer, stop, ended, sent } = stage();
	for (const index of many.slice(0, 6)) submit(index);
	stop.stop();
	await answer();
	const [, , , , fifth, sixth] = await Promise.all(ended);
	expect([fifth, sixth]).toEqual([expect.any(Stopped), expect.any(Stopped)]);
	expect(sent).toEqual([0, 1, 2, 3]);
});
