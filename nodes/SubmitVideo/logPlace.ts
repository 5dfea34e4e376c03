import type { Item } from '../shared/item';

/** Where in n8n a line of the log belongs to. */
export const logPlace = ({ context, index }: Item): string =>
	`(execution ${context.getExecutionId()}, item ${index})`;
