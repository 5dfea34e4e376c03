import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { isGatewayError, type Gateway, type VideoJob } from '../../gateways/gateway';
import { findGateway } from '../../gateways';
import { withSettings } from '../shared/credentials';
import { nodeError } from '../shared/errors';
import { createCaller, type Caller, type Run } from '../shared/item';
import { Stopped } from '../shared/pause';
import { runConcurrently } from '../shared/runConcurrently';
import { send } from '../shared/transport/send';

/** A link that expires within this time of its release is renewed, in milliseconds. */
const RENEW_BEFORE = 10 * 60_000;

/** Concurrent renewals. */
const RENEWALS_AT_A_TIME = 8;

/** Whether the item's link has expired or soon will, while the item has no file. */
function needsNewLink({ json, binary }: INodeExecutionData, now: number): boolean {
	const { status, videoUrl, expiresAt } = json as Partial<VideoJob>;
	if (binary !== undefined || status !== 'completed' || videoUrl === undefined) return false;
	return Date.parse(expiresAt ?? '') - now < RENEW_BEFORE;
}

/** The item with a warning that its link may have expired. */
function withWarning(item: INodeExecutionData): INodeExecutionData {
	const warning =
		'The link may have stopped working while the other videos were waited for. Turn on Download Video to keep the file.';
	const { warnings = [] } = item.json as Partial<VideoJob>;
	return { ...item, json: { ...item.json, warnings: [...warnings, warning] } };
}

/**
 * The item with the gateway's current link; with a warning if it has none. A finished video never fails because of
 * this, even if its credential has been deleted since.
 */
async function renewLink(
	caller: Caller,
	gateway: Gateway,
	item: INodeExecutionData,
): Promise<INodeExecutionData> {
	const { jobId } = item.json as unknown as VideoJob;
	try {
		const settled = await withSettings(caller, gateway);
		const { outcome } = await send(caller, settled, settled.status(jobId));
		if (isGatewayError(outcome) || outcome.videoUrl === undefined) return withWarning(item);
		const { videoUrl, expiresAt } = outcome;
		const json: IDataObject = { ...item.json, videoUrl };
		if (expiresAt === undefined) delete json.expiresAt;
		else json.expiresAt = expiresAt;
		return { ...item, json };
	} catch (error) {
		const shown = nodeError(caller, error);
		if (shown instanceof Stopped) throw shown;
		return withWarning(item);
	}
}

/** Held-back items, ready to leave: links that have expired since, or soon will, are renewed. */
export async function withWorkingLinks(
	run: Run,
	items: readonly INodeExecutionData[],
): Promise<INodeExecutionData[]> {
	const renewed = [...items];
	await runConcurrently(items.length, RENEWALS_AT_A_TIME, run.stop, async (index) => {
		const item = items[index]!;
		const gateway = findGateway(item.json.gateway);
		if (gateway && needsNewLink(item, Date.now())) {
			renewed[index] = await renewLink(createCaller(run, index), gateway, item);
		}
	});
	return renewed;
}
