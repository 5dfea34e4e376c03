import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import {
	credentialsFromItems,
	downloadOptionsWhereOn,
	downloadVideoField,
	gatewayLabel,
	includeRawResponse,
	namedJobFields,
} from '../shared/descriptions';
import { checkStatus } from './checkStatus';

export class CheckVideoStatus implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Check Video Status',
		name: 'checkVideoStatus',
		icon: { light: 'file:checkVideoStatus.svg', dark: 'file:checkVideoStatus.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: `={{ ${gatewayLabel} }}`,
		description: 'Look once at an AI video job: is it ready, and where is the video?',
		defaults: { name: 'Check Video Status' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: credentialsFromItems,
		properties: [
			...namedJobFields,
			downloadVideoField,
			{
				displayName: 'Options',
				name: 'options',
				type: 'collection',
				placeholder: 'Add option',
				default: {},
				options: [...downloadOptionsWhereOn, includeRawResponse],
			},
		],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [await checkStatus(this)];
	}
}
