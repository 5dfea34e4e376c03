import { BlockList } from 'node:net';
import * as fc from 'fast-check';

import { isPrivateHost } from '../../../gateways/bytes/addresses';
import { cases } from '../../support/draw';

/** Asks as the package does: of the host as `URL` writes it. */
const isPrivate = (host: string) => isPrivateHost(new URL(`http://${host}:5678/hook`).hostname);

const bytesOf = (ipv4: string) => ipv4.split('.').map(Number) as [number, number, number, number];
const numberOf = (ipv4: string) => bytesOf(ipv4).reduce((sum, byte) => sum * 256 + byte, 0);
const ipv4Of = (number: number) =>
	[24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.');
const hex = (number: number) => number.toString(16);
const octal = (number: number) => number.toString(8);

/** The same IPv4 address in every way that a browser and Node.js take it (WHATWG URL, IPv4 and IPv6 parser). */
const spellings: Readonly<Record<string, (ipv4: string) => string>> = {
	plain: (ipv4) => ipv4,
	'trailing dot': (ipv4) => `${ipv4}.`,
	'one number': (ipv4) => String(numberOf(ipv4)),
	'two numbers': (ipv4) => `${bytesOf(ipv4)[0]}.${numberOf(ipv4) % 2 ** 24}`,
	'three numbers': (ipv4) => `${bytesOf(ipv4).slice(0, 2).join('.')}.${numberOf(ipv4) % 65_536}`,
	hexadecimal: (ipv4) => `0x${hex(numberOf(ipv4))}`,
	'hexadecimal, upper case': (ipv4) => `0X${hex(numberOf(ipv4)).toUpperCase()}`,
	'hexadecimal bytes': (ipv4) =>
		bytesOf(ipv4)
			.map((byte) => `0x${hex(byte)}`)
			.join('.'),
	octal: (ipv4) => `0${octal(numberOf(ipv4))}`,
	'octal bytes': (ipv4) =>
		bytesOf(ipv4)
			.map((byte) => `0${octal(byte)}`)
			.join('.'),
	'octal, zeros before': (ipv4) =>
		bytesOf(ipv4)
			.map((byte) => octal(byte).padStart(6, '0'))
			.join('.'),
	'per cent signs': (ipv4) =>
		ipv4.replace(/\d/g, (digit) => `%${hex(digit.charCodeAt(0)).padStart(2, '0')}`),
	'full width': (ipv4) =>
		ipv4.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0)),
	'ideographic stops': (ipv4) => ipv4.replaceAll('.', '。'),
	'mapped in IPv6': (ipv4) => `[::ffff:${ipv4}]`,
	'mapped in IPv6, upper case': (ipv4) => `[::FFFF:${ipv4}]`,
	'mapped in IPv6, groups': (ipv4) =>
		`[::ffff:${hex(Math.floor(numberOf(ipv4) / 65_536))}:${hex(numberOf(ipv4) % 65_536)}]`,
	'mapped in IPv6, in full': (ipv4) => `[0000:0:00:0:0:ffff:${ipv4}]`,
	'behind NAT64': (ipv4) => `[64:ff9b::${ipv4}]`,
	'behind NAT64, in full': (ipv4) => `[0064:FF9B:0:0:0:0:${ipv4}]`,
	'in 6to4': (ipv4) =>
		`[2002:${hex(Math.floor(numberOf(ipv4) / 65_536))}:${hex(numberOf(ipv4) % 65_536)}::1]`,
};

const ranges4 = [
	{ name: 'this network', first: '0.0.0.0', last: '0.255.255.255' },
	{ name: 'private use, 10/8', first: '10.0.0.0', last: '10.255.255.255' },
	{ name: 'shared by a provider', first: '100.64.0.0', last: '100.127.255.255' },
	{ name: 'loopback', first: '127.0.0.0', last: '127.255.255.255' },
	{ name: 'link-local', first: '169.254.0.0', last: '169.254.255.255' },
	{ name: 'private use, 172.16/12', first: '172.16.0.0', last: '172.31.255.255' },
	{ name: 'IETF protocols', first: '192.0.0.0', last: '192.0.0.255' },
	{ name: 'private use, 192.168/16', first: '192.168.0.0', last: '192.168.255.255' },
	{ name: 'benchmarking', first: '198.18.0.0', last: '198.19.255.255' },
	{ name: 'multicast and reserved', first: '224.0.0.0', last: '255.255.255.255' },
];

