import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { isGatewayError } from '../../gateways/gateway';
import { downloadVideo } from '../shared/download';
import { apiError, sentence } from '../shared/errors';
import { forEachItem } from '../shared/items';
import { jobItem, namedJob, withHistory } from '../shared/jobs';
import { haltOf, type Halt } from '../shared/pause';
import { send } from '../shared/transport';
import { AT_A_TIME, readOptions } from './settings';

/** One look at each item's job, one item out for each. */
export async function checkStatus(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const halt = haltOf(context);
	return await forEachItem(context, AT_A_TIME, halt, (itemIndex) =>
		checkOne(context, itemIndex, halt),
	);
}

async function checkOne(
	context: IExecuteFunctions,
	itemIndex: number,
	halt: Halt,
): Promise<INodeExecutionData> {
	const { gateway, jobId, before } = namedJob(context, itemIndex);
	const { outcome, raw } = await send(context, gateway, gateway.status(jobId), {
		itemIndex,
		halt,
	});
	if (isGatewayError(outcome)) {
		throw apiError(
			context,
			itemIndex,
			`The status of ${gateway.label} job ${jobId} could not be read. ${sentence(outcome)}`,
			{ httpStatus: outcome.httpStatus },
		);
	}
	const options = readOptions(context, itemIndex);
	const job = withHistory(outcome, before);
	const extras = options.includeRawResponse ? { raw } : {};
	const isWanted = context.getNodeParameter('downloadVideo', itemIndex, false) as boolean;
	if (!isWanted || job.status !== 'completed') return jobItem(job, itemIndex, extras);
	const file = await downloadVideo(context, gateway, job, {
		itemIndex,
		halt,
		fileName: options.fileName,
		maxSizeMb: options.maxSizeMb,
	});
	return jobItem(job, itemIndex, {
		...extras,
		binary: { [options.binaryPropertyName || 'data']: file },
	});
}
