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
import { downloadOptionsOfWait } from './waiting';

const forGateways = (test: (gateway: Gateway) => boolean) => ({
	displayOptions: { show: { '/gateway': gatewayIds(test) } },
});

const onlyWithBlocking = (text?: string): string =>
	text === undefined
		? 'Only used with Blocking'
		: `Only used with Blocking. ${text.replace(/\.?$/, '.')}`;

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
				"Extra JSON merged into the request body. Overrides the node's own fields.",
		},
		{
			displayName: 'Callback Reference',
			name: 'callbackReference',
			type: 'string',
			default: '',
			placeholder: 'e.g. row 17',
			description:
				'Your own reference, e.g. a row ID, to find your record again when the video is ready. It stays in the item, and the callback returns it if the gateway supports that.',
		},
		{
			displayName: 'Callback URL',
			name: 'callbackUrl',
			type: 'string',
			default: '',
			placeholder: 'e.g. https://n8n.example.com/webhook/video-ready',
			description:
				'URL for the gateway to call when the video is ready. It must be reachable from the internet.',
			...forGateways(({ callbacks }) => callbacks !== undefined),
		},
		{
			displayName: 'Dry Run',
			name: 'dryRun',
			type: 'boolean',
			default: false,
			description:
				'Whether to only check the settings and estimate the price. Nothing is sent or billed; the item shows the request as it would be sent, without the API key.',
		},
		{
			displayName: 'Fallback Gateways',
			name: 'fallbackGateways',
			type: 'multiOptions',
			options: gatewayOptions,
			default: [],
			hint: 'Select their credentials at the top of this panel',
			description:
				"Gateways to try next, in this order, if the first one definitely didn't accept the job (invalid key, no credit, busy, down). Not used for a rejected prompt or image, or when the outcome is unknown.",
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
				'Settings that a fallback gateway must not drop or replace. Gateways that would are skipped. Images are always kept.',
		},
		// Not bound to Blocking: n8n drops the values of options that depend on another option.
		...downloadOptions.map((option) => ({
			...option,
			description: onlyWithBlocking(option.description),
			displayOptions: {
				...forGateways(({ directVideo }) => directVideo !== undefined).displayOptions,
				hide: { '/waitForCompletion': [true] },
			},
		})),
		...downloadOptionsOfWait,
		{
			displayName: 'If Price Is Unknown',
			name: 'unknownPrice',
			type: 'options',
			options: [
				{
					name: 'Fail the Item',
					value: 'refuse',
					description: 'Submit nothing for it',
				},
				{
					name: 'Submit Anyway',
					value: 'allow',
					description: "Submit it, and don't count it toward the limits",
				},
			],
			default: 'refuse',
			description: "What to do if a cost limit is set, but the price isn't known",
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
				"How much this node may spend in one execution, based on the gateways' published prices, in US dollars (for useapi.net: credits). An item that would exceed it fails before anything is sent.",
		},
		{
			displayName: 'Max Cost per Video',
			name: 'maxCostPerVideo',
			type: 'number',
			typeOptions: { minValue: 0, numberPrecision: 4 },
			default: 1,
			description:
				"How much one video may cost, based on the gateway's published prices, in US dollars (for useapi.net: credits). An item that would exceed it fails before anything is sent.",
		},
		requestsPerMinute,
		{
			displayName: 'Wait for a Free Slot (Minutes)',
			name: 'slotWaitMinutes',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 120,
			description:
				"How long an item may wait until the account has room for another video, instead of failing as busy. The execution keeps running meanwhile. In workflows that use Suspend mode, submit in batches (Loop Over Items), or check for free slots first with Check Video Status's Get Queue operation.",
			...forGateways(({ slots }) => slots !== undefined),
		},
		{
			displayName: 'Wake This Execution',
			name: 'wakeExecution',
			type: 'boolean',
			default: true,
			description:
				'Whether the gateway calls this execution when the video is ready, so that Wait For Video in Suspend mode continues right away. Your n8n must be reachable from the internet.',
			...forGateways(canWakeExecution),
		},
	]),
};
