import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { startN8n } from './n8n';
import { installPackage, packageName, packPackage } from './pack';

/**
 * A user folder of n8n as it is after the first start: with its tables, its owner and the package. Most files of tests
 * start an n8n of their own, and from a copy of such a folder that takes half of the processor time.
 */

/** Where `setup.ts` says to the workers of jest which folder they may copy. */
const VARIABLE = 'VIDEO_GATEWAYS_READY_FOLDER';

/** Makes the folder, once for a run. */
export async function makeReadyFolder(): Promise<void> {
	const userFolder = await mkdtemp(join(tmpdir(), 'video-gateways-ready-'));
	await installInto(userFolder);
	await (await startN8n({ userFolder })).stop();
	process.env[VARIABLE] = userFolder;
}

export async function removeReadyFolder(): Promise<void> {
	const folder = process.env[VARIABLE];
	if (folder) await rm(folder, { recursive: true, force: true });
}

async function installInto(userFolder: string): Promise<void> {
	const tarball = await packPackage();
	await installPackage(tarball, userFolder);
	await rm(dirname(tarball), { recursive: true, force: true });
}

/**
 * A user folder with the package for one n8n: a copy of the ready one, or without one a fresh one.
 *
 * @returns both absolute
 */
export async function prepareUserFolder(): Promise<{ userFolder: string; installed: string }> {
	const userFolder = await mkdtemp(join(tmpdir(), 'video-gateways-'));
	const ready = process.env[VARIABLE];
	if (ready) await cp(ready, userFolder, { recursive: true });
	else await installInto(userFolder);
	return {
		userFolder,
		installed: join(userFolder, '.n8n', 'nodes', 'node_modules', packageName),
	};
}
