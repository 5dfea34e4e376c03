import { sleep } from 'n8n-workflow';

import { isGatewayError, type Gateway, type GatewayError } from '../../../gateways/gateway';
import { steadyClock, type Clock } from '../../shared/clock';
import type { Item } from '../../shared/item';
import { assertGoing } from '../../shared/pause';
import { createLine, type Line } from '../../shared/semaphore';
import type { Sent } from '../../shared/transport/send';

/** How many submits a gateway is sent at a time before anything is known of it. */
const FEW = 4;

/** How many at a time at most: as many as a batch of n8n's HTTP Request node has by default (V3, `batchSize`). */
export const MOST_AT_A_TIME = 50;

/** Longest pause after a refusal, in seconds, where the gateway names none; and the longest that it may name. */
const PAUSE = 4;
const LONGEST_PAUSE = 60;

/**
 * Sends a gateway as many submits at a time as it accepts: few at first, one more for each job, and half as many after
 * it has refused one as too many. Then none goes out for as long as the gateway says, or for 1, 2, 4 s. Most gateways
 * document no limit, and an account's own may be lower.
 */
export interface Gate {
	/** Sends a submit when its turn has come: those of the first items first. Throws Stopped. */
	pass: <Result>(
		at: { item: Pick<Item, 'index' | 'stop'>; gateway: Pick<Gateway, 'id'> },
		send: () => Promise<Sent<Result>>,
	) => Promise<Sent<Result>>;
}

/** What is known of one gateway. */
interface Known {
	width: number;
	inside: number;
	line: Line;
	/** By the clock: when the next submit may go out. */
	opensAt: number;
	/** How often the width was halved. */
	halvings: number;
	/** Refusals in a row, of which those that were under way together count as one. */
	refusals: number;
}

const isTooMany = ({ code, accepted }: GatewayError): boolean =>
	code === 'rateLimited' && accepted === 'no';

/** What an outcome tells about the gateway. `before`: the number of halvings when its submit was sent. */
function learn(
	known: Known,
	outcome: unknown,
	{ before, now }: { before: number; now: number },
): void {
	if (!isGatewayError(outcome)) {
		known.refusals = 0;
		known.width = Math.min(MOST_AT_A_TIME, known.width + 1);
		return;
	}
	if (!isTooMany(outcome)) return;
	if (before === known.halvings) {
		known.refusals++;
		known.width = Math.max(1, Math.floor(known.width / 2));
		known.halvings++;
	}
	const seconds = outcome.retryAfterSeconds ?? Math.min(PAUSE, 2 ** (known.refusals - 1));
	// Longer than that, none is sent again: each item reports the refusal.
	if (seconds <= LONGEST_PAUSE) known.opensAt = Math.max(known.opensAt, now + seconds * 1000);
}

/** The gate of one run. */
export function createGate(now: Clock = steadyClock()): Gate {
	const gateways = new Map<string, Known>();

	function knownOf({ id }: Pick<Gateway, 'id'>): Known {
		const known = gateways.get(id) ?? {
			width: FEW,
			inside: 0,
			line: createLine(),
			opensAt: -Infinity,
			halvings: 0,
			refusals: 0,
		};
		gateways.set(id, known);
		return known;
	}

	const hasRoom = ({ inside, width, opensAt }: Known) => inside < width && now() >= opensAt;

	function admit(known: Known): void {
		while (known.line.length > 0 && hasRoom(known)) {
			known.inside++;
			known.line.call();
		}
	}

	async function reopen(known: Known): Promise<void> {
		while (now() < known.opensAt) await sleep(known.opensAt - now());
		admit(known);
	}

	return {
		pass: async ({ item, gateway }, send) => {
			const known = knownOf(gateway);
			// Who is called has a place already.
			if (known.line.length === 0 && hasRoom(known)) known.inside++;
			else await known.line.wait(item.stop, item.index);
			const before = known.halvings;
			try {
				assertGoing(item.stop);
				const sent = await send();
				learn(known, sent.outcome, { before, now: now() });
				return sent;
			} finally {
				known.inside--;
				if (now() < known.opensAt) void reopen(known);
				else admit(known);
			}
		},
	};
}
