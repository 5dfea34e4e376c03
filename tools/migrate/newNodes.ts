import type { Exit } from './exits';
import type { Loop } from './loop';
import type { SubmitPlan } from './request';
import type { Tail } from './tail';
import type { Ground } from './trace';
import {
	withMainEdges,
	type Edge,
	type Fields,
	type Workflow,
	type WorkflowNode,
} from './workflow';

/** Submit Video and Wait For Video in the place of a loop. Pure. */

const PACKAGE = 'n8n-nodes-video-gateways';
const KEPT_SETTINGS = [
	...['retryOnFail', 'maxTries', 'waitBetweenTries', 'notes', 'notesInFlow'],
	...['alwaysOutputData', 'executeOnce', 'onError', 'continueOnFail'],
];
const TO_ERROR_OUTPUT = { onError: 'continueErrorOutput' };

const pick = (node: WorkflowNode, keys: readonly string[]): Fields =>
	Object.fromEntries(
		keys.filter((key) => Object.hasOwn(node, key)).map((key) => [key, node[key]]),
	);

/** A loop with everything that is known of it. */
export interface Found {
	ground: Ground;
	plan: SubmitPlan;
	loop: Loop;
	tail: Tail;
	/** The name of Wait For Video. */
	wait: string;
	failed: readonly Exit[];
}

function submitNode({ ground, plan, loop }: Found, old: WorkflowNode): WorkflowNode {
	const { credentialType, label } = plan.gateway;
	return {
		...pick(old, ['id']),
		name: ground.submit,
		type: `${PACKAGE}.submitVideo`,
		typeVersion: 1,
		...pick(old, ['position']),
		parameters: plan.parameters,
		credentials: { [credentialType]: { id: '', name: label } },
		...pick(old, KEPT_SETTINGS),
		...(loop.refused.length > 0 ? TO_ERROR_OUTPUT : {}),
	};
}

function waitNode({ plan, loop, tail, wait, failed }: Found, old: WorkflowNode): WorkflowNode {
	const { id, credentialType, label } = plan.gateway;
	const { field } = tail;
	return {
		...pick(old, ['id']),
		name: wait,
		type: `${PACKAGE}.waitForVideo`,
		typeVersion: 1.1,
		...pick(old, ['position']),
		parameters: {
			itemGateways: [id],
			...(loop.seconds === undefined
				? {}
				: { timeoutMinutes: Math.max(1, Math.ceil(loop.seconds / 60)) }),
			downloadVideo: field !== undefined,
			...(field === undefined || field === 'data'
				? {}
				: { options: { binaryPropertyName: field } }),
		},
		credentials: { [credentialType]: { id: '', name: label } },
		...(failed.length > 0 ? TO_ERROR_OUTPUT : {}),
	};
}

/** Connections to the same nodes from another one. */
function moved(exits: readonly Exit[], from: string, output: number): Edge[] {
	const targets = new Map(
		exits.map(({ edge: { to, input } }) => [
			JSON.stringify([to, input]),
			{ from, output, to, input },
		]),
	);
	return [...targets.values()];
}

function edgesAfter({ ground, loop, tail, wait, failed }: Found): Map<string, Edge[]> {
	const { submit, graph } = ground;
	const gone = new Set([...loop.nodes, ...tail.nodes]);
	const errors = graph.from(submit).filter(({ output, to }) => output > 0 && !gone.has(to));
	return new Map([
		[
			submit,
			[
				{ from: submit, output: 0, to: wait, input: 0 },
				...moved(loop.beside, submit, 0),
				...moved(
					[...errors.map((edge) => ({ edge, shape: [] })), ...loop.refused],
					submit,
					1,
				),
			],
		],
		[wait, [...moved(tail.done, wait, 0), ...moved(failed, wait, 1)]],
	]);
}

export function replaceNodes(workflow: Workflow, found: Found): Workflow {
	const { ground, loop, tail, wait } = found;
	const gone = new Set([...loop.nodes, ...tail.nodes].filter((name) => name !== wait));
	const nodes = workflow.nodes.flatMap((node) => {
		if (node.name === ground.submit) return [submitNode(found, node)];
		if (node.name === wait) return [waitNode(found, node)];
		return gone.has(node.name) ? [] : [node];
	});
	const { pinData: pinned } = workflow;
	const old = new Set([...gone, ground.submit, wait]);
	return {
		...workflow,
		nodes,
		connections: withMainEdges(workflow.connections, edgesAfter(found), gone),
		...(pinned
			? {
					pinData: Object.fromEntries(
						Object.entries(pinned).filter(([name]) => !old.has(name)),
					),
				}
			: {}),
	};
}
