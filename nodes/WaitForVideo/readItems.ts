import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { findGateway } from '../../gateways';
import { createYielder } from '../shared/yielder';
import { failedItem, nodeError } from '../shared/errors';
import { filesOf } from '../shared/files';
import { createItem, type Item, type Run } from '../shared/item';
import { openJob } from '../shared/jobs';
import { readJobName, type JobName } from '../shared/jobName';
import { Stopped } from '../shared/pause';
import { createKeys, type ItemToWait } from '../shared/waiting/watchItems';
import { keyOfCircling, withoutLoopState } from './circling';
import type { Memory, ItemReading } from './memory';
import { readItemSettings } from './settings';

/** An item of a blocking submit: the video came back immediately, and the gateway has no job to check. */
function isVideoItself(context: IExecuteFunctions, input: INodeExecutionData): boolean {
	const { json } = input;
	return (
		json.status === 'completed' &&
		json.videoUrl === undefined &&
		// An item of the user's own may have a status and a picture, too.
		findGateway(json.gateway) !== undefined &&
		Object.values(filesOf(context, input)).some(
			({ mimeType }) => mimeType?.startsWith('video/') === true,
		)
	);
}

/** The job of an item as an earlier round read it, or as its parameters name it now. */
function findJobName(item: Item, earlier: ItemReading | undefined): JobName {
	const gateway = findGateway(earlier?.gateway);
	return earlier && gateway ? { gateway, jobId: earlier.jobId } : readJobName(item);
}

interface Reader {
	run: Run;
	/** What earlier rounds have read, by key. */
	readings: Memory['readings'];
	/** Gives an item a key that is new. */
	newKey: ReturnType<typeof createKeys>;
}

async function readItem(
	{ run, readings, newKey }: Reader,
	input: INodeExecutionData,
	index: number,
): Promise<ItemToWait> {
	if (isVideoItself(run.context, input)) {
		return { settled: { ...withoutLoopState(input), pairedItem: { item: index } } };
	}
	const item = createItem(run, index);
	const known = keyOfCircling(input) ?? '';
	const earlier = readings[known];
	try {
		const job = await openJob(item, findJobName(item, earlier));
		return {
			item,
			job,
			settings: earlier?.settings ?? readItemSettings(item),
			key: earlier ? known : newKey(job),
		};
	} catch (error) {
		const shown = nodeError(item, error);
		if (shown instanceof Stopped || !run.context.continueOnFail()) throw shown;
		return { settled: failedItem(run.context, shown, index) };
	}
}

/**
 * Reads every item before any wait. Throws what an item fails with, unless the node continues on errors.
 *
 * @param readings what earlier rounds have read: those items are read no other way now
 */
export async function readItems(
	run: Run,
	readings: Memory['readings'] = {},
): Promise<ItemToWait[]> {
	const input = run.context.getInputData();
	const known = input.flatMap((item) => keyOfCircling(item) ?? []);
	const newKey = createKeys(known.filter((key) => readings[key] !== undefined));
	const items: ItemToWait[] = [];
	const yieldToN8n = createYielder();
	for (const [index, one] of input.entries()) {
		items.push(await readItem({ run, readings, newKey }, one, index));
		await yieldToN8n();
	}
	return items;
}
