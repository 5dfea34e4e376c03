import { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { documentedError, GATEWAYS } from './gateways';
import type { FaultRule, FixedResponse, GatewayId } from './types';

/** Answers 429, with `Retry-After` if given: seconds, or a date as RFC 9110, 10.2.3 allows. */
export function rateLimited(
	gateway: GatewayId,
	retryAfter?: number | Date | string,
): Pick<FaultRule, 'gateway' | 'respond'> {
	const { headers, ...answer } = documentedError(gateway, 429);
	const value = retryAfter instanceof Date ? retryAfter.toUTCString() : retryAfter;
	return {
		gateway,
		respond: {
			...answer,
			headers: {
				...headers,
				...(value !== undefined && { 'retry-after': String(value) }),
			},
		},
	};
}

/** Refuses every submit for lack of credit. */
export function insufficientCredits(
	gateway: GatewayId,
): Pick<FaultRule, 'gateway' | 'endpoint'> & { respond: FixedResponse } {
	return {
		gateway,
		endpoint: 'submit',
		respond: GATEWAYS[gateway].noCredit,
	};
}

/** Sends the caller elsewhere. */
export function redirect(location: string, status: 301 | 302 | 307 | 308 = 302): FixedResponse {
	return { status, headers: { location } };
}

function* jsonOf(bytes: number) {
	const chunk = 'a'.repeat(1 << 16);
	yield '{"padding":"';
	for (let left = bytes; left > 0; left -= chunk.length) yield chunk.slice(0, left);
	yield '"}';
}

/** Valid JSON of about this many bytes, made as it is read. */
export function hugeJson(bytes: number): FixedResponse {
	return {
		status: 200,
		headers: { 'content-type': 'application/json' },
		stream: () => Readable.from(jsonOf(bytes), { objectMode: false }),
	};
}

/** The same behind `Content-Encoding: gzip`, a thousandth of the size on the wire. */
export function gzipBomb(bytes: number): FixedResponse {
	return {
		status: 200,
		headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
		stream: () => Readable.from(jsonOf(bytes), { objectMode: false }).pipe(createGzip()),
	};
}
