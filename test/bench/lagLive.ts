import { setTimeout as sleep } from 'node:timers/promises';

import { workflow } from '../support/n8n/n8n';
import { itemsOf, rows, videoNode } from '../n8n/stage';
import { meanOf, ownSchedule, type AwaitedVideo, type Mean, type Sighting } from './lag';
import { assertNothingRefused, type Ground } from './ground';
import { print } from './report';

/** The package's schedule on the real n8n, to check the computation. */

/** Executions are started one after the other, so that saving workflows does not delay the first checks. */
const startEverySeconds = 0.2;

/** Makes one video in an execution of its own, and gives what it cost and how late its item came out. */
async function awaitVideo(
	ground: Ground,
	{ gateway, model, seconds }: AwaitedVideo,
	prompt: string,
): Promise<Sighting> {
	const { simulator } = ground;
	const sketch = workflow(prompt, [
		...rows([{ prompt }]),
		videoNode(ground, 'submitVideo', {
			gateway: gateway.id,
			model: { __rl: true, mode: 'list', value: model },
			prompt: '={{ $json.prompt }}',
		}),
		videoNode(ground, 'waitForVideo'),
	]);
	const patience = { timeoutSeconds: seconds + 120, notBeforeSeconds: seconds };
	const execution = await ground.finish(sketch, patience);
	const job = simulator.jobs.find(({ body }) => JSON.stringify(body).includes(`"${prompt}"`));
	const [item] = itemsOf(execution, 'Wait For Video');
	if (!job || item?.json.status !== 'completed') throw new Error(`${prompt}: no video`);
	const { startTime, executionTime } = execution.nodes['Wait For Video']!.runs.at(-1)!;
	// A check that finds a finished Segmind job is two calls, status and result.
	const results = gateway.id === 'segmind' ? 1 : 0;
	return {
		calls: job.statusCalls.length + job.unchangedCalls.length - results,
		lagSeconds: (startTime + executionTime - job.endsAt) / 1000,
	};
}

/** Makes videos side by side, each in its own execution, and gives the means beside what was computed for them. */
export async function watchLive(
	ground: Ground,
	videos: readonly AwaitedVideo[],
): Promise<{ measured: Mean; computed: Mean }> {
	const name = (index: number) => `Live video ${index + 1} of ${videos.length}`;
	const seconds = new Map(videos.map((video, index) => [name(index), video.seconds]));
	ground.simulator.plan = ({ body }) => {
		const found = /Live video \d+ of \d+/.exec(JSON.stringify(body))?.[0];
		const own = found === undefined ? undefined : seconds.get(found);
		return own === undefined ? {} : { seconds: own };
	};
	const longest = Math.max(...videos.map((video) => video.seconds));
	print(`lag: ${videos.length} videos on n8n, the longest takes ${longest.toFixed(0)} s`);
	let out = 0;
	const sightings = await Promise.all(
		videos.map(async (video, index) => {
			await sleep(index * startEverySeconds * 1000);
			const sighting = await awaitVideo(ground, video, name(index));
			out += 1;
			if (out % 10 === 0) print(`lag: ${out} of ${videos.length} items are out`);
			return sighting;
		}),
	);
	assertNothingRefused(ground);
	return { measured: meanOf(sightings), computed: meanOf(videos.map(ownSchedule)) };
}
