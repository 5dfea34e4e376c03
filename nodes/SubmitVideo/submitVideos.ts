import type {
	IExecuteFunctions,
	INodeExecutionData,
	NodeApiError,
	NodeOperationError,
} from 'n8n-workflow';

import type { VideoJob } from '../../gateways/gateway';
import { createYielder } from '../shared/yielder';
import { failedItem, nodeError } from '../shared/errors';
import { createItem, startRun, type Item, type Run as ItemRun } from '../shared/item';
import { forEachItem } from '../shared/items';
import { isTool } from '../shared/nodeContext';
import { Stopped } from '../shared/pause';
import { readRequestsPerMinute } from '../shared/requestsPerMinute';
import { createSemaphore } from '../shared/semaphore';
import { keptJobsSentence } from '../shared/sentences/notices';
import { readCallerEnd } from '../shared/waiting/callerLimit';
import { readExecutionEnd } from '../shared/waiting/executionLimit';
import { createBudget, type Budget } from './records/budget';
import { assertCanWait, lookAhead, type LookAhead } from './plan/lookAhead';
import { needsFile, type Uploads } from './send/deliverImages';
import { createGate, MOST_AT_A_TIME } from './send/gate';
import { builtInTables, openModelLists, type ModelLists } from './plan/modelLists';
import { holdsBytes, makePlan, readItemRequest, type Plan, type ItemRequest } from './plan/plan';
import { createSlots } from './send/slots';
import { openSubmitLog } from './send/submitLog';
import { giveHints } from './giveHints';
import { openSubmissions, type Submission, type Submissions } from './records/submissions';
import { overBudgetFailure } from './send/settle';
import { submitOne, type Checked, type Submitted, type SubmitRun } from './submitOne';
import { waitForVideos } from './waitForVideos';

/** Submits at a time that need memory: with their images as files, or answered with the video itself. */
const LARGE_AT_A_TIME = 4;

/** What the checks of all items share. */
interface ChecksOfRun {
	budget: Budget;
	submissions: Submissions;
	ahead: LookAhead;
	lists: ModelLists;
}

/** Whether a submit may hold a file in memory, or a connection until its video is stored. */
const isLarge = ({ candidates }: Plan): boolean =>
	candidates.some(
		({ gateway, request }) => gateway.directVideo !== undefined || needsFile(gateway, request),
	);

/** One item with its plan. One that holds images is made again when it's needed. */
async function planItem(
	item: Item,
	itemRequest: ItemRequest,
	lists: ModelLists,
): Promise<{ plan: Plan; readPlan: Checked['plan'] }> {
	const plan = await makePlan(item, itemRequest, lists);
	return {
		plan,
		readPlan: holdsBytes(itemRequest)
			? async () => await makePlan(item, await readItemRequest(item), lists)
			: async () => await Promise.resolve(plan),
	};
}

/**
 * The plan by the gateways' lists. What an earlier try has submitted, or may have, isn't refused for what a list says by
 * now: its plan is the one by the built-in tables.
 */
async function planByLists(
	item: Item,
	itemRequest: ItemRequest,
	{ submission, lists }: { submission: Submission; lists: ModelLists },
): ReturnType<typeof planItem> {
	const planned = await planItem(item, itemRequest, lists).catch((error: unknown) =>
		nodeError(item, error),
	);
	if (!(planned instanceof Error)) return planned;
	const { modelList, readDescription } = itemRequest.gateway;
	if (planned instanceof Stopped || !(modelList ?? readDescription)) throw planned;
	const byTable = await planItem(item, itemRequest, builtInTables).catch(() => undefined);
	if (byTable && (await submission.wasBegun())) return byTable;
	throw planned;
}

/**
 * Checks one item and reserves its cost. Throws a NodeOperationError for every mistake that can be seen before anything
 * is sent.
 */
