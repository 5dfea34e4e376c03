import type { INodeExecutionData } from 'n8n-workflow';

import { failedItem, nodeError } from '../shared/errors';
import { createItem, type Run } from '../shared/item';
import { readJobOfItem } from '../shared/jobs';
import { Stopped } from '../shared/pause';
import type { ItemToWait } from '../shared/waiting/watchItems';
import { readItemSettings } from './settings';

/** An item of a blocking submit: the video came back immediately, and the gateway has no job to check. */
function isVideoItself({ json, binary }: INodeExecutionData): boolean {
	return json.status === 'completed' && json.videoUrl === undefined && binary !== undefined;
}

/** Reads every item before any wait. Throws what an item fails with, unless the node continues on errors. */
export function readItems(run: Run): ItemToWait[] {
	return run.context.getInputData().map((input, index) => {
		if (isVideoItself(input)) return { settled: { ...input, pairedItem: { item: index } } };
		const item = createItem(run, index);
		try {
			return { item, job: readJobOfItem(item), settings: readItemSettings(item) };
		} catch (error) {
			const shown = nodeError(item, error);
			if (shown instanceof Stopped || !run.context.continueOnFail()) throw shown;
			return { settled: failedItem(run.context, shown, index) };
		}
	});
}
