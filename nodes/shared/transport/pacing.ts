import type { Gateway, GatewayError } from '../../../gateways/gateway';
import { isInWindow, nextAllowedAt, SHORT_WINDOW } from '../../../gateways/waiting/rateLimit';
import type { Caller } from '../item';
import { nodeOf } from '../nodeContext';
import { pauseUntil } from '../pause';

/** Keeps a gateway's requests within a limit per minute. */

/** Requests that a gateway limits separately: all of them, and those that submit. */
type Kind = 'requests' | 'submits';

/** When each execution has sent its requests of the last minute, by execution, kind and credential, in milliseconds since 1970. */
const sentBy = new Map<string, number[]>();

/**
 * The requests of this execution to the gateway with this credential; those of other executions are dropped once they
 * are old.
 */
function requestTimes({ context }: Caller, gateway: Gateway, kind: Kind): number[] {
	for (const [other, times] of sentBy) {
		if (!times.some((time) => isInWindow(time, Date.now()))) sentBy.delete(other);
	}
	const id = nodeOf(context).credentials?.[gateway.credentialType]?.id ?? '';
	const key = `${context.getExecutionId()} ${gateway.id} ${kind} ${id}`;
	const times = sentBy.get(key) ?? [];
	sentBy.set(key, times);
	return times;
}

const fixes: Readonly<Record<Kind, string>> = {
	requests: 'Raise the Requests per Minute option if the plan allows more.',
	submits:
		'Submit fewer videos at a time, or set the Requests per Minute option if your plan allows more.',
};

/** That the next request would come too late, in seconds from now. */
export const limitReached = (
	gateway: Gateway,
	kind: Kind,
	perMinute: number,
	seconds: number,
): GatewayError => ({
	kind: 'gatewayError',
	code: 'rateLimited',
	message: `The limit of ${perMinute} ${kind} per minute for ${gateway.label} is reached`,
	fix: fixes[kind],
	retryable: true,
	accepted: 'no',
	retryAfterSeconds: seconds,
});

async function waitForKind(
	caller: Caller,
	gateway: Gateway,
	{
		kind,
		perMinute,
		per10Seconds = Infinity,
		mostSeconds,
	}: { kind: Kind; perMinute: number; per10Seconds?: number | undefined; mostSeconds: number },
): Promise<GatewayError | undefined> {
	if (!(perMinute > 0)) return undefined;
	const times = requestTimes(caller, gateway, kind);
	const now = Date.now();
	const turn = Math.max(
		nextAllowedAt(times, now, perMinute),
		nextAllowedAt(times, now, per10Seconds, SHORT_WINDOW),
	);
	const seconds = (turn - now) / 1000;
	if (seconds > mostSeconds) return limitReached(gateway, kind, perMinute, seconds);
	// Noted before the pause, so that the next one lines up behind.
	times.splice(0, times.length, ...times.filter((time) => isInWindow(time, now)), turn);
	await pauseUntil(turn, caller.stop);
	return undefined;
}

/**
 * Waits until one more request may go out, for each credential of an execution: by the caller's limit, which counts
 * submits like all others, otherwise by what the gateway documents. Returns an error instead of the answer if its turn
 * would come after `mostSeconds`. Throws Stopped.
 */
export async function waitForTurn(
	caller: Caller,
	gateway: Gateway,
	{ mostSeconds, isSubmit = false }: { mostSeconds: number; isSubmit?: boolean },
): Promise<GatewayError | undefined> {
	const own = caller.requestsPerMinute;
	const documented = own === undefined ? (gateway.rateLimits ?? {}) : {};
	const { requestsPerMinute = 0, submitsPerMinute = 0, submitsPer10Seconds } = documented;
	const problem = await waitForKind(caller, gateway, {
		kind: 'requests',
		perMinute: own ?? requestsPerMinute,
		mostSeconds,
	});
	return problem || !isSubmit
		? problem
		: await waitForKind(caller, gateway, {
				kind: 'submits',
				perMinute: submitsPerMinute,
				per10Seconds: submitsPer10Seconds,
				mostSeconds,
			});
}
