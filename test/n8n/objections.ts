import { NodeHelpers, type INode, type INodeTypeDescription } from 'n8n-workflow';

import type { Stage } from './stage';

/** What n8n's own check says against the parameters of a node, and which of them n8n does not take. */
export async function objections(stage: Pick<Stage, 'n8n'>, node: INode): Promise<unknown> {
	const [description] = (await stage.n8n.rest('POST', '/node-types', {
		nodeInfos: [{ name: node.type, version: node.typeVersion }],
	})) as [INodeTypeDescription];
	const { properties } = description;
	// As the editor does with a workflow that it opens: defaults filled in, and only what the node has.
	const parameters =
		NodeHelpers.getNodeParameters(
			properties,
			node.parameters,
			true,
			false,
			node,
			description,
		) ?? {};
	return {
		issues: NodeHelpers.getNodeParametersIssues(
			properties,
			{ ...node, parameters },
			description,
		),
		dropped: dropped(node.parameters, parameters),
	};
}

/** The paths of what `given` has and `kept` has not. */
function dropped(given: unknown, kept: unknown, path = ''): string[] {
	if (typeof given !== 'object' || given === null) return given === kept ? [] : [path];
	if (typeof kept !== 'object' || kept === null) return [path];
	return Object.entries(given).flatMap(([key, value]) =>
		dropped(value, (kept as Record<string, unknown>)[key], `${path}/${key}`),
	);
}
