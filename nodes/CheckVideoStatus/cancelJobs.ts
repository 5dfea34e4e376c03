import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { isFinal, type VideoJob } from '../../gateways/gateway';
import { lacking } from '../shared/capabilities';
import { startRun, type Item } from '../shared/item';
import { forEachItem } from '../shared/items';
import { jobItem, readJobOfItem, withHistory } from '../shared/jobs';
import { sendOrThrow } from '../shared/transport/send';
import { AT_A_TIME, readOptions } from './settings';

/** Cancels each item's job, one item out for each: the job as it is after that. */
export async function cancelJobs(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	return await forEachItem(startRun(context), AT_A_TIME, cancelOne);
}

async function cancelOne(item: Item): Promise<INodeExecutionData> {
	const { gateway, jobId, before } = readJobOfItem(item);
	const { includeRawResponse } = readOptions(item);
	if (!gateway.cancel) throw item.fail(lacking(gateway, 'cancel'));
	const { result, raw } = await sendOrThrow(
		item,
		gateway,
		gateway.cancel(jobId),
		`${gateway.label} job ${jobId} could not be cancelled.`,
	);
	const job: VideoJob = isFinal(result)
		? result
		: {
				...result,
				warnings: [
					...(result.warnings ?? []),
					`${gateway.label} took the request to cancel, but the job still runs: it may be completed and billed all the same.`,
				],
			};
	return jobItem(withHistory(job, before), item.index, includeRawResponse ? { raw } : {});
}
