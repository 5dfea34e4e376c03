import type { IDataObject } from 'n8n-workflow';
import type { NodeSketch } from '../support/n8n/n8n';
import { videoNode } from './stage';
import {
	type Drawing,
	type Site,
	after,
	chain,
	done,
	errorOutput,
	list,
	start,
	submit,
	wait,
} from './topologyNodes';

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
