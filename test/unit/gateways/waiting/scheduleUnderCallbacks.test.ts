import * as fc from 'fast-check';
import { gateways } from '../../../../gateways';
import { canWakeExecution } from '../../../../gateways/request/callbacks';
import { secondsToFirstCheck, type Pace } from '../../../../gateways/waiting/schedule';
import { running, videoAfter, watchJob } from './watchedJob';
import { anyPace, beginnings, pacesOf } from './paces';

describe('where the gateway calls back', () => {
	const calling = pacesOf(gateways.filter(canWakeExecution));

	test.each(calling)('at most one look comes before twice the usual time ($name)', (facts) => {
		const pace: Pace = { ...facts.pace, rhythm: 'calledBack' };
		for (const ageSeconds of beginnings) {
			const { checks } = watchJob({
				pace,
				timeoutSeconds: 1800,
				ageSeconds,
				answer: () => running,
			});
			const early = checks.filter(({ at }) => ageSeconds + at < 2 * pace.typicalSeconds);
			expect(early.length).toBeLessThanOrEqual(1);
		}
	});

	test('no look at all comes for a video of the usual time, if the call comes', () => {
		for (const { pace } of calling) {
			const { checks, end } = watchJob({
				pace: { ...pace, rhythm: 'calledBack' },
				timeoutSeconds: 1800,
				resumedLate: () => 0,
				calls: [pace.typicalSeconds + 1],
				answer: videoAfter(pace.typicalSeconds),
			});
			expect(end.kind).toBe('final');
			// But the one that the call is the reason for.
			expect(checks.map(({ at }) => at)).toEqual([pace.typicalSeconds + 1]);
		}
	});
});

test('the first check waits for nearly all videos where their times are known to vary', () => {
	const pace: Pace = { minPollSeconds: 4, typicalSeconds: 100, rhythm: 'calledBack' };
	const first = (scatter: number) => secondsToFirstCheck(0, { ...pace, scatter });
	expect(secondsToFirstCheck(0, pace)).toBe(150);
	expect(first(0.15)).toBe(150);
	expect(first(0.4)).toBeCloseTo(100 * Math.exp(0.8), 3);
});

test('a running execution checks 5 s after the submit, or at once where that has passed or the user has an interval', () => {
	fc.assert(
		fc.property(fc.double({ min: 0, max: 1e5, noNaN: true }), anyPace, (elapsed, pace) => {
			const soonest = Math.max(0, 5 - elapsed);
			expect(secondsToFirstCheck(elapsed, pace)).toBe(soonest);
			expect(secondsToFirstCheck(elapsed, { ...pace, rhythm: 'running' })).toBe(soonest);
			expect(secondsToFirstCheck(elapsed, { ...pace, fixedSeconds: 60 })).toBe(0);
		}),
	);
});
