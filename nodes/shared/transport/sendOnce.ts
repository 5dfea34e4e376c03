import { randomUUID } from 'crypto';
import type {
	ICredentialDataDecryptedObject,
	IHttpRequestOptions,
	IN8nHttpFullResponse,
} from 'n8n-workflow';

import { jsonIn } from '../../../gateways/answer/answers';
import { encodeMultipart } from '../../../gateways/bytes/multipart';
import type {
	Answer,
	Call,
	Gateway,
	GatewayError,
	GatewayRequest,
} from '../../../gateways/gateway';
import { isWithinReach } from '../../../gateways/request/callbacks';
import { buildUrl, readBaseUrl, requestWithKey, withoutSecrets } from '../credentials';
import type { Caller } from '../item';
import { assertGoing, createStopSignal } from '../pause';
import { readBytes, type ByteStream } from '../streams';
import { databaseError, isDatabaseAway } from './databaseErrors';
import { addressError, connectionError, proxyError } from './networkErrors';

/** The outcome of a call, with the raw answer, and the video itself if that was the answer. */
export interface Sent<Result> {
	outcome: Result | GatewayError;
	/** What the outcome was read from, if there was an answer. */
	answer?: Answer;
	raw?: unknown;
	media?: ByteStream;
}

/** Longest JSON answer, in bytes; a status answer has a few hundred. */
const ANSWER_LIMIT = 8 * 1024 * 1024;

/** HTTP 407: no gateway answers with it; a proxy didn't pass the call on. */
const PROXY_WANTS_LOGIN = 407;

const plainHeaders = (headers: IN8nHttpFullResponse['headers']): Record<string, string> =>
	Object.fromEntries(
		Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
	);

/** Whether an answer is a video. Bytes without a kind are one only where the gateway answers with videos. */
const isMedia = (
	status: number,
	type: string | undefined,
	{ directVideo }: Pick<Gateway, 'directVideo'>,
): type is string =>
	status >= 200 &&
	status < 300 &&
	(directVideo ? /^(video\/|application\/octet-stream)/i : /^video\//i).test(type ?? '');

/** The body of a request, and the type that goes with it. */
function buildBody({ body, multipart }: GatewayRequest): { type?: string; body?: Buffer | object } {
	if (multipart) {
		const boundary = `video-gateways-${randomUUID()}`;
		return {
			type: `multipart/form-data; boundary=${boundary}`,
			body: Buffer.from(encodeMultipart(multipart, boundary)),
		};
	}
	if (body === undefined) return {};
	return {
		type: 'application/json',
		body: body instanceof Uint8Array ? Buffer.from(body) : body,
	};
}

/** A call as it goes out, except for the key, which n8n adds. */
export function buildRequest(
	{ request }: { request: GatewayRequest },
	credential: ICredentialDataDecryptedObject,
): Pick<IHttpRequestOptions, 'method' | 'url' | 'headers' | 'body'> {
	const { type, body } = buildBody(request);
	return {
		method: request.method,
		url: buildUrl(credential, request),
		headers: {
			Accept: 'application/json',
			...(type === undefined ? {} : { 'Content-Type': type }),
			...request.headers,
		},
		...(body === undefined ? {} : { body: body as IHttpRequestOptions['body'] }),
	};
}

/**
 * Makes the HTTP request, with the credential's key if it goes to the gateway's own address. Throws if no answer
 * starts.
 */
async function request(
	{ context }: Caller,
	gateway: Gateway,
	call: Pick<Call<unknown>, 'request'>,
	{ credential, timeout }: { credential: ICredentialDataDecryptedObject; timeout: number },
): Promise<IN8nHttpFullResponse> {
	const options: IHttpRequestOptions = {
		...buildRequest(call, credential),
		timeout,
		encoding: 'stream',
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		// A redirect would send the key to another host, or a job twice.
		disableFollowRedirect: true,
	};
	const { url, withoutKey } = call.request;
	if (url !== undefined || withoutKey) {
		return (await context.helpers.httpRequest(options)) as IN8nHttpFullResponse;
	}
	return await requestWithKey(context, gateway, credential, options);
}

/** Reads an answer: its text, without the key, or the stream if it is the video. */
async function readResponse<Result>(
	{ statusCode, headers: rawHeaders }: IN8nHttpFullResponse,
	stream: ByteStream,
	{ read, gateway }: Pick<Call<Result>, 'read'> & { gateway: Gateway },
	{ credential, deadline }: { credential: ICredentialDataDecryptedObject; deadline: number },
): Promise<Sent<Result>> {
	const headers = plainHeaders(rawHeaders);
	const facts = { status: statusCode, headers, body: '', baseUrl: readBaseUrl(credential) };
	const mediaType = headers['content-type'];
	if (isMedia(statusCode, mediaType, gateway)) {
		const answer: Answer = { ...facts, mediaType, receivedAt: Date.now() };
		return { outcome: read(answer), answer, media: stream };
	}
	const bytes = await readBytes(stream, ANSWER_LIMIT, { deadline });
	const body = withoutSecrets(bytes.toString('utf8'), credential, gateway);
	const answer: Answer = { ...facts, body, receivedAt: Date.now() };
	return { outcome: read(answer), answer, raw: jsonIn(body) ?? body };
}

/** Sends a call once, whatever the result. Throws Stopped if the call changes nothing at the gateway. */
export async function sendOnce<Result>(
	caller: Caller,
	gateway: Gateway,
	call: Call<Result>,
	{ credential, ...limits }: { credential: ICredentialDataDecryptedObject; mostSeconds?: number },
): Promise<Sent<Result>> {
	const timeout = Math.min(call.timeoutSeconds, limits.mostSeconds ?? Infinity) * 1000;
	const deadline = Date.now() + timeout;
	const { url } = call.request;
	if (url !== undefined && !isWithinReach(url, readBaseUrl(credential))) {
		return { outcome: addressError(gateway) };
	}
	try {
		const response = await request(caller, gateway, call, { credential, timeout });
		const stream = response.body as unknown as ByteStream;
		if (response.statusCode === PROXY_WANTS_LOGIN) {
			stream.destroy();
			return { outcome: proxyError(gateway) };
		}
		return await readResponse(response, stream, { ...call, gateway }, { credential, deadline });
	} catch (error) {
		// The outcome of a call that bills is unknown even after a Stop: a job may exist.
		if (call.repeat === 'always') assertGoing(createStopSignal(caller.context));
		// An error of n8n's or a proxy's may repeat the call, including its key.
		const outcome: GatewayError = isDatabaseAway(error)
			? // n8n reads the credential before it sends, but a call that bills is better taken for sent.
				{ ...databaseError(gateway, error), accepted: 'maybe' }
			: connectionError(gateway, error);
		const message = withoutSecrets(outcome.message, credential, gateway);
		return { outcome: { ...outcome, message } };
	}
}
