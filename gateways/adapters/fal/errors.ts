import { gatewayError, jsonIn, readAnswer, reasonIn, type ErrorTable } from '../../answer/answers';
import { failureFromWords } from '../../answer/jobs';
import type { Answer, GatewayError, VideoFailure } from '../../gateway';
import { modelErrors, requestError } from './wire';

/** What fal's own statuses mean (docs/model-apis/errors and request-errors, read 2026-11). */
export const errors: ErrorTable = {
	label: 'fal',
	jobIdKeys: ['request_id'],
	failures: {
		404: {
			code: 'notFound',
			what: "didn't find this job or model",
			fix: "Check 'Job ID' (it has the model's endpoint in front, as Submit Video outputs it: fal-ai/veo3.1:764cabcf-...), 'Model', and 'Base URL' in the credential.",
		},
		422: {
			code: 'invalidRequest',
			what: 'rejected an input',
			fix: 'Correct the parameter that the message names.',
		},
	},
};

/** "User is locked. Reason: Exhausted balance. Top up your balance at ..." (fal-ai/fal, issues 922 and 1147, 2026-08). */
const LOCKED = /user is locked|exhausted balance|top.?up/i;

/** Types of a fault that another try may not have (docs/model-apis/errors). */
const PASSING = /^(internal_server_error|generation_timeout|downstream_service|no_media_generated)/;

/**
 * Refusals whose status has two meanings: a 403 for an account without credit, and a 422 for what the content policy
 * forbids. Undefined for all others.
 */
function readRefusal(answer: Answer): GatewayError | undefined {
	const body = jsonIn(answer.body);
	const facts = { httpStatus: answer.status, ...withReason(reasonIn(body)) };
	if (answer.status === 403 && LOCKED.test(facts.reason ?? '')) {
		return gatewayError(
			errors,
			{
				code: 'insufficientCredits',
				what: 'locked this account, usually because it has no credit left',
				fix: 'Top up at fal.ai/dashboard/billing, then submit again.',
			},
			facts,
		);
	}
	if (answer.status !== 422 || typeOf(body) !== 'content_policy_violation') return undefined;
	return gatewayError(
		errors,
		{
			code: 'moderated',
			what: 'refused the content',
			fix: 'Change the prompt or the image: the same request will be rejected again.',
		},
		facts,
	);
}

const withReason = (reason: string | undefined) => (reason === undefined ? {} : { reason });

const typeOf = (body: unknown): string | undefined =>
	modelErrors.safeParse(body).data?.detail[0]?.type;

/** The same as `readAnswer` of all gateways, but for the refusals that need a second look. */
export const read: typeof readAnswer = (table, answer, schema, then) => {
	const refusal = readRefusal(answer);
	return refusal ?? readAnswer(table, answer, schema, then);
};

/**
 * Why a run failed, by what it returned or by the payload of a webhook; undefined if the body isn't about the run.
 *
 * @param retryable the header `X-Fal-Retryable`, where one came
 */
export function failureOfRun(
	body: unknown,
	facts: { httpStatus?: number; retryable?: string } = {},
): VideoFailure | undefined {
	const model = modelErrors.safeParse(body).data?.detail;
	if (model) return failureOfModel(model, facts);
	const request = requestError.safeParse(body).data;
	if (request === undefined) return undefined;
	return request.error_type === 'client_cancelled'
		? { code: 'cancelled', message: request.detail, retryable: true }
		: {
				code: 'gateway',
				message: request.detail,
				retryable: request.error_type !== 'bad_request',
			};
}

function failureOfModel(
	faults: ReadonlyArray<{ msg: string; type: string; loc?: unknown[] | undefined }>,
	{ httpStatus = 422, retryable }: { httpStatus?: number; retryable?: string },
): VideoFailure {
	const message = faults
		.map(({ msg, loc = [] }) => {
			const field = loc.filter((part) => part !== 'body').join('.');
			return field === '' ? msg : `${field}: ${msg}`;
		})
		.join('; ');
	const { type } = faults[0]!;
	if (type === 'content_policy_violation') return failureFromWords(message, type);
	const failure =
		httpStatus >= 500 || PASSING.test(type)
			? ({ code: 'gateway', message, retryable: true } as const)
			: failureFromWords(message, 'validation');
	return retryable === undefined ? failure : { ...failure, retryable: retryable === 'true' };
}
