import { z } from 'zod';

import { jobAnswerOf, maybe, numberLike, textLike } from '../../answer/wire';

/**
 * Shapes of the answers. Sources: the types of OpenRouter's own client, @openrouter/sdk 1.3.19, and
 * openrouter.ai/docs/api_reference/videos (read 2026-11).
 */

const texts = z.array(z.string()).nullish().catch(undefined);

/** Each address by itself: one that can't be read doesn't hide the others. */
const addresses = z
	.array(z.string().min(1).nullable().catch(null))
	.transform((all) => all.filter((one): one is string => one !== null))
	.nullish();

/** `VideoGenerationResponse`, of a submit, of a check, and as `data` of a callback. */
export const jobAnswer = jobAnswerOf(
	{
		id: maybe(textLike),
		status: maybe(z.string()),
		model: maybe(z.string()),
		/** Text, by the client; an object with a message is what the errors of all routes look like. */
		error: maybe(
			z.union([
				z.string(),
				z.object({ message: z.string() }).transform(({ message }) => message),
			]),
		),
		usage: maybe(z.object({ cost: maybe(numberLike) })),
	},
	{
		/** Behind the key, whatever the name says (seen 2026-10-09). */
		unsigned_urls: addresses,
		/** Signed, open to anyone for a while (docs/api_reference/videos). */
		urls: addresses,
	},
);

/** What a callback brings (docs/cookbook/video-generation/video-generation-webhooks). */
export const jobEvent = z.object({
	type: z.string().startsWith('video.generation.'),
	data: jobAnswer,
});

/** A model of `GET /v1/videos/models`: `VideoModel` of the client. Null where the model hasn't it, or the list doesn't say. */
export const modelEntry = z.object({
	id: z.string().min(1),
	name: z.string().min(1).nullish().catch(undefined),
	supported_resolutions: texts,
	supported_aspect_ratios: texts,
	supported_durations: z.array(z.number().positive()).nullish().catch(undefined),
	supported_frame_images: texts,
	generate_audio: z.boolean().nullish().catch(undefined),
	seed: z.boolean().nullish().catch(undefined),
	/** Only models that enlarge a video have one. */
	upscale_factor: z.unknown(),
	// One price that can't be read makes the others uncertain.
	pricing_skus: z.record(numberLike).nullish().catch(undefined),
	allowed_passthrough_parameters: texts,
});
export type ModelEntry = z.output<typeof modelEntry>;

/** An entry that can't be read doesn't hide the others. */
export const modelsAnswer = z.object({
	data: z
		.array(modelEntry.nullable().catch(null))
		.transform((all) => all.filter((one): one is ModelEntry => one !== null)),
});

/** `GET /v1/key`; null: the key has no limit of its own. */
export const keyAnswer = z.object({ data: z.object({ limit_remaining: numberLike.nullish() }) });

/** `GET /v1/credits`. */
export const creditsAnswer = z.object({
	data: z.object({ total_credits: numberLike, total_usage: numberLike }),
});

/** What a 403 tells of content that was flagged (docs/api_reference/errors-and-debugging, "Moderation Errors"). */
export const moderationError = z.object({
	error: z.object({
		metadata: z.union([
			z.object({ reasons: z.array(z.unknown()) }),
			z.object({ flagged_input: z.string() }),
			z.object({ error_type: z.literal('content_policy_violation') }),
		]),
	}),
});
