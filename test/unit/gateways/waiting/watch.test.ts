import * as fc from 'fast-check';

import {
	isFinal,
	isGatewayError,
	type GatewayError,
	type VideoJob,
} from '../../../../gateways/gateway';
import type { Pace, Rhythm } from '../../../../gateways/waiting/schedule';
import {
	afterCheck,
	afterOversleeping,
	isOver,
	checkBy,
	startWatch,
	type Watch,
} from '../../../../gateways/waiting/watch';
import { done, failedLook, notFound, running, unchanged, watchJob } from './watchedJob';
import { cases } from '../../../support/draw';

const pace: Pace = { minIntervalSeconds: 3, typicalSeconds: 120 };
const NOW = Date.UTC(2026, 9, 1, 12);
const begin = (timeoutSeconds = 1800) => startWatch({ now: NOW, timeoutSeconds }, pace);

/** The watch that goes on after a look; throws where it ended. */
function goOn(watch: Watch, outcome: VideoJob | GatewayError, now = NOW, by = pace): Watch {
	const step = afterCheck(watch, outcome, now, by);
	if ('end' in step) throw new Error(`ended: ${JSON.stringify(step.end)}`);
	return step.watch;
}

const secondsToNext = (watch: Watch, now = NOW) => (watch.nextCheckAt - now) / 1000;

