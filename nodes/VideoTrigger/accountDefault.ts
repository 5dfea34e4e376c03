import type { IHookFunctions } from 'n8n-workflow';

import { findGateway } from '../../gateways';
import type { AccountCallback, Call, Gateway } from '../../gateways/gateway';
import { messageOf } from '../shared/errors';
import { failureText } from '../shared/failure';
import { createCaller, startRun } from '../shared/item';
import { whyOutOfReach } from '../shared/reach';
import { sendOrThrow } from '../shared/transport/send';
import { isDefaultWanted } from './settings';

/**
 * The life cycle of a trigger that is its account's default: the gateway calls one address for all jobs that have none
 * of their own. Only the production URL is ever set there: the account has one address, and while somebody listened for
 * a test event, the calls about everything else would be lost. The previous setting is kept in the workflow's static
 * data, and restored in the end.
 */

interface Target {
	gateway: Gateway;
	account: AccountCallback;
}

/** What the workflow's static data hold for this trigger. */
interface Stored {
	/** The address that was set, and the account's previous one. */
	accountDefault?: { own: string; before: string };
	/** The test URL, in the static data of a test listener, which n8n keeps apart and never saves. */
	listensAt?: string | undefined;
}

/**
 * Previous settings by the address that has replaced them. n8n may save static data only once all triggers of a workflow
 * are set up: if a later one fails, it removes this one as if nothing had been stored (n8n 1.123, and 2.41 without its
 * publication service, active-workflow-manager, addWebhooks).
 */
const unsaved = new Map<string, string>();

const storedOf = (context: IHookFunctions): Stored => context.getWorkflowStaticData('node');

/** The chosen gateway's account callback, if it has one. */
function targetOf(context: IHookFunctions): Target | undefined {
	const gateway = findGateway(context.getNodeParameter('gateway'));
	const account = gateway?.callbacks?.accountDefault;
	return gateway && account ? { gateway, account } : undefined;
}

/** The same, if the user wants this trigger there. */
function wanted(context: IHookFunctions): Target | undefined {
	const target = targetOf(context);
	return target && isDefaultWanted(context) ? target : undefined;
}

/** The address that the account has after the call. Throws a NodeApiError if the gateway doesn't accept it. */
async function addressAfter(
	context: IHookFunctions,
	gateway: Gateway,
	call: Call<{ url: string }>,
): Promise<string> {
	const { result } = await sendOrThrow(createCaller(startRun(context)), gateway, call, {
		title: `The callback address of the ${gateway.label} account couldn't be read or set`,
	});
	return result.url;
}

/** Whether there is nothing to set: the user doesn't want it, it's set already, or somebody only listens for a test. */
export async function isAccountDefault(context: IHookFunctions): Promise<boolean> {
	const own = context.getNodeWebhookUrl('default');
	if (context.getMode() === 'manual') {
		// n8n removes a test listener in the same mode as a published trigger: this tells the two apart.
		storedOf(context).listensAt = own;
		return true;
	}
	const target = wanted(context);
	if (target === undefined) return true;
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
	const current = await addressAfter(context, gateway, account.read());
	// Another main process has set it meanwhile, and stored what was there before.
	if (current === own) return true;
	const stored = storedOf(context);
	const { accountDefault: kept } = stored;
	// Don't restore our own old address, from before WEBHOOK_URL changed.
	const before = kept?.own === current ? kept.before : current;
	// First: the address may be set although the answer to that is lost.
	stored.accountDefault = { own, before };
	unsaved.set(own, before);
	await addressAfter(context, gateway, account.write(own));
	return true;
}

/** Restores the previous setting, if this trigger has set its address and the account still has it. */
async function putBack(context: IHookFunctions, { gateway, account }: Target): Promise<void> {
	const stored = storedOf(context);
	const { accountDefault: kept, listensAt } = stored;
	const own = context.getNodeWebhookUrl('default');
	if (own === undefined || own === listensAt) return;
	// Also where nothing is stored: see `unsaved`.
	if (kept === undefined && !isDefaultWanted(context)) return;
	const current = await addressAfter(context, gateway, account.read());
	if (current === own || current === kept?.own) {
		const before = kept?.before ?? unsaved.get(own) ?? '';
		await addressAfter(context, gateway, account.write(before));
	}
	delete stored.accountDefault;
	unsaved.delete(own);
}

/**
 * Restores the account's previous setting, unless somebody has set another address since. Never throws, because n8n would
 * then leave the triggers after this one in place (n8n 1.123, and 2.41 without its publication service,
 * active-workflow-manager, deregisterWebhooks). False if it failed: what is stored stays, for the next time that the
 * workflow is published and withdrawn.
 */
export async function putBackAccountDefault(context: IHookFunctions): Promise<boolean> {
	let place = 'the gateway';
	try {
		const target = targetOf(context);
		if (target === undefined) return true;
		({ place } = target.account);
		await putBack(context, target);
		return true;
	} catch (error) {
		const why = `Video Callback Trigger couldn't restore the previous callback address of its account: ${messageOf(error)}`;
		const own = context.getNodeWebhookUrl('default');
		const fix = `If the account still has ${own}, publish and unpublish this workflow again, or change the address at ${place}.`;
		context.logger.warn(failureText({ title: why, fix }));
		return false;
	}
}
