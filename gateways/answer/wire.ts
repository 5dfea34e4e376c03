import { z } from 'zod';

/**
 * Values that gateways write in more than one way. Not zod's own coercion: that takes anything, an object or an
 * empty text included, and throws on some.
 */

/** A number, or a text that is one. JSON has numbers too large for one, which would come out as Infinity. */
export const numberLike = z.union([
	z.number().finite(),
	z
		.string()
		.regex(/^-?\d+(\.\d+)?$/)
		.transform(Number)
		.pipe(z.number().finite()),
]);

/** A text that is not empty, or a number as text. */
export const textLike = z.union([z.string().min(1), z.number().transform(String)]);
