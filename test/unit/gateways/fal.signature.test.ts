import {
	createHash,
	createPublicKey,
	generateKeyPairSync,
	sign,
	verify,
	type KeyObject,
} from 'node:crypto';
import * as fc from 'fast-check';

import { findGateway } from '../../../gateways';
import type { CallbackRequest } from '../../../gateways/gateway';
import { isGatewayError } from '../../../gateways/gateway';
import { cases } from '../../support/draw';
import { benchFor, callbackOf } from './bench';

/**
 * fal's webhooks, verified by the adapter and by a second verifier that was written for this test from fal's page
 * (docs/model-apis/inference/webhooks, "Verification process"). Both must agree on every message.
 */

const fal = findGateway('fal')!;
const { isValid } = fal.callbacks!.signature!;

const NOW = Date.UTC(2026, 10, 27, 12);
const signers = Array.from({ length: 3 }, () => generateKeyPairSync('ed25519'));
const publicText = (key: KeyObject): string => key.export({ format: 'jwk' }).x!;
/** The first two are fal's, the third one isn't. */
const PUBLISHED = signers.slice(0, 2).map(({ publicKey }) => publicText(publicKey));
const KEYS = PUBLISHED.join(' ');

/** The page's steps, one by one. */
function judge({ headers, rawBody, receivedAt }: CallbackRequest): boolean {
	const [id, user, time, signature] = ['request-id', 'user-id', 'timestamp', 'signature'].map(
		(name) => headers[`x-fal-webhook-${name}`],
	);
	if (id === undefined || user === undefined || time === undefined) return false;
	if (signature === undefined || signature.length !== 128) return false;
	if (!/^\d+$/.test(time) || time.length > 12) return false;
	if (Math.abs(receivedAt / 1000 - Number(time)) > 300) return false;
	if (signature.split('').some((sign) => !'0123456789abcdefABCDEF'.includes(sign))) return false;
	const digest = createHash('sha256').update(rawBody).digest('hex');
	const message = Buffer.from(`${id}\n${user}\n${time}\n${digest}`, 'utf8');
	return PUBLISHED.some((x) =>
		verify(
			undefined,
			message,
			createPublicKey({ format: 'jwk', key: { kty: 'OKP', crv: 'Ed25519', x } }),
			Buffer.from(signature, 'hex'),
		),
	);
}

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

const messages: fc.Arbitrary<Message> = fc.record({
	id: fc.oneof(fc.uuid(), fc.string(), fc.constantFrom('', '\n', 'a\nb')),
	user: fc.oneof(fc.constantFrom('github|4711', 'auth0|1', ''), fc.string()),
	seconds: fc.oneof(
		fc.integer({ min: -400, max: 400 }).map((offset) => NOW / 1000 + offset),
		fc.constantFrom(0, -1, NOW, NOW / 1000 + 0.5),
	),
	body: fc.oneof(
		fc.json().map((text) => new TextEncoder().encode(text)),
		fc.uint8Array({ maxLength: 40 }),
	),
	signer: fc.nat(2),
});

type Headers = Record<string, string>;

const name = (part: string) => `x-fal-webhook-${part}`;
const headerNames = fc.constantFrom('request-id', 'user-id', 'timestamp', 'signature').map(name);

type Change = (call: CallbackRequest) => CallbackRequest;

/** What somebody between fal and n8n could do to a call. */
const changes: fc.Arbitrary<Change> = fc.oneof(
	fc.constant((call: CallbackRequest) => call),
	headerNames.map((header) => (call: CallbackRequest): CallbackRequest => ({
		...call,
		headers: Object.fromEntries(Object.entries(call.headers).filter(([key]) => key !== header)),
	})),
	fc
		.tuple(headerNames, fc.string({ maxLength: 130 }))
		.map(([header, value]) => (call: CallbackRequest): CallbackRequest => ({
			...call,
			headers: { ...call.headers, [header]: value } as Headers,
		})),
	fc
		.tuple(headerNames, headerNames)
		.map(([to, from]) => (call: CallbackRequest): CallbackRequest => ({
			...call,
			headers: { ...call.headers, [to]: call.headers[from] ?? '' } as Headers,
		})),
	fc
		.tuple(headerNames, fc.nat(200), fc.constantFrom('0', 'f', ' ', '\n', '\u0000', 'G'))
		.map(([header, place, sign]) => (call: CallbackRequest): CallbackRequest => {
			const value = call.headers[header] ?? '';
			const at = place % (value.length + 1);
			return {
				...call,
				headers: {
					...call.headers,
					[header]: value.slice(0, at) + sign + value.slice(at + 1),
				} as Headers,
			};
		}),
	fc
		.tuple(fc.nat(60), fc.nat(255))
		.map(([place, byte]) => (call: CallbackRequest): CallbackRequest => {
			const rawBody = new Uint8Array([...call.rawBody, 0]);
			rawBody[place % rawBody.length] = byte;
			return { ...call, rawBody };
		}),
	headerNames.map((header) => (call: CallbackRequest): CallbackRequest => ({
		...call,
		headers: {
			...call.headers,
			[header]: (call.headers[header] ?? '').toUpperCase(),
		} as Headers,
	})),
	fc
		.integer({ min: -700_000, max: 700_000 })
		.map((late) => (call: CallbackRequest): CallbackRequest => ({
			...call,
			receivedAt: call.receivedAt + late,
		})),
);

test('both verifiers agree on every message, random or changed on its way', () => {
	const counts = { valid: 0, invalid: 0 };
	fc.assert(
		fc.property(messages, fc.array(changes, { maxLength: 2 }), (message, changed) => {
			const call = changed.reduce((before, change) => change(before), write(message));
			const expected = judge(call);
			expect(isValid(call, KEYS)).toBe(expected);
			counts[expected ? 'valid' : 'invalid']++;
		}),
		{ numRuns: cases(100_000) },
	);
	// Neither side may run dry.
	expect(Math.min(counts.valid, counts.invalid)).toBeGreaterThan(50);
}, 600_000);

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
