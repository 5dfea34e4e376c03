import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { lastBegan, runsSoFar } from '../shared/internals';
import { findPartStart } from '../shared/waiting/executionLimit';

/**
 * Whether somebody waits for the output of this execution. Whoever does gets it as soon as the execution suspends (n8n
 * 2.41, webhook-helpers), with jobs that are still running instead of the videos. So such an execution isn't suspended.
 */

/** A node before this one. */
interface EarlierNode {
	type: string;
	parameters?: IDataObject | undefined;
	/** When it last ran, in milliseconds since 1970; undefined if it hasn't. */
	ranAt: number | undefined;
	/** Whether a form is shown by a node after it. */
	isBeforeForm: boolean;
}

/** What decides whether somebody waits. */
export interface CallerFacts {
	/** How the execution was started, in n8n's words. */
	mode: string;
	/**
	 * When the part of the execution began that runs now, in milliseconds since 1970: at its start, or when it was last
	 * resumed.
	 */
	partStart: number;
	/** All nodes before this one: the trigger is among them, and so is what has resumed the execution. */
	nodes: readonly EarlierNode[];
}

/** n8n's words for answering at the end of an execution; `streaming`: as it goes, until it ends or suspends. */
const AT_THE_END = ['lastNode', 'streaming'];

const isOfType = ({ type }: Pick<EarlierNode, 'type'>, name: string): boolean =>
	type.endsWith(`.${name}`);

/** Whether a node shows a form and waits until it's filled in. */
const showsForm = (node: Pick<EarlierNode, 'type' | 'parameters'>): boolean =>
	isOfType(node, 'form') || (isOfType(node, 'wait') && node.parameters?.resume === 'form');

/** When a node that can be called answers, in n8n's words (n8n 2.41); undefined for other nodes. */
function responseModeOf(node: EarlierNode): unknown {
	const { parameters = {}, isBeforeForm } = node;
	if (isOfType(node, 'chatTrigger')) {
		// ChatTrigger.node: `webhooks`.
		const { responseMode } = (parameters.options ?? {}) as IDataObject;
		return responseMode ?? (parameters.availableInChat ? 'streaming' : 'lastNode');
	}
	// Whoever fills in a form is shown the next one (webhook-helpers: autoDetectResponseMode).
	if (isBeforeForm && (isOfType(node, 'formTrigger') || showsForm(node))) return 'formPage';
	return parameters.responseMode;
}

/**
 * Whether somebody waits for the output of an execution: whoever has called the trigger or, with n8n's Wait node, has
 * resumed it. n8n has answered all calls from before the last suspension. The editor's test URLs answer like any other
 * (their mode is `manual`). Pure.
 */
export function isAnswerOwed({ mode, partStart, nodes }: CallerFacts): boolean {
	// A test run of n8n's evaluations ends with the first suspension (test-runner.service).
	if (mode === 'evaluation') return true;
	if (mode === 'retry') return false;
	return nodes.some(
		(node) =>
			node.ranAt !== undefined &&
			node.ranAt >= partStart &&
			AT_THE_END.includes(String(responseModeOf(node))),
	);
}

/** Whether somebody waits for the output of this execution. */
export function isCallerWaiting(context: IExecuteFunctions): boolean {
	const startedAt = context.getExecutionContext?.()?.establishedAt ?? 0;
	const withParameters = { includeNodeParameters: true };
	return isAnswerOwed({
		mode: context.getMode(),
		partStart: findPartStart(startedAt, runsSoFar(context)),
		nodes: context
			.getParentNodes(context.getNode().name, withParameters)
			.map(({ name, type, parameters }) => ({
				type,
				parameters,
				ranAt: lastBegan(context, name),
				isBeforeForm: context
					.getChildNodes(name, withParameters)
					.some((child) => !child.disabled && showsForm(child)),
			})),
	});
}
