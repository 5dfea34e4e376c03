import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';

import { gateways } from '../../gateways';
import { canWakeExecution } from '../../gateways/callbacks';
import { isFinal, type Gateway } from '../../gateways/gateway';

/** The key by which the webhook tells the resumed node which job a callback was about. */
const CALL = 'wokenForJob';

/** Whether this Submit Video asks its gateway to call `$execution.resumeUrl`; the parameters as they are stored. */
function asksForWakeUp(parameters: IDataObject | undefined): boolean {
	const options = (parameters?.options ?? {}) as IDataObject;
	return options.wakeExecution === true || String(options.callbackUrl).includes('resumeUrl');
}

/** Tells of which gateways the jobs of this node will be called back: then looks are only there in case they are not. */
export function isWokenByCallback(context: IExecuteFunctions): (gateway: Gateway) => boolean {
	const asked = context
		.getParentNodes(context.getNode().name, { includeNodeParameters: true })
		.some(
			({ type, parameters }) =>
				type.endsWith('.submitVideo') && asksForWakeUp(parameters as IDataObject),
		);
	return (gateway) => asked && canWakeExecution(gateway);
}

/** The ids of the jobs that a callback has resumed this execution for. */
export function jobsCalledFor(context: IExecuteFunctions): ReadonlySet<string> {
	return new Set(
		context
			.getInputData()
			.map(({ json }) => json[CALL])
			.filter((jobId) => typeof jobId === 'string'),
	);
}

/** The item as it was before a callback, for another round. */
export function withoutCall(item: INodeExecutionData, itemIndex: number): INodeExecutionData {
	const json = { ...item.json };
	delete json[CALL];
	return { ...item, json, pairedItem: { item: itemIndex } };
}

/**
 * Answers a gateway that calls `$execution.resumeUrl`. What it tells is not believed: a call that may be about a
 * finished job resumes the execution, and the node reads the gateway. A call about progress, or one that no gateway
 * of ours would make, changes nothing.
 */
export function wakeUp(context: IWebhookFunctions): IWebhookResponseData {
	const body = context.getBodyData() as unknown;
	const told = gateways.flatMap(({ readCallback }) => readCallback?.(body, Date.now()) ?? []);
	if (told.length === 0) {
		context.getResponseObject().status(400).json({ message: 'This is no callback of a job' });
		return { noWebhookResponse: true };
	}
	const job = told.find(isFinal);
	if (job === undefined) return { webhookResponse: { received: true } };
	const waiting = context.evaluateExpression('{{ $input.all() }}') as INodeExecutionData[];
	return {
		webhookResponse: { received: true },
		workflowData: [
			waiting.map((item) => ({ ...item, json: { ...item.json, [CALL]: job.jobId } })),
		],
	};
}
