import { mkdir, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import axios from 'axios';
import getPort from 'get-port';
import { ensureN8nInstalled, type Log } from '../install';
import {
	memoryCalls,
	spawnN8n,
	startN8n,
	startSeconds,
	type ConnectionSketch,
	type N8n,
	type N8nProcess,
	type NodeSketch,
	type WorkflowJson,
	workflow,
} from '../n8n';
import { startPostgres, startRedis, type PostgresServer, type Server } from './servers';
import { slotSeconds, slotUses, type Period, type SlotUse } from '../../../queue/slots';

/** A process that takes executions from the queue. */
export interface Worker {
	pid: number;
	/** Everything it has written so far, one JSON object for each line. */
	log(): string;
	/** False after its end, whatever ended it. */
	isRunning(): boolean;
	/** Its slots so far; see `slotUses` for what is measured. */
	slotUses(): SlotUse[];
	/** Resident memory, in bytes. */
	rssBytes(): Promise<number>;
	/** The largest `rssBytes` since the start or the last `resetPeakRss`. Linux only. */
	peakRssBytes(): Promise<number>;
	/** Makes `peakRssBytes` count from now. Linux only. */
	resetPeakRss(): Promise<void>;
	/** Ends it without warning (SIGKILL), and its task runners with it. */
	kill(): Promise<void>;
	/** Ends it as a deployment does: it takes nothing new, and has some seconds for what it runs. */
	stop(): Promise<void>;
}

/**
 * n8n in queue mode. What `N8n` offers goes to the main process, which runs no execution itself,
 * not even those started by "Execute workflow". `kill` ends the main process only.
 */
export interface Queue extends N8n {
	/** All that were ever started, in that order; those that have ended stay in the list. */
	workers: readonly Worker[];
	redis: Server;
	postgres: PostgresServer;
	/** Starts one more worker; it is ready when this returns. */
	addWorker(): Promise<Worker>;
	/** Ends the main process and starts it again at the same address; the workers go on meanwhile. */
	restartMain(how: 'stop' | 'kill'): Promise<void>;
	/** Starts one more process that only answers webhooks (`n8n webhook`), and gives its address. */
	addWebhookProcess(): Promise<string>;
	/** Seconds for which slots were busy, over all workers. */
	slotSeconds(period?: Period): number;
	/**
	 * Calls a production webhook, as the outside does: `webhookWorkflow` makes workflows that wait
	 * for it. A webhook answers only a moment after its workflow was activated, so this tries again
	 * until it does.
	 *
	 * @returns the id of the execution that was started
	 */
	callWebhook(path: string, body?: object): Promise<string>;
	/** Ends workers, main process and servers, and deletes all but a `userFolder` that was given. */
	stop(): Promise<void>;
}

/** How to start n8n in queue mode. */
export interface QueueOptions {
	/** How many workers to start with. */
	workers: number;
	/** How many executions each worker runs at a time. */
	concurrency: number;
	/** For all processes; wins over the settings made here. */
	env?: Record<string, string>;
	/**
	 * The main process keeps its data in `<userFolder>/.n8n`, and all take the community packages
	 * from there. By default a fresh temporary folder.
	 */
	userFolder?: string;
	/** Takes the progress of installations on first use; by default stderr. */
	log?: Log;
}

const webhookSeconds = 15;

/**
 * Starts n8n in queue mode on loopback: Redis, PostgreSQL, one main process and its workers. Ask
 * `available` before whether this machine can.
 *
 * What becomes of the executions of a worker that was killed:
 * - one that waits is in the database, and goes on in time on any other worker;
 * - one that no worker had taken yet is taken by the next;
 * - one that ran is never run again: n8n allows no second try, by no setting. It fails some 45 s
 *   later (with n8n's defaults up to two minutes): 10 s until its lock is forgotten, 3 s until a
 *   living worker looks, 30 s in which the main process looks whether it was saved after all. Then
 *   all that was stored of it is gone, also what was stored when it waited before; a retry runs
 *   nothing; the error workflow gets its id, and no items.
 *
 * Shorter times for the lock would take a worker for dead that is only slow, as on a busy machine.
 *
 * @throws Error with the end of the output of what did not come up
 */
export async function startQueue(options: QueueOptions): Promise<Queue> {
	const log = options.log ?? ((line: string) => void process.stderr.write(`${line}\n`));
	const installed = await ensureN8nInstalled({ log });
	const folder = await mkdtemp(join(tmpdir(), 'n8n-queue-'));
	const userFolder = options.userFolder ?? join(folder, 'main');
	const workers: Worker[] = [];
	// In the order of their start; they end the other way round.
	const closers: Array<() => Promise<void>> = [
		() => rm(folder, { recursive: true, force: true, maxRetries: 5 }),
	];
	const closeAll = async () => {
		for (const close of closers.splice(0).reverse()) await close();
	};

	try {
		const redis = await startRedis();
		closers.push(redis.stop);
		const postgres = await startPostgres({ log });
		closers.push(postgres.stop);
		const port = await getPort();
		const env = { ...queueSettings(redis, postgres, userFolder), ...options.env };
		const startMain = async () => await startN8n({ userFolder, port, env, log });
		let main = await startMain();
		closers.push(async () => await main.stop());
		const encryptionKey = await readEncryptionKey(userFolder);
		closers.push(async () => {
			await Promise.all(workers.map((worker) => worker.stop()));
		});

		const addWorker = async () => {
			const number = workers.length + 1;
			const workerFolder = await makeWorkerFolder(folder, userFolder);
			const started = await spawnN8n(
				installed,
				['worker', `--concurrency=${options.concurrency}`],
				{
					userFolder: workerFolder,
					port,
					env: {
						...env,
						N8N_ENCRYPTION_KEY: encryptionKey,
						// What `slotUses` reads.
						N8N_LOG_FORMAT: 'json',
					},
				},
			);
			let endedAt: number | undefined;
			const end = async (signal: 'SIGTERM' | 'SIGKILL') => {
				if (started.hasEnded()) return;
				if (signal === 'SIGKILL') endedAt ??= Date.now();
				await started.end(signal);
				endedAt ??= Date.now();
			};
			const worker: Worker = {
				pid: started.pid,
				log: started.log,
				isRunning: () => !started.hasEnded(),
				slotUses: () => slotUses(started.log(), endedAt),
				...memoryCalls(started.pid),
				kill: () => end('SIGKILL'),
				stop: () => end('SIGTERM'),
			};
			workers.push(worker);
			await untilReady(worker, number);
			return worker;
		};
		const addWebhookProcess = async () => {
			const ownPort = await getPort();
			const started = await spawnN8n(installed, ['webhook'], {
				userFolder: await makeWorkerFolder(folder, userFolder),
				port: ownPort,
				env: { ...env, N8N_ENCRYPTION_KEY: encryptionKey },
			});
			closers.push(async () => await started.end('SIGTERM'));
			const url = `http://127.0.0.1:${ownPort}`;
			await untilAnswers(url, started);
			return url;
		};
		// All have to be known before one that failed ends them.
		const starts = await Promise.allSettled(
			Array.from({ length: options.workers }, () => addWorker()),
		);
		for (const start of starts) if (start.status === 'rejected') throw start.reason;

		const queue: Queue = {
			...main,
			workers,
			redis,
			postgres,
			addWorker,
			addWebhookProcess,
			restartMain: async (how) => {
				await main[how]();
				main = await startMain();
				Object.assign(queue, main, { stop: closeAll });
			},
			slotSeconds: (period) =>
				slotSeconds(
					workers.flatMap((worker) => worker.slotUses()),
					period,
				),
			callWebhook: (path, body = {}) => callWebhook(`${main.url}/webhook/${path}`, body),
			stop: closeAll,
		};
		return queue;
	} catch (error) {
		await closeAll();
		throw error;
	}
}

function queueSettings(
	redis: Server,
	postgres: PostgresServer,
	userFolder: string,
): Record<string, string> {
	return {
		EXECUTIONS_MODE: 'queue',
		OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: 'true',
		QUEUE_BULL_REDIS_HOST: redis.host,
		QUEUE_BULL_REDIS_PORT: String(redis.port),
		QUEUE_WORKER_LOCK_DURATION: '10000',
		QUEUE_WORKER_LOCK_RENEW_TIME: '2000',
		QUEUE_WORKER_STALLED_INTERVAL: '3000',
		DB_TYPE: 'postgresdb',
		DB_POSTGRESDB_HOST: postgres.host,
		DB_POSTGRESDB_PORT: String(postgres.port),
		DB_POSTGRESDB_DATABASE: postgres.database,
		DB_POSTGRESDB_USER: postgres.user,
		DB_POSTGRESDB_PASSWORD: postgres.password,
		// Without this n8n keeps files in the database in queue mode. A folder that all processes
		// share serves as well, and is what a video needs: a file in the database is held in memory.
		N8N_DEFAULT_BINARY_DATA_MODE: 'filesystem',
		N8N_STORAGE_PATH: join(userFolder, '.n8n', 'storage'),
	};
}

/** The main process has made it up, or was given it in `env`. */
async function readEncryptionKey(userFolder: string): Promise<string> {
	const config = JSON.parse(await readFile(join(userFolder, '.n8n', 'config'), 'utf8')) as {
		encryptionKey: string;
	};
	return config.encryptionKey;
}

/**
 * A worker has a folder of its own, because n8n takes the crash journal of another process that runs
 * there for that of a crash, and pauses for 10 s. It takes the community packages from the main
 * process, as from a volume that is mounted in all containers.
 */
async function makeWorkerFolder(folder: string, userFolder: string): Promise<string> {
	const workerFolder = await mkdtemp(join(folder, 'worker-'));
	const packages = join(userFolder, '.n8n', 'nodes');
	await mkdir(packages, { recursive: true });
	await mkdir(join(workerFolder, '.n8n'));
	await symlink(packages, join(workerFolder, '.n8n', 'nodes'), 'dir');
	return workerFolder;
}

async function untilReady(worker: Worker, number: number): Promise<void> {
	const deadline = Date.now() + startSeconds * 1000;
	while (!worker.log().includes('n8n worker is now ready')) {
		if (!worker.isRunning() || Date.now() > deadline) {
			await worker.kill();
			const lastLines = worker.log().split('\n').slice(-30).join('\n');
			throw new Error(`Worker ${number} did not become ready:\n${lastLines}`);
		}
		await sleep(100);
	}
}

async function untilAnswers(url: string, started: N8nProcess): Promise<void> {
	for (const deadline = Date.now() + startSeconds * 1000; ; await sleep(100)) {
		const answer = await fetch(`${url}/healthz/readiness`).catch(() => undefined);
		if (answer?.ok) return;
		if (started.hasEnded() || Date.now() > deadline) {
			const lastLines = started.log().split('\n').slice(-30).join('\n');
			throw new Error(`n8n webhook did not become ready:\n${lastLines}`);
		}
	}
}

/** `Queue.callWebhook` for any n8n, by the webhook's whole address. */
export async function callWebhook(url: string, body: object): Promise<string> {
	const deadline = Date.now() + webhookSeconds * 1000;
	for (;;) {
		const { status, data } = await axios.post<unknown>(url, body, {
			proxy: false,
			validateStatus: () => true,
		});
		if (status < 300) return String((data as { executionId: string }).executionId);
		if (status !== 404 || Date.now() > deadline) {
			throw new Error(`n8n answered ${status} to POST ${url}: ${JSON.stringify(data)}`);
		}
		await sleep(200);
	}
}

/** The name of the webhook node that `webhookWorkflow` puts in front. */
export const webhookNode = 'Called';

/**
 * Turns a short description into a workflow that starts when its webhook is called, once it was
 * activated. The items of the webhook node carry what it was called with in `body`.
 *
 * @param path of the webhook, unlike that of any other active workflow
 * @param connections by default a chain from `Called` through all nodes by output 0
 */
export function webhookWorkflow(
	path: string,
	nodes: NodeSketch[],
	connections?: ConnectionSketch[],
): WorkflowJson {
	const called: NodeSketch = {
		name: webhookNode,
		type: 'n8n-nodes-base.webhook',
		typeVersion: 2,
		webhookId: path,
		parameters: {
			httpMethod: 'POST',
			path,
			responseMode: 'onReceived',
			options: { responseData: '={{ JSON.stringify({ executionId: $execution.id }) }}' },
		},
	};
	const all = [called, ...nodes];
	const chain = nodes.map(({ name }, index): ConnectionSketch => [
		all[index]?.name ?? webhookNode,
		name,
	]);
	const made = workflow(path, all, connections ?? chain);
	// In front of a webhook the manual trigger would only be in the way.
	return { ...made, nodes: made.nodes.slice(1) };
}
