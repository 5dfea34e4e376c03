import type { Gateway, VideoCost } from '../../../gateways/gateway';
import type { OverLimit } from '../../../gateways/request/costs';
import { modelRow } from '../../../gateways/request/models';
import type { Text } from './text';

/** An amount as people write it: `$0.294`, `$4.20`, `25 credits`. */
export function money({ amount, currency }: Pick<VideoCost, 'amount' | 'currency'>): string {
	const rounded = Math.round(amount * 10_000) / 10_000;
	if (currency === 'credits') return `${rounded} credits`;
	return `$${/\.\d\d/.test(String(rounded)) ? rounded : rounded.toFixed(2)}`;
}

/** Which candidate is too expensive. */
interface CostAt {
	gateway: Gateway;
	/** The model by its ID. */
	model: string;
}

/**
 * Why a video isn't submitted for what it costs, and what to do about it.
 *
 * @param unknownBecause what to do about a price that isn't known, as the beginning of a sentence
 */
export function overLimitText(
	reason: OverLimit,
	{ gateway, model }: CostAt,
	unknownBecause = "Set 'Duration' and 'Resolution' if the model has them",
): Text {
	if (reason.code === 'priceUnknown') {
		const name = modelRow(gateway, model)?.name ?? model;
		return {
			title: `The cost limit can't be checked: the price of ${name} at ${gateway.label} isn't known for these settings`,
			fix: `${unknownBecause}, or set the If Price Is Unknown option to Submit Anyway.`,
		};
	}
	const { cost, limit } = reason;
	const inCurrency = (amount: number) => money({ ...cost, amount });
	return reason.code === 'overVideoLimit'
		? {
				title: `This video costs about ${money(cost)} at ${gateway.label}, but 'Max Cost per Video' is ${inCurrency(limit)}`,
				fix: 'Choose another model or a shorter video, or raise the limit.',
			}
		: {
				title: `With this video (about ${money(cost)} at ${gateway.label}), the run would cost ${inCurrency(reason.sum)}, but 'Max Cost per Run' is ${inCurrency(limit)}`,
				fix: 'Send fewer items, or raise the limit.',
			};
}
