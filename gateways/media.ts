import { isPrivateHost } from './addresses';

/**
 * Why a video is not fetched from an address that came from outside; undefined where it may be. A gateway on the
 * internet has no business with addresses of the user's own network, so none is asked for. This judges the text
 * alone: what a name leads to, n8n must say (`isPrivateGateway` tells where that does not matter). A gateway whose
 * own `baseUrl` is private may name private addresses.
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
	if (isPrivateGateway(baseUrl)) return undefined;
	const base = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
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

/** Whether a gateway lies within the user's own network. */
export function isPrivateGateway(baseUrl: string): boolean {
	return URL.canParse(baseUrl) && isPrivateHost(new URL(baseUrl).hostname);
}

/** Whether the declared type of an answer may be that of a video whose first bytes are of no known type. */
export function mayBeVideo(contentType: string | undefined): boolean {
	return /^(video\/|application\/(octet-stream|mp4)|binary\/octet-stream)/i.test(
		contentType ?? 'video/',
	);
}

/** Follows the boxes of an mp4 or QuickTime file while its bytes come in. */
export interface BoxReader {
	read: (bytes: Uint8Array) => void;
	/** Whether the file ends where a box ends. True for what is no such file. */
	isWhole: () => boolean;
}

/** Bytes of a box's header: length and name, and the length again where it has 64 bits (ISO/IEC 14496-12, 4.2). */
const HEADER = 8;
const LONG_HEADER = 16;

/**
 * Tells a half file from a whole one where no length was declared, or a wrong one: the file is a row of boxes, each
 * of which begins with its length in bytes (ISO/IEC 14496-12, 4.2; 1: the length follows with 64 bits, 0: to the end).
 */
export function boxReader(): BoxReader {
	let header: number[] = [];
	let left = 0;
	/** No such file, or a box that goes to the end. */
	let isOpen = false;
	let isFirst = true;
	const lengthOf = (bytes: number[]): number | undefined => {
		const view = new DataView(Uint8Array.from(bytes).buffer);
		const short = view.getUint32(0);
		if (short !== 1) return short;
		return bytes.length < LONG_HEADER ? undefined : Number(view.getBigUint64(8));
	};
	function takeHeader(): void {
		if (isFirst && videoType(Uint8Array.from(header)) !== 'video/mp4') {
			isOpen = true;
			return;
		}
		isFirst = false;
		const length = lengthOf(header);
		if (length === undefined) return;
		isOpen = length < header.length;
		left = length - header.length;
		header = [];
	}
	return {
		read: (bytes) => {
			for (let at = 0; at < bytes.length && !isOpen;) {
				if (left > 0) {
					const step = Math.min(left, bytes.length - at);
					left -= step;
					at += step;
				} else {
					header.push(bytes[at++]!);
					if (header.length === HEADER || header.length === LONG_HEADER) takeHeader();
				}
			}
		},
		isWhole: () => isOpen || (left === 0 && header.length === 0),
	};
}
