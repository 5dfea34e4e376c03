import {
	isGatewayError,
	type DescribedModel,
	type Gateway,
	type ListedModel,
} from '../../../gateways/gateway';
import { followList } from '../../../gateways/request/modelList';
import { withDescribed } from '../../../gateways/request/described';
import { findModel } from '../../../gateways/request/models';
import type { Clock } from '../../shared/clock';
import { readAccount } from '../../shared/credentials';
import { nodeError } from '../../shared/errors';
import type { Caller } from '../../shared/item';
import { Stopped } from '../../shared/pause';
import { send } from '../../shared/transport/send';
import { createKeptReads } from './keptReads';

/**
 * The gateways' own lists of models, and what they say of a model that no list or table has: read when a run or the panel
 * needs it, and never a reason to fail. Without it, the built-in table counts.
 */

/**
 * How long a list or a description counts that was read, or could not be, in seconds. A model that has just been added,
 * retired or priced anew is known after that; and a gateway is asked at most twice in a minute, however many runs there
 * are.
 */
const KEPT_SECONDS = 30;

/** How long a list is waited for, in seconds. */
const LIST_SECONDS = 10;

/** A list, or why there is none. */
type List = { models: readonly ListedModel[] } | { unread: string };

/** A description, or why there is none. */
type Described = { model: DescribedModel } | { undescribed: string };

/** A gateway with its own list of models, or as it is, where it has none or where that couldn't be read. */
export interface Followed {
	gateway: Gateway;
	/** Why the list couldn't be read. */
	unread?: string;
	/** Why the description of the model that was asked for couldn't be read: what its inputs are called is a guess. */
	undescribed?: string;
}

/** The lists of the last seconds, by account. */
const lists = createKeptReads<List>(KEPT_SECONDS);

/** The descriptions of models, by account and model. */
const descriptions = createKeptReads<Described>(KEPT_SECONDS);

/**
 * One try: nothing is lost without it. But it waits for its turn as a submit does: the user's own limit is no reason to
 * submit by guesses.
 */
const ONCE = { tries: 1, timeoutSeconds: LIST_SECONDS, turnSeconds: Infinity };

async function readList(caller: Caller, gateway: Gateway): Promise<List> {
	const { outcome } = await send(caller, gateway, gateway.modelList!.read(), ONCE);
	return isGatewayError(outcome) ? { unread: outcome.message } : { models: outcome };
}

async function readDescription(caller: Caller, gateway: Gateway, id: string): Promise<Described> {
	const call = gateway.readDescription?.(id);
	if (!call) return { undescribed: `${gateway.label} describes no model under this ID alone` };
	const { outcome } = await send(caller, gateway, call, ONCE);
	return isGatewayError(outcome) ? { undescribed: outcome.message } : { model: outcome };
}

const follow = (gateway: Gateway, list: List): Followed =>
	'unread' in list ? { gateway, ...list } : { gateway: followList(gateway, list.models) };

/** Ways to read a list. */
interface FollowOptions {
	now: Clock;
	/** Reads it even if it was read a moment ago. */
	fresh?: boolean;
	/** Sends nothing: a list counts only if it was read a moment ago. */
	keptOnly?: boolean | undefined;
	/** The model that is asked for: one that neither table nor list has is described by the gateway. */
	model?: string | undefined;
	/** What this run has followed already, by account, and with a described model by that too. */
	followed?: Map<string, Followed>;
}

/** The gateway by its list; the table alone where it has none. */
async function byList(
	caller: Caller,
	gateway: Gateway,
	account: string,
	{ now, fresh = false, keptOnly = false, followed }: FollowOptions,
): Promise<Followed> {
	if (!gateway.modelList) return { gateway };
	const known = followed?.get(account);
	if (known) return known;
	const make = async () => await readList(caller, gateway);
	const list = keptOnly
		? await lists.find(account, now)
		: await (fresh ? lists.refresh : lists.read)(account, now, make);
	if (!list) return { gateway };
	const result = follow(gateway, list);
	followed?.set(account, result);
	return result;
}

/** The same with a row for the model, if nothing else has one. */
async function withDescription(
	caller: Caller,
	listed: Followed,
	account: string,
	{ now, keptOnly = false, model, followed }: FollowOptions,
): Promise<Followed> {
	const { gateway } = listed;
	const isKnown = model === undefined || findModel(gateway, model) !== undefined;
	if (isKnown || keptOnly || !gateway.readDescription || !gateway.unlistedModels) return listed;
	const id = model.trim();
	const key = `${account} ${id}`;
	const known = followed?.get(key);
	if (known) return known;
	const make = async () => await readDescription(caller, gateway, id);
	const described = await descriptions.read(key, now, make);
	const result =
		'model' in described
			? { ...listed, gateway: withDescribed(gateway, id, described.model) }
			: { ...listed, ...described };
	followed?.set(key, result);
	return result;
}

/**
 * The gateway with its list of models of the moment. Without a list, the gateway as it is; also without a usable
 * credential, which whoever needs it reports. Throws Stopped.
 */
async function readFollowed(
	caller: Caller,
	gateway: Gateway,
	how: FollowOptions,
): Promise<Followed> {
	if (!gateway.modelList && !gateway.readDescription) return { gateway };
	try {
		const account = await readAccount(caller, gateway);
		const listed = await byList(caller, gateway, account, how);
		return await withDescription(caller, listed, account, how);
	} catch (error) {
		const shown = nodeError(caller, error);
		if (shown instanceof Stopped) throw shown;
		return { gateway };
	}
}

/** The gateways as one run sees them: the same from its first item to its last. */
export interface ModelLists {
	follow: (
		caller: Caller,
		gateway: Gateway,
		how?: Pick<FollowOptions, 'keptOnly' | 'model'>,
	) => Promise<Followed>;
}

/** The lists of one run, each read once for an account. */
export function openModelLists(now: Clock = Date.now): ModelLists {
	const followed = new Map<string, Followed>();
	return {
		follow: async (caller, gateway, how) =>
			await readFollowed(caller, gateway, { ...how, now, followed }),
	};
}

/** No lists: the gateways as their built-in tables have them. */
export const builtInTables: ModelLists = {
	follow: async (_caller, gateway) => await Promise.resolve({ gateway }),
};

/** The gateway with its list of models of now, for somebody who has just opened the list. */
export const followFresh = async (caller: Caller, gateway: Gateway): Promise<Gateway> =>
	(await readFollowed(caller, gateway, { now: Date.now, fresh: true })).gateway;

/** The same by a list of the last seconds, if there is one. */
export const followCached = async (caller: Caller, gateway: Gateway): Promise<Gateway> =>
	(await readFollowed(caller, gateway, { now: Date.now })).gateway;
