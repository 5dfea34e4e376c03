/** The object without keys that are undefined or null: an item shows only what is known. */
export function compact<Known extends object>(facts: {
	[Key in keyof Known]: Known[Key] | null | undefined;
}): Known {
	return Object.fromEntries(
		Object.entries(facts).filter(([, value]) => value !== undefined && value !== null),
	) as Known;
}
