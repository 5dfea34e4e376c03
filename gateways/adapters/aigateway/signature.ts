import { createHmac } from 'crypto';

import type { CallbackRequest } from '../../gateway';
import { isRecent, isSameHex } from '../../protocols/signing';

/** A time in Unix seconds and the signatures that were made for it, in hexadecimal. */
interface Signed {
	timestamp: string;
	signatures: string[];
}

/**
 * The two forms that AIgateway documents: `X-Gateway-Signature: t=<unix>,v1=<hex>` (SDK 0.1.3, verifyWebhook) and
 * `aig-timestamp` with `aig-signature` (docs/webhooks). Both sign the same text in the same way.
 */
function readHeaders(headers: Readonly<Record<string, string>>): Signed | undefined {
	const combined = headers['x-gateway-signature'];
	if (combined !== undefined) {
		const parts = combined.split(',').map((part) => part.trim().split('='));
		const valuesOf = (name: string) =>
			parts.flatMap(([key, value]) => (key === name && value !== undefined ? [value] : []));
		const [timestamp] = valuesOf('t');
		return timestamp === undefined ? undefined : { timestamp, signatures: valuesOf('v1') };
	}
	const timestamp = headers['aig-timestamp'];
	const signature = headers['aig-signature'];
	return timestamp === undefined || signature === undefined
		? undefined
		: { timestamp, signatures: [signature] };
}

/** Whether AIgateway signed this body with `secret`, HMAC-SHA256 over `timestamp.body`, within the last five minutes. */
export function isSigned(
	{ headers, rawBody, receivedAt }: CallbackRequest,
	secret: string,
): boolean {
	const signed = readHeaders(headers);
	if (signed === undefined || !isRecent(signed.timestamp, receivedAt)) return false;
	const expected = createHmac('sha256', secret)
		.update(`${signed.timestamp}.`)
		.update(rawBody)
		.digest();
	return signed.signatures.some((signature) => isSameHex(signature, expected));
}
