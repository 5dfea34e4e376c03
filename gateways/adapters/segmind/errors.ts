import type { ErrorTable } from '../../answer/answers';

/** What Segmind's own statuses mean. */
export const errors: ErrorTable = {
	label: 'Segmind',
	jobIdKeys: ['request_id'],
	failures: {
		// docs, async-inference: a 5xx on submit may be sent again, and only HTTP 200 is billed.
		500: {
			code: 'gateway',
			what: 'had an internal error',
			fix: 'This usually passes: try again later.',
			retryable: true,
		},
		// /v2 (probes of 2026-08-02); /v1 answers 406.
		402: {
			code: 'insufficientCredits',
			what: 'has too few credits on this account',
			fix: 'Top up the credits at segmind.com, then submit again.',
		},
		404: {
			code: 'notFound',
			what: 'does not know that',
			fix: 'Check Job ID, Model and the Base URL of the credential. Segmind forgets a request about an hour after it was submitted.',
		},
		406: {
			code: 'insufficientCredits',
			what: 'does not accept the request: usually there are too few credits, or a parameter is wrong',
			fix: 'Check the credits and the spend limit at segmind.com, then the parameters.',
		},
	},
};