describe('an IPv4 address', () => {
	const ends = ranges4.flatMap(({ first, last }) => [first, last]);
	const neighbours = ranges4
		.flatMap(({ first, last }) => [numberOf(first) - 1, numberOf(last) + 1])
		.filter((number) => number >= 0 && number < 2 ** 32)
		.map(ipv4Of);

	test.each(ranges4)('is private from $first to $last, and not beside ($name)', (range) => {
		const before = numberOf(range.first) - 1;
		const after = numberOf(range.last) + 1;
		expect(isPrivate(range.first)).toBe(true);
		expect(isPrivate(range.last)).toBe(true);
		if (before >= 0) expect(isPrivate(ipv4Of(before))).toBe(false);
		if (after < 2 ** 32) expect(isPrivate(ipv4Of(after))).toBe(false);
	});

	test.each(Object.entries(spellings))('is told as well written with %s', (_name, write) => {
		expect(ends.filter((ipv4) => !isPrivate(write(ipv4)))).toEqual([]);
		const publicOnes = [...neighbours, '1.1.1.1', '8.8.8.8', '172.217.16.142'];
		expect(publicOnes.filter((ipv4) => isPrivate(write(ipv4)))).toEqual([]);
	});
});

describe('an IPv6 address', () => {
	const lastOf = (groups: string) => {
		const given = groups.split(':');
		return [...given, ...Array.from({ length: 8 - given.length }, () => 'ffff')].join(':');
	};

	test.each([
		['unspecified', '::'],
		['loopback', '::1'],
		['loopback in full', '0000:0000:0000:0000:0000:0000:0000:0001'],
		['IPv4 in its oldest form', '::127.0.0.1'],
		['IPv4 in its oldest form, last', '::ffff:ffff'],
		['local use of NAT64 (RFC 8215), first', '64:ff9b:1::'],
		['local use of NAT64, last', lastOf('64:ff9b:1')],
		['discard only (RFC 6666), first', '100::'],
		['discard only, last', lastOf('100:0:0:0')],
		['benchmarking (RFC 5180), first', '2001:2::'],
		['benchmarking, last', lastOf('2001:2:0')],
		['segment identifiers (RFC 9602), first', '5f00::'],
		['segment identifiers, last', lastOf('5f00')],
		['unique local, first', 'fc00::'],
		['unique local, as in use', 'fd12:3456:789a:1::1'],
		['unique local, last', lastOf('fdff')],
		['unique local, upper case', 'FD00::ABCD'],
		['link-local, first', 'fe80::'],
		['link-local, last', lastOf('febf')],
		['site-local, first', 'fec0::'],
		['site-local, last', lastOf('feff')],
		['multicast, first', 'ff00::'],
		['multicast, last', lastOf('ffff')],
	])('is private: %s, %s', (_name, ipv6) => {
		expect(isPrivate(`[${ipv6}]`)).toBe(true);
	});

	test.each([
		['after IPv4 in its oldest form', '::1:0:0'],
		['before unique local', lastOf('fbff')],
		['after unique local', 'fe00::'],
		['before link-local', lastOf('fe7f')],
		['one public, 10/8 in its end', '2001:4860:4860::a00:1'],
		['one public', '2606:4700:4700::1111'],
		['before the mapped ones', '::fffe:ffff:ffff'],
		['after the mapped ones', '::1:0:a00:1'],
		['before NAT64', '64:ff9a::a00:1'],
		['before local use of NAT64', lastOf('64:ff9b:0')],
		['after local use of NAT64', '64:ff9b:2::a00:1'],
		['before discard only', lastOf('ff')],
		['after discard only', '100:0:1::'],
		['before benchmarking', lastOf('2001:1')],
		['after benchmarking', '2001:2:1::'],
		['before segment identifiers', lastOf('5eff')],
		['after segment identifiers', '5f01::'],
		['before 6to4, 10/8 in it', '2001:a00:1::'],
		['after 6to4, 10/8 in it', '2003:a00:1::'],
		// `fc::` is 00fc::, which has nothing to do with fc00::/7.
		['short, like unique local', 'fc::1'],
		['short, like unique local', 'fd::1'],
		['short, like link-local', 'fe8::1'],
		['short, like multicast', 'ff::1'],
		['short, like multicast', 'ff0::1'],
	])('is public: %s, %s', (_name, ipv6) => {
		expect(isPrivate(`[${ipv6}]`)).toBe(false);
	});
});

