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

/** A field that decides nothing: one in an unknown form counts as missing, and doesn't hide the others. */
export const maybe = <Schema extends z.ZodTypeAny>(schema: Schema) =>
	schema.nullish().catch(undefined);

/** Some fields of an answer. */
type Fields<Shape extends z.ZodRawShape> = z.output<z.ZodObject<Shape>>;

/**
 * An answer about a job: what it says of the job, and the files of a finished one. A file field in an unknown form
 * decides nothing as long as the job isn't finished, as where a failed one has `"null"` in its place, and hides none of
 * the others; `unread` names the first, so that a finished job without an address can be checked again.
 */
export function jobAnswerOf<Facts extends z.ZodRawShape, Files extends z.ZodRawShape>(
	facts: Facts,
	files: Files,
) {
	const factsSchema = z.object(facts);
	type JobAnswer = Fields<Facts> & Partial<Fields<Files>> & { unread?: string };
	return z.unknown().transform((answer, context): JobAnswer => {
		const job = factsSchema.safeParse(answer);
		if (!job.success) {
			for (const issue of job.error.issues) context.addIssue(issue);
			return z.NEVER;
		}
		const found: Record<string, unknown> = {};
		for (const [name, schema] of Object.entries(files)) {
			const read = schema.safeParse((answer as Record<string, unknown>)[name]);
			if (read.success) found[name] = read.data;
			else found.unread ??= [name, ...(read.error.issues[0]?.path ?? [])].join('.');
		}
		return { ...job.data, ...found } as JobAnswer;
	});
}
