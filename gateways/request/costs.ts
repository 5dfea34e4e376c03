import type { VideoCost, VideoJob, VideoRequest } from '../gateway';

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

/**
 * Names of fields, at whatever gateway, that a price may depend on: which model, how long, how large, how many, with
 * sound or without, from which images and videos.
 */
const PRICED =
	/model|duration|seconds|resolution|quality|audio|sound|image|frame|reference|video|previous|extend|fps|upscale|num_?(outputs|samples)/i;

/** The same as a word of a name, such as `service_tier` and `motionMode`: as a part of one, they mean something else. */
const PRICED_WORD = /^(version|mode|tier|options?|n|count|batchsize|size|width|height|length)$/i;

/** The words of a name in snake case, kebab case or camel case. */
const wordsOf = (name: string): string[] =>
	name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').split(/[^A-Za-z0-9]+/);

const mayChangePrice = (name: string): boolean =>
	PRICED.test(name) || wordsOf(name).some((word) => PRICED_WORD.test(word));

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
	return [...new Set(fieldNames(additionalFields).filter(mayChangePrice))];
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
