import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { startSimulator, type Simulator } from '../support/simulator';
import { installPackage, packPackage } from '../support/n8n/pack';
import { itemsOf, videoNode } from '../n8n/stage';
import { describeQueue } from '../support/n8n/queue/describeQueue';
import { startQueue, webhookWorkflow, type Queue } from '../support/n8n/queue/queue';

/** The package on a worker of n8n in queue mode. */

let queue: Queue;
let simulator: Simulator;

const videoWorkflow = (path: string, credential: { id: string; name: string }) => {
	const stage = { credentials: { pixazoApi: credential } };
	return webhookWorkflow(path, [
		videoNode(stage, 'submitVideo', { gateway: 'pixazo', prompt: 'A lake' }),
		videoNode(stage, 'waitForVideo', { downloadVideo: true }),
	]);
};

describeQueue('the package in queue mode', () => {
	let credential: { id: string; name: string };

	beforeAll(async () => {
		simulator = await startSimulator({ videoSeconds: 2 });
		const userFolder = await mkdtemp(join(tmpdir(), 'video-gateways-'));
		await installPackage(await packPackage(), userFolder);
		queue = await startQueue({ workers: 1, concurrency: 1, userFolder });
		credential = await queue.createCredential({
			name: 'Pixazo',
			type: 'pixazoApi',
			data: { ...simulator.credentials.pixazo },
		});
	}, 900_000);

	afterAll(async () => {
		await queue?.stop();
		await simulator?.close();
	});

	test('a worker submits, waits and downloads', async () => {
		const path = 'video';
		await queue.activate(await queue.createWorkflow(videoWorkflow(path, credential)));
		const execution = await queue.waitForExecution(await queue.callWebhook(path));

		expect(execution.error?.message).toBeUndefined();
		const [done] = itemsOf(execution, 'Wait For Video');
		expect(done!.json).toMatchObject({ gateway: 'pixazo', status: 'completed' });
		expect((await queue.binaryFile(done!.binary!.data!)).length).toBeGreaterThan(1000);
	});

	test("Stop frees the worker's slot within a second", async () => {
		simulator.videoSeconds = 600;
		const path = 'long-video';
		await queue.activate(await queue.createWorkflow(videoWorkflow(path, credential)));
		const id = await queue.callWebhook(path);
		while ((simulator.jobs.at(-1)?.statusCalls.length ?? 0) < 3) await sleep(100);

		const asked = Date.now();
		await queue.stopExecution(id);
		const slot = () =>
			queue.workers[0]!.slotUses().find(({ executionId }) => executionId === id);
		while (slot()?.until === undefined && Date.now() - asked < 10_000) await sleep(50);
		const seconds = (slot()!.until! - asked) / 1000;

		console.log(`Stop: the worker's slot was free after ${seconds.toFixed(2)} s`);
		expect(seconds).toBeLessThan(1);
	});
});
