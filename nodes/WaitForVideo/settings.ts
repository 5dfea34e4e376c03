import type { IExecuteFunctions } from 'n8n-workflow';

import type { FileOptions } from '../shared/download';
import { userError } from '../shared/errors';

/** What Wait For Video's Options may hold; a key is there only if the user added it. */
export interface WaitOptions extends FileOptions {
	cancelOnStop?: boolean;
	cancelOnTimeout?: boolean;
	checkIntervalSeconds?: number;
	includeRawResponse?: boolean;
	onFailedVideo?: 'error' | 'returnJob';
	onTimeout?: 'error' | 'returnJob';
}

/** Time limit in minutes. One for all items. Throws a NodeOperationError where it is none. */
export function readTimeLimit(context: IExecuteFunctions): number {
	const minutes = Number(context.getNodeParameter('timeoutMinutes', 0, 30));
	if (!(minutes > 0)) {
		throw userError(context, 0, 'Time Limit must be a number of minutes over 0.');
	}
	return minutes;
}

/** The Options of one item. */
export function readOptions(context: IExecuteFunctions, itemIndex: number): WaitOptions {
	return context.getNodeParameter('options', itemIndex, {}) as WaitOptions;
}
