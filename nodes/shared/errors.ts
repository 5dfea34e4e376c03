import {
	NodeApiError,
	NodeOperationError,
	type IExecuteFunctions,
	type INodeExecutionData,
} from 'n8n-workflow';

import {
	describeFailure,
	headline,
	reasonOf,
	splitWords,
	failureText,
	type Failure,
} from './failure';
import { markAsFailed } from './internals';
import { isTool, type NodeContext } from './nodeContext';
import { Stopped } from './pause';

/** The end of a message that tells the item apart, where there are several: as n8n's editor writes it, from 0. */
function itemMark(context: NodeContext, itemIndex: number): string {
	return 'getInputData' in context && context.getInputData().length > 1
		? ` [item ${itemIndex}]`
		: '';
}

/** Whether n8n shows an error as a headline with a text below it. A model that calls a tool reads the message alone. */
const hasTextBelow = (context: NodeContext): boolean =>
	'getInputData' in context && !isTool(context);

/**
 * The same error with the failure in it. n8n rewrites messages in which it finds a known code or word; ours stay. Of an
 * error outside of an execution, such as the activation of a workflow, n8n shows the message alone: it has all the words.
 */
function withFailure<One extends NodeApiError | NodeOperationError>(
	error: One,
	failure: Failure,
	{ context, itemIndex }: { context: NodeContext; itemIndex: number },
): One {
	const { title, fix } = hasTextBelow(context)
		? headline(failure)
		: { title: failureText(failure) };
	error.message = `${title}${itemMark(context, itemIndex)}`;
	error.description = fix ?? null;
	error.messages = [];
	error.context.failure = { ...failure };
	return error;
}

/** An error of the user's making: a parameter, an item, a credential. */
export function userError(
	context: NodeContext,
	itemIndex: number,
	failure: Failure,
): NodeOperationError {
	const error = new NodeOperationError(context.getNode(), failure.title, { itemIndex });
	return withFailure(error, failure, { context, itemIndex });
}

/** An error of the gateway's making. */
export function apiError(context: NodeContext, itemIndex: number, failure: Failure): NodeApiError {
	const { title: message, httpStatus } = failure;
	const error = new NodeApiError(
		context.getNode(),
		{ message },
		{
			message,
			itemIndex,
			...(httpStatus === undefined ? {} : { httpCode: String(httpStatus) }),
		},
	);
	return withFailure(error, failure, { context, itemIndex });
}

/** What can fail: one item, or a caller without items. */
export interface Failing {
	/** An error of the user's making: a parameter, an item, a credential. */
	fail: (failure: Failure) => NodeOperationError;
	/** An error of the gateway's making. */
	failAtGateway: (failure: Failure) => NodeApiError;
}

/** What an error stands for. One that n8n has thrown has no code of ours. */
function failureOf({ context, message, description }: NodeApiError | NodeOperationError): Failure {
	const own = context.failure as Failure | undefined;
	return own ?? { code: 'internal', title: message, fix: description ?? undefined };
}

/** All the words of an error in one text: of one of ours its fix, too. */
export function messageOf(error: unknown): string {
	if (error instanceof NodeApiError || error instanceof NodeOperationError) {
		return failureText(failureOf(error));
	}
	return reasonOf(error);
}

/**
 * An item that failed, with `details` that an If or Switch node can branch on. The only place that makes one: the item
 * has no other keys, or n8n takes it for a result (workflow-execute, handleNodeErrorOutput).
 */
export function failedItem(
	context: IExecuteFunctions,
	error: NodeApiError | NodeOperationError,
	itemIndex: number,
): INodeExecutionData {
	const failure = failureOf(error);
	const item: INodeExecutionData = {
		json: { error: failureText(failure), details: { ...describeFailure(failure) } },
		pairedItem: { item: itemIndex },
	};
	return markAsFailed(context, item, error);
}

/** A failure of one item as plain JSON, to be kept with an execution that suspends. */
export interface KeptFailure {
	from: 'gateway' | 'user';
	failure: Failure;
}

/** The failure of an item without what only lives in this process. */
export const keepFailure = (error: NodeApiError | NodeOperationError): KeptFailure => ({
	from: error instanceof NodeApiError ? 'gateway' : 'user',
	failure: failureOf(error),
});

/** The error of a failure that was kept. */
export const keptError = (
	{ fail, failAtGateway }: Failing,
	{ from, failure }: KeptFailure,
): NodeApiError | NodeOperationError =>
	from === 'gateway' ? failAtGateway(failure) : fail(failure);

/** An error as n8n gets it: our own as they are; anything else is a fault of this package, or of n8n. */
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
	return fail({ code: 'internal', ...splitWords(messageOf(error)) });
}
