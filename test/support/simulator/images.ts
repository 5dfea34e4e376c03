import { z } from 'zod';

/** What the bytes of an image say about themselves. */
export interface ImageFacts {
	format: 'png' | 'jpeg' | 'webp';
	width: number;
	height: number;
}

function pngFacts(bytes: Buffer): ImageFacts | undefined {
	if (bytes.length < 24 || bytes.toString('latin1', 1, 4) !== 'PNG') return undefined;
	return { format: 'png', width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}

// The size stands in the frame header, markers C0 to CF without the three that mean other things
// (ITU-T T.81, table B.1).
function jpegFacts(bytes: Buffer): ImageFacts | undefined {
	if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xffd8) return undefined;
	for (let at = 2; at + 9 <= bytes.length; at += 2 + bytes.readUInt16BE(at + 2)) {
		const marker = bytes.readUInt16BE(at);
		if (marker >= 0xffc0 && marker <= 0xffcf && ![0xffc4, 0xffc8, 0xffcc].includes(marker)) {
			return {
				format: 'jpeg',
				width: bytes.readUInt16BE(at + 7),
				height: bytes.readUInt16BE(at + 5),
			};
		}
	}
	return undefined;
}

// The three kinds of WebP keep their size in different places (RFC 9649, section 2).
function webpFacts(bytes: Buffer): ImageFacts | undefined {
	if (bytes.length < 30 || bytes.toString('latin1', 8, 12) !== 'WEBP') return undefined;
	const kind = bytes.toString('latin1', 12, 16);
	if (kind === 'VP8X') {
		return {
			format: 'webp',
			width: bytes.readUIntLE(24, 3) + 1,
			height: bytes.readUIntLE(27, 3) + 1,
		};
	}
	if (kind === 'VP8L') {
		const packed = bytes.readUInt32LE(21);
		return {
			format: 'webp',
			width: (packed & 0x3fff) + 1,
			height: ((packed >> 14) & 0x3fff) + 1,
		};
	}
	return {
		format: 'webp',
		width: bytes.readUInt16LE(26) & 0x3fff,
		height: bytes.readUInt16LE(28) & 0x3fff,
	};
}

/** Format and size of an image, read from its first bytes; none if it is no PNG, JPEG or WebP. */
export function imageFacts(bytes: Buffer): ImageFacts | undefined {
	return pngFacts(bytes) ?? jpegFacts(bytes) ?? webpFacts(bytes);
}

const PICTURES = ['png', 'jpeg', 'webp'] as const;

/**
 * What is wrong with bytes of a declared type: a picture must be one, of that type. Files of other types aren't looked
 * into. [Inferred: that it is refused at once, and not only by the model that can't read it.]
 */
export function typeProblem(
	bytes: Buffer,
	type: string,
	formats: ReadonlyArray<ImageFacts['format']> = PICTURES,
): string | undefined {
	if (!type.startsWith('image/')) return undefined;
	const format = imageFacts(bytes)?.format;
	if (!format || !formats.includes(format)) return `not one of ${formats.join(', ')}`;
	return type === `image/${format}` ? undefined : `a file of image/${format} under ${type}`;
}

/** What is wrong with a file as a data URL `data:image/png;base64,...`. */
export function dataUrlProblem(
	value: string,
	formats?: ReadonlyArray<ImageFacts['format']>,
): string | undefined {
	const [, type = '', base64 = ''] =
		/^data:([a-z]+\/[a-z0-9.+-]+);base64,([A-Za-z0-9+/]+={0,2})$/.exec(value) ?? [];
	return base64 === ''
		? 'not a base64 data URL'
		: typeProblem(Buffer.from(base64, 'base64'), type, formats);
}

/** What is wrong with a file that is given by its address or as a data URL. */
export const fileProblem = (
	value: string,
	formats?: ReadonlyArray<ImageFacts['format']>,
): string | undefined => (isWebAddress(value) ? undefined : dataUrlProblem(value, formats));

/** A text that is held to a rule, which says what is wrong with it. */
export const textBy = (problemOf: (value: string) => string | undefined) =>
	z.string().superRefine((value, context) => {
		const message = problemOf(value);
		if (message) context.addIssue({ code: 'custom', message });
	});

const MEGABYTE = 1024 * 1024;

/** An absolute http or https address. */
export function isWebAddress(value: string): boolean {
	return URL.canParse(value) && /^https?:$/.test(new URL(value).protocol);
}

/**
 * What is wrong with an image parameter that takes an address or the image itself as base64: its format, and that it has
 * 20 MB or more. The image behind an address is not fetched.
 *
 * @param shape `minimax`: by MiniMax's limits too, which AI/ML API and Pixazo repeat for its models: short side over 300
 * pixels, ratio between 2:5 and 5:2 (AI/ML API, video-01; Pixazo, MiniMax Hailuo AI API). `h3`: by those of H3 (MiniMax,
 * -v2-create): up to 30 MB, 256 to 5760 pixels, ratio 0.4 to 2.5
 */
export function imageProblem(
	value: string,
	formats: ReadonlyArray<ImageFacts['format']>,
	shape: 'minimax' | 'h3' | 'any' = 'minimax',
): string | undefined {
	if (isWebAddress(value)) return undefined;
	const base64 = value.replace(/^data:image\/[a-z.+-]+;base64,/i, '');
	if (base64 === '' || !/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) {
		return 'neither an http(s) address nor a base64 image';
	}
	const bytes = Buffer.from(base64, 'base64');
	const facts = imageFacts(bytes);
	if (!facts || !formats.includes(facts.format)) return `not one of ${formats.join(', ')}`;
	if (shape === 'h3' && bytes.length > 30 * MEGABYTE) return 'over 30 MB';
	if (shape !== 'h3' && bytes.length >= 20 * MEGABYTE) return 'not under 20 MB';
	if (shape === 'any') return undefined;
	const sides = [facts.width, facts.height];
	if (shape === 'minimax' && Math.min(...sides) <= 300) return 'short side not over 300 pixels';
	if (shape === 'h3' && sides.some((side) => side < 256 || side > 5760)) {
		return 'side not from 256 to 5760 pixels';
	}
	const ratio = facts.width / facts.height;
	if (ratio < 2 / 5 || ratio > 5 / 2) return 'ratio not between 2:5 and 5:2';
	return undefined;
}
