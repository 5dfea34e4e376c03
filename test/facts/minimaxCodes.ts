import type { GatewayError } from '../../gateways/gateway';
import { minimaxRefusal } from '../support/simulator/protocols/minimax';
import type { FaultRow, Outcomes } from './faultRows';

/** What gateways that hand MiniMax's protocol through have in common. */

/** What one of MiniMax's codes means, inside HTTP 200. */
export interface MinimaxCode {
	code: number;
	reads: GatewayError['code'];
	retryable: boolean;
	/** A submit answered so may have been accepted all the same. */
	accepted?: 'maybe';
}

/** Every code of api-reference/errorcode that isn't about voices; the last three: MiniMax-AI/cli. */
export const minimaxCodes: readonly MinimaxCode[] = [
	{ code: 1000, reads: 'gateway', retryable: true, accepted: 'maybe' },
	{ code: 1001, reads: 'timeout', retryable: true, accepted: 'maybe' },
	{ code: 1002, reads: 'rateLimited', retryable: true },
	{ code: 1004, reads: 'authentication', retryable: false },
	{ code: 1008, reads: 'insufficientCredits', retryable: false },
	{ code: 1013, reads: 'gateway', retryable: true, accepted: 'maybe' },
	{ code: 1024, reads: 'gateway', retryable: true, accepted: 'maybe' },
	{ code: 1026, reads: 'moderated', retryable: false },
	{ code: 1027, reads: 'moderated', retryable: false },
	{ code: 1033, reads: 'gateway', retryable: true, accepted: 'maybe' },
	{ code: 1039, reads: 'rateLimited', retryable: true },
	{ code: 1041, reads: 'rateLimited', retryable: true },
	{ code: 1042, reads: 'invalidRequest', retryable: false },
	{ code: 2013, reads: 'invalidRequest', retryable: false },
	{ code: 2045, reads: 'rateLimited', retryable: true },
	{ code: 2049, reads: 'authentication', retryable: false },
	{ code: 2056, reads: 'insufficientCredits', retryable: false },
	{ code: 1028, reads: 'insufficientCredits', retryable: false },
	{ code: 1030, reads: 'insufficientCredits', retryable: false },
	{ code: 2061, reads: 'authentication', retryable: false },
];

/** No file host and no upload speaks MiniMax's protocol, so its codes come to submits and status calls only. */
const BUSY: Outcomes = { submit: 'accepted, 4th', status: 'waits', callback: 'retried' };
const UNCLEAR: Outcomes = { submit: 'unclear', status: 'waits', callback: 'retried' };
const REFUSED: Outcomes = { submit: 'refused', status: 'ends', callback: 'turned away' };
const MODERATED: Outcomes = { submit: 'refused', status: 'job failed', callback: 'job failed' };

const row = (code: number, outcomes: Outcomes, fix: string, more = ''): FaultRow => ({
	fault: `code ${code}`,
	...outcomes,
	message: `code ${code}${more}`,
	fix,
	play: () => minimaxRefusal(code),
});

/** What each of the codes must come to, and one that nobody documents. */
export const minimaxFaults: readonly FaultRow[] = [
	row(1000, UNCLEAR, 'later'),
	row(1001, UNCLEAR, 'later'),
	row(1002, BUSY, 'wait'),
	row(1004, REFUSED, 'check, credential'),
	row(1008, REFUSED, 'top up', ', no credit'),
	row(1013, UNCLEAR, 'later'),
	row(1024, UNCLEAR, 'later'),
	row(1026, MODERATED, 'change the prompt'),
	row(1027, MODERATED, 'change the prompt'),
	row(1028, REFUSED, 'wait until/upgrade'),
	row(1030, REFUSED, 'wait until/upgrade'),
	row(1033, UNCLEAR, 'later'),
	row(1039, BUSY, 'wait'),
	row(1041, BUSY, 'wait'),
	row(1042, { submit: 'refused' }, 'remove'),
	row(2013, { submit: 'refused' }, 'correct'),
	row(2013, { status: 'ends', callback: 'turned away' }, 'job id'),
	row(2045, BUSY, 'wait'),
	row(2049, REFUSED, 'check, credential'),
	row(2056, REFUSED, 'wait for/upgrade'),
	row(2061, REFUSED, 'another model'),
	row(7777, UNCLEAR, "minimax's list"),
	// Alone, 1002 would be sent up to four times, and 1008 handed to a fallback.
	{
		fault: 'code 1002 with a task_id',
		submit: 'unclear',
		message: 'code 1002, 111736470000',
		play: () => minimaxRefusal(1002, '111736470000'),
	},
	{
		fault: 'code 1008 with a task_id',
		submit: 'unclear',
		message: 'code 1008, 111736470000',
		play: () => minimaxRefusal(1008, '111736470000'),
	},
];
