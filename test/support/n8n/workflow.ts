import { randomUUID } from 'node:crypto';
import type { IConnections, INode } from 'n8n-workflow';
import type { WorkflowJson } from './types';

/** The trigger of "Execute workflow". */
export const manualTriggerType = 'n8n-nodes-base.manualTrigger';

/** A node in short form; what is left out gets n8n's defaults. */
export interface NodeSketch extends Partial<Omit<INode, 'id' | 'type' | 'parameters'>> {
	name: string;
	/** `submitVideo` for one of this package, or the whole name, `n8n-nodes-base.set`. */
	type: string;
	parameters?: INode['parameters'];
}

/** From node, to node, and the numbers of the first one's output and the second one's input if they are not 0. */
export type ConnectionSketch = [from: string, to: string, output?: number, input?: number];

/** The name of the manual trigger that `workflow` puts in front. */
export const startNode = 'Start';

/**
 * Turns a short description into what n8n saves: a manual trigger named `Start`, then the nodes.
 *
 * @param connections by default a chain from `Start` through all nodes by output 0
 */
export function workflow(
	name: string,
	nodes: NodeSketch[],
	connections?: ConnectionSketch[],
): WorkflowJson {
	const all: NodeSketch[] = [{ name: startNode, type: manualTriggerType }, ...nodes];
	const chain = nodes.map((node, index): ConnectionSketch => [
		all[index]?.name ?? startNode,
		node.name,
	]);
	return {
		name,
		nodes: all.map((node, index) => ({
			// The version of Wait For Video and Check Video Status that must have the list.
			typeVersion: node.parameters && 'itemGateways' in node.parameters ? 1.1 : 1,
			position: [index * 240, 0],
			parameters: {},
			...node,
			id: randomUUID(),
			type: node.type.includes('.') ? node.type : `n8n-nodes-video-gateways.${node.type}`,
		})),
		connections: connect(connections ?? chain),
		// As the editor saves a new workflow; without it n8n runs nodes in an older order.
		settings: { executionOrder: 'v1' },
	};
}

function connect(sketches: ConnectionSketch[]): IConnections {
	const connections: IConnections = {};
	for (const [from, to, output = 0, input = 0] of sketches) {
		const outputs = ((connections[from] ??= {}).main ??= []);
		// n8n wants a list for each output before this one too.
		while (outputs.length <= output) outputs.push([]);
		outputs[output]?.push({ node: to, type: 'main', index: input });
	}
	return connections;
}
