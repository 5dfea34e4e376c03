import type { IDataObject } from 'n8n-workflow';

import type { Call, Gateway, OperationInputs } from '../../../gateways/gateway';
import { gatewaysThat, lacking, type Capability } from '../../shared/capabilities';
import { withSettings } from '../../shared/credentials';
import { readInputs } from '../../shared/declaredInputs';
import { readGateway } from '../../shared/gatewayChoice';
import type { Item } from '../../shared/item';
import { sendOrThrow } from '../../shared/transport/send';
import { readOptions } from '../settings';

/** What the operations on an account share. */

/** One look-up. */
export interface LookUp<Result> {
	capability: Exclude<Capability, 'cancel'>;
	/** For the message of a failure. */
	what: string;
	/** What it asks the gateway; undefined if the gateway doesn't support it. Throws if a parameter is wrong. */
	call: (gateway: Gateway) => Call<Result> | undefined;
}

/** What is set of the inputs that a gateway declares for an operation, such as one of the user's accounts. */
export const readOwnInputs = (
	{ params }: Item,
	{ inputs = [] }: Gateway,
	operation: 'list' | 'balance',
): OperationInputs =>
	readInputs(
		params,
		inputs.filter(({ alsoFor = [] }) => alsoFor.includes(operation)),
	);

/**
 * Looks something up at the item's gateway. `raw` is the original answer, if Options ask for it. Throws a
 * NodeOperationError if the gateway doesn't support it, and a NodeApiError if the call fails.
 */
export async function lookUp<Result>(
	item: Item,
	{ capability, what, call: callFor }: LookUp<Result>,
): Promise<{ gateway: Gateway; result: Result; raw?: IDataObject }> {
	const gateway = await withSettings(item, readGateway(item, gatewaysThat(capability)));
	const { includeRawResponse } = readOptions(item);
	const call = callFor(gateway);
	if (!call) throw item.fail(lacking(gateway, capability));
	const { result, raw } = await sendOrThrow(item, gateway, call, {
		title: `The ${what} at ${gateway.label} couldn't be read`,
	});
	return { gateway, result, ...(includeRawResponse ? { raw: raw as IDataObject } : {}) };
}
