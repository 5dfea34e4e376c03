import { existsSync } from 'node:fs';
import execa from 'execa';
import { findOnPath } from '../support/n8n/queue/server';
import type { Log } from '../support/n8n/pinnedInstall';

/** What a server needs of Debian (or Ubuntu). */
export interface DebianNeeds {
	/** Files that are there when it is installed; a name without a slash is a program. */
	files: readonly string[];
	packages: readonly string[];
}

/** The path of a program, also of one that only root has on its path. */
export async function programPath(name: string): Promise<string | undefined> {
	const inSbin = `/usr/sbin/${name}`;
	return (await findOnPath(name)) ?? (existsSync(inSbin) ? inSbin : undefined);
}

async function missing({ files }: DebianNeeds): Promise<string[]> {
	const found = await Promise.all(
		files.map(async (file) =>
			file.includes('/') ? existsSync(file) : (await programPath(file)) !== undefined,
		),
	);
	return files.filter((_, index) => !found[index]);
}

/**
 * Installs what is missing, if this is root's Debian.
 *
 * @throws Error with one line: what is missing, and what to install
 */
export async function ensureDebian(name: string, needs: DebianNeeds, log: Log): Promise<void> {
	if ((await missing(needs)).length === 0) return;
	if (process.getuid?.() === 0 && (await programPath('apt-get'))) {
		log(`Installing ${name} for the tests: ${needs.packages.join(' ')} (up to a minute) ...`);
		await install(needs.packages).catch(() => undefined);
	}
	const still = await missing(needs);
	if (still.length === 0) return;
	throw new Error(
		`${still.join(', ')} is missing (Debian: apt-get install ${needs.packages.join(' ')})`,
	);
}

async function install(packages: readonly string[]): Promise<void> {
	// As in single-user mode, Debian then starts none of the services: the tests start their own.
	const env = { DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
	const options = { env, timeout: 300_000 };
	await execa('apt-get', ['update', '-qq'], options);
	await execa(
		'apt-get',
		['install', '--yes', '-qq', '--no-install-recommends', ...packages],
		options,
	);
}
