import { createHash } from 'crypto';
import type { IBinaryData, IDataObject, IExecuteFunctions } from 'n8n-workflow';

import type { VideoJob, VideoRequest } from '../../gateways/gateway';

/**
 * What this node has submitted in this execution. n8n's Retry On Fail runs a whole node again, with items that the
 * gateway took the first time: they are found here and not sent twice. n8n keeps the node context with the
 * execution, over retries, waits and restarts.
 */

/**
 * A submit that went through, with the file where the answer was the video itself, or one that may have been billed
 * without a job to show for it and must not be sent again.
 */
export type Entry = { job: VideoJob; file?: IBinaryData } | { unclear: string };

export interface Ledger {
	find: () => Entry | undefined;
	write: (entry: Entry) => void;
	/** All jobs that this node has submitted in this execution, earlier runs included, by their ids. */
	jobIds: () => string[];
}

/** Bytes as their hash, so that a picture counts by its content. */
function plain(_key: string, value: unknown): unknown {
	return value instanceof Uint8Array ? createHash('sha256').update(value).digest('hex') : value;
}

/** The entry of one item: the same item of the same run of the node with the same request. */
export function ledgerOf(
	context: IExecuteFunctions,
	itemIndex: number,
	gatewayId: string,
	request: VideoRequest,
): Ledger {
	const run = (context.getWorkflowDataProxy(itemIndex) as { $runIndex?: number }).$runIndex ?? 0;
	const content = createHash('sha256')
		.update(JSON.stringify([gatewayId, request], plain))
		.digest('hex');
	const key = `${run}/${itemIndex}/${content}`;
	const node = context.getContext('node');
	const entries = (node.submitted ??= {}) as Record<string, Entry | undefined>;
	return {
		find: () => entries[key],
		write: (entry) => {
			entries[key] = entry as unknown as Entry & IDataObject;
		},
		jobIds: () =>
			Object.values(entries).flatMap((entry) =>
				entry && 'job' in entry ? [entry.job.jobId] : [],
			),
	};
}
