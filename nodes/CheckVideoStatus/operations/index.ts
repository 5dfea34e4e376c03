import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { createFileNames, type FileNames } from '../../shared/download';
import { createCaller, startRun, type Item } from '../../shared/item';
import { forEachItem } from '../../shared/items';
import { quoted } from '../../shared/quoted';
import type { Operation } from '../fields';
import { cancel } from './cancel';
import { check } from './check';
import { getBalance } from './getBalance';
import { getMany } from './getMany';
import { getQueue } from './getQueue';

/** What each operation outputs for one item. `names` are those of the run's files. */
const operations: Readonly<
	Record<Operation, (item: Item, names: FileNames) => Promise<INodeExecutionData[]>>
> = { check, cancel, getMany, getBalance, getQueue };

/** Concurrent calls, and the downloads that follow them. */
const AT_A_TIME = 5;

/** Runs the chosen operation for every item. Throws a NodeOperationError where it isn't one. */
export async function runOperation(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const run = startRun(context);
	const chosen = context.getNodeParameter('operation', 0, 'check') as Operation;
	if (!Object.hasOwn(operations, chosen)) {
		throw createCaller(run).fail({
			code: 'parameter',
			field: 'operation',
			title: `'Operation' is ${quoted(chosen)}, which isn't one of its choices`,
			fix: 'Choose one in the panel.',
		});
	}
	const operation = operations[chosen];
	const names = createFileNames();
	const outputs = await forEachItem(run, AT_A_TIME, (item) => operation(item, names));
	return outputs.flat();
}
