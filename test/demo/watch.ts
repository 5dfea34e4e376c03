import { copyFile, mkdir, readFile, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** When each file was last written, in milliseconds since 1970, by its path. */
type Snapshot = Map<string, number>;

/** Every file below a folder, as a path. */
async function filesBelow(folder: string): Promise<string[]> {
	const entries = await readdir(folder, { recursive: true, withFileTypes: true });
	return entries
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name));
}

async function takeSnapshot(folders: readonly string[]): Promise<Snapshot> {
	const files = (await Promise.all(folders.map(filesBelow))).flat();
	const times = await Promise.all(
		files.map(async (file) => {
			// An editor's temporary file may be gone by now.
			const stats = await stat(file).catch(() => undefined);
			return stats ? ([[file, stats.mtimeMs]] as const) : [];
		}),
	);
	return new Map(times.flat());
}

/** The files that were added, written or deleted between two snapshots. */
function changedFiles(before: Snapshot, now: Snapshot): string[] {
	const all = new Set([...before.keys(), ...now.keys()]);
	return [...all].filter((file) => before.get(file) !== now.get(file)).sort();
}

/**
 * Calls `onChange` with the files below `folders` that changed since it was last called, one call at a time, until
 * `signal` is aborted. It compares times of files: file system events don't arrive from every editor, container or
 * network drive.
 *
 * @param everyMs how often it compares
 */
export async function watchFiles(
	folders: readonly string[],
	onChange: (files: string[]) => Promise<void>,
	{ signal, everyMs = 500 }: { signal: AbortSignal; everyMs?: number },
): Promise<void> {
	let seen = await takeSnapshot(folders);
	while (!signal.aborted) {
		const now = await takeSnapshot(folders);
		const files = changedFiles(seen, now);
		seen = now;
		if (files.length > 0) await onChange(files);
		await sleep(everyMs, undefined, { signal }).catch(() => {});
	}
}

/**
 * Moves what differs in `source` into `target`, a folder that a running process watches, each one whole. Deletes
 * nothing.
 *
 * @param staging a folder on the same disk as `target`, outside it; deleted at the end
 * @returns the files that differed, as paths within `source`
 */
export async function replaceChangedFiles(
	source: string,
	target: string,
	staging: string,
): Promise<string[]> {
	const files = (await filesBelow(source)).map((file) => relative(source, file));
	const changed = await Promise.all(
		files.map(async (file) =>
			(await areEqual(join(source, file), join(target, file))) ? [] : [file],
		),
	);
	const staged = changed.flat();
	for (const file of staged) {
		await mkdir(dirname(join(staging, file)), { recursive: true });
		await mkdir(dirname(join(target, file)), { recursive: true });
		await copyFile(join(source, file), join(staging, file));
	}
	for (const file of staged) await rename(join(staging, file), join(target, file));
	await rm(staging, { recursive: true, force: true });
	return staged;
}

async function areEqual(one: string, other: string): Promise<boolean> {
	const [left, right] = await Promise.all([
		readFile(one),
		readFile(other).catch(() => undefined),
	]);
	return right !== undefined && left.equals(right);
}
