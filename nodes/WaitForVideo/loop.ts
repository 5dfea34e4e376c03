import type { IExecuteFunctions } from 'n8n-workflow';

import { userError } from '../shared/errors';
import { linksTo, moveBack, moveBelowEverything, findSource } from '../shared/internals';
import { STILL_RUNNING, whyNoLoop } from '../shared/suspendLoop';

/**
 * Throws a NodeOperationError before any wait if finished or failed items would come straight back in, forever. A loop
 * over other nodes is the user's own.
 *
 * @param done the number of the output `Done`; the error output, if there is one, comes after it
 */
function assertNothingComesBack(context: IExecuteFunctions, done: number, fix: string): void {
	const { name, onError } = context.getNode();
	const leadsBack = (output: number): boolean =>
		linksTo(context, name)?.some(({ node, index }) => node === name && index === output) ??
		false;
	const outputs = {
		"'Done'": leadsBack(done),
		'The error output': onError === 'continueErrorOutput' && leadsBack(done + 1),
	};
	const found = Object.entries(outputs).find(([, isBack]) => isBack);
	if (found === undefined) return;
	throw userError(context, 0, {
		code: 'workflow',
		title: `${found[0]} leads back to the input of this node`,
		fix: `Its items would loop forever. ${fix}`,
	});
}

/**
 * Whether the input items are what this node itself has output as finished or failed. It has already reported this with
 * an error, which circles as failed items if On Error is set to continue: only ending without items stops that loop,
 * which has no pause and would freeze n8n.
 */
export function areOwnResults(context: IExecuteFunctions, suspends: boolean): boolean {
	const source = findSource(context);
	if (source?.previousNode !== context.getNode().name) return false;
	return !suspends || (source.previousNodeOutput ?? 0) !== STILL_RUNNING;
}

/** Throws a NodeOperationError before any wait if the jobs that are still running would leave and not come back. */
export function assertLoop(context: IExecuteFunctions): void {
	const problem = whyNoLoop(context, context.getNode().name);
	if (problem === undefined) {
		assertNothingComesBack(
			context,
			STILL_RUNNING + 1,
			"Remove that connection: only 'Still Running' leads back.",
		);
		return;
	}
	throw userError(context, 0, {
		code: 'workflow',
		title: problem.title,
		fix: `${problem.fix} No job is lost: run this node again with the same items.`,
	});
}

/** Throws a NodeOperationError before any wait if the loop for Suspend mode is still connected. */
export function assertNoLoop(context: IExecuteFunctions): void {
	assertNothingComesBack(context, 0, "Remove that connection, or set 'Wait Mode' to Suspend.");
}

/**
 * Lets the nodes after `Done` run before the jobs that are still running come back here; otherwise this node would
 * suspend first, and the finished videos would be held up until the last one is ready. In workflows from before
 * `executionOrder` v1 all nodes take turns: there, this node skips one turn for each node that follows it.
 */
export function letDoneGoFirst(context: IExecuteFunctions): void {
	const kept = context.getContext('node');
	if (context.getWorkflowSettings().executionOrder === 'v1') {
		kept.height = moveBelowEverything(context);
	} else {
		kept.turnsToGiveUp = context.getChildNodes(context.getNode().name).length;
	}
}

/** Whether this run is one that is skipped for the nodes after `Done`. Moves the node back to its position. */
export function givesUpTurn(context: IExecuteFunctions): boolean {
	const kept = context.getContext('node');
	if (typeof kept.height === 'number') {
		moveBack(context, kept.height);
		delete kept.height;
	}
	const turns = Number(kept.turnsToGiveUp ?? 0);
	kept.turnsToGiveUp = Math.max(0, turns - 1);
	return turns > 0;
}
