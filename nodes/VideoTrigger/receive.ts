import type { INodeExecutionData, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { findGateway } from '../../gateways';
import {
	isFinal,
	isGatewayError,
	type CallbackRequest,
	type VideoJob,
} from '../../gateways/gateway';
import { isJobId } from '../../gateways/answer/jobs';
import { readCallbackBody } from '../shared/callbackBody';
import { reasonOf, sentence } from '../shared/failure';
import { claimItem, eventName } from './claim';
import { addPending, isSeen } from './seenStates';
import { isWanted } from './settings';
import { isGenuine } from './signature';

/** What to do with a callback: an answer to the caller, and the item that starts the workflow, if any. */
interface CallbackResult {
	status: number;
	answer: Record<string, unknown>;
	item?: INodeExecutionData;
}

/** Received; the gateway need not call again. */
const acknowledged: CallbackResult = { status: 200, answer: { received: true } };

const refused = (status: number, message: string): CallbackResult => ({
	status,
	answer: { message },
});

/**
 * Answers a callback at once, and starts the workflow with what it claims: `execute()` finds out whether that is true.
 * Never throws: n8n would start the workflow with the error. A status of 400 or above makes a gateway that repeats its
 * calls (AIgateway) call again.
 */
export async function receive(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const { status, answer, item } = await judge(context).catch((error: unknown) => {
		context.logger.error(
			`Video Callback Trigger couldn't handle a callback: ${reasonOf(error)}`,
		);
		return refused(500, "The callback couldn't be handled");
	});
	// Not left to n8n, which answers once the execution has started: at the limit of
	// `N8N_CONCURRENCY_PRODUCTION_LIMIT`, that is when another one has ended.
	context.getResponseObject().status(status).json(answer);
	return { noWebhookResponse: true, ...(item ? { workflowData: [[item]] } : {}) };
}

const texts = (values: object): Record<string, string> =>
	Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]));

async function judge(context: IWebhookFunctions): Promise<CallbackResult> {
	const receivedAt = Date.now();
	const gateway = findGateway(context.getNodeParameter('gateway'));
	if (!gateway?.callbacks) return refused(400, "This gateway doesn't support callbacks");
	const received = await readCallbackBody(context);
	if (!received) return refused(413, 'This is too large for a callback');
	const { body, rawBody } = received;

	const challenge = gateway.callbacks.handshake?.(body);
	if (challenge) return { status: 200, answer: challenge };
	const callback: CallbackRequest = {
		headers: texts(context.getHeaderData()),
		query: texts(context.getQueryData()),
		body,
		rawBody,
		receivedAt,
	};
	const genuine = await isGenuine(context, gateway, callback);
	if (isGatewayError(genuine)) {
		context.logger.warn(
			`Video Callback Trigger couldn't verify a callback. ${sentence(genuine)}`,
		);
		return refused(503, "The callback can't be verified right now");
	}
	if (!genuine) return refused(401, 'The signature is missing, wrong or too old');
	const claimed = gateway.callbacks.read(callback);
	if (!claimed && gateway.callbacks.isOther?.(body)) return acknowledged;
	if (!claimed || !isJobId(claimed.jobId)) {
		return refused(400, `This isn't a callback from ${gateway.label}`);
	}
	return startWorkflow(context, claimed);
}

/** Starts the workflow, unless the event isn't wanted or the job has already started it. */
function startWorkflow(context: IWebhookFunctions, claimed: VideoJob): CallbackResult {
	if (!isWanted(context, eventName(claimed))) return acknowledged;
	// A user who listens for a test event wants to see it each time.
	if (isFinal(claimed) && context.getMode() !== 'manual') {
		const now = Date.now();
		if (isSeen(context, claimed, now)) return acknowledged;
		addPending(context, claimed, now);
	}
	return { ...acknowledged, item: claimItem(claimed) };
}
