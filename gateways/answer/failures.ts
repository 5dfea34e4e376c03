import type { FailureCode } from '../gateway';

/** How one code of a gateway reads: a row of its failure table. */
export interface FailureRow {
	code: FailureCode;
	/** Follows the gateway's name: "rejected the key". */
	what: string;
	fix: string;
	/** Whether the same request may succeed later. Default false. */
	retryable?: boolean;
	/** Whether the gateway may have acted on the request anyway. Default `no`. */
	accepted?: 'maybe';
	/** Seconds to wait if the gateway doesn't say so itself. */
	retryAfterSeconds?: number;
}

/** Failure rows by HTTP status or by MiniMax code. */
export type FailureTable = Readonly<Record<number, FailureRow>>;

/** What to do about a failure that is temporary. */
export const TRY_LATER = 'Try again later: this is usually temporary.';

/** For a redirect, which isn't followed: it would take the key to another host, or make a job twice. */
export const redirected: FailureRow = {
	code: 'gateway',
	what: 'redirected the request to another address',
	fix: "Check 'Base URL' in the credential: it must be the address of the API itself.",
};

/** A redirect that asks for a GET after a POST: the gateway may have acted on the POST (RFC 9110, 15.4). */
const seeElsewhere: FailureRow = { ...redirected, accepted: 'maybe' };

/** For gateways that have a status, or a word, for it. */
export const moderated: FailureRow = {
	code: 'moderated',
	what: 'refused the content',
	fix: 'Change the prompt or the image: the same request will be rejected again.',
};

/** What HTTP statuses mean unless the gateway's own pages say otherwise. */
export const commonFailures: FailureTable = {
	302: seeElsewhere,
	303: seeElsewhere,
	400: {
		code: 'invalidRequest',
		what: 'rejected the request',
		fix: 'Correct the parameter that the message names.',
	},
	401: {
		code: 'authentication',
		what: 'rejected the key',
		fix: 'Check the key in the credential.',
	},
	402: {
		code: 'insufficientCredits',
		what: 'reported that this account has no credit left',
		fix: 'Top up the account.',
	},
	403: {
		code: 'authentication',
		what: "doesn't allow this key to do that",
		fix: 'Check the permissions and the plan of the key in the credential.',
	},
	404: {
		code: 'notFound',
		what: "didn't find this job or model",
		fix: "Check 'Job ID', 'Model', and 'Base URL' in the credential.",
	},
	408: {
		code: 'timeout',
		what: 'timed out',
		fix: TRY_LATER,
		retryable: true,
		accepted: 'maybe',
	},
	// A conflict with something that exists already, such as the job of an earlier, lost attempt (RFC 9110, 15.5.10).
	409: {
		code: 'invalidRequest',
		what: 'rejected the request because of a conflict',
		fix: 'Check whether an earlier job exists already, then correct the parameter that the message names.',
		accepted: 'maybe',
	},
	410: {
		code: 'notFound',
		what: 'no longer offers this',
		fix: 'Choose another model.',
	},
	413: {
		code: 'invalidRequest',
		what: 'rejected the request as too large',
		fix: 'Use a smaller image, or send its URL.',
	},
	// "Too Early" (RFC 8470, 5.2) comes from a server in between, which may have forwarded an earlier copy.
	425: {
		code: 'gateway',
		what: "wasn't ready for the request",
		fix: TRY_LATER,
		retryable: true,
		accepted: 'maybe',
	},
	429: {
		code: 'rateLimited',
		what: 'is busy, or its rate limit is reached',
		fix: 'Wait, send fewer requests at a time, or upgrade the plan.',
		retryable: true,
	},
	// nginx: the client seemed to have closed the connection while the request was being processed.
	499: {
		code: 'timeout',
		what: 'closed the connection before it responded',
		fix: TRY_LATER,
		retryable: true,
		accepted: 'maybe',
	},
	500: {
		code: 'gateway',
		what: 'had an internal error',
		fix: TRY_LATER,
		retryable: true,
		accepted: 'maybe',
	},
	502: {
		code: 'gateway',
		what: 'got an invalid response from its own servers',
		fix: TRY_LATER,
		retryable: true,
		accepted: 'maybe',
	},
	503: { code: 'gateway', what: 'is overloaded', fix: TRY_LATER, retryable: true },
	504: {
		code: 'gateway',
		what: 'got no response in time from its own servers',
		fix: TRY_LATER,
		retryable: true,
		accepted: 'maybe',
	},
};
