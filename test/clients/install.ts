import execa from 'execa';
import { installPinned, type Log } from '../support/n8n/pinnedInstall';

const longestInstallMinutes = 10;

/**
 * Installs the pinned clients into `test/clients/node_modules` on first use, and again whenever the lock file has
 * changed. Safe to call from several processes at once, and after an installation that was interrupted.
 *
 * @returns that folder
 * @throws Error with npm's reason, such as a registry that can not be reached
 */
export async function ensureClientsInstalled({ log }: { log: Log }): Promise<string> {
	return await installPinned({
		folder: __dirname,
		name: 'clients',
		log,
		longestMinutes: longestInstallMinutes,
		async build(folder) {
			log(
				"Installing the gateways' own clients for their tests (first use, about 110 MB) ...",
			);
			await npmInstall(folder);
		},
	});
}

// n8n-workflow, which a node has as its peer, is that of the repository.
const parameters = ['ci', '--ignore-scripts', '--legacy-peer-deps', '--no-audit', '--no-fund'];

/**
 * Installs what the lock file in a folder pins.
 *
 * @throws Error with npm's reason
 */
export async function npmInstall(folder: string): Promise<void> {
	try {
		await execa('npm', parameters, { cwd: folder, all: true });
	} catch (error) {
		const { all, shortMessage } = error as execa.ExecaError;
		const reason = (all ?? '').split('\n').find((line) => line.startsWith('npm error'));
		throw new Error(`"npm ${parameters.join(' ')}" failed: ${reason ?? shortMessage}`);
	}
}
