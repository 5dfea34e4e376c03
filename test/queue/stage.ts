import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gateways } from '../../gateways';
import { startSimulator, type GatewayId } from '../support/simulator';
import { installPackage, packPackage } from '../support/n8n/pack';
import type { Stage } from '../n8n/stage';
import { startQueue, type Queue } from '../support/n8n/queue/queue';

/**
 * Many executions that make one video each, on n8n in queue mode, and the books about them: what became of every
 * job that the gateway accepted. The tests and the measurements share it.
 */

/** n8n in queue mode with the packed package, the simulated gateways, and a good credential for each. */
export interface QueueStage extends Pick<Stage, 'simulator' | 'credentials' | 'close'> {
	queue: Queue;
}

/** Starts the stage with one worker; takes about 20 s. */
export async function startQueueStage(options: {
	concurrency: number;
	videoSeconds: number;
	/** For all processes of n8n. */
	env?: Record<string, string>;
}): Promise<QueueStage> {
	const simulator = await startSimulator({ videoSeconds: options.videoSeconds });
	const userFolder = await mkdtemp(join(tmpdir(), 'video-gateways-'));
	await installPackage(await packPackage(), userFolder);
	const { concurrency, env } = options;
	const queue = await startQueue({
		workers: 1,
		concurrency,
		userFolder,
		...(env ? { env } : {}),
	});
	const credentials: Stage['credentials'] = {};
	for (const { id, label, credentialType } of gateways) {
		credentials[credentialType] = await queue.createCredential({
			name: label,
			type: credentialType,
			data: { ...simulator.credentials[id as GatewayId] },
		});
	}
	return {
		queue,
		simulator,
		credentials,
		close: async () => {
			await queue.stop();
			await simulator.close();
		},
	};
}
