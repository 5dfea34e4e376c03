import { z } from 'zod';

import { maybe, textLike } from '../../answer/wire';

/**
 * A prediction: npm replicate 1.4.0, `Prediction`, and replicate.com/docs/reference/http (predictions.get, read 2026-11).
 * What a model returned has any shape, and is null once it has been deleted.
 */
export const predictionAnswer = z.object({
	id: maybe(textLike),
	status: maybe(z.string()),
	model: z.string().nullish().catch(undefined),
	/** `hidden` for official models. */
	version: z.string().nullish().catch(undefined),
	input: z.record(z.unknown()).nullish().catch(undefined),
	output: z.unknown(),
	error: z.unknown(),
	logs: z.string().nullish().catch(undefined),
	/** `web`: made on replicate.com, where nothing is deleted. */
	source: z.string().nullish().catch(undefined),
	data_removed: z.boolean().nullish().catch(undefined),
	created_at: z.string().nullish().catch(undefined),
	completed_at: z.string().nullish().catch(undefined),
});

const withStatus = predictionAnswer.extend({ status: z.string() });

/** The body of a webhook: a prediction, which links to itself. */
export const webhookBody = withStatus.extend({ urls: z.object({ get: z.string() }) });

export type Prediction = z.output<typeof predictionAnswer>;

/** A page of predictions (predictions.list), without entries that can't be read. */
export const predictionsAnswer = z.object({
	results: z
		.array(z.unknown())
		.transform((entries) => entries.flatMap((entry) => withStatus.safeParse(entry).data ?? [])),
});

/** Answer of webhooks.default.secret.get. */
export const secretAnswer = z.object({ key: z.string().nullish() });

/** Answer of models.get, whose newest version has the schema, and of models.versions.get, which is a version. */
export const modelAnswer = z.union([
	z.object({ openapi_schema: z.object({}).passthrough() }),
	z
		.object({ latest_version: z.object({ openapi_schema: z.object({}).passthrough() }) })
		.transform(({ latest_version: version }) => version),
]);

/** Answer of files.create. */
export const fileAnswer = z.object({ urls: z.object({ get: z.string().url() }) });

/** The refusal of a request that came too early (replicate.com/docs/topics/predictions/rate-limits, read 2026-11). */
export const throttled = z.object({ detail: z.string() });
