/**
 * Which addresses are in a private network, as far as their text shows. Ranges: IANA special-purpose address
 * registries for IPv4 and IPv6; names: RFC 6761 (localhost), RFC 6762 (local), RFC 8375 (home.arpa), ICANN 2024-07
 * (internal), and names without a dot, which only a local resolver knows.
 */

const privateRanges: ReadonlyArray<readonly [network: number, bits: number]> = (
	[
		['0.0.0.0', 8],
		['10.0.0.0', 8],
		['100.64.0.0', 10],
		['127.0.0.0', 8],
		['169.254.0.0', 16],
		['172.16.0.0', 12],
		['192.0.0.0', 24],
		['192.168.0.0', 16],
		['198.18.0.0', 15],
		['224.0.0.0', 3],
	] as const
).map(([network, bits]) => [numberOf(network), bits]);

const privateNames = /(^|\.)(localhost|local|internal|home\.arpa|lan|intranet)$/;

function numberOf(ipv4: string): number {
	return ipv4.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}

function isPrivateIpv4(ipv4: string): boolean {
	const address = numberOf(ipv4);
	return privateRanges.some(
		([network, bits]) =>
			Math.floor(address / 2 ** (32 - bits)) === Math.floor(network / 2 ** (32 - bits)),
	);
}

/** The eight groups of an address in the form that `URL` gives it: no IPv4 part, one `::` at most. */
function groupsOf(ipv6: string): number[] {
	const [head = '', tail] = ipv6.split('::');
	const numbers = (part: string) =>
		part === '' ? [] : part.split(':').map((group) => parseInt(group, 16));
	const left = numbers(head);
	const right = numbers(tail ?? '');
	return [...left, ...new Array<number>(8 - left.length - right.length).fill(0), ...right];
}

/** First groups and how many bits of them count. */
const privateIpv6Ranges: ReadonlyArray<readonly [prefix: readonly number[], bits: number]> = [
	// This host, loopback, and IPv4 addresses in their oldest form
	[[0, 0, 0, 0, 0, 0], 96],
	// Local-use translation of IPv4
	[[0x64, 0xff9b, 1], 48],
	// Discard only
	[[0x100, 0, 0, 0], 64],
	// Benchmarking
	[[0x2001, 2, 0], 48],
	// Segment routing
	[[0x5f00], 16],
	// Unique local
	[[0xfc00], 7],
	// Link-local, and site-local from before
	[[0xfe80], 9],
	// Multicast
	[[0xff00], 8],
];

/** Where an IPv4 address lies in an IPv6 address that carries one: mapped, translated (RFC 6052), 6to4. */
const carriers: ReadonlyArray<readonly [prefix: readonly number[], at: number]> = [
	[[0, 0, 0, 0, 0, 0xffff], 6],
	[[0x64, 0xff9b, 0, 0, 0, 0], 6],
	[[0x2002], 1],
];

const startsWith = (groups: number[], prefix: readonly number[], bits: number): boolean =>
	prefix.every((group, index) => {
		const ignored = 2 ** Math.max(0, 16 * (index + 1) - bits);
		return Math.floor(groups[index]! / ignored) === Math.floor(group / ignored);
	});

function isPrivateIpv6(ipv6: string): boolean {
	const groups = groupsOf(ipv6);
	const carrier = carriers.find(([prefix]) => startsWith(groups, prefix, 16 * prefix.length));
	if (carrier) {
		const [high, low] = [groups[carrier[1]]!, groups[carrier[1] + 1]!];
		return isPrivateIpv4([high >> 8, high & 255, low >> 8, low & 255].join('.'));
	}
	return privateIpv6Ranges.some(([prefix, bits]) => startsWith(groups, prefix, bits));
}

/**
 * Whether a host, as `URL.hostname` gives it, is on this machine or in a private network. Names that only
 * resolve to such an address aren't recognized.
 */
export function isPrivateHost(hostname: string): boolean {
	const host = hostname.toLowerCase().replace(/\.$/, '');
	if (host.startsWith('[')) return isPrivateIpv6(host.slice(1, -1));
	if (/^\d+(\.\d+){3}$/.test(host)) return isPrivateIpv4(host);
	return !host.includes('.') || privateNames.test(host);
}

/** Whether a gateway is in the user's own network. */
export function isPrivateGateway(baseUrl: string): boolean {
	return URL.canParse(baseUrl) && isPrivateHost(new URL(baseUrl).hostname);
}

/**
 * Whether a text is an http or https address. Not by `URL.canParse`: in Node.js 20 it rejects hosts such as
 * bücher.example once it has been compiled, after a few thousand calls (seen in 20.20.2).
 */
export function isWebAddress(text: string): boolean {
	try {
		return /^https?:$/.test(new URL(text).protocol);
	} catch {
		return false;
	}
}

/** Whether an address is plain HTTP to another machine, which services that ask for HTTPS refuse. */
export function isPlainHttpElsewhere(address: string): boolean {
	if (!URL.canParse(address)) return false;
	const { protocol, hostname } = new URL(address);
	return protocol === 'http:' && !/^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}
