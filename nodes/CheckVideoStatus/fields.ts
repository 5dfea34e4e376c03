import type { INodeProperties } from 'n8n-workflow';

import { gateways } from '../../gateways';
import { inputField } from '../shared/declaredInputs';
import { gatewaysThat, labelsOf, type Capability } from '../shared/capabilities';
import {
	downloadOptions,
	downloadVideoField,
	includeRawResponse,
	jobFields,
} from '../shared/descriptions';

/** The values of `operation`. */
export type Operation = 'check' | 'cancel' | 'getMany' | 'getBalance' | 'getQueue';

/** As n8n's lint wants it everywhere; useapi.net's own is 30 (page get-minimax-videos), a largest is not documented. */
export const DEFAULT_LIMIT = 50;

const only = (...operations: Operation[]) => ({ show: { operation: operations } });

const namesOf = (capability: Capability) => labelsOf(gatewaysThat(capability));

const operationField: INodeProperties = {
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'Cancel a Job',
			value: 'cancel',
			action: 'Cancel a job',
			description: `End a job that still runs (${namesOf('cancel')})`,
		},
		{
			name: 'Check a Job',
			value: 'check',
			action: 'Check a job',
			description: 'Look once at a job: is it ready, and where is the video?',
		},
		{
			name: 'Get Balance',
			value: 'getBalance',
			action: 'Get balance',
			description: `What is left to spend (${namesOf('balance')})`,
		},
		{
			name: 'Get Many Jobs',
			value: 'getMany',
			action: 'Get many jobs',
			description: `The newest jobs of an account (${namesOf('list')})`,
		},
		{
			name: 'Get Queue',
			value: 'getQueue',
			action: 'Get queue',
			description: `What runs, and how many jobs would be taken now (${namesOf('queue')})`,
		},
	],
	default: 'check',
};

/** Gateway of an operation that is about an account: those that have it. */
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
		description: 'Whose account it is about',
	};
}

const operationOf = { list: 'getMany', balance: 'getBalance' } as const;

/** The inputs that gateways declare for an operation. */
const inputFields: INodeProperties[] = gateways.flatMap(({ id, inputs = [] }) =>
	inputs
		.filter(({ alsoFor = [] }) => alsoFor.length > 0)
		.map((row) => ({
			...inputField(row),
			displayOptions: {
				show: {
					operation: row.alsoFor!.map((operation) => operationOf[operation]),
					gateway: [id],
				},
			},
		})),
);

/** What Check Video Status can be set to. */
export const checkFields: INodeProperties[] = [
	operationField,
	...jobFields.map((field) => ({ ...field, displayOptions: only('check', 'cancel') })),
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
