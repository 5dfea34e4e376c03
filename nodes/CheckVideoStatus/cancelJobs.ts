import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { isFinal, type VideoJob } from '../../gateways/gateway';
import { lacking } from '../shared/capabilities';
import { userError } from '../shared/errors';
import { forEachItem } from '../shared/items';
import { jobItem, readJobOfItem, withHistory } from '../shared/jobs';
import { createStopSignal, type StopSignal } from '../shared/pause';
import { sendOrThrow } from '../shared/transport';
import { AT_A_TIME, readOptions } from './settings';

/** Cancels each item's job, one item out for each: the job as it is after that. */
export async function cancelJobs(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const halt = createStopSignal(context);
	return await forEachItem(context, AT_A_TIME, halt, (itemIndex) =>
		cancelOne(context, itemIndex, halt),
	);
}

async function cancelOne(
	context: IExecuteFunctions,
	itemIndex: number,
	halt: StopSignal,
): Promise<INodeExecutionData> {
	const { gateway, jobId, before } = readJobOfItem(context, itemIndex);
	const { includeRawResponse } = readOptions(context, itemIndex);
	if (!gateway.cancel) throw userError(context, itemIndex, lacking(gateway, 'cancel'));
	const { result, raw } = await sendOrThrow(context, gateway, gateway.cancel(jobId), {
		itemIndex,
		halt,
		failed: `${gateway.label} job ${jobId} could not be cancelled.`,
	});
	const job: VideoJob = isFinal(result)
		? result
		: {
				...result,
				warnings: [
					...(result.warnings ?? []),
					`${gateway.label} took the request to cancel, but the job still runs: it may be completed and billed all the same.`,
				],
			};
	return jobItem(withHistory(job, before), itemIndex, includeRawResponse ? { raw } : {});
}
