import type { Item } from './item';

/**
 * How many requests a minute Options allow; undefined where the user hasn't set it. Throws a NodeOperationError where it
 * can't be read.
 */
export const readRequestsPerMinute = ({ options }: Item): number | undefined =>
	options.number('requestsPerMinute', { label: 'Requests per Minute', least: 0 });
