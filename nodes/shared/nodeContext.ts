import type {
	IExecuteFunctions,
	IHookFunctions,
	ILoadOptionsFunctions,
	INode,
	IWebhookFunctions,
} from 'n8n-workflow';

import type { Gateway } from '../../gateways/gateway';

/**
 * What a gateway is called for: an execution, an incoming callback, a trigger that is activated or deactivated, or a
 * list in the panel.
 */
export type NodeContext =
	IExecuteFunctions | IWebhookFunctions | IHookFunctions | ILoadOptionsFunctions;

const nodes = new WeakMap<NodeContext, INode>();

/**
 * The node that runs, to be read and not changed. n8n copies it as a whole each time it is asked (n8n-core 2.41,
 * node-execution-context), which with a thousand items costs more than what it is asked for.
 */
export function nodeOf(context: NodeContext): INode {
	const known = nodes.get(context);
	if (known) return known;
	const node = context.getNode();
	nodes.set(context, node);
	return node;
}

/**
 * The same node as if this gateway were the one chosen in it, for everything that asks n8n for a credential. n8n only
 * hands out a credential if the panel shows it for the chosen gateway (n8n-core 2.41, node-execution-context:
 * `displayParameter`), and it doesn't show a fallback gateway's.
 */
export function withGateway<Context extends NodeContext>(
	context: Context,
	gateway: Gateway,
): Context {
	const { node } = context as unknown as { node: INode };
	const parameters = { ...node.parameters, gateway: gateway.id };
	return Object.create(context, { node: { value: { ...node, parameters } } }) as Context;
}

/** The same execution, but its calls continue after a Stop. n8n aborts those of a stopped one. */
export function ignoringStop(context: IExecuteFunctions): IExecuteFunctions {
	return Object.create(context, {
		getExecutionCancelSignal: { value: () => undefined },
	}) as IExecuteFunctions;
}

/** Whether an agent calls this node as its tool: n8n names the type of such a node `...Tool`. */
export const isTool = (context: NodeContext): boolean => nodeOf(context).type.endsWith('Tool');
