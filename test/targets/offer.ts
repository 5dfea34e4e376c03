import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { startN8n, type N8n } from '../support/n8n/n8n';
import { packPackage } from '../support/n8n/pack';
import { startRegistry } from './servers/registry';

/** The version that is installed first. It is today's code under an older number. */
export const olderVersion = '0.1.0';

/** An n8n without the package, and the registry that offers it. */
export interface Offer {
	n8n: N8n;
	/** Publishes the package once more, under this number. */
	publish: (version: string) => Promise<void>;
	/** Stops both, and removes what they have written. */
	close: () => Promise<void>;
}

/** Starts both, with the older version in the registry. */
export async function startOffer(): Promise<Offer> {
	const tarball = await packPackage();
	const removeTarball = async () => await rm(dirname(tarball), { recursive: true, force: true });
	const registry = await startRegistry();
	try {
		await registry.publish(tarball, olderVersion);
		const userFolder = await mkdtemp(join(tmpdir(), 'video-gateways-'));
		const n8n = await startN8n({ userFolder, env: registry.env });
		return {
			n8n,
			publish: async (version) => await registry.publish(tarball, version),
			close: async () => {
				await n8n.stop();
				await registry.stop();
				await removeTarball();
				await rm(userFolder, { recursive: true, force: true });
			},
		};
	} catch (error) {
		await registry.stop();
		await removeTarball();
		throw error;
	}
}
