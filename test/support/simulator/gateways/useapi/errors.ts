import type { Answer } from '../../types';

/**
 * useapi.net, POST videos/create, Responses, 2026-02-24; 402 is from its error pages.
 * [Inferred: the texts of 400, 402 and of 500 and above but 596.]
 */
const MESSAGES: Record<number, string> = {
	400: 'Bad request',
	401: 'Unauthorized',
	402: 'Your useapi.net subscription has expired',
	404: 'Not found.',
	412: 'Insufficient credits. Please recharge to get more credits or try again next day.',
	422: 'Your prompt is too short, please provide more details',
	429: 'YOU CAN QUEUE 3 JOBS AT ONCE',
	500: 'Internal server error',
	502: 'Bad gateway',
	504: 'Gateway timeout',
	596: 'Unusual account activities detected. Please contact customer support',
};

/** The body `{error}`, in the gateway's words where they are printed. */
export function useapiError(status: number, message?: string): Answer {
	const error = message ?? MESSAGES[status] ?? `HTTP ${status}`;
	// GET videos/videoId documents a code beside the text for 400 and 404.
	return { status, body: status === 404 ? { error, code: status } : { error } };
}
