import type { IBinaryData, IDataObject, INodeExecutionData } from 'n8n-workflow';

import { gateways } from '../../gateways';
import { knownCost } from '../../gateways/answer/costs';
import { isJobId } from '../../gateways/answer/jobs';
import { findModel } from '../../gateways/request/models';
import { isFinal, type Gateway, type VideoJob } from '../../gateways/gateway';
import { isObject } from '../../gateways/json';
import { missingCredential, withSettings } from './credentials';
import type { Failure } from './failure';
import { oneOfGateways, readGatewayChoice } from './gatewayChoice';
import type { Item } from './item';
import { assertItemGateways, FROM_ITEM } from './itemGateways';
import { quoted } from './quoted';

/** A job as the node's parameters and its input item name it. */
export interface JobOfItem {
	gateway: Gateway;
	jobId: string;
	/** What the input item already knows of this job. */
	before: Partial<VideoJob>;
	/** The input item had it as not finished yet. */
	wasRunning: boolean;
}

const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';

const isCost = (value: unknown): boolean =>
	isObject(value) &&
	Number.isFinite(value.amount) &&
	(value.currency === 'USD' || value.currency === 'credits') &&
	(value.basis === 'estimate' || value.basis === 'reported');

/**
 * What a status answer usually leaves out and the submit knew, and whether a value may be that: rows from a table or a
 * sheet have nulls, numbers and texts in place of what Submit Video returned.
 */
const carried: Partial<Record<keyof VideoJob, (value: unknown) => boolean>> = {
	prompt: isText,
	model: isText,
	submittedAt: isText,
	callbackReference: isText,
	cost: isCost,
	costNote: isText,
	durationSeconds: Number.isFinite,
	warnings: (value) => Array.isArray(value) && value.every(isText),
};

/** Why an earlier node failed for this item, where it did and the item came on all the same. */
function earlierError({ json, error }: INodeExecutionData): string | undefined {
	const messages = [error, json.error, json.message].map((one) =>
		typeof one === 'string' ? one : (one as { message?: unknown } | undefined)?.message,
	);
	if (error === undefined && json.error === undefined) return undefined;
	return messages.find((one): one is string => typeof one === 'string' && one.trim() !== '');
}

const fromItem = { id: FROM_ITEM, label: 'From Item' };

/** The gateway that the node's parameter names; undefined where it's From Item. */
function readChosenGateway({ params }: Item): Gateway | undefined {
	const among = [fromItem, ...gateways];
	return params.by('gateway', readGatewayChoice, { label: 'Gateway', among });
}

/** The gateway that the item names; undefined where it names none. */
function readItemGateway({ input, fail }: Item): Gateway | undefined {
	const read = readGatewayChoice(input.json.gateway, {
		label: 'Gateway',
		fix: `Set 'Gateway', or the item's field gateway, ${oneOfGateways()}`,
	});
	if ('problem' in read) throw fail({ code: 'parameter', field: 'gateway', ...read.problem });
	return read.value;
}

/** A whole number as spreadsheets shorten it: 1.06916E+17. */
const SHORTENED = /^\d(\.\d+)?E\+\d+$/i;

/** The ID that the node's parameter names; undefined where it names none. */
function readJobId({ params, fail }: Item): string | undefined {
	const label = 'Job ID';
	const fix = 'Set it to the jobId of an item from Submit Video.';
	const jobId = params.text('jobId', { label, fix });
	if (jobId === undefined || (isJobId(jobId) && !SHORTENED.test(jobId))) return jobId;
	const words = SHORTENED.test(jobId)
		? {
				title: `'${label}' is ${quoted(jobId)}, which a spreadsheet has shortened`,
				fix: `Format its column as text. ${fix}`,
			}
		: { title: `'${label}' is ${quoted(jobId)}, which isn't a job ID`, fix };
	throw fail({ code: 'parameter', field: 'jobId', ...words });
}

/** Why an item names no job. */
function noJob({ input }: Item, gateway: Gateway | undefined): Failure {
	const earlier = earlierError(input);
	if (earlier !== undefined) {
		return {
			code: 'noJob',
			title: 'Not checked, because an earlier node failed for this item',
			fix: earlier,
		};
	}
	return gateway === undefined
		? {
				code: 'noJob',
				field: 'gateway',
				title: 'This item names no gateway',
				fix: "Set 'Gateway' to the one that has the job, or connect this node to Submit Video.",
			}
		: {
				code: 'noJob',
				field: 'jobId',
				gateway: gateway.id,
				title: "'Job ID' is empty",
				fix: 'Set it to the jobId of an item from Submit Video.',
			};
}

