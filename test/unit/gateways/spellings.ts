import { isPrivateHost } from '../../../gateways/bytes/addresses';

/** Asks as the package does: of the host as `URL` writes it. */
export const isPrivate = (host: string) =>
	isPrivateHost(new URL(`http://${host}:5678/hook`).hostname);

const bytesOf = (ipv4: string) => ipv4.split('.').map(Number) as [number, number, number, number];
/** An IPv4 address as a number. */
export const numberOf = (ipv4: string) => bytesOf(ipv4).reduce((sum, byte) => sum * 256 + byte, 0);
/** A number as an IPv4 address. */
export const ipv4Of = (number: number) =>
	[24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.');
/** In hexadecimal digits. */
export const hex = (number: number) => number.toString(16);
const octal = (number: number) => number.toString(8);

/** The same IPv4 address in every way that a browser and Node.js take it (WHATWG URL, IPv4 and IPv6 parser). */
export const spellings: Readonly<Record<string, (ipv4: string) => string>> = {
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

/** The private ranges of IPv4, from their first address to their last. */
export const ranges4 = [
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
