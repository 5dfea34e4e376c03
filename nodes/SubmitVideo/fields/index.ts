import type { INodeProperties } from 'n8n-workflow';

import { gatewayField } from '../../shared/descriptions';
import { imageFields, referenceFields } from './images';
import { clipFields } from './clip';
import { modelAndPrice } from './model';
import { optionFields } from './options';
import { promptFields } from './prompt';
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
	...modelAndPrice,
	...promptFields,
	...imageFields,
	...clipFields,
	...referenceFields,
	...waitingFields,
	optionFields,
];
