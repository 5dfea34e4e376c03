import { NodeOperationError, type IExecuteFunctions, type INode } from 'n8n-workflow';

/** The loop that suspending needs: `Still Running` (output 0) leads back to the node's own input. */
const STILL_RUNNING = 0;

/** A connection as n8n lists it for the node that it ends at; `index` is the output that it starts from. */
interface Link {
	node: string;
	index: number;
}

/**
 * What n8n's execute context has in 2.41 beyond the published interface: the connections that end at a node, by
 * input. Without it the check is left out.
 */
interface KnowsConnections {
	getConnections?: (
		destination: Pick<INode, 'name'>,
		type: 'main',
	) => Array<Link[] | null | undefined>;
}

/** What ends at the input of this node or another, or undefined where n8n does not tell. */
function linksTo(context: IExecuteFunctions, name: string): Link[] | undefined {
	const { getConnections } = context as unknown as KnowsConnections;
	return getConnections?.call(context, { name }, 'main').flatMap((ofInput) => ofInput ?? []);
}

/** The outputs of this node by which items can come back to its input, directly or through other nodes. */
function outputsThatLeadBack(context: IExecuteFunctions): Set<number> | undefined {
	const own = context.getNode().name;
	const outputs = new Set<number>();
	const seen = new Set([own]);
	const open = [own];
	for (let name = open.pop(); name !== undefined; name = open.pop()) {
		const links = linksTo(context, name);
		if (links === undefined) return undefined;
		for (const { node, index } of links) {
			if (node === own) outputs.add(index);
			else if (!seen.has(node)) {
				seen.add(node);
				open.push(node);
			}
		}
	}
	return outputs;
}

/** Throws a NodeOperationError before anything waits where the jobs that go on would leave and not come back. */
export function assertLoop(context: IExecuteFunctions): void {
	const outputs = outputsThatLeadBack(context);
	if (outputs === undefined || outputs.has(STILL_RUNNING)) return;
	const swapped = outputs.size > 0 ? ': it is Done that leads back' : '';
	// Short, because n8n shows all of it in red over the panel.
	throw new NodeOperationError(context.getNode(), `Still Running is not connected${swapped}`, {
		description:
			'Connect the output Still Running of this node back to its own input, and Done to the node that takes the finished videos. Or set Wait Mode to Keep Running.',
	});
}

/**
 * Throws a NodeOperationError before anything waits where finished videos would come straight in again, for ever: the
 * loop of Suspend is still drawn. A loop over other nodes is the user's own.
 */
export function assertNoLoop(context: IExecuteFunctions): void {
	const { name } = context.getNode();
	if (!linksTo(context, name)?.some(({ node }) => node === name)) return;
	throw new NodeOperationError(context.getNode(), 'Done leads back to the input of this node', {
		description:
			'The finished videos would come in again for ever. Remove that connection, or set Wait Mode to Suspend.',
	});
}

/** Lower on the canvas than anything, in pixels. */
const BELOW_EVERYTHING = 1e9;

/**
 * Lets the nodes after `Done` run before the jobs that go on come back here; else this node would suspend first,
 * and the finished videos would lie there until the last one is ready.
 *
 * Of the nodes that a run leads to, n8n runs the one that lies highest on the canvas first, with all that follows it
 * (workflow-execute, 2.41, `executionOrder` v1), which is this node in most drawings. So it is held to lie lowest, in
 * the running execution's own copy of the workflow, until it runs again. In workflows from before that order all
 * nodes take turns: there this node gives up one turn for each that follows it.
 */
export function letDoneGoFirst(context: IExecuteFunctions): void {
	const kept = context.getContext('node');
	const { node } = context.getExecuteData();
	if (context.getWorkflowSettings().executionOrder === 'v1') {
		kept.height = node.position[1];
		node.position[1] = BELOW_EVERYTHING;
	} else {
		kept.turnsToGiveUp = context.getChildNodes(node.name).length;
	}
}

/** Whether this run is one that is given up for the nodes after `Done`. Takes the node back to where it lies. */
export function givesUpTurn(context: IExecuteFunctions): boolean {
	const kept = context.getContext('node');
	if (typeof kept.height === 'number') {
		context.getExecuteData().node.position[1] = kept.height;
		delete kept.height;
	}
	const turns = Number(kept.turnsToGiveUp ?? 0);
	kept.turnsToGiveUp = Math.max(0, turns - 1);
	return turns > 0;
}
