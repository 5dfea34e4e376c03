import { isDecision, isGlue, through, unpacked } from './glue';
import { fileField, httpCall } from './http';
import type { Exit } from './exits';
import type { Loop } from './loop';
import { rewriteText, type Reference, type Replacement } from './references';
import type { Shape } from './rules';
import { stepAt, type Ground } from './trace';
import { kindOf, textParameter, type WorkflowNode } from './workflow';

/** What comes behind a loop and goes with it: reading the result, and downloading the video. */
export interface Tail {
	nodes: readonly string[];
	/** Where items with their video go. */
	done: readonly Exit[];
	failed: readonly Exit[];
	/** The binary field that the video is downloaded into; absent if it isn't. */
	field?: string;
	/** How the output of each node that goes is read in the items of the new ones. */
	shapes: ReadonlyMap<string, Shape>;
}

const unknown = { json: undefined, nodes: new Map() };

/** How the outputs of a loop's own nodes are read: each has the answer to the submit or to the status. */
function loopShapes(ground: Ground, { nodes }: Loop): Map<string, Shape> {
	const { submit, status, result } = ground.protocol.shapes;
	const answers = [...status, ...submit];
	return new Map(
		nodes.map((name) => {
			const step = stepAt(ground, name);
			const node = ground.graph.node(name)!;
			if (step === 'status') return [name, status];
			if (step === 'result') return [name, result];
			return [
				name,
				through(node, { known: unknown, shape: answers }, ground.protocol.packedIn).shape,
			];
		}),
	);
}

/** The nodes so far, and what they have come to. */
interface State {
	gone: Set<string>;
	nodes: string[];
	shapes: Map<string, Shape>;
	failed: Exit[];
	field?: string;
}

/** Whether an HTTP Request fetches the video's own address, whatever it is called here. */
function isDownload(node: WorkflowNode, shape: Shape, { shapes }: State): boolean {
	const call = httpCall(node);
	if (call?.method !== 'GET' || call.codes.length !== 1 || fileField(node) === undefined)
		return false;
	const find = ({ node: name }: Reference): Replacement | undefined => {
		const own = name === undefined ? shape : shapes.get(name);
		return own && { shape: own };
	};
	let url = textParameter(node, 'url').trim();
	for (let pass = 0; pass < 3; pass += 1) url = rewriteText(url, find).text;
	return /^=\{\{\s*(\$json|\$\([^()]*\)\.(item|first\(\))\.json)\.videoUrl\s*\}\}$/.test(url);
}

/** What comes out of a node that can go; undefined for one that stays. */
function absorbed(
	ground: Ground,
	{ edge, shape }: Exit,
	state: State,
	depth = 0,
): Shape | undefined {
	const node = ground.graph.node(edge.to);
	if (node === undefined || node.disabled === true || edge.to === ground.submit) return undefined;
	if (ground.graph.into(edge.to).some(({ from }) => !state.gone.has(from) && depth === 0))
		return undefined;
	const step = stepAt(ground, edge.to);
	if (step === 'result') return ground.protocol.shapes.result;
	if (step === 'file' || isDownload(node, shape, state)) {
		const field = fileField(node) ?? 'data';
		return state.field === undefined || state.field === field ? shape : undefined;
	}
	const opened = unpacked(node, ground.protocol.packedIn);
	if (opened !== undefined) return opened;
	if (!isGlue(node) || isDecision(node) || depth > 3) return undefined;
	const after = through(node, { known: unknown, shape }, ground.protocol.packedIn).shape;
	const next = ground.graph.from(edge.to);
	const [only] = next;
	if (next.length !== 1 || !only) return undefined;
	return absorbed(ground, { edge: only, shape: after }, state, depth + 1) === undefined
		? undefined
		: after;
}

function absorb(ground: Ground, exit: Exit, state: State, shape: Shape): Exit[] {
	const { to } = exit.edge;
	const node = ground.graph.node(to)!;
	state.gone.add(to);
	state.nodes.push(to);
	state.shapes.set(to, shape);
	const step = stepAt(ground, to);
	if (kindOf(node) === 'httpRequest' && step !== 'result')
		state.field = fileField(node) ?? 'data';
	const exits = ground.graph.from(to).map((edge) => ({ edge, shape }));
	state.failed.push(...exits.filter(({ edge }) => edge.output === 1));
	return exits.filter(({ edge }) => edge.output === 0);
}

/** Everything behind a loop that Wait For Video does as well. */
export function findTail(ground: Ground, loop: Loop): Tail {
	const state: State = {
		gone: new Set([ground.submit, ...loop.nodes]),
		nodes: [],
		shapes: loopShapes(ground, loop),
		failed: [],
	};
	const done: Exit[] = [];
	const queue = [...loop.done];
	for (let exit = queue.shift(); exit !== undefined; exit = queue.shift()) {
		const shape = absorbed(ground, exit, state);
		if (shape === undefined) done.push(exit);
		else queue.push(...absorb(ground, exit, state, shape));
	}
	const { nodes, failed, field, shapes } = state;
	return { nodes, done, failed, shapes, ...(field === undefined ? {} : { field }) };
}
