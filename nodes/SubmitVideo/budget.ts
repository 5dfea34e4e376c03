import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import {
	both,
	whyOverLimit,
	withCost,
	withoutCost,
	type SpendingLimits,
	type Spent,
} from '../../gateways/costs';
import { userError } from '../shared/errors';
import type { Candidate } from './plan';
import type { SubmitOptions } from './readRequest';

/**
 * What a run may spend. Every item sets its cost aside before the first one is sent, so that a run which would
 * cost too much is refused as a whole where the node stops at errors. What was submitted is kept with the execution:
 * the limit holds over the rounds of a loop and over retries.
 */
export interface Budget {
	/** Why the candidate is too dear for the item; undefined where it is not. */
	whyNot: (itemIndex: number, candidate: Candidate) => string | undefined;
	/** Sets the cost of a candidate aside for the item, in place of what was set aside for it; else why not. */
	reserve: (itemIndex: number, candidate: Candidate) => string | undefined;
	/** What was set aside for the item is spent, or may be. */
	spend: (itemIndex: number) => void;
	/** The item is not submitted. */
	release: (itemIndex: number) => void;
}

function readLimit(
	context: IExecuteFunctions,
	itemIndex: number,
	label: string,
	value: unknown,
): number | undefined {
	if (value === undefined) return undefined;
	const amount = Number(value);
	if (value !== null && value !== '' && amount > 0) return amount;
	throw userError(
		context,
		itemIndex,
		`${label} must be a number over 0. Set it, or remove the option.`,
	);
}

function readLimits(context: IExecuteFunctions, itemIndex: number): SpendingLimits {
	const options = context.getNodeParameter('options', itemIndex, {}) as SubmitOptions;
	const perVideo = readLimit(context, itemIndex, 'Max Cost per Video', options.maxCostPerVideo);
	const perRun = readLimit(context, itemIndex, 'Max Cost per Run', options.maxCostPerRun);
	return {
		...(perVideo === undefined ? {} : { perVideo }),
		...(perRun === undefined ? {} : { perRun }),
		unknownPrice: options.unknownPrice === 'allow' ? 'allow' : 'refuse',
	};
}

/** The budget of this run of the node. */
export function budgetOf(context: IExecuteFunctions): Budget {
	const stored = context.getContext('node');
	const spent = () => (stored.spent ?? {}) as Spent;
	const reserved = new Map<number, Candidate>();
	/** The sum of what is reserved. Kept, since a sum over all items for each item would block n8n for seconds. */
	let reservedSum: Spent = {};
	const release = (itemIndex: number) => {
		reservedSum = withoutCost(reservedSum, reserved.get(itemIndex)?.cost);
		reserved.delete(itemIndex);
	};
	const spentBut = (itemIndex: number): Spent =>
		both(spent(), withoutCost(reservedSum, reserved.get(itemIndex)?.cost));
	const whyNot: Budget['whyNot'] = (itemIndex, { gateway, request, cost }) =>
		whyOverLimit(
			gateway,
			request.model,
			cost,
			spentBut(itemIndex),
			readLimits(context, itemIndex),
		);
	return {
		whyNot,
		reserve: (itemIndex, candidate) => {
			const reason = whyNot(itemIndex, candidate);
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
