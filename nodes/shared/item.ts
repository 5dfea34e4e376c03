import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { apiError, userError, type Failing } from './errors';
import type { NodeContext } from './nodeContext';
import { readOptionFields, readParameters, type Parameters } from './parameters';
import { createStopSignal, type StopSignal } from './pause';

/** What everything in one run of a node shares. */
export interface Run<Context extends NodeContext = IExecuteFunctions> {
	readonly context: Context;
	/** Ends the run: after Stop, or after another item has ended it. */
	readonly stop: StopSignal;
	/**
	 * How many requests a minute the user allows each gateway, 0 for any number. Absent: as the gateway documents. Read
	 * from Options by the node, once for all items.
	 */
	readonly requestsPerMinute?: number | undefined;
}

/** On whose behalf a gateway is called, and how that fails. A caller without items, such as a webhook, is caller 0. */
export interface Caller<Context extends NodeContext = NodeContext> extends Run<Context>, Failing {
	/** The number of the item, from 0. */
	readonly index: number;
}

/** One item of one run. */
export interface Item extends Caller<IExecuteFunctions> {
	/** The item as it came in. */
	readonly input: INodeExecutionData;
	/** The node's parameters for this item. If one can't be read, they throw as `fail` does. */
	readonly params: Parameters;
	/** The fields of its Options, read when they are first used. */
	readonly options: Parameters;
}

/** A run that starts, and ends with the execution's Stop. */
export const startRun = <Context extends NodeContext>(context: Context): Run<Context> => ({
	context,
	stop: createStopSignal(context),
});

/** The caller of a run that has no items; or number `index` of one that has. */
export function createCaller<Context extends NodeContext>(
	{ context, stop, requestsPerMinute }: Run<Context>,
	index = 0,
): Caller<Context> {
	return {
		context,
		stop,
		requestsPerMinute,
		index,
		fail: (failure) => userError(context, index, failure),
		failAtGateway: (failure) => apiError(context, index, failure),
	};
}

/** The item number `index` of a run. */
export function createItem(run: Run, index: number): Item {
	const caller = createCaller(run, index);
	const { context, fail } = caller;
	let options: Parameters | undefined;
	return {
		...caller,
		get input() {
			return context.getInputData()[index] ?? { json: {} };
		},
		params: readParameters(context, index, fail),
		get options() {
			return (options ??= readOptionFields(context, index, fail));
		},
	};
}

/** The same item in a run with another context, or stopped by another signal. */
export const withRun = (
	{ index, requestsPerMinute, ...item }: Pick<Item, 'index' | keyof Run>,
	{ context = item.context, stop = item.stop }: Partial<Run>,
): Item => createItem({ context, stop, requestsPerMinute }, index);
