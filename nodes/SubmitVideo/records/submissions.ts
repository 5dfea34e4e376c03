import { randomUUID } from 'crypto';
import type { IExecuteFunctions } from 'n8n-workflow';

import type { GatewayError } from '../../../gateways/gateway';
import { reasonOf } from '../../shared/failure';
import { executionToken } from '../../shared/processedData';
import { openLedger, type Entry, type SubmitNames } from './ledger';
import type { ItemRequest } from '../plan/plan';
import { openRecords, type Records } from './records';

/**
 * The submit of one item over all tries of its execution: what is known of it, and the record that is written before it
 * goes out.
 */
export interface Submission {
	/** Names that no other submit has, to find its job again by the reference that goes with it. */
	names: readonly string[];
	/** What this execution knows of it, if it was submitted. */
	find: () => Entry | undefined;
	write: (entry: Entry) => void;
	/**
	 * Records that it is about to be sent. Returns an error if it must not be: an earlier try may have sent it (see
	 * `isKnown`), or it can't be recorded.
	 */
	hold: () => Promise<GatewayError | undefined>;
	/** Removes the record of this try, because the gateway definitely has no job. */
	release: () => Promise<void>;
	/** Whether an earlier try may have sent it. Asks the database if that hasn't happened yet. */
	wasBegun: () => Promise<boolean>;
	/** What `hold` has found: an earlier try may have sent it. */
	isKnown: () => boolean;
}

/** The submits of one try of this node. */
export interface Submissions {
	/** The submit of an item whose parameters are read: to be called once for each item, in the items' order. */
	begin: (itemIndex: number, itemRequest: ItemRequest) => Submission;
	/** For a try that ends with an error: the next one starts its submits again. */
	forget: () => void;
}

/** The end of a submit that is not sent because an earlier try may have sent it. */
export const begunBefore: GatewayError = {
	kind: 'gatewayError',
	code: 'gateway',
	message: 'An earlier attempt of this execution started to submit this video',
	fix: "If the gateway accepted it, n8n's log has the job ID: enter it in Wait For Video or Check Video Status.",
	retryable: false,
	accepted: 'maybe',
};

const notRecorded = (error: unknown): GatewayError => ({
	kind: 'gatewayError',
	code: 'gateway',
	message: `n8n couldn't record the submit in its database, so it wasn't sent`,
	fix: `Check n8n's database, then press Retry. It says: ${reasonOf(error)}.`,
	retryable: false,
	accepted: 'no',
});

/** The state of a record: not looked up yet, removed, written by this try, or there from an earlier one. */
type State = 'unknown' | 'released' | 'held' | 'known';

function createRecord(
	context: IExecuteFunctions,
	records: Records,
	names: readonly string[],
): Pick<Submission, 'hold' | 'release' | 'wasBegun' | 'isKnown'> {
	let state: State = 'unknown';
	const hold = async (): Promise<GatewayError | undefined> => {
		if (state === 'held') return undefined;
		try {
			state = (await records.hold(names)) ? 'held' : 'known';
		} catch (error) {
			return notRecorded(error);
		}
		return state === 'known' ? begunBefore : undefined;
	};
	const release = async () => {
		if (state !== 'held') return;
		try {
			await records.release(names);
			state = 'released';
		} catch (error) {
			// The next attempt will assume that it was sent, and ask the user to check.
			context.logger.warn(`A record of a submit couldn't be removed: ${String(error)}`);
		}
	};
	return {
		hold,
		release,
		wasBegun: async () => {
			if (state !== 'unknown') return state === 'known';
			try {
				state = (await records.has(names)) ? 'known' : 'released';
			} catch (error) {
				context.logger.warn(`The record of a submit couldn't be read: ${String(error)}`);
			}
			return (state as State) === 'known';
		},
		isKnown: () => state === 'known',
	};
}

/** If n8n keeps no records, only the ledger distinguishes one try from another. */
const unrecorded: ReturnType<typeof createRecord> = {
	hold: async () => await Promise.resolve(undefined),
	release: async () => await Promise.resolve(),
	wasBegun: async () => await Promise.resolve(false),
	isKnown: () => false,
};

const namesIn = ({ request, input }: SubmitNames): string[] =>
	input === undefined ? [request] : [request, input];

/** Opens what is known of the submits of this execution. */
export function openSubmissions(context: IExecuteFunctions): Submissions {
	const token = executionToken(context);
	const ledger = openLedger(context, token);
	const records = openRecords(context, token);
	return {
		begin: (itemIndex, { gateway, wanted, options }) => {
			// Our own wake-up address differs in each execution, and so in each Retry.
			const { callbackUrl, ...rest } = wanted;
			const asked = options.wakeExecution ? rest : { ...rest, callbackUrl };
			const names = ledger.begin(itemIndex, gateway.id, asked);
			const record = records ? createRecord(context, records, namesIn(names)) : unrecorded;
			return {
				...record,
				// Without a token they are the same in every execution.
				names: token === undefined ? [randomUUID()] : namesIn(names),
				find: () => ledger.find(names),
				write: (entry) => ledger.write(names, entry),
			};
		},
		forget: ledger.forget,
	};
}
