import { z } from 'zod';

import { jobAnswerOf, maybe, numberLike, textLike } from '../../answer/wire';
import { isObject } from '../../json';

/**
 * A job as AIgateway writes it. Three sources disagree and all are read: the model page (`result.url`,
 * `created`), docs/async-jobs (`result.file_url`, `running`, an `error` object) and the official SDK 0.1.3
 * (`result_url`, `created_at`, an `error` string).
 */
export const jobAnswer = jobAnswerOf(
	{
		/** Missing in the finished job that docs/async-jobs prints. */
		id: maybe(textLike),
		status: maybe(z.string()),
		model: maybe(z.string()),
		/** SDKs: a number in an undocumented unit. The OpenAPI file's `created` is in seconds. */
		created: maybe(z.union([z.number(), z.string()])),
		created_at: maybe(z.union([z.number(), z.string()])),
		error: z.unknown(),
	},
	{
		result_url: z.string().nullish(),
		result: z
			.object({
				url: z.string().nullish(),
				file_url: z.string().nullish(),
				duration: maybe(numberLike),
				resolution: maybe(z.string()),
			})
			.nullish(),
	},
);

/** What `error` has beside its words. */
export const errorCode = z.object({ code: textLike }).transform(({ code }) => code);

/**
 * The same in a callback, which has to be told from those of other services: predictions have `urls`, which no source
 * has here, and videos of useapi.net a number as their status.
 */
export const calledJob = jobAnswer.and(
	z.object({ id: z.string().min(1), status: z.string().nullish(), urls: z.undefined() }),
);

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

/**
 * An entry of `/v1/models`: `{ id, object, modality, owned_by }` (sdk-node 0.1.3, 2026-06-23), in OpenAI's form (the
 * model page: "match OpenAI exactly"). A name is read where one comes.
 */
const listedModel = z.object({
	id: z.string().min(1),
	name: z.string().min(1).nullish().catch(undefined),
	display_name: z.string().min(1).nullish().catch(undefined),
	modality: z.string().nullish().catch(undefined),
});

/** Answer of `/v1/models` (sdk-node 0.1.3: `{ object: 'list', data: any[] }`). */
export const modelsAnswer = z.object({
	data: z
		.array(z.unknown())
		.transform((entries) =>
			entries.flatMap((entry) => listedModel.safeParse(entry).data ?? []),
		),
});

/** Where an amount in dollars may stand, the clearest name first. */
const dollarKeys = [
	'balance_usd',
	'credit_balance_usd',
	'credits_usd',
	'current_balance',
	'credit_balance',
	'balance',
	'credits',
	'available',
	'remaining',
	'amount',
	'usd',
];

/** The same in cents, as the API counts elsewhere (`spend_cap_cents`, `cost_cents`). */
const centKeys = [
	'balance_cents',
	'credit_balance_cents',
	'credits_cents',
	'available_cents',
	'remaining_cents',
	'amount_cents',
	'cents',
];

/** Where the amount may lie in an object of its own. */
const innerKeys = ['balance', 'credit_balance', 'wallet', 'credits', 'data'];

/**
 * The amount in an answer of `/v1/balance`, undefined where there is none to be found. The OpenAPI file says
 * "current credit balance and recent spend" and names no fields.
 */
export function balanceIn(
	body: unknown,
	depth = 2,
): { amount: number; currency?: string } | undefined {
	if (!isObject(body)) return undefined;
	const numberAt = (key: string) => numberLike.safeParse(body[key]).data;
	const cents = centKeys.map(numberAt).find((value) => value !== undefined);
	const amount =
		cents === undefined
			? dollarKeys.map(numberAt).find((value) => value !== undefined)
			: cents / 100;
	const currency = z.string().safeParse(body.currency).data;
	if (amount !== undefined) return { amount, ...(currency === undefined ? {} : { currency }) };
	const inner =
		depth === 0
			? undefined
			: innerKeys.map((key) => balanceIn(body[key], depth - 1)).find(Boolean);
	return inner && { ...(currency === undefined ? {} : { currency }), ...inner };
}
