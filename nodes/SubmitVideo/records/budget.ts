import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import {
	addAmounts,
	findOverLimit,
	withCost,
	withoutCost,
	type SpendingLimits,
	type Spent,
} from '../../../gateways/request/costs';
import { failureText } from '../../shared/failure';
import { overLimitText } from '../../shared/sentences/costs';
import type { Candidate } from '../plan/plan';

/**
 * What a run may spend. Every item reserves its cost before the first one is sent, so that a run that would cost too
 * much is rejected as a whole if the node stops on errors. What was submitted is stored with the execution: the limit
 * applies over the rounds of a loop and over retries.
 */
export interface Budget {
	/** Why the candidate costs too much for the item, as sentences; undefined where it doesn't. */
	whyOverBudget: (
		itemIndex: number,
		candidate: Candidate,
		limits: SpendingLimits,
	) => string | undefined;
	/** Reserves the cost of a candidate for the item, replacing its earlier reservation; otherwise returns why not. */
	reserve: Budget['whyOverBudget'];
	/** The item's reservation is spent, or may be. */
	spend: (itemIndex: number) => void;
	/** The item is not submitted. */
	release: (itemIndex: number) => void;
}

/** The budget of this run of the node. */
export function createBudget(context: IExecuteFunctions): Budget {
	const stored = context.getContext('node');
	const spent = () => (stored.spent ?? {}) as Spent;
	const reserved = new Map<number, Candidate>();
	/** The sum of the reservations. Kept, because summing all items for each item would block n8n for seconds. */
	let reservedSum: Spent = {};
	const release = (itemIndex: number) => {
		reservedSum = withoutCost(reservedSum, reserved.get(itemIndex)?.cost);
		reserved.delete(itemIndex);
	};
	const spentBut = (itemIndex: number): Spent =>
		addAmounts(spent(), withoutCost(reservedSum, reserved.get(itemIndex)?.cost));
	const whyOverBudget: Budget['whyOverBudget'] = (itemIndex, candidate, limits) => {
		const { gateway, request, cost, costUnknown } = candidate;
		const { model } = request;
		const reason = findOverLimit(cost, spentBut(itemIndex), limits);
		return reason && failureText(overLimitText(reason, { gateway, model }, costUnknown));
	};
	return {
		whyOverBudget,
		reserve: (itemIndex, candidate, limits) => {
			const reason = whyOverBudget(itemIndex, candidate, limits);
			if (reason !== undefined) return reason;
			release(itemIndex);
			reserved.set(itemIndex, candidate);
			reservedSum = withCost(reservedSum, candidate.cost);
			return undefined;
		},
		spend: (itemIndex) => {
			stored.spent = withCost(spent(), reserved.get(itemIndex)?.cost) as IDataObject;
			release(itemIndex);
		},
		release,
	};
}
