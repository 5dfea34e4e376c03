import { isWebAddress } from './addresses';
import { fileKindOf } from './fileKind';
import type { ImageInput } from '../gateway';
import { readImage } from './imageSize';
import { sharedAt } from './sharePages';

/** Reads what people enter as the address of an image. Pure: nothing is fetched. */

/** The image that a text stands for: its address as it can be sent, or its bytes. Or why it can't be used. */
export type PictureRead = { image: ImageInput } | { problem: ImageProblem };

/** Why a text can't be used as an image. */
export interface ImageProblem {
	/** One sentence without its period. */
	title: string;
	fix: string;
}

const USE_ADDRESS = 'Use the address of the image, which starts with https:// (or http://).';

/** The longest part of an address that a message repeats, in characters. */
const LONGEST_QUOTE = 100;

const quote = (text: string): string =>
	`"${text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)}...` : text}"`;

/** What an address may be wrapped in: quotes, angle brackets, a Markdown link, the comma of a list. */
const wrappings: readonly RegExp[] = [
	/^!?\[[^\]]*\]\(\s*(\S+?)\s*\)$/,
	/^<(\S+)>$/,
	/^"([^"]+)"$/,
	/^'([^']+)'$/,
	/^(.+?)\s*[,;]$/s,
];

const unwrapped = (text: string): string =>
	wrappings.reduce((inner, wrapping) => wrapping.exec(inner)?.[1]?.trim() ?? inner, text);

/** Places that no gateway can reach, and what to do about each. `what` follows "'Image' is "...", which is". */
const elsewhere: ReadonlyArray<readonly [RegExp, what: string, fix: string]> = [
	[
		/^(file:|[a-z]:[\\/]|\\\\|~?\/(?!\/))/i,
		'a file on a computer',
		"Read it with n8n's Read/Write Files from Disk node, and choose Binary File as the source.",
	],
	[
		/^blob:/i,
		'an address that works only in the browser that created it',
		'Use the address of the image itself, or choose Binary File as the source.',
	],
	[
		/^(s3|gs|az|ftp|ftps|sftp|ipfs|attachment|cid|mailto):/i,
		"an address that gateways can't open",
		'Use an address that starts with https://, such as a signed link to the file, or choose Binary File as the source.',
	],
];

/** The bytes of a data URL (RFC 2397); undefined if it can't be read. */
function bytesOfDataUrl(text: string): Uint8Array | undefined {
	const [, parameters = '', data] = /^data:([^,]*),(.*)$/is.exec(text) ?? [];
	if (data === undefined) return undefined;
	if (/;\s*base64\s*$/i.test(parameters)) return bytesOfBase64(data);
	try {
		return new TextEncoder().encode(decodeURIComponent(data));
	} catch {
		// a percent sign that isn't part of an escape
		return undefined;
	}
}

/** The bytes of base64 in either alphabet, with line breaks; undefined if the text isn't base64. */
function bytesOfBase64(text: string): Uint8Array | undefined {
	const compact = text
		.replace(/%3d/gi, '=')
		.replace(/%2b/gi, '+')
		.replace(/%2f/gi, '/')
		.replace(/\s+/g, '');
	if (!/^[\w+/-]+={0,2}$/.test(compact)) return undefined;
	return new Uint8Array(Buffer.from(compact, 'base64'));
}

/** Shorter base64 can't be an image. */
const SHORTEST_BASE64 = 64;

/** The bytes of a file that was entered as plain base64, if they are of a known kind. */
function bytesOfBareBase64(text: string): Uint8Array | undefined {
	if (text.length < SHORTEST_BASE64) return undefined;
	const bytes = bytesOfBase64(text);
	return bytes && (readImage(bytes) ?? fileKindOf(bytes)) ? bytes : undefined;
}

/**
 * The address with everything escaped that must be: spaces, letters beyond ASCII, a lone percent sign. A valid address
 * stays the same, byte for byte, since it may be signed.
 */
function encodedAddress(text: string): string {
	if (/^[\x21-\x7e]*$/.test(text) && !/%(?![\da-f]{2})/i.test(text)) return text;
	return new URL(text.replace(/%(?![\da-f]{2})/gi, '%25')).href;
}

const holdsSeveral = (text: string): boolean =>
	(text.match(/(^|[\s,;|])https?:\/\//gi) ?? []).length > 1 ||
	/\.(jpe?g|png|webp)\s*[,;|]\s+\S/i.test(text) ||
	/\.(jpe?g|png|webp)\s*[\r\n]+\s*\S/i.test(text);

function readWebAddress(text: string, label: string): PictureRead {
	const refuse = (what: string, fix: string) => ({
		problem: { title: `'${label}' is ${quote(text)}, which ${what}`, fix },
	});
	if (holdsSeveral(text)) {
		return refuse('contains more than one address', 'Enter one address for each image.');
	}
	const place = elsewhere.find(([pattern]) => pattern.test(text));
	if (place) return refuse(`is ${place[1]}`, place[2]);
	const address = text.startsWith('//') ? `https:${text}` : text;
	if (/[\t\r\n]/.test(address) || !/^https?:\/\//i.test(address) || !isWebAddress(address)) {
		return refuse("isn't a web address", USE_ADDRESS);
	}
	const url = encodedAddress(address);
	const shared = sharedAt(new URL(url));
	if (shared && 'what' in shared) {
		return refuse(`is ${shared.what}, not an image`, shared.fix);
	}
	return { image: { kind: 'url', url: shared?.url ?? url } };
}

/**
 * The image that a text stands for. Share pages are replaced by direct links if those are known for sure, and data URLs
 * and base64 become bytes.
 *
 * @param label the parameter as the panel shows it
 */
export function readImageAddress(text: string, label: string): PictureRead {
	const inner = unwrapped(text.trim());
	const isDataUrl = /^data:/i.test(inner);
	const bytes = isDataUrl ? bytesOfDataUrl(inner) : bytesOfBareBase64(inner);
	if (bytes !== undefined) {
		const mimeType = readImage(bytes)?.format ?? 'application/octet-stream';
		return { image: { kind: 'bytes', bytes, mimeType } };
	}
	return isDataUrl
		? {
				problem: {
					title: `'${label}' is ${quote(inner)}, a data URL that can't be read`,
					fix: USE_ADDRESS,
				},
			}
		: readWebAddress(inner, label);
}
