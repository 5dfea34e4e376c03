import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type IHookFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';

import { credentialsByGateway, gatewayLabel } from '../shared/descriptions';
import { isAccountDefault, putBackAccountDefault, setAccountDefault } from './accountDefault';
import { triggerFields } from './fields';
import { receive } from './receive';
import { startWithJob } from './startWithJob';

export class VideoTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Video Trigger',
		name: 'videoTrigger',
		icon: { light: 'file:videoTrigger.svg', dark: 'file:videoTrigger.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: `={{ (${gatewayLabel}) + ": " + $parameter["events"].join(", ") }}`,
		description: 'Starts the workflow when a gateway calls back that an AI video is ready',
		eventTriggerDescription: 'Waiting for a gateway to call back',
		defaults: { name: 'Video Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: credentialsByGateway,
		webhooks: [
			{
				name: 'default',
				httpMethod: 'POST',
				responseMode: 'onReceived',
				path: 'webhook',
			},
		],
		triggerPanel: {
			header: 'Receive the callback of a gateway',
			executionsHelp: {
				inactive:
					'<b>To try it</b>: press Listen, copy the test URL into Options > Callback URL of Submit Video, and run that once. <b>To use it</b>: publish the workflow, and copy the production URL there.',
				active: 'Calls to the production URL start the workflow; see the tab Executions. Calls to the test URL come here while you listen.',
			},
			activationHint: 'Publish the workflow to receive the callbacks of the production URL.',
		},
		properties: triggerFields,
	};

	webhookMethods = {
		default: {
			async checkExists(this: IHookFunctions): Promise<boolean> {
				return await isAccountDefault(this);
			},
			async create(this: IHookFunctions): Promise<boolean> {
				return await setAccountDefault(this);
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				return await putBackAccountDefault(this);
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receive(this);
	}

	/** n8n runs this with what `webhook` has returned. */
	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await startWithJob(this);
	}
}
