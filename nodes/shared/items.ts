import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { failedItem, nodeError } from './errors';
import { Stopped, type StopSignal } from './pause';
import { runConcurrently } from './runConcurrently';

/**
 * Runs `work` for every input item, at most `width` at a time, and puts the results out in the items' order. A
 * failed item goes on as an error where the node is set so, and the others with it; else it ends the node.
 */
export async function forEachItem<Result = INodeExecutionData>(
	context: IExecuteFunctions,
	width: number,
	halt: StopSignal,
	work: (itemIndex: number) => Promise<Result>,
): Promise<Array<Result | INodeExecutionData>> {
	const count = context.getInputData().length;
	const results = new Array<Result | INodeExecutionData>(count);
	await runConcurrently(count, width, halt, async (itemIndex) => {
		try {
			results[itemIndex] = await work(itemIndex);
		} catch (error) {
			const shown = nodeError(context, itemIndex, error);
			if (shown instanceof Stopped || !context.continueOnFail()) throw shown;
			results[itemIndex] = failedItem(shown, itemIndex);
		}
	});
	if (halt.stopped) throw new Stopped();
	return results;
}
