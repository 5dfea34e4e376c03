import { httpCall, isOldHttp, headersOf } from './http';
import { findLoop, isNotLoop, type Exit, type Loop } from './loop';
import { protocolOfSubmit } from './protocols';
import { planSubmit, type SubmitPlan } from './request';
import { rewriteReferences, type Place } from './rewrite';
import { failureShape, type Shape } from './rules';
import { findTail, type Tail } from './tail';
import { graphOf, type Ground } from './trace';
import {
	countNodes,
	namedParameters,
	textParameter,
	withMainEdges,
	type Edge,
	type Fields,
	type Workflow,
	type WorkflowNode,
} from './workflow';

/** Replaces the loops of a workflow by Submit Video and Wait For Video. Pure. */

/** One loop that was replaced. */
export interface Replaced {
	/** Every node that is gone, in order; the first and the last have given their names to the new ones. */
	nodes: readonly string[];
	submit: string;
	wait: string;
	gateway: string;
	model: string;
	credential: { type: string; name: string; baseUrl?: string };
	/** What to know, and what to do by hand. */
	notes: readonly string[];
}

export interface Migration {
	workflow: Workflow;
	/** How many nodes do something. */
	before: number;
	after: number;
	replaced: readonly Replaced[];
	/** Submits of videos that were left alone. */
	skipped: ReadonlyArray<{ node: string; reason: string }>;
	changed: readonly Place[];
	left: readonly Place[];
	notes: readonly Place[];
}

const PACKAGE = 'n8n-nodes-video-gateways';
const KEPT_SETTINGS = [
	...['retryOnFail', 'maxTries', 'waitBetweenTries', 'notes', 'notesInFlow'],
	...['alwaysOutputData', 'executeOnce', 'onError', 'continueOnFail'],
];
const TO_ERROR_OUTPUT = { onError: 'continueErrorOutput' };

const pick = (node: WorkflowNode, keys: readonly string[]): Fields =>
	Object.fromEntries(keys.filter((key) => Object.hasOwn(node, key)).map((key) => [key, node[key]]));

/** A loop with everything that is known of it. */
interface Found {
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
			...(field === undefined || field === 'data' ? {} : { options: { binaryPropertyName: field } }),
		},
		credentials: { [credentialType]: { id: '', name: label } },
		...(failed.length > 0 ? TO_ERROR_OUTPUT : {}),
	};
}

/** Connections to the same nodes from another one. */
function moved(exits: readonly Exit[], from: string, output: number): Edge[] {
	const targets = new Map(
		exits.map(({ edge: { to, input } }) => [JSON.stringify([to, input]), { from, output, to, input }]),
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
				...moved([...errors.map((edge) => ({ edge, shape: [] })), ...loop.refused], submit, 1),
			],
		],
		[wait, [...moved(tail.done, wait, 0), ...moved(failed, wait, 1)]],
	]);
}

function replaceNodes(workflow: Workflow, found: Found): Workflow {
	const { ground, loop, tail, wait } = found;
	const gone = new Set([...loop.nodes, ...tail.nodes].filter((name) => name !== wait));
	const nodes = workflow.nodes.flatMap((node) => {
		if (node.name === ground.submit) return [submitNode(found, node)];
		if (node.name === wait) return [waitNode(found, node)];
		return gone.has(node.name) ? [] : [node];
	});
	const pinned = workflow.pinData as Fields | null | undefined;
	const old = new Set([...gone, ground.submit, wait]);
	return {
		...workflow,
		nodes,
		connections: withMainEdges(workflow.connections, edgesAfter(found), gone),
		...(pinned
			? { pinData: Object.fromEntries(Object.entries(pinned).filter(([name]) => !old.has(name))) }
			: {}),
	};
}

/** The shape of what leaves the new nodes. */
function shapesAfter({ ground, tail, loop, wait }: Found): (edge: Edge) => Shape | undefined {
	return ({ from, output, to, input }) => {
		if (from !== wait && from !== ground.submit) return undefined;
		if (output > 0) return failureShape;
		const exits = from === wait ? tail.done : loop.beside;
		return exits.find(({ edge }) => edge.to === to && edge.input === input)?.shape;
	};
}

/** Where the key of a node came from: what to do about it, without the key. */
function keyNotes(nodes: readonly WorkflowNode[]): string[] {
	const typed = nodes.flatMap((node) =>
		headersOf(node)
			.filter((name) => /authorization|key|token/i.test(name))
			.map((name) => {
				const row = namedParameters(node, 'headerParameters.parameters').find(
					(header) => header.name === name,
				);
				return { node: node.name, name, isCode: String(row?.value ?? '').startsWith('=') };
			}),
	);
	const [first] = typed;
	if (first === undefined) return [];
	return [
		first.isCode
			? `The header ${first.name} of "${first.node}" got its key from an expression. Delete the key where it is stored.`
			: `A key was typed into the header ${first.name} of "${first.node}". It isn't in the new file; the old one still has it.`,
	];
}

