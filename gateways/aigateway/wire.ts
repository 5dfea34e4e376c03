import { z } from 'zod';

import { numberLike, textLike } from '../wire';

/**
 * A job as AIgateway writes it. Three sources disagree and all are read: the model page (`result.url`,
 * `created`), docs/async-jobs (`result.file_url`, `running`, an `error` object) and the official SDK 0.1.3
 * (`result_url`, `created_at`, an `error` string).
 */
export const jobAnswer = z.object({
	/** Missing in the finished job that docs/async-jobs prints. */
	id: z.string().min(1).nullish(),
	status: z.string().nullish(),
	model: z.string().nullish(),
	created: z.number().nullish(),
	created_at: z.union([z.number(), z.string()]).nullish(),
	result_url: z.string().nullish(),
	result: z
		.object({
			url: z.string().nullish(),
			file_url: z.string().nullish(),
			duration: numberLike.nullish().catch(undefined),
			resolution: z.string().nullish().catch(undefined),
		})
		.nullish(),
	error: z
		.union([
			z.string(),
			z.object({ code: textLike.nullish().catch(undefined), message: z.string().nullish() }),
		])
		.nullish(),
});

/** An event of a webhook that is set up in the dashboard (docs/webhooks). */
export const jobEvent = z.object({
	type: z.enum(['job.completed', 'job.failed']),
	data: z.object({ job_id: z.string().min(1) }).passthrough(),
});

/** Any event of that kind, as `job.completed`, `balance.low`. */
export const anyEvent = z.object({
	type: z.string().regex(/^[a-z_]+\.[a-z_]+$/),
	data: z.object({}).passthrough(),
});

/** Answer of `/v1/webhook-secret`. */
export const secretAnswer = z.object({ secret: z.string().nullish() });
