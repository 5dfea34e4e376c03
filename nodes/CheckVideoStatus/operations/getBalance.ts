import type { INodeExecutionData } from 'n8n-workflow';

import type { Item } from '../../shared/item';
import { lookUp, readOwnInputs } from './lookUp';

/** The remaining credit, as one item. */
export async function getBalance(item: Item): Promise<INodeExecutionData[]> {
	const { gateway, result, ...extras } = await lookUp(item, {
		capability: 'balance',
		what: 'balance',
		call: (gateway) => gateway.balance?.(readOwnInputs(item, gateway, 'balance')),
	});
	const json = { gateway: gateway.id, ...result, ...extras };
	return [{ json, pairedItem: { item: item.index } }];
}
