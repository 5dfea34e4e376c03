import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { assertNoLoop } from './loop';
import { startWait } from './settings';
import { watchItems } from './watchItems';

/** Watches all jobs within the running execution, and outputs each as it ended. */
export async function keepRunning(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	assertNoLoop(context);
	const { done } = await watchItems(startWait(context), {
		rhythm: () => 'running',
		resume: () => undefined,
		recall: () => undefined,
		until: () => Infinity,
		usedNames: () => [],
		keepWatch: () => undefined,
		keepOutcome: () => undefined,
	});
	return done;
}
