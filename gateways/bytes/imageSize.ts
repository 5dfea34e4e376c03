import type { ImageFormat } from '../gateway';

/**
 * Format and size of an image from its first bytes. Written here, because a package for n8n may have no runtime
 * dependency and the gateways take three formats only: their headers are a few lines each.
 */

export interface ImageFacts {
	format: ImageFormat;
	/** Pixels. */
	width: number;
	/** Pixels. */
	height: number;
}

const ascii = (view: DataView, at: number, length: number): string =>
	Array.from({ length }, (_, index) => String.fromCharCode(view.getUint8(at + index))).join('');

/** PNG specification 11.2.2: the signature, then IHDR with width and height. */
function readPng(view: DataView): ImageFacts | undefined {
	if (view.getUint32(0) !== 0x89504e47 || view.getUint32(4) !== 0x0d0a1a0a) return undefined;
	return { format: 'image/png', width: view.getUint32(16), height: view.getUint32(20) };
}

/** JPEG (ITU-T T.81, B.2.2): segments up to the frame header, SOF0 to SOF15 without DHT, JPG and DAC. */
function readJpeg(view: DataView): ImageFacts | undefined {
	if (view.getUint16(0) !== 0xffd8) return undefined;
	for (let at = 2; ;) {
		if (view.getUint8(at) !== 0xff) return undefined;
		const marker = view.getUint8(at + 1);
		if (marker === 0xff) {
			at += 1;
		} else if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
			return {
				format: 'image/jpeg',
				height: view.getUint16(at + 5),
				width: view.getUint16(at + 7),
			};
		} else {
			at += 2 + view.getUint16(at + 2);
		}
	}
}

/** WebP (RFC 9649, 2.4 to 2.7): lossy `VP8 `, lossless `VP8L`, extended `VP8X`. */
function readWebp(view: DataView): ImageFacts | undefined {
	if (ascii(view, 0, 4) !== 'RIFF' || ascii(view, 8, 4) !== 'WEBP') return undefined;
	const format = 'image/webp';
	const kind = ascii(view, 12, 4);
	if (kind === 'VP8X') {
		const side = (at: number) => view.getUint16(at, true) + (view.getUint8(at + 2) << 16) + 1;
		return { format, width: side(24), height: side(27) };
	}
	if (kind === 'VP8L') {
		const bits = view.getUint32(21, true);
		return { format, width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
	}
	return kind === 'VP8 '
		? {
				format,
				width: view.getUint16(26, true) & 0x3fff,
				height: view.getUint16(28, true) & 0x3fff,
			}
		: undefined;
}

/** What the bytes are; undefined where they aren't a JPEG, PNG or WebP, or end within the header. */
export function readImage(bytes: Uint8Array): ImageFacts | undefined {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	try {
		return readPng(view) ?? readJpeg(view) ?? readWebp(view);
	} catch {
		// read over the end: the file stops within its header
		return undefined;
	}
}
