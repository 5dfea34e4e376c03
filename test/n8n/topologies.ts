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
const errorOutput = ({ way }: Site): number => (way === 'keepRunning' ? 1 : 2);

const list = (count: number) =>
	rows(Array.from({ length: count }, (_, index) => ({ row: index + 1 })));

const start: ConnectionSketch[] = [
	['Start', 'List'],
	['List', 'Rows'],
];

const chain = (...names: string[]): ConnectionSketch[] =>
	names.slice(1).map((name, index) => [names[index]!, name]);

function straight(site: Site, more: Partial<NodeSketch> = {}): Drawing {
	return {
		nodes: [...list(3), submit(site), wait(site, more), after()],
		connections: [
			...start,
			...chain('Rows', 'Submit Video', 'Wait For Video'),
			...done(site, 'After'),
		],
	};
}

function withErrorOutput(site: Site, more: Partial<NodeSketch> = {}): Drawing {
	const { nodes, connections } = straight(site, { onError: 'continueErrorOutput', ...more });
	return {
		nodes: [...nodes, after(undefined, 'Failed')],
		connections: [...connections, ['Wait For Video', 'Failed', errorOutput(site)]],
	};
}

const called: NodeSketch = {
	name: 'Called',
	type: 'n8n-nodes-base.executeWorkflowTrigger',
	typeVersion: 1.1,
	parameters: { inputSource: 'passthrough' },
};

function callerOf(mode: 'once' | 'each'): NodeSketch {
	return {
		name: 'Call',
		type: 'n8n-nodes-base.executeWorkflow',
		typeVersion: 1.2,
		parameters: {
			source: 'database',
			mode,
			workflowInputs: {
				mappingMode: 'defineBelow',
				value: {},
				matchingColumns: [],
				schema: [],
			},
			options: { waitForSubWorkflow: true },
		},
	};
}

function subWorkflow(site: Site, mode: 'once' | 'each'): Drawing {
	return {
		nodes: [...list(3), callerOf(mode), after()],
		connections: [...start, ...chain('Rows', 'Call', 'After')],
		child: {
			caller: 'Call',
			nodes: [called, submit(site), wait(site), { name: 'End', type: 'n8n-nodes-base.noOp' }],
			connections: [
				...chain('Called', 'Submit Video', 'Wait For Video'),
				...done(site, 'End'),
			],
		},
	};
}

function loopOverItems(site: Site, batchSize: number, count: number): Drawing {
	const loop: NodeSketch = {
		name: 'Loop',
		type: 'n8n-nodes-base.splitInBatches',
		typeVersion: 3,
		parameters: { batchSize, options: {} },
	};
	return {
		nodes: [...list(count), loop, submit(site), wait(site), after()],
		connections: [
			...start,
			['Rows', 'Loop'],
			['Loop', 'After'],
			['Loop', 'Submit Video', 1],
			['Submit Video', 'Wait For Video'],
			...done(site, 'Loop'),
		],
	};
}

function mergeByPosition(site: Site): Drawing {
	const merge: NodeSketch = {
		name: 'Merge',
		type: 'n8n-nodes-base.merge',
		typeVersion: 3.2,
		parameters: { mode: 'combine', combineBy: 'combineByPosition' },
	};
	const { nodes, connections } = straight(site);
	return {
		nodes: [...nodes.filter(({ name }) => name !== 'After'), merge, after('$json.row')],
		connections: [
			...connections.filter(([, to]) => to !== 'After'),
			...done(site, 'Merge').slice(-1),
			['Rows', 'Merge', 0, 1],
			['Merge', 'After'],
		],
	};
}

function aggregate(site: Site): Drawing {
	const { nodes, connections } = straight(site);
	const collect: NodeSketch = {
		name: 'Aggregate',
		type: 'n8n-nodes-base.aggregate',
		typeVersion: 1,
		parameters: { aggregate: 'aggregateAllItemData', options: {} },
	};
	return {
		nodes: [
			...nodes.filter(({ name }) => name !== 'After'),
			collect,
			{
				name: 'After',
				type: 'n8n-nodes-base.splitOut',
				parameters: { fieldToSplitOut: 'data' },
			},
		],
		connections: [
			...connections.filter(([, to]) => to !== 'After'),
			...done(site, 'Aggregate').slice(-1),
			['Aggregate', 'After'],
		],
	};
}