describe('a watch begins', () => {
	test('with a look at once', () => {
		expect(begin(60)).toEqual({
			submittedAt: NOW,
			deadline: NOW + 60_000,
			nextCheckAt: NOW,
			checks: 0,
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

describe('a watch in a suspended execution begins', () => {
	const nextLook = (
		rhythm: Rhythm,
		facts: { age?: number; timeout?: number; fixed?: number },
	) => {
		const { age, timeout = 1800, fixed } = facts;
		const by: Pace = {
			...pace,
			rhythm,
			...(fixed === undefined ? {} : { fixedSeconds: fixed }),
		};
		const submitted = age === undefined ? {} : { submittedAt: NOW - age * 1000 };
		return secondsToNext(startWatch({ now: NOW, timeoutSeconds: timeout, ...submitted }, by));
	};

	test.each<[Rhythm, { age?: number; timeout?: number; fixed?: number }, number]>([
		['suspended', { age: 0 }, 90],
		['calledBack', { age: 0 }, 180],
		['suspended', { age: 50 }, 40],
		['calledBack', { age: 50 }, 130],
		['suspended', { age: 90 }, 0],
		['calledBack', { age: 1000 }, 0],
		// A clock that is ahead of ours
		['suspended', { age: -600 }, 90],
		// The user's own interval
		['suspended', { age: 0, fixed: 20 }, 20],
		['calledBack', { age: 5, fixed: 600 }, 595],
		// Nobody knows when
		['suspended', {}, 0],
		['calledBack', { fixed: 600 }, 0],
		// The time limit comes first
		['suspended', { age: 0, timeout: 60 }, 58.5],
		['calledBack', { age: 0, timeout: 100, fixed: 600 }, 98.5],
		['suspended', { age: 0, timeout: 1 }, 0],
	])('%s, %j, with a look in %d s', (rhythm, facts, seconds) => {
		expect(nextLook(rhythm, facts)).toBe(seconds);
	});
});

describe('a watch that is called to a look', () => {
	const by: Pace = { ...pace, rhythm: 'calledBack' };
	const fresh = startWatch({ now: NOW, submittedAt: NOW, timeoutSeconds: 1800 }, by);
	const later = (seconds: number) => NOW + seconds * 1000;

	test('checks at once, if it has not looked yet', () => {
		expect(checkBy(fresh, later(20), by).nextCheckAt).toBe(later(20));
		expect(checkBy(fresh, NOW, by).nextCheckAt).toBe(NOW);
	});

	test('checks as soon after its last look as the gateway allows', () => {
		const looked = goOn(checkBy(fresh, later(20), by), running, later(21), by);
		expect(looked.nextCheckAt).toBe(later(180));
		expect(checkBy(looked, later(22), by).nextCheckAt).toBe(later(24));
		expect(checkBy(looked, later(24), by).nextCheckAt).toBe(later(24));
		expect(checkBy(looked, later(25), by).nextCheckAt).toBe(later(25));
	});

	test('checks no later than it was going to', () => {
		expect(checkBy(fresh, later(179), by).nextCheckAt).toBe(later(179));
		expect(checkBy(fresh, later(181), by)).toEqual(fresh);
		expect(checkBy(fresh, later(9999), by)).toEqual(fresh);
		const close = goOn(fresh, failedLook(), later(180), by);
		expect(secondsToNext(close, later(180))).toBe(3);
		expect(checkBy(close, later(190), by)).toEqual(close);
	});

	test.each([failedLook({ code: 'rateLimited' }), unchanged()])(
		'leaves the gateway alone for as long as it has asked ($code)',
		(refusal) => {
			const error = { ...refusal, retryAfterSeconds: 300 };
			const asked = goOn(fresh, error, later(20), by);
			const stored = JSON.parse(JSON.stringify(asked)) as Watch;
			for (const watch of [asked, stored]) {
				expect(checkBy(watch, later(30), by).nextCheckAt).toBe(later(320));
				expect(checkBy(watch, later(400), by).nextCheckAt).toBe(later(320));
			}
			// Over with that look.
			const rested = goOn(asked, running, later(320), by);
			expect(checkBy(rested, later(330), by).nextCheckAt).toBe(later(330));
		},
	);

	test('is else as it was, and the one before is left as it is', () => {
		const watch = Object.freeze(goOn(fresh, running, later(20), by));
		const called = checkBy(watch, later(30), by);
		expect({ ...called, nextCheckAt: watch.nextCheckAt }).toEqual(watch);
		expect(called.nextCheckAt).toBeLessThan(watch.nextCheckAt);
	});

	test('a hundred times checks no more often than the gateway allows', () => {
		const calls = Array.from({ length: 100 }, (_, index) => 10 + index / 10);
		const { checks } = watchJob({
			pace: by,
			timeoutSeconds: 1800,
			resumedLate: () => 0,
			calls,
			answer: (at) => (at > 100 ? done : running),
		});
		const early = checks.map(({ at }) => at).filter((at) => at < 100);
		expect(early).toEqual([10, 13, 16, 19, 22]);
		expect(checks.at(-1)!.at).toBeCloseTo(180, 3);
	});
});

describe('a watch that was slept over', () => {
	const by: Pace = { ...pace, rhythm: 'suspended' };
	const hour = 3_600_000;
	const asleep = goOn(
		startWatch({ now: NOW, submittedAt: NOW, timeoutSeconds: 600 }, by),
		running,
		NOW + 90_000,
		by,
	);

	test('checks at once, and has time for the answer', () => {
		const awake = afterOversleeping(asleep, NOW + hour);
		expect(awake.nextCheckAt).toBe(NOW + hour);
		expect(isOver(awake, NOW + hour)).toBe(false);
		expect(isOver(awake, NOW + hour + 5000)).toBe(false);
		expect(isOver(awake, NOW + hour + 10_000)).toBe(true);
		expect(awake).toMatchObject({ seen: running, wasRunning: true, checks: 1 });
	});

	const overslept = (answer: VideoJob | GatewayError) =>
		watchJob({
			pace: by,
			timeoutSeconds: 600,
			latencySeconds: 2,
			// The second resume comes an hour late, with the deadline long over.
			resumedLate: (resume) => (resume === 1 ? 3600 : 0),
			answer: (_at, look) => (look === 0 ? running : answer),
		});

	test.each<[string, VideoJob | GatewayError]>([
		['completed', done],
		['failed', { ...running, status: 'failed' }],
		['refused', failedLook({ retryable: false })],
	])('ends with what has become of the job: %s', (_name, answer) => {
		const { end, checks, oversleptAt } = overslept(answer);
		expect(oversleptAt).toBeGreaterThan(3600);
		expect(checks).toHaveLength(2);
		expect(checks[1]!.at).toBe(oversleptAt);
		expect(end.kind).toBe(isGatewayError(answer) ? 'refused' : 'final');
	});

	test.each<[string, VideoJob | GatewayError]>([
		['still running', running],
		['a fault', failedLook()],
		['unchanged', unchanged()],
		['a rest asked for', failedLook({ retryAfterSeconds: 60 })],
	])('is over soon where that look tells nothing new: %s', (_name, answer) => {
		const { end, checks, endedAt, oversleptAt } = overslept(answer);
		expect(end).toEqual({ kind: 'timedOut' });
		// And the answer that is under way then.
		expect(endedAt).toBeLessThanOrEqual(oversleptAt! + 10 + 2);
		expect(checks.length).toBeLessThanOrEqual(4);
	});
});

describe('a look ends the watch', () => {
	const failure = { code: 'moderated', message: 'no', retryable: false } as const;
	test.each<VideoJob>([
		done,
		{ ...running, status: 'failed', failure },
		{ ...running, status: 'cancelled', failure },
	])('at a job that is $status', (job) => {
		expect(afterCheck(begin(), job, NOW, pace)).toEqual({ end: { kind: 'final', job } });
	});

	test.each(['authentication', 'insufficientCredits', 'invalidRequest', 'gateway'] as const)(
		'at a refusal as %s that no later look can change',
		(code) => {
			const error = failedLook({ code, retryable: false });
			expect(afterCheck(begin(), error, NOW, pace)).toEqual({
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

	test.each([30, 31, 600])('%d s after its submit is refused', (seconds) => {
		expect(afterCheck(young, notFound, NOW + seconds * 1000, pace)).toEqual({
			end: { kind: 'refused', error: notFound },
		});
	});

	test('is refused at once where it has been seen, or was submitted long ago', () => {
		const seen = goOn(young, running);
		expect(afterCheck(seen, notFound, NOW + 4000, pace)).toMatchObject({
			end: { kind: 'refused' },
		});
		const old = startWatch({ now: NOW, submittedAt: NOW - 40_000, timeoutSeconds: 60 }, pace);
		expect(afterCheck(old, notFound, NOW, pace)).toMatchObject({ end: { kind: 'refused' } });
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
		expect(watch).toMatchObject({ checks: 7, failures: 7, trouble: failedLook() });
		expect(watch.seen).toBeUndefined();
	});

	test('is forgotten after a good one', () => {
		const watch = goOn(goOn(goOn(begin(), failedLook()), failedLook()), running);
		expect(watch).toMatchObject({ checks: 3, failures: 0, seen: running, wasRunning: true });
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
		const { checks, end } = watchJob({ pace, timeoutSeconds: 60, answer: () => error });
		expect(checks).toHaveLength(1);
		expect(end).toEqual({ kind: 'timedOut' });
	});

	test.each([86_401, 1e9, 1e306, Number.MAX_VALUE])(
		'with a Retry-After of %d s is a slip of the gateway: a day is the most',
		(retryAfterSeconds) => {
			const watch = goOn(begin(), failedLook({ retryAfterSeconds }));
			expect(secondsToNext(watch)).toBe(86_400);
			expect(JSON.parse(JSON.stringify(watch))).toEqual(watch);
		},
	);

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
		expect(watch).toMatchObject({ checks: 1, failures: 0, wasRunning: true });
		expect(watch).not.toHaveProperty('trouble');
		expect(secondsToNext(watch)).toBeGreaterThanOrEqual(pace.minIntervalSeconds);
	});

	test('keeps what was last known of the job', () => {
		expect(goOn(goOn(begin(), running), unchanged()).seen).toBe(running);
	});

	test('is an answer, after which earlier failures are forgotten', () => {
		const watch = goOn(goOn(goOn(begin(), failedLook()), failedLook()), unchanged());
		expect(watch).toMatchObject({ checks: 3, failures: 0 });
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
				const { checks, end } = watchJob({ pace: by, timeoutSeconds: timeout, answer });
				expect(end).toEqual({ kind: 'timedOut' });
				const last = checks.at(-1)!.at;
				expect(last).toBeLessThan(timeout);
				expect(last).toBeGreaterThanOrEqual(
					Math.min(timeout - 1.5 - minIntervalSeconds, timeout - 1.5),
				);
			}
		}
	});

	test("is met by a last look also with a user's own interval that would miss it", () => {
		const by = { ...pace, fixedSeconds: 50 };
		const { checks } = watchJob({ pace: by, timeoutSeconds: 60, answer: () => running });
		expect(checks.map(({ at }) => at)).toEqual([0, 50, 58.5]);
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
			expect(() => afterCheck(watch, outcome, NOW + 5000, pace)).not.toThrow();
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

	test('ends by its deadline with the last truth, whatever its checks are answered', () => {
		fc.assert(
			fc.property(scene, ({ outcomes, ...facts }) => {
				const { timeoutSeconds, pace: by } = facts;
				const { end, watch, checks } = watchJob({
					...facts,
					answer: (_at, look) => outcomes[look % outcomes.length]!,
				});

				expect(checks.length).toBeGreaterThan(0);
				expect(checks.length).toBeLessThanOrEqual(
					timeoutSeconds / by.minIntervalSeconds + 2,
				);
				expect(checks.at(-1)!.at).toBeLessThan(timeoutSeconds);
				checks.slice(1).forEach(({ at }, index) => {
					const before = checks[index]!;
					const asked = isGatewayError(before.outcome)
						? (before.outcome.retryAfterSeconds ?? 0)
						: 0;
					const least = Math.max(by.minIntervalSeconds, asked);
					expect(at - before.answeredAt).toBeGreaterThan(least - TICK);
				});

				const told = checks.map((look) => look.outcome);
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
						expect(watch.checks).toBe(checks.length);
				}
			}),
			{ numRuns: cases(1500) },
		);
	});

	const rhythm = fc.constantFrom<Rhythm>('running', 'suspended', 'calledBack');

	/** What may happen to a watch in a database before its next look. */
	const event = fc.oneof(
		{ weight: 3, arbitrary: fc.constant('due' as const) },
		{ weight: 1, arbitrary: fc.constant('called' as const) },
		{ weight: 1, arbitrary: fc.constant('overslept' as const) },
	);

	test('goes on the same after it has lain in a database', () => {
		fc.assert(
			fc.property(
				fc.array(fc.tuple(outcome, event), { maxLength: 12 }),
				scene.map((facts) => facts.pace),
				rhythm,
				(events, anyPace, anyRhythm) => {
					const by = { ...anyPace, rhythm: anyRhythm };
					const facts = { now: NOW, submittedAt: NOW, timeoutSeconds: 600 };
					let kept = startWatch(facts, by);
					for (const [one, what] of events) {
						const stored = JSON.parse(JSON.stringify(kept)) as Watch;
						expect(stored).toEqual(kept);
						const woken = (watch: Watch) =>
							({
								due: watch,
								called: checkBy(watch, (watch.checkedAt ?? NOW) + 1000, by),
								overslept: afterOversleeping(watch, watch.deadline + 60_000),
							})[what];
						expect(woken(stored)).toEqual(woken(kept));
						const now = woken(kept).nextCheckAt;
						const step = afterCheck(woken(kept), one, now, by);
						expect(afterCheck(woken(stored), one, now, by)).toEqual(step);
						if ('end' in step) return;
						kept = step.watch;
					}
				},
			),
			{ numRuns: cases(1000) },
		);
	});

	test('of a suspended execution ends in time, with few checks, however late it is resumed', () => {
		const kinds = { final: 0, refused: 0, timedOut: 0, overslept: 0, called: 0 };
		fc.assert(
			fc.property(
				scene,
				fc.constantFrom<Rhythm>('suspended', 'calledBack'),
				fc.array(fc.double({ min: 0, max: 60, noNaN: true }), { minLength: 1 }),
				fc.array(fc.double({ min: 0, max: 900, noNaN: true }), { maxLength: 6 }),
				({ outcomes, pace: anyPace, ...facts }, anyRhythm, lates, anyCalls) => {
					const by: Pace = { ...anyPace, rhythm: anyRhythm };
					const calls = [...anyCalls].sort((left, right) => left - right);
					const { end, endedAt, checks, watch, oversleptAt } = watchJob({
						...facts,
						pace: by,
						calls,
						resumedLate: (resume) => lates[resume % lates.length]!,
						answer: (_at, look) => outcomes[look % outcomes.length]!,
					});
					const { timeoutSeconds, latencySeconds } = facts;

					// In time: by the deadline, or with the first resume after it.
					const resumedBy = timeoutSeconds + 60;
					if (oversleptAt === undefined) {
						expect(endedAt).toBeLessThanOrEqual(timeoutSeconds + latencySeconds + TICK);
					} else {
						kinds.overslept++;
						expect(oversleptAt).toBeLessThanOrEqual(resumedBy + latencySeconds + TICK);
						expect(endedAt).toBeLessThanOrEqual(
							oversleptAt + 10 + latencySeconds + TICK,
						);
					}

					// Few checks, and at least one.
					const { minIntervalSeconds } = by;
					expect(checks.length).toBeGreaterThan(0);
					expect(checks.length).toBeLessThanOrEqual(
						timeoutSeconds / minIntervalSeconds + 10 / minIntervalSeconds + 3,
					);
					checks.slice(1).forEach(({ at }, index) => {
						// The one after a long sleep is there whatever was planned.
						if (at === oversleptAt) return;
						const before = checks[index]!;
						const asked = isGatewayError(before.outcome)
							? (before.outcome.retryAfterSeconds ?? 0)
							: 0;
						const least = Math.max(minIntervalSeconds, asked);
						expect(at - before.answeredAt).toBeGreaterThan(least - TICK);
					});

					// And with the last truth.
					const last = checks.at(-1)!.outcome;
					const good = checks
						.map((look) => look.outcome)
						.filter((one): one is VideoJob => !isGatewayError(one));
					kinds[end.kind]++;
					if (calls.some((call) => checks.some(({ at }) => Math.abs(at - call) < TICK))) {
						kinds.called++;
					}
					if (end.kind === 'final') expect(end.job).toBe(last);
					if (end.kind === 'refused') expect(end.error).toBe(last);
					if (end.kind === 'timedOut') {
						expect(good.filter(isFinal)).toEqual([]);
						expect(watch.seen).toEqual(good.at(-1));
					}
				},
			),
			{ numRuns: cases(2000) },
		);
		// No side of the property may run dry.
		expect(Math.min(...Object.values(kinds))).toBeGreaterThan(cases(100));
	});

	test('of a suspended execution checks seldom at a job that just runs', () => {
		fc.assert(
			fc.property(
				scene,
				fc.constantFrom(
					['suspended', 15, 3 / 4] as const,
					['calledBack', 120, 3 / 2] as const,
				),
				fc.array(fc.double({ min: 0, max: 60, noNaN: true }), { minLength: 1 }),
				(
					{ timeoutSeconds, latencySeconds, pace: anyPace },
					[name, closest, quiet],
					lates,
				) => {
					const { minIntervalSeconds, typicalSeconds } = anyPace;
					const { checks, end } = watchJob({
						pace: { minIntervalSeconds, typicalSeconds, rhythm: name },
						timeoutSeconds,
						latencySeconds,
						resumedLate: (resume) => lates[resume % lates.length]!,
						answer: () => running,
					});
					expect(end).toEqual({ kind: 'timedOut' });
					const watched = Math.max(0, timeoutSeconds - quiet * typicalSeconds);
					// Besides the first, one before the time limit and two after a long sleep.
					expect(checks.length).toBeLessThanOrEqual(watched / closest + 4);
				},
			),
			{ numRuns: cases(1000) },
		);
	});
});
