import type { FileKind } from '../gateway';
import { videoType } from './videoType';

/**
 * Recognizes, by their first bytes, files that people use as images but that no gateway documents, and what an address
 * returns instead of a video, so that a message can name them. Signatures: the formats' own specifications, and ISO/IEC
 * 14496-12 for what begins with ftyp.
 */

const CONVERT = "Convert it to JPEG or PNG first, e.g. with n8n's Edit Image node.";
const HEIC: FileKind = { name: 'a HEIC photo', fix: CONVERT };
const AVIF: FileKind = { name: 'an AVIF image', fix: CONVERT };
const GIF: FileKind = { name: 'a GIF', fix: CONVERT };
const BMP: FileKind = { name: 'a BMP image', fix: CONVERT };
const TIFF: FileKind = { name: 'a TIFF image', fix: CONVERT };
const SVG: FileKind = {
	name: 'an SVG drawing',
	fix: 'Export it as a PNG or JPEG first.',
};
const PDF: FileKind = {
	name: 'a PDF document',
	fix: 'Convert the page to PNG or JPEG first.',
};
const VIDEO: FileKind = { name: 'a video', fix: 'Use a frame of it, saved as a JPEG or PNG.' };
const ZIP: FileKind = {
	name: 'a ZIP archive or an Office document',
	fix: "Extract the image first, e.g. with n8n's Compression node.",
};
const PLAYLIST: FileKind = { name: 'a streaming playlist (HLS)', fix: VIDEO.fix };
const WEB_PAGE: FileKind = {
	name: 'a web page (HTML)',
	fix: 'Use the address of the image itself, not of a page that shows it.',
};
const XML: FileKind = {
	name: 'an XML file',
	fix: 'Open the address in a browser: this may be an error message from the server that has the image.',
};
const JSON_TEXT: FileKind = {
	name: 'a JSON file',
	fix: 'Open the address in a browser: this may be an error message from the server that has the image.',
};

/** The kinds of image that gateways accept, for one that doesn't accept all of them. */
export const imageKinds = {
	'image/jpeg': { name: 'a JPEG image', fix: CONVERT },
	'image/png': { name: 'a PNG image', fix: CONVERT },
	'image/webp': { name: 'a WebP image', fix: CONVERT },
} as const satisfies Readonly<Record<string, FileKind>>;

const imageExtensions: Readonly<Record<string, string>> = {
	'image/jpeg': 'jpg',
	'image/webp': 'webp',
};

/** A name for an image in a multipart body: servers look at its ending. */
export const imageFileName = (mimeType: string): string =>
	`image.${imageExtensions[mimeType] ?? 'png'}`;

/** By the file's first characters, one for each byte. */
const beginnings: ReadonlyArray<readonly [RegExp, FileKind]> = [
	[/^....ftyp(heic|heix|heim|heis|hevc|hevx|hevm|hevs)/s, HEIC],
	[/^....ftyp(avif|avis)/s, AVIF],
	// A brand of both: the other brands in the list tell them apart.
	[/^....ftypm(if1|sf1).*?av(if|is)/s, AVIF],
	[/^....ftypm(if1|sf1)/s, HEIC],
	[/^GIF8[79]a/, GIF],
	[/^%PDF-/, PDF],
	[/^BM.{4}\0{4}/s, BMP],
	[/^(II[*+]\0|MM\0[*+])/, TIFF],
	[/^PK[^ -~]{2}/, ZIP],
];

/** By how a text begins. The first match counts. */
const texts: ReadonlyArray<readonly [RegExp, FileKind]> = [
	// RFC 8216, 4.3.1.1: a list of the addresses where the parts of a video are
	[/^#EXTM3U/, PLAYLIST],
	[/^\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*(<!DOCTYPE svg[^>]*>\s*)?<svg[\s>]/is, SVG],
	[/^\s*(<!--.*?-->\s*)*<(!doctype html|html|head|body|script|title)\b/is, WEB_PAGE],
	[/^\s*<[?!a-z]/i, XML],
	[/^\s*([[{]\s*(["\]}{[\d-]|true|false|null)|")/, JSON_TEXT],
];

/** Whether a byte is a control character that text doesn't contain. Every kind of video starts with some. */
const isNotText = (byte: number): boolean =>
	byte < 0x09 || (byte > 0x0d && byte < 0x20 && byte !== 0x1b);

/** The bytes as text, without a byte order mark; undefined if they aren't text. Letters beyond ASCII are kept as bytes. */
export function textOf(bytes: Uint8Array): string | undefined {
	const latin1 = Buffer.from(bytes).toString('latin1');
	if (/^(\xff\xfe|\xfe\xff)/.test(latin1)) {
		// UTF-16: one of the two bytes of each ASCII character is zero.
		const kept = bytes.slice(2).filter((byte) => byte !== 0);
		return textOf(kept);
	}
	return bytes.some(isNotText) ? undefined : latin1.replace(/^\xef\xbb\xbf/, '');
}

/** How many bytes at the start of a file are examined. */
const HEAD = 1024;

/** The kind of a file that isn't a JPEG, PNG or WebP; undefined if its bytes don't say. */
export function fileKindOf(bytes: Uint8Array): FileKind | undefined {
	const head = bytes.subarray(0, HEAD);
	const latin1 = Buffer.from(head).toString('latin1');
	const [, kind] = beginnings.find(([beginning]) => beginning.test(latin1)) ?? [];
	if (kind) return kind;
	if (videoType(head) !== undefined) return VIDEO;
	const text = textOf(head) ?? '';
	return texts.find(([beginning]) => beginning.test(text))?.[1];
}

const extensions: Readonly<Record<string, FileKind>> = {
	heic: HEIC,
	heif: HEIC,
	avif: AVIF,
	gif: GIF,
	bmp: BMP,
	tif: TIFF,
	tiff: TIFF,
	svg: SVG,
	pdf: PDF,
	mp4: VIDEO,
	mov: VIDEO,
	webm: VIDEO,
	zip: ZIP,
	docx: ZIP,
	pptx: ZIP,
	html: WEB_PAGE,
	htm: WEB_PAGE,
};

/**
 * The kind of file that an address ends in. Undefined also where the server may convert it: there is a query, or a
 * step such as `f_jpg` in the path (Cloudinary).
 */
export function fileKindAt(url: string): FileKind | undefined {
	const { pathname, search } = new URL(url);
	if (search !== '' || /[/,]f_\w+/.test(pathname)) return undefined;
	const extension = /\.([a-z0-9]+)$/i.exec(pathname)?.[1]?.toLowerCase() ?? '';
	return Object.hasOwn(extensions, extension) ? extensions[extension] : undefined;
}
