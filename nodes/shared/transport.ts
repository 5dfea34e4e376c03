import type {
	ICredentialDataDecryptedObject,
	IHttpRequestOptions,
	IN8nHttpFullResponse,
} from 'n8n-workflow';

import { jsonIn } from '../../gateways/answers';
import {
	isGatewayError,
	type Answer,
	type Call,
	type Gateway,
	type GatewayError,
} from '../../gateways/gateway';
import type { Caller } from './caller';
import { addressOf, credentialOf, withoutSecrets } from './credentials';
import { assertGoing, haltOf, pauseUntil, type Halt } from './pause';
import { bytesOf, type ByteStream } from './streams';

/**
 * The one place that talks HTTP to a gateway: key, time-out, Stop, repeats, and what a broken connection means for
 * a call that bills.
 */

/** The outcome of a call, with the answer as it came and the video itself where that was the answer. */
export interface Sent<Result> {
	outcome: Result | GatewayError;
	raw?: unknown;
	media?: ByteStream;
}

export interface SendOptions {
	itemIndex: number;
	halt: Halt;
	/** How often the call may be sent at most. Default: by its `repeat`. */
	tries?: number;
	/** Shortens the call's own time-out, in seconds. */
	timeoutSeconds?: number;
}

/** Longest JSON answer, in bytes; a status answer has a few hundred. */
const ANSWER_LIMIT = 8 * 1024 * 1024;

/** How often a call is sent at most, by what may be repeated. */
const TRIES = { never: 1, whenRefused: 4, always: 3 } as const;

/** Longest wait before a repeat, in seconds. A gateway that asks for more is left to the user. */
const LONGEST_WAIT = 60;

/** The request can not have reached the gateway: no address, no connection, no TLS. */
const neverReached =
	/^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ENETDOWN|EADDRNOTAVAIL|EPROTO|ERR_INVALID_URL|ERR_SSL_.*|ERR_TLS_CERT_.*|CERT_.*|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_.*|UNABLE_TO_.*)$/;

/** Of those, the ones that may go away by themselves. */
const passing = /^(ECONNREFUSED|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ENETDOWN)$/;

/** The code of a network error, wherever n8n has wrapped it. */
function networkCode(error: unknown): string | undefined {
	for (let one = error, depth = 0; one && depth < 5; depth++) {
		const { code, cause, errorResponse } = one as Record<string, unknown>;
		if (typeof code === 'string') return code;
		one = cause ?? errorResponse;
	}
	return undefined;
}

/** What it means that a call threw instead of being answered. */
function connectionError(gateway: Gateway, error: unknown): GatewayError {
	const code = networkCode(error);
	const words = {
		kind: 'gatewayError',
		code: 'gateway',
		mend: 'Check the Base URL in the credential and the network of n8n.',
	} as const;
	if (code === undefined) {
		const reason = error instanceof Error ? error.message : String(error);
		return {
			...words,
			message: `n8n did not send the call to ${gateway.label}: ${reason}`,
			retryable: false,
			accepted: 'no',
		};
	}
	if (neverReached.test(code)) {
		return {
			...words,
			message: `${gateway.label} could not be reached (${readable(code)})`,
			retryable: passing.test(code),
			accepted: 'no',
		};
	}
	const late = /TIMEDOUT|ECONNABORTED|TIMEOUT/.test(code);
	return {
		...words,
		code: late ? 'timeout' : 'gateway',
		message: late
			? `${gateway.label} did not answer in time`
			: `The connection to ${gateway.label} broke before the answer was there (${readable(code)})`,
		mend: 'This usually passes: try again later.',
		retryable: true,
		accepted: 'maybe',
	};
}

/** A network code in words: n8n replaces a whole message that holds one of the codes by a text of its own. */
function readable(code: string): string {
	const words: Record<string, string> = {
		ECONNREFUSED: 'connection refused',
		ENOTFOUND: 'unknown host name',
		EAI_AGAIN: 'host name look-up failed',
		EHOSTUNREACH: 'host unreachable',
		ENETUNREACH: 'network unreachable',
		EADDRNOTAVAIL: 'address not available',
		ECONNRESET: 'connection reset',
		EPIPE: 'connection closed',
	};
	return words[code] ?? code.toLowerCase().replaceAll('_', ' ');
}

