import {
	compareWithFixed,
	computedVideos,
	doubling,
	drawVideos,
	fixedInterval,
	leastShare,
	meanOf,
	ownSchedule,
	usualScatter,
} from '../../../bench/lag';

/**
 * How late videos are seen against how many status calls that takes, beside fixed intervals: seeded and computed on
 * the tests' own clock, so the same on every machine. `npm run bench` writes the same figures into docs/benchmarks.md.
 */

const { count, seed } = computedVideos;
const videos = drawVideos(count, { seed });

describe('the comparison itself', () => {
	test('draws videos around what their models usually take', () => {
		const shares = videos
			.map(({ pace, seconds }) => seconds / pace.typicalSeconds)
			.sort((left, right) => left - right);
		expect(shares[count / 2]).toBeCloseTo(1, 1);
		expect(shares[count * 0.05]).toBeCloseTo(Math.exp(-1.645 * usualScatter), 1);
		expect(shares[count * 0.95]).toBeCloseTo(Math.exp(1.645 * usualScatter), 1);
	});

	test('counts the calls and the lag of fixed intervals and of doubled ones', () => {
		const [video] = videos;
		const taking = (seconds: number) => ({ ...video!, seconds });
		expect(fixedInterval(5)(taking(12))).toEqual({ calls: 3, lagSeconds: 3 });
		expect(fixedInterval(5)(taking(15))).toEqual({ calls: 3, lagSeconds: 0 });
		expect(fixedInterval(5)(taking(0.1))).toEqual({ calls: 1, lagSeconds: 4.9 });
		expect(doubling(5)(taking(16))).toEqual({ calls: 3, lagSeconds: 19 });
		expect(doubling(5)(taking(35))).toEqual({ calls: 3, lagSeconds: 0 });
	});

	test('finds that a fixed interval is as good as itself', () => {
		const { sameCalls, sameLag } = compareWithFixed(fixedInterval(7), videos);
		expect(sameCalls.lagShare).toBeCloseTo(1, 1);
		expect(sameLag.callsShare).toBeCloseTo(1, 1);
	});

	test('knows what no schedule can do better than', () => {
		for (const scatter of [0.1, 0.2, 0.3]) {
			const drawn = drawVideos(count, { seed, scatter });
			const { sameCalls } = compareWithFixed(ownSchedule, drawn);
			expect(sameCalls.lagShare).toBeGreaterThan(leastShare(scatter));
		}
	});
});

test('about half the lag of the best fixed interval for the same calls, or half its calls for the same lag', () => {
	// The share of a thousand videos is off by two points or so, whichever models were drawn.
	const many = drawVideos(5 * count, { seed });
	const { sameCalls, sameLag } = compareWithFixed(ownSchedule, many);
	// The look at 12 s is for short videos and refused prompts, and costs two points.
	expect(Math.min(sameCalls.lagShare, sameLag.callsShare)).toBeLessThanOrEqual(0.55);
});

test('fewer calls than a look every 5 s, less than half the lag of one every 15 s, a tenth of that of doubled waits', () => {
	const own = meanOf(videos.map(ownSchedule));
	expect(own.calls).toBeLessThan(meanOf(videos.map(fixedInterval(5))).calls);
	expect(own.lagSeconds).toBeLessThan(meanOf(videos.map(fixedInterval(15))).lagSeconds / 2);
	expect(own.lagSeconds).toBeLessThan(meanOf(videos.map(doubling(5))).lagSeconds / 10);
});
