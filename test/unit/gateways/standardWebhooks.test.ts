import { isSigned } from '../../../gateways/protocols/standardWebhooks';
import { callbackOf } from './bench';

/**
 * One webhook with the signature that npm standardwebhooks 1.1.1 makes for it. Random and altered ones are compared with
 * it, and with Replicate's own client, in `test/clients/replicate.test.ts`.
 */
const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const SECONDS = 1614265330;
const BODY = '{"test": 2432232314}';
const HEADERS = {
	'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
	'webhook-timestamp': String(SECONDS),
	'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
};

const isGood = (
	more: Partial<typeof HEADERS> = {},
	{ body = BODY, secret = SECRET, late = 0 } = {},
): boolean =>
	isSigned(
		callbackOf(body, {
			headers: { ...HEADERS, ...more },
			receivedAt: (SECONDS + late) * 1000,
		}),
		secret,
	);

test.each<[string, boolean]>([
	['as it is', isGood()],
	['with a secret without its prefix', isGood({}, { secret: SECRET.slice(6) })],
	['with a secret that was pasted with spaces', isGood({}, { secret: ` ${SECRET}\n` })],
	[
		'with an older signature in front',
		isGood({ 'webhook-signature': `v1,AAAA ${HEADERS['webhook-signature']}` }),
	],
	['five minutes late', isGood({}, { late: 300 })],
	['five minutes early', isGood({}, { late: -300 })],
])('%s it is genuine', (_how, isGenuine) => {
	expect(isGenuine).toBe(true);
});

test.each<[string, boolean]>([
	['with another body', isGood({}, { body: `${BODY} ` })],
	['with another secret', isGood({}, { secret: 'whsec_AAAA' })],
	['without a secret', isGood({}, { secret: '' })],
	['with a secret that is no base64', isGood({}, { secret: 'whsec_***' })],
	['with another ID', isGood({ 'webhook-id': 'msg_1' })],
	['without an ID', isGood({ 'webhook-id': '' })],
	['at another time', isGood({ 'webhook-timestamp': String(SECONDS + 1) })],
	['without a time', isGood({ 'webhook-timestamp': '' })],
	['more than five minutes late', isGood({}, { late: 301 })],
	['more than five minutes early', isGood({}, { late: -301 })],
	['without a signature', isGood({ 'webhook-signature': '' })],
	[
		'with a signature of another version',
		isGood({ 'webhook-signature': HEADERS['webhook-signature'].replace('v1', 'v2') }),
	],
])('%s it is not', (_how, isGenuine) => {
	expect(isGenuine).toBe(false);
});
