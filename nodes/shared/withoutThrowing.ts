import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { failedItem, nodeError } from './errors';
import { createCaller, startRun } from './item';
import { Stopped } from './pause';

/**
 * Runs a node's work so that it never throws while On Error is set to continue, except after Stop: n8n would pass the
 * node's *input* items on through its first output as if they were results (n8n 2.41, workflow-execute). In a node
 * whose first output leads back to its own input, that is a loop without a pause, which freezes n8n. A failure of the
 * whole node therefore leaves as one failed item for each input item.
 *
 * @param place puts the failed items on the output that results leave through
 */
export async function withoutThrowing(
	context: IExecuteFunctions,
	work: () => Promise<INodeExecutionData[][]>,
	place: (failed: INodeExecutionData[]) => INodeExecutionData[][] = (failed) => [failed],
): Promise<INodeExecutionData[][]> {
	try {
		return await work();
	} catch (error) {
		const shown = nodeError(createCaller(startRun(context)), error);
		if (shown instanceof Stopped || !context.continueOnFail()) throw shown;
		return place(
			context.getInputData().map((_item, index) => failedItem(context, shown, index)),
		);
	}
}
