import type { FixedResponse } from '../support/simulator/types';

/** The calls that a fault is played at; see `test/faults/table.ts` for what each outcome means. */
export const COLUMNS = ['submit', 'status', 'result', 'download', 'upload', 'callback'] as const;
export type Column = (typeof COLUMNS)[number];

const STATUS_OUTCOMES = ['waits', 'ends', 'limit', 'job failed', 'processing'] as const;

/** Every outcome that a fault can have, by the call that it is played at. */
export const OUTCOMES = {
	submit: ['refused', 'refused, 4', 'unclear', 'adopted', 'lost', 'accepted', 'accepted, 4th'],
	status: STATUS_OUTCOMES,
	result: STATUS_OUTCOMES,
	download: ['retried', 'retried, 1', 'goes on', 'renewed', 'saved', 'fails'],
	upload: ['retried', 'retried, 1', 'fails'],
	callback: ['retried', 'retried, 1', 'turned away', 'job failed'],
} as const satisfies Record<Column, readonly string[]>;

/** What each call must come to; none: the fault isn't played there. */
export type Outcomes = { [Call in Column]?: (typeof OUTCOMES)[Call][number] };

/** One fault, what each call must come to, and what the user must be told. */
export interface FaultRow extends Outcomes {
	fault: string;
	/** What the message must hold: parts separated by commas, alternatives by slashes. */
	message?: string;
	/** The same for what the user can do about it. */
	fix?: string;
	/** How it is played, if only this gateway has it. */
	play?: () => FixedResponse;
	/** Seconds that the gateway asks to be left alone. */
	rest?: number;
}

/** Refused, and no later try can change that. */
export const REFUSED: Outcomes = {
	submit: 'refused',
	status: 'ends',
	download: 'fails',
	upload: 'fails',
	callback: 'turned away',
};

/** The same, but a file may be there under a fresh address. */
export const REFUSED_OR_MOVED: Outcomes = { ...REFUSED, download: 'renewed' };

/** Too many requests: nothing was accepted, and a later try may be. */
export const BUSY: Outcomes = {
	submit: 'accepted, 4th',
	status: 'waits',
	download: 'retried',
	upload: 'retried',
	callback: 'retried',
};

/** Trouble that passes; a submit was certainly not accepted. */
export const PASSING: Outcomes = { ...BUSY, submit: 'refused' };

/** Trouble that passes; a submit may have been accepted. */
export const LOST: Outcomes = { ...BUSY, submit: 'lost' };

const undocumented = (status: number): FaultRow => ({
	fault: String(status),
	...REFUSED,
	message: `HTTP ${status}`,
	fix: 'correct',
});

/** HTTP statuses to which a gateway that doesn't document them gives no meaning of its own. */
export const UNDOCUMENTED: Readonly<Record<406 | 412 | 422 | 596, FaultRow>> = {
	406: undocumented(406),
	412: undocumented(412),
	422: undocumented(422),
	596: { fault: '596', ...LOST, submit: 'unclear', message: 'HTTP 596', fix: 'later' },
};

/** HTTP 500 where the page says that nothing was accepted, and where it doesn't. */
export const SERVER_ERROR: Readonly<Record<'refused' | 'lost', FaultRow>> = {
	refused: { fault: '500', ...PASSING, message: 'HTTP 500', fix: 'later' },
	lost: { fault: '500', ...LOST, message: 'HTTP 500', fix: 'later' },
};

/** A status word that no page knows: the job goes on, and a callback with it starts nothing. */
export const UNKNOWN_WORD: FaultRow = {
	fault: 'unknown status word',
	status: 'processing',
	callback: 'turned away',
	message: 'unknown status',
};
