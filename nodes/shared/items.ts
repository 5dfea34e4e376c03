import type { INodeExecutionData } from 'n8n-workflow';

import { failedItem, nodeError } from './errors';
import { createItem, type Item, type Run } from './item';
import { Stopped } from './pause';
import { runConcurrently } from './runConcurrently';

/**
 * Runs `work` for every input item, at most `width` at a time, and outputs the results in the items' order. If the node
 * is set to continue on errors, a failed item leaves as an error and the others continue; otherwise it ends the node.
 */
export async function forEachItem<Result = INodeExecutionData>(
	run: Run,
	width: number,
	work: (item: Item) => Promise<Result>,
): Promise<Array<Result | INodeExecutionData>> {
	const { context, stop } = run;
	const count = context.getInputData().length;
	const results = new Array<Result | INodeExecutionData>(count);
	await runConcurrently(count, width, stop, async (index) => {
		const item = createItem(run, index);
		try {
			results[index] = await work(item);
		} catch (error) {
			const shown = nodeError(item, error);
			if (shown instanceof Stopped || !context.continueOnFail()) throw shown;
			results[index] = failedItem(context, shown, index);
		}
	});
	if (stop.stopped) throw new Stopped();
	return results;
}
