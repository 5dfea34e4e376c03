import type { Gateway, GatewayError } from '../../../gateways/gateway';
import { isRecent, nextAllowedAt } from '../../../gateways/waiting/rateLimit';
import type { Caller } from '../item';
import { pauseUntil } from '../pause';

/** Keeps a gateway's requests within a limit for a minute. */

/** When each execution has sent its requests of the last minute, by execution and credential, in milliseconds since 1970. */
const sentBy = new Map<string, number[]>();

/** The requests of this execution to the gateway with this credential; those of others are forgotten once they are old. */
function requestTimes({ context }: Caller, gateway: Gateway): number[] {
	for (const [other, times] of sentBy) {
		if (!times.some((time) => isRecent(time, Date.now()))) sentBy.delete(other);
	}
	const id = context.getNode().credentials?.[gateway.credentialType]?.id ?? '';
	const key = `${context.getExecutionId()} ${gateway.id} ${id}`;
	const times = sentBy.get(key) ?? [];
	sentBy.set(key, times);
	return times;
}

const usedUp = (gateway: Gateway, perMinute: number, seconds: number): GatewayError => ({
	kind: 'gatewayError',
	code: 'rateLimited',
	message: `The limit of ${perMinute} requests a minute for ${gateway.label} is used up`,
	fix: 'Raise Options > Requests per Minute, if the plan allows more.',
	retryable: true,
	accepted: 'no',
	retryAfterSeconds: seconds,
});

/**
 * Waits until one more request may go out, for each credential of an execution: by the caller's limit, else by what the
 * gateway documents. Returns an error in place of the answer where the turn would come after `mostSeconds`. Throws
 * Stopped.
 */
export async function waitForTurn(
	caller: Caller,
	gateway: Gateway,
	mostSeconds = Infinity,
): Promise<GatewayError | undefined> {
	const perMinute = caller.requestsPerMinute ?? gateway.requestsPerMinute ?? 0;
	if (!(perMinute > 0)) return undefined;
	const times = requestTimes(caller, gateway);
	const now = Date.now();
	const turn = nextAllowedAt(times, now, perMinute);
	const seconds = (turn - now) / 1000;
	if (seconds > mostSeconds) return usedUp(gateway, perMinute, seconds);
	// Noted before the pause, so that the next one lines up behind.
	times.splice(0, times.length, ...times.filter((time) => isRecent(time, now)), turn);
	await pauseUntil(turn, caller.stop);
	return undefined;
}
