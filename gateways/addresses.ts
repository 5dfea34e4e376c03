/**
 * Which addresses lie within a private network, as far as their text tells. Ranges: IANA special-purpose address
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

/** `ipv6` in the form that `URL` gives it: lower case, shortest, IPv4 parts in hexadecimal. */
function isPrivateIpv6(ipv6: string): boolean {
	const carried = /^(?:::ffff:|64:ff9b::)([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(ipv6);
	if (carried) {
		const [high, low] = carried.slice(1).map((part) => parseInt(part, 16)) as [number, number];
		return isPrivateIpv4([high >> 8, high & 255, low >> 8, low & 255].join('.'));
	}
	// Unspecified, loopback, unique local (fc00::/7), link-local (fe80::/10), site-local (fec0::/10), multicast.
	return /^(::1?$|f[cd]|fe[89a-f]|ff)/.test(ipv6);
}

/**
 * Whether a host, as `URL.hostname` gives it, lies on this machine or within a private network. A name that only
 * resolves to such an address is not seen here.
 */
export function isPrivateHost(hostname: string): boolean {
	const host = hostname.toLowerCase().replace(/\.$/, '');
	if (host.startsWith('[')) return isPrivateIpv6(host.slice(1, -1));
	if (/^\d+(\.\d+){3}$/.test(host)) return isPrivateIpv4(host);
	return !host.includes('.') || privateNames.test(host);
}
