import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { toBinary, createFileNames, downloadVideo, type FileNames } from '../shared/download';
import { startRun, type Item } from '../shared/item';
import { forEachItem } from '../shared/items';
import { jobItem, readJobOfItem, withHistory } from '../shared/jobs';
import { sendOrThrow } from '../shared/transport/send';
import { AT_A_TIME, readOptions } from './settings';

/** One look at each item's job, one item out for each. */
export async function checkStatus(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const names = createFileNames();
	return await forEachItem(startRun(context), AT_A_TIME, (item) => checkOne(item, names));
}

async function checkOne(item: Item, names: FileNames): Promise<INodeExecutionData> {
	const { gateway, jobId, before } = readJobOfItem(item);
	const options = readOptions(item);
	const isWanted = item.params.switch('downloadVideo', {
		label: 'Download Video',
	});
	const { result, raw } = await sendOrThrow(
		item,
		gateway,
		gateway.status(jobId),
		`The status of ${gateway.label} job ${jobId} could not be read.`,
	);
	const job = withHistory(result, before);
	const extras = options.includeRawResponse ? { raw } : {};
	if (!isWanted || job.status !== 'completed') return jobItem(job, item.index, extras);
	const downloaded = await downloadVideo(item, gateway, job, { ...options, names });
	return jobItem(downloaded.job, item.index, {
		...extras,
		...toBinary(downloaded.file, options),
	});
}
