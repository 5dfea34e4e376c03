import type { INodeProperties } from 'n8n-workflow';

import { namesOf } from '../shared/capabilities';
import {
	downloadOptionsWhereOn,
	downloadVideoField,
	includeRawResponse,
	requestsPerMinute,
	timeLimitField,
} from '../shared/descriptions';

const thoseThatCancel = namesOf('cancel');

/** Why the outputs are connected so, and how to test it. */
const LOOP_PAGE =
	'https://github.com/video-gateways/n8n-nodes-video-gateways/blob/main/docs/waiting.md#the-loop-in-suspend-mode';

/** What Wait For Video can be set to, besides the job itself. */
export const waitFields: INodeProperties[] = [
	{
		displayName: 'Wait Mode',
		name: 'waitMode',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Keep Running',
				value: 'keepRunning',
				description:
					'Check from within the running execution. Simplest, and a few seconds faster.',
			},
			{
				name: 'Suspend',
				value: 'suspend',
				description:
					'Pause the execution between checks. Uses no worker while paused, and survives an n8n restart.',
			},
		],
		default: 'keepRunning',
		description: 'How n8n waits while the video is being generated',
	},
	{
		displayName: `<b>Connect Still Running back to this node's input, and Done to the next node.</b> Never deactivate or pin this node while Still Running is connected: n8n would hang. <a href="${LOOP_PAGE}" target="_blank">More about the loop</a>.`,
		name: 'loopNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { waitMode: ['suspend'] } },
	},
	{
		displayName: 'Release Items',
		name: 'releaseItems',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Together',
				value: 'together',
				description:
					'Output all items through Done in one run, in input order, once the last video is ready. Use it with sub-workflows, Loop Over Items, Merge and Aggregate.',
			},
			{
				name: 'As They Finish',
				value: 'asTheyFinish',
				description:
					"Output each video through Done as soon as it's ready. Done runs several times, so use it only if each item is processed on its own.",
			},
		],
		default: 'together',
		description: 'When to output finished videos',
		displayOptions: { show: { waitMode: ['suspend'] } },
	},
	{
		...timeLimitField,
		description:
			'How long to wait at most. Most videos take 1 to 10 minutes. The job itself keeps running after the limit, unless Cancel on Timeout is on. The same limit applies to all items. A shorter Timeout Workflow in the workflow settings ends the wait sooner.',
	},
	{ ...downloadVideoField, default: true },
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			{
				displayName: 'Cancel on Stop',
				name: 'cancelOnStop',
				type: 'boolean',
				default: false,
				description: `Whether to cancel jobs that are still running when you stop the execution, or when n8n's own timeout ends it (${thoseThatCancel} only). Tries for up to 10 seconds, and writes the result to n8n's log. Has no effect while the execution is paused in Suspend mode.`,
			},
			{
				displayName: 'Cancel on Timeout',
				name: 'cancelOnTimeout',
				type: 'boolean',
				default: false,
				description: `Whether to cancel a job that isn't ready within the time limit (${thoseThatCancel} only). Takes up to 10 seconds more. The result is in the message. If the video finished in the meantime, you still get it.`,
			},
			{
				displayName: 'Check Interval (Seconds)',
				name: 'checkIntervalSeconds',
				type: 'number',
				typeOptions: { minValue: 0 },
				default: 0,
				description:
					"How long to wait between two checks of a job. Leave at 0 to check more often around the time the model's videos are usually ready. Never faster than the gateway allows. The same interval applies to all items.",
			},
			...downloadOptionsWhereOn,
			includeRawResponse,
			{
				displayName: 'On Failed Video',
				name: 'onFailedVideo',
				type: 'options',
				options: [
					{
						name: 'Fail the Item',
						value: 'error',
						description: 'Handle it as set in Settings > On Error',
					},
					{
						name: 'Return the Job',
						value: 'returnJob',
						description: 'Output the item with its status and failure',
					},
				],
				default: 'error',
				description: 'What to do if a video fails or is blocked by moderation',
			},
			{
				displayName: 'On Timeout',
				name: 'onTimeout',
				type: 'options',
				options: [
					{
						name: 'Fail the Item',
						value: 'error',
						description: 'Handle it as set in Settings > On Error',
					},
					{
						name: 'Return the Job',
						value: 'returnJob',
						description:
							'Output the item with its last status, so that you can wait again later',
					},
				],
				default: 'error',
				description: "What to do if a video isn't ready within the time limit",
			},
			requestsPerMinute,
		],
	},
];
