import { markdown, print } from '../report';
import { audit, type Audit } from './audit';
import { publishCrowd, SLOTS, startCrowd, startCrowdStage, type Crowd } from './crowd';
import { disturb, disturbances, type Disturbance } from './disturb';
import { finishByHand, retryFailed } from './finish';
import { follow, isSettled, type Followed } from './follow';
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
		return [{ name: 'short', ...size, isSlow: false, durations, limitMinutes: 10 }];
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
	byHand: Awaited<ReturnType<typeof finishByHand>>;
	/** Memory of the main process before. */
	idleBytes: number;
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
		const idleBytes = await stage.queue.rssBytes();
		for (const one of [stage.queue, ...stage.queue.workers]) await one.resetPeakRss();
		const from = Date.now();
		followed = follow(stage, crowd.name, crowd.limitMinutes);
		const disturbed = disturb(stage, followed, crowd, disturbing);
		await startCrowd(stage, orders);
		const submitSeconds = (Date.now() - from) / 1000;
		const caused = await disturbed;
		await followed.until(isSettled);
		const retried = await retryFailed(stage, followed, crowd);
		const byHand = await finishByHand(stage, followed, orders);
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
			byHand,
			bytesBefore,
			idleBytes,
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
function problemsOf({ audit: found, book, caused }: Outcome, wanted: number): string[] {
	return [
		...(found.missing.length > 0 ? [`${found.missing.length} rows are missing`] : []),
		...found.mixed.map((one) => `mixed: ${one}`),
		...found.billedTwice.map((one) => `billed twice: ${one}`),
		...book.contradictions,
		...book.refusals.slice(0, 3),
		...(caused.length < wanted ? [`only ${caused.length} of ${wanted} disturbances came`] : []),
	];
}

/** The column of a crowd. */
function columnOf(outcome: Outcome): Record<string, string | number> {
	const { crowd, followed, book, audit: found, retried, byHand } = outcome;
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
		'memory of main before, MB': (outcome.idleBytes / MEGABYTE).toFixed(0),
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
		'then videos fetched by job ID': byHand.pickedUp,
		'of those, with an ID that only the gateway has': byHand.onlyAtGateway,
		'then rows without a job, ordered again': byHand.orderedAgain,
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
		`Two workers with ${SLOTS} slots each. Videos take ${oneDecimal(durations.medianSeconds / 60)} minutes in the median, log-normally with a standard deviation of ${durations.scatter} of the logarithm (seed ${options.seed}). Meanwhile, in this order: ${disturbing.map(({ name }) => name).join('; ')}; each is started again at once. At the end, Retry is pressed once on every execution that n8n has failed; videos that are then in no row are fetched by their job IDs, and rows without a job at the gateway are ordered again; what is submitted then takes half a minute.`,
		markdown([['', ...outcomes.map(({ crowd }) => crowd.name)], ...rows]),
	].join('\n\n');
}