describe('a name', () => {
	test.each([
		'localhost',
		'LOCALHOST',
		'LocalHost.',
		'ｌｏｃａｌｈｏｓｔ',
		'foo.localhost',
		'a.b.localhost.',
		'n8n',
		'N8N',
		'n8n.',
		'n8n-main_1',
		'printer.local',
		'Printer.Local.',
		'n8n.internal',
		'host.docker.internal',
		'n8n.default.svc.cluster.local',
		'home.arpa',
		'n8n.home.arpa',
		'N8N.HOME.ARPA.',
		'nas.lan',
		'wiki.intranet',
	])('only a local resolver knows: %s', (name) => {
		expect(isPrivate(name)).toBe(true);
	});

	test.each([
		'example.com',
		'EXAMPLE.COM',
		'example.com.',
		'localhost.example.com',
		'local.example.com',
		'internal.example.com',
		'home.arpa.example.com',
		'mylocalhost.com',
		'notlocalhost.co',
		'foo.notlocal',
		'foo.xinternal',
		'xhome.arpa',
		'1.0.0.10.in-addr.arpa',
		'10.0.0.1.example.com',
		'127.0.0.1.nip.io',
		'n8n.xn--p1ai',
		'bücher.example',
	])('the internet knows: %s', (name) => {
		expect(isPrivate(name)).toBe(false);
	});

	test('on this machine is private with any labels before it, and public with any after it', () => {
		const label = fc.stringMatching(/^[a-z]([a-z0-9-]{0,10}[a-z0-9])?$/);
		const ending = fc.constantFrom('localhost', 'local', 'internal', 'home.arpa');
		fc.assert(
			fc.property(fc.array(label, { maxLength: 4 }), ending, (labels, name) => {
				const before = [...labels, name].join('.');
				// A label that begins with xn-- must be Punycode.
				fc.pre(URL.canParse(`http://${before}`));
				expect(isPrivate(before)).toBe(true);
				expect(isPrivate(`${before}.`)).toBe(true);
				expect(isPrivate(`${before}.example.com`)).toBe(false);
			}),
			{ numRuns: cases(1000) },
		);
	});
});

/**
 * The oracle: the rows of IANA's special-purpose address registries (RFC 6890 and later) with Globally Reachable
 * False, but for documentation, and multicast (224/4, ff00::/8).
 */
const registry = new BlockList();
for (const [network, bits] of [
	['0.0.0.0', 8],
	['10.0.0.0', 8],
	['100.64.0.0', 10],
	['127.0.0.0', 8],
	['169.254.0.0', 16],
	['172.16.0.0', 12],
	['192.0.0.0', 24],
	['192.168.0.0', 16],
	['198.18.0.0', 15],
	['224.0.0.0', 4],
	['240.0.0.0', 4],
] as const) {
	registry.addSubnet(network, bits, 'ipv4');
}
for (const [network, bits] of [
	['::', 128],
	['::1', 128],
	// Deprecated (RFC 4291).
	['::', 96],
	['64:ff9b:1::', 48],
	['100::', 64],
	['2001:2::', 48],
	['5f00::', 16],
	['fc00::', 7],
	['fe80::', 10],
	// Deprecated, and as private as unique local (RFC 3879).
	['fec0::', 10],
	['ff00::', 8],
] as const) {
	registry.addSubnet(network, bits, 'ipv6');
}

