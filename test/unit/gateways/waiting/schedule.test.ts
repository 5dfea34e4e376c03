import * as fc from 'fast-check';
import {
	secondsAfterFailures,
	secondsToNextCheck,
	type Pace,
} from '../../../../gateways/waiting/schedule';
import { done, running, videoAfter, watchJob } from './watchedJob';
import { cases } from '../../../support/draw';
import { anyPace, anyScatter, paces, beginnings } from './paces';

describe('the time to the next check', () => {
	test('is never under what the gateway allows, nor over 60 s', () => {
		fc.assert(
			fc.property(
				fc.double({ min: 0, max: 1e5, noNaN: true }),
				anyPace,
				anyScatter,
				(elapsed, pace, scatter) => {
					const seconds = secondsToNextCheck(elapsed, { ...pace, ...scatter });
					expect(seconds).toBeGreaterThanOrEqual(pace.minPollSeconds);
					expect(seconds).toBeLessThanOrEqual(Math.max(60, pace.minPollSeconds));
				},
			),
			{ numRuns: cases(1000) },
		);
	});

	test("is the user's own, where there is one, but never under what the gateway allows", () => {
		const pace = { minPollSeconds: 5, typicalSeconds: 100 };
		for (const elapsed of [0, 10, 99, 1000]) {
			expect(secondsToNextCheck(elapsed, { ...pace, fixedSeconds: 12 })).toBe(12);
			expect(secondsToNextCheck(elapsed, { ...pace, fixedSeconds: 1 })).toBe(5);
			expect(secondsToNextCheck(elapsed, { ...pace, fixedSeconds: 90 })).toBe(90);
		}
	});

	test('draws together towards the usual time and apart after it', () => {
		const pace = { minPollSeconds: 1, typicalSeconds: 120 };
		const at = (elapsed: number) => secondsToNextCheck(elapsed, pace);
		expect(at(30)).toBeGreaterThan(at(60));
		expect(at(60)).toBeGreaterThan(at(90));
		expect(at(90)).toBeGreaterThanOrEqual(at(118));
		// Past the usual time they stay close: late videos come soon after it.
		expect(at(118)).toBeLessThan(5);
		expect(at(150)).toBeLessThan(5);
		expect(at(600)).toBeGreaterThan(at(200));
		expect(at(2000)).toBe(60);
	});

	test('draws together later and closer the less the times scatter', () => {
		const at = (elapsed: number, scatter: number) =>
			secondsToNextCheck(elapsed, { minPollSeconds: 1, typicalSeconds: 120, scatter });
		expect(at(70, 0.14)).toBeGreaterThan(at(70, 0.26));
		expect(at(70, 0.26)).toBeGreaterThan(at(70, 0.5));
		expect(at(125, 0.14)).toBeLessThan(at(125, 0.26));
		expect(at(125, 0.26)).toBeLessThan(at(125, 0.5));
	});

	test('begins with checks for videos that end early: two of them, or one where the times are known', () => {
		const before = (most: number, facts: Partial<Pace>) => {
			const pace = { minPollSeconds: 1, typicalSeconds: 120, ...facts };
			const { checks } = watchJob({ pace, timeoutSeconds: 60, answer: () => running });
			return checks.map(({ at }) => at).filter((at) => at < most);
		};
		expect(before(40, {})).toEqual([5, 21]);
		expect(before(40, { scatter: 0.2 })).toEqual([5]);
	});

	test('after failed checks doubles up to a minute', () => {
		expect([1, 2, 3, 4, 5, 6, 7, 100].map(secondsAfterFailures)).toEqual([
			2, 4, 8, 16, 32, 60, 60, 60,
		]);
	});
});

