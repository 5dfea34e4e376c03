import type { Gateway, VideoModel } from '../../gateways/gateway';
import { checkRequest } from '../../gateways/request/checks';
import type { Ground } from './ground';
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
	type AwaitedVideo,
	type Follow,
} from './lag';
import { watchFormats, type Seen } from './lagLearned';
import { watchLive } from './lagLive';
import { markdown } from './report';

/** The comparison of schedules as a section of the documentation. */

const liveVideos = { count: 50, seed: 2 };

const percent = (share: number) => `${(share * 100).toFixed(0)}%`;

function schedulesTable(): string {
	const videos = drawVideos(computedVideos.count, computedVideos);
	const { sameCalls, sameLag } = compareWithFixed(ownSchedule, videos);
	const named: Array<[string, Follow]> = [
		['this package', ownSchedule],
		['every 5 s', fixedInterval(5)],
		['every 15 s', fixedInterval(15)],
		['after 5 s, 10 s, 20 s, 40 s, ...', doubling(5)],
		[
			`every ${sameCalls.interval.toFixed(2)} s: as many calls as this package`,
			fixedInterval(sameCalls.interval),
		],
		[
			`every ${sameLag.interval.toFixed(2)} s: as much lag as this package`,
			fixedInterval(sameLag.interval),
		],
	];
	const body = named.map(([name, follow]) => {
		const sightings = videos.map(follow);
		const { calls, lagSeconds } = meanOf(sightings);
		const longest = Math.max(...sightings.map((sighting) => sighting.lagSeconds));
		return [name, calls.toFixed(1), lagSeconds.toFixed(1), longest.toFixed(1)];
	});
	return [
		markdown([['checks', 'status calls, mean', 'lag, s, mean', 'lag, s, longest'], ...body]),
		`With as many calls as the best fixed interval, this package has **${percent(sameCalls.lagShare)} of its lag**; with as much lag, it makes **${percent(sameLag.callsShare)} of its calls**. The goal is half in one of the two.`,
	].join('\n\n');
}

function scatterTable(): string {
	const cases: Array<{ scatter: number; slower: number }> = [
		...[0.1, 0.2, 0.3, 0.4].map((scatter) => ({ scatter, slower: 1 })),
		{ scatter: usualScatter, slower: 0.75 },
		{ scatter: usualScatter, slower: 1.3 },
	];
	const body = cases.map(({ scatter, slower }) => {
		const videos = drawVideos(computedVideos.count, { ...computedVideos, scatter, slower });
		const { own, sameCalls, sameLag } = compareWithFixed(ownSchedule, videos);
		return [
			scatter,
			slower === 1 ? 'as in the tables' : `${slower} times as long`,
			own.calls.toFixed(1),
			own.lagSeconds.toFixed(1),
			percent(sameCalls.lagShare),
			percent(sameLag.callsShare),
			slower === 1 ? percent(leastShare(scatter)) : '',
		];
	});
	const head = [
		'scatter',
		'models take',
		'calls',
		'lag, s',
		'lag at as many calls as a fixed interval',
		'calls at as much lag',
		'theoretical optimum',
	];
	return markdown([head, ...body]);
}

/** What the smallest time between two checks costs, which gateways set. */
function minimumSentence(): string {
	const videos = drawVideos(computedVideos.count, computedVideos);
	const { own, sameCalls } = compareWithFixed(
		ownSchedule,
		videos.map((video) => ({
			...video,
			pace: { ...video.pace, scatter: usualScatter, minPollSeconds: 1 },
		})),
	);
	return `The gateways' minimum of 3 to 5 s between two checks is what keeps the schedule from the optimum. If they allowed a check every second and the scatter were known, the same schedule would have ${percent(sameCalls.lagShare)} of a fixed interval's lag with ${own.calls.toFixed(1)} calls.`;
}

