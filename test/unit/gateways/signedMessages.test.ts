import { generateKeyPairSync, sign, createHash, createHmac, type KeyObject } from 'node:crypto';
import * as fc from 'fast-check';

import { findGateway } from '../../../gateways';
import { cases } from '../../support/draw';
import { callbackOf } from './bench';
import { aigatewayVerifier, falVerifier, hmacSha256, kieVerifier, type Sent } from './verifiers';

/**
 * Signed callbacks, written as the gateways do and changed on their way: on each, the adapter's verifier and a second
 * one must agree.
 */

const NOW = Date.UTC(2026, 10, 27, 12);

/** What there is to sign, for any gateway. */
interface Message {
	id: string;
	user: string;
	time: string;
	body: Uint8Array;
	/** Which of the signers; the last one isn't the gateway's. */
	signer: number;
}

const bytesOf = (text: string) => new TextEncoder().encode(text);

const messages: fc.Arbitrary<Message> = fc.record({
	id: fc.oneof(fc.uuid(), fc.string(), fc.constantFrom('', '\n', 'a\nb')),
	user: fc.oneof(fc.constantFrom('github|4711', 'auth0|1', ''), fc.string()),
	time: fc.oneof(
		{
			weight: 4,
			arbitrary: fc.integer({ min: -400, max: 400 }).map((by) => String(NOW / 1000 + by)),
		},
		fc.constantFrom('', '0', '-1', '1e9', 'NaN', String(NOW), String(NOW / 1000 + 0.5)),
	),
	body: fc.oneof(fc.string().map(bytesOf), fc.uint8Array({ maxLength: 40 })),
	signer: fc.nat(2),
});

interface Scheme {
	headers: readonly string[];
	/** What the adapter verifies with. */
	secret: string;
	write: (message: Message) => Sent;
	judge: (sent: Sent) => boolean;
}

const keyPairs = Array.from({ length: 3 }, () => generateKeyPairSync('ed25519'));
const publicText = (key: KeyObject): string => key.export({ format: 'jwk' }).x!;
/** The first two are fal's, the third one isn't. */
const published = keyPairs.slice(0, 2).map(({ publicKey }) => publicText(publicKey));

const fal: Scheme = {
	headers: ['request-id', 'user-id', 'timestamp', 'signature'].map(
		(name) => `x-fal-webhook-${name}`,
	),
	secret: published.join(' '),
	judge: falVerifier(published),
	write({ id, user, time, body, signer }) {
		const digest = createHash('sha256').update(body).digest('hex');
		const text = Buffer.from([id, user, time, digest].join('\n'));
		return {
			headers: {
				'x-fal-webhook-request-id': id,
				'x-fal-webhook-user-id': user,
				'x-fal-webhook-timestamp': time,
				'x-fal-webhook-signature': sign(null, text, keyPairs[signer]!.privateKey).toString(
					'hex',
				),
			},
			rawBody: body,
			receivedAt: NOW,
		};
	},
};

const SECRET = 'whsec_of_this_key';
/** The first two signers have the secret, the third one hasn't. */
const secretOf = (signer: number) => (signer === 2 ? `${SECRET}x` : SECRET);

const kie: Scheme = {
	headers: ['x-webhook-timestamp', 'x-webhook-signature'],
	secret: SECRET,
	judge: kieVerifier(SECRET),
	write({ id, user, time, body, signer }) {
		const name = user === '' ? 'task_id' : 'taskId';
		// Now and then a number, which isn't a task even where it is signed.
		const task = id === '\n' ? 4711 : id;
		const data = { [name]: task, state: 'success', more: Buffer.from(body).toString('base64') };
		return {
			headers: {
				'x-webhook-timestamp': time,
				'x-webhook-signature': createHmac('sha256', secretOf(signer))
					.update(`${task}.${time}`)
					.digest('base64'),
			},
			rawBody: bytesOf(JSON.stringify({ code: 200, data })),
			receivedAt: NOW,
		};
	},
};

