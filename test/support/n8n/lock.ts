import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Takes a lock that lasts as long as this process, unless it is released before.
 *
 * @param file holds the number of the process that has the lock
 * @param longestMinutes after which a lock counts as forgotten, whoever has it; by default never
 * @returns what releases the lock, or undefined if another process has it
 */
export async function tryLock(
	file: string,
	longestMinutes = Infinity,
): Promise<(() => Promise<void>) | undefined> {
	await mkdir(dirname(file), { recursive: true });
	if (!(await write(file))) {
		if (!(await isForgotten(file, longestMinutes))) return undefined;
		await rm(file, { force: true });
		if (!(await write(file))) return undefined;
	}
	// Two processes that found the same forgotten lock may both have removed it; the one that wrote
	// last keeps it.
	await sleep(200);
	if ((await readFile(file, 'utf8').catch(() => '')) !== String(process.pid)) return undefined;
	return async () => await rm(file, { force: true });
}

async function write(file: string): Promise<boolean> {
	try {
		await writeFile(file, String(process.pid), { flag: 'wx' });
		return true;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
		throw error;
	}
}

async function isForgotten(file: string, longestMinutes: number): Promise<boolean> {
	try {
		const { mtimeMs } = await stat(file);
		if (Date.now() - mtimeMs > longestMinutes * 60_000) return true;
		const holder = Number(await readFile(file, 'utf8'));
		// 0 is a file that its maker has not written into yet.
		if (holder > 0) process.kill(holder, 0);
		return false;
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === 'ESRCH';
	}
}
