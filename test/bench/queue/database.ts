import { createRequire } from 'node:module';

import { ensureN8nInstalled } from '../../support/n8n/install';
import type { PostgresServer } from '../../support/n8n/queue/postgres';
import { print } from '../report';

/** Reads n8n's database beside n8n, which would spend time on the same questions that is to be measured. */

interface Client {
	connect: () => Promise<void>;
	query: (text: string) => Promise<{ rows: Array<Record<string, string>> }>;
	end: () => Promise<void>;
	on: (event: 'error', listener: () => void) => void;
}

/** What is asked of the database. */
export interface Database {
	/** How many executions have each status. */
	statuses: () => Promise<Readonly<Record<string, number>>>;
	/** The ids of executions that failed or crashed and that nobody has retried. */
	failed: () => Promise<Array<{ id: string; status: string }>>;
	/** Of the whole database. */
	bytes: () => Promise<number>;
	/** The stored data of executions: how long it is on average and at most, in characters. */
	executionData: () => Promise<{ mean: number; most: number }>;
}

/** Asks each question on a connection of its own: the server restarts meanwhile. */
export async function openDatabase(postgres: PostgresServer): Promise<Database> {
	const { n8nScript } = await ensureN8nInstalled({ log: print });
	// The client that n8n itself uses.
	const pg = createRequire(n8nScript)('pg') as { Client: new (options: object) => Client };
	const { host, port, user, password, database } = postgres;
	async function ask(text: string): Promise<Array<Record<string, string>>> {
		const client = new pg.Client({ host, port, user, password, database });
		// A connection that is cut while nobody asks.
		client.on('error', () => undefined);
		await client.connect();
		try {
			return (await client.query(text)).rows;
		} finally {
			await client.end().catch(() => undefined);
		}
	}
	return {
		statuses: async () => {
			const rows = await ask('SELECT status, count(*) FROM execution_entity GROUP BY status');
			return Object.fromEntries(rows.map(({ status, count }) => [status, Number(count)]));
		},
		failed: async () =>
			(
				await ask(
					`SELECT id, status FROM execution_entity AS failed WHERE status IN ('error', 'crashed', 'canceled') AND NOT EXISTS (SELECT 1 FROM execution_entity WHERE "retryOf" = failed.id::text) ORDER BY id`,
				)
			).map(({ id, status }) => ({ id: String(id), status: status! })),
		bytes: async () => {
			const [row] = await ask('SELECT pg_database_size(current_database()) AS bytes');
			return Number(row?.bytes);
		},
		executionData: async () => {
			const [row] = await ask(
				'SELECT avg(length(data)) AS mean, max(length(data)) AS most FROM execution_data',
			);
			return { mean: Number(row?.mean), most: Number(row?.most) };
		},
	};
}
