import type { IExecuteFunctions } from 'n8n-workflow';

import type { Item } from '../shared/item';

/** The execution as a log line names it. A tool that an MCP client calls runs in none, unless n8n is in queue mode. */
export function executionName(context: IExecuteFunctions): string {
	// n8n's type doesn't say so.
	const id = context.getExecutionId() as string | undefined;
	return id === undefined ? 'outside an execution' : `execution ${id}`;
}

/** Where in n8n a log line belongs. */
export const logPlace = ({ context, index }: Item): string =>
	`(${executionName(context)}, item ${index})`;
