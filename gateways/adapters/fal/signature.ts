import { createHash, createPublicKey, verify } from 'crypto';

import type { CallbackRequest } from '../../gateway';
import { isRecent } from '../../protocols/signing';

/** What a webhook's signature is about, in this order, each on a line of its own. */
const SIGNED = ['request-id', 'user-id', 'timestamp'] as const;

/** Between the keys in one text; no key in base64url has it. */
const SEPARATOR = ' ';

/** Several public keys, as in fal's JWKS (`x`, in base64url), as one text for `isSigned`. */
export const joinKeys = (keys: readonly string[]): string => keys.join(SEPARATOR);

function isSignedBy(x: string, message: Uint8Array, signature: Uint8Array): boolean {
	try {
		const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
		return verify(null, message, key, signature);
	} catch {
		// not a key
		return false;
	}
}

/**
 * Whether fal signed this webhook within the last five minutes: Ed25519 over the request's ID, the user's ID, the time
 * in Unix seconds and the SHA-256 of the body in hexadecimal, separated by line breaks.
 *
 * @param keys fal's public keys, by `joinKeys`
 */
export function isSigned({ headers, rawBody, receivedAt }: CallbackRequest, keys: string): boolean {
	const parts = SIGNED.map((name) => headers[`x-fal-webhook-${name}`]);
	const [, , timestamp] = parts;
	const signature = headers['x-fal-webhook-signature'];
	if (parts.includes(undefined) || !isRecent(timestamp, receivedAt)) return false;
	if (signature === undefined || !/^[0-9a-f]{128}$/i.test(signature)) return false;
	const digest = createHash('sha256').update(rawBody).digest('hex');
	const message = Buffer.from([...parts, digest].join('\n'));
	return keys
		.split(SEPARATOR)
		.some((x) => x !== '' && isSignedBy(x, message, Buffer.from(signature, 'hex')));
}
