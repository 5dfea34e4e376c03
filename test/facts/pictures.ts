/** What the user is told of pictures that gateways refuse; the files are those of `test/n8n/media.test.ts`. */

const wrongKind = (kind: string, formats: string) =>
	new RegExp(`'Image' is ${kind}, but .* accepts ${formats}\\. `);

/** What no gateway accepts, in the words for one that accepts these formats. */
export const wrongKinds = (formats: string): Record<string, RegExp> => ({
	'/animation.gif': wrongKind('a GIF', formats),
	'/bitmap.bmp': wrongKind('a BMP image', formats),
	'/document.png': wrongKind('a PDF document', formats),
	'/empty.png': /'Image' is an empty file. Check the node that creates it/,
	'/large.png': /'Image' is 21 MB, but the limit is 20 MB. Resize or compress it/,
});

/** MiniMax's limits for the shape of a picture. */
export const MINIMAX_RATIOS: Readonly<Record<string, RegExp>> = {
	'/tall.png': /'Image' is 400x1001 pixels.*ratio from 2:5 to 5:2. Crop it, or use another image/,
	'/wide.png': /'Image' is 1001x400 pixels.*ratio from 2:5 to 5:2. Crop it, or use another image/,
};

/** Those of Hailuo for the size as well. */
export const MINIMAX_SHAPES: Readonly<Record<string, RegExp>> = {
	...MINIMAX_RATIOS,
	'/small.png': /'Image' is 300x400 pixels.*shorter side of more than 300. Use a larger image/,
};

export const ALL_FORMATS = 'JPEG, PNG or WebP';