const aigateway: Scheme = {
	headers: ['x-gateway-signature', 'aig-timestamp', 'aig-signature'],
	secret: SECRET,
	judge: aigatewayVerifier(SECRET),
	write({ user, time, body, signer }) {
		const signature = createHmac('sha256', secretOf(signer))
			.update(`${time}.`)
			.update(body)
			.digest('hex');
		const headers: Record<string, string> =
			user === ''
				? { 'aig-timestamp': time, 'aig-signature': signature }
				: { 'x-gateway-signature': `t=${time},v1=${signature}` };
		return { headers, rawBody: body, receivedAt: NOW };
	},
};

type Change = (sent: Sent) => Sent;

const withHeader =
	(name: string, change: (value: string, sent: Sent) => string): Change =>
	(sent) => ({
		...sent,
		headers: { ...sent.headers, [name]: change(sent.headers[name] ?? '', sent) },
	});

/** What somebody between the gateway and n8n could do to a call. */
const changesOf = (names: readonly string[]): fc.Arbitrary<Change> => {
	const header = fc.constantFrom(...names);
	return fc.oneof(
		fc.constant<Change>((sent) => sent),
		header.map((name): Change => ({ headers, ...sent }) => ({
			...sent,
			headers: Object.fromEntries(Object.entries(headers).filter(([key]) => key !== name)),
		})),
		fc
			.tuple(header, fc.string({ maxLength: 130 }))
			.map(([name, text]) => withHeader(name, () => text)),
		fc
			.tuple(header, header)
			.map(([to, from]) => withHeader(to, (_value, { headers }) => headers[from] ?? '')),
		fc
			.tuple(
				header,
				fc.nat(200),
				fc.constantFrom('0', 'f', ' ', '\n', '\0', 'G', '=', ',', '+'),
			)
			.map(([name, place, sign]) =>
				withHeader(name, (value) => {
					const at = place % (value.length + 1);
					return value.slice(0, at) + sign + value.slice(at + 1);
				}),
			),
		fc
			.tuple(header, fc.constantFrom('0', 'zz', ' ', '=', ',v1=', '00'))
			.map(([name, more]) => withHeader(name, (value) => value + more)),
		header.map((name) => withHeader(name, (value) => value.slice(0, -1))),
		header.map((name) => withHeader(name, (value) => value.toUpperCase())),
		fc.tuple(fc.nat(200), fc.nat(255)).map(([place, byte]): Change => (sent) => {
			const rawBody = new Uint8Array([...sent.rawBody, 0]);
			rawBody[place % rawBody.length] = byte;
			return { ...sent, rawBody };
		}),
		fc.integer({ min: -700_000, max: 700_000 }).map((late): Change => (sent) => ({
			...sent,
			receivedAt: sent.receivedAt + late,
		})),
	);
};

test.each<[string, Scheme]>([
	['fal', fal],
	['kie', kie],
	['aigateway', aigateway],
])(
	'%s: both verifiers agree on every message, random or changed on its way',
	(id, { headers, secret, write, judge }) => {
		const { isValid } = findGateway(id)!.callbacks!.signature!;
		const counts = { valid: 0, invalid: 0 };
		const changes = fc.array(changesOf(headers), { maxLength: 2 });
		const numRuns = cases(100_000, 300);
		fc.assert(
			fc.property(messages, changes, (message, changed) => {
				const sent = changed.reduce((before, change) => change(before), write(message));
				const expected = judge(sent);
				const text = Buffer.from(sent.rawBody).toString();
				expect(isValid(callbackOf(text, sent), secret)).toBe(expected);
				counts[expected ? 'valid' : 'invalid']++;
			}),
			{ numRuns },
		);
		// Neither side may run dry.
		expect(Math.min(counts.valid, counts.invalid)).toBeGreaterThan(numRuns / 20);
		if (process.env.CASES === 'all') console.log(`${id}: ${JSON.stringify(counts)}`);
	},
	900_000,
);

test('the second HMAC is the one of RFC 4231, also with a key longer than a block', () => {
	const hex = (key: string, text: string) => hmacSha256(key, Buffer.from(text)).toString('hex');
	expect(hex('Jefe', 'what do ya want for nothing?')).toBe(
		'5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
	);
	const long = 'k'.repeat(131);
	expect(hex(long, 'text')).toBe(createHmac('sha256', long).update('text').digest('hex'));
});
