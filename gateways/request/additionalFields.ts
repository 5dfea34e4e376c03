import type { VideoJob, VideoRequest } from '../gateway';
import { isObject } from '../json';

/** Additional Fields: what the user adds to a body over what the package would send. */

/**
 * A body with the user's additional fields over it. Objects are merged, at any depth, so that one field in a nested
 * object leaves its neighbours alone; lists and other values are replaced.
 */
export function withAdditionalFields(
	body: Record<string, unknown>,
	additional: Record<string, unknown> | undefined,
): Record<string, unknown> {
	const merged = { ...body };
	for (const [key, value] of Object.entries(additional ?? {})) {
		const own = Object.hasOwn(merged, key) ? merged[key] : undefined;
		// Not by assignment: "__proto__" in the user's JSON must stay a field.
		Object.defineProperty(merged, key, {
			value: isObject(own) && isObject(value) ? withAdditionalFields(own, value) : value,
			enumerable: true,
			configurable: true,
			writable: true,
		});
	}
	return merged;
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
