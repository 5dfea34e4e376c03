import type { Gateway, VideoCost, VideoRequest } from '../../gateways/gateway';
import { pricedFields } from '../../gateways/request/costs';
import { findModel } from '../../gateways/request/models';
import { estimateCost, hasUnknownExtra, listPrices } from '../../gateways/request/prices';

/** What a request costs by its gateway's price page, or why that isn't known. Pure. */
export interface Estimate {
	cost?: VideoCost;
	/** Why it isn't known, as a sentence; absent where it is. */
	costNote?: string;
	/** What the user can do about that: the beginning of a sentence. */
	costUnknown?: string;
}

/** Why the cost of a request can't be estimated, as a sentence. */
function whyNoEstimate(
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

/** What makes the cost of a request known, where its length and size don't. */
function howToGetEstimate(gateway: Gateway, request: VideoRequest): Pick<Estimate, 'costUnknown'> {
	const advice = gateway.settings?.advice.price;
	if (advice !== undefined) return { costUnknown: advice };
	return hasUnknownExtra(gateway, request)
		? { costUnknown: 'Remove the references or the earlier job, which cost extra' }
		: {};
}

/** The cost of a request, unless Additional Fields may change it or nothing is known of it. */
export function estimate(gateway: Gateway, request: VideoRequest): Estimate {
	const names = pricedFields(request).join(', ');
	if (names !== '') {
		return {
			costNote: `The cost was not estimated: Additional Fields sets ${names}, which the price may depend on.`,
			costUnknown: `Remove ${names} from Additional Fields, and set Model, Duration and Resolution in their place`,
		};
	}
	const cost = estimateCost(gateway, request);
	return cost
		? { cost }
		: { costNote: whyNoEstimate(gateway, request), ...howToGetEstimate(gateway, request) };
}
