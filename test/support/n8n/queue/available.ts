import { randomBytes } from 'node:crypto';
import { chmod, chown, cp, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import execa from 'execa';
import getPort from 'get-port';
import type { Log } from '../install';
import { ensurePostgresInstalled } from './install';

/** A server on loopback, for one test: nothing of it lasts. */
export interface Server {
	host: string;
	port: number;
	/** Everything it has written to stdout and stderr so far. */
	log(): string;
	/** Ends it and deletes its data. */
	stop(): Promise<void>;
}

/** A PostgreSQL with one empty database. */
export interface PostgresServer extends Server {
	database: string;
	user: string;
	password: string;
	/** `PostgreSQL 17.10`, for example. */
	version: string;
}

/** Whether n8n can be run in queue mode here; if not, why, in one line. */
export type Availability = { ok: true } | { ok: false; reason: string };

const host = '127.0.0.1';
const startSeconds = 60;
// n8n supports 17 and newer, and runs on 15 and 16 with a warning.
const oldestMajor = 15;
const toStderr: Log = (line) => void process.stderr.write(`${line}\n`);

/**
 * Looks for the servers that queue mode needs. Installs PostgreSQL on first use, so this may take
 * some seconds.
 *
 * @param options `log` takes the progress of that; by default stderr
 */
export async function available({ log = toStderr }: { log?: Log } = {}): Promise<Availability> {
	try {
		await findRedis();
		await findPostgres(log);
		return { ok: true };
	} catch (error) {
		const reason = error instanceof Error ? error.message : String(error);
		return { ok: false, reason: reason.replaceAll(/\s*\n\s*/g, ' ') };
	}
}

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
		const dataFolder = join(folder, 'data');
		const passwordFile = join(folder, 'password');
		await writeFile(passwordFile, password);
		const { uid, gid } = postgres.user;
		if (uid !== undefined && gid !== undefined) {
			await chown(folder, uid, gid);
			await chown(passwordFile, uid, gid);
		}
		await execa(
			join(programs, 'bin', 'initdb'),
			[
				`--pgdata=${dataFolder}`,
				'--username=n8n',
				`--pwfile=${passwordFile}`,
				'--auth=scram-sha-256',
				'--encoding=UTF8',
				'--locale=C',
				'--no-sync',
			],
			{ cwd: folder, ...postgres.user, env: serverEnvironment(), extendEnv: false },
		);
		const settings = {
			listen_addresses: host,
			port: String(port),
			unix_socket_directories: '',
			// What is left of a killed server then lies in its folder, not in shared memory.
			dynamic_shared_memory_type: 'mmap',
			fsync: 'off',
			synchronous_commit: 'off',
			full_page_writes: 'off',
		};
		const server = await startServer({
			name: 'PostgreSQL',
			port,
			file: join(programs, 'bin', 'postgres'),
			parameters: [
				'-D',
				dataFolder,
				...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
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

interface ServerStart {
	name: string;
	port: number;
	file: string;
	parameters: string[];
	user: SystemUser;
	/** What asks it to end. */
	signal: NodeJS.Signals;
	/** Its own, deleted when it has ended. */
	folder: string;
	/** What it writes when it takes connections. */
	readyLine: string;
}

async function startServer({ name, port, readyLine, ...start }: ServerStart): Promise<Server> {
	const guard = execa(
		process.execPath,
		[
			join(__dirname, 'server-guard.cjs'),
			JSON.stringify({ ...start, environment: serverEnvironment() }),
		],
		// A session of its own, so that Ctrl-C reaches it only by the end of its parent: n8n must be
		// able to end before its database does.
		{ reject: false, buffer: false, detached: true, stdin: 'pipe' },
	);
	let output = '';
	for (const stream of [guard.stdout, guard.stderr]) {
		stream?.setEncoding('utf8').on('data', (text: string) => {
			output += text;
		});
	}
	let ended = false;
	const exit = guard.then(() => {
		ended = true;
	});
	const stop = async () => {
		guard.stdin?.end();
		await exit;
	};

	const deadline = Date.now() + startSeconds * 1000;
	while (!output.includes(readyLine) || !(await takesConnections(port))) {
		if (ended || Date.now() > deadline) {
			await stop();
			const lastLines = output.split('\n').slice(-20).join('\n');
			throw new Error(`${name} did not start on port ${port}:\n${lastLines}`);
		}
		await sleep(100);
	}
	return { host, port, log: () => output, stop };
}

async function takesConnections(port: number): Promise<boolean> {
	return await new Promise((resolve) => {
		const socket = connect({ host, port });
		socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
		socket.once('connect', () => socket.destroy());
	});
}

/** Nothing of the caller's settings (`PGDATA`, `LANG`) may reach a server. */
function serverEnvironment(): Record<string, string> {
	return { PATH: process.env.PATH ?? '', LC_ALL: 'C', TZ: 'UTC' };
}

async function findRedis(): Promise<string> {
	const file = await findOnPath('redis-server');
	if (file !== undefined) return file;
	throw new Error(
		'redis-server is not on the PATH (Debian: apt-get install redis-server; macOS: brew install redis)',
	);
}

/** What Node.js is told when it starts a program as somebody else. */
interface SystemUser {
	uid?: number;
	gid?: number;
}

interface Postgres {
	/** Holds `bin`. */
	folder: string;
	version: string;
	/** PostgreSQL refuses to run as root. */
	user: SystemUser;
	/** Whether that user may not enter the folder, as below a home folder of root. */
	isOutOfReach: boolean;
}

async function findPostgres(log: Log): Promise<Postgres> {
	const user = await unprivilegedUser();
	const reasons: string[] = [];
	try {
		const folder = await ensurePostgresInstalled({ log });
		return await inspectPostgres(folder, user, { mayBeCopied: true });
	} catch (error) {
		reasons.push(error instanceof Error ? error.message : String(error));
	}
	for (const folder of await systemFolders()) {
		try {
			const postgres = await inspectPostgres(folder, user, { mayBeCopied: false });
			log(`Using ${postgres.version} of this system: ${reasons.join('; ')}`);
			return postgres;
		} catch (error) {
			reasons.push(error instanceof Error ? error.message : String(error));
		}
	}
	throw new Error(
		`no PostgreSQL can be run (${reasons.join('; ')}; Debian: apt-get install postgresql)`,
	);
}

async function unprivilegedUser(): Promise<SystemUser> {
	if (process.getuid?.() !== 0) return {};
	try {
		const [uid, gid] = await Promise.all(
			['-u', '-g'].map(async (flag) => (await execa('id', [flag, 'nobody'])).stdout),
		);
		return { uid: Number(uid), gid: Number(gid) };
	} catch {
		throw new Error(
			'PostgreSQL does not run as root, and there is no user "nobody" to run it as',
		);
	}
}

async function inspectPostgres(
	folder: string,
	user: SystemUser,
	{ mayBeCopied }: { mayBeCopied: boolean },
): Promise<Postgres> {
	const file = join(folder, 'bin', 'postgres');
	const versionOf = async (asUser: SystemUser) =>
		// Also a cwd that the user may not enter would look like a program that it may not run.
		(await execa(file, ['--version'], { cwd: '/', ...asUser })).stdout
			.replace(/^postgres \((PostgreSQL)\)/, '$1')
			.trim();
	const [version, isOutOfReach] = await versionOf(user).then(
		(found) => [found, false] as const,
		async (error: NodeJS.ErrnoException) => {
			if (error.code !== 'EACCES' || !mayBeCopied) throw error;
			return [await versionOf({}), true] as const;
		},
	);
	if (Number(/\d+/.exec(version)?.[0]) < oldestMajor) {
		throw new Error(`${version} in ${folder} is too old for n8n`);
	}
	return { folder, version, user, isOutOfReach };
}

async function copyPrograms(programs: string, folder: string): Promise<string> {
	const copy = join(folder, 'programs');
	await cp(programs, copy, { recursive: true, verbatimSymlinks: true });
	await chmod(copy, 0o755);
	return copy;
}

/** Where Debian and others put PostgreSQL, the newest first. */
async function systemFolders(): Promise<string[]> {
	const debian = '/usr/lib/postgresql';
	const versions = (await readdir(debian).catch((): string[] => [])).sort(
		(a, b) => Number(b) - Number(a),
	);
	const onPath = await findOnPath('initdb');
	return [
		...versions.map((version) => join(debian, version)),
		...(onPath === undefined ? [] : [join(onPath, '..', '..')]),
	];
}

async function findOnPath(name: string): Promise<string | undefined> {
	for (const folder of (process.env.PATH ?? '').split(delimiter)) {
		if (folder === '') continue;
		if ((await readdir(folder).catch((): string[] => [])).includes(name))
			return join(folder, name);
	}
	return undefined;
}
