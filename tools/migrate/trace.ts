import { outputsFor, type Known } from './evaluate';
import { isDecision, isGlue, through } from './glue';
import { httpCall } from './http';
import type { Protocol, Step } from './protocols/types';
import type { Shape } from './rules';
import { edgesOf, type Edge, type Workflow, type WorkflowNode } from './workflow';

/** Follows an item from a request through the nodes that keep a loop together. Pure. */

export interface Graph {
	node: (name: string) => WorkflowNode | undefined;
	from: (name: string) => readonly Edge[];
	into: (name: string) => readonly Edge[];
}

export function graphOf(workflow: Workflow): Graph {
	const nodes = new Map(workflow.nodes.map((node) => [node.name, node]));
	const from = new Map<string, Edge[]>();
	const into = new Map<string, Edge[]>();
	for (const edge of edgesOf(workflow)) {
		from.set(edge.from, [...(from.get(edge.from) ?? []), edge]);
		into.set(edge.to, [...(into.get(edge.to) ?? []), edge]);
	}
	return {
		node: (name) => nodes.get(name),
		from: (name) => from.get(name) ?? [],
		into: (name) => into.get(name) ?? [],
	};
}

/** One connection on the way, with the item that goes along it. */
export interface Passed {
	edge: Edge;
	known: Known;
	shape: Shape;
}

/** Where a way ends. */
export interface End {
	/** `status`: at a request for the status; `again`: at the submit; `exit`: at any other node; `nothing`: nowhere. */
	kind: 'status' | 'again' | 'exit' | 'nothing';
	/** All connections of the way. */
	way: readonly Passed[];
	/** The nodes on it whose conditions say nothing about this item. */
	guessed: readonly string[];
}

/** What a way is followed by. */
export interface Ground {
	graph: Graph;
	protocol: Protocol;
	submit: string;
}

/** What an HTTP Request node does in the API that is spoken. */
export function stepAt({ graph, protocol }: Ground, name: string): Step | undefined {
	const node = graph.node(name);
	const call = node && node.disabled !== true ? httpCall(node) : undefined;
	return call && protocol.stepOf(call);
}

interface Item {
	known: Known;
	shape: Shape;
}

function after(ground: Ground, edges: readonly Edge[], item: Item, so: End): End[] {
	return edges.length === 0
		? [{ ...so, kind: 'nothing' }]
		: edges.flatMap((edge) => follow(ground, edge, item, so));
}

/** Every end that an item comes to which leaves along a connection. */
export function follow(
	ground: Ground,
	edge: Edge,
	{ known, shape }: Item,
	so: End = { kind: 'nothing', way: [], guessed: [] },
): End[] {
	const { graph, protocol, submit } = ground;
	const way = [...so.way, { edge, known, shape }];
	const node = graph.node(edge.to);
	if (edge.to === submit) return [{ ...so, kind: 'again', way }];
	if (node === undefined || so.way.some(({ edge: { to } }) => to === edge.to)) {
		return [{ ...so, kind: 'nothing', way }];
	}
	if (stepAt(ground, edge.to) === 'status') return [{ ...so, kind: 'status', way }];
	if (!isGlue(node)) return [{ ...so, kind: 'exit', way }];
	const out = graph.from(edge.to);
	if (!isDecision(node)) {
		const passed = through(node, { known, shape }, protocol.packedIn);
		const nodes = new Map([...passed.known.nodes, [edge.to, passed.known.json]]);
		return after(ground, out, { ...passed, known: { ...passed.known, nodes } }, { ...so, way });
	}
	const { outputs, isSure } = outputsFor(node, known);
	const guessed = isSure ? so.guessed : [...so.guessed, edge.to];
	if (outputs.length === 0) return [{ kind: 'nothing', way, guessed }];
	return outputs.flatMap((output) =>
		after(
			ground,
			out.filter((one) => one.output === output),
			{ known, shape },
			{ ...so, way, guessed },
		),
	);
}

/** The part of a way behind the last node that decides: what the loop leads to. */
export function behindDecisions({ graph }: Ground, { way }: End): readonly Passed[] {
	const last = way.findLastIndex(({ edge }) => {
		const node = graph.node(edge.to);
		return node !== undefined && isDecision(node);
	});
	return way.slice(last + 1);
}

/** The names of the nodes up to and with the last one that decides. */
export const decidedBy = (ground: Ground, end: End): string[] =>
	end.way
		.slice(0, end.way.length - behindDecisions(ground, end).length)
		.map(({ edge }) => edge.to);
