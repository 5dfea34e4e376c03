import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { findGateway } from '../../gateways';

/** The models of the chosen gateway whose name or ID holds what the user typed. */
export async function searchModels(
	this: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	const gateway = findGateway(this.getCurrentNodeParameter('gateway'));
	const words = filter.toLowerCase();
	return {
		results: (gateway?.models ?? [])
			.filter(({ id, name }) => `${name} ${id}`.toLowerCase().includes(words))
			.map(({ id, name }) => ({ name, value: id })),
	};
}
