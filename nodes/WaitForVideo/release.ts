import type { INodeExecutionData } from 'n8n-workflow';

import { isGatewayError, type Gateway, type VideoJob } from '../../gateways/gateway';
import { findGateway } from '../../gateways';
import { withSettings } from '../shared/credentials';
import { nodeError } from '../shared/errors';
import { createCaller, type Caller, type Run } from '../shared/item';
import { withLinksOf } from '../shared/jobHistory';
import { Stopped } from '../shared/pause';
import { runConcurrently } from '../shared/runConcurrently';
import { send } from '../shared/transport/send';

/** A link that expires within this time of its release is renewed, in milliseconds. */
const RENEW_BEFORE = 10 * 60_000;

/** Concurrent renewals. */
const RENEWALS_AT_A_TIME = 8;

const KEEP_THE_FILE = 'Turn on Download Video to keep the file.';

/** When the item's link expires, in milliseconds since 1970, if all that it has of its video is the link. */
function endOfLink({ json, binary }: INodeExecutionData): number | undefined {
	const { status, videoUrl, expiresAt } = json as Partial<VideoJob>;
	if (binary !== undefined || status !== 'completed' || videoUrl === undefined) return undefined;
	const end = Date.parse(expiresAt ?? '');
	return Number.isNaN(end) ? undefined : end;
}

/** The gateway of the item, if it deletes the video when the link expires. */
function findDeletingGateway({ json }: INodeExecutionData): Gateway | undefined {
	const gateway = findGateway(json.gateway);
	return gateway?.deletesVideos ? gateway : undefined;
}

/**
 * Until when the item may be held back, in milliseconds since 1970: shortly before its gateway deletes the video, which
 * nobody has downloaded. `Infinity` for all others.
 */
export function leavesBy(item: INodeExecutionData): number {
	const end = endOfLink(item);
	return end === undefined || !findDeletingGateway(item) ? Infinity : end - RENEW_BEFORE;
}

/** The item with one warning more. */
function withWarning(
	item: INodeExecutionData,
	warning = `The link may have stopped working while the node waited for the other videos. ${KEEP_THE_FILE}`,
): INodeExecutionData {
	const { warnings = [] } = item.json as Partial<VideoJob>;
	return { ...item, json: { ...item.json, warnings: [...warnings, warning] } };
}

/** The items as they leave before the others, with what that is for where it is for their own video. */
export function asEarlyItems(
	items: readonly INodeExecutionData[],
	now: number,
): INodeExecutionData[] {
	return items.map((item) =>
		leavesBy(item) > now
			? item
			: withWarning(
					item,
					`Output before the others, because ${findDeletingGateway(item)?.label} deletes the video at ${String(item.json.expiresAt)}. ${KEEP_THE_FILE} Then all items are output together.`,
				),
	);
}

/** The items, with a warning where the video was deleted while the others were waited for. */
export function withLostVideos(
	items: readonly INodeExecutionData[],
	now: number,
): INodeExecutionData[] {
	return items.map((item) => {
		const gateway = findDeletingGateway(item);
		return gateway === undefined || (endOfLink(item) ?? Infinity) > now
			? item
			: withWarning(
					item,
					`${gateway.label} deleted the video at ${String(item.json.expiresAt)}, while the node waited for the others. ${KEEP_THE_FILE}`,
				);
	});
}

/** Whether the item's link has expired or soon will, while the item has no file. */
function needsNewLink(item: INodeExecutionData, now: number): boolean {
	const end = endOfLink(item);
	return end !== undefined && end - now < RENEW_BEFORE;
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
		return { ...item, json: withLinksOf(item.json, outcome) };
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
		if (gateway && !gateway.deletesVideos && needsNewLink(item, Date.now())) {
			renewed[index] = await renewLink(createCaller(run, index), gateway, item);
		}
	});
	return withLostVideos(renewed, Date.now());
}
