import { z } from 'zod';
import { fieldRules, withNames } from '../../fields';
import { isWebAddress } from '../../images';
import { SEGMIND_INPUTS } from './inputs';

const address = z.string().refine(isWebAddress, 'not an http(s) address');
const prompt = z.string().min(1);
const promptOptimizer = { prompt_optimizer: z.boolean().optional() };

const hailuo23 = {
	prompt,
	duration: z.union([z.literal(6), z.literal(10)]).optional(),
	resolution: z.enum(['768p', '1080p']).optional(),
	...promptOptimizer,
};

interface Timed {
	resolution?: string | undefined;
	duration?: number | undefined;
}

// MiniMax makes 1080P for 6 seconds only (platform.minimax.io, video generation). [Inferred: that
// Segmind, whose pages are silent, refuses it too.]
const notLongFullHd = ({ resolution, duration }: Timed) =>
	!(resolution === '1080p' && duration === 10);
const LONG_FULL_HD = '1080p is made for 6 seconds only';

// segmind.com, MiniMax AI (Hailuo), Parameters.
export const minimaxAi = z
	.object({
		prompt,
		first_frame_image: address.nullable().optional(),
		subject_reference: z.union([z.literal(''), address]).optional(),
		...promptOptimizer,
	})
	.strict();

// [Not found: the parameters of these models beside the prompt. Inferred: that they are called as those of others here.]
const undescribed = withNames(
	Object.values(SEGMIND_INPUTS).flatMap((inputs) => Object.keys(fieldRules(inputs))),
	{ prompt },
);

/** What the pages rule out beyond single fields. */
const EXCLUDED: ReadonlyArray<
	readonly [slug: RegExp, message: string, isWrong: (body: Record<string, unknown>) => boolean]
> = [
	[
		/^pixverse-(5|4\.5)-video$/,
		'1080p is made for 5 seconds only',
		({ quality, duration }) => quality === '1080p' && duration === 8,
	],
	// "First/last frames ... not combinable with references" (a client that quotes the page of seedance-2.0-fast).
	[
		/^seedance-2\.0/,
		'frames and references exclude each other',
		(body) =>
			(body.first_frame_url ?? body.last_frame_url) !== undefined &&
			(body.reference_images ?? body.reference_videos ?? body.reference_audios) !== undefined,
	],
];

const otherModels = Object.entries(SEGMIND_INPUTS).map(([slug, inputs]) => {
	const body = z
		.object(fieldRules(inputs))
		.strict()
		.superRefine((value, context) => {
			for (const [slugs, message, isWrong] of EXCLUDED) {
				if (slugs.test(slug) && isWrong(value))
					context.addIssue({ code: 'custom', message });
			}
		});
	return [slug, body] as const;
});

// segmind.com/models/<slug>/api of each.
export const MODELS: Record<string, z.ZodType<object, z.ZodTypeDef, unknown>> = {
	...Object.fromEntries(otherModels),
	// [Inferred: its page shows v1; the siblings' pages show v2.]
	'minimax-ai': minimaxAi,
	'minimax-ai-director': z
		.object({ prompt, first_frame_image: address, ...promptOptimizer })
		.strict(),
	'minimax-hailuo-2': z
		.object({
			prompt,
			image_url: address.optional(),
			last_frame_image: address.nullable().optional(),
			mode: z.enum(['standard', 'pro']).optional(),
			...promptOptimizer,
		})
		.strict(),
	'hailuo-2.3': z
		.object({ ...hailuo23, first_frame_image: address.optional() })
		.strict()
		.refine(notLongFullHd, LONG_FULL_HD),
	'hailuo-2.3-fast': z
		.object({ ...hailuo23, first_frame_image: address })
		.strict()
		.refine(notLongFullHd, LONG_FULL_HD),
	// segmind.com/models/hailuo-02-fast, read 2026-11.
	'hailuo-02-fast': z
		.object({
			prompt,
			first_frame_image: address,
			last_frame_image: address.nullable().optional(),
			duration: z.union([z.literal(6), z.literal(10)]).optional(),
			go_fast: z.boolean().optional(),
			...promptOptimizer,
		})
		.strict(),
	'minimax-h3-text-to-video': undescribed,
	'minimax-h3-image-to-video': undescribed,
	'minimax-h3-reference-to-video': undescribed,
};

/**
 * Where a wrong body is taken as a job, which the poll then tells as failed, with 422 (probes of 2026-08-02, production of
 * 2026-08-19 and 20). v1 and the other calls answer 400 at once. [Inferred for v1.]
 */
export const LATE_PATHS: ReadonlySet<string> = new Set(
	Object.keys(MODELS).map((slug) => `/segmind/v2/${slug}`),
);
