import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { VideoJob } from '../../gateways/gateway';
import { failedItem, nodeError, userError } from '../shared/errors';
import type { Uploads } from './deliverImages';
import { forEachItem } from '../shared/items';
import { createStopSignal, Stopped } from '../shared/pause';
import { createBudget, type Budget } from './budget';
import { lookAhead, type LookAhead } from './lookAhead';
import { holdsBytes, makePlan } from './plan';
import { createSlots } from './slots';
import { openSubmissions, type Submissions } from './submissions';
import { submitOne, type Checked } from './submitOne';

/** Submits under way at a time. */
const AT_A_TIME = 4;

/** What the checks of all items share. */
interface Shared {
	budget: Budget;
	submissions: Submissions;
	ahead: LookAhead;
}

/**
 * Checks one item and sets its cost aside. Throws a NodeOperationError for every fault that can be seen before
 * anything is sent.
 */
async function checkOne(
	context: IExecuteFunctions,
	itemIndex: number,
	{ budget, submissions, ahead }: Shared,
): Promise<Checked> {
	const plan = await makePlan(context, itemIndex);
	const submission = submissions.begin(itemIndex, plan);
	const checked: Checked = { submission, ...(holdsBytes(plan) ? {} : { plan }) };
	if (submission.find()) return checked;
	if (!plan.options.dryRun) ahead.assertCanWait(itemIndex, plan.candidates);
	const reasons: string[] = [];
	for (const candidate of plan.candidates) {
		const reason = budget.reserve(itemIndex, candidate, plan.limits);
		if (reason === undefined) return checked;
		reasons.push(reason);
	}
	// What an earlier try has submitted is not refused any more.
	if (await submission.wasBegun()) return checked;
	throw userError(
		context,
		itemIndex,
		[...reasons, ...plan.leftOut, 'Nothing was submitted for this item.'].join(' '),
	);
}

/** Checks all items, in their order: those that pass, and the faults of the others. */
async function checkAll(
	context: IExecuteFunctions,
	shared: Shared,
): Promise<Array<Checked | { fault: unknown }>> {
	const checked: Array<Checked | { fault: unknown }> = [];
	for (let itemIndex = 0; itemIndex < context.getInputData().length; itemIndex++) {
		try {
			checked.push(await checkOne(context, itemIndex, shared));
		} catch (error) {
			const fault = nodeError(context, itemIndex, error);
			if (!context.continueOnFail()) throw fault;
			checked.push({ fault });
		}
	}
	return checked;
}

/**
 * Submits one video for each item. All items are checked before the first is sent, so that a node which ends at
 * the first fault bills nothing for a batch with a slip in it.
 */
export async function submitVideos(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	if (context.getInputData().length === 0) return [];
	const halt = createStopSignal(context);
	const budget = createBudget(context);
	const ahead = lookAhead(context);
	const accepted: VideoJob[] = [];
	const submissions = openSubmissions(context);
	const uploads: Uploads = new Map();
	const run = { halt, accepted, uploads, budget, slots: createSlots(context, halt) };
	try {
		const checked = await checkAll(context, { budget, submissions, ahead });
		return await forEachItem(context, AT_A_TIME, halt, async (itemIndex) => {
			const one = checked[itemIndex]!;
			return 'fault' in one
				? failedItem(one.fault, itemIndex)
				: await submitOne(context, itemIndex, run, one);
		});
	} catch (error) {
		submissions.forget();
		const shown = nodeError(context, 0, error);
		if (accepted.length === 0 || shown instanceof Stopped) throw shown;
		const ids = accepted.map(({ gateway, jobId }) => `${gateway} ${jobId}`).join(', ');
		shown.description = `Already submitted in this run, and billed: ${ids}. Retry On Fail and Retry of this execution do not submit them again; Wait For Video picks them up by their Job ID.`;
		throw shown;
	}
}
