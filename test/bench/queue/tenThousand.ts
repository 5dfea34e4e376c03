import { setTimeout as sleep } from 'node:timers/promises';

import { markdown, print } from '../report';
import { audit, unlogged, type Audit } from './audit';
import {
	pickUpJob,
	publishCrowd,
	SLOTS,
	startCrowd,
	startCrowdStage,
	type Crowd,
	type CrowdStage,
	type Order,
} from './crowd';
import { follow, isSettled, type Followed, type Look } from './follow';
import type { Book } from './gateways';
import { oneDecimal, twoDecimals } from './runs';

/** Ten thousand videos that wait at the same time, while workers, the main process and the database end and come back. */

/** How the crowds are measured. */
export interface CrowdOptions {
	/** Videos of each crowd; divided among executions as the crowd says. */
	videos: number;
	/** The median of the videos' durations. */
	minutes: number;
	seed: number;
	short: boolean;
}

const MEGABYTE = 1024 * 1024;

const crowdsOf = ({ videos, minutes, seed, short }: CrowdOptions): Crowd[] => {
	const common = { durations: { seed, medianSeconds: minutes * 60, scatter: 0.15 } };
	if (short) {
		const durations = { seed, medianSeconds: 80, scatter: 0.15 };
		const size = { workflows: 1, executions: 12, videos: 5 };
		return [{ name: 'short', ...size, isSlow: false, durations, limitMinutes: 4 }];
	}
	return [
		{
			...common,
			name: 'many executions',
			workflows: 1,
			executions: Math.ceil(videos / 10),
			videos: 10,
			isSlow: true,
			limitMinutes: 3 * minutes + 15,
		},
		{
			...common,
			name: 'many workflows',
			workflows: Math.ceil(videos / 100),
			executions: 1,
			videos: 100,
			isSlow: true,
			limitMinutes: 3 * minutes + 15,
		},
	];
};

/** One disturbance, and when it comes. */
interface Disturbance {
	name: string;
	isDue: (look: Look, videos: number) => boolean;
	cause: (stage: CrowdStage) => Promise<unknown>;
}

async function killWorker({ queue }: CrowdStage): Promise<void> {
	const worker = queue.workers.find((one) => one.isRunning());
	await worker?.kill();
	await queue.addWorker();
}

const disturbances: readonly Disturbance[] = [
	{
		name: 'a worker is killed while executions submit',
		isDue: ({ jobs }, videos) => jobs >= videos * 0.3,
		cause: killWorker,
	},
	{
		name: 'PostgreSQL restarts',
		isDue: ({ made }, videos) => made >= videos * 0.15,
		cause: async ({ queue }) => await queue.postgres.restart('SIGINT'),
	},
	{
		name: 'the main process is killed',
		isDue: ({ made }, videos) => made >= videos * 0.4,
		cause: async ({ queue }) => await queue.restartMain('kill'),
	},
	{
		name: 'a worker is killed while videos finish',
		isDue: ({ made }, videos) => made >= videos * 0.6,
		cause: killWorker,
	},
];

/** Causes one after the other, each when it is due. Returns the names of those that were caused. */
async function disturb(
	stage: CrowdStage,
	followed: Followed,
	crowd: Crowd,
	list: readonly Disturbance[],
): Promise<string[]> {
	const caused: string[] = [];
	const videos = crowd.workflows * crowd.executions * crowd.videos;
	for (const { name, isDue, cause } of list) {
		if (!(await followed.until((look) => isDue(look, videos)))) break;
		print(`${crowd.name}: ${name}`);
		await cause(stage);
		caused.push(name);
		print(`${crowd.name}: it is back`);
	}
	return caused;
}

/** Why executions have failed, with how often: n8n's words. */
async function reasonsOf({ queue }: CrowdStage, ids: readonly string[]): Promise<string[]> {
	const counts = new Map<string, number>();
	for (const id of ids) {
		const reason = await queue.execution(id).then(
			({ error, status }) => `${status}: ${error?.message ?? 'no error'}`,
			(error: unknown) => `not readable: ${String(error)}`,
		);
		counts.set(reason, (counts.get(reason) ?? 0) + 1);
	}
	return [...counts].map(([reason, count]) => `${count} x ${reason}`);
}

