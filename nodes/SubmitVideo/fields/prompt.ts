import type { INodeProperties } from 'n8n-workflow';

import { forModels, type Accepts } from './shownFor';

const needsPrompt: Accepts = ({ promptRequired = true }) => promptRequired;

const field = {
	displayName: 'Prompt',
	name: 'prompt',
	type: 'string',
	typeOptions: { rows: 4 },
	default: '',
	placeholder: 'e.g. A slow drone shot over a mountain lake at golden hour',
	description: 'What the video should show',
} as const;

/** The prompt: n8n marks it as missing where the model needs one, and doesn't run the node without it. */
export const promptFields: INodeProperties[] = [
	...forModels(needsPrompt, () => ({ ...field, required: true }), null),
	...forModels(
		(model) => !needsPrompt(model),
		() => field,
		() => true,
	),
];
