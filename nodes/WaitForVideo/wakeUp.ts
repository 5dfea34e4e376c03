import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';

import { gateways } from '../../gateways';
import { canWakeExecution } from '../../gateways/request/callbacks';
import { isFinal } from '../../gateways/gateway';
import { readCallbackBody } from '../shared/callbackBody';
import { hasFilesInJson } from '../shared/files';
import { waitingItems } from '../shared/internals';
import type { JobOfItem } from '../shared/jobs';
import { withReceivedCallback, type ReceivedCallback } from './circling';

/** Whether this Submit Video asks its gateway to wake the execution, by its stored parameters. */
function asksForWakeUp(parameters: IDataObject | undefined): boolean {
	const options = (parameters?.options ?? {}) as IDataObject;
	return options.wakeExecution === true || String(options.callbackUrl).includes('resumeUrl');
}

/** More runs of one node than anybody has: an end in case n8n never reports one. */
const MOST_RUNS = 10_000;

/** The IDs of all jobs that a Submit Video of this execution has output, in all of its runs. */
function listJobIds(context: IExecuteFunctions, nodeName: string): string[] {
	const { $: node } = context.getWorkflowDataProxy(0) as {
		$: (name: string) => {
			all: (output: number, run: number) => Array<INodeExecutionData | IDataObject>;
		};
	};
	// Where files are in the JSON, n8n gives the JSON alone (workflow-data-proxy.js, returnExecutionData).
	const isJson = hasFilesInJson(context);
	const ids: string[] = [];
	for (let run = 0; run < MOST_RUNS; run++) {
		try {
			ids.push(
				...node(nodeName)
					.all(0, run)
					.map((item) => String(((isJson ? item : item.json) as IDataObject).jobId)),
			);
		} catch {
			// n8n throws if there is no such run.
			return ids;
		}
	}
	return ids;
}

/**
 * For which jobs the gateway will call this execution, by the Submit Video that each came from: then checks are only a
 * safety net.
 */
export function isWokenByCallback(context: IExecuteFunctions): (job: JobOfItem) => boolean {
	const submits = context
		.getParentNodes(context.getNode().name, { includeNodeParameters: true })
		.filter(({ type, disabled }) => type.endsWith('.submitVideo') && !disabled);
	const asking = submits.filter(({ parameters }) => asksForWakeUp(parameters as IDataObject));
	if (asking.length === submits.length) {
		return ({ gateway }) => asking.length > 0 && canWakeExecution(gateway);
	}
	const called = new Set(asking.flatMap(({ name }) => listJobIds(context, name)));
	return ({ gateway, jobId }) => called.has(jobId) && canWakeExecution(gateway);
}

/**
 * Answers a gateway that calls the wake-up address of this node. Its content isn't trusted: a call that may be about a
 * finished job resumes the execution, and the node checks the job. A call about progress, or one that none of our
 * gateways would make, changes nothing.
 */
export async function wakeUp(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const callback = await readCallbackBody(context);
	const claimed = callback
		? gateways.flatMap(
				({ callbacks }) =>
					callbacks?.read({
						headers: {},
						query: context.getQueryData() as Record<string, string>,
						...callback,
						receivedAt: Date.now(),
					}) ?? [],
			)
		: [];
	if (claimed.length === 0) {
		context
			.getResponseObject()
			.status(400)
			.json({ message: "This isn't a callback about a video job" });
		return { noWebhookResponse: true };
	}
	const job = claimed.find(isFinal);
	if (job === undefined) return { webhookResponse: { received: true } };
	const call: ReceivedCallback = { jobId: job.jobId, at: Date.now() };
	return {
		webhookResponse: { received: true },
		workflowData: [waitingItems(context).map((item) => withReceivedCallback(item, call))],
	};
}
