import { createHmac } from 'node:crypto';
import * as fc from 'fast-check';

import { isSigned } from '../../../gateways/adapters/aigateway/signature';
import { cases } from '../../support/draw';
import { callbackOf } from './bench';

/** docs/webhooks (`aig-*`) and sdk-node 0.1.3, verifyWebhook (`X-Gateway-Signature`); both sign `time.body`. */

const SECRET = 'whsec_of_this_key';
const NOW = Date.UTC(2026, 9, 1, 12);
const SECONDS = NOW / 1000;
const BODY = '{"id":"job_1","status":"completed","note":"café"}';

const sign = (body: string, timestamp: number | string = SECONDS, secret = SECRET) =>
	createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');

interface Facts {
	body?: string;
	/** In Unix seconds. */
	timestamp?: number | string;
	signature?: string;
}

/** The headers of both forms. */
const forms: Record<string, (facts?: Facts) => Record<string, string>> = {
	'X-Gateway-Signature': ({ timestamp = SECONDS, body = BODY, signature } = {}) => ({
		'x-gateway-signature': `t=${timestamp},v1=${signature ?? sign(body, timestamp)}`,
	}),
	'aig-signature': ({ timestamp = SECONDS, body = BODY, signature } = {}) => ({
		'aig-timestamp': String(timestamp),
		'aig-signature': signature ?? sign(body, timestamp),
	}),
};

const isGood = (headers: Record<string, string>, body = BODY, secret = SECRET) =>
	isSigned(callbackOf(body, { headers, receivedAt: NOW }), secret);

describe.each(Object.entries(forms))('%s', (_name, headersOf) => {
	test('of this secret, body and time is genuine', () => {
		expect(isGood(headersOf())).toBe(true);
	});

	test('is about the bytes, also where they are no text', () => {
		const rawBody = Buffer.from([0xff, 0xfe, 0, 0x7b, 0x0d, 0x0a]);
		const signature = createHmac('sha256', SECRET)
			.update(`${SECONDS}.`)
			.update(rawBody)
			.digest('hex');
		const request = callbackOf('', {
			headers: headersOf({ signature }),
			rawBody,
			receivedAt: NOW,
		});
		expect(isSigned(request, SECRET)).toBe(true);
		for (let index = 0; index < rawBody.length; index++) {
			const altered = Buffer.from(rawBody);
			altered[index]! ^= 1;
			expect(isSigned({ ...request, rawBody: altered }, SECRET)).toBe(false);
		}
	});

	test.each([
		['another secret', sign(BODY, SECONDS, 'whsec_of_another')],
		['an empty secret', sign(BODY, SECONDS, '')],
		['the body alone', createHmac('sha256', SECRET).update(BODY).digest('hex')],
		['another time', sign(BODY, SECONDS - 1)],
		['nothing', ''],
		['the right one, cut short', sign(BODY).slice(0, -2)],
		['the right one and more', `${sign(BODY)}00`],
		['the right one and half a byte', `${sign(BODY)}0`],
		['the right one and letters that are no digits', `${sign(BODY)}zz`],
		['the right one in base64', Buffer.from(sign(BODY), 'hex').toString('base64')],
		['sixty-four zeros', '0'.repeat(64)],
		['letters that are no digits', 'z'.repeat(64)],
	])('over %s is not', (_what, signature) => {
		expect(isGood(headersOf({ signature }))).toBe(false);
	});

	test.each([
		['altered', BODY.replace('completed', 'failed')],
		['longer by a space', `${BODY} `],
		['empty', ''],
	])('is not genuine over a body that is %s', (_what, body) => {
		expect(isGood(headersOf(), body)).toBe(false);
		expect(isGood(headersOf({ body }), body)).toBe(true);
	});

	test.each([
		[0, true],
		[299, true],
		[300, true],
		[301, false],
		[86_400, false],
	])('counts %i s before and after its time: %p', (seconds, genuine) => {
		expect(isGood(headersOf({ timestamp: SECONDS - seconds }))).toBe(genuine);
		expect(isGood(headersOf({ timestamp: SECONDS + seconds }))).toBe(genuine);
	});

	test.each([
		'',
		' ',
		'now',
		'-1',
		'1e9',
		'NaN',
		'Infinity',
		`${SECONDS}.0`,
		`0x${'1'.repeat(8)}`,
	])('with the time %j is not, though signed for it', (timestamp) => {
		expect(isGood(headersOf({ timestamp }))).toBe(false);
	});

	test('in milliseconds is not', () => {
		expect(isGood(headersOf({ timestamp: NOW }))).toBe(false);
	});
});

describe('X-Gateway-Signature', () => {
	const good = sign(BODY);

	test.each([
		`v1=${good},t=${SECONDS}`,
		`t=${SECONDS}, v1=${good}`,
		// As while a secret is renewed.
		`t=${SECONDS},v1=${'0'.repeat(64)},v1=${good}`,
		`t=${SECONDS},v0=abc,v1=${good},v2=more=than=that`,
	])('may be %s', (value) => {
		expect(isGood({ 'x-gateway-signature': value })).toBe(true);
	});

	test.each([
		'',
		',',
		'=',
		good,
		`v1=${good}`,
		`t=${SECONDS}`,
		`t=${SECONDS},v0=${good}`,
		`t=${SECONDS};v1=${good}`,
		`T=${SECONDS},V1=${good}`,
		// Of two times the first counts, so that nobody chooses.
		`t=${SECONDS - 400},t=${SECONDS},v1=${good}`,
		`__proto__=${SECONDS},constructor=${good}`,
	])('may not be %j', (value) => {
		expect(isGood({ 'x-gateway-signature': value })).toBe(false);
	});
});

test.each<Record<string, string>>([
	{},
	{ 'aig-signature': sign(BODY) },
	{ 'aig-timestamp': String(SECONDS) },
	{ 'aig-timestamp': String(SECONDS), 'x-signature': sign(BODY) },
	{ 'aig-timestamp': String(SECONDS), 'x-gateway-signature': `v1=${sign(BODY)}` },
])('nothing is put together from %j', (headers) => {
	expect(isGood(headers)).toBe(false);
});

test('anything that somebody may write there is read without a fault, and is not genuine', () => {
	const anything = fc.oneof(
		fc.string({ unit: 'binary', maxLength: 200 }),
		fc.constantFrom('t=', 'v1=', `t=${SECONDS},v1=`, '='.repeat(5000), ','.repeat(5000)),
		fc.string({ unit: fc.constantFrom(...'t=v1,0f'), maxLength: 100 }),
	);
	const headers = fc.dictionary(
		fc.constantFrom('x-gateway-signature', 'aig-signature', 'aig-timestamp'),
		anything,
	);
	fc.assert(
		fc.property(headers, fc.string(), (some, body) => {
			expect(isGood(some, body)).toBe(false);
		}),
		{ numRuns: cases(3000) },
	);
});
