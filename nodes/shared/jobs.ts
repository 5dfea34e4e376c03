import type { Gateway, VideoJob } from '../../gateways/gateway';
import { findModel } from '../../gateways/request/models';
import { missingCredential, withSettings } from './credentials';
import { readGatewayChoice } from './gatewayChoice';
import type { Item } from './item';
import { readHistory } from './jobHistory';
import { readJobName, type JobName } from './jobName';

/** A job as the node's parameters and its input item name it. */
export interface JobOfItem extends JobName {
	/** What the input item already knows of this job. */
	before: Partial<VideoJob>;
	/** The input item had it as not finished yet. */
	wasRunning: boolean;
}

/** A job as an item shows it, of which a status answer leaves out much. */
export function jobSoFar(
	gateway: Gateway,
	jobId: string,
	shown: Partial<Record<keyof VideoJob, unknown>>,
): JobOfItem {
	const { status } = shown;
	return {
		gateway,
		jobId,
		before: readHistory(shown),
		wasRunning: status === 'queued' || status === 'processing',
	};
}

/** The job of this name, with what the item knows of it. Throws a NodeOperationError if the node has no credential. */
export async function openJob(item: Item, { gateway, jobId }: JobName): Promise<JobOfItem> {
	const { json } = item.input;
	const missing = missingCredential(item.context, gateway);
	if (missing) throw item.fail({ ...missing, jobId });
	// A sheet may have the ID as a number, and the gateway by its name.
	const named = readGatewayChoice(json.gateway, { label: 'Gateway' });
	const isSameGateway = 'value' in named && named.value?.id === gateway.id;
	const same = isSameGateway && String(json.jobId).trim() === jobId;
	const { context, index, stop } = item;
	const fail: Item['fail'] = (failure) => item.fail({ ...failure, jobId });
	const settled = await withSettings({ context, index, stop, fail }, gateway);
	return jobSoFar(settled, jobId, same ? json : {});
}

/**
 * The job of an item. Throws a NodeOperationError that names the parameter where there is none, and one that names the
 * job where the node has no credential for it.
 */
export const readJobOfItem = async (item: Item): Promise<JobOfItem> =>
	await openJob(item, readJobName(item));

/** Seconds that the job's model usually takes, by the gateway's table. */
export function typicalSeconds({ gateway, before }: JobOfItem): number {
	const model = before.model === undefined ? undefined : findModel(gateway, before.model);
	return (model ?? findModel(gateway, gateway.defaultModel))?.typicalSeconds ?? 120;
}
