import { z } from 'zod';

import { statusFromWord } from '../../answer/jobs';
import { maybe, numberLike, textLike } from '../../answer/wire';
import { gatewayError } from '../../answer/answers';
import { TRY_LATER, type FailureRow, type FailureTable } from '../../answer/failures';
import type { GatewayError, VideoFailure, VideoJob, VideoStatus } from '../../gateway';

/**
 * What MiniMax itself defines and gateways pass through unchanged: status words, and the codes of `base_resp`,
 * which arrive inside HTTP 200.
 */

const MODERATED = 'Change the prompt or the image: the same request will be rejected again.';

const busy = (what: string): FailureRow => ({
	code: 'rateLimited',
	what,
	fix: 'Wait, or send fewer requests at a time.',
	retryable: true,
});

const internal = (what: string): FailureRow => ({
	code: 'gateway',
	what,
	fix: TRY_LATER,
	retryable: true,
	accepted: 'maybe',
});

const overQuota: FailureRow = {
	code: 'insufficientCredits',
	what: 'reported that the quota of this account is used up',
	fix: 'Wait until the quota is renewed, or upgrade the plan.',
};

/**
 * `base_resp.status_code` (platform.minimax.io, api-reference/errorcode, and the pages of the video endpoints,
 * read 2026-10-08). Codes for voice are omitted. 1028, 1030 and
 * 2061 are only in MiniMax's own command line tool. 1000, 1001, 1013, 1024 and 1033 say nothing about whether a task was
 * created, and the pages of submits list none of them.
 */
export const minimaxFailures: FailureTable = {
	1000: internal('had an unknown error'),
	1001: {
		code: 'timeout',
		what: 'timed out',
		fix: TRY_LATER,
		retryable: true,
		accepted: 'maybe',
	},
	1002: busy('reported that the rate limit is reached'),
	1004: {
		code: 'authentication',
		what: 'rejected the key',
		fix: 'Check the key in the credential.',
	},
	1008: {
		code: 'insufficientCredits',
		what: 'reported that this account has no credit left',
		fix: 'Top up the account.',
	},
	1013: internal('had an internal error'),
	1024: internal('had an internal error'),
	1026: { code: 'moderated', what: 'rejected the prompt or image as sensitive', fix: MODERATED },
	1027: { code: 'moderated', what: 'withheld the video as sensitive', fix: MODERATED },
	1028: overQuota,
	1030: overQuota,
	1033: internal('reported an error in one of its own services'),
	1039: busy('reported that the token limit is reached'),
	1041: busy('reported that the connection limit is reached'),
	1042: {
		code: 'invalidRequest',
		what: 'found too many invisible or invalid characters in the prompt',
		fix: "Remove them from 'Prompt'.",
	},
	2013: {
		code: 'invalidRequest',
		what: 'rejected the parameters',
		fix: 'Correct the parameter that the message names.',
	},
	2045: busy('reported that the request rate rose too quickly'),
	2049: {
		code: 'authentication',
		what: 'rejected the key',
		fix: 'Check the key in the credential.',
	},
	2056: {
		code: 'insufficientCredits',
		what: 'reported that the usage limit of this plan is reached',
		fix: 'Wait for the next five-hour window, or upgrade the plan.',
	},
	2061: {
		code: 'authentication',
		what: "doesn't offer this model on this plan",
		fix: 'Choose another model, or upgrade the plan.',
	},
};

const unknownCode: FailureRow = {
	code: 'gateway',
	what: 'reported an error',
	fix: "Check the code in MiniMax's list of errors.",
	retryable: true,
	accepted: 'maybe',
};

/** The part of an answer in which MiniMax says whether the call worked. */
export const baseResponse = z.object({
	status_code: numberLike,
	status_msg: maybe(z.string()),
});

/** The error in `base_resp`, or undefined if the call worked (code 0, or no `base_resp` at all). */
export function readMinimaxError(
	errors: { label: string },
	base: z.output<typeof baseResponse> | null | undefined,
): GatewayError | undefined {
	if (!base || base.status_code === 0) return undefined;
	return gatewayError(errors, minimaxFailures[base.status_code] ?? unknownCode, {
		reason: base.status_msg ?? undefined,
		gatewayCode: base.status_code,
	});
}

/** Whether a code that comes with a job's status means that the job itself has failed. */
export const endsJob = (
	error: GatewayError,
): error is GatewayError & { code: 'moderated' | 'invalidRequest' } =>
	error.code === 'moderated' || error.code === 'invalidRequest';

/** The failure of a job that ended with this error. */
export const minimaxFailure = (error: GatewayError): VideoFailure =>
	endsJob(error)
		? { code: error.code, message: `${error.message}. ${error.fix}`, retryable: false }
		: { code: 'gateway', message: `${error.message}.`, retryable: true };

/**
 * Status words of the query (`Preparing`, `Queueing`, `Processing`, `Success`, `Fail`) and of callbacks, which
 * write them in lower case and `failed` for `Fail` (platform.minimax.io, video-generation-query and -t2v).
 */
export const minimaxStatuses: Readonly<Record<string, VideoStatus>> = {
	preparing: 'queued',
	queueing: 'queued',
	processing: 'processing',
	success: 'completed',
	fail: 'failed',
	failed: 'failed',
};

/** MiniMax's limits for a first frame: shorter side over 300 px, 2:5 to 5:2 (platform.minimax.io, video-generation-i2v). */
export const minimaxImageShape = {
	shortSideOver: 300,
	ratioFrom: [2, 5],
	ratioTo: [5, 2],
} as const;

/** A call to `callback_url` when the status changes: the query's answer, with a file ID instead of an address. */
const callbackBody = z.object({ task_id: textLike, status: z.string().min(1) });

/** What a call to `callback_url` claims (platform.minimax.io, video-generation-t2v), or undefined if it isn't one. */
export function readMinimaxCallback(gateway: string, body: unknown): VideoJob | undefined {
	const wire = callbackBody.safeParse(body);
	if (!wire.success || wire.data.task_id === '') return undefined;
	return {
		gateway,
		jobId: wire.data.task_id,
		...statusFromWord(minimaxStatuses, wire.data.status),
	};
}

/** Longest challenge that is sent back, in characters, since anyone can send one. */
const CHALLENGE_LIMIT = 1024;

const challengeBody = z.object({
	challenge: z.union([z.string().max(CHALLENGE_LIMIT), z.number()]),
});

/**
 * The answer to the first call to a `callback_url`, which must be there within 3 s (platform.minimax.io,
 * video-generation-t2v): the value of `challenge`, unchanged.
 */
export function answerMinimaxHandshake(body: unknown): { challenge: string | number } | undefined {
	const wire = challengeBody.safeParse(body);
	return wire.success ? { challenge: wire.data.challenge } : undefined;
}
