/** A JSON object. */
export type Json = Readonly<Record<string, unknown>>;

/** Whether a value has keys of its own, as JSON's objects do: no list, not null. */
export const isObject = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);
