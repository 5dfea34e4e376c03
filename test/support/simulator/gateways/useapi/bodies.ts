import { z } from 'zod';
import { callbackProblem } from '../../gateway';
import { MODELS } from './models';

const optionalText = z.string().optional();
const numbered = <Name extends string>(names: readonly Name[]) =>
	Object.fromEntries(names.map((name) => [name, optionalText])) as Record<
		Name,
		typeof optionalText
	>;

/** The files of a submit beside `fileID`. */
export const MORE_FILES = Array.from({ length: 13 }, (_, index) => `fileID${index + 2}`);
/** The videos and sounds of a submit. */
export const CLIP_FILES = ['videoFileID', 'audioFileID'].flatMap((name) =>
	[1, 2, 3].map((number) => `${name}${number}`),
);

/** Characters. */
export const LONGEST_REPLY_URL = 1024;

function refineAddress(address: string, context: z.RefinementCtx): void {
	const message = callbackProblem(address);
	if (message) context.addIssue({ code: 'custom', message });
}

// The page also allows multipart/form-data, which is not simulated.
export const createBody = z
	.object({
		account: optionalText,
		prompt: z.string().max(7500).optional(),
		promptOptimization: z.boolean().optional(),
		fileID: optionalText,
		end_frame_fileID: optionalText,
		model: z
			.string()
			.refine((model) => Object.hasOwn(MODELS, model), 'unknown model')
			.optional(),
		options: optionalText,
		aspectRatio: optionalText,
		resolution: optionalText,
		duration: z.number().int().min(4).max(15).optional(),
		replyUrl: z.string().max(LONGEST_REPLY_URL).superRefine(refineAddress).optional(),
		replyRef: z.string().max(1024).optional(),
		maxJobs: z.number().int().min(1).max(10).optional(),
		...numbered([...MORE_FILES, ...CLIP_FILES]),
	})
	.strict();

// useapi.net/docs/account-management/post-account, 2025-04-07. [Not found: what takes the address
// away again; an empty text is inferred.]
export const accountBody = z
	.object({
		name: optionalText,
		replyUrl: z
			.string()
			.superRefine((address, context) => address === '' || refineAddress(address, context))
			.optional(),
	})
	.strict();

/** What POST account may set. */
export type AccountBody = z.infer<typeof accountBody>;

/** What a submit may say. */
export type CreateBody = z.infer<typeof createBody> & Record<string, unknown>;

/** The query of calls on one account. */
export const accountQuery = z.object({ account: z.string() }).partial().strict();

/** The query of the list of videos. */
export const listQuery = z
	.object({
		account: z.string(),
		limit: z.coerce.number().int().min(1),
		lastVideoId: z.string(),
	})
	.partial()
	.strict();
