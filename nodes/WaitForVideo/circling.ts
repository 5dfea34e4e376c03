import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { carriedBy, carry } from '../shared/internals';
import type { ItemToWait } from '../shared/waiting/watchItems';

/** A callback that has resumed the execution. */
export interface ReceivedCallback {
	jobId: string;
	/** Milliseconds since 1970. */
	at: number;
}

/** What an item carries beside its JSON while it circles. */
interface LoopState extends IDataObject {
	/** Under which the memory has what the first round read of it; absent where that was no job. */
	key?: string;
	/** Its own JSON, while it circles without. */
	json?: IDataObject;
	/** The callback that woke the run: on all of its items. */
	call?: ReceivedCallback & IDataObject;
}

const loopStateOf = (item: INodeExecutionData): LoopState => carriedBy(item);

/** Under which key the memory has what the first round read of an item. */
export const keyOfCircling = (item: INodeExecutionData): string | undefined =>
	loopStateOf(item).key;

/** Whether n8n takes an item for a failed one, wherever it comes from (workflow-execute, handleNodeErrorOutput). */
const looksFailed = ({ json, error }: INodeExecutionData): boolean =>
	error !== undefined ||
	(Boolean(json.error) &&
		Object.keys(json).every((key) => ['error', 'message', 'details'].includes(key)));

/**
 * Whether n8n runs a node that is set to Retry On Fail again for an item (workflow-execute, checkFailure): an empty
 * column of a sheet is enough.
 */
const asksForRetry = ({ json }: INodeExecutionData): boolean =>
	json.error !== undefined && json.error !== null && json.error !== false;

/**
 * Makes an item ready for another round. n8n would take one that failed in an earlier node out of the loop, by the
 * error output, in the middle of the wait; or run this node again, if it's set to Retry On Fail. So it circles without
 * its JSON.
 */
function prepareForNextRound(
	context: IExecuteFunctions,
	item: INodeExecutionData,
	key: string | undefined,
): void {
	const isHidden =
		looksFailed(item) || (context.getNode().retryOnFail === true && asksForRetry(item));
	carry(item, { ...(key ? { key } : {}), ...(isHidden ? { json: item.json } : {}) });
	if (!isHidden) return;
	item.json = {};
	delete item.error;
}

const keyOf = (entry: ItemToWait | undefined): string | undefined =>
	entry && 'key' in entry ? entry.key : undefined;

/**
 * Makes the input ready for n8n, which passes it on when the execution resumes. These objects are this run's own
 * (workflow-execute, addPairedItemLineage).
 */
export function prepareInputForNextRound(
	context: IExecuteFunctions,
	items: readonly ItemToWait[],
): void {
	for (const [index, item] of context.getInputData().entries()) {
		prepareForNextRound(context, item, keyOf(items[index]));
	}
}

/** The input items of these numbers, for another round. */
export function itemsForNextRound(
	context: IExecuteFunctions,
	items: readonly ItemToWait[],
	indexes: readonly number[],
): INodeExecutionData[] {
	const input = context.getInputData();
	return indexes.map((index) => {
		const item = { ...input[index]!, pairedItem: { item: index } };
		prepareForNextRound(context, item, keyOf(items[index]));
		return item;
	});
}

/** Gives the input items their own JSON back, so that every round reads what the first one read. */
export function restoreJson(context: IExecuteFunctions): void {
	for (const item of context.getInputData()) {
		const { json } = loopStateOf(item);
		if (json !== undefined) item.json = json;
	}
}

/** The item as it came in at first, without what it carries. */
export function withoutLoopState({ json, binary }: INodeExecutionData): INodeExecutionData {
	return { json, ...(binary ? { binary } : {}) };
}

/** The item of an execution that a callback wakes. */
export function withReceivedCallback(
	item: INodeExecutionData,
	call: ReceivedCallback,
): INodeExecutionData {
	const woken = { ...item };
	carry(woken, { ...loopStateOf(item), call: { ...call } });
	return woken;
}

/**
 * The callback that resumed this execution, if one did. n8n passes the same items on after a later resume by the clock,
 * so one that was already handled, at `known`, doesn't count.
 */
export function readReceivedCallback(
	context: IExecuteFunctions,
	known: number | undefined,
): ReceivedCallback | undefined {
	const [first] = context.getInputData();
	const call = first && loopStateOf(first).call;
	return call && call.at !== known ? { jobId: call.jobId, at: call.at } : undefined;
}
