import type { INodeProperties } from 'n8n-workflow';

import { canWakeExecution } from '../../../gateways/request/callbacks';
import type { Gateway } from '../../../gateways/gateway';
import { gateways } from '../../../gateways';
import { listDroppable } from '../../../gateways/request/failover';
import {
	downloadOptions,
	gatewayIds,
	gatewayOptions,
	includeRawResponse,
	requestsPerMinute,
} from '../../shared/descriptions';
import { labelOf } from '../../shared/sentences/labels';
import { inputOptions } from './inputs';

const forGateways = (test: (gateway: Gateway) => boolean) => ({
	displayOptions: { show: { '/gateway': gatewayIds(test) } },
});

const sorted = (fields: INodeProperties[]): INodeProperties[] =>
	fields.sort((left, right) => left.displayName.localeCompare(right.displayName));

/** What few users need, in one collection. */
export const optionFields: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: sorted([
		{
			displayName: 'Additional Fields',
			name: 'additionalFields',
			type: 'json',
			default: '{}',
			description:
				'Fields for the gateway as JSON, sent as they are and over what this node would send',
		},
		{
			displayName: 'Callback Reference',
			name: 'callbackReference',
			type: 'string',
			default: '',
			placeholder: 'e.g. row 17',
			description:
				'Kept with the job, and handed back by gateways that do that, to find your row or post again',
		},
		{
			displayName: 'Callback URL',
			name: 'callbackUrl',
			type: 'string',
			default: '',
			placeholder: 'e.g. https://n8n.example.com/webhook/video-ready',
			description:
				'The gateway calls this address when the video is ready. It must be one that the internet reaches.',
			...forGateways(({ callbacks }) => callbacks !== undefined),
		},
		{
			displayName: 'Dry Run',
			name: 'dryRun',
			type: 'boolean',
			default: false,
			description:
				'Whether to check and estimate only: the item shows the request as it would be sent, without the key. Nothing is sent, and nothing is billed.',
		},
		{
			displayName: 'Fallback Gateways',
			name: 'fallbackGateways',
			type: 'multiOptions',
			options: gatewayOptions,
			default: [],
			hint: 'Choose their credentials at the top of this panel',
			description:
				'Who is asked next, in the order in which you choose them, if a gateway certainly did not take the video: wrong key, no credit, busy, out of order. A refused prompt or image is not passed on, and nothing is after an unclear end.',
		},
		{
			displayName: 'Fallback Must Keep',
			name: 'fallbackMustKeep',
			type: 'multiOptions',
			options: listDroppable(gateways).map((field) => ({
				name: labelOf(field),
				value: field,
			})),
			default: [],
			description:
				'What a fallback gateway may not leave out or replace. One that does not take it is not asked. Pictures are always kept.',
		},
		// Not bound to Blocking: n8n drops the values of options that are bound to another option.
		...downloadOptions.map((option) => ({
			...option,
			description: `With Blocking. ${option.description ?? option.hint}`,
			...forGateways(({ directVideo }) => directVideo !== undefined),
		})),
		{
			displayName: 'If Price Is Unknown',
			name: 'unknownPrice',
			type: 'options',
			options: [
				{
					name: 'Refuse the Item',
					value: 'refuse',
					description: 'Nothing is submitted for it',
				},
				{
					name: 'Submit Anyway',
					value: 'allow',
					description: 'It counts as nothing for the limits',
				},
			],
			default: 'refuse',
			description: 'What to do where a cost limit is set and the price is not known',
		},
		...inputOptions,
		includeRawResponse,
		{
			displayName: 'Max Cost per Run',
			name: 'maxCostPerRun',
			type: 'number',
			typeOptions: { minValue: 0, numberPrecision: 4 },
			default: 10,
			description:
				'How much this node may spend in one execution, by the price pages of the gateways: US dollars, at useapi.net credits. An item over it is refused before anything is sent for it.',
		},
		{
			displayName: 'Max Cost per Video',
			name: 'maxCostPerVideo',
			type: 'number',
			typeOptions: { minValue: 0, numberPrecision: 4 },
			default: 1,
			description:
				'How much one video may cost, by the price page of the gateway: US dollars, at useapi.net credits. An item over it is refused before anything is sent for it.',
		},
		requestsPerMinute,
		{
			displayName: 'Wait for a Free Slot (Minutes)',
			name: 'slotWaitMinutes',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 120,
			description:
				'How long an item may wait for the account to have room for another video, instead of failing as busy. The execution runs meanwhile: in workflows that suspend, submit in batches (Loop Over Items), or start on Get Queue of Check Video Status.',
			...forGateways(({ slots }) => slots !== undefined),
		},
		{
			displayName: 'Wake This Execution',
			name: 'wakeExecution',
			type: 'boolean',
			default: true,
			description:
				'Whether the gateway calls this execution when the video is ready, so that a Wait For Video in the mode Suspend goes on at once. Needs an n8n that the internet reaches.',
			...forGateways(canWakeExecution),
		},
	]),
};
