import { setTimeout as sleep } from 'node:timers/promises';
import { markdown, print } from '../report';
import { drawUpBooks } from '../../queue/books';
import { randomFrom } from '../../queue/figures';
import { pickUp, preparePickUp } from '../../queue/pickUp';
import { readEndings, startRuns } from '../../queue/runs';
import { startQueueStage, type QueueStage } from '../../queue/stage';
import { replaceWorker, runningWorker, untilStays } from '../../queue/workers';
import type { Worker } from '../../support/n8n/queue/queue';
import { concurrency, oneDecimal, ordersNamed, publish, settle } from './runs';

interface KillOptions {
	videos: number;
	seconds: number;
	repeats: number;
	seed: number;
}

/** From the first call on, how long a run takes at most: the video, then n8n's search for due waits, once a minute. */
const runSeconds = (videoSeconds: number) => videoSeconds + 60;

/** How often a slot is taken for a video: to submit, for the first check, and for the second. */
const staysForEachVideo = 3;

/**
 * When to kill: by the clock, most moments find every execution suspended, so every second one goes by the work. The
 * worker then dies within 200 ms after it has taken its n-th execution into a slot.
 */
function drawMoment(repeat: number, random: () => number, { videos, seconds }: KillOptions) {
	return repeat % 2 === 1
		? { afterSeconds: random() * runSeconds(seconds) }
		: {
				afterStays: Math.ceil(random() * videos * staysForEachVideo),
				thenMilliseconds: random() * 200,
			};
}

async function untilMoment(
	moment: ReturnType<typeof drawMoment>,
	worker: Worker,
	{ seconds }: KillOptions,
): Promise<void> {
	if (moment.afterSeconds !== undefined) await sleep(moment.afterSeconds * 1000);
	else {
		// It may have picked videos up in the run before.
		const before = worker.slotUses().length;
		await untilStays(worker, before + moment.afterStays, runSeconds(seconds));
		await sleep(moment.thenMilliseconds);
	}
}

async function killOnce(
	stage: QueueStage,
	repeat: number,
	workflowId: string,
	random: () => number,
	options: KillOptions,
) {
	const { queue, simulator } = stage;
	const { videos, seconds } = options;
	simulator.reset();
	simulator.videoSeconds = seconds;
	const moment = drawMoment(repeat, random, options);
	const from = Date.now();
	const title = `kills, run ${repeat} of ${options.repeats}`;
	// The moment may come while executions are being started.
	const [runs, killed] = await Promise.all([
		startRuns(queue, 'kills', ordersNamed(`run ${repeat}`, videos)).then(async (started) => {
			await settle(stage, workflowId, title, 600);
			return started;
		}),
		untilMoment(moment, runningWorker(queue), options).then(async () => {
			print(`${title}: the worker is killed`);
			return await replaceWorker(queue);
		}),
	]);
	const endings = await readEndings(queue, runs);
	const books = drawUpBooks(endings, simulator.jobs, killed);
	const pickedUp = await pickUp(stage, books.orphans);
	const problems = [...books.lost, ...books.doubles, ...books.unexplained];
	for (const problem of problems) print(`PROBLEM in run ${repeat}: ${problem}`);
	return {
		run: repeat,
		'killed at, s': oneDecimal((killed.at - from) / 1000),
		'moment chosen by': moment.afterSeconds === undefined ? 'work' : 'clock',
		'executions in slots': killed.running.size,
		'of those, before their submit': books.killedBeforeSubmit,
		'jobs at the gateway': books.accepted,
		delivered: books.delivered,
		'picked up by ID': pickedUp,
		lost: books.accepted - books.delivered - pickedUp,
		'submitted twice': books.doubles.length,
		'failed for other reasons': books.unexplained.length,
	};
}

/** What becomes of videos when workers are killed, as a table. */
export async function measureKills(options: KillOptions): Promise<string> {
	const { videos, seconds, repeats, seed } = options;
	const random = randomFrom(seed);
	const stage = await startQueueStage({ concurrency, videoSeconds: seconds });
	print(`kills: seed ${seed}`);
	try {
		await preparePickUp(stage);
		const workflowId = await publish(stage, 'kills', { waitMode: 'suspend' });
		const rows: Array<Awaited<ReturnType<typeof killOnce>>> = [];
		for (let repeat = 1; repeat <= repeats; repeat += 1) {
			rows.push(await killOnce(stage, repeat, workflowId, random, options));
			print(`kills: ${JSON.stringify(rows.at(-1))}`);
		}
		return [
			`${repeats} runs of ${videos} executions, each with a video of ${seconds} s at Pixazo in Suspend mode. The only worker (${concurrency} slots) is killed (SIGKILL) at a random moment (seed ${seed}), and a new one is started. "Clock" is any moment of the run, "work" a moment when the worker is busy.`,
			markdown([Object.keys(rows[0] ?? {}), ...rows.map((row) => Object.values(row))]),
		].join('\n\n');
	} finally {
		await stage.close();
	}
}
