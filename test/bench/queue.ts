import { loadavg } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';

import { circumstances, markdown, print, writeFigures, type Table } from './report';
import {
	drawUpBooks,
	pickUp,
	preparePickUp,
	quantile,
	randomFrom,
	readEndings,
	replaceWorker,
	runningWorker,
	secondsFromCall,
	startQueueStage,
	startRuns,
	untilSettled,
	untilStays,
	videoWorkflow,
	type Order,
	type QueueStage,
} from '../queue/campaign';
import type { Worker } from '../support/n8n/queue/queue';

/** Measures the package on n8n in queue mode, and writes the figures into the documentation. */

const concurrency = 5;

const help = `Measures the package on n8n in queue mode, with one worker of ${concurrency} slots, and writes the figures into docs/scaling.md.

npm run bench:queue                        all parts; takes about 45 minutes
npm run bench:queue -- suspend kills       only these: suspend, kills, callbacks
  --videos 60 --seconds 90 --repeats 10    of kills: executions of a run, seconds of a video, runs
  --seed 1                                 of kills: repeats the moments of an earlier measurement
`;

const oneDecimal = (value: number) => value.toFixed(1);
const twoDecimals = (value: number) => value.toFixed(2);

const ordersNamed = (name: string, count: number): Order[] =>
	Array.from({ length: count }, (_, index) => ({ prompt: `${name}, clip ${index + 1}` }));

/** Waits for the end of a workflow's executions, with a line every 10 s on how they get on. */
async function settle(
	{ queue, simulator }: QueueStage,
	workflowId: string,
	title: string,
	timeoutSeconds: number,
): Promise<void> {
	const from = Date.now();
	await untilSettled(queue, workflowId, {
		timeoutSeconds,
		show: (open) => {
			const { jobs } = simulator;
			const looks = jobs.reduce((sum, { statusCalls }) => sum + statusCalls.length, 0);
			const made = jobs.filter(({ completedAt }) => completedAt !== undefined).length;
			const seconds = Math.round((Date.now() - from) / 1000);
			print(
				`${title}: ${seconds} s, ${jobs.length} submitted, ${made} made, ${looks} looks, ` +
					`${open === 100 ? '100 or more' : open} executions open`,
			);
		},
	});
}

/** Saves the workflow of a part, and gives its id. */
async function publish(
	stage: QueueStage,
	path: string,
	parameters: Parameters<typeof videoWorkflow>[2],
): Promise<string> {
	const id = await stage.queue.createWorkflow(videoWorkflow(stage, path, parameters));
	await stage.queue.activate(id);
	return id;
}

/** One campaign without a disturbance, in figures. */
async function undisturbed(
	stage: QueueStage,
	options: { waitMode: 'suspend' | 'keepRunning'; videos: number; seconds: number },
) {
	const { queue, simulator } = stage;
	const { waitMode, videos, seconds } = options;
	simulator.reset();
	simulator.videoSeconds = seconds;
	const workflowId = await publish(stage, waitMode, { waitMode });
	const from = Date.now();
	const runs = await startRuns(queue, waitMode, ordersNamed(waitMode, videos));
	await settle(stage, workflowId, `${waitMode}, ${videos} videos of ${seconds} s`, 900);
	const endings = await readEndings(queue, runs);
	const { accepted, delivered, lost, doubles, unexplained } = drawUpBooks(
		endings,
		simulator.jobs,
	);
	const problems = [...lost, ...doubles, ...unexplained];
	if (problems.length > 0) print(`PROBLEMS: ${problems.join('; ')}`);
	const uses = queue.workers.flatMap((worker) => worker.slotUses());
	const own = uses.filter((use) => use.from >= from);
	const looks = simulator.jobs.map(({ statusCalls }) => statusCalls.length);
	const firstSubmit = Math.min(...simulator.jobs.map(({ submittedAt }) => submittedAt));
	const lastDelivery = Math.max(...endings.map(({ delivery }) => delivery?.at ?? NaN));
	const slotSecondsPerVideo = queue.slotSeconds({ from }) / videos;
	return {
		'videos, one per execution': videos,
		'submits at the gateway': accepted,
		'output by Done': delivered,
		'seconds from the first submit to the last item of Done': oneDecimal(
			(lastDelivery - firstSubmit) / 1000,
		),
		'checks per video, mean': twoDecimals(looks.reduce((a, b) => a + b, 0) / videos),
		'checks per video, most': Math.max(...looks),
		'slot-seconds per video': twoDecimals(slotSecondsPerVideo),
		'longest single stay in a slot, seconds': twoDecimals(
			Math.max(...own.map((use) => ((use.until ?? Date.now()) - use.from) / 1000)),
		),
		'videos in flight per slot': Number((seconds / slotSecondsPerVideo).toPrecision(3)),
	};
}

