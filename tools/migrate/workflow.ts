import { z } from 'zod';

/** A workflow as n8n exports it, and its graph. What isn't named here is carried along as it is. */

export type Fields = Readonly<Record<string, unknown>>;

export interface WorkflowNode extends Fields {
	readonly name: string;
	readonly type: string;
	readonly parameters?: Fields;
	readonly disabled?: boolean;
	readonly onError?: string;
	readonly credentials?: Readonly<Record<string, { id?: string; name?: string } | undefined>>;
}

interface Target {
	node: string;
	type: string;
	index: number;
}

/** By the node that a connection starts at, its kind, and its output. */
type Connections = Readonly<
	Record<string, Readonly<Record<string, ReadonlyArray<readonly Target[] | null>>>>
>;

export interface Workflow extends Fields {
	readonly nodes: readonly WorkflowNode[];
	readonly connections: Connections;
	readonly pinData?: Fields | null;
}

/** A connection of the kind `main`. */
export interface Edge {
	from: string;
	output: number;
	to: string;
	input: number;
}

const node = z
	.object({
		name: z.string().min(1),
		type: z.string(),
		parameters: z.record(z.unknown()).optional(),
		credentials: z.record(z.object({ name: z.string().optional() }).passthrough()).optional(),
	})
	.passthrough();
const target = z.object({ node: z.string(), type: z.string(), index: z.number() }).passthrough();
const workflow = z
	.object({
		nodes: z.array(node),
		connections: z.record(z.record(z.array(z.array(target).nullable()))),
		pinData: z.record(z.unknown()).nullish(),
	})
	.passthrough();

/** The workflow, or why this isn't one. It is the value itself, with its keys in their order. */
export function asWorkflow(value: unknown): Workflow | { problem: string } {
	const read = workflow.safeParse(value);
	if (!read.success) {
		const [issue] = read.error.issues;
		return { problem: `${issue?.path.join('.') || 'it'}: ${issue?.message ?? 'invalid'}` };
	}
	const names = read.data.nodes.map(({ name }) => name);
	const twice = names.find((name, index) => names.indexOf(name) !== index);
	return twice === undefined
		? (value as Workflow)
		: { problem: `two nodes are named "${twice}"` };
}

/** Every connection of the kind `main`, in order. */
export const edgesOf = ({ connections }: Workflow): Edge[] =>
	Object.entries(connections).flatMap(([from, { main = [] }]) =>
		main.flatMap((targets, output) =>
			(targets ?? []).map(({ node: to, index: input }) => ({ from, output, to, input })),
		),
	);

/** The same connections with these ones of the kind `main` for some nodes; those of other nodes stay untouched. */
export function withMainEdges(
	connections: Connections,
	of: ReadonlyMap<string, readonly Edge[]>,
	removed: ReadonlySet<string>,
): Connections {
	const kept = Object.entries(connections).filter(
		([from]) => !removed.has(from) && !of.has(from),
	);
	const made = [...of].map(([from, edges]) => {
		const main: Target[][] = [];
		for (const { output, to, input } of edges) {
			while (main.length <= output) main.push([]);
			main[output]!.push({ node: to, type: 'main', index: input });
		}
		return [from, { ...connections[from], main }] as const;
	});
	return Object.fromEntries([...kept, ...made]);
}

const SHORT = 'n8n-nodes-base.';

/** The name of one of n8n's own nodes without its package; of another the whole name. */
export const kindOf = ({ type }: WorkflowNode): string =>
	type.startsWith(SHORT) ? type.slice(SHORT.length) : type;

/** How many nodes do something: notes don't count. */
export const countNodes = ({ nodes }: Workflow): number =>
	nodes.filter((one) => kindOf(one) !== 'stickyNote').length;

/** A parameter, with dots for what lies deeper. */
export function parameter({ parameters = {} }: WorkflowNode, path: string): unknown {
	return path
		.split('.')
		.reduce<unknown>(
			(value, key) =>
				typeof value === 'object' && value !== null && Object.hasOwn(value, key)
					? (value as Fields)[key]
					: undefined,
			parameters,
		);
}

/** A parameter that is a text; otherwise an empty one. */
export function textParameter(one: WorkflowNode, path: string): string {
	const value = parameter(one, path);
	return typeof value === 'string' ? value : '';
}

/** The objects of a list; none of anything else. */
export const rowsOf = (list: unknown): Fields[] =>
	Array.isArray(list)
		? list.filter((row): row is Fields => typeof row === 'object' && row !== null)
		: [];

/** A list of parameters with names. */
export const namedParameters = (one: WorkflowNode, path: string): Fields[] =>
	rowsOf(parameter(one, path));
