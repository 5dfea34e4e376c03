import { isGatewayError, type Gateway, type VideoJob } from '../../gateways/gateway';
import { findGateway } from '../../gateways';
import { haltOf } from '../shared/pause';
import { send } from '../shared/transport';
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

/** A link that stops working within this time of its release is renewed, in milliseconds. */
const RENEW_BEFORE = 10 * 60_000;

/** Whether the item's link is about to stop working, or has, while the item has no file. */
function needsNewLink({ json, binary }: INodeExecutionData, now: number): boolean {
	const { status, videoUrl, expiresAt } = json as Partial<VideoJob>;
	if (binary !== undefined || status !== 'completed' || videoUrl === undefined) return false;
	return Date.parse(expiresAt ?? '') - now < RENEW_BEFORE;
}

/** The item with the link that the gateway gives now; with a warning where it gives none. */
async function renewLink(
	context: IExecuteFunctions,
	gateway: Gateway,
	item: INodeExecutionData,
	itemIndex: number,
): Promise<INodeExecutionData> {
	const job = item.json as unknown as VideoJob;
	const { outcome } = await send(context, gateway, gateway.status(job.jobId), {
		itemIndex,
		halt: haltOf(context),
	});
	if (isGatewayError(outcome) || outcome.videoUrl === undefined) {
		const warning =
			'The link may have stopped working while the other videos were waited for. Turn on Download Video to keep the file.';
		const warnings = [...(job.warnings ?? []), warning];
		return { ...item, json: { ...item.json, warnings } };
	}
	const { videoUrl, expiresAt } = outcome;
	const json: IDataObject = { ...item.json, videoUrl };
	if (expiresAt === undefined) delete json.expiresAt;
	else json.expiresAt = expiresAt;
	return { ...item, json };
}

/** Items that were kept back, ready to leave: links that died meanwhile, or are about to, are renewed. */
export async function withWorkingLinks(
	context: IExecuteFunctions,
	items: readonly INodeExecutionData[],
): Promise<INodeExecutionData[]> {
	return await Promise.all(
		items.map(async (item, itemIndex) => {
			const gateway = findGateway(item.json.gateway);
			return gateway && needsNewLink(item, Date.now())
				? await renewLink(context, gateway, item, itemIndex)
				: item;
		}),
	);
}
