import { itemsOf } from '../n8n/stage';
import { assertNothingRefused, secondsBetween, type Ground } from './ground';
import { markdown, median, print, ratio, spread } from './report';
import { loopWay, miniMaxWay, ownWay, type Way } from './ways';

/** How long many videos take in one run, and how that grows with their number. */

/** What is measured of a way: how many videos in a run, and how often. */
interface Lane {
	way: Way;
	counts: ReadonlyArray<readonly [videos: number, runs: number]>;
}

interface Measured {
	seconds: number[];
	callsEach: number[];
}

type Results = Map<string, Map<number, Measured>>;

/** Longer than any way takes for a video of 20 s. */
const mostSecondsEach = 60;

async function runOnce(ground: Ground, way: Way, videos: number, title: string) {
	const prompts = Array.from({ length: videos }, (_, index) => `${title}, clip ${index + 1}`);
	const execution = await ground.finish(way.workflow(ground, prompts), {
		timeoutSeconds: 60 + mostSecondsEach * videos,
		notBeforeSeconds: ground.simulator.videoSeconds,
	});
	const last = itemsOf(execution, way.last).filter(({ binary }) => binary?.data);
	if (last.length !== videos) throw new Error(`${title}: ${last.length} videos of ${videos}`);
	const calls = way.statusCalls(ground, prompts);
	return {
		seconds: secondsBetween(execution, way.first, way.last),
		callsEach: calls.reduce((sum, some) => sum + some, 0) / videos,
	};
}

async function driveLane(ground: Ground, { way, counts }: Lane, results: Results): Promise<void> {
	const ofWay = new Map<number, Measured>();
	results.set(way.name, ofWay);
	for (const [videos, runs] of counts) {
		const measured: Measured = { seconds: [], callsEach: [] };
		for (let run = 1; run <= runs; run += 1) {
			const title = `${way.name}, ${videos} at once, run ${run}`;
			const { seconds, callsEach } = await runOnce(ground, way, videos, title);
			measured.seconds.push(seconds);
			measured.callsEach.push(callsEach);
			print(`time: ${title}: ${seconds.toFixed(1)} s, ${callsEach.toFixed(1)} calls each`);
		}
		ofWay.set(videos, measured);
	}
}

/** The time of so many videos one after the other, from that of fewer. */
function drawOut(ofWay: Map<number, Measured>, videos: number): number {
	const measured = [...ofWay.entries()].at(-1)!;
	return (median(measured[1].seconds) / measured[0]) * videos;
}

function tableOf(results: Results, ways: readonly Way[], counts: readonly number[]): string {
	const own = results.get(ownWay.name)!;
	const others = ways.filter((way) => way !== ownWay);
	const head = [
		'videos in a run',
		`${ownWay.name}, s`,
		...others.flatMap(({ name }) => [`${name}, s`, 'to this package']),
	];
	const body = counts.map((count) => {
		const mine = own.get(count)!.seconds;
		return [
			count,
			spread(mine),
			...others.flatMap(({ name }) => {
				const theirs = results.get(name)!.get(count)?.seconds;
				if (theirs) return [spread(theirs), ratio(theirs, mine)];
				const drawn = drawOut(results.get(name)!, count);
				const times = (drawn / median(mine)).toFixed(0);
				return [`${drawn.toFixed(0)}, computed`, `${times} x, computed`];
			}),
		];
	});
	const growth = [
		'seconds per additional video',
		...ways.flatMap(({ name }) => {
			const [first, last] = [[...results.get(name)!].at(0)!, [...results.get(name)!].at(-1)!];
			const more = median(last[1].seconds) - median(first[1].seconds);
			const written = last[0] > first[0] ? (more / (last[0] - first[0])).toFixed(2) : '';
			return name === ownWay.name ? [written] : [written, ''];
		}),
	];
	const calls = [
		'status calls per video',
		...ways.flatMap(({ name }) => {
			const [, { callsEach }] = [...results.get(name)!].at(-1)!;
			const written = median(callsEach).toFixed(1);
			return name === ownWay.name ? [written] : [written, ''];
		}),
	];
	return markdown([head, ...body, growth, calls]);
}

/** Measures all ways at the same time, each on its own lane: they do little but wait. */
export async function measureTime(ground: Ground, short: boolean): Promise<string> {
	const { simulator, miniMax } = ground;
	const videoSeconds = short ? 4 : 20;
	simulator.videoSeconds = videoSeconds;
	miniMax.videoSeconds = videoSeconds;
	const counts = short ? [10] : [1, 10, 100];
	const several = counts.map((count) => [count, short ? 1 : 3] as const);
	const lanes: Lane[] = [
		{ way: ownWay, counts: several },
		{
			way: miniMaxWay,
			counts: short
				? [[1, 1]]
				: [
						[1, 3],
						[10, 1],
					],
		},
		{ way: loopWay(10), counts: several },
		...(short ? [] : [{ way: loopWay(15), counts: several }]),
	];
	const results: Results = new Map();
	await Promise.all(lanes.map(async (lane) => await driveLane(ground, lane, results)));
	assertNothingRefused(ground);
	const ways = lanes.map(({ way }) => way);
	return [
		`Videos of ${videoSeconds} s, from the start of the submitting node to the end of the downloading one. Median of ${several[0]![1]} runs (from–to). All run at the same time in one n8n: this package with the simulated Pixazo, the others with MiniMax's own API. "Computed": n8n's MiniMax node makes one video after the other, so the value for ${counts.at(-1)} is extrapolated from the longest run, which was measured once.`,
		tableOf(results, ways, counts),
	].join('\n\n');
}
