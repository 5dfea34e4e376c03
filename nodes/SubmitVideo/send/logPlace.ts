import type { Item } from '../../shared/item';

/** Where in n8n a log line belongs. */
export const logPlace = ({ context, index }: Item): string =>
	`(execution ${context.getExecutionId()}, item ${index})`;
