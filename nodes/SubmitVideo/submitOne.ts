import type { INodeExecutionData } from 'n8n-workflow';

import type { VideoJob } from '../../gateways/gateway';
import { mayTryAnother } from '../../gateways/request/failover';
import { toBinary, storeVideo } from '../shared/download';
import { messageOf } from '../shared/errors';
import { sentence } from '../shared/failure';
import { withRun, type Item } from '../shared/item';
import { jobItem } from '../shared/jobItem';
import { createStopSignal, Stopped } from '../shared/pause';
import { attempt, type Accepted, type AttemptOptions } from './send/attempt';
import { dryRunItem } from './plan/dryRun';
import type { Candidate, Plan } from './plan/plan';
import type { SubmitOptions } from './read/readOptions';
import {
	lostFailure,
	settle,
	settleUnclear,
	type Batch,
	type EndedSubmit,
	type Submitting,
} from './send/settle';
import { begunBefore, type Submission } from './records/submissions';

/** One item, checked, and what its execution knows of its submit. */
export interface Checked {
	submission: Submission;
	options: SubmitOptions;
	/** What will happen to it: as it was checked or, if it has images as bytes, read again. */
	plan: () => Promise<Plan>;
	/** It takes memory: few of them are submitted at a time. */
	isLarge: boolean;
}

/** What the submits of one run share. */
export interface SubmitRun extends Batch, Omit<AttemptOptions, 'submission' | 'slotWaitMinutes'> {
	/** Jobs of earlier tries: those of `accepted` that this run has not submitted itself. */
	earlier: VideoJob[];
}

/** What an item's submit has come to. */
export interface Submitted {
	output: INodeExecutionData;
	options: SubmitOptions;
	/** The job at the gateway. Absent if there is none: after a dry run, or if the answer was the video itself. */
	job?: VideoJob;
}

/** A plan without the candidates that the budget has no room for. */
type AffordablePlan = Omit<Plan, 'candidates'> & { candidates: readonly Candidate[] };

/** Submits the video of one item, or finds that this execution has submitted it earlier. */
export async function submitOne(
	item: Item,
	run: SubmitRun,
	{ submission, options, plan: readPlan }: Checked,
): Promise<Submitted> {
	const earlier = submission.find();
	if (earlier && 'unclear' in earlier) throw item.failAtGateway(earlier.unclear);
	if (earlier) {
		const { job, file } = earlier;
		run.accepted.push(job);
		run.earlier.push(job);
		const output = jobItem(job, item.index, file ? toBinary(file, options) : {});
		return { output, options, ...(file ? {} : { job }) };
	}
	const plan = await readPlan();
	const affordable = findAffordable(item, run, plan);
	if (options.dryRun) return { output: await dryRunOutput(item, affordable), options };
	const accepted = await submit(item, run, submission, affordable).catch(
		async (error: unknown) =>
			await findEarlier({ item, batch: run, submission, candidates: plan.candidates }, error),
	);
	return {
		output: await makeOutput(item, { accepted, options, submission }),
		options,
		...(accepted.media ? {} : { job: accepted.job }),
	};
}

/** The plan with the candidates that the budget has room for at this moment. */
function findAffordable(item: Item, { budget }: SubmitRun, plan: Plan): AffordablePlan {
	const overBudget: string[] = [];
	const candidates = plan.candidates.filter((candidate) => {
		const reason = budget.whyOverBudget(item.index, candidate, plan.limits);
		if (reason !== undefined) overBudget.push(reason);
		return reason === undefined;
	});
	return { ...plan, candidates, leftOut: [...overBudget, ...plan.leftOut] };
}

async function dryRunOutput(
	item: Item,
	{ candidates: [first, ...others], leftOut }: AffordablePlan,
): Promise<INodeExecutionData> {
	return await dryRunItem(item, first!, {
		fallbacks: others.map(({ gateway }) => gateway.id),
		warnings: [...leftOut, ...first!.warnings],
	});
}

/** Submits, and books the result. Throws if no job was created. */
async function submit(
	item: Item,
	run: SubmitRun,
	submission: Submission,
	plan: AffordablePlan,
): Promise<Accepted> {
	const ended = await submitToFirst(item, run, submission, plan);
	return await settle({ item, batch: run, submission, candidates: plan.candidates }, ended);
}

/** Tries one gateway after the other, as long as each definitely did not accept the video. */
async function submitToFirst(
	item: Item,
	{ budget, uploads, slots, gate, log }: SubmitRun,
	submission: Submission,
	{ candidates, leftOut, limits, slotWaitMinutes }: AffordablePlan,
): Promise<EndedSubmit> {
	const refusals: string[] = [];
	const notes = [...leftOut];
	for (const candidate of candidates) {
		const whyOverBudget = budget.reserve(item.index, candidate, limits);
		if (whyOverBudget !== undefined) {
			notes.push(whyOverBudget);
			continue;
		}
		const options = { submission, uploads, slots, gate, log, slotWaitMinutes };
		const attempted = await attempt(item, candidate, options);
		const triesNext = attempted.kind === 'refused' && mayTryAnother(attempted.error);
		if (!triesNext || candidate === candidates.at(-1)) return { ...attempted, refusals, notes };
		refusals.push(sentence(attempted.error));
	}
	return { kind: 'overBudget', refusals, notes };
}

/**
 * The job of an earlier try, if the item failed before that was looked up. "Nothing was submitted" would not be true of
 * it. Throws `error` if there was no earlier try.
 */
async function findEarlier(submitting: Submitting, error: unknown): Promise<Accepted> {
	const { submission, candidates } = submitting;
	const isSettled = submission.find() !== undefined;
	if (error instanceof Stopped || isSettled || !(await submission.wasBegun())) throw error;
	return await settleUnclear(submitting, {
		asked: candidates,
		error: begunBefore,
		warnings: [],
	});
}

/** The output item of a job that was accepted, with the file if the answer was the video itself. */
async function makeOutput(
	item: Item,
	{
		accepted,
		options,
		submission,
	}: { accepted: Accepted; options: SubmitOptions; submission: Submission },
): Promise<INodeExecutionData> {
	const { job, raw, media } = accepted;
	const extras = options.includeRawResponse && raw !== undefined ? { raw } : {};
	if (!media) return jobItem(job, item.index, extras);
	// Only a Stop may abort this: the video is paid for, and exists nowhere else.
	const untilStop = withRun(item, { stop: createStopSignal(item.context) });
	const file = await storeVideo(untilStop, media, job, options).catch((error: unknown) => {
		const lost = lostFailure(accepted);
		throw item.failAtGateway({ ...lost, fix: `${lost.fix} Reason: ${messageOf(error)}.` });
	});
	submission.write({ job, file });
	return jobItem(job, item.index, { ...extras, ...toBinary(file, options) });
}
