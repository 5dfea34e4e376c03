import { randomUUID } from 'node:crypto';
import { workflow, type NodeSketch } from '../support/n8n/n8n';
import { videoNode, type Stage } from '../n8n/stage';
import type { GatewayId } from '../support/simulator';

/** A published workflow that a gateway's callbacks start. */
interface Receiver {
	workflowId: string;
	url: string;
}

/** Publishes such a workflow. */
export async function receiver(
	stage: Stage,
	gateway: GatewayId,
	credentials: Stage['credentials'],
): Promise<Receiver> {
	const webhookId = randomUUID();
	const trigger = videoNode({ credentials }, 'videoTrigger', { gateway }, { webhookId });
	const after: NodeSketch = { name: 'After', type: 'n8n-nodes-base.noOp' };
	const made = workflow(`Receive ${gateway}`, [trigger, after], [[trigger.name, after.name]]);
	const workflowId = await stage.n8n.createWorkflow(made);
	await stage.n8n.activate(workflowId);
	return { workflowId, url: `${stage.n8n.url}/webhook/${webhookId}/webhook` };
}
