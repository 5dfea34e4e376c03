import type { VideoCost } from '../gateway';

/** How much a user wants to spend, in the currency that the gateway's prices have. */
export interface SpendingLimits {
	perVideo?: number;
	perRun?: number;
	/** What to do where a price is not known and a limit is set. */
	unknownPrice: 'refuse' | 'allow';
}

/** Amounts by currency. */
export type Spent = Partial<Record<VideoCost['currency'], number>>;

/** Amounts with one more; a cost that is not known adds nothing. */
export function withCost(spent: Spent, cost: VideoCost | undefined): Spent {
	return cost ? { ...spent, [cost.currency]: (spent[cost.currency] ?? 0) + cost.amount } : spent;
}

/** Amounts without one that is in them. */
export function withoutCost(spent: Spent, cost: VideoCost | undefined): Spent {
	return cost ? withCost(spent, { ...cost, amount: -cost.amount }) : spent;
}

/** Two amounts together. */
export function addAmounts(left: Spent, right: Spent): Spent {
	return {
		USD: (left.USD ?? 0) + (right.USD ?? 0),
		credits: (left.credits ?? 0) + (right.credits ?? 0),
	};
}

/** Sums of prices with four digits have errors far below this. */
const ROUNDING = 1e-6;

/** Why a video may not be submitted for what it costs. Amounts are in the currency of `cost`. */
export type OverLimit =
	| { code: 'priceUnknown' }
	| { code: 'overVideoLimit'; cost: VideoCost; limit: number }
	| { code: 'overRunLimit'; cost: VideoCost; limit: number; sum: number };

/**
 * Why a video that costs this is over a limit; undefined where it isn't.
 *
 * @param spent what the run has cost so far
 */
export function findOverLimit(
	cost: VideoCost | undefined,
	spent: Spent,
	{ perVideo, perRun, unknownPrice }: SpendingLimits,
): OverLimit | undefined {
	if (perVideo === undefined && perRun === undefined) return undefined;
	if (cost === undefined) {
		return unknownPrice === 'allow' ? undefined : { code: 'priceUnknown' };
	}
	if (perVideo !== undefined && cost.amount > perVideo + ROUNDING) {
		return { code: 'overVideoLimit', cost, limit: perVideo };
	}
	const sum = withCost(spent, cost)[cost.currency]!;
	return perRun !== undefined && sum > perRun + ROUNDING
		? { code: 'overRunLimit', cost, limit: perRun, sum }
		: undefined;
}
