import { headersOf } from './http';
import { namedParameters, type WorkflowNode } from './workflow';

/** What becomes of the keys that a loop was used with. None is ever shown. */

/** Where the key of a node came from: what to do about it, without the key. */
export function keyNotes(nodes: readonly WorkflowNode[]): string[] {
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

/** The credential that the loop has used, by its name. */
export const oldCredentials = (nodes: readonly WorkflowNode[]): string[] => {
	const names = nodes.flatMap((node) =>
		Object.values(node.credentials ?? {}).map((one) => one?.name ?? ''),
	);
	const [name] = [...new Set(names)].filter((one) => one !== '');
	return name === undefined
		? []
		: [
				`The credential "${name}" holds the key so far; a credential of another type can't be carried over.`,
			];
};