describe('a video', () => {
	test.each(paces)(
		'of 20 s is seen within 25 s of its submit, with at most 8 checks ($name)',
		({ pace }) => {
			for (const ageSeconds of beginnings) {
				for (const latencySeconds of [0, 0.02, 0.1]) {
					const { checks, end } = watchJob({
						pace,
						timeoutSeconds: 1800,
						ageSeconds,
						latencySeconds,
						answer: videoAfter(20 - ageSeconds),
					});
					expect(end.kind).toBe('final');
					expect(checks.length).toBeLessThanOrEqual(8);
					const seen = ageSeconds + checks.at(-1)!.answeredAt;
					// A check that just missed the video comes a whole interval, and its answer, later.
					expect(seen).toBeLessThanOrEqual(25 + latencySeconds * 2);
				}
			}
		},
	);

	test.each(paces)('of the usual time is seen within one short interval ($name)', ({ pace }) => {
		for (const ageSeconds of beginnings) {
			const { typicalSeconds, minPollSeconds } = pace;
			const { checks } = watchJob({
				pace,
				timeoutSeconds: 1800,
				ageSeconds,
				answer: videoAfter(typicalSeconds - ageSeconds),
			});
			const late = ageSeconds + checks.at(-1)!.at - typicalSeconds;
			// The longer a model takes, the further are the checks apart, and the more of them are made: as the root.
			expect(late).toBeLessThanOrEqual(
				Math.max(minPollSeconds, 0.5 * Math.sqrt(typicalSeconds)),
			);
			expect(checks.length).toBeLessThanOrEqual(8 + Math.sqrt(typicalSeconds));
		}
	});

	test.each(paces)('of any time is seen within 60 s ($name)', ({ pace }) => {
		for (let seconds = 0; seconds < 900; seconds += 7) {
			const { checks } = watchJob({
				pace,
				timeoutSeconds: 1800,
				answer: videoAfter(seconds),
			});
			expect(checks.at(-1)!.at - seconds).toBeLessThanOrEqual(60);
			expect(checks.length).toBeLessThanOrEqual(110);
		}
	});
});

/** The rhythms of an execution that is suspended, and what each check of theirs costs it. */
const sparing = [
	// Up to 60 s late by n8n, apart from that as close as the checks are together.
	{ rhythm: 'suspended', quiet: 3 / 4, closest: 15, widest: 60, mostChecks: 45 },
	{ rhythm: 'calledBack', quiet: 3 / 2, closest: 120, widest: 300, mostChecks: 12 },
] as const;

