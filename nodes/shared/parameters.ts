import { isExpression, NodeOperationError, type IExecuteFunctions } from 'n8n-workflow';

import { isObject } from '../../gateways/json';
import type { Failing } from './errors';
import { reasonOf } from './failure';
import { nodeOf } from './nodeContext';
import {
	readChoice,
	readJson,
	readList,
	readNumber,
	readSwitch,
	readText,
	type Choice,
	type ListRules,
	type NumberRules,
	type Read,
	type Rules,
} from './values';

/** The parameters of one item by their names, each read as its type. They throw a userError for what can't be read. */
export interface Parameters {
	text(name: string, rules: Rules & { verbatim?: boolean }): string | undefined;
	number(name: string, rules: NumberRules): number | undefined;
	switch(name: string, rules: Rules): boolean | undefined;
	choice<T>(name: string, rules: Rules & { choices: ReadonlyArray<Choice<T>> }): T | undefined;
	/** A list, empty where nothing is set. Each part is read by `each`. */
	list<T>(name: string, rules: Rules & ListRules<T>): T[];
	/** A list of choices, empty where nothing is chosen. */
	chosen<T>(name: string, rules: Rules & { choices: ReadonlyArray<Choice<T>> }): T[];
	json(name: string, rules: Rules): Record<string, unknown> | undefined;
	/** With the caller's own reader. */
	by<T, R extends Rules>(
		name: string,
		reader: (value: unknown, rules: R) => Read<T>,
		rules: R,
	): T | undefined;
	/** Whether this name has any value at all, even an empty text. */
	has(name: string): boolean;
}

type Fail = Failing['fail'];

/** A parameter by its name, and by its label in the panel. */
interface ParameterNames {
	name: string;
	label: string;
}

/** n8n's own error where an expression fails, as one that names the parameter. */
function expressionFailure(fail: Fail, { name, label }: ParameterNames, error: unknown): unknown {
	if (error instanceof NodeOperationError) return error;
	return fail({
		code: 'parameter',
		field: name,
		title: `'${label}' can't be read, because its expression fails`,
		fix: `Correct the expression. n8n says: ${reasonOf(error)}`,
	});
}

/** What a value means. Throws a NodeOperationError with the reader's problem, or with that of its expression. */
function readBy<T>(fail: Fail, names: ParameterNames, read: () => Read<T>): T | undefined {
	let result: Read<T>;
	try {
		result = read();
	} catch (error) {
		throw expressionFailure(fail, names, error);
	}
	if ('problem' in result) {
		throw fail({ code: 'parameter', field: names.name, ...result.problem });
	}
	return result.value;
}

function createReaders(get: (name: string) => unknown, fail: Fail): Parameters {
	const by: Parameters['by'] = (name, reader, rules) =>
		readBy(fail, { name, label: rules.label }, () => reader(get(name), rules));
	return {
		text: (name, rules) => by(name, readText, rules),
		number: (name, rules) => by(name, readNumber, rules),
		switch: (name, rules) => by(name, readSwitch, rules),
		choice: <T>(name: string, rules: Rules & { choices: ReadonlyArray<Choice<T>> }) =>
			by(name, readChoice<T>, rules),
		list: <T>(name: string, rules: Rules & ListRules<T>) => by(name, readList<T>, rules) ?? [],
		chosen: <T>(name: string, rules: Rules & { choices: ReadonlyArray<Choice<T>> }) =>
			by(name, readList<T>, { ...rules, each: (part) => readChoice(part, rules) }) ?? [],
		json: (name, rules) => by(name, readJson, rules),
		by,
		has: (name) => get(name) !== undefined,
	};
}

/** The value in a resource locator; any other value as it is. */
function located(value: unknown): unknown {
	return typeof value === 'object' && value !== null && '__rl' in value && 'value' in value
		? value.value
		: value;
}

const holdsExpression = (value: unknown): boolean =>
	typeof value === 'object' && value !== null
		? Object.values(value).some(holdsExpression)
		: isExpression(value);

/** Parameters without an expression, as n8n has read them for one item. By context and name. */
const sameForAllItems = new WeakMap<IExecuteFunctions, Map<string, unknown>>();

/** Reads a parameter as n8n does, but only once for all items where it holds no expression. */
function readOnce(
	context: IExecuteFunctions,
	{ name, itemIndex, fallback }: { name: string; itemIndex: number; fallback: unknown },
): unknown {
	const known = sameForAllItems.get(context) ?? new Map<string, unknown>();
	sameForAllItems.set(context, known);
	if (known.has(name)) return known.get(name);
	const value: unknown = context.getNodeParameter(name, itemIndex, fallback);
	const { parameters } = nodeOf(context);
	if (Object.hasOwn(parameters, name) && !holdsExpression(parameters[name]))
		known.set(name, value);
	return value;
}

/** The parameters of one item. One that the panel doesn't show counts as not set. */
export function readParameters(
	context: IExecuteFunctions,
	itemIndex: number,
	fail: Fail,
): Parameters {
	return createReaders(
		(name) => located(readOnce(context, { name, itemIndex, fallback: '' })),
		fail,
	);
}

/**
 * Reads each field of Options separately, because one of them fails: the error names that one, and the others can still
 * be read. Throws if Options is a single expression that fails as a whole.
 */
function readOptionsOneByOne(
	context: IExecuteFunctions,
	itemIndex: number,
	fail: Fail,
	error: unknown,
): Parameters {
	if (!isObject(nodeOf(context).parameters.options)) {
		throw expressionFailure(fail, { name: 'options', label: 'Options' }, error);
	}
	// n8n throws if there is neither a value nor a fallback.
	const get = (name: string): unknown =>
		context.getNodeParameter(`options.${name}`, itemIndex, null) ?? undefined;
	return createReaders(get, fail);
}

/** The Options of one item: only what the user added is set. */
export function readOptionFields(
	context: IExecuteFunctions,
	itemIndex: number,
	fail: Fail,
): Parameters {
	let options: unknown;
	try {
		options = readOnce(context, { name: 'options', itemIndex, fallback: {} });
	} catch (error) {
		return readOptionsOneByOne(context, itemIndex, fail, error);
	}
	const rules = { label: 'Options', fix: 'Set its fields one by one.' };
	const fields = isObject(options)
		? options
		: readBy(fail, { name: 'options', ...rules }, () => readJson(options, rules));
	return createReaders(
		(name) => (fields !== undefined && Object.hasOwn(fields, name) ? fields[name] : undefined),
		fail,
	);
}
