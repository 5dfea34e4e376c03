import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import getPort from 'get-port';
import { ensureN8nInstalled } from '../install';
import { startN8n } from '../n8n';
import { startPostgres } from './postgres';
import { startRedis } from './redis';
import { makeWorkerFolder, otherProcesses } from './processes';
import { queueSettings, readEncryptionKey } from './settings';
import type { Queue, QueueOptions } from './types';
import { callWebhook } from './webhook';

export type { Worker, Queue } from './types';
export { callWebhook, webhookNode, webhookWorkflow } from './webhook';

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
		const {
			stop: stopOthers,
			addWorkers,
			...others
		} = otherProcesses({
			installed,
			port,
			env: { ...env, N8N_ENCRYPTION_KEY: await readEncryptionKey(userFolder) },
			newFolder: async () => await makeWorkerFolder(folder, userFolder),
			concurrency: options.concurrency,
		});
		closers.push(stopOthers);
		await addWorkers(options.workers);

		const queue: Queue = {
			...main,
			...others,
			redis,
			postgres,
			restartMain: async (how) => {
				await main[how]();
				main = await startMain();
				Object.assign(queue, main, { stop: closeAll });
			},
			callWebhook: (path, body = {}) => callWebhook(`${main.url}/webhook/${path}`, body),
			stop: closeAll,
		};
		return queue;
	} catch (error) {
		await closeAll();
		throw error;
	}
}
