import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { VideoJob } from '../../gateways/gateway';
import { downloadVideo } from '../shared/download';
import { apiError, sentence, userError } from '../shared/errors';
import { forEachItem } from '../shared/items';
import { jobItem, namedJob, withHistory, type NamedJob } from '../shared/jobs';
import { haltOf, type Halt } from '../shared/pause';
import { places, type Places } from '../shared/places';
import { watcher, type Watched } from '../shared/watchJobs';

interface WaitOptions {
	binaryPropertyName?: string;
	checkIntervalSeconds?: number;
	fileName?: string;
	includeRawResponse?: boolean;
	maxSizeMb?: number;
	onFailedVideo?: 'error' | 'returnJob';
	onTimeout?: 'error' | 'returnJob';
}

/** Downloads under way at a time: the network is the limit, and gateways hold their links for hours. */
const DOWNLOADS_AT_A_TIME = 4;

/** Watches all jobs of the run side by side within the execution, and puts each out as it ended. */
export async function keepRunning(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const timeoutMinutes = Number(context.getNodeParameter('timeoutMinutes', 0, 30));
	if (!(timeoutMinutes > 0)) {
		throw userError(context, 0, 'Time Limit must be a number of minutes over 0.');
	}
	const { checkIntervalSeconds } = context.getNodeParameter('options', 0, {}) as WaitOptions;
	const halt = haltOf(context);
	const downloads = places(DOWNLOADS_AT_A_TIME);
	const watchJob = watcher(context, {
		timeoutSeconds: timeoutMinutes * 60,
		halt,
		...(checkIntervalSeconds ? { checkIntervalSeconds: Number(checkIntervalSeconds) } : {}),
	});
	const everyItem = Math.max(1, context.getInputData().length);
	return await forEachItem(context, everyItem, halt, async (itemIndex) => {
		const item = context.getInputData()[itemIndex]!;
		if (isVideoItself(item)) return { ...item, pairedItem: { item: itemIndex } };
		const job = namedJob(context, itemIndex);
		const watched = await watchJob(job, itemIndex);
		return await outcomeItem(context, itemIndex, job, watched, {
			halt,
			downloads,
			timeoutMinutes,
		});
	});
}

/** An item of a blocking submit: the video came back at once, and the gateway has no job to ask about. */
function isVideoItself({ json, binary }: INodeExecutionData): boolean {
	return json.status === 'completed' && json.videoUrl === undefined && binary !== undefined;
}

async function outcomeItem(
	context: IExecuteFunctions,
	itemIndex: number,
	named: NamedJob,
	{ end, watch, raw, endedAt }: Watched,
	{ halt, downloads, timeoutMinutes }: { halt: Halt; downloads: Places; timeoutMinutes: number },
): Promise<INodeExecutionData> {
	const options = context.getNodeParameter('options', itemIndex, {}) as WaitOptions;
	const extras = options.includeRawResponse ? { raw } : {};
	const { gateway, jobId, before } = named;
	const name = `${gateway.label} job ${jobId}`;

	if (end.kind === 'refused') {
		throw apiError(
			context,
			itemIndex,
			`The wait for ${name} ended, because its status can not be read. ${sentence(end.error)}`,
			{ httpStatus: end.error.httpStatus },
		);
	}

	if (end.kind === 'timedOut') {
		const status = watch.seen?.status ?? 'unknown';
		const trouble = watch.trouble ? ` The last look failed: ${sentence(watch.trouble)}` : '';
		const message = `${name} was not ready within ${timeoutMinutes} minutes; its last status is ${status}.${trouble} It may still finish: run Wait For Video or Check Video Status with this Job ID to pick it up.`;
		if (options.onTimeout !== 'returnJob') throw apiError(context, itemIndex, message);
		const job: VideoJob = {
			...(watch.seen ?? { gateway: gateway.id, jobId, status: 'processing' }),
			failure: { code: 'timeout', message, retryable: true },
		};
		return jobItem(withHistory(job, before), itemIndex, extras);
	}

	const job = withHistory(
		{
			...end.job,
			...(endedAt ? { completedAt: new Date(endedAt).toISOString() } : {}),
		},
		before,
	);
	if (job.status !== 'completed') {
		if (options.onFailedVideo === 'returnJob') return jobItem(job, itemIndex, extras);
		throw apiError(
			context,
			itemIndex,
			`${name} ${job.status === 'cancelled' ? 'was cancelled' : 'failed'} (${job.failure?.code ?? 'gateway'}): ${job.failure?.message ?? 'no reason was given.'}`,
		);
	}
	if (!context.getNodeParameter('downloadVideo', itemIndex, false)) {
		return jobItem(job, itemIndex, extras);
	}
	const file = await downloads.take(
		halt,
		async () =>
			await downloadVideo(context, gateway, job, {
				itemIndex,
				halt,
				fileName: options.fileName,
				maxSizeMb: options.maxSizeMb,
			}),
	);
	return jobItem(job, itemIndex, {
		...extras,
		binary: { [options.binaryPropertyName || 'data']: file },
	});
}
