import {
	isGatewayError,
	type Call,
	type Gateway,
	type GatewayError,
} from '../../../gateways/gateway';
import { readCredential } from '../credentials';
import { gatewayFailure, sentence, type Words } from '../failure';
import type { Caller } from '../item';
import { assertGoing, pauseUntil } from '../pause';
import { databaseError, isDatabaseAway } from './databaseErrors';
import { waitForTurn } from './pacing';
import { sendOnce, type Sent } from './sendOnce';

/**
 * The one place that makes HTTP calls to a gateway: key, timeout, Stop, repeats, requests per minute, and what a broken
 * connection means for a call that bills.
 */

export { buildRequest, type Sent } from './sendOnce';

export interface SendOptions {
	/** How often the call may be sent at most. Default: according to its `repeat`. */
	tries?: number;
	/** Also counts toward the gateway's limit of submits. */
	isSubmit?: boolean;
	/** Shortens the call's own timeout, in seconds. */
	timeoutSeconds?: number;
	/** How long it waits for its turn at most, in seconds. Default: as long as `timeoutSeconds`. */
	turnSeconds?: number;
	/**
	 * Runs each time before the call goes out, once it's its turn. If it returns an error, that is the outcome, and
	 * nothing goes out.
	 */
	beforeSend?: () => Promise<GatewayError | undefined>;
	/** Lets each try out when its turn has come, and sees its outcome. */
	pass?: <Result>(go: () => Promise<Sent<Result>>) => Promise<Sent<Result>>;
}

/** How often a call is sent at most, by what may be repeated. */
const TRIES = { never: 1, ifNotAccepted: 4, always: 3 } as const;

/** Longest wait before a repeat, in seconds. If a gateway asks for more, that is left to the user. */
const LONGEST_WAIT = 60;

/**
 * Whether the gateway definitely did not accept the call, and sending it again may help: a refused connection, or an
 * answer that says "too many". Any other error may mean that a job exists.
 */
const isRefused = ({ accepted, code, httpStatus, gatewayCode }: GatewayError): boolean =>
	accepted === 'no' &&
	(code === 'rateLimited' || (httpStatus === undefined && gatewayCode === undefined));

/** Seconds to wait before the call is sent again, or undefined if it must not be. */
function secondsToRepeat(
	repeat: Call<unknown>['repeat'],
	outcome: unknown,
	{ sent, minPollSeconds }: { sent: number } & Pick<Gateway, 'minPollSeconds'>,
): number | undefined {
	if (!isGatewayError(outcome) || !outcome.retryable) return undefined;
	// If that could bill, only a call that was definitely not accepted is sent again.
	if (repeat === 'never' || (repeat === 'ifNotAccepted' && !isRefused(outcome))) return undefined;
	const seconds =
		outcome.retryAfterSeconds ??
		(outcome.code === 'unchanged' ? minPollSeconds : 2 ** (sent - 1));
	return seconds > LONGEST_WAIT ? undefined : seconds;
}

/**
 * Sends a call and reads its answer, repeats it if the call allows that, and then sends the call that follows it.
 * Throws a NodeOperationError if the credential is missing, and Stopped.
 */
export async function send<Result>(
	caller: Caller,
	gateway: Gateway,
	call: Call<Result>,
	options: SendOptions = {},
): Promise<Sent<Result>> {
	const { timeoutSeconds: mostSeconds = Infinity, isSubmit = false, beforeSend } = options;
	const { pass = async (go) => await go(), turnSeconds = mostSeconds } = options;
	// What goes to the public part of a gateway is no request of this account.
	const isCounted = !call.request.withoutKey;
	const tries = options.tries ?? TRIES[call.repeat];
	const sendInTurn = async (): Promise<Sent<Result>> => {
		const credential = await readCredential(caller, gateway).catch((error: unknown) => {
			if (isDatabaseAway(error)) return databaseError(gateway, error);
			throw error;
		});
		if (isGatewayError(credential)) return { outcome: credential };
		const turn = { mostSeconds: turnSeconds, isSubmit };
		const problem =
			(isCounted ? await waitForTurn(caller, gateway, turn) : undefined) ??
			(await beforeSend?.());
		if (problem) return { outcome: problem };
		if (beforeSend) assertGoing(caller.stop);
		return await sendOnce(caller, gateway, call, { credential, mostSeconds });
	};
	let sent = await pass(sendInTurn);
	for (let count = 1; count < tries; count++) {
		const { minPollSeconds } = gateway;
		const seconds = secondsToRepeat(call.repeat, sent.outcome, { sent: count, minPollSeconds });
		if (seconds === undefined) break;
		await pauseUntil(Date.now() + seconds * 1000, caller.stop);
		sent = await pass(sendInTurn);
	}
	const next = call.next?.(sent.outcome, sent.answer);
	return next ? await send(caller, gateway, next, options) : sent;
}

/**
 * The same for a caller that has no use for an error: throws a NodeApiError with `failed.title`, and why. Nothing is
 * submitted by it; a job exists where `failed` names one.
 */
export async function sendOrThrow<Result>(
	caller: Caller,
	gateway: Gateway,
	call: Call<Result>,
	failed: Pick<Words, 'title'> & { jobId?: string },
): Promise<{ result: Result; raw?: unknown }> {
	const { outcome, raw } = await send(caller, gateway, call);
	if (!isGatewayError(outcome)) return { result: outcome, raw };
	throw caller.failAtGateway({
		...gatewayFailure(gateway, outcome),
		accepted: failed.jobId === undefined ? 'no' : 'maybe',
		...failed,
		fix: sentence(outcome),
	});
}
