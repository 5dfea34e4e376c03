import { createRequire } from 'node:module';
import type { PostgresServer } from '../../support/n8n/queue/postgres';
import { targetFile } from '../install';

/** What is used of `pg`, which is loaded at run time. */
export interface PostgresClient {
	connect(): Promise<void>;
	query<Row>(text: string, values?: unknown[]): Promise<{ rows: Row[] }>;
	end(): Promise<void>;
}

/** Logs in at a PostgreSQL. */
export async function connectTo(server: PostgresServer): Promise<PostgresClient> {
	const { host, port, database, user, password } = server;
	const load = createRequire(targetFile('pg', 'package.json'));
	const { Client } = load('pg') as { Client: new (options: object) => PostgresClient };
	const client = new Client({ host, port, database, user, password });
	await client.connect();
	return client;
}
