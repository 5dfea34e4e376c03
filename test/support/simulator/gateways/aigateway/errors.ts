import type { Answer } from '../../types';

/**
 * The error types of the model page; 403 is from https://aigateway.sh/docs/authentication.
 * [Inferred: the type that goes with 400, and all message texts.]
 */
const ERRORS: Record<number, [type: string, message: string]> = {
	400: ['invalid_request_error', 'Invalid request'],
	401: ['authentication_error', 'Invalid or missing API key'],
	402: ['insufficient_credits', 'Wallet empty'],
	403: ['scope_exceeded', 'The key does not allow this'],
	404: ['not_found', 'Unknown model or endpoint'],
	429: ['rate_limit_error', 'Over per-minute limit'],
	500: ['server_error', 'Upstream provider failed'],
	503: ['service_unavailable', 'Upstream saturated'],
};

/** The body `{error:{message,type,code}}` of the OpenAPI document (aigateway-sh/openapi, 2026-06-23). */
export function aigatewayError(status: number, message?: string): Answer {
	const [type, text] = ERRORS[status] ?? ['server_error', `HTTP ${status}`];
	return { status, body: { error: { message: message ?? text, type, code: status } } };
}
