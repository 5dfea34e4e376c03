import { NodeApiError, NodeOperationError, type INodeExecutionData } from 'n8n-workflow';

import type { GatewayError } from '../../gateways/gateway';
import type { NodeContext } from './nodeContext';
import { Stopped } from './pause';

/** The end of a message that tells the item apart, where there are several. Counted from 0, as n8n does. */
function itemMark(context: NodeContext, itemIndex: number): string {
	return 'getInputData' in context && context.getInputData().length > 1
		? ` [Item ${itemIndex}]`
		: '';
}

/** An error of the user's making: a parameter, an item, a credential. `message` names it and its fix. */
export function userError(
	context: NodeContext,
	itemIndex: number,
	message: string,
	description?: string,
): NodeOperationError {
	const error = new NodeOperationError(context.getNode(), message, { itemIndex, description });
	error.message = `${message}${itemMark(context, itemIndex)}`;
	return error;
}

/** What is known of a gateway's error besides its message. */
export interface ApiFacts {
	httpStatus?: number | undefined;
	description?: string | undefined;
}

/** An error of the gateway's making. The whole story is in `message`, the only part that the error output carries. */
export function apiError(
	context: NodeContext,
	itemIndex: number,
	message: string,
	facts: ApiFacts = {},
): NodeApiError {
	const error = new NodeApiError(
		context.getNode(),
		{ message },
		{
			message,
			itemIndex,
			...(facts.httpStatus === undefined ? {} : { httpCode: String(facts.httpStatus) }),
		},
	);
	// n8n rewrites messages in which it finds a known code or word; ours hold the job id and must stay.
	error.message = `${message}${itemMark(context, itemIndex)}`;
	error.description = facts.description ?? null;
	error.messages = [];
	return error;
}

/** What can fail: one item, or a caller without items. */
export interface Failing {
	/** An error of the user's making: a parameter, an item, a credential. `message` names it and its fix. */
	fail: (message: string, description?: string) => NodeOperationError;
	/** An error of the gateway's making. `message` tells all of it: the error output carries nothing else. */
	failAtGateway: (message: string, facts?: ApiFacts) => NodeApiError;
}

/** A failed call in the words of a message. */
export function sentence(error: GatewayError): string {
	return `${error.message}. ${error.fix}`;
}

/** An item that failed: the only form in which n8n takes it to the error output with its item link. */
export function failedItem(error: unknown, itemIndex: number): INodeExecutionData {
	return {
		json: {},
		error: error as NodeApiError | NodeOperationError,
		pairedItem: { item: itemIndex },
	};
}

/** A failure of one item as plain JSON, to be kept with an execution that suspends. */
export interface PlainFailure {
	from: 'gateway' | 'user';
	message: string;
	description?: string;
	httpCode?: string;
}

/** The failure of an item without what only lives in this process. */
export function plainFailure(error: NodeApiError | NodeOperationError): PlainFailure {
	return {
		from: error instanceof NodeApiError ? 'gateway' : 'user',
		message: error.message,
		...(error.description ? { description: error.description } : {}),
		...(error instanceof NodeApiError && error.httpCode ? { httpCode: error.httpCode } : {}),
	};
}

/** The error of a failure that was kept. Its message is as it was, with the item that it names. */
export function keptError(
	{ fail, failAtGateway }: Failing,
	{ from, message, description, httpCode }: PlainFailure,
): NodeApiError | NodeOperationError {
	const error =
		from === 'gateway' ? failAtGateway(message, { description }) : fail(message, description);
	error.message = message;
	if (error instanceof NodeApiError && httpCode !== undefined) error.httpCode = httpCode;
	return error;
}

/** An error as n8n gets it: our own as they are; anything else is a fault of this package. */
export function nodeError(
	{ fail }: Pick<Failing, 'fail'>,
	error: unknown,
): NodeApiError | NodeOperationError | Stopped {
	if (
		error instanceof NodeApiError ||
		error instanceof NodeOperationError ||
		error instanceof Stopped
	) {
		return error;
	}
	return fail(error instanceof Error ? error.message : String(error));
}
