import type { IBinaryData, IDataObject, INodeExecutionData } from 'n8n-workflow';

import { isFinal, type VideoJob } from '../../gateways/gateway';

/** The order in which an item shows what is known of its job: what people want to see first comes first. */
const order: ReadonlyArray<keyof VideoJob> = [
	'status',
	'videoUrl',
	'moreVideoUrls',
	'prompt',
	'model',
	'durationSeconds',
	'width',
	'height',
	'seed',
	'cost',
	'costNote',
	'gateway',
	'jobId',
	'callbackReference',
	'progress',
	'expiresAt',
	'submittedAt',
	'completedAt',
	'failure',
	'warnings',
];

/** Whether an item shows what a job has under this key. */
const isShown = (job: VideoJob, key: keyof VideoJob): boolean =>
	job[key] !== undefined &&
	!(key === 'progress' && isFinal(job)) &&
	!(key === 'costNote' && job.cost !== undefined);

/** The item of a job. */
export function jobItem(
	job: VideoJob,
	itemIndex: number,
	extras: { raw?: unknown; binary?: Record<string, IBinaryData> } = {},
): INodeExecutionData {
	return {
		json: {
			...Object.fromEntries(
				order.filter((key) => isShown(job, key)).map((key) => [key, job[key]]),
			),
			...(extras.raw === undefined ? {} : { raw: extras.raw }),
		} as IDataObject,
		...(extras.binary ? { binary: extras.binary } : {}),
		pairedItem: { item: itemIndex },
	};
}
