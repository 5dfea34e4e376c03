import { gateways } from '../../gateways';
import type { Gateway, VideoModel } from '../../gateways/gateway';
import type { Pace } from '../../gateways/waiting/schedule';
import { videoAfter, watchJob } from '../unit/gateways/waiting/watchedJob';
import { randomFrom } from '../queue/figures';

/**
 * What a schedule of checks costs and what it brings, as pure computation: how late a video is seen, and with how many
 * status calls, for videos whose time scatters around what their model usually takes.
 */

/** A video that somebody waits for. */
export interface AwaitedVideo {
	gateway: Gateway;
	model: string;
	pace: Pace;
	/** From submit to video. */
	seconds: number;
}

/** What one video cost and when it was seen. */
export interface Sighting {
	calls: number;
	/** From the video's end to the check that saw it. */
	lagSeconds: number;
}

/** A way to choose the times of the checks. */
export type Follow = (video: AwaitedVideo) => Sighting;

/**
 * How much the time of a video scatters: the standard deviation of its logarithm. No gateway publishes it. At 0.2 nine
 * of ten videos take between 0.72 and 1.39 times the usual.
 */
export const usualScatter = 0.2;

/** How many videos are computed, and the seed that draws them. */
export const computedVideos = { count: 1000, seed: 1 };

/** A number of the standard normal distribution (Box and Muller). */
export function normal(random: () => number): number {
	return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/**
 * Draws videos: each gateway is as likely as any other, and each model of a gateway too. The median time is what the
 * gateway's table has for the model, the scatter log-normal around it.
 *
 * @param options `slower`: how many times as long as the tables say everything takes, 1 by default; `only`: which
 * models, all by default
 */
export function drawVideos(
	count: number,
	options: {
		seed: number;
		scatter?: number;
		slower?: number;
		only?: (model: VideoModel, gateway: Gateway) => boolean;
	},
): AwaitedVideo[] {
	const { scatter = usualScatter, slower = 1, only = () => true } = options;
	const random = randomFrom(options.seed);
	const oneOf = <Entry>(list: readonly Entry[]): Entry =>
		list[Math.floor(random() * list.length)]!;
	return Array.from({ length: count }, () => {
		const gateway = oneOf(gateways);
		const { id, typicalSeconds } = oneOf(
			gateway.models.filter((model) => only(model, gateway)),
		);
		const { minPollSeconds } = gateway;
		return {
			gateway,
			model: id,
			pace: { minPollSeconds, typicalSeconds },
			seconds: slower * typicalSeconds * Math.exp(scatter * normal(random)),
		};
	});
}

/** The package's own schedule, with the watch that its nodes keep. The submit has just been answered. */
export const ownSchedule: Follow = ({ pace, seconds }) => {
	const { checks } = watchJob({
		pace,
		timeoutSeconds: 24 * 3600,
		answer: videoAfter(seconds),
	});
	return { calls: checks.length, lagSeconds: checks.at(-1)!.at - seconds };
};

/** A check every so many seconds, the first one after as many: the best that a fixed interval can do. */
export const fixedInterval =
	(interval: number): Follow =>
	({ seconds }) => {
		const calls = Math.max(1, Math.ceil(seconds / interval));
		return { calls, lagSeconds: calls * interval - seconds };
	};

/** The first check after so many seconds, each further one after twice the wait before it. */
export const doubling =
	(first: number): Follow =>
	({ seconds }) => {
		const calls = Math.max(1, Math.ceil(Math.log2(seconds / first + 1)));
		return { calls, lagSeconds: first * (2 ** calls - 1) - seconds };
	};

/**
 * The share of a fixed interval's lag below which no schedule comes with as many calls, if it knows no more than the
 * usual time and the scatter, and may check as often as it likes. Checks at a rate r(t) cost the integral of r S and
 * bring a mean lag of the integral of f / 2r, where S(t) is the probability that the video takes longer than t and f
 * its density; their product is least for a rate like the root of f / S, and then a half of the square of the integral
 * of the root of f S. That of a fixed interval is half the mean time.
 */
export function leastShare(scatter: number): number {
	const step = 0.002;
	let root = 0;
	let mean = 0;
	// By z, the logarithm of the time in standard deviations from the usual.
	for (let z = -8; z < 8; z += step) {
		const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
		const time = Math.exp(scatter * z);
		mean += time * density * step;
		root += Math.sqrt(density * survival(z) * scatter * time) * step;
	}
	return root ** 2 / mean;
}

/** The probability that a standard normal number is over z (Abramowitz and Stegun 7.1.26; off by 1e-7 at most). */
function survival(z: number): number {
	const x = Math.abs(z) / Math.SQRT2;
	const t = 1 / (1 + 0.3275911 * x);
	const series =
		t *
		(0.254829592 +
			t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
	const tail = (series * Math.exp(-x * x)) / 2;
	return z > 0 ? tail : 1 - tail;
}

/** What a way costs and brings on the average of many videos. */
export interface Mean {
	calls: number;
	lagSeconds: number;
}

/** The means over many sightings. */
export function meanOf(sightings: readonly Sighting[]): Mean {
	const sum = (key: keyof Sighting) =>
		sightings.reduce((total, sighting) => total + sighting[key], 0);
	return {
		calls: sum('calls') / sightings.length,
		lagSeconds: sum('lagSeconds') / sightings.length,
	};
}

/** The interval at which a mean of the fixed one meets a wish, by halving; `tooShort` tells on which side one is. */
function findInterval(
	videos: readonly AwaitedVideo[],
	tooShort: (mean: Mean) => boolean,
): { interval: number; mean: Mean } {
	const at = (interval: number) => meanOf(videos.map(fixedInterval(interval)));
	let shortest = 0.1;
	let longest = 1000;
	for (let step = 0; step < 50; step += 1) {
		const middle = (shortest + longest) / 2;
		if (tooShort(at(middle))) shortest = middle;
		else longest = middle;
	}
	return { interval: longest, mean: at(longest) };
}

/** A schedule held against the fixed intervals that equal it in one of the two. */
export interface Comparison {
	own: Mean;
	/** The fixed interval with as many calls, and the share of its lag that the schedule has. */
	sameCalls: { interval: number; lagShare: number };
	/** The fixed interval with as much lag, and the share of its calls that the schedule makes. */
	sameLag: { interval: number; callsShare: number };
}

/** Holds a schedule against the best that fixed intervals can do for the same videos. */
export function compareWithFixed(follow: Follow, videos: readonly AwaitedVideo[]): Comparison {
	const own = meanOf(videos.map(follow));
	const sameCalls = findInterval(videos, ({ calls }) => calls > own.calls);
	const sameLag = findInterval(videos, ({ lagSeconds }) => lagSeconds < own.lagSeconds);
	return {
		own,
		sameCalls: {
			interval: sameCalls.interval,
			lagShare: own.lagSeconds / sameCalls.mean.lagSeconds,
		},
		sameLag: { interval: sameLag.interval, callsShare: own.calls / sameLag.mean.calls },
	};
}
