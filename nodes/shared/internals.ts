import type {
	IDataObject,
	IExecuteFunctions,
	INode,
	INodeExecutionData,
	ISourceData,
	IWebhookFunctions,
} from 'n8n-workflow';

/**
 * Everything that the package uses of n8n's internals, beyond its published interfaces: read in n8n 2.41.1 (n8n-core
 * 2.41.1) and 1.123.81, on 2026-11-27. All of it is optional: if an n8n no longer has it, the check or the refinement
 * that needs it is skipped.
 */

/** A connection as n8n lists it for the node it ends at; `index` is the output it starts from. */
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
	workflow?: {
		nodes?: Record<string, INode | undefined>;
		/** By node, and `global` (workflow.js, getStaticData). */
		staticData?: Record<string, unknown>;
	};
	/** `executionTimeoutTimestamp`: when n8n ends the execution, in milliseconds since 1970 (workflow-runner.js). */
	additionalData?: { executionTimeoutTimestamp?: number };
	/** The runs of each node, and the nodes whose output is pinned (workflow-execute.js). */
	runExecutionData?: {
		resultData?: {
			runData?: Record<string, NodeRun[] | undefined>;
			pinData?: Record<string, unknown>;
		};
	};
	/** The node whose tool this one is (supply-data-context.js). */
	parentNode?: Pick<INode, 'type'>;
}

/** A run of a node: when it began (milliseconds since 1970), and how long it took, in milliseconds. */
export interface NodeRun {
	startTime: number;
	executionTime: number;
	/**
	 * Its number among all runs, from 0; from 0 again each time the execution resumes
	 * (workflow-execute-additional-data.js, getBase).
	 */
	executionIndex?: number;
}

const insideOf = (context: IExecuteFunctions): Inside => context as unknown as Inside;

/** What is connected to the input of a node, or undefined if n8n doesn't say. */
export function linksTo(context: IExecuteFunctions, name: string): Link[] | undefined {
	const inside = insideOf(context);
	return inside.getConnections
		?.call(context, { name }, 'main')
		.flatMap((ofInput) => ofInput ?? []);
}

/** Which node the input items came from, and through which of its outputs; undefined if n8n doesn't say. */
export function findSource(context: IExecuteFunctions): ISourceData | undefined {
	try {
		return context.getInputSourceData();
	} catch {
		// n8n throws if the node is the first of the execution.
		return undefined;
	}
}

/**
 * Marks a failed item for the error output. n8n takes one that has nothing but `error`, `message` and `details` there by
 * itself only from 2.39 on; an older one wants an `error` on the item (workflow-execute.js, handleNodeErrorOutput). It
 * replaces the JSON of an item that has one by the bare message (normalizeNodeErrors), so ours is not enumerable: the
 * copy that n8n makes for the error output is without it. The first node of an execution is not copied.
 */
export function markAsFailed(
	context: IExecuteFunctions,
	item: INodeExecutionData,
	error: Required<INodeExecutionData>['error'],
): INodeExecutionData {
	const hasErrorOutput = context.getNode().onError === 'continueErrorOutput';
	if (!hasErrorOutput || findSource(context) === undefined) return item;
	return Object.defineProperty(item, 'error', { value: error, enumerable: false });
}

/** A node of the running workflow by its name, or undefined where n8n doesn't tell. */
export function findNode(context: IExecuteFunctions, name: string): INode | undefined {
	return insideOf(context).workflow?.nodes?.[name];
}

/** Nothing, or lists and objects of nothing: a Schedule Trigger that keeps nothing stores `{"recurrenceRules":[null]}`. */
const isNothing = (value: unknown): boolean =>
	typeof value === 'object'
		? Object.values(value ?? {}).every(isNothing)
		: value === undefined || value === '';

/** Whether a workflow has code that may use its static data, by its nodes: one object for all of an execution. */
const haveCodeForIt = new WeakMap<object, boolean>();

function hasCodeForStaticData(nodes: Record<string, INode | undefined>): boolean {
	const known =
		haveCodeForIt.get(nodes) ??
		JSON.stringify(Object.values(nodes)).includes('getWorkflowStaticData');
	haveCodeForIt.set(nodes, known);
	return known;
}

/**
 * Whether this execution may change the static data of its workflow. As soon as it does, n8n replaces all of it, also
 * that of other nodes, by what the execution found when it started (execution-lifecycle-hooks.js,
 * workflowExecuteAfter). During a long wait, a polling trigger may have noted there what it has passed on: it would pass it
 * on again, and the videos would be made and paid for twice. So only where nobody else keeps anything there, and not in
 * a sub-workflow: one that is written into its node has the ID of the workflow around it, and none of its nodes and data
 * (workflow-execute-additional-data.js, fetchWorkflowData).
 *
 * @param own the key in the data of a node that may be lost
 */
