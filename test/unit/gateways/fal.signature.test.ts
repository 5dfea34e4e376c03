import { createHash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';

import { findGateway } from '../../../gateways';
import type { CallbackRequest } from '../../../gateways/gateway';
import { isGatewayError } from '../../../gateways/gateway';
import { benchFor, callbackOf } from './bench';

/**
 * The keys that fal's webhooks are verified with (docs/model-apis/inference/webhooks, "Verification process"). Random
 * messages are in signedMessages.test.ts.
 */

const fal = findGateway('fal')!;
const { isValid } = fal.callbacks!.signature!;

const NOW = Date.UTC(2026, 10, 27, 12);
const signers = Array.from({ length: 3 }, () => generateKeyPairSync('ed25519'));
const publicText = (key: KeyObject): string => key.export({ format: 'jwk' }).x!;
/** The first two are fal's, the third one isn't. */
const PUBLISHED = signers.slice(0, 2).map(({ publicKey }) => publicText(publicKey));
const KEYS = PUBLISHED.join(' ');

interface Message {
	id: string;
	user: string;
	seconds: number;
	body: Uint8Array;
	signer: number;
}

function write({ id, user, seconds, body, signer }: Message): CallbackRequest {
	const timestamp = String(seconds);
	const digest = createHash('sha256').update(body).digest('hex');
	const text = [id, user, timestamp, digest].join('\n');
	const signature = sign(null, Buffer.from(text), signers[signer]!.privateKey).toString('hex');
	return {
		...callbackOf('', { receivedAt: NOW }),
		headers: {
			'x-fal-webhook-request-id': id,
			'x-fal-webhook-user-id': user,
			'x-fal-webhook-timestamp': timestamp,
			'x-fal-webhook-signature': signature,
		},
		rawBody: body,
	};
}

const right: Message = {
	id: '764cabcf-b745-4b3e-ae38-1200304cf45b',
	user: 'github|4711',
	seconds: NOW / 1000,
	body: new TextEncoder().encode('{"status":"OK"}'),
	signer: 0,
};

test.each<[string, string, boolean]>([
	['the first of two keys', KEYS, true],
	['the last of them', [...PUBLISHED].reverse().join(' '), true],
	['another key', publicText(signers[2]!.publicKey), false],
	['no key', '', false],
	['a text that is no key', 'abc', false],
	['the key behind texts that are none', `abc ${'A'.repeat(43)} ${KEYS}`, true],
])('%s', (_name, keys, expected) => {
	expect(isValid(write(right), keys)).toBe(expected);
});

describe('the keys', () => {
	const bench = benchFor(fal);

	test('are read without the credential, and fit a call', async () => {
		const job = await bench.submit({ model: fal.defaultModel, prompt: 'A lake' });
		const call = bench.simulator.callback(bench.simulator.jobs[0]!, {
			url: 'http://127.0.0.1:9/',
		});
		const { outcome } = await bench.send(fal.callbacks!.signature!.secret!());
		if (isGatewayError(outcome)) throw new Error(outcome.message);

		const headers = Object.fromEntries(
			Object.entries(call.headers).map(([key, value]) => [key.toLowerCase(), value]),
		);
		const received = callbackOf(call.body, { headers, receivedAt: Date.now() });
		expect(isValid(received, outcome.secret)).toBe(true);
		expect(isValid({ ...received, rawBody: Buffer.from('{}') }, outcome.secret)).toBe(false);
		expect(bench.simulator.requests.at(-1)?.headers.authorization).toBeUndefined();
		expect(job.status).toBe('queued');
	});

	test.each([
		[
			'of another kind are left out',
			{
				keys: [
					{ kty: 'RSA', n: 'x' },
					{ crv: 'P-256', x: 'y' },
				],
			},
		],
		['that are none leave none', { keys: [] }],
	])('%s', (_name, body) => {
		const { read } = fal.callbacks!.signature!.secret!();
		const answer = {
			status: 200,
			headers: {},
			body: JSON.stringify(body),
			receivedAt: NOW,
			baseUrl: 'https://queue.fal.run',
		};
		expect(read(answer)).toEqual({ secret: '' });
	});
});
