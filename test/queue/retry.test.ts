import { setTimeout as sleep } from 'node:timers/promises';

import { findGateway } from '../../gateways';
import { drawOrders, install, type Order } from '../faults/orders';
import { GATEWAY_IDS, type SimulatedJob } from '../support/simulator';
import type { Execution } from '../support/n8n/n8n';
import { isVideoOf } from './runs';
import { loggedJobs } from './workers';
import { randomFrom } from './figures';
import { startQueueStage, type QueueStage } from './stage';
import { describeQueue } from '../support/n8n/queue/describeQueue';
import type { Worker } from '../support/n8n/queue/queue';
import {
	AT_ONCE,
	calledWorkflow,
	DELIVERED,
	FAILED,
	presserOf,
	pressUntilSettled,
	refusedOnce,
	scheduledPrompt,
	scheduledWorkflow,
	type Presser,
} from './retries';
import { SEED } from '../support/draw';

/**
 * 100 videos on n8n in queue mode with PostgreSQL and two workers, started by webhooks and by a schedule, with random
 * faults at the gateways. One worker is ended by SIGTERM amid waits, one by `kill -9` amid submits, and the main process
 * is restarted. Retry is pressed twice on every execution that failed or crashed, on every other one twice at once, so
 * that both Retries run at the same time. At the end no video was billed twice, and every accepted job is accounted for.
 *
 * `SEED=random` draws other faults, and other moments.
 */

/** Executions with an error output, half of them before the first end of a worker; and those that end at a failure. */
const KEPT = 8;
const STOPPED = 8;
const SCHEDULED = 4;
/** Executions whose submits are open when the worker is killed. */
const OPEN = 3;
/** Seconds for which they are. */
const OPEN_SECONDS = 4;

/** One video, and the first execution that was to make it. */
interface Wanted {
	prompt: string;
	gateway: Order['gateway'];
	item: number;
	executionId: string;
}

/** Where a video stands in the books. */
type Account =
	| 'delivered'
	| 'its job is known to its execution'
	| 'unclear, and told so'
	| 'killed, and its job ID is in the log'
	| 'killed at its submit, and told so by the log'
	| 'no job'
	| 'BILLED TWICE'
	| 'WRONG';

