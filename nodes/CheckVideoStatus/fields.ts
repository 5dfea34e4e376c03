import type { INodeProperties } from 'n8n-workflow';

import { gateways } from '../../gateways';
import { inputField } from '../shared/declaredInputs';
import { gatewaysThat, namesOf, type Capability } from '../shared/capabilities';
import {
	downloadOptions,
	downloadVideoField,
	includeRawResponse,
	jobFields,
} from '../shared/descriptions';

/** The values of `operation`. */
export type Operation = 'check' | 'cancel' | 'getMany' | 'getBalance' | 'getQueue';

/**
 * The default that n8n's lint requires; useapi.net's own is 30 (page get-minimax-videos), and no maximum is documented.
 */
export const DEFAULT_LIMIT = 50;

const only = (...operations: Operation[]) => ({ show: { operation: operations } });

const operationField: INodeProperties = {
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'Cancel Job',
			value: 'cancel',
			action: 'Cancel video job',
			description: `Cancel a job that is still running (${namesOf('cancel')})`,
		},
		{
			name: 'Check Job',
			value: 'check',
			action: 'Check video job',
			description: "Get the current status of a job, and its video if it's ready",
		},
		{
			name: 'Get Balance',
			value: 'getBalance',
			action: 'Get gateway balance',
			description: `Get the remaining credit (${namesOf('balance')})`,
		},
		{
			name: 'Get Many Jobs',
			value: 'getMany',
			action: 'Get many video jobs',
			description: `Get an account's most recent jobs (${namesOf('list')})`,
		},
		{
			name: 'Get Queue',
			value: 'getQueue',
			action: 'Get gateway queue',
			description: `Get the running jobs and the number of free slots (${namesOf('queue')})`,
		},
	],
	default: 'check',
};

/** Gateway of an operation on an account: those that support it. */
function gatewayFor(operation: Operation, capability: Capability): INodeProperties {
	const able = gatewaysThat(capability).sort((left, right) =>
		left.label.localeCompare(right.label),
	);
	const first = able[0]!.id;
	return {
		displayName: 'Gateway',
		name: 'gateway',
		type: 'options',
		options: able.map(({ id, label }) => ({ name: label, value: id })),
		default: first,
		displayOptions: only(operation),
		description: 'Gateway whose account to look up',
	};
}

const operationOf = { list: 'getMany', balance: 'getBalance' } as const;

/** The inputs that gateways declare for an operation. */
const inputFields: INodeProperties[] = gateways.flatMap(({ id, inputs = [] }) =>
	inputs
		.filter(({ alsoFor = [] }) => alsoFor.length > 0)
		.map((row) => ({
			...inputField({ ...row, description: row.alsoForDescription ?? row.description }),
			displayOptions: {
				show: {
					operation: row.alsoFor!.map((operation) => operationOf[operation]),
					gateway: [id],
				},
			},
		})),
);

/** The parameters of Check Video Status. */
export const checkFields: INodeProperties[] = [
	operationField,
	...jobFields.map(({ displayOptions, ...field }) => ({
		...field,
		displayOptions: { show: { ...displayOptions?.show, ...only('check', 'cancel').show } },
	})),
	gatewayFor('getMany', 'list'),
	gatewayFor('getBalance', 'balance'),
	gatewayFor('getQueue', 'queue'),
	...inputFields,
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 50,
		displayOptions: only('getMany'),
		description: 'Max number of results to return',
	},
	{ ...downloadVideoField, displayOptions: only('check') },
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		displayOptions: only('check', 'cancel', 'getBalance', 'getQueue'),
		options: [
			...downloadOptions.map((option) => ({
				...option,
				displayOptions: {
					show: { '/operation': ['check'], '/downloadVideo': [true] },
				},
			})),
			includeRawResponse,
		],
	},
];
