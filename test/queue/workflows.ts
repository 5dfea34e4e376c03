import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { WorkflowJson } from '../support/n8n/n8n';
import { videoNode, type Stage } from '../n8n/stage';
import { webhookWorkflow } from '../support/n8n/queue/queue';

/** The node after Done. */
export const afterDone = 'Delivered';

/** What the workflow of a campaign is called with. */
export interface Order extends IDataObject {
	/** Unlike that of any other order, since the books go by it. */
	prompt: string;
}

/** Webhook, Submit Video, Wait For Video, and a node that what leaves Done comes to. */
export function videoWorkflow(
	stage: Pick<Stage, 'credentials'>,
	path: string,
	parameters: {
		waitMode: 'suspend' | 'keepRunning';
		submit?: INodeParameters;
		wait?: INodeParameters;
	},
): WorkflowJson {
	const { waitMode, submit = {}, wait = {} } = parameters;
	const nodes = [
		videoNode(stage, 'submitVideo', {
			gateway: 'pixazo',
			prompt: '={{ $json.body.prompt }}',
			...submit,
		}),
		videoNode(stage, 'waitForVideo', { waitMode, ...wait }),
		{ name: afterDone, type: 'n8n-nodes-base.noOp' },
	];
	const made = webhookWorkflow(path, nodes);
	return waitMode === 'suspend' ? withLoop(made) : made;
}

/** The same workflow with Still Running of Wait For Video led back to it, and what followed it after Done. */
export function withLoop(workflow: WorkflowJson): WorkflowJson {
	const name = 'Wait For Video';
	const next = workflow.connections[name]?.main?.[0] ?? [];
	const back = [{ node: name, type: 'main' as const, index: 0 }];
	return {
		...workflow,
		connections: { ...workflow.connections, [name]: { main: [back, next] } },
	};
}