/** What says as much as the IPv4 address in it: mapped, NAT64, 6to4. */
const carriers = new BlockList();
for (const [network, bits] of [
	['::ffff:0:0', 96],
	['64:ff9b::', 96],
	['2002::', 16],
] as const) {
	carriers.addSubnet(network, bits, 'ipv6');
}

describe('any address', () => {
	const anyNumber = fc.oneof(
		fc.nat({ max: 2 ** 32 - 1 }),
		// Around the ends of all ranges.
		fc
			.tuple(
				fc.constantFrom(...ranges4.flatMap(({ first, last }) => [first, last])),
				fc.integer({ min: -300, max: 300 }),
			)
			.map(([ipv4, offset]) => (numberOf(ipv4) + offset + 2 ** 32) % 2 ** 32),
	);

	test('of IPv4 is told as the registry has it, in any spelling', () => {
		const seen = { private: 0, public: 0 };
		fc.assert(
			fc.property(
				anyNumber.map(ipv4Of),
				fc.constantFrom(...Object.keys(spellings)),
				(ipv4, spelling) => {
					const expected = registry.check(ipv4, 'ipv4');
					expect(isPrivate(spellings[spelling]!(ipv4))).toBe(expected);
					seen[expected ? 'private' : 'public']++;
				},
			),
			{ numRuns: cases(10_000) },
		);
		// Neither side of the property may run dry.
		expect(Math.min(seen.private, seen.public)).toBeGreaterThan(cases(1000));
	});

	const anyGroup = fc.oneof(
		fc.constantFrom('0', '1', 'ffff', 'fffe', '64', 'ff9b', 'a00', '7f00', 'c0a8'),
		fc.nat({ max: 0xffff }).map(hex),
	);
	const anyFirstGroup = fc.oneof(
		anyGroup,
		fc.constantFrom('fbff', 'fc00', 'fdff', 'fe00', 'fe7f', 'fe80', 'febf', 'fec0', 'feff'),
		fc.constantFrom('ff00', 'ffff', 'fb', 'fc', 'fe8', '2001', '2606'),
	);
	const anyIpv6 = fc.oneof(
		fc
			.tuple(anyFirstGroup, fc.array(anyGroup, { minLength: 7, maxLength: 7 }))
			.map(([first, more]) => [first, ...more].join(':')),
		// Mostly zeros, so that URL shortens them in many places.
		fc
			.tuple(anyFirstGroup, fc.array(anyGroup, { maxLength: 5 }))
			.map(([first, more]) => `${first}::${more.join(':')}`),
		fc.array(anyGroup, { maxLength: 7 }).map((groups) => `::${groups.join(':')}`),
	);

	test('of IPv6 is told as the registry has it, in any spelling', () => {
		const seen = { private: 0, public: 0 };
		fc.assert(
			fc.property(anyIpv6, fc.boolean(), (ipv6, upperCase) => {
				// These carry an IPv4 address, which the test before this one looks into.
				fc.pre(!carriers.check(ipv6, 'ipv6'));
				const expected = registry.check(ipv6, 'ipv6');
				const written = upperCase ? ipv6.toUpperCase() : ipv6;
				expect(isPrivate(`[${written}]`)).toBe(expected);
				seen[expected ? 'private' : 'public']++;
			}),
			{ numRuns: cases(10_000) },
		);
		expect(Math.min(seen.private, seen.public)).toBeGreaterThan(cases(1000));
	});

	test('or name or nonsense is told without a fault', () => {
		fc.assert(
			fc.property(
				fc.oneof(fc.string(), fc.webAuthority(), fc.stringMatching(/^\[?[0-9a-fx:.]*\]?$/)),
				(host) => {
					expect(typeof isPrivateHost(host)).toBe('boolean');
				},
			),
			{ numRuns: cases(2000) },
		);
	});
});
