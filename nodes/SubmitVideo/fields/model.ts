import type { INodeProperties } from 'n8n-workflow';

import { gateways } from '../../../gateways';
import type { Gateway } from '../../../gateways/gateway';
import { priceNotice, UNLISTED_PRICE_NOTICE } from '../../shared/sentences/prices';
import { defaultOf, otherOf, shownAt, shownWhereUnknown } from './shownFor';

/** The searchable model list of each gateway, and an ID for anything newer. */
const modelFields: INodeProperties[] = gateways.map((gateway) => ({
	displayName: 'Model',
	name: 'model',
	type: 'resourceLocator',
	default: {
		mode: 'list',
		value: gateway.defaultModel,
		cachedResultName: defaultOf(gateway).name,
	},
	description: "Leave empty to use the gateway's default",
	// Another gateway has other models, so n8n then clears the field.
	typeOptions: { loadOptionsDependsOn: ['gateway'] },
	displayOptions: { show: { gateway: [gateway.id] } },
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: `Default: ${defaultOf(gateway).name}`,
			typeOptions: { searchListMethod: 'searchModels', searchable: true },
		},
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: `e.g. ${gateway.defaultModel}`,
		},
	],
}));

const notice = (displayName: string) =>
	({ displayName, name: 'priceNotice', type: 'notice', default: '' }) as const;

/** What the gateway's models cost: one notice for each text, and one for a model that isn't in the table. */
function priceNotices(gateway: Gateway): INodeProperties[] {
	const texts = new Map(gateway.models.map((model) => [model, priceNotice(gateway, model)]));
	const ofModels = [...new Set(texts.values())].map((text) => ({
		...notice(text),
		displayOptions: shownAt(gateway, {
			accepts: (model) => texts.get(model) === text,
			others: false,
			expressions: false,
		}),
	}));
	const ofOthers = {
		...notice(UNLISTED_PRICE_NOTICE),
		displayOptions: shownAt(gateway, {
			accepts: () => false,
			others: otherOf(gateway).length > 0,
			expressions: true,
		}),
	};
	return [...ofModels, ofOthers];
}

export const modelAndPrice: INodeProperties[] = [
	...modelFields,
	...gateways.flatMap(priceNotices),
	{ ...notice(UNLISTED_PRICE_NOTICE), displayOptions: shownWhereUnknown },
];
