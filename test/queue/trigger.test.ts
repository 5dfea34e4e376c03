import { setTimeout as sleep } from 'node:timers/promises';

import { put, receiverWorkflow, submitJob } from '../support/n8n/triggers';
import { startQueueStage, type QueueStage } from './stage';
import { describeQueue } from '../support/n8n/queue/describeQueue';

/** Video Callback Trigger where several processes answer webhooks and several run executions. */

describeQueue('Video Callback Trigger in queue mode', () => {
	let stage: QueueStage;
	/** The addresses of all processes that answer webhooks. */
	let origins: string[];

	beforeAll(async () => {
		stage = await startQueueStage({ concurrency: 5, videoSeconds: 0 });
		await stage.queue.addWorker();
		origins = [stage.queue.url, await stage.queue.addWebhookProcess()];
	}, 900_000);

	afterAll(async () => {
		await stage?.close();
	});

	test('goes on once for each job, of two calls at the same moment to two processes', async () => {
		const { queue, simulator } = stage;
		const { made, path } = receiverWorkflow(stage, 'useapi', {});
		const id = await queue.createWorkflow(made);
		await queue.activate(id);
		const urls = origins.map((origin) => `${origin}/webhook/${path}`);
		const jobs = await Promise.all(
			Array.from(
				{ length: 12 },
				async (_, index) => await submitJob(stage, 'useapi', { prompt: `A lake ${index}` }),
			),
		);
		const answers = await Promise.all(
			jobs.flatMap((job) =>
				urls.map(async (url) =>
					simulator.sendCallback(simulator.callback(job, { url, variant: 'finalOnly' })),
				),
			),
		);
		expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));

		for (const end = Date.now() + 60_000; Date.now() < end; await sleep(100)) {
			const count = await queue.executionCount({ workflowId: id });
			if (count === answers.length) break;
		}
		const rows = await queue.executionRows({ workflowId: id });
		// Each process has started one for each job: neither knows of the other.
		expect(rows).toHaveLength(answers.length);
		const ended = rows.map(async (row) => await queue.waitForExecution(row.id));
		const ids = put(await Promise.all(ended)).map(({ jobId }) => jobId);
		expect(ids.sort()).toEqual(jobs.map(({ jobId }) => jobId).sort());
	});
});