async function measureSuspend(): Promise<string> {
	const seconds = 90;
	const stage = await startQueueStage({ concurrency, videoSeconds: seconds });
	try {
		const suspend = await undisturbed(stage, { waitMode: 'suspend', videos: 200, seconds });
		const running = await undisturbed(stage, {
			waitMode: 'keepRunning',
			videos: concurrency,
			seconds,
		});
		const columns = Object.keys(suspend) as Array<keyof typeof suspend>;
		const rows = columns.map((column) => [column, suspend[column], running[column]]);
		return [
			`One worker with ${concurrency} slots; videos of ${seconds} s at Pixazo. Keep Running is measured with one video per slot, as each uses a slot for as long as it takes. Videos in flight per slot: the ${seconds} s of a video, divided by its slot-seconds.`,
			markdown([['', 'Suspend', 'Keep Running'], ...rows]),
		].join('\n\n');
	} finally {
		await stage.close();
	}
}

interface KillOptions {
	videos: number;
	seconds: number;
	repeats: number;
	seed: number;
}

/** From the first call on, how long a run takes at most: the video, then n8n's look for due waits, once a minute. */
const runSeconds = (videoSeconds: number) => videoSeconds + 60;

/** How often a slot is taken for a video: to submit, for the first look, and for the second. */
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

async function measureKills(options: KillOptions): Promise<string> {
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

async function measureCallbacks(): Promise<string> {
	const videos = 50;
	const shortest = 20;
	const longest = 40;
	const stage = await startQueueStage({ concurrency, videoSeconds: shortest });
	const { queue, simulator } = stage;
	try {
		// As many seconds apart as there are jobs of a gateway, in an order that is not that of the submits.
		simulator.plan = ({ index }) => ({
			seconds:
				shortest + ((longest - shortest) * ((index * 7) % (videos / 2))) / (videos / 2),
		});
		const workflowId = await publish(stage, 'callbacks', {
			waitMode: 'suspend',
			submit: { gateway: '={{ $json.body.gateway }}', options: { wakeExecution: true } },
		});
		const orders = ordersNamed('callback', videos).map((order, index) => ({
			...order,
			gateway: index % 2 === 0 ? 'aigateway' : 'useapi',
		}));
		const from = Date.now();
		const runs = await startRuns(queue, 'callbacks', orders);
		await settle(stage, workflowId, `callbacks, ${videos} videos`, 600);
		const endings = await readEndings(queue, runs);
		const { delivered, lost, doubles, unexplained } = drawUpBooks(endings, simulator.jobs);
		const problems = [...lost, ...doubles, ...unexplained];
		if (problems.length > 0) print(`PROBLEMS: ${problems.join('; ')}`);
		const waits = secondsFromCall(endings, simulator);
		const looks = simulator.jobs.map(({ statusCalls }) => statusCalls.length);
		const finals = simulator.callbacks.filter(({ kind }) => kind === 'final');
		const refused = finals.filter(({ status }) => status === undefined || status >= 300);
		const rows: Table = [
			['', 'AIgateway and useapi.net'],
			['videos, one per execution', videos],
			['output by Done', delivered],
			[
				'seconds from the call to the item of Done, median',
				twoDecimals(quantile(waits, 0.5)),
			],
			['the same, 90th percentile', twoDecimals(quantile(waits, 0.9))],
			['the same, longest', twoDecimals(Math.max(...waits))],
			['checks per video, mean', twoDecimals(looks.reduce((a, b) => a + b, 0) / videos)],
			['checks per video, most', Math.max(...looks)],
			['calls that n8n rejected', refused.length],
			['slot-seconds per video', twoDecimals(queue.slotSeconds({ from }) / videos)],
		];
		return [
			`Wake This Execution, ${videos} executions in Suspend mode, with videos of ${shortest} to ${longest} s; one worker with ${concurrency} slots.`,
			markdown(rows),
		].join('\n\n');
	} finally {
		await stage.close();
	}
}

const headings = { suspend: 'Suspend', kills: 'Killed workers', callbacks: 'Callbacks' };
type Part = keyof typeof headings;

async function main(): Promise<void> {
	const { values, positionals } = parseArgs({
		allowPositionals: true,
		options: {
			help: { type: 'boolean', default: false },
			videos: { type: 'string', default: '60' },
			seconds: { type: 'string', default: '90' },
			repeats: { type: 'string', default: '10' },
			seed: { type: 'string', default: String(Date.now() % 1_000_000) },
		},
	});
	const names = positionals.length > 0 ? positionals : Object.keys(headings);
	const unknown = names.filter((name) => !(name in headings));
	if (values.help || unknown.length > 0) {
		if (unknown.length > 0) print(`There is no part ${unknown.join(', ')}.`);
		print(help);
		process.exitCode = values.help ? 0 : 2;
		return;
	}
	const measurements: Record<Part, () => Promise<string>> = {
		suspend: measureSuspend,
		kills: async () =>
			await measureKills({
				videos: Number(values.videos),
				seconds: Number(values.seconds),
				repeats: Number(values.repeats),
				seed: Number(values.seed),
			}),
		callbacks: measureCallbacks,
	};
	for (const part of names as Part[]) {
		const load = loadavg()[0] ?? NaN;
		print(`${headings[part]}: starting n8n, a worker, Redis and PostgreSQL ...`);
		const figures = `${await measurements[part]()}\n\n${await circumstances(load, 'PostgreSQL, Redis')}`;
		print(`\n${figures}\n`);
		await writeFigures('scaling.md', headings[part], figures, Object.values(headings));
	}
}

main().catch((error: unknown) => {
	console.error(error);
	process.exitCode = 1;
});
