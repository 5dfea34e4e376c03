import * as fc from 'fast-check';
import { cases } from '../../support/draw';
import { ipv4Of, isPrivate, numberOf, ranges4, spellings } from './spellings';

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
