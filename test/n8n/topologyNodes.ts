import type { IDataObject } from 'n8n-workflow';
import type { ConnectionSketch, NodeSketch } from '../support/n8n/n8n';
import { rows, videoNode, type Stage } from './stage';

/**
 * The drawings that people make around Wait For Video, each for every way of waiting. A drawing ends in the node
 * After, which writes the number of the row beside the job; the prompt of the job's video names the row too, so a
 * video in the wrong row shows.
 */

/** The ways of waiting: Wait Mode, and with Suspend also Release Items. */
export const WAYS = ['keepRunning', 'together', 'asTheyFinish'] as const;
export type Way = (typeof WAYS)[number];

export interface Drawing {
	nodes: NodeSketch[];
	connections: ConnectionSketch[];
	settings?: IDataObject;
	/** A workflow that this one calls; its id goes into `workflowId` of the node of this name. */
	child?: { caller: string; nodes: NodeSketch[]; connections: ConnectionSketch[] };
}

/** Where a drawing is made, and for which way. */
export interface Site {
	stage: Stage;
	way: Way;
	/** First word of its prompts. */
	name: string;
}

/** A node that writes the row beside the job that it gets. */
export const after = (row = '$("Rows").item.json.row', name = 'After'): NodeSketch => ({
	name,
	type: 'n8n-nodes-base.set',
	typeVersion: 3.4,
	parameters: {
		mode: 'raw',
		jsonOutput: `={{ JSON.stringify({ ...$json, row: ${row}, seen: Date.now() }) }}`,
	},
});

export const submit = ({ stage, name }: Site, more: Partial<NodeSketch> = {}): NodeSketch =>
	videoNode(
		stage,
		'submitVideo',
		{ gateway: 'pixazo', prompt: `={{ "${name} " + $json.row }}` },
		more,
	);

export const wait = ({ stage, way }: Site, more: Partial<NodeSketch> = {}): NodeSketch =>
	videoNode(
		stage,
		'waitForVideo',
		{
			waitMode: way === 'keepRunning' ? 'keepRunning' : 'suspend',
			...(way === 'keepRunning' ? {} : { releaseItems: way }),
			options: { checkIntervalSeconds: 12 },
			...more.parameters,
		},
		Object.fromEntries(Object.entries(more).filter(([key]) => key !== 'parameters')),
	);

/** Done of a Wait For Video to a node, with the loop where the way needs it. */
export const done = ({ way }: Site, to: string, waitNode = 'Wait For Video'): ConnectionSketch[] =>
	way === 'keepRunning'
		? [[waitNode, to]]
		: [
				[waitNode, waitNode],
				[waitNode, to, 1],
			];

/** The number of the error output. */
export const errorOutput = ({ way }: Site): number => (way === 'keepRunning' ? 1 : 2);

/** Nodes that output so many rows, numbered from 1. */
export const list = (count: number) =>
	rows(Array.from({ length: count }, (_, index) => ({ row: index + 1 })));

/** What comes before the first node of a drawing. */
export const start: ConnectionSketch[] = [
	['Start', 'List'],
	['List', 'Rows'],
];

/** Connections of nodes by their outputs 0. */
export const chain = (...names: string[]): ConnectionSketch[] =>
	names.slice(1).map((name, index) => [names[index]!, name]);