const plainHeaders = (headers: IN8nHttpFullResponse['headers']): Record<string, string> =>
	Object.fromEntries(
		Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
	);

const isMedia = (status: number, type: string | undefined): type is string =>
	status >= 200 && status < 300 && /^(video\/|application\/octet-stream)/i.test(type ?? '');

async function sendOnce<Result>(
	context: Caller,
	gateway: Gateway,
	call: Call<Result>,
	credential: ICredentialDataDecryptedObject,
	timeoutSeconds: number | undefined,
): Promise<Sent<Result>> {
	const { method, headers, body } = call.request;
	const timeout = Math.min(call.timeoutSeconds, timeoutSeconds ?? Infinity) * 1000;
	const options: IHttpRequestOptions = {
		method,
		url: addressOf(credential, call.request),
		headers: {
			Accept: 'application/json',
			...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
			...headers,
		},
		...(body === undefined
			? {}
			: { body: body instanceof Uint8Array ? Buffer.from(body) : body }),
		timeout,
		encoding: 'stream',
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		// A redirect would carry the key to another host, or send a job twice.
		disableFollowRedirect: true,
	};
	const deadline = Date.now() + timeout;
	try {
		const response = (await context.helpers.httpRequestWithAuthentication.call(
			context,
			gateway.credentialType,
			options,
		)) as IN8nHttpFullResponse;
		const stream = response.body as unknown as ByteStream;
		const answerHeaders = plainHeaders(response.headers);
		const media = isMedia(response.statusCode, answerHeaders['content-type']);
		const text = media
			? ''
			: withoutSecrets(
					(await bytesOf(stream, ANSWER_LIMIT, { deadline })).toString('utf8'),
					credential,
				);
		const answer: Answer = {
			status: response.statusCode,
			headers: answerHeaders,
			body: text,
			receivedAt: Date.now(),
			...(media ? { mediaType: answerHeaders['content-type'] } : {}),
		};
		return {
			outcome: call.read(answer),
			...(media ? { media: stream } : { raw: jsonIn(text) ?? text }),
		};
	} catch (error) {
		// A call that bills is told as unclear even after a Stop: it may stand for a job.
		if (call.repeat === 'always') assertGoing(haltOf(context));
		return { outcome: connectionError(gateway, error) };
	}
}

/** Seconds to wait before the call is sent again, or undefined where it must not be. */
function secondsToRepeat(
	repeat: Call<unknown>['repeat'],
	outcome: unknown,
	sent: number,
): number | undefined {
	if (!isGatewayError(outcome) || !outcome.retryable) return undefined;
	// Only what the gateway certainly did not take is sent again where that could bill: a refused connection,
	// or an answer that says "too many". Any other error may stand for a job.
	const refused =
		outcome.accepted === 'no' &&
		(outcome.code === 'rateLimited' ||
			(outcome.httpStatus === undefined && outcome.gatewayCode === undefined));
	if (repeat === 'never' || (repeat === 'whenRefused' && !refused)) return undefined;
	const seconds =
		outcome.retryAfterSeconds ??
		(outcome.code === 'unchanged' ? gatewayPause : 2 ** (sent - 1));
	return seconds > LONGEST_WAIT ? undefined : seconds;
}

/** Seconds after which a gateway that says "unchanged" will look at the job again (AIgateway, docs/async-jobs). */
const gatewayPause = 3;

/**
 * Sends a call and reads its answer, again where the call allows that, and then the call that follows it.
 * Throws a NodeOperationError where the credential is missing, and Stopped.
 */
export async function send<Result>(
	context: Caller,
	gateway: Gateway,
	call: Call<Result>,
	options: SendOptions,
): Promise<Sent<Result>> {
	const credential = await credentialOf(context, gateway, options.itemIndex);
	const tries = options.tries ?? TRIES[call.repeat];
	let sent = await sendOnce(context, gateway, call, credential, options.timeoutSeconds);
	for (let count = 1; count < tries; count++) {
		const seconds = secondsToRepeat(call.repeat, sent.outcome, count);
		if (seconds === undefined) break;
		await pauseUntil(Date.now() + seconds * 1000, options.halt);
		sent = await sendOnce(context, gateway, call, credential, options.timeoutSeconds);
	}
	const next = call.next?.(sent.outcome);
	return next ? await send(context, gateway, next, options) : sent;
}
