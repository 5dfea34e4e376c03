import { gatewayError, jsonIn, reasonIn, type ErrorTable } from '../../answer/answers';
import { moderated, TRY_LATER } from '../../answer/failures';
import type { Answer, GatewayError } from '../../gateway';
import { moderationError } from './wire';

/** What OpenRouter's statuses mean (docs/api_reference/errors-and-debugging and videos, read 2026-11). */
export const errors: ErrorTable = {
	label: 'OpenRouter',
	jobIdKeys: ['id'],
	failures: {
		402: {
			code: 'insufficientCredits',
			what: 'reported that this account or key has no credit left',
			fix: 'Top up at openrouter.ai/settings/credits or raise the limit of the key.',
		},
		403: {
			code: 'authentication',
			what: "doesn't allow this key to do that",
			fix: 'Check the limits, the guardrails and the workspace of the key in the credential at openrouter.ai/settings/keys.',
		},
		413: {
			code: 'invalidRequest',
			what: 'rejected the request as larger than 50 MiB',
			fix: 'Use a smaller image, or send its URL.',
		},
		// "There is no available model provider that meets your routing requirements."
		503: {
			code: 'gateway',
			what: 'has no provider for this model now',
			fix: TRY_LATER,
			retryable: true,
		},
	},
	// 403 is also what flagged content is answered with.
	refusal: ({ status }, body) =>
		status === 403 && moderationError.safeParse(body).success ? moderated : undefined,
};

/** What a submit that continues a job is answered while that one isn't completed: nothing has been started. */
export const notReadyToExtend = (answer: Answer): GatewayError => {
	const reason = reasonIn(jsonIn(answer.body));
	return gatewayError(
		errors,
		{
			code: 'invalidRequest',
			what: "rejected the request because the video to extend isn't ready",
			fix: "Wait until the job in 'Extend Video (Job ID)' has completed, then submit again.",
		},
		{ httpStatus: answer.status, ...(reason === undefined ? {} : { reason }) },
	);
};
