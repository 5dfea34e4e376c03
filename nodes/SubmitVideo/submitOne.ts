import type { INodeExecutionData } from 'n8n-workflow';

import { withoutGuesses } from '../../gateways/request/costs';
import { mayTryAnother } from '../../gateways/request/failover';
import {
	isGatewayError,
	type GatewayError,
	type VideoJob,
	type VideoRequest,
	type Gateway,
} from '../../gateways/gateway';
import { toBinary, storeVideo } from '../shared/download';
import { sentence } from '../shared/errors';
import { withRun, type Item } from '../shared/item';
import { jobItem } from '../shared/jobs';
import { createStopSignal, Stopped } from '../shared/pause';
import {
	attempt,
	searchLostJob,
	logPlace,
	unclear,
	type Attempt,
	type Attempted,
	type Run,
} from './attempt';
import { dryRunItem } from './dryRun';
import { makePlan, type Candidate, type Plan } from './plan';
import type { SubmitOptions } from './readOptions';
import { begunBefore, type Submission } from './submissions';

/** One item, checked, and what its execution knows of its submit. */
export interface Checked {
	submission: Submission;
	/** Undefined where the plan holds pictures: they are read again. */
	plan?: Plan;
}

/** A candidate that took the video. */
type Taken = Omit<Attempted, 'outcome'> & { job: VideoJob };

/** Submits the video of one item, or finds it submitted earlier in this execution. */
export async function submitOne(
	item: Item,
	run: Run,
	{ submission, ...checked }: Checked,
): Promise<INodeExecutionData> {
	const plan = checked.plan ?? (await makePlan(item));
	const { candidates, leftOut, options, limits } = plan;
	const earlier = submission.find();
	if (earlier && 'unclear' in earlier) throw item.failAtGateway(earlier.unclear);
	if (earlier) {
		const { job, file } = earlier;
		run.accepted.push(job);
		return jobItem(job, item.index, file ? toBinary(file, options) : {});
	}

	const passedOver: string[] = [];
	const affordable = candidates.filter((candidate) => {
		const reason = run.budget.whyOverBudget(item.index, candidate, limits);
		if (reason !== undefined) passedOver.push(reason);
		return reason === undefined;
	});
	if (options.dryRun) {
		return await dryRunItem(item, affordable[0]!, {
			fallbacks: affordable.slice(1).map(({ gateway }) => gateway.id),
			warnings: [...passedOver, ...leftOut, ...affordable[0]!.warnings],
		});
	}
	const affordablePlan = {
		...plan,
		candidates: affordable,
		leftOut: [...passedOver, ...leftOut],
	};
	const taken = await submitToFirst(item, run, submission, affordablePlan).catch(
		async (error: unknown) => await takeEarlier(item, run, { submission, plan, error }),
	);
	return await itemOf(item, { taken, options, submission });
}

/**
 * The job of an earlier try, where the item failed before that was looked up. "Nothing was submitted" would not be true
 * of it. Throws `error` where there was no earlier try.
 */
async function takeEarlier(
	item: Item,
	run: Run,
	{ submission, plan, error }: { submission: Submission; plan: Plan; error: unknown },
): Promise<Taken> {
	if (error instanceof Stopped || submission.isKnown() || !(await submission.wasBegun())) {
		throw error;
	}
	const { candidates } = plan;
	const found = await searchLostJob(item, run, candidates, {
		submission,
		error: begunBefore,
	});
	const gateways = candidates.map(({ gateway }) => gateway);
	if (!found) throw item.failAtGateway(unclear(gateways, begunBefore));
	return takenBy(found, found.outcome as VideoJob, []);
}

/** What the candidate has taken, with what the submit itself knows. */
function takenBy(
	{ candidate, raw, media }: Attempted,
	job: VideoJob,
	warnings: readonly string[],
): Taken {
	const { request, cost } = candidate;
	const facts = {
		cost,
		callbackReference: request.callbackReference,
		durationSeconds: request.durationSeconds,
		warnings: [...warnings, ...candidate.warnings],
	};
	return { candidate, raw, media, job: withoutGuesses(withFacts(job, facts), request) };
}

/**
 * Asks one gateway after the other, as long as each certainly did not take the video. Throws the error of the last one
 * that was asked.
 */
