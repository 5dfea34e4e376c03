import type { Gateway } from '../../gateways/gateway';
import { readGatewayChoice } from './gatewayChoice';
import type { Item } from './item';
import { nodeOf } from './nodeContext';
import { readParameters } from './parameters';
import { readList } from './values';

/**
 * The gateways that a node's items come from, where each item names its own. They decide which credentials the panel
 * shows and requires; a credential that the node has all the same is used, too.
 */

/** The value of the `gateway` parameter that takes the gateway from each item. */
export const FROM_ITEM = 'fromItem';

/** The version of Wait For Video and Check Video Status since which the list must be set. */
export const LIST_SINCE = 1.1;

/**
 * The versions of both nodes. Those of version 1 may be stored without a list: they use the credentials they have, and
 * n8n publishes their workflows whichever these are.
 */
export const JOB_NODE_VERSIONS = [1, LIST_SINCE];

/** The parameter as the panel shows it. */
export const ITEM_GATEWAYS_LABEL = 'Gateways in Use';

/** What a node's parameters say about its gateways. */
type Choices = Readonly<{ gateway?: unknown; itemGateways?: unknown }>;

/** Whether the panel hides the credential of this gateway until the gateway is added to the list. */
export function isUnlisted(
	{ gateway = FROM_ITEM, itemGateways }: Choices,
	{ id }: Pick<Gateway, 'id'>,
): boolean {
	return (
		gateway === FROM_ITEM &&
		Array.isArray(itemGateways) &&
		itemGateways.length > 0 &&
		!itemGateways.includes(id)
	);
}

/**
 * Throws a NodeOperationError that names the item's job where the list can't be read, or is empty in a node that must
 * have one.
 */
export function assertItemGateways(item: Item, job: { gateway: string; jobId: string }): void {
	const { context, index, fail } = item;
	const { parameters, typeVersion } = nodeOf(context);
	if (parameters.itemGateways === undefined) return;
	const rules = { label: ITEM_GATEWAYS_LABEL, each: readGatewayChoice };
	const params = readParameters(context, index, (failure) => fail({ ...job, ...failure }));
	if (params.by('itemGateways', readList<Gateway>, rules) !== undefined) return;
	if (typeVersion < LIST_SINCE) return;
	throw fail({
		...job,
		code: 'empty',
		field: 'itemGateways',
		title: `'${ITEM_GATEWAYS_LABEL}' is empty`,
		fix: 'Choose the gateways that your items come from.',
	});
}
