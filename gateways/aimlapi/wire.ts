import { z } from 'zod';

const usage = z
	.object({
		usage: z
			.object({ credits_used: z.number().nullish(), usd_spent: z.number().nullish() })
			.nullish(),
	})
	.nullish()
	.catch(undefined);

/** The submit page answers `generation_id`; the universal route's schema and the page of minimax/h3 answer `id`. */
export const submitAnswer = z
	.object({
		generation_id: z.string().min(1).nullish(),
		id: z.string().min(1).nullish(),
		status: z.string().nullish(),
		meta: usage,
	})
	.refine((wire) => wire.generation_id ?? wire.id, { message: 'no generation_id and no id' });

/** The answer of both fetch routes (universal-video-fetch.json, 2026-08-21). */
export const fetchAnswer = z.object({
	id: z.string().nullish(),
	status: z.string(),
	video: z
		.object({
			url: z.string().nullish(),
			duration: z.coerce.number().nullish().catch(undefined),
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
