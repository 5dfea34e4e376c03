import * as fc from 'fast-check';

import {
	isFinal,
	isGatewayError,
	type GatewayError,
	type VideoJob,
} from '../../../gateways/gateway';
import type { Pace } from '../../../gateways/waiting/schedule';
import { afterLook, isOver, startWatch, type Watch } from '../../../gateways/waiting/watch';
import { done, failedLook, notFound, running, unchanged, watchJob } from './watchedJob';

const pace: Pace = { minIntervalSeconds: 3, typicalSeconds: 120 };
const NOW = Date.UTC(2026, 9, 1, 12);
const begin = (timeoutSeconds = 1800) => startWatch({ now: NOW, timeoutSeconds }, pace);

/** The watch that goes on after a look; throws where it ended. */
function goOn(watch: Watch, outcome: VideoJob | GatewayError, now = NOW, by = pace): Watch {
	const step = afterLook(watch, outcome, now, by);
	if ('end' in step) throw new Error(`ended: ${JSON.stringify(step.end)}`);
	return step.watch;
}

const secondsToNext = (watch: Watch, now = NOW) => (watch.nextLookAt - now) / 1000;

describe('a watch begins', () => {
	test('with a look at once', () => {
		expect(begin(60)).toEqual({
			submittedAt: NOW,
			deadline: NOW + 60_000,
			nextLookAt: NOW,
			looks: 0,
			failures: 0,
		});
	});

	test('with the age of the job, but never with one from the future', () => {
		const of = (submittedAt: number) =>
			startWatch({ now: NOW, submittedAt, timeoutSeconds: 60 }, pace).submittedAt;
		expect(of(NOW - 90_000)).toBe(NOW - 90_000);
		expect(of(NOW + 90_000)).toBe(NOW);
	});
});

describe('a look ends the watch', () => {
	const failure = { code: 'moderated', message: 'no', retryable: false } as const;
	test.each<VideoJob>([
		done,
		{ ...running, status: 'failed', failure },
		{ ...running, status: 'cancelled', failure },
	])('at a job that is $status', (job) => {
		expect(afterLook(begin(), job, NOW, pace)).toEqual({ end: { kind: 'final', job } });
	});

	test.each(['authentication', 'insufficientCredits', 'invalidRequest', 'gateway'] as const)(
		'at a refusal as %s that no later look can change',
		(code) => {
			const error = failedLook({ code, retryable: false });
			expect(afterLook(begin(), error, NOW, pace)).toEqual({
				end: { kind: 'refused', error },
			});
		},
	);
});

describe('a job that is not found', () => {
	const young = begin();

	test.each([0, 5, 14.9])('%d s after its submit may yet settle', (seconds) => {
		const now = NOW + seconds * 1000;
		const watch = goOn(young, notFound, now);
		expect(secondsToNext(watch, now)).toBeGreaterThanOrEqual(pace.minIntervalSeconds);
		expect(watch.trouble).toBe(notFound);
	});

	test.each([15, 16, 600])('%d s after its submit is refused', (seconds) => {
		expect(afterLook(young, notFound, NOW + seconds * 1000, pace)).toEqual({
			end: { kind: 'refused', error: notFound },
		});
	});

	test('is refused at once where it has been seen, or was submitted long ago', () => {
		const seen = goOn(young, running);
		expect(afterLook(seen, notFound, NOW + 4000, pace)).toMatchObject({
			end: { kind: 'refused' },
		});
		const old = startWatch({ now: NOW, submittedAt: NOW - 20_000, timeoutSeconds: 60 }, pace);
		expect(afterLook(old, notFound, NOW, pace)).toMatchObject({ end: { kind: 'refused' } });
	});

	test('and then found is watched to its end', () => {
		const answer = (at: number) => (at < 8 ? notFound : at < 30 ? running : done);
		expect(watchJob({ pace, timeoutSeconds: 60, answer }).end).toEqual({
			kind: 'final',
			job: done,
		});
	});
});

