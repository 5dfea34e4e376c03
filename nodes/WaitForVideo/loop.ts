import { NodeOperationError, type IExecuteFunctions } from 'n8n-workflow';

import { linksTo, moveBack, moveBelowEverything } from '../shared/internals';
import { LOOP_FIX, whyNoLoop } from '../shared/suspendLoop';

/** Throws a NodeOperationError before anything waits if the jobs that still run would leave and not come back. */
export function assertLoop(context: IExecuteFunctions): void {
	const problem = whyNoLoop(context, context.getNode().name);
	if (problem === undefined) return;
	// Short, because n8n shows all of it in red over the panel.
	throw new NodeOperationError(context.getNode(), problem, {
		description: `${LOOP_FIX} No job is lost: run this node again with the same items.`,
	});
}

/**
 * Throws a NodeOperationError before anything waits where finished videos would come straight in again, for ever: the
 * loop of Suspend is still drawn. A loop over other nodes is the user's own.
 */
export function assertNoLoop(context: IExecuteFunctions): void {
	const { name } = context.getNode();
	if (!linksTo(context, name)?.some(({ node }) => node === name)) return;
	throw new NodeOperationError(context.getNode(), "'Done' leads back to the input of this node", {
		description:
			"The finished videos would come in again for ever. Remove that connection, or set 'Wait Mode' to Suspend.",
	});
}

/**
 * Lets the nodes after `Done` run before the jobs that still run come back here; else this node would suspend first,
 * and the finished videos would lie there until the last one is ready. In workflows from before `executionOrder` v1
 * all nodes take turns: there this node gives up one turn for each that follows it.
 */
export function letDoneGoFirst(context: IExecuteFunctions): void {
	const kept = context.getContext('node');
	if (context.getWorkflowSettings().executionOrder === 'v1') {
		kept.height = moveBelowEverything(context);
	} else {
		kept.turnsToGiveUp = context.getChildNodes(context.getNode().name).length;
	}
}

/** Whether this run is one that is given up for the nodes after `Done`. Takes the node back to where it lies. */
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
