import { gateways } from '../../gateways';
import { FACTS } from '../../test/facts';
import type { GatewayFacts } from '../../test/facts/types';
import type { EndpointName, GatewayId } from '../../test/support/simulator/types';

/**
 * The calls that a check makes with a user's key, and what the gateways' pages lead us to expect. Each is free: it
 * only reads, or it asks about a job that can't exist. None submits: Segmind accepts and bills even a bad body.
 */

/** What one documented answer looks like. */
export interface Expected {
	/** HTTP statuses. */
	statuses: readonly number[];
	/** What the JSON body must hold, as paths such as `error.message` or `data[].id`. */
	keys?: readonly string[];
	/** A path and what must be, or must not be, among the values there. */
	values?: { path: string; include?: readonly string[]; exclude?: readonly string[] };
}

export interface CheckedCall {
	/** Names the recorded answer, too. */
	name: string;
	method: 'GET' | 'POST';
	/** Below the gateway's base address, with its query. */
	path: string;
	body?: Readonly<Record<string, unknown>>;
	/** The answer may be any of these. */
	expected: readonly Expected[];
	/** What no page tells and the first real answer settles: shown, never judged. */
	asks?: string;
	/** The answer is about the user's own account: a record keeps its keys and types, and none of its values. */
	isPrivate?: boolean;
	/** The names of the object's keys are account ids. */
	isKeyedById?: boolean;
	/** The answer is the same without a key, so there is nothing to learn from a wrong one. */
	isPublic?: boolean;
	/** Like the call before it in all that a wrong key can change, so made with the right one only. */
	isRepeat?: boolean;
}

/** What the facts of a gateway say of these calls. */
export interface FreeCalls {
	baseUrl: string;
	/** In the form of a key, but nobody's. */
	wrongKey: string;
	calls: readonly CheckedCall[];
	/** What the gateway says to a wrong key. */
	refusal: readonly Expected[];
	/** One of the calls whose answer has keys by the pages. */
	keyedEndpoint: EndpointName;
	/** HTTP status of that answer; default 200. */
	keyedStatus?: number;
}

/** How one gateway is called. */
export interface CheckedGateway extends FreeCalls {
	/** The variable that holds the user's key, as for `npm start -- --real`. */
	keyVariable: string;
	headers: (key: string) => Record<string, string>;
}

/** One row for each gateway, as the facts of the tests say. */
export const checkedGateways: Readonly<Partial<Record<string, CheckedGateway>>> =
	Object.fromEntries(
		gateways.map(({ id, models }) => {
			const { check, liveRun, simulator }: GatewayFacts = FACTS[id as GatewayId];
			const headers = (key: string) => ({
				...simulator.keyHeaders(key),
				...simulator.otherHeaders,
			});
			const { keyVariable } = liveRun;
			return [id, { ...check(models.map((model) => model.id)), keyVariable, headers }];
		}),
	);
