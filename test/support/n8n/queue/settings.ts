import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PostgresServer } from './postgres';
import type { Server } from './server';

/** What makes n8n run in queue mode, on these servers. */
export function queueSettings(
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
export async function readEncryptionKey(userFolder: string): Promise<string> {
	const config = JSON.parse(await readFile(join(userFolder, '.n8n', 'config'), 'utf8')) as {
		encryptionKey: string;
	};
	return config.encryptionKey;
}
