import type { INodeProperties } from 'n8n-workflow';

import type { InputValue, InputValues, ModelInput } from '../../gateways/gateway';
import type { Parameters } from './parameters';
import { splitAddresses } from './splitAddresses';
import { readText } from './values';

/** Declared inputs in the panel: the row of a gateway's table makes the field and reads its value. */

/** What a type of input is in n8n's panel, and how its value is read. */
interface Kind {
	field: (
		row: ModelInput,
	) => Pick<INodeProperties, 'type' | 'default' | 'options' | 'typeOptions'>;
	read: (fields: Parameters, row: ModelInput) => InputValue | undefined;
}

const choicesOf = ({ options = [] }: ModelInput) =>
	options.map((value) => ({ name: value, value }));

const oneOption: Kind = {
	field: (row) => ({
		type: 'options',
		default: row.default as string,
		options: choicesOf(row),
	}),
	read: (fields, row) => fields.choice(row.key, { label: row.label, choices: choicesOf(row) }),
};

const severalOptions: Kind = {
	field: (row) => ({ type: 'multiOptions', default: [], options: choicesOf(row) }),
	read: (fields, row) => {
		const chosen = fields.chosen(row.key, { label: row.label, choices: choicesOf(row) });
		return chosen.length > 0 ? chosen : undefined;
	},
};

const severalAddresses: Kind = {
	field: () => ({ type: 'string', default: '' }),
	read: (fields, { key, label }) => {
		const addresses = fields.list(key, {
			label,
			each: readText,
			split: (text) => splitAddresses(text),
		});
		return addresses.length > 0 ? addresses : undefined;
	},
};

const kinds: Readonly<Record<ModelInput['type'], Kind>> = {
	boolean: {
		field: (row) => ({ type: 'boolean', default: row.default === true }),
		read: (fields, { key, label }) => fields.switch(key, { label }),
	},
	number: {
		field: ({ default: start = 0, least, most }) => ({
			type: 'number',
			default: start as number,
			typeOptions: {
				...(least === undefined ? {} : { minValue: least }),
				...(most === undefined ? {} : { maxValue: most }),
			},
		}),
		read: (fields, { key, label, least, most, whole }) =>
			fields.number(key, {
				label,
				...(whole ? { whole } : {}),
				...(least === undefined ? {} : { least }),
				...(most === undefined ? {} : { most }),
			}),
	},
	text: {
		field: (row) => ({ type: 'string', default: (row.default ?? '') as string }),
		read: (fields, { key, label }) => fields.text(key, { label }),
	},
	options: oneOption,
};

const kindOf = ({ many, type }: ModelInput): Kind => {
	if (!many) return kinds[type];
	return type === 'text' ? severalAddresses : severalOptions;
};

/** The field of an input. */
export const inputField = (row: ModelInput): INodeProperties => ({
	displayName: row.label,
	name: row.key,
	...kindOf(row).field(row),
	...(row.placeholder === undefined ? {} : { placeholder: row.placeholder }),
	description: row.description,
});

/**
 * The values of inputs, by their keys; undefined where none is set. Throws a NodeOperationError for one that can't be
 * read.
 */
export function readInputs(
	fields: Parameters,
	rows: readonly ModelInput[],
): InputValues | undefined {
	const values = rows.flatMap((row) => {
		const value = kindOf(row).read(fields, row);
		return value === undefined ? [] : [[row.key, value] as const];
	});
	return values.length === 0 ? undefined : Object.fromEntries(values);
}
