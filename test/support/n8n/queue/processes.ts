import { mkdir, mkdtemp, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import getPort from 'get-port';
import { slotSeconds, slotUses, type Period } from '../../../queue/slots';
import type { InstalledN8n } from '../install';
import { memoryCalls, spawnN8n, startSeconds, type N8nProcess } from '../n8n';
import type { Worker } from './types';

/**
 * A worker has a folder of its own, because n8n takes the crash journal of another process that runs
 * there for that of a crash, and pauses for 10 s. It takes the community packages from the main
 * process, as from a volume that is mounted in all containers.
 */
export async function makeWorkerFolder(folder: string, userFolder: string): Promise<string> {
	const workerFolder = await mkdtemp(join(folder, 'worker-'));
	const packages = join(userFolder, '.n8n', 'nodes');
	await mkdir(packages, { recursive: true });
	await mkdir(join(workerFolder, '.n8n'));
	await symlink(packages, join(workerFolder, '.n8n', 'nodes'), 'dir');
	return workerFolder;
}

/** What the processes beside the main one are started with. */
interface ProcessOptions {
	installed: InstalledN8n;
	/** Of the main process. */
	port: number;
	env: Record<string, string>;
	/** Makes a folder for one process. */
	newFolder: () => Promise<string>;
	/** How many executions each worker runs at a time. */
	concurrency: number;
}

/** Starts the processes beside the main one: workers, and processes that only answer webhooks. */
export function otherProcesses(options: ProcessOptions) {
	const workers: Worker[] = [];
	const webhooks: N8nProcess[] = [];
	const addWorker = async () => {
		const worker = await startWorker(options);
		workers.push(worker);
		await untilReady(worker, workers.length);
		return worker;
	};
	return {
		workers,
		addWorker,
		addWorkers: async (count: number) => {
			// All have to be known before one that failed ends them.
			const starts = await Promise.allSettled(Array.from({ length: count }, addWorker));
			for (const start of starts) if (start.status === 'rejected') throw start.reason;
		},
		addWebhookProcess: async () => {
			const { url, started } = await startWebhookProcess(options);
			webhooks.push(started);
			await untilAnswers(url, started);
			return url;
		},
		slotSeconds: (period?: Period) =>
			slotSeconds(
				workers.flatMap((worker) => worker.slotUses()),
				period,
			),
		stop: async () => {
			for (const started of webhooks) await started.end('SIGTERM');
			await Promise.all(workers.map((worker) => worker.stop()));
		},
	};
}

async function startWorker({
	installed,
	port,
	env,
	newFolder,
	concurrency,
}: ProcessOptions): Promise<Worker> {
	const started = await spawnN8n(installed, ['worker', `--concurrency=${concurrency}`], {
		userFolder: await newFolder(),
		port,
		// What `slotUses` reads.
		env: { ...env, N8N_LOG_FORMAT: 'json' },
	});
	let endedAt: number | undefined;
	const end = async (signal: 'SIGTERM' | 'SIGKILL') => {
		if (started.hasEnded()) return;
		if (signal === 'SIGKILL') endedAt ??= Date.now();
		await started.end(signal);
		endedAt ??= Date.now();
	};
	return {
		pid: started.pid,
		log: started.log,
		isRunning: () => !started.hasEnded(),
		slotUses: () => slotUses(started.log(), endedAt),
		...memoryCalls(started.pid),
		kill: () => end('SIGKILL'),
		stop: () => end('SIGTERM'),
	};
}

async function startWebhookProcess({ installed, env, newFolder }: ProcessOptions) {
	const port = await getPort();
	const started = await spawnN8n(installed, ['webhook'], {
		userFolder: await newFolder(),
		port,
		env,
	});
	return { url: `http://127.0.0.1:${port}`, started };
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
