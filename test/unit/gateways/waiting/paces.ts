import * as fc from 'fast-check';
import { gateways } from '../../../../gateways';
import type { Pace } from '../../../../gateways/waiting/schedule';

/** Every pace that the model tables lead to. */
export const pacesOf = (some: typeof gateways) =>
	some.flatMap(({ label, minPollSeconds, models }) =>
		[...new Set(models.map(({ typicalSeconds }) => typicalSeconds))].map((typicalSeconds) => ({
			name: `${label}, ${typicalSeconds} s`,
			pace: { minPollSeconds, typicalSeconds },
		})),
	);
/** Every pace of every gateway, once. */
export const paces = pacesOf(gateways);

/** A pace that a gateway could have. */
export const anyPace: fc.Arbitrary<Pace> = fc.record({
	minPollSeconds: fc.double({ min: 0.5, max: 20, noNaN: true }),
	typicalSeconds: fc.double({ min: 1, max: 1200, noNaN: true }),
});

/** The scatter of a model's times, where it is known. */
export const anyScatter: fc.Arbitrary<Pick<Pace, 'scatter'>> = fc.oneof(
	fc.constant({}),
	fc.record({ scatter: fc.double({ min: 0.1, max: 0.6, noNaN: true }) }),
);

/** How late into the first interval a watch may begin, and how long an answer may take. */
export const beginnings = [0, 0.3, 1, 1.7, 2.5, 3.3, 4.2, 4.9];
