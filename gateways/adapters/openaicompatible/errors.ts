import type { ErrorTable } from '../../answer/answers';
import type { FailureRow } from '../../answer/failures';

/** New API: 403 with the code `insufficient_user_quota` (QuantumNous/new-api, types.ErrorCodeInsufficientUserQuota). */
const NO_QUOTA = /quota|balance|insufficient|budget/i;

const noQuota: FailureRow = {
	code: 'insufficientCredits',
	what: 'reported that this key has no quota left',
	fix: 'Top up the account, or raise the quota of the key.',
};

/** What a server's statuses mean. The servers are FastAPI's (vLLM-Omni, SGLang, LiteLLM), New API and Together. */
export const errors: ErrorTable = {
	label: 'OpenAI-Compatible Server',
	jobIdKeys: ['id', 'task_id'],
	failures: {
		404: {
			code: 'notFound',
			what: "didn't find this job or model",
			fix: "Check 'Job ID', 'Model', and 'Base URL' in the credential: the server must offer /v1/videos.",
		},
		405: {
			code: 'notFound',
			what: "doesn't offer this",
			fix: "Check 'Base URL' in the credential: the server must offer /v1/videos.",
		},
		422: {
			code: 'invalidRequest',
			what: 'rejected an input',
			fix: 'Correct the parameter that the message names.',
		},
	},
	refusal: ({ status, body }) => (status === 403 && NO_QUOTA.test(body) ? noQuota : undefined),
};
