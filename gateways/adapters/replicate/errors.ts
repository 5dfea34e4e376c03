import type { ErrorTable } from '../../answer/answers';
import { throttled } from './wire';

/** "Your rate limit resets in ~30s." */
const RESETS = /resets in ~?(\d+)\s*s/i;

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
			fix: 'Top up at replicate.com/account/billing, and wait a few minutes.',
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
	waitIn: (body) => {
		const seconds = RESETS.exec(throttled.safeParse(body).data?.detail ?? '')?.[1];
		return seconds === undefined ? undefined : Number(seconds);
	},
};
