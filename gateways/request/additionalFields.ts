import { isObject } from '../json';

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
