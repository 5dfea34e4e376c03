import { passesItems, readsItemsByCode } from './glue';
import { httpCall, isFileRequest } from './http';
import { rewriteCode, rewriteText, type Reference, type Replacement } from './references';
import type { Shape } from './rules';
import {
	edgesOf,
	kindOf,
	type Edge,
	type Fields,
	type Workflow,
	type WorkflowNode,
} from './workflow';

/** Rewrites what the other nodes read from nodes that are gone. Pure. */

/** A place in a node. */
export interface Place {
	node: string;
	/** With dots for what lies deeper. */
	parameter: string;
	/** What stands there, or what is to be known of it. */
	text: string;
}

export interface Rewritten {
	workflow: Workflow;
	changed: Place[];
	/** References that were left as they are. */
	left: Place[];
	notes: Place[];
}

/** Names of nodes that are gone, or that give other items than before. */
export interface Gone {
	/** By the name of a node: the shape that its items had, and the node that has them now. */
	byName: ReadonlyMap<string, Required<Replacement>>;
	/** The shape of the items on a connection that begins at a new node. */
	shapeOf: (edge: Edge) => Shape | undefined;
	/** How failed items are read, which leave the new nodes by their second output. */
	failed: Shape;
}

/** `mixed`: a node gets items of new nodes and of others. */
type Input = Shape | 'mixed' | undefined;

const sameShape = (one: Input, other: Input): boolean =>
	one === other || JSON.stringify(described(one)) === JSON.stringify(described(other));

const described = (shape: Input) =>
	Array.isArray(shape) ? (shape as Shape).map(({ path, to }) => [path, to('item')]) : shape;

/** The shape of the items that each node gets. */
function inputsOf(workflow: Workflow, { shapeOf }: Gone): (name: string) => Input {
	const into = new Map<string, Edge[]>();
	for (const edge of edgesOf(workflow)) into.set(edge.to, [...(into.get(edge.to) ?? []), edge]);
	const nodes = new Map(workflow.nodes.map((node) => [node.name, node]));
	const known = new Map<string, Input>();
	const passes = (node: WorkflowNode | undefined): boolean => {
		if (node === undefined) return false;
		return passesItems(node) || (httpCall(node) !== undefined && isFileRequest(node));
	};
	const inputOf = (name: string): Input => {
		if (known.has(name)) return known.get(name);
		known.set(name, undefined);
		const shapes = (into.get(name) ?? []).map(
			(edge) =>
				shapeOf(edge) ?? (passes(nodes.get(edge.from)) ? inputOf(edge.from) : undefined),
		);
		const [first] = shapes;
		const input = shapes.every((shape) => sameShape(shape, first)) ? first : 'mixed';
		known.set(name, input);
		return input;
	};
	return inputOf;
}

/** The nodes that connections lead to, without going through a new node once more. */
function reached(
	edges: readonly Edge[],
	first: readonly Edge[],
	stop: ReadonlySet<string>,
): Set<string> {
	const found = new Set<string>();
	const queue = first.map(({ to }) => to);
	for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
		if (found.has(name) || stop.has(name)) continue;
		found.add(name);
		queue.push(...edges.filter(({ from }) => from === name).map(({ to }) => to));
	}
	return found;
}

/** By each new node, the nodes that only its failed items come to. */
function onlyFailed(workflow: Workflow, { byName }: Gone): (node: string, of: string) => boolean {
	const edges = edgesOf(workflow);
	const now = new Set([...byName.values()].map(({ node }) => node));
	const sets = new Map(
		[...now].map((name) => {
			const own = edges.filter(({ from }) => from === name);
			const good = reached(
				edges,
				own.filter(({ output }) => output === 0),
				now,
			);
			const bad = reached(
				edges,
				own.filter(({ output }) => output === 1),
				now,
			);
			return [name, new Set([...bad].filter((one) => !good.has(one)))];
		}),
	);
	return (node, of) => sets.get(of)?.has(node) ?? false;
}

