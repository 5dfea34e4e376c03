import type { IExecuteFunctions } from 'n8n-workflow';

import { userError } from './errors';
import {
	isObject,
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

/** The parameters of one item by their names, each read as its kind. They throw what can't be read as a userError. */
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
	/** By a reader of the caller's own. */
	by<T, R extends Rules>(
		name: string,
		reader: (value: unknown, rules: R) => Read<T>,
		rules: R,
	): T | undefined;
	/** Whether there is anything at all under this name, an empty text too. */
	has(name: string): boolean;
}

/** What a value means. Throws a NodeOperationError with the reader's problem. */
export function unwrap<T>(
	context: IExecuteFunctions,
	itemIndex: number,
	read: Read<T>,
): T | undefined {
	if ('problem' in read) throw userError(context, itemIndex, read.problem);
	return read.value;
}

function readersOf(
	context: IExecuteFunctions,
	itemIndex: number,
	get: (name: string) => unknown,
): Parameters {
	const take = <T>(read: Read<T>) => unwrap(context, itemIndex, read);
	return {
		text: (name, rules) => take(readText(get(name), rules)),
		number: (name, rules) => take(readNumber(get(name), rules)),
		switch: (name, rules) => take(readSwitch(get(name), rules)),
		choice: (name, rules) => take(readChoice(get(name), rules)),
		list: (name, rules) => take(readList(get(name), rules)) ?? [],
		chosen: <T>(name: string, rules: Rules & { choices: ReadonlyArray<Choice<T>> }) =>
			take(
				readList(get(name), {
					...rules,
					each: (part) => readChoice(part, rules),
				}),
			) ?? [],
		json: (name, rules) => take(readJson(get(name), rules)),
		by: (name, reader, rules) => take(reader(get(name), rules)),
		has: (name) => get(name) !== undefined,
	};
}

/** The value in a resource locator; any other value as it is. */
function located(value: unknown): unknown {
	return typeof value === 'object' && value !== null && '__rl' in value && 'value' in value
		? value.value
		: value;
}

/** The parameters of one item. One that the panel doesn't show counts as not set. */
export function readParameters(context: IExecuteFunctions, itemIndex: number): Parameters {
	return readersOf(context, itemIndex, (name) =>
		located(context.getNodeParameter(name, itemIndex, '')),
	);
}

/** The Options of one item: only what the user added is set. */
export function readOptionFields(context: IExecuteFunctions, itemIndex: number): Parameters {
	const options: unknown = context.getNodeParameter('options', itemIndex, {});
	const rules = { label: 'Options', fix: 'Set its fields one by one.' };
	const fields = isObject(options)
		? options
		: unwrap(context, itemIndex, readJson(options, rules));
	return readersOf(context, itemIndex, (name) =>
		fields !== undefined && Object.hasOwn(fields, name) ? fields[name] : undefined,
	);
}
