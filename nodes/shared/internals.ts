import type { IExecuteFunctions, INode, ISourceData } from 'n8n-workflow';

/**
 * Everything that the package uses of n8n's inside, beyond its published interfaces: read in n8n 2.41.1 (n8n-core
 * 2.41.1) and 1.123.81, on 2026-11-27. All of it is optional: where an n8n has it no longer, the check or the
 * refinement that needs it is left out.
 */

/** A connection as n8n lists it for the node that it ends at; `index` is the output that it starts from. */
interface Link {
	node: string;
	index: number;
}

interface Inside {
	/** The connections that end at a node, by input (node-execution-context.js). */
	getConnections?: (
		destination: Pick<INode, 'name'>,
		type: 'main',
	) => Array<Link[] | null | undefined>;
	/** The workflow as it runs (node-execution-context.js). */
	workflow?: { nodes?: Record<string, INode | undefined> };
	/** `executionTimeoutTimestamp`: when n8n ends the execution, in milliseconds since 1970 (workflow-runner.js). */
	additionalData?: { executionTimeoutTimestamp?: number };
}

const insideOf = (context: IExecuteFunctions): Inside => context as unknown as Inside;

/** What ends at the input of a node, or undefined where n8n doesn't tell. */
export function linksTo(context: IExecuteFunctions, name: string): Link[] | undefined {
	const inside = insideOf(context);
	return inside.getConnections
		?.call(context, { name }, 'main')
		.flatMap((ofInput) => ofInput ?? []);
}

/** Which node the input items came from, and by which of its outputs; undefined where n8n doesn't tell. */
export function findSource(context: IExecuteFunctions): ISourceData | undefined {
	try {
		return context.getInputSourceData();
	} catch {
		// n8n throws where the node is the first of the execution.
		return undefined;
	}
}

/** A node of the running workflow by its name, or undefined where n8n doesn't tell. */
export function findNode(context: IExecuteFunctions, name: string): INode | undefined {
	return insideOf(context).workflow?.nodes?.[name];
}

/** When n8n's own time limit ends this execution (milliseconds since 1970), as this process counts it. */
export function executionEndsAt(context: IExecuteFunctions): number | undefined {
	return insideOf(context).additionalData?.executionTimeoutTimestamp;
}

/**
 * Turns Always Output Data off for the rest of the running execution. n8n would add an empty item to the first output
 * of each run without items there (workflow-execute.js, ensureAlwaysOutputData); where that output leads back to the
 * node's own input, the run would never end.
 */
export function turnAlwaysOutputDataOff(context: IExecuteFunctions): void {
	const { node } = context.getExecuteData();
	if (node.alwaysOutputData) node.alwaysOutputData = false;
}

/** Lower on the canvas than anything, in pixels. */
const BELOW_EVERYTHING = 1e9;

/**
 * Makes n8n run all nodes that lie behind this one before this one again: of the nodes that a run leads to, it takes
 * the one that lies highest on the canvas first (workflow-execute.js, `executionOrder` v1). The node is moved in the
 * running execution's own copy of the workflow, and what n8n stores of that copy shows it where it was drawn.
 *
 * @returns the height at which it lies, for `moveBack`
 */
export function moveBelowEverything(context: IExecuteFunctions): number {
	const { position } = context.getExecuteData().node;
	const [left, top] = position;
	position[1] = BELOW_EVERYTHING;
	Object.defineProperty(position, 'toJSON', {
		configurable: true,
		enumerable: false,
		value: () => [left, top],
	});
	return top;
}

/** Undoes `moveBelowEverything`. */
export function moveBack(context: IExecuteFunctions, top: number): void {
	const { position } = context.getExecuteData().node;
	position[1] = top;
	delete (position as Partial<{ toJSON: unknown }>).toJSON;
}
