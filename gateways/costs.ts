import type { Gateway, VideoCost } from './gateway';

/** How much a user wants to spend, in the currency that the gateway's prices have. */
export interface SpendingLimits {
	perVideo?: number;
	perRun?: number;
	/** What to do where a price is not known and a limit is set. */
	unknownPrice: 'refuse' | 'allow';
}

/** Amounts by currency. */
export type Spent = Partial<Record<VideoCost['currency'], number>>;

/** An amount as people write it: `$0.294`, `25 credits`. */
export function money({ amount, currency }: Pick<VideoCost, 'amount' | 'currency'>): string {
	const rounded = Math.round(amount * 10_000) / 10_000;
	return currency === 'USD' ? `$${rounded}` : `${rounded} credits`;
}

/** Amounts with one more; a cost that is not known adds nothing. */
export function withCost(spent: Spent, cost: VideoCost | undefined): Spent {
	return cost ? { ...spent, [cost.currency]: (spent[cost.currency] ?? 0) + cost.amount } : spent;
}

/** Amounts without one that is in them. */
export function withoutCost(spent: Spent, cost: VideoCost | undefined): Spent {
	return cost ? withCost(spent, { ...cost, amount: -cost.amount }) : spent;
}

/** Two amounts together. */
export function both(left: Spent, right: Spent): Spent {
	return {
		USD: (left.USD ?? 0) + (right.USD ?? 0),
		credits: (left.credits ?? 0) + (right.credits ?? 0),
	};
}

/** Sums of prices with four digits have errors far below this. */
const ROUNDING = 1e-6;

/**
 * Why a video that costs this is over a limit, as sentences with the mend; undefined where it is not. `spent` is what
 * the run has cost so far.
 */
export function whyOverLimit(
	gateway: Gateway,
	model: string,
	cost: VideoCost | undefined,
	spent: Spent,
	{ perVideo, perRun, unknownPrice }: SpendingLimits,
): string | undefined {
	if (perVideo === undefined && perRun === undefined) return undefined;
	if (cost === undefined) {
		return unknownPrice === 'allow'
			? undefined
			: `The price of ${model} at ${gateway.label} is not known for these settings, so the cost limit can not be kept. Set Duration and Resolution if the model has them, or Options > If Price Is Unknown to Submit Anyway.`;
	}
	if (perVideo !== undefined && cost.amount > perVideo + ROUNDING) {
		return `This video costs about ${money(cost)} at ${gateway.label}, and Max Cost per Video is ${money({ ...cost, amount: perVideo })}. Choose another model or length, or raise the limit.`;
	}
	const sum = withCost(spent, cost)[cost.currency]!;
	return perRun !== undefined && sum > perRun + ROUNDING
		? `With this video of about ${money(cost)} at ${gateway.label} the run would cost ${money({ ...cost, amount: sum })}, and Max Cost per Run is ${money({ ...cost, amount: perRun })}. Send fewer items, or raise the limit.`
		: undefined;
}
