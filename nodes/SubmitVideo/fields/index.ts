import type { INodeProperties } from 'n8n-workflow';

import { gatewayField } from '../../shared/descriptions';
import { imageFields, referenceFields } from './images';
import { clipFields, modelFields } from './model';
import { optionFields } from './options';
import { waitingFields } from './waiting';

/** The panel of Submit Video, from top to bottom. */
export const submitFields: INodeProperties[] = [
	{
		displayName:
			'The gateway bills every video you submit, even if you never download it. To preview the request, and its price if known, add the <b>Dry Run</b> option.',
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
		description: 'What the video should show',
	},
	...imageFields,
	...clipFields,
	...waitingFields,
	...referenceFields,
	optionFields,
];