/** A job as an item shows it, of which a status answer leaves out much. */
export function jobSoFar(
	gateway: Gateway,
	jobId: string,
	shown: Partial<Record<keyof VideoJob, unknown>>,
): JobOfItem {
	const { status } = shown;
	return {
		gateway,
		jobId,
		before: Object.fromEntries(
			Object.entries(carried).flatMap(([key, may]) => {
				const value = shown[key as keyof VideoJob];
				return may(value) ? [[key, value]] : [];
			}),
		) as Partial<VideoJob>,
		wasRunning: status === 'queued' || status === 'processing',
	};
}

/** A job as the node's parameters name it. */
export type JobName = Pick<JobOfItem, 'gateway' | 'jobId'>;

/** Which job the node's parameters name for an item. Throws a NodeOperationError that names the parameter where none. */
export function readJobName(item: Item): JobName {
	const chosen = readChosenGateway(item);
	const gateway = chosen ?? readItemGateway(item);
	const jobId = readJobId(item);
	if (gateway === undefined || jobId === undefined) {
		throw item.fail(noJob(item, gateway));
	}
	if (chosen === undefined) assertItemGateways(item, { gateway: gateway.id, jobId });
	return { gateway, jobId };
}

/** The job of this name, with what the item knows of it. Throws a NodeOperationError if the node has no credential. */
export async function openJob(item: Item, { gateway, jobId }: JobName): Promise<JobOfItem> {
	const { json } = item.input;
	const missing = missingCredential(item.context, gateway);
	if (missing) throw item.fail({ ...missing, jobId });
	// A sheet may have the ID as a number, and the gateway by its name.
	const named = readGatewayChoice(json.gateway, { label: 'Gateway' });
	const isSameGateway = 'value' in named && named.value?.id === gateway.id;
	const same = isSameGateway && String(json.jobId).trim() === jobId;
	const { context, index, stop } = item;
	const fail: Item['fail'] = (failure) => item.fail({ ...failure, jobId });
	const settled = await withSettings({ context, index, stop, fail }, gateway);
	return jobSoFar(settled, jobId, same ? json : {});
}

/**
 * The job of an item. Throws a NodeOperationError that names the parameter where there is none, and one that names the
 * job where the node has no credential for it.
 */
export const readJobOfItem = async (item: Item): Promise<JobOfItem> =>
	await openJob(item, readJobName(item));

/** The job as it is now, with what only its submit knew. */
export function withHistory(job: VideoJob, before: Partial<VideoJob>): VideoJob {
	const warnings = [...new Set([...(before.warnings ?? []), ...(job.warnings ?? [])])];
	const { cost: costBefore, ...known } = before;
	const cost = knownCost(job, costBefore);
	return {
		...known,
		...job,
		...(cost ? { cost } : {}),
		...(warnings.length > 0 ? { warnings } : {}),
	};
}

/** A job, or its item's JSON, with the links that a later answer has, and until when they last. */
export function withLinksOf<Shown extends object>(
	shown: Shown,
	{ videoUrl, moreVideoUrls, expiresAt }: VideoJob,
): Shown & Pick<VideoJob, 'videoUrl' | 'moreVideoUrls' | 'expiresAt'> {
	const fresh: Shown & Pick<VideoJob, 'videoUrl' | 'moreVideoUrls' | 'expiresAt'> = {
		...shown,
		...(videoUrl === undefined ? {} : { videoUrl }),
		...(moreVideoUrls === undefined ? {} : { moreVideoUrls }),
	};
	if (expiresAt === undefined) delete fresh.expiresAt;
	else fresh.expiresAt = expiresAt;
	return fresh;
}

/** Seconds that the job's model usually takes, by the gateway's table. */
export function typicalSeconds({ gateway, before }: JobOfItem): number {
	const model = before.model === undefined ? undefined : findModel(gateway, before.model);
	return (model ?? findModel(gateway, gateway.defaultModel))?.typicalSeconds ?? 120;
}

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
