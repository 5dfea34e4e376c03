import { Readable } from 'stream';
import type {
	IDataObject,
	IExecuteFunctions,
	IHttpRequestOptions,
	INodeExecutionData,
} from 'n8n-workflow';

import { gateways } from '../../../gateways';

/** What a node can ask of n8n, as far as its parameters and its calls go: quick enough for thousands of items. */

/** The parameters of one item by name; Options as an object. */
export type ItemParameters = Readonly<Record<string, unknown>>;

export interface FakeRun {
	context: IExecuteFunctions;
	/** The bodies that were sent to gateways, in order, as JSON. */
	sent: string[];
}

const credentials = Object.fromEntries(
	gateways.map(({ credentialType }) => [credentialType, { id: '1', name: 'Key' }]),
);

/** So that each run is an execution of its own: requests are counted for each. */
let executions = 0;

/** A run of a node with an item for each of these parameters. Every call is answered by HTTP 402. */
export function fakeRun(
	parameters: readonly ItemParameters[],
	items: readonly INodeExecutionData[] = parameters.map(() => ({ json: {} })),
): FakeRun {
	const id = String(++executions);
	const sent: string[] = [];
	const stored: IDataObject = {};
	const node = {
		id: '1',
		name: 'Node',
		type: 'node',
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
		credentials,
	};
	const context = {
		node,
		getNode: () => node,
		getInputData: () => items,
		continueOnFail: () => true,
		getChildNodes: () => [],
		getParentNodes: () => [],
		getInputSourceData: () => undefined,
		getExecuteData: () => ({ node, source: null }),
		getWorkflowSettings: () => ({}),
		getWorkflow: () => ({ active: false }),
		getContext: () => stored,
		getExecutionId: () => id,
		getMode: () => 'trigger',
		getExecutionCancelSignal: () => undefined,
		getWorkflowDataProxy: () => ({ $runIndex: 0 }),
		evaluateExpression: () => 'https://n8n.example.com/webhook-waiting/1',
		getCredentials: async () =>
			await Promise.resolve({ apiKey: 'key-0123', baseUrl: 'https://api.example.com' }),
		logger: { info: () => {}, warn: () => {} },
		getNodeParameter: (name: string, itemIndex: number, fallback: unknown) => {
			const of = parameters[itemIndex]!;
			// n8n reads a field of a collection by its path, too.
			const [first = '', field] = name.split('.');
			const holder = field === undefined ? of : (of[first] ?? {});
			const key = field ?? first;
			return Object.hasOwn(holder as object, key)
				? (holder as ItemParameters)[key]
				: fallback;
		},
		helpers: {
			httpRequestWithAuthentication: async (_type: string, request: IHttpRequestOptions) => {
				// Not the reading of a list of models.
				const isList = new URL(request.url).pathname.endsWith('/models');
				if (!isList) sent.push(JSON.stringify(request.body ?? null));
				return await Promise.resolve({
					statusCode: 402,
					headers: { 'content-type': 'application/json' },
					body: Readable.from([Buffer.from('{}')]),
				});
			},
		},
	};
	return { context: context as unknown as IExecuteFunctions, sent };
}
