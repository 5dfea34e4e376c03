import { replaceReferences, type Reference } from './references';
import { fromParameter, type Value } from './values';
import {
	kindOf,
	namedParameters,
	parameter,
	rowsOf,
	textParameter,
	type Fields,
	type WorkflowNode,
} from './workflow';

/** Which way an item takes at an If, a Switch or a Filter, worked out for an item that is known. Pure. */

/** An item, and what the nodes before it gave. */
export interface Known {
	json: unknown;
	nodes: ReadonlyMap<string, unknown>;
}

/** Something that isn't known. */
export const UNKNOWN = Symbol('unknown');

const at = (json: unknown, path: readonly string[]): unknown =>
	path.reduce<unknown>(
		(value, key) =>
			typeof value === 'object' && value !== null
				? (value as Fields)[key]
				: typeof value === 'string' && key === '0'
					? value[0]
					: undefined,
		json,
	);

/** What some code gives: constants, references and comparisons of them; nothing else is known. */
export function evaluateCode(code: string, known: Known): unknown {
	const values: unknown[] = [];
	let isKnown = true;
	const rest = replaceReferences(code, ({ node, path, head }: Reference) => {
		const json = node === undefined ? known.json : known.nodes.get(node);
		if (json === undefined || json === UNKNOWN || !/json$/.test(head)) isKnown = false;
		values.push(at(json, path));
		return `⟦${values.length - 1}⟧`;
	});
	return isKnown ? evaluateRest(rest.trim(), values) : UNKNOWN;
}

const CASES: Readonly<Record<string, (text: string) => string>> = {
	toLowerCase: (text: string) => text.toLowerCase(),
	toUpperCase: (text: string) => text.toUpperCase(),
	toString: (text: string) => text,
	trim: (text: string) => text.trim(),
};

function evaluateRest(code: string, values: readonly unknown[]): unknown {
	const inner = /^\(([^()]*)\)$/.exec(code)?.[1];
	if (inner !== undefined) return evaluateRest(inner.trim(), values);
	for (const [sign, join] of [
		['||', (all: unknown[]) => all.some((one) => one === true)],
		['&&', (all: unknown[]) => all.every((one) => one === true)],
	] as const) {
		if (!code.includes(sign)) continue;
		const all = code.split(sign).map((part) => evaluateRest(part.trim(), values));
		return all.includes(UNKNOWN) ? UNKNOWN : join(all);
	}
	const [, left, sign, right] = /^([^=!]+?)\s*(===?|!==?)\s*([^=!]+)$/.exec(code) ?? [];
	if (left !== undefined && right !== undefined) {
		const [one, other] = [left, right].map((side) => evaluateRest(side.trim(), values));
		if (one === UNKNOWN || other === UNKNOWN) return UNKNOWN;
		return same(one, other) === sign!.startsWith('=');
	}
	return evaluateEnd(code, values);
}

const WORDS: Readonly<Record<string, unknown>> = { true: true, false: false, null: null };

function evaluateEnd(code: string, values: readonly unknown[]): unknown {
	const [, number, method] = /^⟦(\d+)⟧(?:\??\.(\w+)\(\))?$/.exec(code) ?? [];
	if (number !== undefined) {
		const value = values[Number(number)];
		if (method === undefined) return value;
		const change = Object.hasOwn(CASES, method) ? CASES[method] : undefined;
		return change && typeof value === 'string' ? change(value) : UNKNOWN;
	}
	if (/^'[^'\\]*'$|^"[^"\\]*"$/.test(code)) return code.slice(1, -1);
	if (/^-?\d+(\.\d+)?$/.test(code)) return Number(code);
	return Object.hasOwn(WORDS, code) ? WORDS[code] : UNKNOWN;
}

function evaluate(value: Value, known: Known): unknown {
	if (value.kind === 'literal') return value.value;
	return value.kind === 'code' ? evaluateCode(value.code, known) : UNKNOWN;
}

const same = (one: unknown, other: unknown): boolean => String(one) === String(other);
const isEmpty = (value: unknown): boolean =>
	value === undefined ||
	value === null ||
	value === '' ||
	(Array.isArray(value) && value.length === 0);

const OPERATIONS: Readonly<Record<string, (left: unknown, right: unknown) => boolean>> = {
	equals: same,
	equal: same,
	notEquals: (left, right) => !same(left, right),
	notEqual: (left, right) => !same(left, right),
	contains: (left, right) => String(left).includes(String(right)),
	notContains: (left, right) => !String(left).includes(String(right)),
	startsWith: (left, right) => String(left).startsWith(String(right)),
	endsWith: (left, right) => String(left).endsWith(String(right)),
	exists: (left) => left !== undefined && left !== null,
	notExists: (left) => left === undefined || left === null,
	empty: isEmpty,
	isEmpty,
	notEmpty: (left) => !isEmpty(left),
	isNotEmpty: (left) => !isEmpty(left),
	true: (left) => left === true,
	false: (left) => left === false,
	gt: (left, right) => Number(left) > Number(right),
	gte: (left, right) => Number(left) >= Number(right),
	lt: (left, right) => Number(left) < Number(right),
	lte: (left, right) => Number(left) <= Number(right),
	larger: (left, right) => Number(left) > Number(right),
	largerEqual: (left, right) => Number(left) >= Number(right),
	smaller: (left, right) => Number(left) < Number(right),
	smallerEqual: (left, right) => Number(left) <= Number(right),
};

