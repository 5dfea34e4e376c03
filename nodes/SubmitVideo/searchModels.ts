import type {
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';

import { findGateway } from '../../gateways';
import type { Gateway, VideoModel } from '../../gateways/gateway';
import { modelEntry, modelSummary } from '../shared/sentences/prices';
import { createCaller, startRun } from '../shared/item';
import { followFresh } from './plan/modelLists';

/** A model as n8n lists it. Its editor (2.41) shows the name alone. */
function entryOf(gateway: Gateway, model: VideoModel): INodeListSearchItems {
	const description = modelSummary(gateway, model);
	return {
		name: modelEntry(gateway, model),
		value: model.id,
		...(description === '' ? {} : { description }),
	};
}

/**
 * The models of the chosen gateway whose name or ID contains what the user typed: those of its table, then the others
 * that it offers now, each with what is known of it.
 */
export async function searchModels(
	this: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	const chosen = findGateway(this.getCurrentNodeParameter('gateway'));
	if (!chosen) return { results: [] };
	const gateway = await followFresh(createCaller(startRun(this)), chosen);
	const words = filter.trim().toLowerCase();
	return {
		results: gateway.models
			.filter(({ retired }) => !retired)
			.filter(({ id, name }) => `${name} ${id}`.toLowerCase().includes(words))
			.map((model) => entryOf(gateway, model)),
	};
}
