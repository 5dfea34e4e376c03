import type { Answer } from '../../types';

/**
 * segmind.com, MiniMax AI (Hailuo), Common Error Codes; 410 and 422 are from docs.segmind.com.
 * Documented is the body `{error}`. [Inferred: the texts, which the page leaves open.]
 */
const MESSAGES: Record<number, string> = {
	400: 'Invalid parameters or request format',
	401: 'Missing or invalid API key',
	// /v2, by probes of 2026-08-02; the page has 406, which is what /v1 answers.
	402: 'Insufficient credits',
	403: 'Insufficient permissions',
	404: 'Model or endpoint not found',
	406: 'Not enough credits to process request',
	410: 'Model retired',
	422: 'Generation failed',
	429: 'Too many requests',
	500: 'Internal server error',
	502: 'Service temporarily unavailable',
	504: 'Request timed out',
};

/** The body `{error}`, in the gateway's words where they are printed; a 429 with the seconds until it accepts more. */
export function segmindError(status: number, message?: string, seconds = 60): Answer {
	return {
		status,
		body: { error: message ?? MESSAGES[status] ?? `HTTP ${status}` },
		// docs.segmind.com: instead of Retry-After.
		...(status === 429 && {
			headers: {
				'x-rate-limit-reset-at-utc': new Date(Date.now() + seconds * 1000).toISOString(),
			},
		}),
	};
}
