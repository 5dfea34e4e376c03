import type { INodeExecutionData } from 'n8n-workflow';

import { gateways } from '../../gateways';
import { isJobId } from '../../gateways/answer/jobs';
import type { Gateway } from '../../gateways/gateway';
import type { Failure } from './failure';
import { oneOfGateways, readGatewayChoice } from './gatewayChoice';
import type { Item } from './item';
import { assertItemGateways, FROM_ITEM } from './itemGateways';
import { quoted } from './quoted';

/** A job as the node's parameters name it. */
export interface JobName {
	gateway: Gateway;
	jobId: string;
}

/** A job as a key of what is stored with an execution. */
export const jobKey = (gatewayId: string, jobId: string): string => `${gatewayId} ${jobId}`;

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
