import type { IExecuteFunctions } from 'n8n-workflow';

import type { FileOptions } from '../shared/download';

/** What Check Video Status's Options may hold; a key is there only if the user added it. */
export interface CheckOptions extends FileOptions {
	includeRawResponse?: boolean;
}

/** Calls, and the downloads that follow them, under way at a time. */
export const AT_A_TIME = 5;

/** The Options of one item. */
export function readOptions(context: IExecuteFunctions, itemIndex: number): CheckOptions {
	return context.getNodeParameter('options', itemIndex, {}) as CheckOptions;
}
