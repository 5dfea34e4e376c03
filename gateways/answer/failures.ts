import type { FailureCode } from '../gateway';

/** How one code of a gateway reads: a row of its failure table. */
export interface FailureRow {
	code: FailureCode;
	/** Follows the gateway's name: "refused the key". */
	what: string;
	fix: string;
	/** The same call may succeed later. Default false. */
	retryable?: boolean;
	/** Whether the gateway may have acted on the call all the same. Default `no`. */
	accepted?: 'maybe';
	/** How long to wait where the gateway does not say so itself. */
	retryAfterSeconds?: number;
}

/** Failure rows by HTTP status or by MiniMax code. */
export type FailureTable = Readonly<Record<number, FailureRow>>;

/** What to do about what passes by itself. */
export const LATER = 'This usually passes: try again later.';

/** A redirect that tells to GET the result of a POST elsewhere: what was posted may have been acted on (RFC 9110, 15.4). */
const seeElsewhere: FailureRow = {
	code: 'gateway',
	what: 'sent the call to another address',
	fix: 'Check the Base URL in the credential: it must be the address of the API itself.',
	accepted: 'maybe',
};

/** What HTTP statuses mean where a gateway's own pages say nothing else. */
export const commonFailures: FailureTable = {
	302: seeElsewhere,
	303: seeElsewhere,
	400: {
		code: 'invalidRequest',
		what: 'did not accept the request',
		fix: 'Change the parameter that it names.',
	},
	401: {
		code: 'authentication',
		what: 'refused the key',
		fix: 'Check the key in the credential.',
	},
	402: {
		code: 'insufficientCredits',
		what: 'has no credit left on this account',
		fix: 'Top up the account, then submit again.',
	},
	403: {
		code: 'authentication',
		what: 'does not allow this key to do that',
		fix: 'Check the rights and the plan of the key in the credential.',
	},
	404: {
		code: 'notFound',
		what: 'does not know this job or model',
		fix: 'Check Job ID, Model and the Base URL of the credential.',
	},
	408: {
		code: 'timeout',
		what: 'ran out of time',
		fix: LATER,
		retryable: true,
		accepted: 'maybe',
	},
	// A conflict with what exists already, such as the job of a first, lost try (RFC 9110, 15.5.10).
	409: {
		code: 'invalidRequest',
		what: 'did not accept the request',
		fix: 'It conflicts with something that exists already, such as an earlier job: check that first, then change the parameter that it names.',
		accepted: 'maybe',
	},
	410: {
		code: 'notFound',
		what: 'no longer offers that',
		fix: 'Choose another model.',
	},
	413: {
		code: 'invalidRequest',
		what: 'found the request too large',
		fix: 'Use a smaller image, or its URL.',
	},
	// "Too Early" (RFC 8470, 5.2) comes from a server in between, which may have passed an earlier copy on.
	425: {
		code: 'gateway',
		what: 'was not ready for the call',
		fix: LATER,
		retryable: true,
		accepted: 'maybe',
	},
	429: {
		code: 'rateLimited',
		what: 'is busy or its rate limit is reached',
		fix: 'Wait, send fewer requests at a time, or move to a larger plan.',
		retryable: true,
	},
	// nginx: the caller was taken for gone while the request was being worked on.
	499: {
		code: 'timeout',
		what: 'ended the call before it had an answer',
		fix: LATER,
		retryable: true,
		accepted: 'maybe',
	},
	500: {
		code: 'gateway',
		what: 'had an internal error',
		fix: LATER,
		retryable: true,
		accepted: 'maybe',
	},
	502: {
		code: 'gateway',
		what: 'had a bad answer from its own servers',
		fix: LATER,
		retryable: true,
		accepted: 'maybe',
	},
	503: { code: 'gateway', what: 'is overloaded', fix: LATER, retryable: true },
	504: {
		code: 'gateway',
		what: 'had no answer in time from its own servers',
		fix: LATER,
		retryable: true,
		accepted: 'maybe',
	},
};
