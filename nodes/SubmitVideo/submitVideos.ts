import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { VideoJob } from '../../gateways/gateway';
import { failedItem, nodeError, userError } from '../shared/errors';
import type { Uploads } from '../shared/images';
import { forEachItem } from '../shared/items';
import { haltOf, Stopped } from '../shared/pause';
import { budgetOf, type Budget } from './budget';
import { ledgerOf } from './ledger';
import { lookAhead, type LookAhead } from './lookAhead';
import { holdsBytes, planOf, type Plan } from './plan';
import { slotsOf } from './slots';
import { submitOne } from './submitOne';

/** Submits under way at a time. */
const AT_A_TIME = 4;

/**
 * Checks one item and sets its cost aside. Throws a NodeOperationError for every fault that can be seen before
 * anything is sent.
 */
async function checkOne(
	context: IExecuteFunctions,
	itemIndex: number,
	{ budget, ahead }: { budget: Budget; ahead: LookAhead },
): Promise<Plan> {
	const plan = await planOf(context, itemIndex);
	if (!plan.options.dryRun) ahead.assertCanWait(itemIndex, plan.candidates);
	const [first] = plan.candidates;
	if (ledgerOf(context, itemIndex, first.gateway.id, plan.wanted).find()) return plan;
	const reasons: string[] = [];
	for (const candidate of plan.candidates) {
		const reason = budget.reserve(itemIndex, candidate, plan.limits);
		if (reason === undefined) return plan;
		reasons.push(reason);
	}
	throw userError(
		context,
		itemIndex,
		[...reasons, ...plan.leftOut, 'Nothing was submitted for this item.'].join(' '),
	);
}

/**
 * Submits one video for each item. All items are checked before the first is sent, so that a node which ends at
 * the first fault bills nothing for a batch with a slip in it.
 */
export async function submitVideos(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const halt = haltOf(context);
	const budget = budgetOf(context);
	const ahead = lookAhead(context);
	const faults = new Map<number, unknown>();
	const plans = new Map<number, Plan>();
	const references = new Map<string, number>();
	for (let itemIndex = 0; itemIndex < context.getInputData().length; itemIndex++) {
		try {
			const plan = await checkOne(context, itemIndex, { budget, ahead });
			if (!holdsBytes(plan)) plans.set(itemIndex, plan);
			const { callbackReference: reference } = plan.wanted;
			if (reference !== undefined) {
				references.set(reference, (references.get(reference) ?? 0) + 1);
			}
		} catch (error) {
			const fault = nodeError(context, itemIndex, error);
			if (!context.continueOnFail()) throw fault;
			faults.set(itemIndex, fault);
		}
	}
	const accepted: VideoJob[] = [];
	const uploads: Uploads = new Map();
	const slots = slotsOf(context, halt);
	const run = { halt, accepted, references, uploads, budget, plans, slots };
	try {
		return await forEachItem(context, AT_A_TIME, halt, async (itemIndex) =>
			faults.has(itemIndex)
				? failedItem(faults.get(itemIndex), itemIndex)
				: await submitOne(context, itemIndex, run),
		);
	} catch (error) {
		const shown = nodeError(context, 0, error);
		if (accepted.length === 0 || shown instanceof Stopped) throw shown;
		const ids = accepted.map(({ gateway, jobId }) => `${gateway} ${jobId}`).join(', ');
		shown.description = `Already submitted in this run, and billed: ${ids}. Retry On Fail and Retry of this execution do not submit them again; Wait For Video picks them up by their Job ID.`;
		throw shown;
	}
}
