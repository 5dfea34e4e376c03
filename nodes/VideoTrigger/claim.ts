import type { INodeExecutionData } from 'n8n-workflow';

import { isFinal, type VideoJob } from '../../gateways/gateway';

/**
 * What a callback claims, on its way from `webhook()`, which has to answer at once, to `execute()`, which n8n runs with
 * the items of `webhook()` as its input (n8n 1.123 and 2.41, workflow-execute: a node with `execute` is run even if it
 * has a `webhook`).
 */

/** The only key of the item between the two. No call from outside can set it: the item is created here. */
const CLAIM = 'videoTriggerClaim';

/** The item that starts the workflow with a claim. */
export function claimItem(claimed: VideoJob): INodeExecutionData {
	return { json: { [CLAIM]: { ...claimed } } };
}

/** The claim of an item; undefined if the workflow was started by something else. */
export function readClaim(item: INodeExecutionData | undefined): VideoJob | undefined {
	return item?.json[CLAIM] as VideoJob | undefined;
}

/** What may start a workflow, by the values of the `events` parameter. */
export type TriggerEvent = 'completed' | 'failed' | 'progress';

/** The event that a job in this state means. */
export function eventName({ status }: Pick<VideoJob, 'status'>): TriggerEvent {
	if (status === 'completed') return 'completed';
	return isFinal({ status }) ? 'failed' : 'progress';
}