describe('a look that failed', () => {
	test('is no failed job: the watch goes on, with growing distance', () => {
		let watch = begin();
		const distances = [1, 2, 3, 4, 5, 6, 7].map(() => {
			watch = goOn(watch, failedLook());
			return secondsToNext(watch);
		});
		expect(distances).toEqual([3, 4, 8, 16, 32, 60, 60]);
		expect(watch).toMatchObject({ looks: 7, failures: 7, trouble: failedLook() });
		expect(watch.seen).toBeUndefined();
	});

	test('is forgotten after a good one', () => {
		const watch = goOn(goOn(goOn(begin(), failedLook()), failedLook()), running);
		expect(watch).toMatchObject({ looks: 3, failures: 0, seen: running, wasRunning: true });
		expect(watch).not.toHaveProperty('trouble');
		expect(secondsToNext(goOn(watch, failedLook()))).toBe(3);
	});

	test('keeps what was last known of the job', () => {
		expect(goOn(goOn(begin(), running), failedLook()).seen).toBe(running);
	});

	test.each([0, 1, 3, 10, 45, 300])(
		'with Retry-After %d s is followed by none sooner',
		(asked) => {
			const error = failedLook({ code: 'rateLimited', retryAfterSeconds: asked });
			const watch = goOn(begin(), error);
			expect(secondsToNext(watch)).toBe(Math.max(asked, pace.minIntervalSeconds));
		},
	);

	test('with a Retry-After past the deadline is the last: the time runs out instead', () => {
		const error = failedLook({ code: 'rateLimited', retryAfterSeconds: 100 });
		const { looks, end } = watchJob({ pace, timeoutSeconds: 60, answer: () => error });
		expect(looks).toHaveLength(1);
		expect(end).toEqual({ kind: 'timedOut' });
	});

	test('all the way to the deadline leaves its reason behind', () => {
		const { end, watch } = watchJob({
			pace,
			timeoutSeconds: 90,
			answer: (at) => (at < 20 ? running : failedLook()),
		});
		expect(end).toEqual({ kind: 'timedOut' });
		expect(watch).toMatchObject({ seen: running, trouble: failedLook() });
	});
});

describe('a look that is answered 304', () => {
	test('is no failure, and tells that the job was running', () => {
		const watch = goOn(begin(), unchanged());
		expect(watch).toMatchObject({ looks: 1, failures: 0, wasRunning: true });
		expect(watch).not.toHaveProperty('trouble');
		expect(secondsToNext(watch)).toBeGreaterThanOrEqual(pace.minIntervalSeconds);
	});

	test('keeps what was last known of the job', () => {
		expect(goOn(goOn(begin(), running), unchanged()).seen).toBe(running);
	});

	test('is an answer, after which earlier failures are forgotten', () => {
		const watch = goOn(goOn(goOn(begin(), failedLook()), failedLook()), unchanged());
		expect(watch).toMatchObject({ looks: 3, failures: 0 });
		expect(watch).not.toHaveProperty('trouble');
	});

	test('with Retry-After is followed by none sooner, also close to the deadline', () => {
		expect(secondsToNext(goOn(begin(), unchanged({ retryAfterSeconds: 20 })))).toBe(20);
		const close = goOn(begin(12), unchanged({ retryAfterSeconds: 20 }));
		expect(secondsToNext(close)).toBeGreaterThanOrEqual(20);
	});
});

describe('the deadline', () => {
	test('is over at its very moment, and not before', () => {
		const watch = begin(60);
		expect(isOver(watch, watch.deadline - 1)).toBe(false);
		expect(isOver(watch, watch.deadline)).toBe(true);
	});

	const timeouts = [1, 4, 9, 10, 17, 30, 31, 59, 60, 119, 121, 600, 1800];

	test.each(timeouts)('of %d s sees a last look shortly before, and none after', (timeout) => {
		const answers = [() => running, () => failedLook()];
		for (const answer of answers) {
			for (const minIntervalSeconds of [1, 3, 5]) {
				const by = { minIntervalSeconds, typicalSeconds: 120 };
				const { looks, end } = watchJob({ pace: by, timeoutSeconds: timeout, answer });
				expect(end).toEqual({ kind: 'timedOut' });
				const last = looks.at(-1)!.at;
				expect(last).toBeLessThan(timeout);
				expect(last).toBeGreaterThanOrEqual(
					Math.min(timeout - 1.5 - minIntervalSeconds, timeout - 1.5),
				);
			}
		}
	});

	test("is met by a last look also with a user's own interval that would miss it", () => {
		const by = { ...pace, fixedSeconds: 50 };
		const { looks } = watchJob({ pace: by, timeoutSeconds: 60, answer: () => running });
		expect(looks.map(({ at }) => at)).toEqual([0, 50, 58.5]);
	});

	test('catches a video that is finished in the last seconds', () => {
		const answer = (at: number) => (at >= 57 ? done : running);
		const by = { minIntervalSeconds: 3, typicalSeconds: 600 };
		expect(watchJob({ pace: by, timeoutSeconds: 60, answer }).end.kind).toBe('final');
	});
});

