import { createHash } from 'crypto';

import { isGatewayError, type Gateway, type ListedModel } from '../../gateways/gateway';
import { followList } from '../../gateways/request/modelList';
import type { Clock } from '../shared/clock';
import { readBaseUrl, readCredential } from '../shared/credentials';
import { nodeError } from '../shared/errors';
import type { Caller } from '../shared/item';
import { Stopped } from '../shared/pause';
import { cleanKey } from '../shared/secrets';
import { send } from '../shared/transport/send';

/**
 * The gateways' own lists of models: read when a run or the panel needs one, and never a reason to fail. Without one,
 * the built-in table counts.
 */

/**
 * How long a list counts that was read, or could not be, in seconds. A model that has just been added, retired or priced
 * anew is known after that; and a gateway is asked at most twice in a minute, however many runs there are.
 */
const KEPT_SECONDS = 30;

/** How long a list is waited for, in seconds. */
const LIST_SECONDS = 10;

/** A list, or why there is none. */
type List = { models: readonly ListedModel[] } | { unread: string };

/** A gateway as its own list tells it, or as it is, where it has no list or where that couldn't be read. */
export interface Followed {
	gateway: Gateway;
	/** Why the list couldn't be read. */
	unread?: string;
}

/** The lists of the last seconds, by account. */
const kept = new Map<string, { list: List; until: number }>();

/** What tells one account from another. The key stands in it as a hash: nothing else of it is kept. */
async function readAccount(caller: Caller, gateway: Gateway): Promise<string> {
	const credential = await readCredential(caller, gateway);
	const key = createHash('sha256').update(cleanKey(credential.apiKey)).digest('hex');
	return `${gateway.id} ${readBaseUrl(credential)} ${key}`;
}

function keep(account: string, list: List, now: number): List {
	for (const [other, { until }] of kept) {
		if (until <= now) kept.delete(other);
	}
	kept.set(account, { list, until: now + KEPT_SECONDS * 1000 });
	return list;
}

/** Reads the list. One try: nothing is lost without it. */
async function readList(caller: Caller, gateway: Gateway): Promise<List> {
	const { outcome } = await send(caller, gateway, gateway.listModels!(), {
		tries: 1,
		timeoutSeconds: LIST_SECONDS,
	});
	return isGatewayError(outcome) ? { unread: outcome.message } : { models: outcome };
}

const follow = (gateway: Gateway, list: List): Followed =>
	'unread' in list ? { gateway, ...list } : { gateway: followList(gateway, list.models) };

/** Ways to read a list. */
interface Reading {
	now: Clock;
	/** Reads it even if it was read a moment ago. */
	anew?: boolean;
	/** Sends nothing: a list counts only if it was read a moment ago. */
	keptOnly?: boolean | undefined;
	/** What this run has followed already, by account. */
	followed?: Map<string, Followed>;
}

/**
 * The gateway as its list tells it at the moment. Without a list, the gateway as it is; also without a usable
 * credential, of which whoever needs it tells. Throws Stopped.
 */
async function readFollowed(
	caller: Caller,
	gateway: Gateway,
	{ now, anew = false, keptOnly = false, followed = new Map<string, Followed>() }: Reading,
): Promise<Followed> {
	if (!gateway.listModels) return { gateway };
	try {
		const account = await readAccount(caller, gateway);
		const known = followed.get(account);
		if (known) return known;
		const last = anew ? undefined : kept.get(account);
		const isKept = last !== undefined && last.until > now();
		if (!isKept && keptOnly) return { gateway };
		const list = isKept ? last.list : keep(account, await readList(caller, gateway), now());
		const result = follow(gateway, list);
		followed.set(account, result);
		return result;
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
		how?: Pick<Reading, 'keptOnly'>,
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

/** No lists: the gateways as their built-in tables tell them. */
export const builtInTables: ModelLists = {
	follow: async (_caller, gateway) => await Promise.resolve({ gateway }),
};

/** The gateway as its list tells it now, for somebody who has just opened the list. */
export const followAnew = async (caller: Caller, gateway: Gateway): Promise<Gateway> =>
	(await readFollowed(caller, gateway, { now: Date.now, anew: true })).gateway;

/** The same by a list of the last seconds, if there is one. */
export const followSoon = async (caller: Caller, gateway: Gateway): Promise<Gateway> =>
	(await readFollowed(caller, gateway, { now: Date.now })).gateway;
