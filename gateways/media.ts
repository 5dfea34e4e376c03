import { isPrivateHost } from './addresses';

/**
 * Why a video is not fetched from an address that came from outside; undefined where it may be. A gateway on the
 * internet has no business with addresses of the user's own network, so none is asked for: neither by its text nor,
 * since plain http is refused, by a name that resolves to one, which has no certificate for that name. A gateway
 * whose own `baseUrl` is private may name private addresses.
 */
export function whyNotFetch(address: string, baseUrl: string): string | undefined {
	if (!URL.canParse(address)) return 'the address of the video is no web address';
	const url = new URL(address);
	if (url.protocol !== 'https:' && url.protocol !== 'http:') {
		return `the address of the video starts with ${url.protocol} instead of https:`;
	}
	if (url.username !== '' || url.password !== '') {
		return 'the address of the video carries a user name or a password';
	}
	const base = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
	if (base && isPrivateHost(base.hostname)) return undefined;
	if (isPrivateHost(url.hostname)) {
		return `the address of the video lies within a private network (${url.hostname})`;
	}
	return url.protocol === 'http:' && base?.protocol !== 'http:'
		? 'the address of the video is not https'
		: undefined;
}

/** How the files begin: from which byte, and with what. */
const beginnings: ReadonlyArray<readonly [type: string, at: number, bytes: readonly number[]]> = [
	// ISO/IEC 14496-12, 4.3: the box "ftyp", here with the brand of QuickTime
	['video/quicktime', 4, [0x66, 0x74, 0x79, 0x70, 0x71, 0x74]],
	['video/mp4', 4, [0x66, 0x74, 0x79, 0x70]],
	// RFC 8794: the EBML header, of WebM and Matroska
	['video/webm', 0, [0x1a, 0x45, 0xdf, 0xa3]],
];

/** The type of a video by its first bytes; undefined where they are none of the types that models make. */
export function videoType(bytes: Uint8Array): string | undefined {
	return beginnings.find(([, at, expected]) =>
		expected.every((byte, index) => bytes[at + index] === byte),
	)?.[0];
}
