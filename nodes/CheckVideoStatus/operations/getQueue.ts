import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { compact } from '../../../gateways/compact';
import { usersReference } from '../../../gateways/request/callbacks';
import type { Item } from '../../shared/item';
import { lookUp } from './lookUp';

/** The running jobs and the number of free slots, as one item. */
export async function getQueue(item: Item): Promise<INodeExecutionData[]> {
	const { gateway, result, ...extras } = await lookUp(item, {
		capability: 'queue',
		what: 'queue',
		call: ({ queue }) => queue?.(),
	});
	const { accounts, executing } = result;
	const json: IDataObject = {
		gateway: gateway.id,
		available: accounts.reduce((sum, { available }) => sum + available, 0),
		accounts,
		executing: executing.map(({ callbackReference, ...job }) =>
			compact<IDataObject>({
				...job,
				callbackReference: usersReference(callbackReference),
			}),
		),
		...extras,
	};
	return [{ json, pairedItem: { item: item.index } }];
}
