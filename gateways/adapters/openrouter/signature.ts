import { createHmac, timingSafeEqual } from 'crypto';

import type { CallbackRequest } from '../../gateway';

/** docs/cookbook/video-generation/video-generation-webhooks (read 2026-11): five minutes. In seconds. */
const TOLERANCE_SECONDS = 300;

/**
 * Whether OpenRouter signed this body with `secret` within the last five minutes: `X-OpenRouter-Signature` is
 * `t=<seconds>,v1=<hex>`, HMAC-SHA256 over the time, a comma and the body as it came (the same page). The secret is the
 * workspace's, and no route reads it.
 */
export function isSigned(
	{ headers, rawBody, receivedAt }: CallbackRequest,
	secret: string,
): boolean {
	const parts = (headers['x-openrouter-signature'] ?? '').split(',').map((part) => part.trim());
	const timestamp = parts.find((part) => part.startsWith('t='))?.slice(2) ?? '';
	if (!/^\d{1,12}$/.test(timestamp)) return false;
	if (Math.abs(receivedAt / 1000 - Number(timestamp)) > TOLERANCE_SECONDS) return false;
	const expected = createHmac('sha256', secret).update(`${timestamp},`).update(rawBody).digest();
	// Several while one secret takes over from another, as in other services' headers of this form.
	return parts
		.filter((part) => part.startsWith('v1='))
		.map((part) => part.slice(3))
		.filter((given) => /^[0-9a-f]{64}$/i.test(given))
		.some((given) => timingSafeEqual(Buffer.from(given, 'hex'), expected));
}
