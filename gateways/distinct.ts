/** Each value once, in order, without those that are undefined. */
export const distinct = <T>(values: ReadonlyArray<T | undefined>): T[] => [
	...new Set(values.filter((value): value is T => value !== undefined)),
];
