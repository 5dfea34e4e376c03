import { z } from 'zod';

import { statusFromWord } from '../../answer/jobs';
import { numberLike, textLike } from '../../answer/wire';
import { gatewayError } from '../../answer/answers';
import type { FailureRow, FailureTable } from '../../answer/failures';
import type { FailureCode, GatewayError, VideoFailure, VideoJob, VideoStatus } from '../../gateway';

/**
 * What MiniMax itself defines and gateways pass through unchanged: status words, and the codes of `base_resp`,
 * which arrive inside HTTP 200.
 */

const LATER = 'This usually passes: try again later.';
const MODERATED = 'Change the prompt or the image: the same request will be refused again.';

const busy = (what: string): FailureRow => ({
	code: 'rateLimited',
	what,
	fix: 'Wait, or send fewer requests at a time.',
	retryable: true,
});

const overQuota: FailureRow = {
	code: 'insufficientCredits',
	what: 'is over the quota of this account',
	fix: 'Wait until the quota is renewed, or move to a larger plan.',
};

/**
 * `base_resp.status_code` (platform.minimax.io, api-reference/errorcode, and the pages of the video endpoints,
 * read 2026-10-08). The codes for voice are left out. 1028, 1030 and
 * 2061 are in MiniMax's own command line tool alone. 1000 and 1001 say nothing about whether a task was created.
 */
const minimaxFailures: FailureTable = {
	1000: {
		code: 'gateway',
		what: 'had an unknown error',
		fix: LATER,
		retryable: true,
		accepted: 'maybe',
	},
	1001: {
		code: 'timeout',
		what: 'ran out of time',
		fix: LATER,
		retryable: true,
		accepted: 'maybe',
	},
	1002: busy('is over its rate limit'),
	1004: {
		code: 'authentication',
		what: 'refused the key',
		fix: 'Check the key in the credential.',
	},
	1008: {
		code: 'insufficientCredits',
		what: 'has no credit left on this account',
		fix: 'Top up the account, then submit again.',
	},
	1013: { code: 'gateway', what: 'had an internal error', fix: LATER, retryable: true },
	1024: { code: 'gateway', what: 'had an internal error', fix: LATER, retryable: true },
	1026: { code: 'moderated', what: 'refused the prompt or image as sensitive', fix: MODERATED },
	1027: { code: 'moderated', what: 'withheld the video as sensitive', fix: MODERATED },
	1028: overQuota,
	1030: overQuota,
	1033: { code: 'gateway', what: 'had an error further down', fix: LATER, retryable: true },
	1039: busy('is over its token limit'),
	1041: busy('is over its connection limit'),
	1042: {
		code: 'invalidRequest',
		what: 'found too many invisible or illegal characters in the prompt',
		fix: 'Remove them from Prompt.',
	},
	2013: {
		code: 'invalidRequest',
		what: 'did not accept the parameters',
		fix: 'Change the parameter that it names.',
	},
	2045: busy('finds that the request rate grows too fast'),
	2049: {
		code: 'authentication',
		what: 'refused the key',
		fix: 'Check the key in the credential.',
	},
	2056: {
		code: 'insufficientCredits',
		what: 'is over the usage limit of this plan',
		fix: 'Wait for the next five-hour window, or move to a larger plan.',
	},
	2061: {
		code: 'authentication',
		what: 'does not offer this model on this plan',
		fix: 'Choose another model or plan.',
	},
};

const unknownCode: FailureRow = {
	code: 'gateway',
	what: 'reported an error',
	fix: 'Look the code up in the error list of MiniMax.',
	retryable: true,
	accepted: 'maybe',
};

/** The part of an answer in which MiniMax says whether the call worked. */
export const baseResponse = z.object({
	status_code: numberLike,
	status_msg: z.string().nullish(),
});

/** The error in `base_resp`, or undefined where the call worked (code 0, or no `base_resp` at all). */
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

/** Codes of `base_resp` that end the job itself when they come with its status. */
const endsJob: ReadonlySet<FailureCode> = new Set(['moderated', 'invalidRequest']);

/** The failure of a finished job in words for its item. */
export function readMinimaxFailure(error: GatewayError): VideoFailure | undefined {
	return error.code !== 'unchanged' && endsJob.has(error.code)
		? { code: error.code, message: `${error.message}. ${error.fix}`, retryable: false }
		: undefined;
}

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

/** A call to `callback_url` on a change of status: the query's answer, with a file's id and no address. */
const callbackBody = z.object({ task_id: textLike, status: z.string().min(1) });

/** What a call to `callback_url` claims (platform.minimax.io, video-generation-t2v), or undefined where it is none. */
export function readMinimaxCallback(gateway: string, body: unknown): VideoJob | undefined {
	const wire = callbackBody.safeParse(body);
	if (!wire.success || wire.data.task_id === '') return undefined;
	return {
		gateway,
		jobId: wire.data.task_id,
		...statusFromWord(minimaxStatuses, wire.data.status),
	};
}

/** Longest challenge that is echoed, in characters: what anybody may send is handed back. */
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
