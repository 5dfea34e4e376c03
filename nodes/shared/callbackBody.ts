import type { IWebhookFunctions } from 'n8n-workflow';

/**
 * Longest callback, in bytes. Most have about one thousand, but Replicate's hold the whole prediction with its inputs and
 * logs, and its client embeds up to 10 MB of files in the inputs (replicate 1.4.0, MAX_DATA_URI_SIZE), which makes 13.4 MB
 * of Base64. n8n by default refuses what is longer than this (N8N_PAYLOAD_SIZE_MAX, 16 MiB), and has read the rest into
 * memory before it calls a node.
 */
export const LONGEST_CALLBACK = 16 * 1024 * 1024;

/** A callback as it came over the wire. */
export interface CallbackBody {
	/** What a signature is about. */
	rawBody: Uint8Array;
	/** The JSON in it; undefined where it isn't JSON. */
	body: unknown;
}

/** What n8n adds to a request (n8n 1.123 and 2.41, middlewares/body-parser). */
interface RawRequest {
	rawBody?: Uint8Array;
	contentType?: string;
	readRawBody?: () => Promise<void>;
}

/**
 * The body of a callback, parsed as JSON whatever its content type says; undefined if it is longer than
 * `LONGEST_CALLBACK` bytes. n8n itself parses `application/json` only: a callback as `text/plain`, as
 * `application/cloudevents+json` or without a type would be lost, and so would the challenge that a gateway sends
 * before it accepts a job. n8n refuses two kinds by itself with 422, before it calls any node: what is labelled JSON or
 * XML and isn't. Throws if the connection breaks while the body is read.
 */
export async function readCallbackBody(
	context: IWebhookFunctions,
): Promise<CallbackBody | undefined> {
	const request = context.getRequestObject() as unknown as RawRequest;
	// n8n has used up the stream of a multipart body, which no gateway sends.
	const isMultipart = request.contentType?.startsWith('multipart/') ?? false;
	if (request.rawBody === undefined && !isMultipart) await request.readRawBody?.();
	const rawBody = request.rawBody ?? new Uint8Array();
	if (rawBody.length > LONGEST_CALLBACK) return undefined;
	return { rawBody, body: parseJson(rawBody) };
}

function parseJson(bytes: Uint8Array): unknown {
	try {
		// With the mark that some servers put before UTF-8.
		return JSON.parse(new TextDecoder('utf-8').decode(bytes)) as unknown;
	} catch {
		return undefined;
	}
}
