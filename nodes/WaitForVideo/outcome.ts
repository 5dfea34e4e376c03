import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { VideoJob } from '../../gateways/gateway';
import type { WatchEnd } from '../../gateways/waiting/watch';
import { cancelJob } from '../shared/cancelJob';
import { binaryOf, downloadVideo } from '../shared/download';
import { apiError, sentence } from '../shared/errors';
import { jobItem, withHistory, type NamedJob } from '../shared/jobs';
import type { Halt } from '../shared/pause';
import type { Places } from '../shared/places';
import type { Watched } from '../shared/watchJobs';
import { readOptions } from './settings';

/** A watch that has ended. */
export type Ended = Watched & { end: WatchEnd };

const PICK_UP =
	'It may still finish: run Wait For Video or Check Video Status with this Job ID to pick it up.';

/**
 * A watch that came to its time limit, after the job was cancelled. One that ended before that could be, as a video
 * that was just completed, ended as if a look had seen it.
 */
async function afterCancel(
	context: IExecuteFunctions,
	itemIndex: number,
	named: NamedJob,
	ended: Ended,
): Promise<{ ended: Ended; cancelled?: VideoJob; remark: string }> {
	const result = await cancelJob(context, itemIndex, named);
	if ('goesOn' in result) {
		const more = named.gateway.cancel ? ` ${PICK_UP}` : '';
		return { ended, remark: `${result.goesOn}${more}` };
	}
	const { job, raw } = result;
	if (job.status === 'cancelled') return { ended, cancelled: job, remark: 'It was cancelled.' };
	const endedAt = ended.watch.wasRunning ? { endedAt: Date.now() } : {};
	return { ended: { ...ended, raw, end: { kind: 'final', job }, ...endedAt }, remark: '' };
}

/** The item that a job leaves as. Throws where the user wants failed or late videos to fail the item. */
export async function outcomeItem(
	context: IExecuteFunctions,
	itemIndex: number,
	named: NamedJob,
	watched: Ended,
	{ halt, downloads, timeoutMinutes }: { halt: Halt; downloads: Places; timeoutMinutes: number },
): Promise<INodeExecutionData> {
	const options = readOptions(context, itemIndex);
	const { ended, cancelled, remark } =
		watched.end.kind === 'timedOut' && options.cancelOnTimeout
			? await afterCancel(context, itemIndex, named, watched)
			: { ended: watched, cancelled: undefined, remark: PICK_UP };
	const { end, watch, raw, endedAt } = ended;
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
		const message = `${name} was not ready within ${timeoutMinutes} minutes; its last status is ${status}.${trouble} ${remark}`;
		if (options.onTimeout !== 'returnJob') throw apiError(context, itemIndex, message);
		const job: VideoJob = {
			...(cancelled ?? watch.seen ?? { gateway: gateway.id, jobId, status: 'processing' }),
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
		async () => await downloadVideo(context, gateway, job, { ...options, itemIndex, halt }),
	);
	return jobItem(job, itemIndex, { ...extras, ...binaryOf(file, options) });
}
