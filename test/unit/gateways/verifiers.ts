import { createHash, createPublicKey, verify } from 'node:crypto';

import type { CallbackRequest } from '../../../gateways/gateway';

/**
 * Second verifiers of signed callbacks, written for the tests from the gateways' pages and clients, step by step, and
 * from nothing of the adapters. HMAC is RFC 2104's own formula over the hash.
 */

/** A callback as it came over the wire. */
export type Sent = Pick<CallbackRequest, 'headers' | 'rawBody' | 'receivedAt'>;

const sha256 = (...parts: Uint8Array[]): Buffer => {
	const hash = createHash('sha256');
	for (const part of parts) hash.update(part);
	return hash.digest();
};

/** HMAC-SHA256: H(K xor opad, H(K xor ipad, text)). */
export function hmacSha256(key: string, ...text: Uint8Array[]): Buffer {
	const given = Buffer.from(key);
	const block = Buffer.alloc(64);
	(given.length > 64 ? sha256(given) : given).copy(block);
	const padded = (pad: number) => block.map((byte) => byte ^ pad);
	return sha256(padded(0x5c), sha256(padded(0x36), ...text));
}

/** Whether a text is a time in whole seconds, at most five minutes from the one at which the call came. */
const isRecent = (time: string, receivedAt: number): boolean =>
	time.length <= 12 && /^\d+$/.test(time) && Math.abs(receivedAt / 1000 - Number(time)) <= 5 * 60;

const isHex = (text: string, length: number): boolean =>
	text.length === length &&
	text.split('').every((sign) => '0123456789abcdefABCDEF'.includes(sign));

/** fal's page (docs/model-apis/inference/webhooks, "Verification process"), by public keys as its JWKS prints them. */
export function falVerifier(published: readonly string[]): (sent: Sent) => boolean {
	const keys = published.map((x) =>
		createPublicKey({ format: 'jwk', key: { kty: 'OKP', crv: 'Ed25519', x } }),
	);
	return ({ headers, rawBody, receivedAt }) => {
		const [id, user, time, signature] = ['request-id', 'user-id', 'timestamp', 'signature'].map(
			(name) => headers[`x-fal-webhook-${name}`],
		);
		if (id === undefined || user === undefined || time === undefined) return false;
		if (signature === undefined || !isHex(signature, 128)) return false;
		if (!isRecent(time, receivedAt)) return false;
		const message = Buffer.from(
			`${id}\n${user}\n${time}\n${sha256(rawBody).toString('hex')}`,
			'utf8',
		);
		return keys.some((key) => verify(undefined, message, key, Buffer.from(signature, 'hex')));
	};
}

function parsed(bytes: Uint8Array): unknown {
	try {
		return JSON.parse(Buffer.from(bytes).toString());
	} catch {
		return undefined;
	}
}

/** The task in a body of Kie.ai, by either name; undefined where it isn't a text. */
function taskOf(body: unknown): string | undefined {
	const data = (body as { data?: unknown } | null | undefined)?.data;
	if (typeof data !== 'object' || data === null || Array.isArray(data)) return undefined;
	const { taskId, task_id } = data as { taskId?: unknown; task_id?: unknown };
	for (const name of [taskId, task_id]) {
		if (name !== undefined && name !== null && typeof name !== 'string') return undefined;
	}
	return ((taskId ?? '') || (task_id ?? '') || undefined) as string | undefined;
}

/** Kie.ai's page (common-api/webhook-verification): base64(HMAC-SHA256(taskId + "." + timestamp, key)). */
export const kieVerifier =
	(key: string) =>
	({ headers, rawBody, receivedAt }: Sent): boolean => {
		const task = taskOf(parsed(rawBody));
		const time = headers['x-webhook-timestamp'] ?? '';
		if (task === undefined || !isRecent(time, receivedAt)) return false;
		const wanted = hmacSha256(key, Buffer.from(`${task}.${time}`)).toString('base64');
		return headers['x-webhook-signature'] === wanted;
	};

/** AIgateway's docs/webhooks (`aig-*`) and sdk-node 0.1.3 (`X-Gateway-Signature: t=,v1=`), in hexadecimal. */
export const aigatewayVerifier =
	(secret: string) =>
	({ headers, rawBody, receivedAt }: Sent): boolean => {
		let time = headers['aig-timestamp'];
		let signatures = [headers['aig-signature'] ?? ''];
		const combined = headers['x-gateway-signature'];
		if (combined !== undefined) {
			const pairs = combined.split(',').map((part) => part.trim().split('='));
			time = pairs.find(([name, value]) => name === 't' && value !== undefined)?.[1];
			signatures = pairs.flatMap(([name, value]) => (name === 'v1' ? [value ?? ''] : []));
		}
		if (time === undefined || !isRecent(time, receivedAt)) return false;
		const wanted = hmacSha256(secret, Buffer.from(`${time}.`), rawBody).toString('hex');
		return signatures.some(
			(signature) => isHex(signature, 64) && signature.toLowerCase() === wanted,
		);
	};
