/** Values that n8n's parameters hold: constants, texts with expressions in them, and JSON made of both. */

export type Value =
	| { kind: 'literal'; value: string | number | boolean | null }
	/** JavaScript of an expression. */
	| { kind: 'code'; code: string }
	/** A text with expressions in it. */
	| { kind: 'text'; parts: readonly Part[] }
	| { kind: 'object'; entries: ReadonlyArray<readonly [key: string, value: Value]> }
	| { kind: 'array'; items: readonly Value[] }
	/** A file in a form: the binary field that it is in. */
	| { kind: 'file'; field: string };

export type Part = string | { code: string };

export const literal = (value: string | number | boolean | null): Value => ({
	kind: 'literal',
	value,
});

/** What a text with expressions is: constant, one expression alone, or both mixed. */
export function fromParts(parts: readonly Part[]): Value {
	const filled = parts.filter((part) => part !== '');
	const [only] = filled;
	if (filled.length === 0) return literal('');
	if (filled.length > 1) {
		return filled.every((part) => typeof part === 'string')
			? literal(filled.join(''))
			: { kind: 'text', parts: filled };
	}
	return typeof only === 'string' ? literal(only) : { kind: 'code', code: only!.code };
}

/** The pieces of a text that n8n evaluates, without its leading `=`. */
export function splitTemplate(text: string): Part[] {
	const parts: Part[] = [];
	let rest = text;
	for (;;) {
		const from = rest.indexOf('{{');
		const to = from < 0 ? -1 : rest.indexOf('}}', from + 2);
		if (to < 0) return [...parts, rest];
		// Braces that close an object belong to the expression: `{{ { a: 1 }}}`.
		let end = to;
		while (rest[end + 2] === '}') end += 1;
		parts.push(rest.slice(0, from), { code: rest.slice(from + 2, end).trim() });
		rest = rest.slice(end + 2);
	}
}

/** The value of a parameter, as it is stored. */
export function fromParameter(stored: unknown): Value {
	if (typeof stored === 'string') {
		return stored.startsWith('=') ? fromParts(splitTemplate(stored.slice(1))) : literal(stored);
	}
	if (Array.isArray(stored)) return { kind: 'array', items: stored.map(fromParameter) };
	if (typeof stored === 'object' && stored !== null) {
		return {
			kind: 'object',
			entries: Object.entries(stored).map(([key, value]) => [key, fromParameter(value)]),
		};
	}
	return literal(typeof stored === 'number' || typeof stored === 'boolean' ? stored : null);
}

/** A value as JavaScript. */
export function toCode(value: Value): string {
	switch (value.kind) {
		case 'literal':
			return JSON.stringify(value.value);
		case 'code':
			return value.code;
		case 'text':
			return value.parts
				.map((part) => (typeof part === 'string' ? JSON.stringify(part) : `(${part.code})`))
				.join(' + ');
		case 'object':
			return `{ ${value.entries.map(([key, one]) => `${JSON.stringify(key)}: ${toCode(one)}`).join(', ')} }`;
		case 'array':
			return `[${value.items.map(toCode).join(', ')}]`;
		case 'file':
			return 'null';
	}
}

/** Whether no expression is in it. */
export function isConstant(value: Value): boolean {
	switch (value.kind) {
		case 'literal':
			return true;
		case 'object':
			return value.entries.every(([, one]) => isConstant(one));
		case 'array':
			return value.items.every(isConstant);
		default:
			return false;
	}
}

/** A constant as plain data. */
export function toData(value: Value): unknown {
	switch (value.kind) {
		case 'literal':
			return value.value;
		case 'object':
			return Object.fromEntries(value.entries.map(([key, one]) => [key, toData(one)]));
		case 'array':
			return value.items.map(toData);
		default:
			return undefined;
	}
}

/** A value as a parameter stores it. */
export function toParameter(value: Value): unknown {
	switch (value.kind) {
		case 'literal':
			return typeof value.value === 'string' && value.value.startsWith('=')
				? `={{ ${JSON.stringify(value.value)} }}`
				: value.value;
		case 'text':
			return `=${value.parts.map((part) => (typeof part === 'string' ? part : `{{ ${part.code} }}`)).join('')}`;
		default:
			return isConstant(value) ? toData(value) : `={{ ${toCode(value)} }}`;
	}
}

/** A value as a parameter for JSON stores it. */
export const toJsonParameter = (value: Value): string =>
	isConstant(value)
		? JSON.stringify(toData(value), undefined, 2)
		: `={{ JSON.stringify(${toCode(value)}) }}`;

/** Every end of a tree of values, by its path with dots. Empty lists and objects are ends. */
export function leavesOf(value: Value, path: readonly string[] = []): Array<[string, Value]> {
	const below: ReadonlyArray<readonly [string, Value]> =
		value.kind === 'object'
			? value.entries
			: value.kind === 'array'
				? value.items.map((one, index) => [String(index), one] as const)
				: [];
	return below.length === 0
		? [[path.join('.'), value]]
		: below.flatMap(([key, one]) => leavesOf(one, [...path, key]));
}
