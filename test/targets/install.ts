import { join } from 'node:path';
import { npmInstall } from '../clients/install';
import { installPinned, type Log } from '../support/n8n/pinnedInstall';

const longestInstallMinutes = 10;

/**
 * Installs the pinned servers into `test/targets/node_modules` on first use, and again whenever the lock file has
 * changed. Safe to call from several processes at once, and after an installation that was interrupted.
 *
 * @returns that folder
 * @throws Error with npm's reason, such as a registry that can not be reached
 */
export async function ensureTargetsInstalled({ log }: { log: Log }): Promise<string> {
	return await installPinned({
		folder: __dirname,
		name: 'targets',
		log,
		longestMinutes: longestInstallMinutes,
		async build(folder) {
			log(
				'Installing S3, mail and other servers for the tests (first use, about 180 MB) ...',
			);
			await npmInstall(folder);
		},
	});
}

/** A file of an installed server. */
export const targetFile = (...path: string[]): string => join(__dirname, 'node_modules', ...path);