/** How often Retry is pressed on what has failed: once, and once more on a Retry that a kill has hit as well. */
const PRESSES = 2;

/** Presses Retry on every execution that failed or crashed, as a user does, and waits for the end. */
async function retryFailed(stage: CrowdStage, followed: Followed, crowd: Crowd) {
	const reasons: string[] = [];
	let pressed = 0;
	let refused = 0;
	for (let press = 0; press < PRESSES; press += 1) {
		const failed = await stage.database.failed();
		if (failed.length === 0) break;
		reasons.push(
			...(await reasonsOf(
				stage,
				failed.map(({ id }) => id),
			)),
		);
		for (const { id } of failed) {
			await stage.queue.retryExecution(id).then(
				() => (pressed += 1),
				(error: unknown) => {
					refused += 1;
					print(`${crowd.name}: Retry of ${id}: ${String(error)}`);
				},
			);
		}
		print(`${crowd.name}: Retry pressed on ${failed.length} executions`);
		await followed.until(isSettled);
		if (refused === failed.length) break;
	}
	return { pressed, refused, reasons };
}

/** Fetches by their IDs the videos that are in no row, and says how many there were. */
async function pickUpRest(
	stage: CrowdStage,
	followed: Followed,
	orders: readonly Order[],
): Promise<{ pickedUp: number; unknown: number }> {
	const { jobsWithoutRow } = audit(orders, await stage.gateways.book());
	if (jobsWithoutRow.length === 0) return { pickedUp: 0, unknown: 0 };
	const rows = new Map(
		orders.flatMap((order) => order.orders.map(({ row, prompt }) => [prompt, row] as const)),
	);
	const logs = stage.queue.workers.map((worker) => worker.log());
	const unknown = unlogged(jobsWithoutRow, logs).length;
	for (const { jobId, prompt } of jobsWithoutRow) {
		await pickUpJob(stage, { row: rows.get(prompt)!, prompt, jobId });
	}
	await sleep(2000);
	await followed.until(isSettled);
	return { pickedUp: jobsWithoutRow.length, unknown };
}

/** All that a crowd's run came to. */
interface Outcome {
	crowd: Crowd;
	caused: string[];
	seconds: number;
	submitSeconds: number;
	followed: Followed;
	book: Book;
	audit: Audit;
	retried: Awaited<ReturnType<typeof retryFailed>>;
	picked: Awaited<ReturnType<typeof pickUpRest>>;
	bytesBefore: number;
	bytesAfter: number;
	executionData: { mean: number; most: number };
	slotSeconds: number;
}

async function runCrowd(crowd: Crowd, disturbing: readonly Disturbance[]): Promise<Outcome> {
	const stage = await startCrowdStage(crowd);
	let followed: Followed | undefined;
	try {
		const orders = await publishCrowd(stage, crowd);
		const bytesBefore = await stage.database.bytes();
		const from = Date.now();
		followed = follow(stage, crowd.name, crowd.limitMinutes);
		const disturbed = disturb(stage, followed, crowd, disturbing);
		await startCrowd(stage, orders);
		const submitSeconds = (Date.now() - from) / 1000;
		const caused = await disturbed;
		await followed.until(isSettled);
		const retried = await retryFailed(stage, followed, crowd);
		const picked = await pickUpRest(stage, followed, orders);
		const seconds = (Date.now() - from) / 1000;
		await followed.stop();
		const book = await stage.gateways.book();
		return {
			crowd,
			caused,
			seconds,
			submitSeconds,
			followed,
			book,
			audit: audit(orders, book),
			retried,
			picked,
			bytesBefore,
			bytesAfter: await stage.database.bytes(),
			executionData: await stage.database.executionData(),
			slotSeconds: stage.queue.slotSeconds({ from }),
		};
	} finally {
		await followed?.stop();
		await stage.close();
	}
}

