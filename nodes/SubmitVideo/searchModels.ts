import type {
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';

import { findGateway } from '../../gateways';
import { isGatewayError, type Gateway, type VideoModel } from '../../gateways/gateway';
import { modelEntry, modelSummary } from '../shared/sentences/prices';
import { createCaller, startRun } from '../shared/item';
import { send } from '../shared/transport/send';

type Listed = Pick<VideoModel, 'id' | 'name'>;

/** A model as n8n lists it. Its editor (2.41) shows the name alone. */
function entryOf(gateway: Gateway, { id, name }: Listed): INodeListSearchItems {
	const model = gateway.models.find((one) => one.id === id);
	return model
		? {
				name: modelEntry(gateway, model),
				value: id,
				description: modelSummary(gateway, model),
			}
		: { name, value: id };
}

/** How long the panel waits for the gateway's own list, in seconds. */
const LIST_SECONDS = 10;

/** What the gateway offers now; empty if it has no list, if there is no credential, or if the call fails. */
async function offeredNow(context: ILoadOptionsFunctions, gateway: Gateway): Promise<Listed[]> {
	const { listModels } = gateway;
	if (!listModels) return [];
	try {
		const { outcome } = await send(createCaller(startRun(context)), gateway, listModels(), {
			tries: 1,
			timeoutSeconds: LIST_SECONDS,
		});
		return isGatewayError(outcome) ? [] : outcome;
	} catch {
		// The table alone is a good list, too.
		return [];
	}
}

/**
 * The models of the chosen gateway whose name or ID contains what the user typed: those of its table, whose limits and
 * prices are known, then the others that it offers now.
 */
export async function searchModels(
	this: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	const gateway = findGateway(this.getCurrentNodeParameter('gateway'));
	if (!gateway) return { results: [] };
	const byId = new Map<string, Listed>();
	for (const model of [...gateway.models, ...(await offeredNow(this, gateway))]) {
		if (!byId.has(model.id)) byId.set(model.id, model);
	}
	const words = filter.trim().toLowerCase();
	return {
		results: [...byId.values()]
			.filter(({ id, name }) => `${name} ${id}`.toLowerCase().includes(words))
			.map((model) => entryOf(gateway, model)),
	};
}
