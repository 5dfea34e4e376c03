import type { INodeProperties } from 'n8n-workflow';

import { canWakeExecution } from '../../../gateways/request/callbacks';
import type { Gateway } from '../../../gateways/gateway';
import { gateways } from '../../../gateways';
import { listDroppable } from '../../../gateways/request/failover';
import { listPrices } from '../../../gateways/request/prices';
import {
	downloadOptions,
	gatewayIds,
	gatewayOptions,
	includeRawResponse,
	requestsPerMinute,
} from '../../shared/descriptions';
import { labelOf } from '../../shared/sentences/labels';
import { andList } from '../../shared/sentences/text';
import { gatewayInputOptions, modelInputOptions } from './inputs';
import { downloadOptionsOfWait } from './waiting';

const forGateways = (test: (gateway: Gateway) => boolean) => ({
	displayOptions: { show: { '/gateway': gatewayIds(test) } },
});

const inCredits = gateways.filter(({ models }) =>
	models.some((model) => listPrices(model).some(({ currency }) => currency === 'credits')),
);

/** What the numbers of a limit are. */
const currencies =
	inCredits.length === 0
		? 'in US dollars'
		: `in US dollars (for ${andList(inCredits.map(({ label }) => label))}: credits)`;

/** What to do without a price. */
export const unknownPriceChoices = [
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
] as const;

/** What a fallback may be required to keep. */
export const mustKeepChoices = listDroppable(gateways).map((field) => ({
	name: labelOf(field),
	value: field,
}));

/** What a video may cost, and how to see it in advance. */
const costOptions: INodeProperties[] = [
	{
		displayName: 'Dry Run',
		name: 'dryRun',
		type: 'boolean',
		default: false,
		description:
			'Whether to only check the settings and estimate the price. Nothing is submitted or billed; the item shows the request as it would be sent, without the API key.',
	},
	{
		displayName: 'Max Cost per Video',
		name: 'maxCostPerVideo',
		type: 'number',
		typeOptions: { minValue: 0, numberPrecision: 4 },
		default: 1,
		description: `How much one video may cost, based on the gateway's published prices, ${currencies}. An item that would exceed it fails before anything is sent.`,
	},
	{
		displayName: 'Max Cost per Run',
		name: 'maxCostPerRun',
		type: 'number',
		typeOptions: { minValue: 0, numberPrecision: 4 },
		default: 10,
		description: `How much this node may spend in one execution, based on the gateways' published prices, ${currencies}. An item that would exceed it fails before anything is sent.`,
	},
	{
		displayName: 'If Price Is Unknown',
		name: 'unknownPrice',
		type: 'options',
		options: [...unknownPriceChoices],
		default: 'refuse',
		description: "What to do if a cost limit is set, but the price isn't known",
	},
];

/** Where else to submit. */
const fallbackOptions: INodeProperties[] = [
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
		options: mustKeepChoices,
		default: [],
		description:
			'Settings that a fallback gateway must not drop or replace. Gateways that would are skipped. Images are always kept.',
		displayOptions: { show: { fallbackGateways: [{ _cnd: { exists: true } }] } },
	},
];

/** What happens when the video is ready. */
const callbackOptions: INodeProperties[] = [
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
		displayName: 'Callback Reference',
		name: 'callbackReference',
		type: 'string',
		default: '',
		placeholder: 'e.g. row 17',
		description:
			'Your own reference, e.g. a row ID, to find your record again when the video is ready. It stays in the item, and the callback returns it if the gateway supports that.',
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
];

/** What a gateway alone has. n8n shows and keeps the options of a file where Blocking is on. */
const gatewayOptionsOnly: INodeProperties[] = [
	...gatewayInputOptions,
	...downloadOptions.map((option) => ({
		...option,
		displayOptions: { show: { blocking: [true] }, hide: { '/waitForCompletion': [true] } },
	})),
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
];

/** What few users need. */
const advancedOptions: INodeProperties[] = [
	requestsPerMinute,
	includeRawResponse,
	{
		displayName: 'Additional Fields',
		name: 'additionalFields',
		type: 'json',
		default: '{}',
		description: "Extra JSON merged into the request body. Overrides the node's own fields.",
	},
];

/** One collection, in groups: what most users want comes first. */
export const optionFields: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [
		...costOptions,
		...modelInputOptions,
		...fallbackOptions,
		...callbackOptions,
		...gatewayOptionsOnly,
		...downloadOptionsOfWait,
		...advancedOptions,
	],
};
