import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { readExample, type CredentialsByType } from '../support/n8n/examples';
import type { WorkflowJson } from '../support/n8n/n8n';

/** The example with what its note tells the user to fill in: parameters of some nodes, over those it has. */
export async function completedExample(
	name: string,
	parameters: Record<string, IDataObject>,
	credentials: CredentialsByType,
): Promise<WorkflowJson> {
	const example = await readExample(name, credentials);
	return {
		...example,
		nodes: example.nodes.map((node) => ({
			...node,
			parameters: {
				...node.parameters,
				...parameters[node.name],
				options: {
					...(node.parameters.options as IDataObject | undefined),
					...(parameters[node.name]?.options as IDataObject | undefined),
				},
			} as INodeParameters,
		})),
	};
}
