import { setTimeout as sleep } from 'node:timers/promises';
import axios from 'axios';
import { type ConnectionSketch, type NodeSketch, type WorkflowJson, workflow } from '../n8n';

const webhookSeconds = 15;

/** `Queue.callWebhook` for any n8n, by the webhook's whole address. */
export async function callWebhook(url: string, body: object): Promise<string> {
	const deadline = Date.now() + webhookSeconds * 1000;
	for (;;) {
		const { status, data } = await axios.post<unknown>(url, body, {
			proxy: false,
			validateStatus: () => true,
		});
		if (status < 300) return String((data as { executionId: string }).executionId);
		if (status !== 404 || Date.now() > deadline) {
			throw new Error(`n8n answered ${status} to POST ${url}: ${JSON.stringify(data)}`);
		}
		await sleep(200);
	}
}

/** The name of the webhook node that `webhookWorkflow` puts in front. */
export const webhookNode = 'Called';

/**
 * Turns a short description into a workflow that starts when its webhook is called, once it was
 * activated. The items of the webhook node carry what it was called with in `body`.
 *
 * @param path of the webhook, unlike that of any other active workflow
 * @param connections by default a chain from `Called` through all nodes by output 0
 */
export function webhookWorkflow(
	path: string,
	nodes: NodeSketch[],
	connections?: ConnectionSketch[],
): WorkflowJson {
	const called: NodeSketch = {
		name: webhookNode,
		type: 'n8n-nodes-base.webhook',
		typeVersion: 2,
		webhookId: path,
		parameters: {
			httpMethod: 'POST',
			path,
			responseMode: 'onReceived',
			options: { responseData: '={{ JSON.stringify({ executionId: $execution.id }) }}' },
		},
	};
	const all = [called, ...nodes];
	const chain = nodes.map(({ name }, index): ConnectionSketch => [
		all[index]?.name ?? webhookNode,
		name,
	]);
	const made = workflow(path, all, connections ?? chain);
	// In front of a webhook the manual trigger would only be in the way.
	return { ...made, nodes: made.nodes.slice(1) };
}
