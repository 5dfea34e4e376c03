import type { IAuthenticate } from 'n8n-workflow';

import { AiGatewayApi } from '../../../credentials/AiGatewayApi.credentials';
import { buildUrl, readBaseUrl, withoutSecrets } from '../../../nodes/shared/credentials';
import { aigateway } from '../../../gateways/adapters/aigateway';
import { useapi } from '../../../gateways/adapters/useapi';
import { cleanKey, withoutKey as withoutAnyKey } from '../../../nodes/shared/secrets';

/** Keys as the gateways give them out, and one with everything that has to be escaped somewhere. */
const keys = [
	'sk-aig-5b1d0c7e9f2a4836a7c4e1',
	'7c2fd0a4e1b84d5e9a3610f8c5d27be4',
	'SG_4f1c9be07d2a3865',
	'user:1234-Zq8vT1cXw5LrN0yK',
	'eyJhbGciOiJSUzI1NiJ9.c2ltdWxhdGVkLW1pbmltYXg.c2lnbmF0dXJl',
	'a/b+c=d&e<f>"g"\\h7%20Q9z',
];

const withoutKey = (text: string, key: unknown, known?: string) =>
	withoutAnyKey(text, key, {
		...(known === undefined ? {} : { known }),
		publicStart: useapi.publicKeyStart,
	});

const json = (text: string) => JSON.stringify(text).slice(1, -1);

/** How an answer can repeat a key. */
const repeats: Array<[string, (key: string) => string]> = [
	['as it is', (key) => `Invalid key ${key}.`],
	['in a header', (key) => `{"headers":{"Authorization":"Bearer ${json(key)}"}}`],
	['in JSON', (key) => JSON.stringify({ error: `Invalid key ${key}` })],
	['in JSON within JSON', (key) => JSON.stringify({ error: JSON.stringify({ key }) })],
	['in JSON with slashes escaped', (key) => JSON.stringify({ key }).replaceAll('/', '\\/')],
	['in an address', (key) => `https://api.example.com/?key=${encodeURIComponent(key)}&a=1`],
	[
		'in an address with small hex digits',
		(key) => encodeURIComponent(key).replace(/%../g, (hex) => hex.toLowerCase()),
	],
	['in a form', (key) => new URLSearchParams({ key }).toString()],
	['in base64', (key) => `Basic ${Buffer.from(key).toString('base64')}`],
	[
		'in a web page',
		(key) => key.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;'),
	],
];

/** How it can repeat a part of one. */
const partsShown: typeof repeats = [
	['in capitals', (key) => `INVALID KEY ${key.toUpperCase()}`],
	['twice', (key) => `${key}${key} ${key}`],
	['without its last characters', (key) => `Key ${key.slice(0, -4)}**** is disabled`],
	['without its first characters', (key) => `Key ****${key.slice(4)} is disabled`],
	['in two halves', (key) => `${key.slice(0, key.length / 2)} ${key.slice(key.length / 2)}`],
];

/** Whether 8 characters of a key in a row stand in a text. Where a key is public at its start, that may. */
function leaks(text: string, key: string): boolean {
	const secret = key.replace(/^(user:\d+-|eyJ[\w-]*\.)/, '').toLowerCase();
	for (let at = 0; at + 8 <= secret.length; at++) {
		if (text.toLowerCase().includes(secret.slice(at, at + 8))) return true;
	}
	return false;
}

test('what many keys begin with stays where it stands', () => {
	const header = 'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9';
	const key = `${header}.c2ltdWxhdGVkLW1pbmltYXg.c2lnbmF0dXJl`;
	const address = `https://media.example.com/a.mp4?token=${header}.b3RoZXItcGF5bG9hZA.b3RoZXI`;
	expect(withoutKey(address, key)).toBe(address);
	expect(withoutKey(`Key ${key} is invalid`, key)).toBe('Key *** is invalid');
});

test("the address of a server stays whole, though the key is like its server's name", () => {
	const server = 'http://gpu-server-01:8091';
	const answer = `{"url":"${server}/v1/videos/7/content"}`;
	expect(withoutKey(answer, 'key-of-gpu-server-02', server)).toBe(answer);
});

