import {
	type ICredentialDataDecryptedObject,
	type IHttpRequestOptions,
	type IN8nHttpFullResponse,
} from 'n8n-workflow';

import { jsonIn } from '../../gateways/answer/answers';
import {
	isGatewayError,
	type Answer,
	type Call,
	type Gateway,
	type GatewayError,
	type GatewayRequest,
} from '../../gateways/gateway';
import { isRecent, nextAllowedAt } from '../../gateways/waiting/rateLimit';
import { withGateway, type NodeContext } from './nodeContext';
import { buildUrl, readCredential, withoutSecrets } from './credentials';
import { connectionError, proxyError } from './connection';
import { apiError, sentence } from './errors';
import { readParameters } from './parameters';
import { assertGoing, createStopSignal, pauseUntil, type StopSignal } from './pause';
import { readBytes, type ByteStream } from './streams';

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
	halt: StopSignal;
	/** How often the call may be sent at most. Default: by its `repeat`. */
	tries?: number;
	/** Shortens the call's own time-out, in seconds. */
	timeoutSeconds?: number;
	/** Runs each time before the call goes out, once its turn has come; an error is the outcome, and nothing goes out. */
	beforeSend?: () => Promise<GatewayError | undefined>;
}

/** Longest JSON answer, in bytes; a status answer has a few hundred. */
const ANSWER_LIMIT = 8 * 1024 * 1024;

/** How often a call is sent at most, by what may be repeated. */
const TRIES = { never: 1, whenRefused: 4, always: 3 } as const;

/** HTTP 407: no gateway answers it, and a proxy has not passed the call on. */
const PROXY_WANTS_LOGIN = 407;

/** Longest wait before a repeat, in seconds. A gateway that asks for more is left to the user. */
const LONGEST_WAIT = 60;

const plainHeaders = (headers: IN8nHttpFullResponse['headers']): Record<string, string> =>
	Object.fromEntries(
		Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
	);

const isMedia = (status: number, type: string | undefined): type is string =>
	status >= 200 && status < 300 && /^(video\/|application\/octet-stream)/i.test(type ?? '');

/** A call as it goes out, but for the key, which n8n adds. */
export function buildRequest(
	{ request: { method, headers, body, ...place } }: { request: GatewayRequest },
	credential: ICredentialDataDecryptedObject,
): Pick<IHttpRequestOptions, 'method' | 'url' | 'headers' | 'body'> {
	return {
		method,
		url: buildUrl(credential, place),
		headers: {
			Accept: 'application/json',
			...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
			...headers,
		},
		...(body === undefined
			? {}
			: { body: body instanceof Uint8Array ? Buffer.from(body) : body }),
	};
}

