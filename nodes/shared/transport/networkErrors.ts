import { UserError } from 'n8n-workflow';

import { TRY_LATER } from '../../../gateways/answer/failures';
import type { Gateway, GatewayError } from '../../../gateways/gateway';
import { reasonOf } from '../failure';

/**
 * What it means that a call ended without an answer. For a submit, this decides about money: only what definitely never
 * arrived may be sent to another gateway.
 */

/** Codes that already mean the server wasn't reached: no address, nobody listening, a rejected certificate. */
const neverConnected =
	/^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ERR_INVALID_URL|ERR_TLS_CERT_\w+|CERT_\w+|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_\w+|UNABLE_TO_\w+)$/;

/**
 * Failed TLS handshakes, as codes and in OpenSSL's words (openssl 3, sslerr.h). Any other TLS error can also come from
 * a damaged answer, and then the request has arrived.
 */
const handshake =
	/alert[_ ]handshake[_ ]failure|alert[_ ]protocol[_ ]version|unsupported[_ ]protocol|no[_ ]shared[_ ]cipher|no[_ ]ciphers[_ ]available|no[_ ]protocols[_ ]available|unrecognized[_ ]name|insufficient[_ ]security|unsafe[_ ]legacy[_ ]renegotiation|(dh|ee)[_ ]key[_ ]too[_ ]small|ca[_ ]md[_ ]too[_ ]weak/i;

/** How a server without TLS reacts to a handshake. A damaged answer can cause the same words. */
const noTls = /wrong version number|packet length too long|http request|record layer failure/i;

/** Of those that never arrived, what may be temporary. */
const transient = /^(ECONNREFUSED|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ENETDOWN|ETIMEDOUT)$/;

interface Layer {
	name?: unknown;
	code?: unknown;
	syscall?: unknown;
	message?: unknown;
	httpCode?: unknown;
	cause?: unknown;
	errorResponse?: unknown;
	errors?: unknown;
}

/** An error and those that n8n has wrapped into it, the outermost first. */
export function collectLayers(error: unknown): Layer[] {
	const layers: Layer[] = [];
	for (let one = error; typeof one === 'object' && one !== null && layers.length < 6;) {
		const layer = one as Layer;
		layers.push(layer);
		one = layer.cause ?? layer.errorResponse;
	}
	return layers;
}

/** The code of a network error. n8n 1.123 keeps only `httpCode` of it. */
function networkCode(layers: readonly Layer[]): string | undefined {
	for (const { code, httpCode } of layers) {
		if (typeof code === 'string') return code;
		if (typeof httpCode === 'string' && /^[A-Z][A-Z0-9_]+$/.test(httpCode)) return httpCode;
	}
	return undefined;
}

const isOpening = ({ syscall }: Layer): boolean =>
	syscall === 'connect' || syscall === 'getaddrinfo';

/** Whether there was no connection to send the request over, so that it definitely never arrived. */
function neverArrived(code: string, layers: readonly Layer[]): boolean {
	if (neverConnected.test(code) || (code.startsWith('ERR_SSL_') && handshake.test(code)))
		return true;
	return layers.some((layer) => {
		if (isOpening(layer)) return true;
		// One error for each address of the host that was tried.
		if (Array.isArray(layer.errors) && layer.errors.length > 0) {
			return (layer.errors as Layer[]).every(isOpening);
		}
		const message = String(layer.message);
		if (layer.code === 'ECONNRESET') return message.includes('before secure TLS connection');
		return (
			layer.code === 'EPROTO' &&
			layer.syscall === 'write' &&
			(handshake.test(message) || noTls.test(message))
		);
	});
}

/**
 * Whether n8n itself refused to send, as its protection against calls into the local network does. An n8n too old to
 * have UserError has no such protection either.
 */
const isRefusedByN8n = (layers: readonly Layer[]): boolean =>
	typeof UserError === 'function' && layers.some((layer) => layer instanceof UserError);

/** An error of a call to a gateway that never got an answer. */
const callError = (
	facts: Pick<GatewayError, 'message' | 'retryable' | 'accepted'> & Partial<GatewayError>,
): GatewayError => ({
	kind: 'gatewayError',
	code: 'gateway',
	fix: "Check 'Base URL' in the credential, and n8n's network connection.",
	...facts,
});

/** A call that threw an error without a network code. */
function unknownError({ label }: Gateway, error: unknown, layers: readonly Layer[]): GatewayError {
	const reason = reasonOf(error);
	const isRefused = isRefusedByN8n(layers);
	return callError({
		message: isRefused
			? `n8n didn't send the request to ${label}: ${reason}`
			: `The request to ${label} failed: ${reason}`,
		retryable: false,
		accepted: isRefused ? 'no' : 'maybe',
	});
}

/** A call that may have arrived, but whose answer did not. */
function brokenError({ label }: Gateway, code: string): GatewayError {
	const isLate = /TIMEDOUT|ECONNABORTED|TIMEOUT/.test(code);
	return callError({
		code: isLate ? 'timeout' : 'gateway',
		message: isLate
			? `${label} didn't respond in time`
			: `The connection to ${label} broke before a response arrived (${readable(code)})`,
		fix: TRY_LATER,
		retryable: true,
		accepted: 'maybe',
	});
}

/** What it means that a call threw instead of being answered. */
export function connectionError(gateway: Gateway, error: unknown): GatewayError {
	const layers = collectLayers(error);
	const code = networkCode(layers);
	if (code === undefined) return unknownError(gateway, error, layers);
	if (!neverArrived(code, layers)) return brokenError(gateway, code);
	return callError({
		message: `${gateway.label} couldn't be reached (${readable(code)})`,
		retryable: transient.test(code),
		accepted: 'no',
	});
}

/** HTTP 407: the proxy between n8n and the gateway didn't pass the call on. */
export function proxyError(gateway: Gateway): GatewayError {
	return {
		kind: 'gatewayError',
		code: 'gateway',
		message: `The proxy between n8n and ${gateway.label} requires a login (HTTP 407)`,
		fix: "Check the user and password in n8n's proxy settings (HTTP_PROXY, HTTPS_PROXY).",
		retryable: false,
		accepted: 'no',
		httpStatus: 407,
	};
}

/** The answer names an address that no gateway on the internet can have meant. Nothing was sent there. */
export function addressError(gateway: Gateway): GatewayError {
	return {
		kind: 'gatewayError',
		code: 'gateway',
		message: `${gateway.label} directed n8n to an address in a private network`,
		fix: "Check 'Base URL' in the credential.",
		retryable: false,
		accepted: 'no',
	};
}

/** A network code in words: n8n replaces a whole message that contains one of the codes with its own text. */
function readable(code: string): string {
	const words: Record<string, string> = {
		ECONNREFUSED: 'connection refused',
		ETIMEDOUT: 'connection timed out',
		ENOTFOUND: 'unknown host name',
		EAI_AGAIN: 'host name lookup failed',
		EHOSTUNREACH: 'host unreachable',
		ENETUNREACH: 'network unreachable',
		EADDRNOTAVAIL: 'address not available',
		ECONNRESET: 'connection reset',
		EPIPE: 'connection closed',
	};
	return words[code] ?? code.toLowerCase().replaceAll('_', ' ');
}
