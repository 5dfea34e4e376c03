import { z } from 'zod';

/**
 * Values that gateways write in more than one way. Zod's own coercion isn't used: it accepts anything, including objects
 * and empty text, and throws on some values.
 */

/** A number, or a number as text. JSON can have numbers that are too large and would become Infinity. */
export const numberLike = z.union([
	z.number().finite(),
	z
		.string()
		.regex(/^-?\d+(\.\d+)?$/)
		.transform(Number)
		.pipe(z.number().finite()),
]);

/** Non-empty text, or a number, which becomes text. */
export const textLike = z.union([z.string().min(1), z.number().transform(String)]);