const CODES = ['jsCode', 'functionCode'];
const PASSES = 4;

interface Notes {
	changed: Place[];
	left: Place[];
	notes: Place[];
}

/** Rewrites one text until nothing in it names a node that is gone. */
function rewriteStored(
	stored: string,
	isCode: boolean,
	find: (reference: Reference) => Replacement | undefined,
	note: (kind: keyof Notes, text: string) => void,
): string {
	let text = stored;
	const notes = new Set<string>();
	let left: string[] = [];
	for (let pass = 0; pass < PASSES; pass += 1) {
		// What was written in the first pass is new already; only names can still be old.
		const findNow =
			pass === 0
				? find
				: (reference: Reference) =>
						reference.node === undefined ? undefined : find(reference);
		const now = isCode
			? { ...rewriteCode(text, findNow), text: '' }
			: { ...rewriteText(text, findNow), code: '' };
		const after = isCode ? now.code : now.text;
		now.notes.forEach((one) => notes.add(one));
		if (pass === 0) left = now.left;
		if (after === text) break;
		text = after;
	}
	left.forEach((one) => note('left', one));
	notes.forEach((one) => note('notes', one));
	if (text !== stored) note('changed', stored);
	return text;
}

/** A copy of some parameters with other texts; the same where no text is another. */
function mapTexts(
	value: unknown,
	path: readonly string[],
	map: (text: string, path: readonly string[]) => string,
): unknown {
	if (typeof value === 'string') return map(value, path);
	if (typeof value !== 'object' || value === null) return value;
	const entries = Object.entries(value).map(
		([key, one]) => [key, mapTexts(one, [...path, key], map)] as const,
	);
	if (entries.every(([key, one]) => one === (value as Fields)[key])) return value;
	return Array.isArray(value) ? entries.map(([, one]) => one) : Object.fromEntries(entries);
}

function rewriteNode(
	node: WorkflowNode,
	input: Input,
	named: (name: string) => Replacement | undefined,
	all: Notes,
): WorkflowNode {
	const find = ({ node: name }: Reference): Replacement | undefined => {
		if (name !== undefined) return named(name);
		return input === undefined ? undefined : { shape: input === 'mixed' ? [] : input };
	};
	const map = (text: string, path: readonly string[]): string => {
		const parameter = path.join('.');
		const note = (kind: keyof Notes, words: string) =>
			all[kind].push({ node: node.name, parameter, text: words });
		const isCode = CODES.includes(parameter);
		const rewritten = rewriteStored(text, isCode, find, note);
		const isSilent =
			isCode && rewritten === text && input !== undefined && readsItemsByCode(node);
		if (isSilent) note('left', 'its code reads the items of the nodes that were replaced');
		return rewritten;
	};
	const parameters = mapTexts(node.parameters, [], map) as Fields | undefined;
	return parameters === node.parameters || parameters === undefined
		? node
		: { ...node, parameters };
}

/** Items of the new nodes are never read by the shapes of the old ones, except by those that stay. */
export function rewriteReferences(
	workflow: Workflow,
	gone: Gone,
	skip: ReadonlySet<string>,
): Rewritten {
	const all: Notes = { changed: [], left: [], notes: [] };
	const inputOf = inputsOf(workflow, gone);
	const isOnlyFailed = onlyFailed(workflow, gone);
	const namedFor = (reader: string) => (name: string) => {
		const found = gone.byName.get(name);
		return found && isOnlyFailed(reader, found.node) ? { ...found, shape: gone.failed } : found;
	};
	const nodes = workflow.nodes.map((node) =>
		skip.has(node.name) || kindOf(node) === 'stickyNote'
			? node
			: rewriteNode(node, inputOf(node.name), namedFor(node.name), all),
	);
	return { workflow: { ...workflow, nodes }, ...all };
}
