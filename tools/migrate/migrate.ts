import { httpCall, isOldHttp } from './http';
import { keyNotes, oldCredentials } from './keys';
import { findLoop, isNotLoop } from './loop';
import { replaceNodes, type Found } from './newNodes';
import { protocolOfSubmit } from './protocols';
import { planSubmit } from './request';
import { rewriteReferences, type Place } from './rewrite';
import { failureShape, type Shape } from './rules';
import { findTail } from './tail';
import { graphOf, type Ground } from './trace';
import { countNodes, textParameter, type Edge, type Workflow, type WorkflowNode } from './workflow';

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

/** The shape of what leaves the new nodes. */
function shapesAfter({ ground, tail, loop, wait }: Found): (edge: Edge) => Shape | undefined {
	return ({ from, output, to, input }) => {
		if (from !== wait && from !== ground.submit) return undefined;
		if (output > 0) return failureShape;
		const exits = from === wait ? tail.done : loop.beside;
		return exits.find(({ edge }) => edge.to === to && edge.input === input)?.shape;
	};
}

function summaryOf(workflow: Workflow, { ground, plan, loop, tail, wait }: Found): Replaced {
	const nodes = [ground.submit, ...loop.nodes, ...tail.nodes];
	const old = workflow.nodes.filter(({ name }) => nodes.includes(name));
	const { credentialType: type, label, id } = plan.gateway;
	const isPinned = nodes.some((name) => Object.hasOwn(workflow.pinData ?? {}, name));
	return {
		nodes,
		submit: ground.submit,
		wait,
		gateway: id,
		model: plan.model,
		credential: {
			type,
			name: label,
			...(plan.baseUrl === undefined ? {} : { baseUrl: plan.baseUrl }),
		},
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
	return rewriteReferences(replaced, { byName, shapeOf, failed: failureShape }, new Set([wait]));
}

const SPOKEN = /queue\.fal\.run|api\.kie\.ai|api\.replicate\.com|api\.minimaxi?\.|\/v1\/videos/;

/** Submits in a form that can't be read at all. */
const oldOnes = (workflow: Workflow) =>
	workflow.nodes
		.filter((node) => isOldHttp(node) && SPOKEN.test(textParameter(node, 'url')))
		.map(({ name }) => ({
			node: name,
			reason: 'it is an HTTP Request of a version before 3: replace it in the editor by a new one, and try again',
		}));

const isSubmit = (node: WorkflowNode): boolean => {
	const call = node.disabled === true ? undefined : httpCall(node);
	return call !== undefined && protocolOfSubmit(call) !== undefined;
};

/** Replaces every loop that is recognized, one after the other, and leaves all else as it is. */
export function migrate(workflow: Workflow): Migration {
	const replaced: Replaced[] = [];
	const skipped: Array<{ node: string; reason: string }> = [];
	const places: Record<'changed' | 'left' | 'notes', Place[]> = {
		changed: [],
		left: [],
		notes: [],
	};
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
