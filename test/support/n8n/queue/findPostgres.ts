import { chmod, cp, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import execa from 'execa';
import type { Log } from '../install';
import { ensurePostgresInstalled } from './install';
import { type SystemUser, findOnPath } from './server';

// n8n supports 17 and newer, and runs on 15 and 16 with a warning.
const oldestMajor = 15;
/** The default log. */
export const toStderr: Log = (line) => void process.stderr.write(`${line}\n`);

interface Postgres {
	/** Holds `bin`. */
	folder: string;
	version: string;
	/** PostgreSQL refuses to run as root. */
	user: SystemUser;
	/** Whether that user may not enter the folder, as below a home folder of root. */
	isOutOfReach: boolean;
}

/** Finds PostgreSQL, or installs it. */
export async function findPostgres(log: Log): Promise<Postgres> {
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

/** Copies the programs to where every user reaches them. */
export async function copyPrograms(programs: string, folder: string): Promise<string> {
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
