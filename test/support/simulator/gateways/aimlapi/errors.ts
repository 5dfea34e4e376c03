import { randomUUID } from 'node:crypto';
import type { Answer } from '../../types';

/** Texts of docs.aimlapi.com, Errors and Messages (api-docs repository, 2026-08-21). */
const MESSAGES: Record<number, string> = {
	400: 'Body validation error!',
	401: 'This request requires a valid API key',
	403: "You've run out of credits",
	404: 'Not Found',
	429: 'Too Many Requests',
	500: 'Internal Server Error',
	502: 'Bad Gateway',
	503: 'Service Unavailable',
	504: 'Generation timeout',
};

/** The error body of docs.aimlapi.com, General Info; `statusCode` is text there. */
export function aimlapiError(status: number, path = '/', message?: string): Answer {
	return {
		status,
		body: {
			message: message ?? MESSAGES[status] ?? `HTTP ${status}`,
			path,
			requestId: randomUUID(),
			statusCode: String(status),
			timestamp: new Date().toISOString(),
		},
	};
}
