import { z } from 'zod';

import { commonFailures, LATER, type FailureRow, type FailureTable } from './failures';
import { isGatewayError, type Answer, type GatewayError } from '../gateway';
import { textLike } from './wire';

/** The two things about a gateway that its error messages need. */
export interface ErrorTable {
	label: string;
	/** Rows that differ from the common ones. */
	failures: FailureTable;
	/**
	 * Where its answers carry a job's ID. A refusal that names one is unclear: a job may exist. Not the keys of IDs
	 * that trace the call itself (AI/ML API's `requestId`).
	 */
	jobIdKeys?: readonly string[];
}

/**
 * Words under `detail`: a text, or the list of faults that FastAPI writes (AI/ML API, the page of Kling 1.6 pro
 * effects, 2026-08-21: `{ detail: [{ loc, msg, type }] }`).
 */
const detail = z
	.union([
		z.string(),
		z
			.array(z.union([z.string(), z.object({ msg: z.string() }).transform(({ msg }) => msg)]))
			.transform((faults) => faults.join('; ')),
	])
	.optional()
	.catch(undefined);

/** Every field by itself: one in another form must not hide the others. */
const bodyWithReason = z.object({
	error: z
		.union([
			z.string(),
			z.object({ message: z.string() }).transform(({ message }) => message),
			z.object({ detail }).transform((error) => error.detail),
		])
		.optional()
		.catch(undefined),
	message: z
		.union([z.string(), z.array(z.string()).transform((faults) => faults.join('; '))])
		.optional()
		.catch(undefined),
	detail,
	base_resp: z.object({ status_msg: z.string() }).optional().catch(undefined),
});

/** Longest quote of a gateway's own words in a message, in characters. */
const QUOTE_LIMIT = 300;

/** The gateway's own words for what went wrong, where the body holds any in a shape that is documented. */
export function reasonIn(body: unknown): string | undefined {
	const read = bodyWithReason.safeParse(body);
	if (!read.success) return undefined;
	const { error, message, base_resp } = read.data;
	const words = error ?? message ?? read.data.detail ?? base_resp?.status_msg;
	const tidy = words?.replace(/\s+/g, ' ').trim();
	return tidy ? tidy.slice(0, QUOTE_LIMIT) : undefined;
}

/**
 * The body as JSON, or undefined where it is none. Pixazo prints an answer as an escaped string, so a string
 * that holds JSON is read again (Pixazo image-to-video page, "Output").
 */
