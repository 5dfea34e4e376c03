import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { credentialsFromItems, gatewayLabel } from '../shared/descriptions';
import { withoutThrowing } from '../shared/withoutThrowing';
import { checkFields } from './fields';
import { runOperation } from './operations';

/** What the node does, for the subtitle on the canvas. */
const doing = JSON.stringify({
	check: 'check',
	cancel: 'cancel',
	getMany: 'get many jobs',
	getBalance: 'get balance',
	getQueue: 'get queue',
});

export class CheckVideoStatus implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Check Video Status',
		name: 'checkVideoStatus',
		icon: { light: 'file:checkVideoStatus.svg', dark: 'file:checkVideoStatus.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: `={{ [(${doing})[$parameter["operation"]], ${gatewayLabel}].filter(Boolean).join(": ") }}`,
		description:
			'Look once at an AI video job, or cancel it; list jobs, read the balance and the queue',
		defaults: { name: 'Check Video Status' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: credentialsFromItems,
		properties: checkFields,
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await withoutThrowing(this, async () => [await runOperation(this)]);
	}
}
