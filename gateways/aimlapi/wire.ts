import { z } from 'zod';

import { numberLike, textLike } from '../wire';

const usage = z
	.object({
		usage: z
			.object({ credits_used: z.number().nullish(), usd_spent: z.number().nullish() })
			.nullish(),
	})
	.nullish()
	.catch(undefined);

/**
 * A job, as submit and fetch of both routes answer it (universal-video-fetch.json, 2026-08-21). The submit of
 * video-01's page names it `generation_id`, the universal schema and the page of minimax/h3 `id`.
 */
export const jobAnswer = z.object({
	generation_id: textLike.nullish(),
	id: textLike.nullish(),
	status: z.string().nullish(),
	video: z
		.object({
			url: z.string().nullish(),
			duration: numberLike.nullish().catch(undefined),
		})
		.nullish(),
	error: z
		.union([
			z.string(),
			z.object({ name: z.string().nullish(), message: z.string().nullish() }),
		])
		.nullish(),
	meta: usage,
});
