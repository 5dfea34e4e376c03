import type { NodeContext } from './nodeContext';

/**
 * Where in n8n a log line belongs: the execution, and the numbers of its items. A tool that an MCP client calls runs in
 * no execution, unless n8n is in queue mode.
 */
export function logPlace(
	context: Pick<NodeContext, 'getExecutionId'>,
	indexes: readonly number[],
): string {
	// n8n's type doesn't say so.
	const id = context.getExecutionId() as string | undefined;
	const execution = id === undefined ? 'outside an execution' : `execution ${id}`;
	return `(${execution}, item${indexes.length === 1 ? '' : 's'} ${indexes.join(', ')})`;
}
