/** Pictures as bytes: only their first bytes, which say format and size. */

/** A PNG of this size (ISO/IEC 15948, 11.2.2). */
export function png(width: number, height: number): Uint8Array {
	const bytes = Buffer.alloc(64);
	Buffer.from('\x89PNG\r\n\x1a\n', 'latin1').copy(bytes);
	bytes.writeUInt32BE(13, 8);
	bytes.write('IHDR', 12, 'latin1');
	bytes.writeUInt32BE(width, 16);
	bytes.writeUInt32BE(height, 20);
	return bytes;
}

/** A JPEG of this size (ITU-T T.81, B.2.2), with other segments before its frame header if given. */
export function jpeg(width: number, height: number, before: readonly number[] = []): Uint8Array {
	const header = Buffer.from([0xff, 0xc0, 0x00, 0x11, 0x08, 0, 0, 0, 0]);
	header.writeUInt16BE(height, 5);
	header.writeUInt16BE(width, 7);
	return Buffer.concat([Buffer.from([0xff, 0xd8, ...before]), header, Buffer.alloc(64)]);
}

function riff(kind: 'VP8 ' | 'VP8L' | 'VP8X'): Buffer {
	const bytes = Buffer.alloc(64);
	bytes.write('RIFF', 0, 'latin1');
	bytes.write(`WEBP${kind}`, 8, 'latin1');
	return bytes;
}

/** A WebP of this size, in its extended form (RFC 9649, 2.7). */
export function webp(width: number, height: number): Uint8Array {
	const bytes = riff('VP8X');
	bytes.writeUIntLE(width - 1, 24, 3);
	bytes.writeUIntLE(height - 1, 27, 3);
	return bytes;
}

/** A lossless WebP of this size (RFC 9649, 3.4): 14 bits for each side. */
export function losslessWebp(width: number, height: number): Uint8Array {
	const bytes = riff('VP8L');
	bytes[20] = 0x2f;
	bytes.writeUInt32LE((((height - 1) << 14) | (width - 1)) >>> 0, 21);
	return bytes;
}

/** A lossy WebP of this size (RFC 6386, 9.1): 14 bits for each side, above them 2 for scaling. */
export function lossyWebp(width: number, height: number): Uint8Array {
	const bytes = riff('VP8 ');
	Buffer.from([0x9d, 0x01, 0x2a]).copy(bytes, 23);
	bytes.writeUInt16LE(width | 0x4000, 26);
	bytes.writeUInt16LE(height | 0x8000, 28);
	return bytes;
}