describe.each(sparing)(
	'in the rhythm $rhythm',
	({ rhythm, quiet, closest, widest, mostChecks }) => {
		const half = 1800;
		const sparingPaces = paces.map(({ name, pace }) => ({ name, pace: { ...pace, rhythm } }));
		const anySparingPace = anyPace.map((pace): Pace => ({ ...pace, rhythm }));

		test.each(sparingPaces)(
			'no check comes before the video can be there ($name)',
			({ pace }) => {
				const soonest = quiet * pace.typicalSeconds;
				for (const ageSeconds of [
					...beginnings,
					30,
					soonest - 1,
					soonest,
					soonest + 1,
					5000,
				]) {
					const { checks } = watchJob({
						pace,
						timeoutSeconds: half,
						ageSeconds,
						answer: () => running,
					});
					expect(ageSeconds + checks[0]!.at).toBeCloseTo(
						Math.max(ageSeconds, soonest),
						3,
					);
				}
			},
		);

		test.each(sparingPaces)('checks are few in half an hour ($name)', ({ pace }) => {
			const { checks } = watchJob({ pace, timeoutSeconds: half, answer: () => running });
			expect(checks.length).toBeLessThanOrEqual(mostChecks);
			// But for the last, which is there for the time limit's sake.
			checks.slice(1, -1).forEach(({ at }, index) => {
				const distance = at - checks[index]!.at;
				expect(distance).toBeGreaterThanOrEqual(closest - 0.001);
				expect(distance).toBeLessThanOrEqual(widest + 0.001);
			});
		});

		test.each(sparingPaces)('a video is seen, however long it takes ($name)', ({ pace }) => {
			const { typicalSeconds } = pace;
			for (let seconds = 0; seconds < 1500; seconds += 7) {
				const answer = videoAfter(seconds);
				const { checks, end } = watchJob({ pace, timeoutSeconds: half, answer });
				expect(end).toEqual({ kind: 'final', job: done });
				const soonest = Math.max(seconds, quiet * typicalSeconds);
				const late = checks.at(-1)!.at - soonest;
				expect(late).toBeLessThanOrEqual(
					Math.max(closest, Math.min(widest, Math.abs(soonest - typicalSeconds) / 5)) +
						0.001,
				);
			}
		});

		test("the user's own interval is kept, from the submit on", () => {
			for (const fixedSeconds of [7, 30, 100, 400]) {
				const pace = { minPollSeconds: 5, typicalSeconds: 120, rhythm, fixedSeconds };
				const facts = { pace, timeoutSeconds: half, answer: () => running };
				const checks = watchJob(facts).checks.map(({ at }) => at);
				// The last is there for the time limit's sake.
				const expected = checks
					.slice(0, -1)
					.map((_at, index) => (index + 1) * fixedSeconds);
				expect(checks.slice(0, -1)).toEqual(expected);
				expect(checks.length).toBeGreaterThan(3);
				const aged = watchJob({ ...facts, ageSeconds: 5 }).checks;
				expect(aged[0]!.at).toBe(fixedSeconds - 5);
				expect(watchJob({ ...facts, ageSeconds: 600 }).checks[0]!.at).toBe(0);
			}
		});

		test('a job whose submit nobody knows is checked at once', () => {
			for (const fixedSeconds of [undefined, 300]) {
				const pace = { minPollSeconds: 5, typicalSeconds: 120, rhythm };
				const { checks } = watchJob({
					pace: fixedSeconds === undefined ? pace : { ...pace, fixedSeconds },
					timeoutSeconds: half,
					ageSeconds: 'unknown',
					answer: () => running,
				});
				expect(checks[0]!.at).toBe(0);
				// And then as if it had just been submitted.
				expect(checks[1]!.at).toBeCloseTo(fixedSeconds ?? quiet * 120, 3);
			}
		});

		test('the first check is never behind the time limit', () => {
			fc.assert(
				fc.property(
					anySparingPace,
					fc.option(fc.double({ min: 1, max: 4000, noNaN: true }), { nil: undefined }),
					fc.double({ min: 0.01, max: 2000, noNaN: true }),
					fc.double({ min: 0, max: 2000, noNaN: true }),
					(pace, fixedSeconds, timeoutSeconds, ageSeconds) => {
						const { checks } = watchJob({
							pace: fixedSeconds === undefined ? pace : { ...pace, fixedSeconds },
							timeoutSeconds,
							ageSeconds,
							answer: () => running,
						});
						expect(checks.length).toBeGreaterThan(0);
						expect(checks[0]!.at).toBeLessThan(timeoutSeconds);
						expect(checks[0]!.at).toBeLessThanOrEqual(
							Math.max(0, timeoutSeconds - 1.499),
						);
					},
				),
				{ numRuns: cases(1000) },
			);
		});

		test('a check that came early is followed by none before the video can be there', () => {
			fc.assert(
				fc.property(
					anySparingPace,
					fc.double({ min: 0, max: 1, noNaN: true }),
					(pace, share) => {
						const soonest = quiet * pace.typicalSeconds;
						const elapsed = share * soonest;
						const next = elapsed + secondsToNextCheck(elapsed, pace);
						expect(next).toBeGreaterThanOrEqual(soonest - 0.001);
					},
				),
				{ numRuns: cases(1000) },
			);
		});

		test('the next check is never under what the gateway allows, nor further than needed', () => {
			fc.assert(
				fc.property(
					fc.double({ min: 0, max: 1e5, noNaN: true }),
					anySparingPace,
					(elapsed, pace) => {
						const { minPollSeconds, typicalSeconds } = pace;
						const seconds = secondsToNextCheck(elapsed, pace);
						expect(seconds).toBeGreaterThanOrEqual(Math.max(closest, minPollSeconds));
						expect(seconds).toBeLessThanOrEqual(
							Math.max(widest, minPollSeconds, quiet * typicalSeconds - elapsed),
						);
					},
				),
				{ numRuns: cases(1000) },
			);
		});
	},
);
