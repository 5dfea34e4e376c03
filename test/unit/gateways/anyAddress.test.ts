import { BlockList } from 'node:net';
import * as fc from 'fast-check';
import { isPrivateHost } from '../../../gateways/bytes/addresses';
import { cases } from '../../support/draw';
import { hex, ipv4Of, isPrivate, numberOf, spellings, ranges4 } from './spellings';

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
