import { join } from 'node:path';
import { npmInstall } from '../../clients/install';
import { installPinned, type Log } from '../../support/n8n/pinnedInstall';

const longestInstallMinutes = 10;

/**
 * Installs the pinned Directus into `test/targets/directus/node_modules` on first use, and again whenever the lock
 * file has changed.
 *
 * @throws Error with npm's reason, such as a registry that can not be reached
 */
export async function ensureDirectusInstalled({ log }: { log: Log }): Promise<void> {
	await installPinned({
		folder: __dirname,
		name: 'Directus',
		log,
		longestMinutes: longestInstallMinutes,
		async build(folder) {
			log('Installing Directus for its test (first use, about 650 MB) ...');
			await npmInstall(folder);
		},
	});
}

/** A file of the installed Directus. */
export const directusFile = (...path: string[]): string => join(__dirname, 'node_modules', ...path);
