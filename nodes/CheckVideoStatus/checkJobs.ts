import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { toBinary, createFileNames, downloadVideo, type FileNames } from '../shared/download';
import { forEachItem } from '../shared/items';
import { jobItem, readJobOfItem, withHistory } from '../shared/jobs';
import { readParameters } from '../shared/parameters';
import { createStopSignal, type StopSignal } from '../shared/pause';
import { sendOrThrow } from '../shared/transport';
import { AT_A_TIME, readOptions } from './settings';

/** One look at each item's job, one item out for each. */
export async function checkStatus(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const halt = createStopSignal(context);
	const names = createFileNames();
	return await forEachItem(context, AT_A_TIME, halt, (itemIndex) =>
		checkOne(context, itemIndex, { halt, names }),
	);
}

async function checkOne(
	context: IExecuteFunctions,
	itemIndex: number,
	{ halt, names }: { halt: StopSignal; names: FileNames },
): Promise<INodeExecutionData> {
	const { gateway, jobId, before } = readJobOfItem(context, itemIndex);
	const options = readOptions(context, itemIndex);
	const isWanted = readParameters(context, itemIndex).switch('downloadVideo', {
		label: 'Download Video',
	});
	const { result, raw } = await sendOrThrow(context, gateway, gateway.status(jobId), {
		itemIndex,
		halt,
		failed: `The status of ${gateway.label} job ${jobId} could not be read.`,
	});
	const job = withHistory(result, before);
	const extras = options.includeRawResponse ? { raw } : {};
	if (!isWanted || job.status !== 'completed') return jobItem(job, itemIndex, extras);
	const downloaded = await downloadVideo(context, gateway, job, {
		...options,
		itemIndex,
		halt,
		names,
	});
	return jobItem(downloaded.job, itemIndex, {
		...extras,
		...toBinary(downloaded.file, options),
	});
}
