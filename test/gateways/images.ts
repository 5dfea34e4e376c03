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

/** A JPEG of this size (ITU-T T.81, B.2.2). */
export function jpeg(width: number, height: number): Uint8Array {
	const bytes = Buffer.alloc(64);
	Buffer.from([0xff, 0xd8, 0xff, 0xc0, 0x00, 0x11, 0x08]).copy(bytes);
	bytes.writeUInt16BE(height, 7);
	bytes.writeUInt16BE(width, 9);
	return bytes;
}

/** A WebP of this size, in its extended form (RFC 9649, 2.7). */
export function webp(width: number, height: number): Uint8Array {
	const bytes = Buffer.alloc(64);
	bytes.write('RIFF', 0, 'latin1');
	bytes.write('WEBPVP8X', 8, 'latin1');
	bytes.writeUIntLE(width - 1, 24, 3);
	bytes.writeUIntLE(height - 1, 27, 3);
	return bytes;
}
