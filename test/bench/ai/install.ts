import { npmInstall } from '../../clients/install';
import { installPinned, isInstalled, type Log } from '../../support/n8n/pinnedInstall';

/** Whether Vercel's AI SDK is installed as the lock file has it. */
export const isAiInstalled = async (): Promise<boolean> => await isInstalled(__dirname);

/**
 * Installs the pinned AI SDK of Vercel into `test/bench/ai/node_modules` on first use, and again whenever the lock file
 * has changed.
 *
 * @throws Error with npm's reason, such as a registry that can not be reached
 */
export async function ensureAiInstalled({ log }: { log: Log }): Promise<void> {
	await installPinned({
		folder: __dirname,
		name: 'ai',
		log,
		longestMinutes: 10,
		async build(folder) {
			log("Installing Vercel's AI SDK for the benchmarks (first use, about 34 MB) ...");
			await npmInstall(folder);
		},
	});
}