function learnedTable(): string {
	const cases = [
		...[0.5, 0.75, 1, 1.3, 2].map((slower) => ({ slower, scatter: usualScatter })),
		...[0.1, 0.3, 0.4].map((scatter) => ({ slower: 1, scatter })),
	].flatMap((series) => [
		{ ...series, rhythm: 'running' as const },
		...(series.scatter === usualScatter ? [{ ...series, rhythm: 'suspended' as const }] : []),
	]);
	const body = cases
		.sort((left, right) => left.rhythm.localeCompare(right.rhythm))
		.map(({ rhythm, slower, scatter }) => {
			const { first, later } = watchFormats({ rhythm, slower, scatter });
			const seen = new Map(later.map((one): [AwaitedVideo, Seen] => [one.video, one]));
			const { sameCalls } = compareWithFixed((video) => seen.get(video)!, [...seen.keys()]);
			return [
				rhythm === 'running' ? 'Keep Running' : 'Suspend',
				scatter,
				slower === 1 ? 'as in the tables' : `${slower} times as long`,
				...[first, later].flatMap((some) => {
					const { calls, lagSeconds } = meanOf(some);
					return [calls.toFixed(1), lagSeconds.toFixed(1)];
				}),
				rhythm === 'running' ? percent(sameCalls.lagShare) : '',
			];
		});
	const head = [
		'wait mode',
		'scatter',
		'models take',
		'first video: calls',
		'lag, s',
		'after 20: calls',
		'lag, s',
		'lag at as many calls as a fixed interval',
	];
	return markdown([head, ...body]);
}

/** Whether a prompt is all that a model needs. */
const makesFromText = ({ id }: VideoModel, gateway: Gateway): boolean =>
	checkRequest(gateway, { model: id, prompt: 'A lake' }).length === 0;

/** Compares the schedules by computation, and checks the package's own on n8n unless that would take too long. */
export async function measureLag(ground: Ground, short: boolean): Promise<string> {
	const usual = drawVideos(computedVideos.count, computedVideos).map(
		({ pace }) => pace.typicalSeconds,
	);
	const parts = [
		`${computedVideos.count} simulated videos, with each gateway and each of its models equally often. Their durations are log-normal around the model's usual time (${Math.min(...usual)} to ${Math.max(...usual)} s) with a standard deviation of ${usualScatter} of the logarithm: nine out of ten are between 0.72 and 1.39 times the usual time. Lag: from the end of the video to the check that sees it. Fixed intervals start with one interval, which is best for them.`,
		schedulesTable(),
		'How this depends on the scatter, which no gateway publishes, and on the accuracy of the usual times, as long as nothing has been learned. The last column is the theoretical optimum: a schedule that knows the scatter and may check at any rate.',
		scatterTable(),
		minimumSentence(),
		'With [learned durations](waiting.md#learned-durations): 200 formats with 40 videos each, one after the other. In Suspend mode, much of the lag is due to n8n, which looks for due executions once a minute.',
		learnedTable(),
	];
	if (!short) {
		const { count, seed } = liveVideos;
		// n8n has just learned from the section on time that a video of Pixazo takes 20 s.
		const videos = drawVideos(count, {
			seed,
			only: makesFromText,
		}).filter(({ gateway }) => gateway.id !== 'pixazo');
		const { measured, computed } = await watchLive(ground, videos);
		parts.push(
			`On n8n: ${videos.length} videos of models that need no image, at all gateways but Pixazo at the same time, in real time (${Math.min(...videos.map(({ seconds }) => seconds)).toFixed(0)} to ${Math.max(...videos.map(({ seconds }) => seconds)).toFixed(0)} s), each in its own execution. Lag: from the end of the video to the output of Wait For Video.`,
			markdown([
				['', 'status calls, mean', 'lag, s, mean'],
				['computed', computed.calls.toFixed(1), computed.lagSeconds.toFixed(2)],
				['measured', measured.calls.toFixed(1), measured.lagSeconds.toFixed(2)],
			]),
		);
	}
	return parts.join('\n\n');
}
