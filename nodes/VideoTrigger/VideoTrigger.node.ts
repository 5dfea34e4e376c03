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
import { eventChoices, triggerFields } from './fields';
import { receive } from './receive';
import { startWithJob } from './startWithJob';

/** The events, for the subtitle on the canvas. */
const eventLabels = JSON.stringify(
	Object.fromEntries(eventChoices.map(({ name, value }) => [value, name.replace('Video ', '')])),
);

export class VideoTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Video Callback Trigger',
		name: 'videoTrigger',
		icon: { light: 'file:videoTrigger.svg', dark: 'file:videoTrigger.dark.svg' },
		group: ['trigger'],
		// n8n 2.41 answers 500 to every call of a version 1 in a workflow that has its files in the JSON (`binaryMode`):
		// only for that version, webhook-helpers.js evaluates an expression before it reads the body. Both are the same.
		version: [1, 1.1],
		defaultVersion: 1.1,
		subtitle: `={{ (${gatewayLabel}) + ": " + [$parameter["events"]].flat().map((event) => (${eventLabels})[event]).filter(Boolean).join(", ") }}`,
		description:
			'Starts the workflow when a gateway calls back that an AI video is ready or has failed',
		eventTriggerDescription: 'Waiting for a gateway callback',
		defaults: { name: 'Video Callback Trigger' },
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
			header: 'Receive gateway callbacks',
			executionsHelp: {
				inactive:
					'<b>While you build your workflow</b>, use the test URL: click the button above to listen, copy the test URL to Options > Callback URL in Submit Video, and run Submit Video once. <b>To run your workflow automatically</b>, publish it and use the production URL instead.',
				active: 'Callbacks to the production URL start the workflow, and show up in the Executions tab. To test, listen and run Submit Video with the test URL as Options > Callback URL: its callback shows up here.',
			},
			activationHint: 'Publish the workflow to receive callbacks at the production URL',
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
