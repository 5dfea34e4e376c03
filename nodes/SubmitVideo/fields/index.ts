import type { INodeProperties } from 'n8n-workflow';

import { gatewayField } from '../../shared/descriptions';
import { imageFields } from './images';
import { clipFields, modelFields } from './model';
import { optionFields } from './options';

/** The panel of Submit Video, from top to bottom. */
export const submitFields: INodeProperties[] = [
	{
		displayName: 'Each submitted video is billed by the gateway, also one that you do not use',
		name: 'billingNotice',
		type: 'notice',
		default: '',
	},
	gatewayField,
	...modelFields,
	{
		displayName: 'Prompt',
		name: 'prompt',
		type: 'string',
		typeOptions: { rows: 4 },
		default: '',
		placeholder: 'e.g. A slow drone shot over a mountain lake at golden hour',
		description: 'What the video shows',
	},
	...imageFields,
	...clipFields,
	optionFields,
];
