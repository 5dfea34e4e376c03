import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import getPort from 'get-port';
import { type Server, findOnPath, host, startServer } from './server';

/**
 * Starts Redis without persistence on a free port.
 *
 * @throws Error with what to install, or with the end of its output
 */
export async function startRedis(): Promise<Server> {
	const file = await findRedis();
	const folder = await mkdtemp(join(tmpdir(), 'queue-redis-'));
	const port = await getPort();
	const settings = {
		bind: host,
		port: String(port),
		save: '',
		appendonly: 'no',
		daemonize: 'no',
		dir: folder,
	};
	return await startServer({
		name: 'Redis',
		port,
		file,
		parameters: Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]),
		user: {},
		signal: 'SIGTERM',
		folder,
		readyLine: 'Ready to accept connections',
	});
}

/**
 * Where Redis lies.
 *
 * @throws Error with what to install
 */
export async function findRedis(): Promise<string> {
	const file = await findOnPath('redis-server');
	if (file !== undefined) return file;
	throw new Error(
		'redis-server is not on the PATH (Debian: apt-get install redis-server; macOS: brew install redis)',
	);
}
