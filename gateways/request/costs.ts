import type { Gateway, VideoCost, VideoJob, VideoRequest } from '../gateway';

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
 * Why a video that costs this is over a limit, as sentences with the fix; undefined where it is not.
 *
 * @param spent what the run has cost so far
 * @param unknownBecause why the price is not known and what to do about it, as the beginning of a sentence
 */
export function whyOverLimit(
	gateway: Gateway,
	model: string,
	cost: VideoCost | undefined,
	spent: Spent,
	{ perVideo, perRun, unknownPrice }: SpendingLimits,
	unknownBecause?: string,
): string | undefined {
	if (perVideo === undefined && perRun === undefined) return undefined;
	if (cost === undefined) {
		return unknownPrice === 'allow'
			? undefined
			: `The price of ${model} at ${gateway.label} is not known for these settings, so the cost limit can not be kept. ${unknownBecause ?? 'Set Duration and Resolution if the model has them'}, or Options > If Price Is Unknown to Submit Anyway.`;
	}
	if (perVideo !== undefined && cost.amount > perVideo + ROUNDING) {
		return `This video costs about ${money(cost)} at ${gateway.label}, and Max Cost per Video is ${money({ ...cost, amount: perVideo })}. Choose another model or length, or raise the limit.`;
	}
	const sum = withCost(spent, cost)[cost.currency]!;
	return perRun !== undefined && sum > perRun + ROUNDING
		? `With this video of about ${money(cost)} at ${gateway.label} the run would cost ${money({ ...cost, amount: sum })}, and Max Cost per Run is ${money({ ...cost, amount: perRun })}. Send fewer items, or raise the limit.`
		: undefined;
}

/**
 * Names of fields, at whatever gateway, that a price may depend on: which model, how long, how large, how many, with
 * sound or without.
 */
const PRICED =
	/model|duration|seconds|resolution|quality|audio|sound|frames|frame_?rate|fps|upscale|num_?(videos|outputs|samples)|^(version|mode|tier|options?|n|count|batch_?size|size|width|height|length)$/i;

/** The names of all fields of a value, those of the objects in it included. */
function fieldNames(value: unknown): string[] {
	if (typeof value !== 'object' || value === null) return [];
	const own = Array.isArray(value) ? [] : Object.keys(value);
	return [...own, ...Object.values(value).flatMap(fieldNames)];
}

/** The Additional Fields of a request that its price may depend on: they are sent over what the package would send. */
export function pricedFields({
	additionalFields,
}: Pick<VideoRequest, 'additionalFields'>): string[] {
	return [...new Set(fieldNames(additionalFields).filter((name) => PRICED.test(name)))];
}

/** The job without what Additional Fields may have made untrue of it; what the gateway says later counts. */
export function withoutGuesses(
	job: VideoJob,
	request: Pick<VideoRequest, 'additionalFields'>,
): VideoJob {
	const fields = pricedFields(request);
	if (fields.length === 0) return job;
	const { model, durationSeconds, ...rest } = job;
	const sets = (pattern: RegExp) => fields.some((name) => pattern.test(name));
	return {
		...rest,
		...(model === undefined || sets(/model|version/i) ? {} : { model }),
		...(durationSeconds === undefined || sets(/duration|seconds|length|frames|options?/i)
			? {}
			: { durationSeconds }),
	};
}
