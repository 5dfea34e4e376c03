import type { ErrorTable } from '../../answer/answers';
import { TRY_LATER } from '../../answer/failures';

/** What Segmind's own statuses mean. */
export const errors: ErrorTable = {
	label: 'Segmind',
	jobIdKeys: ['request_id'],
	// docs.segmind.com: no Retry-After but the time at which the limit ends.
	resetHeader: 'x-rate-limit-reset-at-utc',
	failures: {
		// docs, async-inference: a 5xx on submit may be sent again, and only HTTP 200 is billed.
		500: {
			code: 'gateway',
			what: 'had an internal error',
			fix: TRY_LATER,
			retryable: true,
		},
		// /v2 (probes of 2026-08-02); /v1 answers 406.
		402: {
			code: 'insufficientCredits',
			what: 'reported that this account has too few credits',
			fix: 'Top up the credits at segmind.com.',
		},
		404: {
			code: 'notFound',
			what: "didn't find this job or model",
			fix: "Check 'Job ID', 'Model', and 'Base URL' in the credential. Segmind forgets a request about an hour after it was submitted.",
		},
		406: {
			code: 'insufficientCredits',
			what: 'rejected the request, usually for too few credits or an invalid parameter',
			fix: 'Check the credits and the spending limit at segmind.com, then the parameters.',
		},
	},
};