/** Odd and even rows in branches of their own. */
function twoBranches(site: Site): Drawing {
	const isEven: NodeSketch = {
		name: 'Even',
		type: 'n8n-nodes-base.filter',
		typeVersion: 2.2,
		parameters: {
			conditions: {
				options: { caseSensitive: true, typeValidation: 'loose', version: 2 },
				combinator: 'and',
				conditions: [
					{
						id: '1',
						leftValue: '={{ $json.row % 2 }}',
						rightValue: 0,
						operator: { type: 'number', operation: 'equals' },
					},
				],
			},
		},
	};
	const odd = structuredClone(isEven);
	(
		odd.parameters as IDataObject & { conditions: { conditions: IDataObject[] } }
	).conditions.conditions[0]!.rightValue = 1;
	return {
		nodes: [
			...list(4),
			isEven,
			{ ...odd, name: 'Odd' },
			submit(site, { name: 'Submit A' }),
			submit(site, { name: 'Submit B' }),
			wait(site, { name: 'Wait A' }),
			wait(site, { name: 'Wait B' }),
			after(),
		],
		connections: [
			...start,
			...chain('Rows', 'Even', 'Submit A', 'Wait A'),
			...chain('Rows', 'Odd', 'Submit B', 'Wait B'),
			...done(site, 'After', 'Wait A'),
			...done(site, 'After', 'Wait B'),
		],
	};
}

/** The second video of each row is made after the first one. */
function chainOfTwo(site: Site): Drawing {
	const prompt = `={{ "${site.name} " + $("Rows").item.json.row }}`;
	return {
		nodes: [
			...list(3),
			submit(site, { name: 'Submit 1' }),
			wait(site, { name: 'Wait 1' }),
			videoNode(
				site.stage,
				'submitVideo',
				{ gateway: 'pixazo', prompt },
				{ name: 'Submit 2' },
			),
			wait(site, { name: 'Wait 2' }),
			after(),
		],
		connections: [
			...start,
			...chain('Rows', 'Submit 1', 'Wait 1'),
			...done(site, 'Submit 2', 'Wait 1'),
			['Submit 2', 'Wait 2'],
			...done(site, 'After', 'Wait 2'),
		],
	};
}

/** A person approves before the videos go on. */
function approval(site: Site): Drawing {
	const prompt = `={{ "${site.name} " + $json.row }}`;
	const approve: NodeSketch = {
		name: 'Approve',
		type: 'n8n-nodes-base.wait',
		typeVersion: 1.1,
		parameters: { resume: 'webhook', options: {} },
		webhookId: site.name,
	} as NodeSketch;
	return {
		nodes: [
			...list(3),
			videoNode(site.stage, 'submitVideo', {
				gateway: 'useapi',
				prompt,
				options: { wakeExecution: true },
			}),
			wait(site),
			approve,
			after(),
		],
		connections: [
			...start,
			...chain('Rows', 'Submit Video', 'Wait For Video'),
			...done(site, 'Approve'),
			['Approve', 'After'],
		],
	};
}

/** n8n ends the execution in the middle of a wait that Submit Video, in a workflow of its own, could not foresee. */
function timeoutWorkflow(site: Site): Drawing {
	const { nodes, connections } = withErrorOutput(site);
	return {
		nodes: [...nodes.filter(({ name }) => name !== 'Submit Video'), callerOf('once')],
		connections: [
			...connections.filter((link) => !link.includes('Submit Video')),
			...chain('Rows', 'Call', 'Wait For Video'),
		],
		settings: { executionTimeout: 30 },
		child: {
			caller: 'Call',
			nodes: [called, submit(site)],
			connections: chain('Called', 'Submit Video'),
		},
	};
}

/** Every drawing, by name. */
export const drawings = {
	straight: (site: Site) => straight(site),
	errorOutput: (site: Site) => withErrorOutput(site),
	subWorkflowOnce: (site: Site) => subWorkflow(site, 'once'),
	subWorkflowEach: (site: Site) => subWorkflow(site, 'each'),
	loopOver1: (site: Site) => loopOverItems(site, 1, 2),
	loopOver3: (site: Site) => loopOverItems(site, 3, 4),
	merge: mergeByPosition,
	aggregate,
	twoBranches,
	chain: chainOfTwo,
	approval,
	timeoutWorkflow,
	alwaysOutputData: (site: Site) => straight(site, { alwaysOutputData: true }),
} satisfies Record<string, (site: Site) => Drawing>;

export type DrawingName = keyof typeof drawings;
