import type { IHookFunctions } from 'n8n-workflow';

import { findGateway } from '../../gateways';
import type { AccountCallback, Call, Gateway } from '../../gateways/gateway';
import { createCaller, startRun } from '../shared/item';
import { whyOutOfReach } from '../shared/reach';
import { sendOrThrow } from '../shared/transport/send';
import { isDefaultWanted } from './settings';

/**
 * The life cycle of a trigger that is its account's default: the gateway calls one address for all jobs that have none
 * of their own. The previous setting is kept in the workflow's static data, and restored in the end.
 */

/** The gateway's account callback, if the user wants this trigger there. */
function wanted(
	context: IHookFunctions,
): { gateway: Gateway; account: AccountCallback } | undefined {
	const gateway = findGateway(context.getNodeParameter('gateway'));
	const account = gateway?.callbacks?.accountDefault;
	return gateway && account && isDefaultWanted(context) ? { gateway, account } : undefined;
}

/** The address that the account has after the call. Throws a NodeApiError if the gateway doesn't accept it. */
async function addressAfter(
	context: IHookFunctions,
	gateway: Gateway,
	call: Call<{ url: string }>,
): Promise<string> {
	const { result } = await sendOrThrow(createCaller(startRun(context)), gateway, call, {
		title: `The callback address of the ${gateway.label} account could not be read or set`,
	});
	return result.url;
}

/** Whether there is nothing to set: the user doesn't want it, or it's set already. */
export async function isAccountDefault(context: IHookFunctions): Promise<boolean> {
	const target = wanted(context);
	if (target === undefined) return true;
	const own = context.getNodeWebhookUrl('default');
	return (await addressAfter(context, target.gateway, target.account.read())) === own;
}

/** Makes this trigger the account's default. Throws if the gateway could not reach it, or doesn't accept it. */
export async function setAccountDefault(context: IHookFunctions): Promise<boolean> {
	const target = wanted(context);
	const own = context.getNodeWebhookUrl('default');
	if (target === undefined || own === undefined) return true;
	const { gateway, account } = target;
	const caller = createCaller(startRun(context));
	const problem = await whyOutOfReach(caller, gateway, {
		url: own,
		instead: "turn 'Set as Account Default' off",
	});
	if (problem !== undefined) throw caller.fail({ ...problem, field: 'accountDefault' });
	const before = await addressAfter(context, gateway, account.read());
	await addressAfter(context, gateway, account.write(own));
	Object.assign(context.getWorkflowStaticData('node'), {
		accountDefault: { own, before },
	});
	return true;
}

/** Restores the account's previous setting, unless somebody has set another address since. */
export async function putBackAccountDefault(context: IHookFunctions): Promise<boolean> {
	const stored = context.getWorkflowStaticData('node');
	const { own, before } = (stored.accountDefault ?? {}) as { own?: string; before?: string };
	const gateway = findGateway(context.getNodeParameter('gateway'));
	const account = gateway?.callbacks?.accountDefault;
	if (own === undefined || gateway === undefined || account === undefined) return true;
	if ((await addressAfter(context, gateway, account.read())) === own) {
		await addressAfter(context, gateway, account.write(before ?? ''));
	}
	delete stored.accountDefault;
	return true;
}