describe.each([
	...repeats.map((row) => [...row, keys] as const),
	...partsShown.map((row) => [...row, keys.slice(0, -1)] as const),
])('a key that is repeated %s', (_name, repeat, shown) => {
	test.each([...shown])('is masked: %s', (key) => {
		const masked = withoutKey(repeat(key), key);
		expect(masked).toContain('***');
		expect(leaks(masked, key)).toBe(false);
		expect(masked).not.toContain(Buffer.from(key).toString('base64'));
	});
});

test.each([' ', '\n', '\r\n', '\u00a0', '\u200b'])(
	'nor with %j at its ends when it was pasted',
	(space) => {
		const key = keys[0]!;
		expect(withoutKey(`Invalid key ${key}`, `${space}${key}${space}`)).toBe('Invalid key ***');
		expect(withoutKey(`Invalid key "${key}${space}"`, `${key}${space}`)).not.toContain(
			'5b1d0c7e',
		);
		expect(cleanKey(`${space}${key}${space}`)).toBe(key);
	},
);

test.each(['Bearer ', 'bearer  ', ' Bearer '])('nor with %j in front of it', (word) => {
	const key = keys[1]!;
	expect(cleanKey(word + key)).toBe(key);
	expect(withoutKey(`Invalid key ${key}`, word + key)).toBe('Invalid key ***');
});

test('what only looks like a key stays: job IDs of the same user, words, addresses', () => {
	const text =
		'{"id":"user:1234-minimax:987-video:5","url":"https://api.aigateway.sh/v1","status":"processing"}';
	const pasted = [...keys, 'processi', 'sk-aigateway-x7'];
	for (const key of pasted.slice(0, 6)) expect(withoutKey(text, key)).toBe(text);
	const credential = { apiKey: 'sk-aigateway-x7', baseUrl: 'https://api.aigateway.sh' };
	expect(withoutSecrets(text, credential, aigateway)).toBe(text);
});

test.each([undefined, null, 7, '', 'short', '  '])('the key %p masks nothing', (key) => {
	expect(withoutKey('A shortened text of 7 words, with null in it', key)).toBe(
		'A shortened text of 7 words, with null in it',
	);
});

test('masked JSON is still JSON', () => {
	for (const key of keys) {
		const text = JSON.stringify({
			error: `Invalid key ${key}`,
			part: key.slice(3),
			id: 'job-1',
		});
		expect(JSON.parse(withoutKey(text, key))).toMatchObject({ id: 'job-1' });
	}
});

test.each([
	['https://api.useapi.net', '/v1/minimax/videos', 'https://api.useapi.net/v1/minimax/videos'],
	[' https://api.useapi.net \n', '/v2/account', 'https://api.useapi.net/v2/account'],
	['https://api.useapi.net/', '/v2/account', 'https://api.useapi.net/v2/account'],
	['https://api.useapi.net/v1', '/v1/minimax/videos', 'https://api.useapi.net/v1/minimax/videos'],
	['https://api.useapi.net/v1/', '/v2/account', 'https://api.useapi.net/v2/account'],
	['http://proxy:8080/video', '/v1/videos', 'http://proxy:8080/video/v1/videos'],
	[
		'https://gateway.pixazo.ai/v1',
		'/minimax/getStatus',
		'https://gateway.pixazo.ai/v1/minimax/getStatus',
	],
])('the Base URL %j with %s', (baseUrl, path, address) => {
	expect(buildUrl({ baseUrl }, { path })).toBe(address);
});

test('a Base URL that is none is empty', () => {
	expect([readBaseUrl({}), readBaseUrl({ baseUrl: 7 as unknown as string })]).toEqual(['', '']);
});

test('the credential sends the key that is masked', async () => {
	const authenticate = new AiGatewayApi().authenticate as Extract<
		IAuthenticate,
		CallableFunction
	>;
	for (const key of [...keys.slice(0, 5), ' Bearer sk-1\u200b23\n', 'a b']) {
		const { headers } = await authenticate(
			{ apiKey: key },
			{ url: '/', headers: { Accept: 'a' } },
		);
		expect(headers).toEqual({ Accept: 'a', Authorization: `Bearer ${cleanKey(key)}` });
	}
});
