import type {
	IExecuteFunctions,
	IHookFunctions,
	ILoadOptionsFunctions,
	INode,
	IWebhookFunctions,
} from 'n8n-workflow';

import type { Gateway } from '../../gateways/gateway';

/**
 * Who a gateway is called for: an execution, a callback that came in, a trigger that is set up or taken down, or a
 * list in the panel.
 */
export type NodeContext =
	IExecuteFunctions | IWebhookFunctions | IHookFunctions | ILoadOptionsFunctions;

/**
 * The same node as if this gateway were the one chosen in it: whoever asks n8n for a credential asks so. n8n hands out
 * a credential only where the panel shows it for the gateway that is chosen (n8n-core 2.41, node-execution-context:
 * `displayParameter`), and a fallback gateway is not.
 */
export function withGateway<Context extends NodeContext>(
	context: Context,
	gateway: Gateway,
): Context {
	const { node } = context as unknown as { node: INode };
	const parameters = { ...node.parameters, gateway: gateway.id };
	return Object.create(context, { node: { value: { ...node, parameters } } }) as Context;
}

/** The same execution, but its calls go on after a Stop. n8n breaks off those of a stopped one. */
export function ignoringStop(context: IExecuteFunctions): IExecuteFunctions {
	return Object.create(context, {
		getExecutionCancelSignal: { value: () => undefined },
	}) as IExecuteFunctions;
}
