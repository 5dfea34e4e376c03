import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import execa from 'execa';
import type { IDataObject } from 'n8n-workflow';
import { ensureN8nInstalled } from '../../support/n8n/install';
import { startPostgres } from '../../support/n8n/queue/postgres';
import { directusFile } from '../directus/install';
import { startScript } from './start';

/** A Directus with nothing in it. */
export interface Directus {
	/** Without a slash at the end. */
	url: string;
	/** Data of a credential of type `httpHeaderAuth`. */
	credential: IDataObject;
	/** All files by their titles. */
	files(): Promise<Record<string, Buffer>>;
	stop(): Promise<void>;
}

/** Starts Directus (directus.io), with a PostgreSQL of its own. */
export async function startDirectus(): Promise<Directus> {
	const token = randomBytes(16).toString('hex');
	const database = await startPostgres();
	const script = directusFile('directus', 'cli.js');
	const server = await startScript('directus', 'Server started', async ({ folder, port }) => {
		const settings = {
			HOST: '127.0.0.1',
			PORT: port,
			PUBLIC_URL: `http://127.0.0.1:${port}`,
			DB_CLIENT: 'pg',
			DB_HOST: database.host,
			DB_PORT: database.port,
			DB_DATABASE: database.database,
			DB_USER: database.user,
			DB_PASSWORD: database.password,
			SECRET: randomBytes(32).toString('hex'),
			ADMIN_EMAIL: 'admin@example.com',
			ADMIN_PASSWORD: randomBytes(16).toString('hex'),
			ADMIN_TOKEN: token,
			STORAGE_LOCAL_ROOT: join(folder, 'uploads'),
			TELEMETRY: false,
		};
		const lines = Object.entries(settings).map(([name, value]) => `${name}="${value}"\n`);
		await writeFile(join(folder, '.env'), lines.join(''));
		const { nodeBinary } = await ensureN8nInstalled({ log: () => undefined });
		await execa(nodeBinary, [script, 'bootstrap'], { cwd: folder });
		return [script, 'start'];
	}).catch(async (error: unknown) => {
		await database.stop();
		throw error;
	});
	const url = `http://127.0.0.1:${server.port}`;
	const headers = { authorization: `Bearer ${token}` };
	const get = async (path: string) => {
		const answer = await fetch(`${url}${path}`, { headers });
		if (!answer.ok) throw new Error(`Directus answered ${answer.status} to ${path}`);
		return answer;
	};
	return {
		url,
		credential: { name: 'Authorization', value: headers.authorization },
		files: async () => {
			const { data } = (await (await get('/files')).json()) as {
				data: Array<{ id: string; title: string }>;
			};
			const files = data.map(async ({ id, title }) => [
				title,
				Buffer.from(await (await get(`/assets/${id}`)).arrayBuffer()),
			]);
			return Object.fromEntries(await Promise.all(files)) as Record<string, Buffer>;
		},
		stop: async () => {
			await server.stop();
			await database.stop();
		},
	};
}
