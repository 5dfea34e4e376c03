import { createHmac } from 'crypto';

import type { CallbackRequest } from '../../gateway';
import { isRecent, isSameHex } from '../../protocols/signing';

/**
 * Whether OpenRouter signed this body with `secret` within the last five minutes: `X-OpenRouter-Signature` is
 * `t=<seconds>,v1=<hex>`, HMAC-SHA256 over the time, a comma and the body as it came
 * (docs/cookbook/video-generation/video-generation-webhooks, read 2026-11). The secret is the workspace's, and no route
 * reads it.
 */
export function isSigned(
	{ headers, rawBody, receivedAt }: CallbackRequest,
	secret: string,
): boolean {
	const parts = (headers['x-openrouter-signature'] ?? '').split(',').map((part) => part.trim());
	const timestamp = parts.find((part) => part.startsWith('t='))?.slice(2) ?? '';
	if (!isRecent(timestamp, receivedAt)) return false;
	const expected = createHmac('sha256', secret).update(`${timestamp},`).update(rawBody).digest();
	// Several while one secret takes over from another, as in other services' headers of this form.
	return parts
		.filter((part) => part.startsWith('v1='))
		.some((part) => isSameHex(part.slice(3), expected));
}
