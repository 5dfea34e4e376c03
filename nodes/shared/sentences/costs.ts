import type { Gateway, VideoCost } from '../../../gateways/gateway';
import type { OverLimit } from '../../../gateways/request/costs';

/** An amount as people write it: `$0.294`, `25 credits`. */
export function money({ amount, currency }: Pick<VideoCost, 'amount' | 'currency'>): string {
	const rounded = Math.round(amount * 10_000) / 10_000;
	return currency === 'USD' ? `$${rounded}` : `${rounded} credits`;
}

/**
 * Why a video isn't submitted for what it costs, as sentences with the fix.
 *
 * @param unknownBecause why the price isn't known and what to do about it, as the beginning of a sentence
 */
export function overLimitSentence(
	reason: OverLimit,
	{ gateway, model }: { gateway: Gateway; model: string },
	unknownBecause = 'Set Duration and Resolution if the model has them',
): string {
	if (reason.code === 'priceUnknown') {
		return `The price of ${model} at ${gateway.label} is not known for these settings, so the cost limit can not be kept. ${unknownBecause}, or Options > If Price Is Unknown to Submit Anyway.`;
	}
	const { cost, limit } = reason;
	const inCurrency = (amount: number) => money({ ...cost, amount });
	return reason.code === 'overVideoLimit'
		? `This video costs about ${money(cost)} at ${gateway.label}, and Max Cost per Video is ${inCurrency(limit)}. Choose another model or length, or raise the limit.`
		: `With this video of about ${money(cost)} at ${gateway.label} the run would cost ${inCurrency(reason.sum)}, and Max Cost per Run is ${inCurrency(limit)}. Send fewer items, or raise the limit.`;
}