async function sendOnce<Result>(
	context: NodeContext,
	gateway: Gateway,
	call: Call<Result>,
	credential: ICredentialDataDecryptedObject,
	timeoutSeconds: number | undefined,
): Promise<Sent<Result>> {
	const timeout = Math.min(call.timeoutSeconds, timeoutSeconds ?? Infinity) * 1000;
	const options: IHttpRequestOptions = {
		...buildRequest(call, credential),
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
			withGateway(context, gateway),
			gateway.credentialType,
			options,
		)) as IN8nHttpFullResponse;
		const stream = response.body as unknown as ByteStream;
		if (response.statusCode === PROXY_WANTS_LOGIN) {
			stream.destroy();
			return { outcome: proxyError(gateway) };
		}
		const answerHeaders = plainHeaders(response.headers);
		const media = isMedia(response.statusCode, answerHeaders['content-type']);
		const text = media
			? ''
			: withoutSecrets(
					(await readBytes(stream, ANSWER_LIMIT, { deadline })).toString('utf8'),
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
		if (call.repeat === 'always') assertGoing(createStopSignal(context));
		// What n8n or a proxy says may repeat the call, its key included.
		const outcome = connectionError(gateway, error);
		return { outcome: { ...outcome, message: withoutSecrets(outcome.message, credential) } };
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

/** When each execution has sent its requests of the last minute, by execution and credential, in milliseconds since 1970. */
const sentBy = new Map<string, number[]>();

/**
 * Keeps a gateway's requests within its limit for a minute, for each credential of an execution. Gives an error in
 * place of the answer where the turn would come too late for `timeoutSeconds`.
 */
async function waitForTurn(
	context: NodeContext,
	gateway: Gateway,
	{ halt, timeoutSeconds }: SendOptions,
): Promise<{ outcome: GatewayError } | undefined> {
	const perMinute = requestsPerMinute(context, gateway);
	if (perMinute === undefined) return undefined;
	const id = context.getNode().credentials?.[gateway.credentialType]?.id ?? '';
	const key = `${context.getExecutionId()} ${gateway.id} ${id}`;
	for (const [other, times] of sentBy) {
		if (!times.some((time) => isRecent(time, Date.now()))) sentBy.delete(other);
	}
	const times = sentBy.get(key) ?? [];
	sentBy.set(key, times);
	const now = Date.now();
	const turn = nextAllowedAt(times, now, perMinute);
	const seconds = (turn - now) / 1000;
	if (timeoutSeconds !== undefined && seconds > timeoutSeconds) {
		return {
			outcome: {
				kind: 'gatewayError',
				code: 'rateLimited',
				message: `The limit of ${perMinute} requests a minute for ${gateway.label} is used up`,
				fix: 'Raise Options > Requests per Minute, if the plan allows more.',
				retryable: true,
				accepted: 'no',
				retryAfterSeconds: seconds,
			},
		};
	}
	// Taken before the pause, so that the next one lines up behind.
	times.splice(0, times.length, ...times.filter((time) => isRecent(time, now)), turn);
	await pauseUntil(turn, halt);
	return undefined;
}

/**
 * What the user has set, else what the gateway documents; 0 stands for no limit. Read by itself, so that an expression
 * that fails in another option does not fail the call. Throws a NodeOperationError where it isn't a number.
 */
function requestsPerMinute(context: NodeContext, gateway: Gateway): number | undefined {
	const set =
		'getInputData' in context
			? readParameters(context, 0).number('options.requestsPerMinute', {
					label: 'Requests per Minute',
					least: 0,
				})
			: undefined;
	const limit = set ?? gateway.requestsPerMinute;
	return limit !== undefined && limit > 0 ? limit : undefined;
}

/**
 * Sends a call and reads its answer, again where the call allows that, and then the call that follows it.
 * Throws a NodeOperationError where the credential is missing, and Stopped.
 */
export async function send<Result>(
	context: NodeContext,
	gateway: Gateway,
	call: Call<Result>,
	options: SendOptions,
): Promise<Sent<Result>> {
	const { itemIndex, halt, timeoutSeconds, beforeSend } = options;
	const credential = await readCredential(context, gateway, itemIndex);
	const tries = options.tries ?? TRIES[call.repeat];
	const sendInTurn = async (): Promise<Sent<Result>> => {
		const tooLate = await waitForTurn(context, gateway, options);
		if (tooLate) return tooLate;
		const problem = await beforeSend?.();
		if (problem) return { outcome: problem };
		if (beforeSend) assertGoing(halt);
		return await sendOnce(context, gateway, call, credential, timeoutSeconds);
	};
	let sent = await sendInTurn();
	for (let count = 1; count < tries; count++) {
		const seconds = secondsToRepeat(call.repeat, sent.outcome, count);
		if (seconds === undefined) break;
		await pauseUntil(Date.now() + seconds * 1000, halt);
		sent = await sendInTurn();
	}
	const next = call.next?.(sent.outcome);
	return next ? await send(context, gateway, next, options) : sent;
}

/**
 * The same for a caller that has no use for an error: throws a NodeApiError that says `failed`, a sentence, and why.
 */
export async function sendOrThrow<Result>(
	context: NodeContext,
	gateway: Gateway,
	call: Call<Result>,
	{ failed, ...options }: SendOptions & { failed: string },
): Promise<{ result: Result; raw?: unknown }> {
	const { outcome, raw } = await send(context, gateway, call, options);
	if (!isGatewayError(outcome)) return { result: outcome, raw };
	throw apiError(context, options.itemIndex, `${failed} ${sentence(outcome)}`, {
		httpStatus: outcome.httpStatus,
	});
}
