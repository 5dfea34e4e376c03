import type { Ending, Refusal } from './types';

/** Ends and refusals that several gateways have in common. */

/** The gateway could not make the video, and may do so another time. */
export const failedAs = (outcome: Ending['outcome'], says: RegExp, variant?: string): Ending => ({
	outcome,
	...(variant === undefined ? {} : { variant }),
	status: 'failed',
	code: 'gateway',
	retryable: true,
	says,
});

/** The gateway says that the video is there, and not where. */
export const NO_ADDRESS: Ending = {
	outcome: 'completedWithoutUrl',
	status: 'failed',
	code: 'gateway',
	retryable: false,
	says: /no link/,
};

/** A server error of which the page says nothing: a submit answered so may have been accepted all the same. */
export const unclearServerError = (status: number): Refusal => ({
	status,
	code: 'gateway',
	retryable: true,
	accepted: 'maybe',
	fix: /Try again later/,
});
