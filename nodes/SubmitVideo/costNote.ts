import type { Gateway, VideoRequest } from '../../gateways/gateway';
import { findModel } from '../../gateways/request/models';
import { hasUnknownExtra, listPrices } from '../../gateways/request/prices';

/** Why the cost of a request can't be estimated, as a sentence. Pure. */
export function whyNoEstimate(
	{ label, models, settings }: Gateway,
	{ model: id }: Pick<VideoRequest, 'model'>,
): string {
	const advice = settings?.advice.price;
	if (advice !== undefined) return `The cost isn't known. ${advice}.`;
	const model = findModel({ models }, id);
	const isPriced = model !== undefined && listPrices(model).length > 0;
	if (model === undefined || (model.listed && !isPriced)) {
		return `The price of ${id} at ${label} isn't known.`;
	}
	return !isPriced
		? `${label} publishes no price for ${model.name}.`
		: `The price of ${model.name} at ${label} isn't known for these settings.`;
}

/**
 * What makes the cost of a request known, as the beginning of a sentence; undefined where its length and size do. Pure.
 */
export function howToGetEstimate(gateway: Gateway, request: VideoRequest): string | undefined {
	const advice = gateway.settings?.advice.price;
	if (advice !== undefined) return advice;
	return hasUnknownExtra(gateway, request)
		? 'Remove the references or the earlier job, which cost extra'
		: undefined;
}
