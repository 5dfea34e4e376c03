import { createHmac } from 'crypto';

import type { CallbackRequest } from '../callbacks';
import { isRecent, isSameText } from './signing';

/** In front of a secret that is written as text. The rest of it is base64. */
const PREFIX = /^whsec_/;

/** Padded, or not at all. */
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?$/;

/** The key that a secret stands for; undefined if it isn't base64, or empty. */
function keyOf(secret: string): Uint8Array | undefined {
	const text = secret.trim().replace(PREFIX, '');
	return text !== '' && BASE64.test(text) ? Buffer.from(text, 'base64') : undefined;
}

/**
 * Whether a webhook was signed with `secret` within the last five minutes, by the Standard Webhooks specification
 * (standardwebhooks.com, read 2026-11): `webhook-signature` has one or more signatures of version 1, each the base64 of
 * HMAC-SHA256 over `webhook-id`, `webhook-timestamp` (Unix seconds) and the body, with dots between them.
 */
export function isSigned(
	{ headers, rawBody, receivedAt }: CallbackRequest,
	secret: string,
): boolean {
	const id = headers['webhook-id'];
	const timestamp = headers['webhook-timestamp'] ?? '';
	const key = keyOf(secret);
	if (!id || key === undefined || !isRecent(timestamp, receivedAt)) return false;
	const expected = createHmac('sha256', key)
		.update(`${id}.${timestamp}.`)
		.update(rawBody)
		.digest('base64');
	return (headers['webhook-signature'] ?? '').split(' ').some((signature) => {
		const [version, value = ''] = signature.split(',');
		// As text: base64 can be written in several ways, and only one of them is the signature.
		return version === 'v1' && isSameText(value, expected);
	});
}