describe('a watch', () => {
	test('is not changed by a look, which makes a new one', () => {
		const watch = Object.freeze(goOn(begin(), running));
		for (const outcome of [running, failedLook(), unchanged(), notFound, done]) {
			expect(() => afterLook(watch, outcome, NOW + 5000, pace)).not.toThrow();
		}
	});

	const outcome: fc.Arbitrary<VideoJob | GatewayError> = fc.oneof(
		{
			weight: 12,
			arbitrary: fc.constantFrom<VideoJob['status']>('queued', 'processing').chain((status) =>
				fc.integer({ min: 0, max: 99 }).map((progress) => ({
					...running,
					status,
					progress,
				})),
			),
		},
		{ weight: 6, arbitrary: fc.constantFrom(failedLook(), unchanged()) },
		{
			weight: 3,
			arbitrary: fc
				.double({ min: 0, max: 90, noNaN: true })
				.chain((retryAfterSeconds) =>
					fc.constantFrom(
						failedLook({ code: 'rateLimited', retryAfterSeconds }),
						unchanged({ retryAfterSeconds }),
					),
				),
		},
		{ weight: 2, arbitrary: fc.constant(notFound) },
		{ weight: 1, arbitrary: fc.constant(failedLook({ retryable: false })) },
		{ weight: 1, arbitrary: fc.constantFrom<VideoJob>(done, { ...running, status: 'failed' }) },
	);

	const scene = fc.record({
		outcomes: fc.array(outcome, { minLength: 1, maxLength: 40 }),
		timeoutSeconds: fc.double({ min: 0.5, max: 900, noNaN: true }),
		latencySeconds: fc.double({ min: 0, max: 4, noNaN: true }),
		ageSeconds: fc.double({ min: 0, max: 60, noNaN: true }),
		pace: fc.record(
			{
				minIntervalSeconds: fc.double({ min: 1, max: 10, noNaN: true }),
				typicalSeconds: fc.double({ min: 1, max: 300, noNaN: true }),
				fixedSeconds: fc.double({ min: 1, max: 60, noNaN: true }),
			},
			{ requiredKeys: ['minIntervalSeconds', 'typicalSeconds'] },
		),
	});

	/** Whole milliseconds of a clock leave this much of a second open. */
	const TICK = 0.002;

	test('ends by its deadline with the last truth, whatever its looks are answered', () => {
		fc.assert(
			fc.property(scene, ({ outcomes, ...facts }) => {
				const { timeoutSeconds, pace: by } = facts;
				const { end, watch, looks } = watchJob({
					...facts,
					answer: (_at, look) => outcomes[look % outcomes.length]!,
				});

				expect(looks.length).toBeGreaterThan(0);
				expect(looks.length).toBeLessThanOrEqual(
					timeoutSeconds / by.minIntervalSeconds + 2,
				);
				expect(looks.at(-1)!.at).toBeLessThan(timeoutSeconds);
				looks.slice(1).forEach(({ at }, index) => {
					const before = looks[index]!;
					const asked = isGatewayError(before.outcome)
						? (before.outcome.retryAfterSeconds ?? 0)
						: 0;
					const least = Math.max(by.minIntervalSeconds, asked);
					expect(at - before.answeredAt).toBeGreaterThan(least - TICK);
				});

				const told = looks.map((look) => look.outcome);
				const last = told.at(-1)!;
				const good = told.filter((one): one is VideoJob => !isGatewayError(one));
				switch (end.kind) {
					case 'final':
						expect(end.job).toBe(last);
						expect(good.filter(isFinal)).toEqual([end.job]);
						return;
					case 'refused':
						expect(end.error).toBe(last);
						expect(end.error.retryable).toBe(false);
						return;
					case 'timedOut':
						expect(good.filter(isFinal)).toEqual([]);
						expect(watch.seen).toBe(good.at(-1));
						expect(watch.looks).toBe(looks.length);
				}
			}),
			{ numRuns: 1500 },
		);
	});

	test('goes on the same after it has lain in a database', () => {
		fc.assert(
			fc.property(fc.array(outcome, { maxLength: 12 }), (outcomes) => {
				let kept = begin();
				let stored = begin();
				for (const one of outcomes) {
					const now = kept.nextLookAt;
					const step = afterLook(kept, one, now, pace);
					stored = JSON.parse(JSON.stringify(stored)) as Watch;
					expect(afterLook(stored, one, now, pace)).toEqual(step);
					if ('end' in step) return;
					kept = step.watch;
					stored = structuredClone(step.watch);
				}
			}),
			{ numRuns: 300 },
		);
	});
});
