import type { INodeProperties } from 'n8n-workflow';

import { canWakeExecution } from '../../../gateways/request/callbacks';
import { CAMERA_COMMANDS } from '../../../gateways/protocols/minimax/camera';
import type { Gateway } from '../../../gateways/gateway';
import { DROPPABLE } from '../../../gateways/request/failover';
import {
	downloadOptions,
	gatewayIds,
	gatewayOptions,
	includeRawResponse,
	requestsPerMinute,
} from '../../shared/descriptions';
import { optionForModels } from './model';

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
			displayName: 'Account',
			name: 'account',
			type: 'string',
			default: '',
			placeholder: 'e.g. 987654321',
			description:
				'The account at the gateway that makes the video. Empty: any of yours, or the one that has the image.',
			...forGateways(({ settings }) => settings?.includes('account') ?? false),
		},
		{
			displayName: 'Additional Fields',
			name: 'additionalFields',
			type: 'json',
			default: '{}',
			description:
				'Fields for the gateway as JSON, sent as they are and over what this node would send',
		},
		{
			displayName: 'AI Watermark',
			name: 'watermark',
			type: 'boolean',
			default: false,
			description: 'Whether the video carries a mark that says it was made by AI',
			...optionForModels(({ watermark }) => watermark === true),
		},
		{
			displayName: 'Blocking',
			name: 'blocking',
			type: 'boolean',
			default: false,
			description:
				'Whether to hold the connection until the video is there (about 3 minutes) and put it into the item, instead of starting a job. A broken connection loses the video; the job way does not.',
			...forGateways(({ settings }) => settings?.includes('blocking') ?? false),
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
			...forGateways(({ callbacks }) => callbacks !== 'none'),
		},
		{
			displayName: 'Camera Movement',
			name: 'cameraMovement',
			type: 'multiOptions',
			options: CAMERA_COMMANDS.map((command) => ({ name: command, value: command })),
			default: [],
			description:
				'What the camera does from the start, all at the same time; up to three work well. For one after the other, write them into the prompt where they happen, like [Pan left].',
			...optionForModels(({ cameraMovement }) => cameraMovement === true),
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
			options: DROPPABLE.map(({ key, label }) => ({ name: label, value: key })),
			default: [],
			description:
				'What a fallback gateway may not leave out or replace. One that does not take it is not asked. Pictures are always kept.',
		},
		{
			displayName: 'Fast Pretreatment',
			name: 'fastPretreatment',
			type: 'boolean',
			default: false,
			description: 'Whether to spend less time on optimizing the prompt',
			...optionForModels(({ fastPretreatment }) => fastPretreatment === true),
		},
		// Not bound to Blocking: n8n drops the values of options that are bound to another option.
		...downloadOptions.map((option) => ({
			...option,
			description: `With Blocking. ${option.description ?? option.hint}`,
			...forGateways(({ settings }) => settings?.includes('blocking') ?? false),
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
		{
			displayName: 'Max Jobs',
			name: 'maxJobs',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 10 },
			default: 1,
			description: 'How many videos the account may make at a time, by its plan',
			...forGateways(({ settings }) => settings?.includes('maxJobs') ?? false),
		},
		{
			displayName: 'Prompt Optimizer',
			name: 'promptOptimizer',
			type: 'boolean',
			default: true,
			description: 'Whether the model may rewrite the prompt for a better video',
			...optionForModels(({ promptOptimizer }) => promptOptimizer === true),
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
			...forGateways(({ queue }) => queue !== undefined),
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