async function submitToFirst(
	item: Item,
	run: Run,
	submission: Submission,
	{
		candidates,
		leftOut,
		limits,
		slotWaitMinutes,
	}: Omit<Plan, 'candidates'> & { candidates: readonly Candidate[] },
): Promise<Taken> {
	const { budget } = run;
	const refusals: string[] = [];
	const notes = [...leftOut];
	const from: Attempt = { candidates, submission, slotWaitMinutes };
	for (const [index, candidate] of candidates.entries()) {
		const overLimit = budget.reserve(item.index, candidate, limits);
		if (overLimit !== undefined) {
			notes.push(overLimit);
			continue;
		}
		const attempted = await attempt(item, run, candidate, from);
		const { outcome } = attempted;
		if (!isGatewayError(outcome)) {
			budget.spend(item.index);
			return takenBy(attempted, outcome, [...refusals, ...notes]);
		}
		if (outcome.accepted === 'maybe') {
			const asked = submission.isKnown() ? candidates : [candidate];
			const gateways = asked.map(({ gateway }) => gateway);
			throw item.failAtGateway(unclear(gateways, outcome), {
				httpStatus: outcome.httpStatus,
			});
		}
		const isLast = index === candidates.length - 1;
		if (isLast || !mayTryAnother(outcome)) {
			budget.release(item.index);
			const before = refusals.length > 0 ? ` Before that: ${refusals.join(' ')}` : '';
			const message = `${refusal(candidate, outcome)} Nothing was submitted for this item.${before}`;
			throw item.failAtGateway(message, { httpStatus: outcome.httpStatus });
		}
		refusals.push(`${sentence(outcome)}`);
	}
	budget.release(item.index);
	throw item.fail([...refusals, ...notes, 'Nothing was submitted for this item.'].join(' '));
}

/** The item of a job that was accepted. It is written down first: whatever comes then must not bill it again. */
async function itemOf(
	item: Item,
	{
		taken: { candidate, job, raw, media },
		options,
		submission,
	}: { taken: Taken; options: SubmitOptions; submission: Submission },
): Promise<INodeExecutionData> {
	const { gateway } = candidate;
	// What n8n has stored of an execution is lost if its worker is killed while it runs; the log is not.
	item.context.logger.info(`${gateway.label} accepted video job ${job.jobId} ${logPlace(item)}`);
	const extras = options.includeRawResponse && raw !== undefined ? { raw } : {};
	if (!media) {
		submission.write({ job });
		return jobItem(job, item.index, extras);
	}
	// Until the file is stored, a second submit would bill the same video again.
	const lost = `${gateway.label} made the video and billed it (request ${job.jobId}), but the answer that carried it could not be stored, and it is kept nowhere else, so it was not submitted again. Turn Options > Blocking off to get a job that can be read again.`;
	submission.write({ unclear: lost });
	// Only a Stop may break this off: the video is paid, and exists nowhere else.
	const untilStop = withRun(item, { stop: createStopSignal(item.context) });
	const file = await storeVideo(untilStop, media, job, options).catch((error: unknown) => {
		const reason = error instanceof Error ? error.message : String(error);
		throw item.failAtGateway(`${lost} Reason: ${reason}.`);
	});
	submission.write({ job, file });
	return jobItem(job, item.index, { ...extras, ...toBinary(file, options) });
}

/** The message of a submit that certainly made no job. */
function refusal(
	{ gateway, request }: { gateway: Gateway; request: VideoRequest },
	error: GatewayError,
): string {
	return gateway.answerHandshake && request.callbackUrl && error.code === 'invalidRequest'
		? `${sentence(error)} ${gateway.label} calls Callback URL first and wants an answer at once: the workflow of Video Trigger must be active.`
		: sentence(error);
}

/** The job with what the submit itself knows; what the gateway says counts over it. */
function withFacts(
	job: VideoJob,
	{ warnings, ...facts }: { [Key in keyof VideoJob]?: VideoJob[Key] | undefined },
): VideoJob {
	const set = Object.fromEntries(
		Object.entries(facts).filter(([, value]) => value !== undefined),
	);
	const all = [...(warnings ?? []), ...(job.warnings ?? [])];
	return { ...set, ...job, ...(all.length > 0 ? { warnings: all } : {}) };
}
