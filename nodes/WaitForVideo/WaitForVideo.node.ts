import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';

import { credentialsFromItems, gatewayLabel, jobFields } from '../shared/descriptions';
import { JOB_NODE_VERSIONS, LIST_SINCE } from '../shared/itemGateways';
import { withoutThrowing } from '../shared/withoutThrowing';
import { createItem, startRun } from '../shared/item';
import { turnAlwaysOutputDataOff } from '../shared/internals';
import { WAKE_UP_PATH } from '../shared/wakeUpAddress';
import { waitFields } from './fields';
import { keepRunning } from './keepRunning';
import { areOwnResults } from './loop';
import { readWaitMode } from './settings';
import { suspend } from './suspend';
import { wakeUp } from './wakeUp';

const done = { type: NodeConnectionTypes.Main, displayName: 'Done' };
const stillRunning = { type: NodeConnectionTypes.Main, displayName: 'Still Running' };

export class WaitForVideo implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Wait For Video',
		name: 'waitForVideo',
		icon: { light: 'file:waitForVideo.svg', dark: 'file:waitForVideo.dark.svg' },
		group: ['transform'],
		version: JOB_NODE_VERSIONS,
		defaultVersion: LIST_SINCE,
		subtitle: `={{ [${gatewayLabel}, $parameter["waitMode"] === "suspend" ? "Suspend" : "Keep Running", $parameter["downloadVideo"] ? "Download" : ""].filter(Boolean).join(", ") }}`,
		description: 'Wait for AI videos from Submit Video to finish, and download them',
		defaults: { name: 'Wait For Video' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: `={{ $parameter["waitMode"] === "suspend" ? ${JSON.stringify([stillRunning, done])} : ${JSON.stringify([done])} }}`,
		webhooks: [
			{
				name: 'default',
				httpMethod: 'POST',
				responseMode: 'onReceived',
				path: '',
				restartWebhook: true,
			},
			// The address that Submit Video's Wake This Execution option gives to gateways. The one above is
			// $execution.resumeUrl, which users may have entered in Callback URL.
			{
				name: 'default',
				httpMethod: 'POST',
				responseMode: 'onReceived',
				path: WAKE_UP_PATH,
				restartWebhook: true,
			},
		],
		credentials: credentialsFromItems,
		properties: [...jobFields, ...waitFields],
	};

	// n8n creates and removes the address that resumes an execution: nothing is registered anywhere.
	webhookMethods = {
		default: {
			checkExists: async (): Promise<boolean> => true,
			create: async (): Promise<boolean> => true,
			delete: async (): Promise<boolean> => true,
		},
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const mode = readWaitMode(createItem(startRun(this), 0));
		const suspends = mode.value === 'suspend';
		if (areOwnResults(this, suspends)) {
			turnAlwaysOutputDataOff(this);
			return [[]];
		}
		return await withoutThrowing(
			this,
			async () => {
				if ('problem' in mode) throw mode.problem;
				return suspends ? await suspend(this) : [await keepRunning(this)];
			},
			(failed) => (suspends ? [[], failed] : [failed]),
		);
	}

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await wakeUp(this);
	}
}
