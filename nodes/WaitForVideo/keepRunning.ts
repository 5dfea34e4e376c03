import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { waitForAll } from '../shared/waiting/watchItems';
import { assertNoLoop } from './loop';
import { readItems } from './readItems';
import { withLostVideos } from './release';
import { startWait } from './settings';

/** Watches all jobs within the running execution, and outputs each as it ended. */
export async function keepRunning(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	assertNoLoop(context);
	const wait = startWait(context);
	const items = await waitForAll(wait, await readItems(wait.run));
	return withLostVideos(items, Date.now());
}
