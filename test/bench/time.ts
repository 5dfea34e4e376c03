import { itemsOf } from '../n8n/stage';
import { ensureAiInstalled, isAiInstalled } from './ai/install';
import { dependencies as ai } from './ai/package.json';
import { runAi } from './ai/run';
import { assertNothingRefused, secondsBetween, type Ground } from './ground';
import { startPeers } from './peers';
import { markdown, median, print, ratio, spread } from './report';
import { countCalls, loopWay, miniMaxWay, ownWay, type Way } from './ways';

/** How long many videos take in one run, and how that grows with their number. */

type Counts = ReadonlyArray<readonly [videos: number, runs: number]>;

/** What is measured: how many videos in a run, and how often. */
interface Lane {
	name: string;
	counts: Counts;
	/** Makes one video for each prompt. */
	make: (prompts: readonly string[]) => Promise<Made>;
}

/** One run. */
interface Made {
	seconds: number;
	/** How many status calls there were for each video. */
	calls: readonly number[];
}

interface Measured {
	seconds: number[];
	callsEach: number[];
}

/** By the name of the lane and the number of videos, fewest first. */
type Results = Map<string, Map<number, Measured>>;

/** Longer than any way takes for a video of 20 s. */
const mostSecondsEach = 60;

const laneOf = (ground: Ground, way: Way, counts: Counts): Lane => ({
	name: way.name,
	counts,
	async make(prompts) {
		const execution = await ground.finish(way.workflow(ground, prompts), {
			timeoutSeconds: 60 + mostSecondsEach * prompts.length,
			notBeforeSeconds: ground.simulator.videoSeconds,
		});
		const last = itemsOf(execution, way.last).filter(({ binary }) => binary?.data);
		if (last.length !== prompts.length) {
			throw new Error(`${way.name}: ${last.length} videos of ${prompts.length}`);
		}
		return {
			seconds: secondsBetween(execution, way.first, way.last),
			calls: way.statusCalls(ground, prompts),
		};
	},
});

const aiName = "script with Vercel's AI SDK";

const aiLane = (ground: Ground, counts: Counts): Lane => ({
	name: aiName,
	counts,
	async make(prompts) {
		const seconds = await runAi(ground, prompts);
		return { seconds, calls: countCalls(ground.simulator.jobs, prompts) };
	},
});

/** Whether there is an AI SDK to measure; says why not. A short run installs nothing. */
async function hasAi(short: boolean): Promise<boolean> {
	if (await isAiInstalled()) return true;
	if (short) {
		print(`time: without the ${aiName}, which isn't installed`);
		return false;
	}
	try {
		await ensureAiInstalled({ log: print });
		return true;
	} catch (error) {
		print(`time: without the ${aiName}: ${String(error)}`);
		return false;
	}
}

async function driveLane({ name, counts, make }: Lane, results: Results): Promise<void> {
	const ofLane = new Map<number, Measured>();
	results.set(name, ofLane);
	for (const [videos, runs] of counts) {
		const measured: Measured = { seconds: [], callsEach: [] };
		for (let run = 1; run <= runs; run += 1) {
			const title = `${name}, ${videos} at once, run ${run}`;
			const prompts = Array.from(
				{ length: videos },
				(_, index) => `${title}, clip ${index + 1}`,
			);
			const { seconds, calls } = await make(prompts);
			const callsEach = calls.reduce((sum, some) => sum + some, 0) / videos;
			measured.seconds.push(seconds);
			measured.callsEach.push(callsEach);
			print(`time: ${title}: ${seconds.toFixed(1)} s, ${callsEach.toFixed(1)} calls each`);
		}
		ofLane.set(videos, measured);
	}
}

/** The time of so many videos one after the other, from that of fewer. */
function drawOut(ofLane: Map<number, Measured>, videos: number): number {
	const measured = [...ofLane.entries()].at(-1)!;
	return (median(measured[1].seconds) / measured[0]) * videos;
}

function rowOf(results: Results, name: string, counts: readonly number[]): string[] {
	const own = results.get(ownWay.name)!;
	const ofLane = results.get(name)!;
	const times = counts.flatMap((count) => {
		const mine = own.get(count)!.seconds;
		const theirs = ofLane.get(count)?.seconds;
		if (theirs) return [spread(theirs), name === ownWay.name ? '' : ratio(theirs, mine)];
		const drawn = drawOut(ofLane, count);
		return [`${drawn.toFixed(0)}, computed`, `${(drawn / median(mine)).toFixed(0)} x`];
	});
	const [first, last] = [[...ofLane].at(0)!, [...ofLane].at(-1)!];
	const more = median(last[1].seconds) - median(first[1].seconds);
	const growth = last[0] > first[0] ? (more / (last[0] - first[0])).toFixed(2) : '';
	return [name, ...times, growth, median(last[1].callsEach).toFixed(1)];
}

function tableOf(results: Results, lanes: readonly Lane[], counts: readonly number[]): string {
	const head = [
		'videos in a run',
		...counts.flatMap((count) => [`${count}, s`, 'to this package']),
		'seconds per additional video',
		'status calls per video',
	];
	return markdown([head, ...lanes.map(({ name }) => rowOf(results, name, counts))]);
}

/** What stands above the table. */
function explain(videoSeconds: number, runs: number, lanes: readonly Lane[]): string {
	const script = `The script runs outside n8n, with \`experimental_generateVideo\` of ai ${ai.ai} and @ai-sdk/minimax ${ai['@ai-sdk/minimax']} (MiniMax H3): it starts all videos at once, and its time is from the first submit to the last saved file.`;
	return [
		`Videos of ${videoSeconds} s, from the start of the submitting node to the end of the downloading one. Median of ${runs} runs (from–to). All run at the same time, in one n8n: this package with the simulated Pixazo, n8n's nodes each with a simulation of its provider's API, the six nodes with that of MiniMax.`,
		...(lanes.some(({ name }) => name === aiName) ? [script] : []),
		`"Computed": n8n's own nodes make one video after the other, so what is missing is extrapolated from the longest run, which was measured once.`,
	].join(' ');
}

/** Measures all ways at the same time, each on its own lane: they do little but wait. */
export async function measureTime(ground: Ground, short: boolean): Promise<string> {
	const { simulator, miniMax } = ground;
	const videoSeconds = short ? 4 : 20;
	simulator.videoSeconds = videoSeconds;
	miniMax.videoSeconds = videoSeconds;
	const counts = short ? [10] : [1, 10, 100];
	const runs = short ? 1 : 3;
	const several = counts.map((count) => [count, runs] as const);
	const oneByOne: Counts = short
		? [[1, 1]]
		: [
				[1, runs],
				[10, 1],
			];
	const peers = await startPeers(ground, videoSeconds);
	try {
		const lanes: Lane[] = [
			laneOf(ground, ownWay, several),
			...[miniMaxWay, ...peers.ways].map((way) => laneOf(ground, way, oneByOne)),
			...[10, ...(short ? [] : [15])].map((wait) => laneOf(ground, loopWay(wait), several)),
			...((await hasAi(short)) ? [aiLane(ground, several)] : []),
		];
		const results: Results = new Map();
		await Promise.all(lanes.map(async (lane) => await driveLane(lane, results)));
		assertNothingRefused(ground, peers.apis);
		return [explain(videoSeconds, runs, lanes), tableOf(results, lanes, counts)].join('\n\n');
	} finally {
		await peers.close();
	}
}
