import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { createItem, startRun } from '../shared/item';
import { waitForAll } from '../shared/waiting/watchItems';
import { assertNoLoop } from './loop';
import { readItems } from './readItems';
import { withLostVideos } from './release';
import { readCommonSettings, startWait } from './settings';

/** Watches all jobs within the running execution, and outputs each as it ended. */
export async function keepRunning(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	assertNoLoop(context);
	const run = startRun(context);
	const wait = startWait(run, readCommonSettings(createItem(run, 0)));
	const items = await waitForAll(wait, await readItems(wait.run));
	return withLostVideos(items, Date.now());
}
