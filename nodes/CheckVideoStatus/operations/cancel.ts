import type { INodeExecutionData } from 'n8n-workflow';

import { isFinal, type VideoJob } from '../../../gateways/gateway';
import { lacking } from '../../shared/capabilities';
import type { Item } from '../../shared/item';
import { readJobOfItem } from '../../shared/jobs';
import { withHistory } from '../../shared/jobHistory';
import { jobItem } from '../../shared/jobItem';
import { sendOrThrow } from '../../shared/transport/send';
import { readOptions } from '../settings';

/** Cancels the item's job, and outputs its state after that. */
export async function cancel(item: Item): Promise<INodeExecutionData[]> {
	const { gateway, jobId, before } = await readJobOfItem(item);
	const { includeRawResponse } = readOptions(item);
	const call = gateway.cancel?.(jobId);
	if (!call) throw item.fail({ ...lacking(gateway, 'cancel'), jobId });
	const { result, raw } = await sendOrThrow(item, gateway, call, {
		title: `${gateway.label} job ${jobId} couldn't be cancelled`,
		jobId,
	});
	const job: VideoJob = isFinal(result)
		? result
		: {
				...result,
				warnings: [
					...(result.warnings ?? []),
					`${gateway.label} accepted the request to cancel, but the job is still running. It may still finish and be billed.`,
				],
			};
	return [jobItem(withHistory(job, before), item.index, includeRawResponse ? { raw } : {})];
}
