import type { INodeProperties } from 'n8n-workflow';

import { gatewaysThat, labelsOf } from '../shared/capabilities';
import {
	downloadOptionsWhereOn,
	downloadVideoField,
	includeRawResponse,
	requestsPerMinute,
} from '../shared/descriptions';

const thoseThatCancel = labelsOf(gatewaysThat('cancel'));

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
				description: 'Look within the running execution. Simple, and quickest by seconds.',
			},
			{
				name: 'Suspend',
				value: 'suspend',
				description:
					'Let the execution rest in the database between looks: it needs no worker and survives a restart of n8n',
			},
		],
		default: 'keepRunning',
		description: 'What n8n does while the video is made',
	},
	{
		displayName:
			'Connect <b>Still Running</b> back to the input of this node, and <b>Done</b> to the node that receives the finished videos. Run the whole workflow to test it: a single step does not follow the loop. After changing Wait Mode, reconnect both outputs. <b>Never deactivate or pin this node while the loop is drawn</b>: n8n would send the items round without a pause, and stop responding.',
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
					'Output all items by Done in one run, in input order, once the last video is ready. Right for sub-workflows, Loop Over Items, Merge and Aggregate.',
			},
			{
				name: 'As They Finish',
				value: 'asTheyFinish',
				description:
					'Output each video by Done as soon as it is ready. Done runs several times: use it only where each item goes its own way.',
			},
		],
		default: 'together',
		description: 'When finished videos leave the node',
		displayOptions: { show: { waitMode: ['suspend'] } },
	},
	{
		displayName: 'Time Limit (Minutes)',
		name: 'timeoutMinutes',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 30,
		description:
			'How long to wait at most. Most videos take one to ten minutes. The job itself goes on after that, unless Cancel on Timeout is on. One limit for all items. A shorter Timeout Workflow in the workflow settings ends the wait sooner.',
	},
	downloadVideoField,
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
				description: `Whether to cancel the jobs that still run when you press Stop, or when n8n's own time limit ends the execution (${thoseThatCancel}; the other gateways can not). Tried for ten seconds at most; what came of it is told in n8n's log. Not while Wait Mode Suspend has the execution suspended: n8n runs no code of it then.`,
			},
			{
				displayName: 'Cancel on Timeout',
				name: 'cancelOnTimeout',
				type: 'boolean',
				default: false,
				description: `Whether to cancel a job that is not ready within the time limit (${thoseThatCancel}; the other gateways can not). The message says what came of it. A video that was just completed is put out as usual. Takes up to ten seconds more.`,
			},
			{
				displayName: 'Check Interval (Seconds)',
				name: 'checkIntervalSeconds',
				type: 'number',
				typeOptions: { minValue: 0 },
				default: 0,
				description:
					"How long to wait between two looks at a job. 0: closer together when the model's videos are usually ready. Never faster than the gateway allows. One interval for all items.",
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
						description: 'As set under Settings > On Error',
					},
					{
						name: 'Return the Job',
						value: 'returnJob',
						description: 'Put the item out with status and failure',
					},
				],
				default: 'error',
				description: 'What to do with a video that failed or was moderated',
			},
			{
				displayName: 'On Timeout',
				name: 'onTimeout',
				type: 'options',
				options: [
					{
						name: 'Fail the Item',
						value: 'error',
						description: 'As set under Settings > On Error',
					},
					{
						name: 'Return the Job',
						value: 'returnJob',
						description: 'Put the item out with its last status, to wait again later',
					},
				],
				default: 'error',
				description: 'What to do with a video that is not ready within the time limit',
			},
			requestsPerMinute,
		],
	},
];
