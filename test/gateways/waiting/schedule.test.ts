import * as fc from 'fast-check';

import { gateways } from '../../../gateways';
import {
	secondsAfterFailures,
	secondsToNextLook,
	type Pace,
} from '../../../gateways/waiting/schedule';
import { videoAfter, watchJob } from './watchedJob';

/** Every pace that the model tables lead to. */
const paces = gateways.flatMap(({ label, looks, models }) =>
	[...new Set(models.map(({ typicalSeconds }) => typicalSeconds))].map((typicalSeconds) => ({
		name: `${label}, ${typicalSeconds} s`,
		pace: { minIntervalSeconds: looks.minIntervalSeconds, typicalSeconds },
	})),
);

const anyPace: fc.Arbitrary<Pace> = fc.record({
	minIntervalSeconds: fc.double({ min: 0.5, max: 20, noNaN: true }),
	typicalSeconds: fc.double({ min: 1, max: 1200, noNaN: true }),
});

describe('the time to the next look', () => {
	test('is never under what the gateway allows, nor over half a minute', () => {
		fc.assert(
			fc.property(fc.double({ min: 0, max: 1e5, noNaN: true }), anyPace, (elapsed, pace) => {
				const seconds = secondsToNextLook(elapsed, pace);
				expect(seconds).toBeGreaterThanOrEqual(pace.minIntervalSeconds);
				expect(seconds).toBeLessThanOrEqual(Math.max(30, pace.minIntervalSeconds));
			}),
			{ numRuns: 1000 },
		);
	});

	test("is the user's own, where there is one, but never under what the gateway allows", () => {
		const pace = { minIntervalSeconds: 5, typicalSeconds: 100 };
		for (const elapsed of [0, 10, 99, 1000]) {
			expect(secondsToNextLook(elapsed, { ...pace, fixedSeconds: 12 })).toBe(12);
			expect(secondsToNextLook(elapsed, { ...pace, fixedSeconds: 1 })).toBe(5);
			expect(secondsToNextLook(elapsed, { ...pace, fixedSeconds: 90 })).toBe(90);
		}
	});

	test('draws together towards the usual time and apart after it', () => {
		const pace = { minIntervalSeconds: 1, typicalSeconds: 120 };
		const at = (elapsed: number) => secondsToNextLook(elapsed, pace);
		expect(at(30)).toBeGreaterThan(at(60));
		expect(at(60)).toBeGreaterThan(at(90));
		expect(at(90)).toBeGreaterThanOrEqual(at(118));
		expect(at(180)).toBeGreaterThan(at(125));
		expect(at(1000)).toBe(30);
	});

	test('after failed looks doubles up to a minute', () => {
		expect([1, 2, 3, 4, 5, 6, 7, 100].map(secondsAfterFailures)).toEqual([
			2, 4, 8, 16, 32, 60, 60, 60,
		]);
	});
});

/** How late into the first interval a watch may begin, and how long an answer may take. */
const beginnings = [0, 0.3, 1, 1.7, 2.5, 3.3, 4.2, 4.9];

describe('a video', () => {
	test.each(paces)(
		'of 20 s is seen within 25 s of its submit, with at most 8 looks ($name)',
		({ pace }) => {
			for (const ageSeconds of beginnings) {
				for (const latencySeconds of [0, 0.02, 0.1]) {
					const { looks, end } = watchJob({
						pace,
						timeoutSeconds: 1800,
						ageSeconds,
						latencySeconds,
						answer: videoAfter(20 - ageSeconds),
					});
					expect(end.kind).toBe('final');
					expect(looks.length).toBeLessThanOrEqual(8);
					const seen = ageSeconds + looks.at(-1)!.answeredAt;
					// A look that just missed the video comes a whole interval, and its answer, later.
					expect(seen).toBeLessThanOrEqual(25 + latencySeconds * 2);
				}
			}
		},
	);

	test.each(paces)('of the usual time is seen within one short interval ($name)', ({ pace }) => {
		for (const ageSeconds of beginnings) {
			const { typicalSeconds, minIntervalSeconds } = pace;
			const { looks } = watchJob({
				pace,
				timeoutSeconds: 1800,
				ageSeconds,
				answer: videoAfter(typicalSeconds - ageSeconds),
			});
			const late = ageSeconds + looks.at(-1)!.at - typicalSeconds;
			expect(late).toBeLessThanOrEqual(Math.max(4, minIntervalSeconds));
			expect(looks.length).toBeLessThanOrEqual(25);
		}
	});

	test.each(paces)('of any time is seen within half a minute ($name)', ({ pace }) => {
		for (let seconds = 0; seconds < 900; seconds += 7) {
			const { looks } = watchJob({
				pace,
				timeoutSeconds: 1800,
				answer: videoAfter(seconds),
			});
			expect(looks.at(-1)!.at - seconds).toBeLessThanOrEqual(30);
			expect(looks.length).toBeLessThanOrEqual(60);
		}
	});
});
