import type { INodeProperties } from 'n8n-workflow';

import { gatewayField } from '../../shared/descriptions';
import { imageFields, referenceFields } from './images';
import { formatFields } from './format';
import { modelAndPrice } from './model';
import { optionFields } from './options';
import { promptFields } from './prompt';
import { waitingFields } from './waiting';

/** The panel of Submit Video, from top to bottom. */
export const submitFields: INodeProperties[] = [
	gatewayField,
	...modelAndPrice,
	...promptFields,
	...imageFields,
	...formatFields,
	...referenceFields,
	...waitingFields,
	optionFields,
];
