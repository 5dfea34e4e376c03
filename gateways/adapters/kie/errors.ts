import { z } from 'zod';

import {
	gatewayError,
	jsonIn,
	readAnswer,
	unreadable,
	type ErrorTable,
} from '../../answer/answers';
import {
	commonFailures,
	TRY_LATER,
	type FailureRow,
	type FailureTable,
} from '../../answer/failures';
import type { Answer, GatewayError } from '../../gateway';
import { envelope } from './wire';

const wrongParameters: FailureRow = {
	code: 'invalidRequest',
	what: 'rejected the parameters',
	fix: 'Correct the parameter that the message names.',
};

/**
 * Refusals come inside HTTP 200 with a `code` in the body. The codes are those of docs.kie.ai (the "Response Status
 * Code" of every page, read 2026-09-24), and mean the same as an HTTP status. A code of 500 and 501 says nothing
 * about whether a task was created, so a submit answered so is unclear.
 */
const failures: FailureTable = {
	400: wrongParameters,
	401: {
		code: 'authentication',
		what: 'rejected the key',
		fix: 'Check the key in the credential, and its IP whitelist at kie.ai/api-key.',
	},
	402: {
		code: 'insufficientCredits',
		what: 'reported that this account has too few credits',
		fix: 'Top up at kie.ai/billing.',
	},
	404: {
		code: 'notFound',
		what: "didn't find this model or address",
		fix: "Check 'Model', and 'Base URL' in the credential.",
	},
	422: wrongParameters,
	429: {
		code: 'rateLimited',
		what: 'reported that the rate limit is reached',
		fix: 'Wait, or send fewer requests at a time.',
		retryable: true,
		// "Up to 20 new generation requests per 10 seconds" (docs.kie.ai, getting started).
		retryAfterSeconds: 10,
	},
	433: {
		code: 'insufficientCredits',
		what: 'reported that the usage limit of this key is reached',
		fix: "Raise the key's limit at kie.ai/api-key, or use another key.",
	},
	451: {
		code: 'invalidRequest',
		what: "couldn't download the image",
		fix: "Check that the URL of 'Image' opens in a private browser window, or set 'Image' to Binary File.",
	},
	455: {
		code: 'gateway',
		what: 'is under maintenance',
		fix: TRY_LATER,
		retryable: true,
	},
	500: commonFailures[500]!,
	501: {
		code: 'gateway',
		what: 'reported that the generation failed',
		fix: TRY_LATER,
		retryable: true,
		accepted: 'maybe',
	},
	505: {
		code: 'notFound',
		what: 'has disabled this model or feature',
		fix: 'Choose another model.',
	},
};

export const errors: ErrorTable = { label: 'Kie.ai', jobIdKeys: ['taskId'], failures };

/** A status call has nothing but the ID: "recordInfo is null" is what an unknown one is answered (clients, 2026). */
const unknownTask: FailureRow = {
	code: 'notFound',
	what: "didn't find this job",
	fix: "Check 'Job ID', and that the job was submitted with this credential. For a Veo job from Kie.ai's own log, put veo: in front of its ID.",
};

/** A 422 that isn't known to say that the job is gone: a job that runs must not be given up for it. */
const noRecordYet: FailureRow = {
	code: 'gateway',
	what: "didn't report the job's status",
	fix: TRY_LATER,
	retryable: true,
};

/**
 * What a 422 must say to be about a job that isn't there, or no more: "record is null", "Temporarily supports records
 * within 14 days" (veo3-api/get-veo-3-video-details), "recordInfo is null" (market/common/get-task-detail). "The request
 * parameters failed validation checks" is the heading of both: the ID is the only parameter.
 */
const NO_RECORD = /\bis null\b|14 days|validation checks/i;

/** The code of an answer that isn't 200, and its words. */
export function refusalIn({
	body,
}: Pick<Answer, 'body'>): { code: number; words: string } | undefined {
	const { code, msg, message } = envelope.safeParse(jsonIn(body)).data ?? {};
	return typeof code === 'number' && code !== 200
		? { code, words: msg || message || '' }
		: undefined;
}

/** What a status call's own codes mean: a 422 has several meanings, by its words. */
export function statusErrorsFor(answer: Answer): ErrorTable {
	const isGone = NO_RECORD.test(refusalIn(answer)?.words ?? '');
	const own = { 404: unknownTask, 422: isGone ? unknownTask : noRecordYet };
	return { ...errors, failures: { ...failures, ...own } };
}

const unknownCode: FailureRow = {
	code: 'gateway',
	what: 'reported an error',
	fix: 'Check the code in the documentation at docs.kie.ai.',
	retryable: true,
	accepted: 'maybe',
};

/** Reads what an answer holds under `data`, or the error that its `code` stands for. */
export function readData<Schema extends z.ZodTypeAny, Result>(
	table: ErrorTable,
	answer: Answer,
	schema: Schema,
	then: (data: z.output<Schema>) => Result | GatewayError,
): Result | GatewayError {
	return readAnswer(table, answer, envelope, ({ code, msg, message, data }) => {
		if (typeof code === 'number' && code !== 200) {
			return gatewayError(table, table.failures[code] ?? unknownCode, {
				reason: (msg || message) ?? undefined,
				gatewayCode: code,
			});
		}
		const read = schema.safeParse(data);
		if (read.success) return then(read.data as z.output<Schema>);
		const where = ['data', ...(read.error.issues[0]?.path ?? [])].join('.');
		return unreadable(
			table,
			`sent a response in an unknown format (HTTP ${answer.status}; ${where})`,
		);
	});
}