describeQueue('Retry in queue mode', () => {
	let stage: QueueStage;
	let presser: Presser;
	const ids: Record<'kept' | 'stopped' | 'scheduled', string> = {
		kept: '',
		stopped: '',
		scheduled: '',
	};
	const wanted: Wanted[] = [];

	beforeAll(async () => {
		stage = await startQueueStage({
			concurrency: 10,
			videoSeconds: 15,
			// What n8n takes for crashed is told within 6 s, and not after 3 hours.
			env: { N8N_EXECUTIONS_QUEUE_RECOVERY_INTERVAL: '0.1' },
		});
		const { queue } = stage;
		await queue.addWorker();
		for (const path of ['kept', 'stopped'] as const) {
			ids[path] = await queue.createWorkflow(calledWorkflow(stage, path));
			await queue.activate(ids[path]);
		}
		ids.scheduled = await queue.createWorkflow(scheduledWorkflow(stage, GATEWAY_IDS));
		presser = presserOf(queue, Object.values(ids));
	}, 900_000);

	afterAll(async () => {
		await stage?.close();
	});

	/** Starts an execution for each handful of orders, and gives their ids. */
	async function call(path: 'kept' | 'stopped', orders: readonly Order[]): Promise<string[]> {
		const started: string[] = [];
		for (let from = 0; from < orders.length; from += AT_ONCE) {
			const handful = orders
				.slice(from, from + AT_ONCE)
				.map(({ prompt, gateway }) => ({ prompt, gateway }));
			const executionId = await stage.queue.callWebhook(path, { orders: handful });
			wanted.push(...handful.map((order, item) => ({ ...order, item, executionId })));
			started.push(executionId);
		}
		return started;
	}

	/** Lets the schedule start some executions. */
	async function schedule(): Promise<void> {
		const { queue } = stage;
		const workflowId = ids.scheduled;
		await queue.activate(workflowId);
		while ((await queue.executionCount({ workflowId })) < SCHEDULED) await sleep(200);
		await queue.deactivate(workflowId);
		for (const { id: executionId } of await queue.executionRows({ workflowId })) {
			const { raw } = await queue.execution(executionId);
			const [, timestamp] = /"timestamp":"([^"]+)"/.exec(JSON.stringify(raw.data)) ?? [];
			if (timestamp === undefined) throw new Error('A scheduled execution has no time');
			const rows = GATEWAY_IDS.map((gateway, item) => {
				const prompt = scheduledPrompt(timestamp, item);
				return { prompt, gateway, item, executionId };
			});
			wanted.push(...rows);
		}
	}

	const heldBy = (worker: Worker): string[] =>
		worker
			.slotUses()
			.filter(({ until }) => until === undefined)
			.map(({ executionId }) => executionId);

	/** The worker that runs one of these executions, once its requests are as they should be. */
	async function workerOf(
		executionIds: readonly string[],
		isReady: () => boolean,
	): Promise<Worker> {
		for (const deadline = Date.now() + 60_000; ; await sleep(50)) {
			const found = stage.queue.workers.find(
				(worker) =>
					worker.isRunning() && heldBy(worker).some((id) => executionIds.includes(id)),
			);
			if (found && isReady()) return found;
			if (Date.now() > deadline) throw new Error('No worker came to where it should be');
		}
	}

	/** Starts everything, and ends workers and the main process meanwhile. */
	async function run(orders: {
		first: Order[];
		second: Order[];
		open: Order[];
		stopped: Order[];
	}): Promise<void> {
		const { queue, simulator } = stage;
		await schedule();
		await call('kept', orders.first);
		await call('stopped', orders.stopped);
		const scheduled = wanted
			.filter(({ prompt }) => prompt.startsWith('Scheduled'))
			.map(({ executionId }) => executionId);
		const waiting = await workerOf(scheduled, () =>
			simulator.jobs.some(
				({ prompt, statusCalls }) =>
					prompt?.startsWith('Scheduled') && statusCalls.length > 0,
			),
		);
		await Promise.all([waiting.stop(), queue.addWorker()]);
		await presser.press();

		await call('kept', orders.second);
		const isOpen = ({ prompt = '' }) => orders.open.some((order) => order.prompt === prompt);
		simulator.fault({
			endpoint: 'submit',
			when: isOpen,
			delaySeconds: OPEN_SECONDS,
			respond: 'asUsual',
			times: orders.open.length,
		});
		const open = await call('kept', orders.open);
		const submitting = await workerOf(
			open,
			() => simulator.requests.filter(isOpen).length >= OPEN * 2,
		);
		await submitting.kill();
		// Before it takes what ran on the workers for lost: of that it would keep nothing.
		await queue.restartMain('stop');
		await queue.addWorker();
	}

	test(`no video is billed twice, and every job is accounted for, after SIGTERM, kill -9, a restart, and two Retries of everything (seed ${SEED})`, async () => {
		const { queue, simulator } = stage;
		const draw = randomFrom(SEED);
		const drawn = drawOrders((KEPT + STOPPED) * AT_ONCE, draw);
		const kept = drawn.slice(0, KEPT * AT_ONCE);
		const half = ((KEPT - OPEN) * AT_ONCE) / 2;
		const orders = {
			first: kept.slice(0, Math.ceil(half / AT_ONCE) * AT_ONCE),
			second: kept.slice(Math.ceil(half / AT_ONCE) * AT_ONCE, -OPEN * AT_ONCE),
			open: kept.slice(-OPEN * AT_ONCE),
			stopped: refusedOnce(drawn.slice(KEPT * AT_ONCE)),
		};
		install(simulator, [...kept, ...orders.stopped]);
		const began = Date.now();

		await run(orders);
		const rows = await pressUntilSettled(presser, 120);

		const executions = await Promise.all(
			rows.map(async ({ id }) => [id, await queue.execution(id)] as const),
		);
		const ended = new Set(
			rows.filter(({ status }) => status !== 'success').map(({ id }) => id),
		);
		const parents = new Map(rows.map(({ id, retryOf }) => [id, retryOf]));
		const firstOf = (id: string): string => {
			const parent = parents.get(id);
			return parent ? firstOf(parent) : id;
		};
		const log = queue.workers.map((worker) => worker.log()).join('\n');
		const logged = loggedJobs(log);

		function accountOf({ prompt, gateway, item, executionId }: Wanted): Account {
			const jobs = simulator.jobs.filter((job) => job.prompt === prompt);
			const [job] = jobs;
			const tries = executions.filter(([id]) => firstOf(id) === executionId);
			const itemsAt = (node: string) =>
				tries.flatMap(([, execution]) => itemsWith(execution, node, prompt));
			if (jobs.length > 1) return 'BILLED TWICE';
			const delivered = itemsAt(DELIVERED);
			if (!job) return delivered.length > 0 ? 'WRONG' : 'no job';
			if (delivered.length > 0) {
				return delivered.every((one) => isVideoOf(one, job)) ? 'delivered' : 'WRONG';
			}
			if (tries.some(([, execution]) => knows(execution, job))) {
				return 'its job is known to its execution';
			}
			const isToldOf = (text: string) => text.includes('The job may exist and be billed');
			if (itemsAt(FAILED).some(({ json }) => isToldOf(String(json.error)))) {
				return 'unclear, and told so';
			}
			if (tries.some(([, { error }]) => error && isToldOf(error.message))) {
				return 'unclear, and told so';
			}
			if (!tries.some(([id]) => ended.has(id))) return 'WRONG';
			if (logged.has(job.jobId)) return 'killed, and its job ID is in the log';
			const { label } = findGateway(gateway)!;
			const isSubmitLogged = tries.some(([id]) =>
				log.includes(`Submitting a video to ${label} (execution ${id}, item ${item})`),
			);
			return isSubmitLogged ? 'killed at its submit, and told so by the log' : 'WRONG';
		}

		const books = new Map<Account, string[]>();
		for (const one of wanted) {
			const account = accountOf(one);
			const jobs = simulator.jobs.filter(({ prompt }) => prompt === one.prompt);
			const what = `${JSON.stringify(one)}: ${jobs.map(({ jobId }) => jobId).join(', ')}`;
			books.set(account, [...(books.get(account) ?? []), what]);
		}
		const strangers = simulator.jobs.filter(
			(job) => !wanted.some(({ prompt }) => prompt === job.prompt),
		);
		console.log(
			[
				`Seed ${SEED}: ${wanted.length} videos wanted, ${simulator.jobs.length} jobs at the gateways, ${rows.length} executions, ${presser.pressed.size} of them retried twice (${presser.answered()} Retries ended), ${((Date.now() - began) / 1000).toFixed(0)} s`,
				...[...books].map(([account, entries]) => `${account}: ${entries.length}`),
				...[...(books.get('BILLED TWICE') ?? []), ...(books.get('WRONG') ?? [])],
			].join('\n'),
		);
		expect(books.get('BILLED TWICE') ?? []).toEqual([]);
		expect(books.get('WRONG') ?? []).toEqual([]);
		expect(strangers).toEqual([]);
		// Whatever the seed and the load, much of it goes well, more than one kind of start was hit, and Retries ran.
		expect(books.get('delivered')!.length).toBeGreaterThan(wanted.length / 3);
		const hit = rows.filter(({ id, retryOf }) => !retryOf && presser.pressed.has(id));
		expect(new Set(hit.map(({ workflowId }) => workflowId)).size).toBeGreaterThan(1);
		expect(presser.answered()).toBeGreaterThan(presser.pressed.size / 2);
		expect(simulator.refusals).toEqual([]);
		for (const { apiKey } of Object.values(simulator.credentials)) {
			expect(log.includes(apiKey)).toBe(false);
		}
	}, 300_000);
});

/** What came to a node about one prompt, in all its runs. */
function itemsWith(execution: Execution, node: string, prompt: string) {
	const runs = execution.nodes[node]?.runs ?? [];
	const items = runs.flatMap(({ outputs }) => outputs.flat());
	return items.filter(({ json }) => json.prompt === prompt);
}

/** Whether anything that n8n has stored of an execution holds the ID of a job: an item, an error, the node's memory. */
const knows = ({ raw }: Execution, { jobId }: SimulatedJob): boolean =>
	JSON.stringify(raw.data ?? null).includes(jobId);
