import { randomBytes } from 'node:crypto';
import { chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import execa from 'execa';
import getPort from 'get-port';
import type { Log } from '../install';
import { copyPrograms, findPostgres, toStderr } from './findPostgres';
import { type Server, host, serverEnvironment, startServer, type SystemUser } from './server';

/** A PostgreSQL with one empty database. */
export interface PostgresServer extends Server {
	database: string;
	user: string;
	password: string;
	/** `PostgreSQL 17.10`, for example. */
	version: string;
}

/**
 * Starts PostgreSQL on a free port, with a password of its own and nothing synced to disk.
 *
 * @param options `log` takes the progress of an installation on first use; by default stderr
 * @throws Error with what to install, or with the end of its output
 */
export async function startPostgres({
	log = toStderr,
}: { log?: Log } = {}): Promise<PostgresServer> {
	const postgres = await findPostgres(log);
	const folder = await mkdtemp(join(tmpdir(), 'queue-postgres-'));
	const password = randomBytes(16).toString('hex');
	const port = await getPort();
	try {
		const programs = postgres.isOutOfReach
			? await copyPrograms(postgres.folder, folder)
			: postgres.folder;
		await makeDatabase(programs, folder, postgres.user, password);
		const server = await startServer({
			name: 'PostgreSQL',
			port,
			file: join(programs, 'bin', 'postgres'),
			parameters: [
				'-D',
				dataIn(folder),
				...Object.entries(settingsFor(port)).flatMap(([name, value]) => [
					'-c',
					`${name}=${value}`,
				]),
			],
			user: postgres.user,
			// The data are not kept, so it need not write them out before it ends.
			signal: 'SIGQUIT',
			folder,
			readyLine: 'database system is ready to accept connections',
		});
		return {
			...server,
			database: 'postgres',
			user: 'n8n',
			password,
			version: postgres.version,
		};
	} catch (error) {
		await rm(folder, { recursive: true, force: true });
		throw error;
	}
}

const dataIn = (folder: string) => join(folder, 'data');

async function makeDatabase(
	programs: string,
	folder: string,
	user: SystemUser,
	password: string,
): Promise<void> {
	const passwordFile = join(folder, 'password');
	await writeFile(passwordFile, password);
	const { uid, gid } = user;
	if (uid !== undefined && gid !== undefined) {
		await chown(folder, uid, gid);
		await chown(passwordFile, uid, gid);
	}
	await execa(
		join(programs, 'bin', 'initdb'),
		[
			`--pgdata=${dataIn(folder)}`,
			'--username=n8n',
			`--pwfile=${passwordFile}`,
			'--auth=scram-sha-256',
			'--encoding=UTF8',
			'--locale=C',
			'--no-sync',
		],
		{ cwd: folder, ...user, env: serverEnvironment(), extendEnv: false },
	);
}

const settingsFor = (port: number) => ({
	listen_addresses: host,
	port: String(port),
	unix_socket_directories: '',
	// What is left of a killed server then lies in its folder, not in shared memory.
	dynamic_shared_memory_type: 'mmap',
	fsync: 'off',
	synchronous_commit: 'off',
	full_page_writes: 'off',
});