async function checkOne(
	item: Item,
	{ budget, submissions, ahead, lists }: ChecksOfRun,
): Promise<Checked> {
	const itemRequest = await readItemRequest(item);
	const { options } = itemRequest;
	const submission = submissions.begin(item.index, itemRequest);
	if (submission.find()) {
		const plan = async () => await makePlan(item, await readItemRequest(item), builtInTables);
		return { submission, options, plan, isLarge: false };
	}
	const { plan, readPlan } = await planByLists(item, itemRequest, { submission, lists });
	const checked: Checked = { submission, options, plan: readPlan, isLarge: isLarge(plan) };
	if (!options.dryRun) assertCanWait(item, ahead, { ...plan, options });
	const reasons: string[] = [];
	for (const candidate of plan.candidates) {
		const reason = budget.reserve(item.index, candidate, plan.limits);
		if (reason === undefined) return checked;
		reasons.push(reason);
	}
	// What an earlier try has submitted is no longer rejected.
	if (await submission.wasBegun()) return checked;
	throw item.fail(overBudgetFailure([...reasons, ...plan.leftOut]));
}

/** Checks all items, in order: those that pass, and the errors of the others. */
async function checkAll(
	run: ItemRun,
	shared: ChecksOfRun,
): Promise<Array<Checked | { fault: NodeApiError | NodeOperationError }>> {
	const checked: Array<Checked | { fault: NodeApiError | NodeOperationError }> = [];
	const yieldToN8n = createYielder();
	for (let index = 0; index < run.context.getInputData().length; index++) {
		await yieldToN8n();
		const item = createItem(run, index);
		try {
			checked.push(await checkOne(item, shared));
		} catch (error) {
			const fault = nodeError(item, error);
			if (fault instanceof Stopped || !run.context.continueOnFail()) throw fault;
			checked.push({ fault });
		}
	}
	return checked;
}

/**
 * Submits one video for each item. All items are checked before the first is sent, so that a node that stops at the
 * first error bills nothing for a batch with a mistake in it. Then those videos are waited for that are to be.
 */
export async function submitVideos(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	if (context.getInputData().length === 0) return [];
	const begun = startRun(context);
	const first = createItem(begun, 0);
	const items: ItemRun = { ...begun, requestsPerMinute: readRequestsPerMinute(first) };
	const budget = createBudget(context);
	const ahead = lookAhead(context);
	// Noted for the waits that follow, also after a suspension.
	readExecutionEnd(context, Date.now());
	readCallerEnd(context, Date.now());
	const accepted: VideoJob[] = [];
	const submissions = openSubmissions(context);
	const uploads: Uploads = new Map();
	const earlier: VideoJob[] = [];
	const run: SubmitRun = {
		accepted,
		earlier,
		uploads,
		budget,
		slots: createSlots(),
		gate: createGate(),
		log: openSubmitLog(context),
	};
	const few = createSemaphore(LARGE_AT_A_TIME);
	let waits = false;
	try {
		const checked = await checkAll(items, {
			budget,
			submissions,
			ahead,
			lists: openModelLists(),
		});
		const submitted: Submitted[] = [];
		const outputs = await forEachItem(items, MOST_AT_A_TIME, async (item) => {
			const one = checked[item.index]!;
			if ('fault' in one) return failedItem(context, one.fault, item.index);
			const submit = async () => await submitOne(item, run, one);
			const made = await (one.isLarge ? few.take(item.stop, submit) : submit());
			submitted[item.index] = made;
			return made.output;
		});
		waits = true;
		const finished = await waitForVideos(items, outputs, submitted);
		// An agent repeats the call of a tool that failed: that asks for the same video, not for another one.
		if (isTool(context) && finished.some(({ json }) => json.error !== undefined)) {
			submissions.forget();
		}
		giveHints(context, { run, submitted, outputs: finished });
		return finished;
	} catch (error) {
		submissions.forget();
		const shown = nodeError(first, error);
		if (accepted.length === 0 || shown instanceof Stopped) throw shown;
		const kept = keptJobsSentence(accepted, waits);
		shown.description = [shown.description, kept].filter(Boolean).join(' ');
		throw shown;
	}
}
