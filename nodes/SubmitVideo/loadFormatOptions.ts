import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';

import { findGateway } from '../../gateways';
import { modelRow } from '../../gateways/request/models';
import { createCaller, startRun } from '../shared/item';
import {
	formatFieldsByModel,
	listedChoices,
	type FormatField,
	type LoadMethod,
} from './fields/format';
import { followCached } from './plan/modelLists';

/** The lengths, sizes and ratios of a model that only its gateway's own list has, for the fields of the panel. */

type Load = (this: ILoadOptionsFunctions) => Promise<INodePropertyOptions[]>;

/** The ID in the model field: a resource locator, or the text that an older n8n passes on. */
function readModelId(context: ILoadOptionsFunctions): string {
	const model = context.getCurrentNodeParameter('model');
	const value =
		typeof model === 'object' && model !== null && 'value' in model ? model.value : model;
	return typeof value === 'string' ? value : '';
}

const load = (field: FormatField): Load =>
	async function (this: ILoadOptionsFunctions) {
		const chosen = findGateway(this.getCurrentNodeParameter('gateway'));
		if (!chosen) return [];
		const gateway = await followCached(createCaller(startRun(this)), chosen);
		const id = readModelId(this) || gateway.defaultModel;
		return listedChoices(field, gateway, modelRow(gateway, id));
	};

/** By the names that the fields have for them. */
export const loadFormatOptions = Object.fromEntries(
	formatFieldsByModel.map((field) => [field.loadMethod, load(field)]),
) as Record<LoadMethod, Load>;