export function jsonIn(body: string): unknown {
	for (const text of [body, body.replace(/\\n/g, '\n').replace(/\\"/g, '"')]) {
		try {
			const value: unknown = JSON.parse(text);
			return typeof value === 'string' ? jsonIn(value) : value;
		} catch {
			// not JSON in this reading; the caller learns it from undefined
		}
	}
	return undefined;
}

/** From these numbers on it is a time since 1970, in seconds (2001 and later) or in milliseconds (1973 and later). */
const EPOCH_SECONDS = 1e9;
const EPOCH_MILLISECONDS = 1e11;

/**
 * Seconds that the gateway asks to wait: `Retry-After` in seconds or as a date (RFC 9110, 10.2.3), or Segmind's
 * `x-rate-limit-reset-at-utc`. A number too large for a wait is the time of the end, as rate-limit headers elsewhere
 * have it. Never negative. Undefined where it does not say.
 */
export function retryAfterSeconds(answer: Answer): number | undefined {
	const asked =
		answer.headers['retry-after'] ?? answer.headers['x-rate-limit-reset-at-utc'] ?? '';
	if (asked.trim() === '') return undefined;
	const seconds = Number(asked);
	if (Number.isFinite(seconds)) {
		const received = answer.receivedAt / 1000;
		if (seconds >= EPOCH_MILLISECONDS) return Math.max(0, seconds / 1000 - received);
		return Math.max(0, seconds >= EPOCH_SECONDS ? seconds - received : seconds);
	}
	// Date.parse makes a date of many a text that is none.
	if (!/^[A-Z][a-z]{2}, .* GMT$|^\d{4}-\d\d-\d\d[T ]/.test(asked)) return undefined;
	const at = Date.parse(/(Z|GMT|[+-]\d\d:?\d\d)$/.test(asked) ? asked : `${asked}Z`);
	return Number.isNaN(at) ? undefined : Math.max(0, (at - answer.receivedAt) / 1000);
}

/** Builds the error of a call from a row of a failure table and the gateway's own words. */
export function gatewayError(
	errors: Pick<ErrorTable, 'label'>,
	row: FailureRow,
	facts: {
		reason?: string;
		httpStatus?: number;
		gatewayCode?: number;
		retryAfterSeconds?: number;
	} = {},
): GatewayError {
	const codes = [
		facts.httpStatus === undefined ? [] : `HTTP ${facts.httpStatus}`,
		facts.gatewayCode === undefined ? [] : `code ${facts.gatewayCode}`,
	].flat();
	const wait = facts.retryAfterSeconds ?? row.retryAfterSeconds;
	return {
		kind: 'gatewayError',
		code: row.code,
		message: [
			`${errors.label} ${row.what}`,
			codes.length > 0 ? ` (${codes.join(', ')})` : '',
			facts.reason === undefined ? '' : `: "${facts.reason}"`,
		].join(''),
		fix: row.fix,
		retryable: row.retryable ?? false,
		accepted: row.accepted ?? 'no',
		...(wait === undefined ? {} : { retryAfterSeconds: wait }),
		...(facts.httpStatus === undefined ? {} : { httpStatus: facts.httpStatus }),
		...(facts.gatewayCode === undefined ? {} : { gatewayCode: facts.gatewayCode }),
	};
}

/** The error of an answer that is no success, by the gateway's own table first. */
export function failureOfStatus(errors: ErrorTable, answer: Answer): GatewayError {
	const { status } = answer;
	if (status === 304) {
		return {
			...gatewayError(
				errors,
				{
					code: 'gateway',
					what: 'has no news since the last look',
					fix: LATER,
					retryable: true,
					// Only a look can be answered so; a submit that is has met a cache in between.
					accepted: 'maybe',
				},
				{ httpStatus: status, retryAfterSeconds: retryAfterSeconds(answer) },
			),
			code: 'unchanged',
		};
	}
	const body = jsonIn(answer.body);
	const row =
		errors.failures[status] ??
		commonFailures[status] ??
		(status >= 500
			? { code: 'gateway', what: 'failed', fix: LATER, retryable: true, accepted: 'maybe' }
			: status < 400
				? {
						code: 'gateway',
						what: 'sent the call to another address',
						fix: 'Check the Base URL in the credential: it must be the address of the API itself.',
					}
				: commonFailures[400]!);
	// A server error that is not the gateway's own JSON comes from a proxy in between, which knows nothing of the job.
	const fromProxy = status >= 500 && body === undefined;
	const error = gatewayError(errors, fromProxy ? { ...row, accepted: 'maybe' } : row, {
		reason: reasonIn(body),
		httpStatus: status,
		retryAfterSeconds: retryAfterSeconds(answer),
	});
	return unclearWithJob(errors, body, error);
}

/** Where a gateway that wraps its answers puts what belongs to the job (Pixazo: `output`). */
const wrappers = ['output', 'data', 'result', 'error', 'job', 'task'];

const recordIn = (value: unknown): Record<string, unknown> =>
	z.record(z.unknown()).safeParse(value).data ?? {};

/** The job's ID that a body holds, by the gateway's own keys for it. */
function jobIdIn(body: unknown, keys: readonly string[]): string | undefined {
	const whole = recordIn(body);
	return [whole, ...wrappers.map((key) => recordIn(whole[key]))]
		.flatMap((part) => keys.map((key) => textLike.safeParse(part[key]).data))
		.find((id) => id !== undefined && id.trim() !== '');
}

/** The error of a refusal that names a job: unclear, since that job may exist and be billed. Any other stays as it is. */
function unclearWithJob(errors: ErrorTable, body: unknown, error: GatewayError): GatewayError {
	const jobId = jobIdIn(body, errors.jobIdKeys ?? []);
	if (jobId === undefined) return error;
	const message = `${error.message} (the answer names the job ${jobId.slice(0, QUOTE_LIMIT)})`;
	return { ...error, accepted: 'maybe', message };
}

/** The error of a success that can not be read: the gateway may well have acted. */
export function unreadable(errors: Pick<ErrorTable, 'label'>, what: string): GatewayError {
	return gatewayError(errors, {
		code: 'gateway',
		what,
		fix: 'If this stays, check the Base URL in the credential, or report it with the raw response.',
		retryable: true,
		accepted: 'maybe',
	});
}

/**
 * Reads an answer: a status outside 2xx by the failure table, then the JSON by `schema`, then `then`.
 * Zod reads loosely: unknown keys pass.
 */
export function readAnswer<Schema extends z.ZodTypeAny, Result>(
	errors: ErrorTable,
	answer: Answer,
	schema: Schema,
	then: (body: z.output<Schema>, answer: Answer) => Result | GatewayError,
): Result | GatewayError {
	if (answer.status < 200 || answer.status > 299) return failureOfStatus(errors, answer);
	const body = jsonIn(answer.body);
	if (body === undefined) {
		const page = /^\s*</.test(answer.body) ? 'an HTML page' : 'a broken answer';
		return unreadable(errors, `sent ${page} instead of JSON (HTTP ${answer.status})`);
	}
	const read = schema.safeParse(body);
	if (!read.success) {
		const issue = read.error.issues[0];
		const where = issue?.path.join('.') || 'the answer';
		return unreadable(
			errors,
			`sent an answer in an unknown shape (HTTP ${answer.status}; ${where}: ${issue?.message ?? 'not readable'})`,
		);
	}
	const outcome = then(read.data as z.output<Schema>, answer);
	// A refusal inside HTTP 200.
	return isGatewayError(outcome) ? unclearWithJob(errors, body, outcome) : outcome;
}
