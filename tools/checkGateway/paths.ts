import { isObject } from '../../gateways/json';

/** Paths into JSON bodies: `error.message`, `data[].id`, `[]` for a list, and `<id>.maxJobs` below any key. */

const partsOf = (path: string): string[] =>
	path
		.replaceAll('[]', '.[]')
		.split('.')
		.filter((part) => part !== '');

function inside(value: unknown, part: string): readonly unknown[] {
	if (part === '[]') return Array.isArray(value) ? value : [];
	if (!isObject(value)) return [];
	if (part === '<id>') return Object.values(value);
	return Object.hasOwn(value, part) ? [value[part]] : [];
}

/** Every value at a path. */
export function valuesAt(body: unknown, path: string): unknown[] {
	return partsOf(path).reduce<unknown[]>(
		(values, part) => values.flatMap((value) => inside(value, part)),
		[body],
	);
}

/** Whether a body has a path; a list counts also while it is empty. */
export function hasPath(body: unknown, path: string): boolean {
	return path.endsWith('[]')
		? valuesAt(body, path.slice(0, -2)).some(Array.isArray)
		: valuesAt(body, path).length > 0;
}

/** Account ids and e-mail addresses can be names of keys. */
const isAboutSomebody = (name: string): boolean => /\d{4}|[@:]/.test(name);

/** The name of a key, or `<id>` where the name itself says whose it is. */
export const keyName = (name: string, isId = false): string =>
	isId || isAboutSomebody(name) ? '<id>' : name;

/** How many entries of a list are looked at for their keys. */
const LOOKED_AT = 50;

/**
 * The paths of everything in a body, without any value.
 *
 * @param isKeyedById the names of the outermost keys are ids
 */
export function pathsIn(body: unknown, isKeyedById = false): string[] {
	const walk = (value: unknown, path: string): string[] => {
		if (Array.isArray(value)) {
			const list = `${path}[]`;
			return value.length === 0
				? [list]
				: value.slice(0, LOOKED_AT).flatMap((entry) => walk(entry, list));
		}
		if (!isObject(value) || Object.keys(value).length === 0) return path === '' ? [] : [path];
		return Object.entries(value).flatMap(([key, inner]) => {
			const name = keyName(key, isKeyedById && path === '');
			return walk(inner, path === '' ? name : `${path}.${name}`);
		});
	};
	return [...new Set(walk(body, ''))];
}
