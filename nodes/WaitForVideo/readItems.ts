import type { INodeExecutionData } from 'n8n-workflow';

import { createBreath } from '../shared/breath';
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

async function readItem(run: Run, input: INodeExecutionData, index: number): Promise<ItemToWait> {
	if (isVideoItself(input)) return { settled: { ...input, pairedItem: { item: index } } };
	const item = createItem(run, index);
	try {
		return { item, job: await readJobOfItem(item), settings: readItemSettings(item) };
	} catch (error) {
		const shown = nodeError(item, error);
		if (shown instanceof Stopped || !run.context.continueOnFail()) throw shown;
		return { settled: failedItem(run.context, shown, index) };
	}
}

/** Reads every item before any wait. Throws what an item fails with, unless the node continues on errors. */
export async function readItems(run: Run): Promise<ItemToWait[]> {
	const items: ItemToWait[] = [];
	const breathe = createBreath();
	for (const [index, input] of run.context.getInputData().entries()) {
		items.push(await readItem(run, input, index));
		await breathe();
	}
	return items;
}
