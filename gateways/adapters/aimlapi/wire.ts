import { z } from 'zod';

import { jobAnswerOf, maybe, numberLike, textLike } from '../../answer/wire';

const usage = z
	.object({
		usage: z
			.object({ credits_used: z.number().nullish(), usd_spent: z.number().nullish() })
			.nullish(),
	})
	.nullish()
	.catch(undefined);

const file = z.object({
	url: z.string().nullish(),
	duration: numberLike.nullish().catch(undefined),
});

/**
 * The video: an object by the schemas, a list of addresses in the answers that Runway's pages print (2025), and a bare
 * address for who knows which model.
 */
const video = z
	.union([
		file,
		z.string().transform((url) => ({ url, duration: undefined })),
		z
			.array(z.union([file, z.string().transform((url) => ({ url, duration: undefined }))]))
			.transform((files) => files[0]),
	])
	.nullish();

/**
 * A job, as submit and fetch of both routes answer it (universal-video-fetch.json, 2026-08-21). The submit of
 * video-01's page names it `generation_id`, the universal schema and the page of minimax/h3 `id`.
 */
export const jobAnswer = jobAnswerOf(
	{
		generation_id: maybe(textLike),
		id: maybe(textLike),
		status: maybe(z.string()),
		/** `{ name, message }` by the schema; `{ detail: [{ msg }] }` in the answer of Kling 1.6 pro effects. */
		error: z.unknown(),
		meta: usage,
	},
	{ video },
);

/** What `error` has beside its words. */
export const errorName = z.object({ name: z.string() }).transform(({ name }) => name);

/** Answer of `/v2/billing` (billing-v2.json, 2026-08-21): USD, "always". */
export const billingAnswer = z.object({ current_balance: numberLike });

/** "`price` is the charge for `per` units": USD. */
const rate = z.object({
	price: z.number().nonnegative(),
	unit: z.string(),
	per: z.number().positive(),
});

/** "Read `kind` first". */
const pricing = z.discriminatedUnion('kind', [
	z.object({ kind: z.literal('fixed'), units: z.array(rate) }),
	z.object({
		kind: z.literal('variants'),
		variants: z.array(rate.extend({ when: z.record(z.unknown()) })),
	}),
	z.object({ kind: z.literal('variable') }),
]);

/** An entry of `/v1/models`; `type` is the "endpoint type this model is served through". */
const listedModel = z.object({
	id: z.string().min(1),
	aliases: z.array(z.string()).nullish().catch(undefined),
	type: z.string().nullish().catch(undefined),
	info: z
		.object({ name: z.string().min(1) })
		.nullish()
		.catch(undefined),
	pricing: pricing.nullish().catch(undefined),
	capabilities: z.array(z.string()).nullish().catch(undefined),
});

export type ListedEntry = z.output<typeof listedModel>;

/** Answer of `/v1/models` (models-catalogue.md); the older `/models` has the bare list. */
export const modelsAnswer = z
	.union([
		z.array(z.unknown()),
		z.object({ data: z.array(z.unknown()) }).transform(({ data }) => data),
	])
	.transform((entries) => entries.flatMap((entry) => listedModel.safeParse(entry).data ?? []));
