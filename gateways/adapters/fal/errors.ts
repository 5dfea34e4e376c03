import { reasonIn, type ErrorTable } from '../../answer/answers';
import { moderated, type FailureRow } from '../../answer/failures';
import { failureFromWords } from '../../answer/jobs';
import type { VideoFailure } from '../../gateway';
import { modelErrors, requestError } from './wire';

/** "User is locked. Reason: Exhausted balance. Top up your balance at ..." (fal-ai/fal, issues 922 and 1147, 2026-08). */
const LOCKED = /user is locked|exhausted balance|top.?up/i;

const locked: FailureRow = {
	code: 'insufficientCredits',
	what: 'locked this account, usually because it has no credit left',
	fix: 'Top up at fal.ai/dashboard/billing.',
};

const typeOf = (body: unknown): string | undefined =>
	modelErrors.safeParse(body).data?.detail[0]?.type;

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
	// 403 is also what an account without credit is answered, 422 what the content policy forbids.
	refusal: ({ status }, body) => {
		if (status === 403 && LOCKED.test(reasonIn(body) ?? '')) return locked;
		return status === 422 && typeOf(body) === 'content_policy_violation'
			? moderated
			: undefined;
	},
};

/** Types of a fault that another try may not have (docs/model-apis/errors). */
const PASSING = /^(internal_server_error|generation_timeout|downstream_service|no_media_generated)/;

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
