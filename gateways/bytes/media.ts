import { isPrivateHost } from './addresses';

/**
 * The address to fetch a video from, or why it isn't fetched. A gateway on the internet has no reason to name addresses
 * in the user's own network, so those are refused, and http: addresses are fetched with https:, as MiniMax's own client
 * does (mmx-cli, read 2026-11).
 * Only the text is checked here: n8n checks what a host name resolves to (`isPrivateGateway` says when that doesn't
 * matter). A gateway whose own `baseUrl` is private may name private addresses.
 */
export function addressToFetch(
	address: string,
	baseUrl: string,
): { url: string } | { problem: string } {
	if (!URL.canParse(address)) return { problem: "the video's address isn't a web address" };
	const url = new URL(address);
	if (url.protocol !== 'https:' && url.protocol !== 'http:') {
		return {
			problem: `the video's address starts with ${url.protocol} instead of https:`,
		};
	}
	if (url.username !== '' || url.password !== '') {
		return { problem: "the video's address contains a user name or a password" };
	}
	if (isPrivateGateway(baseUrl)) return { url: address };
	if (isPrivateHost(url.hostname)) {
		return {
			problem: `the video's address is in a private network (${url.hostname})`,
		};
	}
	const mayBePlain = URL.canParse(baseUrl) && new URL(baseUrl).protocol === 'http:';
	if (url.protocol === 'https:' || mayBePlain) return { url: address };
	url.protocol = 'https:';
	return { url: url.href };
}

/** How each type of file begins: at which byte, and with which bytes. */
const beginnings: ReadonlyArray<readonly [type: string, at: number, bytes: readonly number[]]> = [
	// ISO/IEC 14496-12, 4.3: the box "ftyp", here with the brand of QuickTime
	['video/quicktime', 4, [0x66, 0x74, 0x79, 0x70, 0x71, 0x74]],
	['video/mp4', 4, [0x66, 0x74, 0x79, 0x70]],
	// RFC 8794: the EBML header, of WebM and Matroska
	['video/webm', 0, [0x1a, 0x45, 0xdf, 0xa3]],
];

/** The type of a video by its first bytes; undefined if it isn't a type that models create. */
export function videoType(bytes: Uint8Array): string | undefined {
	return beginnings.find(([, at, expected]) =>
		expected.every((byte, index) => bytes[at + index] === byte),
	)?.[0];
}

/** How many of the first bytes are needed to distinguish a video from anything else. */
export const TELLING_BYTES = 512;