/** What must not be, as lines. */
function problemsOf({ audit: found, book, caused, picked }: Outcome, wanted: number): string[] {
	return [
		...(found.missing.length > 0 ? [`${found.missing.length} rows are missing`] : []),
		...found.mixed.map((one) => `mixed: ${one}`),
		...found.billedTwice.map((one) => `billed twice: ${one}`),
		...(picked.unknown > 0 ? [`${picked.unknown} jobs stand in no log`] : []),
		...book.contradictions,
		...book.refusals.slice(0, 3),
		...(caused.length < wanted ? [`only ${caused.length} of ${wanted} disturbances came`] : []),
	];
}

/** The column of a crowd. */
function columnOf(outcome: Outcome): Record<string, string | number> {
	const { crowd, followed, book, audit: found, retried, picked } = outcome;
	const { workflows, executions, videos } = crowd;
	const total = workflows * executions * videos;
	const checks = book.jobs.map((job) => job.checks);
	const mb = (bytes: number) => (bytes / MEGABYTE).toFixed(0);
	const workers = [...followed.peakMb].filter(([name]) => name !== 'main');
	return {
		'executions, videos of each': `${workflows * executions}, ${videos}`,
		'executions waiting at the same time, most': followed.mostWaiting,
		'videos being made then': followed.runningThen,
		'minutes until all were started': oneDecimal(outcome.submitSeconds / 60),
		'minutes until all was done': oneDecimal(outcome.seconds / 60),
		'checks per video, mean': twoDecimals(checks.reduce((a, b) => a + b, 0) / total),
		'checks per video, most': Math.max(...checks),
		'slot-seconds per video': twoDecimals(outcome.slotSeconds / total),
		'memory of main, MB, most': (followed.peakMb.get('main') ?? NaN).toFixed(0),
		'memory of each worker, MB, most': workers.map(([, most]) => most.toFixed(0)).join(', '),
		'database before, with all waiting, after, MB': [
			outcome.bytesBefore,
			followed.bytesThen,
			outcome.bytesAfter,
		]
			.map(mb)
			.join(', '),
		'stored data of an execution, kB, mean and most': [
			outcome.executionData.mean,
			outcome.executionData.most,
		]
			.map((length) => (length / 1024).toFixed(0))
			.join(', '),
		'jobs at the gateway': book.jobs.length,
		'rows in the table': book.rows.length,
		'executions that n8n failed, retried': retried.pressed,
		'videos picked up by job ID': picked.pickedUp,
		'rows written again by a Retry': book.writes - book.rows.length,
		'rows missing': found.missing.length,
		'rows mixed up': found.mixed.length,
		'videos billed twice': found.billedTwice.length,
	};
}

/** Measures the crowds, as a table. Sets the exit code if a video did not end exactly once. */
export async function measureTenThousand(options: CrowdOptions): Promise<string> {
	const disturbing = options.short ? disturbances.slice(3) : disturbances;
	const outcomes: Outcome[] = [];
	for (const crowd of crowdsOf(options)) {
		const outcome = await runCrowd(crowd, disturbing);
		outcomes.push(outcome);
		for (const reason of outcome.retried.reasons) print(`${crowd.name}: failed: ${reason}`);
		for (const problem of problemsOf(outcome, disturbing.length)) {
			print(`PROBLEM in ${crowd.name}: ${problem}`);
			process.exitCode = 1;
		}
		print(`${crowd.name}: ${JSON.stringify(columnOf(outcome))}`);
	}
	const columns = outcomes.map(columnOf);
	const rows = Object.keys(columns[0]!).map((name) => [
		name,
		...columns.map((column) => column[name] ?? ''),
	]);
	const { durations } = outcomes[0]!.crowd;
	return [
		`Two workers with ${SLOTS} slots each. Videos take ${oneDecimal(durations.medianSeconds / 60)} minutes in the median, log-normally with a standard deviation of ${durations.scatter} of the logarithm (seed ${options.seed}). Meanwhile, in this order: ${disturbing.map(({ name }) => name).join('; ')}; each is started again at once. Retry is pressed on what n8n has failed, and what is then still missing is fetched by its job ID from the log.`,
		markdown([['', ...outcomes.map(({ crowd }) => crowd.name)], ...rows]),
	].join('\n\n');
}
