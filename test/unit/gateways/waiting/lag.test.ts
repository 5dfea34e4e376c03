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
import { watchFormats, type Series } from '../../../bench/lagLearned';

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
	// The checks at 5 and 21 s are for short videos and refused prompts, and cost six points.
	expect(Math.min(sameCalls.lagShare, sameLag.callsShare)).toBeLessThanOrEqual(0.52);
});

test('close to the optimum where the gateway has no minimum and the scatter is known', () => {
	const free = drawVideos(5 * count, { seed }).map((video) => ({
		...video,
		pace: { ...video.pace, minPollSeconds: 1, scatter: usualScatter },
	}));
	const { sameCalls } = compareWithFixed(ownSchedule, free);
	expect(sameCalls.lagShare).toBeLessThan(0.42);
	expect(sameCalls.lagShare).toBeGreaterThan(leastShare(usualScatter));
});

test('fewer calls than a look every 5 s, less than half the lag of one every 15 s, a tenth of that of doubled waits', () => {
	const own = meanOf(videos.map(ownSchedule));
	expect(own.calls).toBeLessThan(meanOf(videos.map(fixedInterval(5))).calls);
	expect(own.lagSeconds).toBeLessThan(meanOf(videos.map(fixedInterval(15))).lagSeconds / 2);
	expect(own.lagSeconds).toBeLessThan(meanOf(videos.map(doubling(5))).lagSeconds / 10);
});

describe('what is learned from earlier videos', () => {
	const means = (series: Series) => {
		const { first, later } = watchFormats(series);
		return { first: meanOf(first), later: meanOf(later) };
	};

	test('brings videos that are twice as quick as the table says in time', () => {
		const { first, later } = means({ slower: 0.5 });
		expect(first.lagSeconds).toBeGreaterThan(8);
		expect(later.lagSeconds).toBeLessThan(3);
	});

	test('saves two of five calls for videos that take twice as long', () => {
		const { first, later } = means({ slower: 2 });
		expect(later.calls).toBeLessThan(first.calls * 0.6);
		expect(later.lagSeconds).toBeLessThan(3);
	});

	test('brings them in time in Suspend mode, where the first check finds them finished', () => {
		const { first, later } = means({ slower: 0.5, rhythm: 'suspended' });
		expect(later.lagSeconds).toBeLessThan(first.lagSeconds * 0.7);
	});

	test('does no harm where the table is right, and needs fewer calls the less the times scatter', () => {
		const { first, later } = means({});
		expect(later.calls).toBeLessThan(first.calls);
		expect(later.lagSeconds).toBeLessThan(first.lagSeconds + 0.5);
		const alike = means({ scatter: 0.1 });
		expect(alike.later.calls).toBeLessThan(alike.first.calls * 0.8);
		expect(alike.later.lagSeconds).toBeLessThan(alike.first.lagSeconds + 0.5);
	});
});
