import * as fc from 'fast-check';

import { readImage } from '../../../gateways/bytes/imageSize';
import { FRAME } from '../../support/simulator';
import { jpeg, losslessWebp, lossyWebp, png, webp } from './images';

describe('format and size of a picture', () => {
	test.each([
		['a PNG', png, 'image/png'],
		['a JPEG', jpeg, 'image/jpeg'],
		['an extended WebP', webp, 'image/webp'],
		['a lossless WebP', losslessWebp, 'image/webp'],
		['a lossy WebP', lossyWebp, 'image/webp'],
	])('are read from %s', (_name, make, format) => {
		for (const [width, height] of [
			[1280, 720],
			[301, 16383],
			[1, 1],
		] as const) {
			expect(readImage(make(width, height))).toEqual({ format, width, height });
		}
	});

	const exif = [0xff, 0xe1, 0x00, 0x06, 1, 2, 3, 4];
	const huffman = [0xff, 0xc4, 0x00, 0x04, 9, 9];
	test.each([
		['EXIF data before the frame header', exif],
		['a Huffman table, whose marker lies among those of frames', huffman],
		['fill bytes before a marker', [0xff, 0xff, 0xff, ...exif.slice(1)]],
		['several segments', [...exif, ...huffman, ...exif]],
	])('are read from a JPEG with %s', (_name, before) => {
		expect(readImage(jpeg(640, 480, before))).toEqual({
			format: 'image/jpeg',
			width: 640,
			height: 480,
		});
	});

	test('are read from a real file, also where it lies inside of a larger buffer', () => {
		const facts = { format: 'image/png', width: 1280, height: 720 };
		expect(readImage(FRAME)).toEqual(facts);
		const larger = Buffer.concat([Buffer.alloc(7), FRAME]);
		expect(readImage(larger.subarray(7))).toEqual(facts);
	});

	test.each([
		['nothing', Buffer.alloc(0)],
		['a GIF', Buffer.from('GIF89a\x01\x00\x01\x00'.padEnd(64, '\0'), 'latin1')],
		['text', Buffer.from('<html><body>no picture here, but a page</body></html>')],
		['a PNG that ends within its header', png(1280, 720).subarray(0, 20)],
		['a JPEG without a frame header', Buffer.from([0xff, 0xd8, ...exif, ...exif])],
		['a WebP that ends within its header', webp(1280, 720).subarray(0, 26)],
		['a sound in the frame of a WebP', Buffer.from('RIFF\0\0\0\0WAVEfmt '.padEnd(64, '\0'))],
	])('are not in %s', (_name, bytes) => {
		expect(readImage(bytes)).toBeUndefined();
	});

	test('are whole numbers of pixels where they are read, and what follows changes nothing', () => {
		const start = fc.constantFrom(png(1, 1), jpeg(1, 1), webp(1, 1), Buffer.from([0xff, 0xd8]));
		fc.assert(
			fc.property(start, fc.uint8Array({ maxLength: 200 }), fc.nat(40), (head, tail, cut) => {
				const bytes = Buffer.concat([head.subarray(0, cut), tail]);
				const facts = readImage(bytes);
				if (facts === undefined) return;
				const { format, width, height } = facts;
				expect(['image/png', 'image/jpeg', 'image/webp']).toContain(format);
				expect([width, height].every((side) => Number.isInteger(side) && side >= 0)).toBe(
					true,
				);
				expect(readImage(Buffer.concat([bytes, tail]))).toEqual(facts);
			}),
			{ numRuns: 2000 },
		);
	});
});
