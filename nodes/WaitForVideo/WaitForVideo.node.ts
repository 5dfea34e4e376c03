import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { credentialsFromItems, gatewayLabel, namedJobFields } from '../shared/descriptions';
import { waitFields } from './fields';
import { keepRunning } from './keepRunning';

export class WaitForVideo implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Wait For Video',
		name: 'waitForVideo',
		icon: { light: 'file:waitForVideo.svg', dark: 'file:waitForVideo.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: `={{ [${gatewayLabel}, $parameter["downloadVideo"] ? "with download" : ""].filter(Boolean).join(", ") }}`,
		description: 'Wait until AI videos are ready, and download them if you like',
		defaults: { name: 'Wait For Video' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		outputNames: ['Done'],
		credentials: credentialsFromItems,
		properties: [...namedJobFields, ...waitFields],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [await keepRunning(this)];
	}
}
