import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { credentialsOfChosenAndFallbacks, gatewayLabel, modelLabel } from '../shared/descriptions';
import { withoutThrowing } from '../shared/withoutThrowing';
import { submitFields } from './fields';
import { loadFormatOptions } from './loadFormatOptions';
import { searchModels } from './searchModels';
import { submitVideos } from './submitVideos';

export class SubmitVideo implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Submit Video',
		name: 'submitVideo',
		icon: { light: 'file:submitVideo.svg', dark: 'file:submitVideo.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: `={{ [${gatewayLabel}, ${modelLabel}].filter(Boolean).join(": ") }}`,
		description:
			'Generate an AI video from a prompt or an image, with Veo, Kling, Seedance, Hailuo, Wan, Runway and more',
		defaults: { name: 'Submit Video' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: credentialsOfChosenAndFallbacks,
		properties: submitFields,
	};

	methods = { listSearch: { searchModels }, loadOptions: loadFormatOptions };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await withoutThrowing(this, async () => [await submitVideos(this)]);
	}
}
