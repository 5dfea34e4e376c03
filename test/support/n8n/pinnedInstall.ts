import { createHash } from 'node:crypto';
import {
	copyFile,
	mkdir,
	mkdtemp,
	readFile,
	readdir,
	rename,
	rm,
	writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { tryLock } from './lock';

/** Takes one line of progress, without the line break. */
export type Log = (line: string) => void;

/** A folder with a package.json and a lock file of its own, and how its node_modules are made. */
export interface PinnedInstall {
	/** Absolute. */
	folder: string;
	/** As it is called in progress lines. */
	name: string;
	log: Log;
	/** An installation under way for longer counts as dead. */
	longestMinutes: number;
	/** Fills `node_modules` in a folder that holds copies of the two files. */
	build: (folder: string) => Promise<void>;
}

const stampName = '.installed-from';
const definingFiles = ['package.json', 'package-lock.json'];
const cacheFolder = join(__dirname, '.cache');

/**
 * Installs what a folder's lock file pins into its `node_modules`, on first use and whenever the
 * lock file has changed. Safe to call from several processes at once, and after an installation
 * that was interrupted.
 *
 * @returns the folder's `node_modules`
 */
export async function installPinned(wish: PinnedInstall): Promise<string> {
	const { folder, name, log, longestMinutes } = wish;
	const modules = join(folder, 'node_modules');
	const wanted = await fingerprint(folder);
	if (await hasStamp(modules, wanted)) return modules;

	const lockFile = join(cacheFolder, `installing-${slug(name)}`);
	let release = await tryLock(lockFile, longestMinutes);
	if (!release) log(`Another process is installing ${name}, waiting for it ...`);
	while (!release) {
		await sleep(1000);
		release = await tryLock(lockFile, longestMinutes);
	}
	try {
		// Another process may have done it while this one waited for the lock.
		if (!(await hasStamp(modules, wanted))) await install(wish, modules, wanted);
	} finally {
		await release();
	}
	return modules;
}

async function install(
	{ folder, name, build }: PinnedInstall,
	modules: string,
	wanted: string,
): Promise<void> {
	// Built aside and moved into place at the end: npm may go on for a while after the process that
	// started it was killed, and must not meet its successor.
	const aside = await freshBuildFolder(folder, `build-${slug(name)}-`);
	try {
		await build(aside);
		const built = join(aside, 'node_modules');
		await writeFile(join(built, stampName), `${wanted}\n`);
		await rm(modules, { recursive: true, force: true });
		await rename(built, modules);
	} finally {
		await rm(aside, { recursive: true, force: true, maxRetries: 5 });
	}
}

async function fingerprint(folder: string): Promise<string> {
	const hash = createHash('sha256').update(`${process.platform}-${process.arch}\n`);
	for (const name of definingFiles) hash.update(await readFile(join(folder, name)));
	return hash.digest('hex');
}

/** Whether a folder's `node_modules` is there, from the lock file as it is now. */
export async function isInstalled(folder: string): Promise<boolean> {
	return await hasStamp(join(folder, 'node_modules'), await fingerprint(folder));
}

async function hasStamp(modules: string, wanted: string): Promise<boolean> {
	const stamp = await readFile(join(modules, stampName), 'utf8').catch(() => '');
	return stamp.trim() === wanted;
}

async function freshBuildFolder(source: string, prefix: string): Promise<string> {
	await mkdir(cacheFolder, { recursive: true });
	for (const name of await readdir(cacheFolder)) {
		if (!name.startsWith(prefix)) continue;
		await rm(join(cacheFolder, name), { recursive: true, force: true, maxRetries: 5 });
	}
	const folder = await mkdtemp(join(cacheFolder, prefix));
	for (const name of definingFiles) await copyFile(join(source, name), join(folder, name));
	return folder;
}

const slug = (name: string): string => name.toLowerCase();
