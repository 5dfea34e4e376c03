import { gatewayError, jsonIn, readAnswer, reasonIn, type ErrorTable } from '../../answer/answers';
import type { Answer, GatewayError } from '../../gateway';

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
};

/** New API: 403 with the code `insufficient_user_quota` (QuantumNous/new-api, types.ErrorCodeInsufficientUserQuota). */
const NO_QUOTA = /quota|balance|insufficient|budget/i;

function readRefusal(answer: Answer): GatewayError | undefined {
	if (answer.status !== 403 || !NO_QUOTA.test(answer.body)) return undefined;
	const reason = reasonIn(jsonIn(answer.body));
	return gatewayError(
		errors,
		{
			code: 'insufficientCredits',
			what: 'reported that this key has no quota left',
			fix: 'Top up the account, or raise the quota of the key, then submit again.',
		},
		{ httpStatus: answer.status, ...(reason === undefined ? {} : { reason }) },
	);
}

/** The same as `readAnswer` of all gateways, but for a 403 that is about money. */
export const read: typeof readAnswer = (table, answer, schema, then) =>
	readRefusal(answer) ?? readAnswer(table, answer, schema, then);
