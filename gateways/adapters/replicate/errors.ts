import { jsonIn, readAnswer, type ErrorTable } from '../../answer/answers';
import type { Answer } from '../../gateway';
import { throttled } from './wire';

/**
 * What its HTTP statuses mean: `{ title, detail, status }` (npm replicate 1.4.0 and its tests; 402: several clients'
 * logs of 2026-08).
 */
export const errors: ErrorTable = {
	label: 'Replicate',
	jobIdKeys: ['id'],
	failures: {
		402: {
			code: 'insufficientCredits',
			what: 'reported that this account has too little credit',
			fix: 'Top up at replicate.com/account/billing, wait a few minutes, then submit again.',
		},
		404: {
			code: 'notFound',
			what: "didn't find this job or model",
			fix: "Check 'Job ID', 'Model' (one that isn't an official model needs its version, as owner/name:version), and 'Base URL' in the credential.",
		},
		422: {
			code: 'invalidRequest',
			what: 'rejected an input',
			fix: "Correct the parameter that the message names. The API tab of the model's page has all its inputs.",
		},
	},
};

/** "Your rate limit resets in ~30s." */
const RESETS = /resets in ~?(\d+)\s*s/i;

/** The answer with the time to wait, which a 429 has only in its words, where all gateways have it. */
function withWait(answer: Answer): Answer {
	if (answer.status !== 429 || answer.headers['retry-after'] !== undefined) return answer;
	const words = throttled.safeParse(jsonIn(answer.body)).data?.detail ?? '';
	const seconds = RESETS.exec(words)?.[1];
	return seconds === undefined
		? answer
		: { ...answer, headers: { ...answer.headers, 'retry-after': seconds } };
}

/** The same as `readAnswer` of all gateways, but for the wait that a 429 asks for. */
export const read: typeof readAnswer = (table, answer, schema, then) =>
	readAnswer(table, withWait(answer), schema, then);
