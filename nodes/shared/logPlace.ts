import type { NodeContext } from './nodeContext';

/** Where in n8n a log line belongs: the execution, and the numbers of its items. */
export const logPlace = (
	context: Pick<NodeContext, 'getExecutionId'>,
	indexes: readonly number[],
): string =>
	`(execution ${context.getExecutionId()}, item${indexes.length === 1 ? '' : 's'} ${indexes.join(', ')})`;
