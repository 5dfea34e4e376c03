import type { SimulatedJob } from '../support/simulator';
import { itemsOf, videoNode } from '../n8n/stage';
import { webhookWorkflow } from '../support/n8n/queue/queue';
import { isVideoOf } from './runs';
import type { QueueStage } from './stage';
import { afterDone } from './workflows';

const pickUpPath = 'pick-up';

/** Saves the workflow by which `pickUp` fetches videos: Wait For Video with a job's id, and nothing before it. */
export async function preparePickUp({ queue, credentials }: QueueStage): Promise<void> {
	const nodes = [
		videoNode({ credentials }, 'waitForVideo', {
			gateway: 'pixazo',
			jobId: '={{ $json.body.jobId }}',
		}),
		{ name: afterDone, type: 'n8n-nodes-base.noOp' },
	];
	await queue.activate(await queue.createWorkflow(webhookWorkflow(pickUpPath, nodes)));
}

/**
 * Fetches the videos of jobs that no execution knows of any more, by their ids.
 *
 * @returns how many came with their own video
 */
export async function pickUp(
	{ queue }: Pick<QueueStage, 'queue'>,
	jobs: readonly SimulatedJob[],
): Promise<number> {
	const ids = await Promise.all(
		jobs.map(async ({ jobId }) => await queue.callWebhook(pickUpPath, { jobId })),
	);
	let pickedUp = 0;
	for (const [index, job] of jobs.entries()) {
		const execution = await queue.waitForExecution(ids[index]!, { timeoutSeconds: 200 });
		const [item] = itemsOf(execution, afterDone);
		if (item && isVideoOf(item, job)) pickedUp += 1;
	}
	return pickedUp;
}
