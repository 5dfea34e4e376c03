import type { IExecuteFunctions } from 'n8n-workflow';

import type { VideoJob, VideoRequest } from '../../../gateways/gateway';
import { pricedFields } from '../../../gateways/request/additionalFields';
import { findModel, listFormats } from '../../../gateways/request/models';
import { jobKey } from '../jobName';
import type { JobOfItem } from '../jobs';
import { nodeOf } from '../nodeContext';

/**
 * Which format a job was submitted with: how long a video takes depends on its length and size, and an item doesn't tell
 * the size. So Submit Video notes it in what n8n keeps for all nodes of the execution, over suspensions and restarts.
 */

type Sizes = Record<string, string | undefined>;

/** By the key of the job. */
const sizesIn = (context: IExecuteFunctions): Sizes =>
	(context.getContext('flow').videoSizes ??= {}) as Sizes;

/** Notes the size that a job was submitted with, unless Additional Fields may have changed its format. */
export function noteSize(
	context: IExecuteFunctions,
	{ gateway, jobId }: Pick<VideoJob, 'gateway' | 'jobId'>,
	request: Pick<VideoRequest, 'resolution' | 'additionalFields'>,
): void {
	if (pricedFields(request).length > 0) return;
	// Unset, it's what the model makes by default: always the same.
	sizesIn(context)[jobKey(gateway, jobId)] = request.resolution?.toLowerCase() ?? '';
}

/** Whether all formats of a model have the same size. */
function hasOneSize({ gateway }: JobOfItem, id: string): boolean {
	const model = findModel(gateway, id);
	return (
		model !== undefined &&
		model.formats !== 'any' &&
		new Set(listFormats(model).map(({ resolution }) => resolution)).size <= 1
	);
}

/** Where a job is made: at the gateway, or on one server of several that its credentials lead to. */
function placeOf(context: IExecuteFunctions, { gateway }: JobOfItem): string {
	const { credentials } = nodeOf(context);
	const server = gateway.settings && credentials?.[gateway.credentialType]?.id;
	return server ? `${gateway.id}/${server}` : gateway.id;
}

/**
 * What the duration of a job depends on, as a key: gateway or server, model, length and size. Undefined if one of them
 * isn't known: mixed formats say less about the next video than the table.
 */
export function formatKey(context: IExecuteFunctions, job: JobOfItem): string | undefined {
	const { gateway, jobId, before } = job;
	const { model, durationSeconds } = before as Record<string, unknown>;
	if (typeof model !== 'string') return undefined;
	const noted = sizesIn(context)[jobKey(gateway.id, jobId)];
	const size = hasOneSize(job, model) ? '' : noted;
	const isLengthKnown = typeof durationSeconds === 'number';
	// A job that was noted without a length has the one that the model makes by default.
	if (typeof size !== 'string' || (noted === undefined && !isLengthKnown)) return undefined;
	const length = isLengthKnown ? `${Math.round(durationSeconds)}s` : '';
	return [placeOf(context, job), model, length, size].join(' ').trimEnd();
}