const oldCredentials = (nodes: readonly WorkflowNode[]): string[] => {
	const names = nodes.flatMap((node) =>
		Object.values((node.credentials ?? {}) as Record<string, { name?: string }>).map(
			({ name }) => name ?? '',
		),
	);
	const [name] = [...new Set(names)].filter((one) => one !== '');
	return name === undefined
		? []
		: [`The credential "${name}" holds the key so far; a credential of another type can't be carried over.`];
};

function summaryOf(workflow: Workflow, { ground, plan, loop, tail, wait }: Found): Replaced {
	const nodes = [ground.submit, ...loop.nodes, ...tail.nodes];
	const old = workflow.nodes.filter(({ name }) => nodes.includes(name));
	const { credentialType: type, label, id } = plan.gateway;
	const isPinned = nodes.some((name) => Object.hasOwn((workflow.pinData ?? {}) as Fields, name));
	return {
		nodes,
		submit: ground.submit,
		wait,
		gateway: id,
		model: plan.model,
		credential: { type, name: label, ...(plan.baseUrl === undefined ? {} : { baseUrl: plan.baseUrl }) },
		notes: [
			...oldCredentials(old),
			...keyNotes(old),
			...plan.notes,
			...(isPinned ? ['Pinned data of the nodes that were replaced is gone.'] : []),
		],
	};
}

/** What is to be done about one submit. */
function examine(workflow: Workflow, node: WorkflowNode): Found | { reason: string } {
	const call = httpCall(node)!;
	const protocol = protocolOfSubmit(call)!;
	const ground: Ground = { graph: graphOf(workflow), protocol, submit: node.name };
	const loop = findLoop(ground);
	if (isNotLoop(loop)) return loop;
	const plan = planSubmit(protocol, call);
	if ('reason' in plan) return plan;
	const tail = findTail(ground, loop);
	const wait = tail.nodes.at(-1) ?? loop.status ?? loop.nodes.at(-1);
	if (wait === undefined) return { reason: 'nothing behind it waits for the video' };
	return { ground, plan, loop, tail, wait, failed: [...loop.failed, ...tail.failed] };
}

function replaceLoop(workflow: Workflow, found: Found) {
	const { ground, tail, loop, wait } = found;
	const { shapes } = ground.protocol;
	const byName = new Map([
		[ground.submit, { shape: shapes.submit, node: ground.submit }],
		...[...loop.nodes, ...tail.nodes].map(
			(name) => [name, { shape: tail.shapes.get(name) ?? [], node: wait }] as const,
		),
	]);
	const replaced = replaceNodes(workflow, found);
	const shapeOf = shapesAfter(found);
	return rewriteReferences(replaced, { byName, shapeOf }, new Set([wait]));
}

const SPOKEN = /queue\.fal\.run|api\.kie\.ai|api\.replicate\.com|api\.minimaxi?\.|\/v1\/videos/;

/** Submits in a form that can't be read at all. */
const oldOnes = (workflow: Workflow) =>
	workflow.nodes
		.filter((node) => isOldHttp(node) && SPOKEN.test(textParameter(node, 'url')))
		.map(({ name }) => ({
			node: name,
			reason:
				'it is an HTTP Request of a version before 3: replace it in the editor by a new one, and try again',
		}));

const isSubmit = (node: WorkflowNode): boolean => {
	const call = node.disabled === true ? undefined : httpCall(node);
	return call !== undefined && protocolOfSubmit(call) !== undefined;
};

/** Replaces every loop that is recognized, one after the other, and leaves all else as it is. */
export function migrate(workflow: Workflow): Migration {
	const replaced: Replaced[] = [];
	const skipped: Array<{ node: string; reason: string }> = [];
	const places: Record<'changed' | 'left' | 'notes', Place[]> = { changed: [], left: [], notes: [] };
	let now = workflow;
	for (const { name } of workflow.nodes.filter(isSubmit)) {
		const node = now.nodes.find((one) => one.name === name);
		if (node === undefined || !isSubmit(node)) continue;
		const found = examine(now, node);
		if ('reason' in found) {
			skipped.push({ node: name, reason: found.reason });
			continue;
		}
		replaced.push(summaryOf(now, found));
		const { workflow: next, ...more } = replaceLoop(now, found);
		now = next;
		for (const key of ['changed', 'left', 'notes'] as const) places[key].push(...more[key]);
	}
	const isThere = ({ node }: Place) => now.nodes.some(({ name }) => name === node);
	return {
		workflow: now,
		before: countNodes(workflow),
		after: countNodes(now),
		replaced,
		skipped: [...skipped, ...oldOnes(workflow)],
		changed: places.changed.filter(isThere),
		left: places.left.filter(isThere),
		notes: places.notes.filter(isThere),
	};
}
