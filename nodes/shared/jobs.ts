import type { IBinaryData, IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { gateways, findGateway } from '../../gateways';
import { isJobId } from '../../gateways/jobs';
import { findModel } from '../../gateways/models';
import type { Gateway, VideoJob } from '../../gateways/gateway';
import { userError } from './errors';

/** A job as the node's parameters and its input item name it. */
export interface NamedJob {
	gateway: Gateway;
	jobId: string;
	/** What the input item already knows of this job. */
	before: Partial<VideoJob>;
	/** The input item had it as not finished yet. */
	wasRunning: boolean;
}

/** The value of the `gateway` parameter that takes the gateway from each item. */
export const FROM_ITEM = 'fromItem';

/** What a status answer usually leaves out and the submit knew. */
const carried = [
	'model',
	'submittedAt',
	'callbackReference',
	'cost',
	'durationSeconds',
	'warnings',
] as const;

/** The job of an item. Throws a NodeOperationError that names the parameter where there is none. */
export function namedJob(context: IExecuteFunctions, itemIndex: number): NamedJob {
	const item = context.getInputData()[itemIndex]?.json ?? {};
	const chosen = context.getNodeParameter('gateway', itemIndex, FROM_ITEM) as string;
	const id = chosen === FROM_ITEM ? item.gateway : chosen;
	const gateway = findGateway(id);
	if (!gateway) {
		const names = gateways.map((one) => one.id).join(', ');
		throw userError(
			context,
			itemIndex,
			id === undefined
				? 'This item names no gateway. Set Gateway to the one that has the job, or feed this node from Submit Video.'
				: `"${String(id)}" is no gateway. Set Gateway, or the item's gateway, to one of: ${names}.`,
		);
	}
	const jobId = context.getNodeParameter('jobId', itemIndex, '') as unknown;
	if ((typeof jobId !== 'string' && typeof jobId !== 'number') || String(jobId).trim() === '') {
		throw userError(
			context,
			itemIndex,
			'Job ID is empty. Set it to the jobId that Submit Video put out.',
		);
	}
	const named = String(jobId).trim();
	if (!isJobId(named)) {
		throw userError(
			context,
			itemIndex,
			`"${named.slice(0, 50)}" is no job ID. Set Job ID to the jobId that Submit Video put out.`,
		);
	}
	const same = item.jobId === named && item.gateway === gateway.id;
	return {
		gateway,
		jobId: named,
		before: same
			? (Object.fromEntries(
					carried.filter((key) => item[key] !== undefined).map((key) => [key, item[key]]),
				) as Partial<VideoJob>)
			: {},
		wasRunning: same && (item.status === 'queued' || item.status === 'processing'),
	};
}

/** The job as it is now, with what only its submit knew. A reported cost counts over an estimate. */
export function withHistory(job: VideoJob, before: Partial<VideoJob>): VideoJob {
	const warnings = [...new Set([...(before.warnings ?? []), ...(job.warnings ?? [])])];
	const cost = before.cost?.basis === 'reported' ? before.cost : (job.cost ?? before.cost);
	return {
		...before,
		...job,
		...(cost ? { cost } : {}),
		...(warnings.length > 0 ? { warnings } : {}),
	};
}

/** Seconds that the job's model usually takes, by the gateway's table. */
export function typicalSeconds({ gateway, before }: NamedJob): number {
	const model = before.model === undefined ? undefined : findModel(gateway, before.model);
	return (model ?? findModel(gateway, gateway.defaultModel))?.typicalSeconds ?? 120;
}

/** The order in which an item shows what is known of its job: what it is, where the video lies, then the rest. */
const order: ReadonlyArray<keyof VideoJob> = [
	'gateway',
	'jobId',
	'status',
	'model',
	'progress',
	'videoUrl',
	'expiresAt',
	'width',
	'height',
	'durationSeconds',
	'failure',
	'cost',
	'callbackReference',
	'submittedAt',
	'completedAt',
	'warnings',
];

/** The item of a job. */
export function jobItem(
	job: VideoJob,
	itemIndex: number,
	extras: { raw?: unknown; binary?: Record<string, IBinaryData> } = {},
): INodeExecutionData {
	return {
		json: {
			...Object.fromEntries(
				order.filter((key) => job[key] !== undefined).map((key) => [key, job[key]]),
			),
			...(extras.raw === undefined ? {} : { raw: extras.raw }),
		} as IDataObject,
		...(extras.binary ? { binary: extras.binary } : {}),
		pairedItem: { item: itemIndex },
	};
}
