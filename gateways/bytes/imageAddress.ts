import { isWebAddress } from './addresses';
import { fileKindOf } from './fileKind';
import type { ImageInput } from '../gateway';
import { readImage } from './imageSize';
import { sharedAt } from './sharePages';

/** Reads what people paste where the address of an image belongs. Pure: nothing is fetched. */

/** The picture that a text stands for: its address as it can be sent, or its bytes. Or why it can't be used. */
export type PictureRead = { image: ImageInput } | { problem: string };

/** The longest part of an address that a message repeats, in characters. */
const LONGEST_QUOTE = 100;

const quote = (text: string): string =>
	`"${text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)}...` : text}"`;

/** What may stand around an address: quotes, angle brackets, a Markdown link, the comma of a list. */
const wrappings: readonly RegExp[] = [
	/^!?\[[^\]]*\]\(\s*(\S+?)\s*\)$/,
	/^<(\S+)>$/,
	/^"([^"]+)"$/,
	/^'([^']+)'$/,
	/^(.+?)\s*[,;]$/s,
];

const unwrapped = (text: string): string =>
	wrappings.reduce((inner, wrapping) => wrapping.exec(inner)?.[1]?.trim() ?? inner, text);

/** Places that no gateway can reach, and what to do about each. `fix` goes on from "'Image' is ...". */
const elsewhere: ReadonlyArray<readonly [RegExp, what: string, fix: string]> = [
	[
		/^(file:|[a-z]:[\\/]|\\\\|~?\/(?!\/))/i,
		'a file on a computer',
		"Read it with n8n's Read/Write Files from Disk node, and choose Binary File as the source.",
	],
	[
		/^blob:/i,
		'an address that only the browser which made it knows',
		'Use the address of the image itself, or its file as Binary File.',
	],
	[
		/^(s3|gs|az|ftp|ftps|sftp|ipfs|attachment|cid|mailto):/i,
		'an address that gateways do not open',
		'Use one that starts with https://, such as a signed link to the file, or its file as Binary File.',
	],
];

/** The bytes of a data URL (RFC 2397); undefined where it isn't one that can be read. */
function bytesOfDataUrl(text: string): Uint8Array | undefined {
	const [, parameters = '', data] = /^data:([^,]*),(.*)$/is.exec(text) ?? [];
	if (data === undefined) return undefined;
	if (/;\s*base64\s*$/i.test(parameters)) return bytesOfBase64(data);
	try {
		return new TextEncoder().encode(decodeURIComponent(data));
	} catch {
		// a percent sign that stands for nothing
		return undefined;
	}
}

/** The bytes of base64 in either alphabet, with line breaks; undefined where the text isn't base64. */
function bytesOfBase64(text: string): Uint8Array | undefined {
	const compact = text
		.replace(/%3d/gi, '=')
		.replace(/%2b/gi, '+')
		.replace(/%2f/gi, '/')
		.replace(/\s+/g, '');
	if (!/^[\w+/-]+={0,2}$/.test(compact)) return undefined;
	return new Uint8Array(Buffer.from(compact, 'base64'));
}

/** Base64 of fewer characters holds no image. */
const SHORTEST_BASE64 = 64;

/** The bytes of a file that was pasted as base64 without a word about it, where they are of a kind that is known. */
function bytesOfBareBase64(text: string): Uint8Array | undefined {
	if (text.length < SHORTEST_BASE64) return undefined;
	const bytes = bytesOfBase64(text);
	return bytes && (readImage(bytes) ?? fileKindOf(bytes)) ? bytes : undefined;
}

/**
 * The address with what may not stand in one encoded: spaces, letters beyond ASCII, a percent sign by itself. One that
 * is right stays as it is, byte for byte, since it may be signed.
 */
export function encodedAddress(text: string): string {
	if (/^[\x21-\x7e]*$/.test(text) && !/%(?![\da-f]{2})/i.test(text)) return text;
	return new URL(text.replace(/%(?![\da-f]{2})/gi, '%25')).href;
}

const holdsSeveral = (text: string): boolean =>
	(text.match(/(^|[\s,;|])https?:\/\//gi) ?? []).length > 1 ||
	/\.(jpe?g|png|webp)\s*[,;|]\s+\S/i.test(text) ||
	/\.(jpe?g|png|webp)\s*[\r\n]+\s*\S/i.test(text);

function readWebAddress(text: string, label: string): PictureRead {
	const refuse = (what: string, fix: string) => ({
		problem: `'${label}' is ${quote(text)}, which ${what}. ${fix}`,
	});
	if (holdsSeveral(text)) {
		return refuse('holds more than one address', 'Give one address for each picture.');
	}
	const place = elsewhere.find(([pattern]) => pattern.test(text));
	if (place) return refuse(`is ${place[1]}`, place[2]);
	const address = text.startsWith('//') ? `https:${text}` : text;
	if (/[\t\r\n]/.test(address) || !/^https?:\/\//i.test(address) || !isWebAddress(address)) {
		return refuse(
			"isn't a web address",
			'Set it to the address of the image: it starts with https:// (or http://).',
		);
	}
	const url = encodedAddress(address);
	const shared = sharedAt(new URL(url));
	if (shared && 'what' in shared) {
		return refuse(`is ${shared.what}, not an image`, shared.fix);
	}
	return { image: { kind: 'url', url: shared?.url ?? url } };
}

/**
 * The picture that a text stands for. Direct links take the place of share pages where that is certain, and data URLs
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
				problem: `'${label}' is ${quote(inner)}, a data URL that can't be read. Set it to the address of the image: it starts with https:// (or http://).`,
			}
		: readWebAddress(inner, label);
}
