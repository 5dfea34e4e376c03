import { z } from 'zod';

import {
	commonFailures,
	redirected,
	TRY_LATER,
	type FailureRow,
	type FailureTable,
} from './failures';
import { isGatewayError, type Answer, type GatewayError, type VideoJob } from '../gateway';
import { isObject } from '../json';
import { secondsOf } from './times';
import { textLike } from './wire';

/** What the error messages of a gateway need to know about it. */
export interface ErrorTable {
	label: string;
	/** Rows that replace the common ones. */
	failures: FailureTable;
	/** The row for an answer outside 2xx whose status has several meanings; undefined where its status alone tells. */
	refusal?: (answer: Answer, body: unknown) => FailureRow | undefined;
	/** The header that has the time at which a limit ends, beside `Retry-After`. */
	resetHeader?: string;
	/** The seconds to wait that only the body tells, where the headers don't. */
	waitIn?: (body: unknown) => number | undefined;
	/**
	 * The keys under which its answers have a job's ID. A rejection that names a job is unclear: the job may exist. IDs that
	 * trace the request itself (AI/ML API's `requestId`) don't count.
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

/** A text, or several. */
const words = z.union([z.string(), z.array(z.string()).transform((faults) => faults.join('; '))]);

/** Each field is optional, so that one in an unknown form doesn't hide the others. */
const bodyWithReason = z.object({
	error: z
		.union([
			words,
			z.object({ message: words }).transform(({ message }) => message),
			z.object({ detail }).transform((error) => error.detail),
		])
		.optional()
		.catch(undefined),
	message: words.optional().catch(undefined),
	detail,
	msg: z.string().optional().catch(undefined),
	base_resp: z.object({ status_msg: z.string() }).optional().catch(undefined),
});

/** Longest quote of a gateway's own words in a message, in characters. */
const QUOTE_LIMIT = 300;

/** The gateway's own words for what went wrong, if the body has any in a documented form. */
export function reasonIn(body: unknown): string | undefined {
	const read = bodyWithReason.safeParse(body);
	if (!read.success) return undefined;
	const { error, message, base_resp } = read.data;
	const reason = error ?? message ?? read.data.detail ?? read.data.msg ?? base_resp?.status_msg;
	const tidy = reason?.replace(/\s+/g, ' ').trim();
	return tidy ? tidy.slice(0, QUOTE_LIMIT) : undefined;
}

/**
 * The body as JSON, or undefined if it isn't JSON. Pixazo's page shows an answer as an escaped string, so a string
 * that contains JSON is parsed again (Pixazo image-to-video page, "Output").
 */
export function jsonIn(body: string): unknown {
	for (const text of [body, body.replace(/\\n/g, '\n').replace(/\\"/g, '"')]) {
		try {
			const value: unknown = JSON.parse(text);
			return typeof value === 'string' ? jsonIn(value) : value;
		} catch {
			// not JSON in this form; the caller gets undefined
		}
	}
	return undefined;
}

/** From this number on, it is a time since 1970: 2001 and later. */
const EPOCH_SECONDS = 1e9;

/**
 * How many seconds the gateway asks to wait: `Retry-After` in seconds or as a date (RFC 9110, 10.2.3), or its own
 * header for that. A number too large for a wait is the time at which the wait ends, as in other services' rate-limit
 * headers. Never negative. Undefined if the gateway doesn't say.
 */
export function retryAfterSeconds(
	{ resetHeader = '' }: Pick<ErrorTable, 'resetHeader'>,
	answer: Answer,
): number | undefined {
	const asked = answer.headers['retry-after'] ?? answer.headers[resetHeader] ?? '';
	if (asked.trim() === '') return undefined;
	const seconds = Number(asked);
	if (Number.isFinite(seconds)) {
		if (seconds < EPOCH_SECONDS) return Math.max(0, seconds);
		return Math.max(0, secondsOf(seconds) - answer.receivedAt / 1000);
	}
	// Date.parse accepts strings that aren't dates.
	if (!/^[A-Z][a-z]{2}, .* GMT$|^\d{4}-\d\d-\d\d[T ]/.test(asked)) return undefined;
	const at = Date.parse(/(Z|GMT|[+-]\d\d:?\d\d)$/.test(asked) ? asked : `${asked}Z`);
	return Number.isNaN(at) ? undefined : Math.max(0, (at - answer.receivedAt) / 1000);
}

/** Builds a request's error from a row of a failure table and the gateway's own words. */
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

/** The error of an answer outside 2xx. The gateway's own table comes before the common one. */
export function failureOfStatus(errors: ErrorTable, answer: Answer): GatewayError {
	const { status } = answer;
	if (status === 304) {
		return {
			...gatewayError(
				errors,
				{
					code: 'gateway',
					what: 'has no update yet',
					fix: TRY_LATER,
					retryable: true,
					// Only a status check should get this; a submit that does came through a cache.
					accepted: 'maybe',
				},
				{ httpStatus: status, retryAfterSeconds: retryAfterSeconds(errors, answer) },
			),
			code: 'unchanged',
		};
	}
	const body = jsonIn(answer.body);
	const row =
		errors.refusal?.(answer, body) ??
		errors.failures[status] ??
		commonFailures[status] ??
		(status >= 500
			? {
					code: 'gateway',
					what: 'failed',
					fix: TRY_LATER,
					retryable: true,
					accepted: 'maybe',
				}
			: status < 400
				? redirected
				: commonFailures[400]!);
	// A server error that isn't JSON comes from a proxy in between, which doesn't know about the job.
	const fromProxy = status >= 500 && body === undefined;
	const error = gatewayError(errors, fromProxy ? { ...row, accepted: 'maybe' } : row, {
		reason: reasonIn(body),
		httpStatus: status,
		retryAfterSeconds: retryAfterSeconds(errors, answer) ?? errors.waitIn?.(body),
	});
	return unclearWithJob(errors, body, error);
}

/** Keys under which a gateway may nest the job's data (Pixazo: `output`). */
const wrappers = ['output', 'data', 'result', 'error', 'job', 'task'];

const recordIn = (value: unknown): Record<string, unknown> => (isObject(value) ? value : {});

/** The job ID in a body, by the gateway's own keys for it. */
function jobIdIn(body: unknown, keys: readonly string[]): string | undefined {
	const whole = recordIn(body);
	return [whole, ...wrappers.map((key) => recordIn(whole[key]))]
		.flatMap((part) => keys.map((key) => textLike.safeParse(part[key]).data))
		.find((id) => id !== undefined && id.trim() !== '');
}

/** The error of a rejection that names a job is unclear, since the job may exist and be billed. Others are unchanged. */
function unclearWithJob(errors: ErrorTable, body: unknown, error: GatewayError): GatewayError {
	const jobId = jobIdIn(body, errors.jobIdKeys ?? []);
	if (jobId === undefined) return error;
	const message = `${error.message} (the response names the job ${jobId.slice(0, QUOTE_LIMIT)})`;
	return { ...error, accepted: 'maybe', message };
}

/** The error of a 2xx answer that can't be read: the gateway may have acted on the request. */
export function unreadable(errors: Pick<ErrorTable, 'label'>, what: string): GatewayError {
	return gatewayError(errors, {
		code: 'gateway',
		what,
		fix: "If this keeps happening, check 'Base URL' in the credential, or report it with the raw response.",
		retryable: true,
		accepted: 'maybe',
	});
}

/**
 * The error of a finished job whose file is in an unknown form, so that it's checked again; undefined for any other, also
 * for one whose address was found in another field.
 *
 * @param unread what `jobAnswerOf` says of its files
 */
export const unreadFiles = (
	errors: Pick<ErrorTable, 'label'>,
	{ status, videoUrl }: Partial<Pick<VideoJob, 'status' | 'videoUrl'>>,
	unread: string | undefined,
): GatewayError | undefined =>
	status === 'completed' && videoUrl === undefined && unread !== undefined
		? unreadable(errors, `sent a finished video in an unknown format (${unread})`)
		: undefined;

/**
 * Reads an answer: a status outside 2xx by the failure table, else its JSON by `schema` and then by `then`.
 * Unknown keys are ignored.
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
		const page = /^\s*</.test(answer.body) ? 'an HTML page' : 'a broken response';
		return unreadable(errors, `sent ${page} instead of JSON (HTTP ${answer.status})`);
	}
	const read = schema.safeParse(body);
	if (!read.success) {
		const issue = read.error.issues[0];
		const where = issue?.path.join('.') || 'the response';
		const error = unreadable(
			errors,
			`sent a response in an unknown format (HTTP ${answer.status}; ${where}: ${issue?.message ?? 'unreadable'})`,
		);
		return unclearWithJob(errors, body, error);
	}
	const outcome = then(read.data as z.output<Schema>, answer);
	// A rejection inside HTTP 200.
	return isGatewayError(outcome) ? unclearWithJob(errors, body, outcome) : outcome;
}