/** A condition in one of the forms that versions of If and Switch store. */
interface Condition {
	left: unknown;
	right: unknown;
	operation: string;
}

type Answer = boolean | undefined;

function holds({ left, right, operation }: Condition, known: Known): Answer {
	const test = Object.hasOwn(OPERATIONS, operation) ? OPERATIONS[operation] : undefined;
	const [one, other] = [left, right].map((side) => evaluate(fromParameter(side ?? ''), known));
	return test === undefined || one === UNKNOWN || other === UNKNOWN
		? undefined
		: test(one, other);
}

function holdAll(conditions: readonly Condition[], isAny: boolean, known: Known): Answer {
	const answers = conditions.map((one) => holds(one, known));
	if (answers.includes(isAny)) return isAny;
	return answers.includes(undefined) ? undefined : !isAny;
}

/** Since version 2 of If and 3 of Switch. */
const fromFilter = ({ conditions }: Fields): Condition[] =>
	rowsOf(conditions).map(({ leftValue, rightValue, operator }) => ({
		left: leftValue,
		right: rightValue,
		operation: String((operator as Fields | null | undefined)?.operation ?? ''),
	}));

/** Before: conditions by their type. */
const fromTypes = (types: Fields): Condition[] =>
	Object.entries(types).flatMap(([type, list]) =>
		rowsOf(list).map(({ value1, value2, operation }) => ({
			left: value1,
			right: value2 ?? (type === 'boolean' ? true : ''),
			operation: String(operation ?? (type === 'number' ? 'smaller' : 'equal')),
		})),
	);

const isFilter = (stored: unknown): stored is Fields =>
	typeof stored === 'object' && stored !== null && Array.isArray((stored as Fields).conditions);

/** Each list of conditions of a node, with the output that it leads to. */
function branchesOf(node: WorkflowNode): Array<{ test: (known: Known) => Answer; output: number }> {
	const filterTest = (stored: unknown) => (known: Known) =>
		isFilter(stored)
			? holdAll(fromFilter(stored), stored.combinator === 'or', known)
			: holdAll(
					fromTypes((stored ?? {}) as Fields),
					textParameter(node, 'combineOperation') === 'any',
					known,
				);
	if (kindOf(node) !== 'switch') {
		return [{ test: filterTest(parameter(node, 'conditions')), output: 0 }];
	}
	const rules = namedParameters(node, 'rules.values');
	if (rules.length > 0) {
		return rules.map((rule, output) => ({ test: filterTest(rule.conditions), output }));
	}
	const left = parameter(node, 'value1');
	return namedParameters(node, 'rules.rules').map(({ value2, operation, output }, index) => ({
		test: (known) =>
			holds({ left, right: value2, operation: String(operation ?? 'equal') }, known),
		output: typeof output === 'number' ? output : index,
	}));
}

/** The output of a Switch for items that no rule is about; -1 for none. */
function fallbackOf(node: WorkflowNode, rules: number): number {
	const stored =
		parameter(node, 'options.fallbackOutput') ?? parameter(node, 'fallbackOutput') ?? 'none';
	if (stored === 'extra') return rules;
	return typeof stored === 'number' ? stored : -1;
}

/**
 * The outputs that an item may leave by, none for an item that goes nowhere; `isSure` if it is known which.
 */
export function outputsFor(
	node: WorkflowNode,
	known: Known,
): { outputs: readonly number[]; isSure: boolean } {
	const branches = branchesOf(node);
	const other =
		kindOf(node) === 'switch'
			? fallbackOf(node, branches.length)
			: kindOf(node) === 'if'
				? 1
				: -1;
	const outputs: number[] = [];
	for (const { test, output } of branches) {
		const answer = test(known);
		if (answer === true) {
			return { outputs: [...outputs, output], isSure: outputs.length === 0 };
		}
		if (answer === undefined) outputs.push(output);
	}
	const isSure = outputs.length === 0;
	return { outputs: [...outputs, ...(other < 0 ? [] : [other])], isSure };
}

/** Every text in the parameters of a node that decides, to see what it is about. */
export const conditionsText = (node: WorkflowNode): string => JSON.stringify(node.parameters ?? {});
