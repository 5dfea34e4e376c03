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
	checkBy,
	startWatch,
	type Watch,
	type WatchEnd,
} from '../../../../gateways/waiting/watch';
import { done, failedLook, notFound, running, unchanged, watchJob } from './watchedJob';
import { cases } from '../../../support/draw';
import { NOW, begin, goOn, pace } from './watches';

describe('a watch', () => {
	test.each<[name: string, outcome: VideoJob | GatewayError, end: WatchEnd | undefined]>([
		['that sees it running', running, undefined],
		['that failed', failedLook(), undefined],
		['without news', unchanged(), undefined],
		['that does not find the job', notFound, { kind: 'refused', error: notFound }],
		['that sees the end', done, { kind: 'final', job: done }],
	])('is not changed by a check %s', (_name, outcome, end) => {
		const watch = goOn(begin(), running);
		const before = structuredClone(watch);
		const step = afterCheck(watch, outcome, NOW + 5000, pace);
		expect(watch).toEqual(before);
		const goesOn = { watch: { checks: before.checks + 1, checkedAt: NOW + 5000 } };
		expect(step).toMatchObject(end ? { end } : goesOn);
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
				minPollSeconds: fc.double({ min: 1, max: 10, noNaN: true }),
				typicalSeconds: fc.double({ min: 1, max: 300, noNaN: true }),
				fixedSeconds: fc.double({ min: 1, max: 60, noNaN: true }),
			},
			{ requiredKeys: ['minPollSeconds', 'typicalSeconds'] },
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
				expect(checks.length).toBeLessThanOrEqual(timeoutSeconds / by.minPollSeconds + 2);
				expect(checks.at(-1)!.at).toBeLessThan(timeoutSeconds);
				checks.slice(1).forEach(({ at }, index) => {
					const before = checks[index]!;
					const asked = isGatewayError(before.outcome)
						? (before.outcome.retryAfterSeconds ?? 0)
						: 0;
					const least = Math.max(by.minPollSeconds, asked);
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
					const { minPollSeconds } = by;
					expect(checks.length).toBeGreaterThan(0);
					expect(checks.length).toBeLessThanOrEqual(
						timeoutSeconds / minPollSeconds + 10 / minPollSeconds + 3,
					);
					checks.slice(1).forEach(({ at }, index) => {
						// The one after a long sleep is there whatever was planned.
						if (at === oversleptAt) return;
						const before = checks[index]!;
						const asked = isGatewayError(before.outcome)
							? (before.outcome.retryAfterSeconds ?? 0)
							: 0;
						const least = Math.max(minPollSeconds, asked);
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
					const { minPollSeconds, typicalSeconds } = anyPace;
					const { checks, end } = watchJob({
						pace: { minPollSeconds, typicalSeconds, rhythm: name },
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