/** Text that an address may return instead of a video, by how it begins. The first match counts. */
const texts: ReadonlyArray<readonly [name: string, beginning: RegExp]> = [
	// RFC 8216, 4.3.1.1: a list of the addresses where the parts of a video are
	['a streaming playlist (HLS)', /^#EXTM3U/],
	['a web page (HTML)', /^\s*(<!--.*?-->\s*)?<(!doctype html|html|head|body|script|title)\b/is],
	['XML', /^\s*<[?!a-z]/i],
	['JSON', /^\s*([[{]\s*(["\]}{[\d-]|true|false|null)|")/],
	['text', /^/],
];

/** Other files that servers return under any type: at which byte and with what they begin, as Latin-1. */
const otherFiles: ReadonlyArray<readonly [name: string, at: number, beginning: string]> = [
	['a PNG image', 0, '\x89PNG'],
	['a JPEG image', 0, '\xff\xd8\xff'],
	['a GIF image', 0, 'GIF8'],
	['a WebP image', 8, 'WEBP'],
	['a PDF file', 0, '%PDF-'],
	['a ZIP file', 0, 'PK\x03\x04'],
	['a gzip file', 0, '\x1f\x8b\x08'],
];

/** Whether a byte is a control character that text doesn't contain. Every kind of video starts with some. */
const isNotText = (byte: number): boolean =>
	byte < 0x09 || (byte > 0x0d && byte < 0x20 && byte !== 0x1b);

/** The first bytes as text, without a byte order mark; undefined if they aren't text. */
function textOf(bytes: Uint8Array): string | undefined {
	const latin1 = Buffer.from(bytes).toString('latin1');
	if (/^(\xff\xfe|\xfe\xff)/.test(latin1)) {
		// UTF-16: one of the two bytes of each ASCII character is zero.
		const kept = bytes.slice(2).filter((byte) => byte !== 0);
		return textOf(kept);
	}
	return bytes.some(isNotText) ? undefined : latin1.replace(/^\xef\xbb\xbf/, '');
}

/**
 * What a file is, by its first bytes (`TELLING_BYTES` of them, fewer only if the file is shorter) and the type that the
 * server declares: a video and its type, or something else, in words. The bytes count more than the declared type,
 * which is often wrong.
 */
export function recognize(
	bytes: Uint8Array,
	declared: string | undefined,
): { video: string } | { other: string } {
	const byBytes = videoType(bytes);
	if (byBytes !== undefined) return { video: byBytes };
	const latin1 = Buffer.from(bytes).toString('latin1');
	const other = otherFiles.find(([, at, beginning]) => latin1.startsWith(beginning, at));
	if (other) return { other: other[0] };
	const text = textOf(bytes);
	const kind = text === undefined ? undefined : texts.find(([, begins]) => begins.test(text));
	if (kind) return { other: kind[0] };
	if (!mayBeVideo(declared)) return { other: declared ?? 'something else' };
	return { video: /^video\/[\w.+-]+/i.exec(declared ?? '')?.[0].toLowerCase() ?? 'video/mp4' };
}

/** Whether a gateway is in the user's own network. */
export function isPrivateGateway(baseUrl: string): boolean {
	return URL.canParse(baseUrl) && isPrivateHost(new URL(baseUrl).hostname);
}

/** Whether a file whose first bytes are unknown may be a video, by the type that its server declares. */
function mayBeVideo(contentType: string | undefined): boolean {
	return /^(video\/|application\/(octet-stream|mp4)|binary\/octet-stream)/i.test(
		contentType ?? 'video/',
	);
}

/** Follows the boxes of an mp4 or QuickTime file as its bytes arrive. */
export interface BoxReader {
	read: (bytes: Uint8Array) => void;
	/**
	 * Whether the bytes so far are a complete file: `cut` if they end in the middle of a box, `noVideo` if the box that
	 * describes the video is missing. Always `whole` for other kinds of files, which can't be checked.
	 */
	state: () => 'whole' | 'cut' | 'noVideo';
}

/** Bytes of a box's header: length and name, and the length again if it has 64 bits (ISO/IEC 14496-12, 4.2). */
const HEADER = 8;
const LONG_HEADER = 16;

/** The boxes that describe a whole video or a fragment: every video has one (8.2.1, 8.8.4). */
const describing: ReadonlySet<string> = new Set(['moov', 'moof']);

/** The box with the pictures and the sound (8.1.1). */
const PICTURES = 'mdat';

/** The length of a box in bytes, from its header; undefined if more of the header is needed. */
function boxLength(header: readonly number[]): number | undefined {
	const view = new DataView(Uint8Array.from(header).buffer);
	const short = view.getUint32(0);
	if (short !== 1) return short;
	return header.length < LONG_HEADER ? undefined : Number(view.getBigUint64(8));
}

/**
 * Detects an incomplete file even if its declared length is missing or wrong: the file is a series of boxes, each of
 * which begins with its length in bytes (ISO/IEC 14496-12, 4.2; 1: the length follows with 64 bits, 0: to the end).
 */
export function boxReader(): BoxReader {
	let header: number[] = [];
	/** Bytes of the current box that are still to come. */
	let left = 0;
	/** `other`: not an mp4 or QuickTime file. `open`: a box that goes on to the end of the file. */
	let kind: 'unknown' | 'boxes' | 'open' | 'other' = 'unknown';
	let isDescribed = false;
	let hasPictures = false;
	function readHeader(): void {
		if (kind === 'unknown') {
			kind = videoType(Uint8Array.from(header)) === 'video/mp4' ? 'boxes' : 'other';
		}
		if (kind === 'other') return;
		const name = String.fromCharCode(...header.slice(4, HEADER));
		isDescribed ||= describing.has(name);
		hasPictures ||= name === PICTURES;
		const length = boxLength(header);
		if (length === undefined) return;
		if (length < header.length) kind = 'open';
		left = length - header.length;
		header = [];
	}
	return {
		read: (bytes) => {
			for (let at = 0; at < bytes.length && (kind === 'unknown' || kind === 'boxes');) {
				if (left > 0) {
					const step = Math.min(left, bytes.length - at);
					left -= step;
					at += step;
				} else {
					header.push(bytes[at++]!);
					if (header.length === HEADER || header.length === LONG_HEADER) readHeader();
				}
			}
		},
		state: () => {
			if (kind === 'other') return 'whole';
			// A few bytes that are no box, behind everything that a video needs, are padding.
			const isPadding = isDescribed && hasPictures && header.length < HEADER;
			const isInHeader = header.length > 0 && !isPadding;
			if (kind !== 'open' && (left > 0 || isInHeader)) return 'cut';
			return isDescribed || kind === 'unknown' ? 'whole' : 'noVideo';
		},
	};
}
