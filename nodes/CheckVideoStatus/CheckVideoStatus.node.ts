import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { credentialsFromItems, gatewayLabel } from '../shared/descriptions';
import { JOB_NODE_VERSIONS, LIST_SINCE } from '../shared/itemGateways';
import { withoutThrowing } from '../shared/withoutThrowing';
import { checkFields } from './fields';
import { runOperation } from './operations';

/** The operation, for the subtitle on the canvas. */
const doing = JSON.stringify({
	check: 'Check Job',
	cancel: 'Cancel Job',
	getMany: 'Get Many Jobs',
	getBalance: 'Get Balance',
	getQueue: 'Get Queue',
});

export class CheckVideoStatus implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Check Video Status',
		name: 'checkVideoStatus',
		icon: { light: 'file:checkVideoStatus.svg', dark: 'file:checkVideoStatus.dark.svg' },
		group: ['transform'],
		version: JOB_NODE_VERSIONS,
		defaultVersion: LIST_SINCE,
		subtitle: `={{ [(${doing})[$parameter["operation"]], ${gatewayLabel}].filter(Boolean).join(": ") }}`,
		description:
			'Check once whether an AI video is ready, cancel its job, list jobs, or get the balance or queue',
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
