import type { INodeExecutionData } from 'n8n-workflow';

import { toBinary, downloadVideo, type FileNames } from '../../shared/download';
import type { Item } from '../../shared/item';
import { readJobOfItem } from '../../shared/jobs';
import { withHistory } from '../../shared/jobHistory';
import { jobItem } from '../../shared/jobItem';
import { sendOrThrow } from '../../shared/transport/send';
import { readOptions } from '../settings';

/** Checks the item's job once, and downloads the video if it's ready and wanted. */
export async function check(item: Item, names: FileNames): Promise<INodeExecutionData[]> {
	const { gateway, jobId, before } = await readJobOfItem(item);
	const options = readOptions(item);
	const isWanted = item.params.switch('downloadVideo', { label: 'Download Video' });
	const { result, raw } = await sendOrThrow(item, gateway, gateway.status(jobId), {
		title: `The status of ${gateway.label} job ${jobId} couldn't be read`,
		jobId,
	});
	const job = withHistory(result, before);
	const extras = options.includeRawResponse ? { raw } : {};
	if (!isWanted || job.status !== 'completed') return [jobItem(job, item.index, extras)];
	const downloaded = await downloadVideo(item, gateway, job, { ...options, names });
	const file = toBinary(downloaded.file, options);
	return [jobItem(downloaded.job, item.index, { ...extras, ...file })];
}
