import * as fc from 'fast-check';

import { isInWindow, nextAllowedAt, WINDOW } from '../../../../gateways/waiting/rateLimit';
import { cases } from '../../../support/draw';

test('no minute holds more requests than the limit, and none waits longer than it must', () => {
	fc.assert(
		fc.property(
			fc.integer({ min: 1, max: 20 }),
			fc.array(fc.integer({ min: 0, max: 20_000 }), { maxLength: 100 }),
			(perMinute, gaps) => {
				const times: number[] = [];
				let now = 1_000_000;
				for (const gap of gaps) {
					now += gap;
					const turn = nextAllowedAt(times, now, perMinute);
					const sameMinute = times.filter((time) => isInWindow(time, turn));
					expect(turn).toBeGreaterThanOrEqual(now);
					expect(sameMinute.length).toBeLessThan(perMinute);
					// A moment sooner there would have been too many, unless it went at once.
					if (turn > now) {
						const sooner = times.filter((time) => time > turn - 1 - WINDOW);
						expect(sooner.length).toBeGreaterThanOrEqual(perMinute);
					}
					times.push(turn);
				}
			},
		),
		{ numRuns: cases(500) },
	);
});
