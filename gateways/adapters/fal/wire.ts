import { z } from 'zod';

import { numberLike } from '../../answer/wire';

const unknownSize = { width: undefined, height: undefined, duration: undefined };

/** A file that a model made, or only its address. */
const file = z.union([
	z.object({
		url: z.string().nullish(),
		width: numberLike.nullish().catch(undefined),
		height: numberLike.nullish().catch(undefined),
		duration: numberLike.nullish().catch(undefined),
	}),
	z.string().transform((url) => ({ url, ...unknownSize })),
]);

/** Answer of a submit (docs/model-apis/inference/queue; @fal-ai/client 1.10.1, `InQueueQueueStatus`). */
export const submitAnswer = z.object({
	request_id: z.string().min(1),
	status: z.string().nullish().catch(undefined),
});

/** Answer of a status: the type files of the client and docs/model-apis/request-errors for the last two. */
export const statusAnswer = z.object({
	status: z.string(),
	error: z.string().nullish().catch(undefined),
	error_type: z.string().nullish().catch(undefined),
});

/**
 * What a model returned: `video` at all models of the table. Others are known to call it `videos` (a list) or
 * `video_url`. No page has a status here.
 */
export const resultAnswer = z.object({
	status: z.string().nullish().catch(undefined),
	video: file.nullish(),
	videos: z.array(file).nullish().catch(undefined),
	video_url: z.string().nullish().catch(undefined),
	seed: numberLike.nullish().catch(undefined),
});

/** An error that a model tells of itself: a list of faults with types (docs/model-apis/errors, read 2026-11). */
export const modelErrors = z.object({
	detail: z
		.array(
			z.object({
				msg: z.string().catch('no reason given'),
				type: z.string(),
				loc: z.array(z.unknown()).optional().catch(undefined),
			}),
		)
		.min(1),
});

/** An error of fal around a model (docs/model-apis/request-errors, read 2026-11). */
export const requestError = z.object({ detail: z.string(), error_type: z.string() });

/** The body of a webhook (docs/model-apis/inference/webhooks; @fal-ai/client 1.10.1, `WebHookResponse`). */
export const webhookBody = z.object({
	request_id: z.string().min(1),
	status: z.string(),
	payload: z.unknown(),
	error: z.string().nullish().catch(undefined),
});

/** Answer of `/api/openapi/queue/openapi.json`: OpenAPI 3.0. */
export const schemaAnswer = z.object({
	info: z.unknown(),
	paths: z.unknown(),
	components: z.unknown(),
});

/** Answer of `/.well-known/jwks.json`: the keys of any other kind are left out. */
export const keysAnswer = z.object({
	keys: z
		.array(z.unknown())
		.transform((keys) =>
			keys.flatMap(
				(key) =>
					z
						.object({ x: z.string().min(1), crv: z.literal('Ed25519').optional() })
						.safeParse(key).data?.x ?? [],
			),
		),
});