export function mayChangeStaticData(context: IExecuteFunctions, own: string): boolean {
	if (context.getMode() === 'integrated') return false;
	const { staticData, nodes } = insideOf(context).workflow ?? {};
	if (staticData === undefined || nodes === undefined) return false;
	const isForeign = ([key, value]: [string, unknown]) => key !== own && !isNothing(value);
	const kept = Object.values(staticData).flatMap((data) => Object.entries(data ?? {}));
	// Code that hasn't stored anything yet may do so while this execution runs.
	return !kept.some(isForeign) && !hasCodeForStaticData(nodes);
}

/** Whether an MCP client has called this node, as a tool of an MCP Server Trigger. */
export const isCalledByMcp = (context: IExecuteFunctions): boolean =>
	insideOf(context).parentNode?.type.endsWith('.mcpTrigger') ?? false;

/** When n8n's own time limit ends this execution (milliseconds since 1970), as this process counts it. */
export function executionEndsAt(context: IExecuteFunctions): number | undefined {
	return insideOf(context).additionalData?.executionTimeoutTimestamp;
}

/** All runs of all nodes of this execution that have ended; none if n8n doesn't say. */
export const runsSoFar = (context: IExecuteFunctions): NodeRun[] =>
	Object.values(insideOf(context).runExecutionData?.resultData?.runData ?? {}).flatMap(
		(runs) => runs ?? [],
	);

/**
 * When a node last began to run in this execution, in milliseconds since 1970: undefined if it hasn't or if its output
 * is pinned, and `Infinity` if n8n doesn't say.
 */
export function lastBegan(context: IExecuteFunctions, name: string): number | undefined {
	const { runData, pinData } = insideOf(context).runExecutionData?.resultData ?? {};
	if (runData === undefined) return Infinity;
	return pinData?.[name] === undefined ? runData[name]?.at(-1)?.startTime : undefined;
}

/**
 * Turns Always Output Data off for the rest of the running execution. n8n would add an empty item to the first output
 * of each run without items there (workflow-execute.js, ensureAlwaysOutputData). If that output leads back to the
 * node's own input, the run would never end.
 */
export function turnAlwaysOutputDataOff(context: IExecuteFunctions): void {
	const { node } = context.getExecuteData();
	if (node.alwaysOutputData) node.alwaysOutputData = false;
}

/**
 * What a node has given an item to carry beside its JSON. n8n passes it on with the item, no expression of the user's
 * meets it, and what leaves by an error output doesn't have it, as it has the JSON of the item that failed
 * (workflow-execute.js, handleNodeErrorOutput). It is kept as `index`: n8n's engine has no use for that key, and a Code
 * node rejects items with a key of any other name (result-validation.js).
 */
export function carriedBy(item: INodeExecutionData): IDataObject {
	const { index } = item as { index?: unknown };
	return typeof index === 'object' && index !== null ? (index as IDataObject) : {};
}

/** Gives an item something to carry, instead of what it has carried so far. */
export function carry(item: INodeExecutionData, load: IDataObject): void {
	Object.assign(item, { index: load });
}

/**
 * The items that a suspended node waits with. Where a workflow has its files in the JSON (`binaryMode`), an expression
 * gives the JSON alone (workflow-data-proxy.js, returnExecutionData).
 */
export function waitingItems(context: IWebhookFunctions): INodeExecutionData[] {
	const { connectionInputData } = context as { connectionInputData?: INodeExecutionData[] };
	return (
		connectionInputData ??
		(context.evaluateExpression('{{ $input.all() }}') as INodeExecutionData[])
	);
}

/** The node as n8n looks it up to sort what runs next. After Retry, the one that runs is a copy of it. */
function nodeInWorkflow(context: IExecuteFunctions): INode {
	const { node } = context.getExecuteData();
	return findNode(context, node.name) ?? node;
}

/** Further down the canvas than any node, in pixels. */
const BELOW_EVERYTHING = 1e9;

/**
 * Makes n8n run all nodes that follow this one before it runs this one again: of the nodes that a run leads to, n8n
 * runs the one highest on the canvas first (workflow-execute.js, `executionOrder` v1). The node is moved only in the
 * running execution's own copy of the workflow, and what n8n stores of that copy shows it at its original position.
 *
 * @returns the original height, for `moveBack`
 */
export function moveBelowEverything(context: IExecuteFunctions): number {
	const { position } = nodeInWorkflow(context);
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
	const { position } = nodeInWorkflow(context);
	position[1] = top;
	delete (position as Partial<{ toJSON: unknown }>).toJSON;
}
