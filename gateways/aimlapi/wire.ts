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

/** Answer of `/v2/billing` (billing-v2.json, 2026-08-21): USD, "always". */
export const billingAnswer = z.object({ current_balance: numberLike });

/** An entry of `/v1/models`; `type` is the "endpoint type this model is served through". */
const listedModel = z.object({
	id: z.string().min(1),
	aliases: z.array(z.string()).nullish().catch(undefined),
	type: z.string().nullish().catch(undefined),
	info: z
		.object({ name: z.string().min(1) })
		.nullish()
		.catch(undefined),
});

/** Answer of `/v1/models` (models-catalogue.md); the older `/models` has the bare list. */
export const modelsAnswer = z
	.union([
		z.array(z.unknown()),
		z.object({ data: z.array(z.unknown()) }).transform(({ data }) => data),
	])
	.transform((entries) => entries.flatMap((entry) => listedModel.safeParse(entry).data ?? []));
