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
