import { knownCost } from '../../../gateways/answer/costs';
import { compact } from '../../../gateways/compact';
import { withoutGuesses } from '../../../gateways/request/additionalFields';
import type { GatewayError, VideoJob } from '../../../gateways/gateway';
import { logPlace } from '../../shared/logPlace';
import { gatewayFailure, splitWords, failureText, type Failure } from '../../shared/failure';
import { withRun, type Item } from '../../shared/item';
import { createStopSignal } from '../../shared/pause';
import { noteSize } from '../../shared/waiting/formats';
import type { Accepted, Attempted } from './attempt';
import type { Budget } from '../records/budget';
import type { Candidate } from '../plan/plan';
import { recoverLostJob } from './recoverLostJob';
import { begunBefore, type Submission } from '../records/submissions';

/**
 * The one place where the outcome of a submit, its record and its cost meet. What was accepted, or may have been, is
 * booked and recorded before anything else is done, so that nothing that happens later can bill it again.
 */

/** What the items of one run share. */
export interface Batch {
	budget: Budget;
	/** Jobs of this run, in the order in which they were accepted. */
	accepted: VideoJob[];
}

/** The submit of one item, over all gateways that it may go to. */
export interface Submitting {
	item: Item;
	batch: Batch;
	submission: Submission;
	/** The gateways that it may go to, or has gone to in an earlier try. */
	candidates: readonly Candidate[];
}

/** How an item's submit has ended, at the last gateway that was tried; `overBudget`: at none. */
export type EndedSubmit = (Attempted | { kind: 'overBudget' }) & {
	/** The answers of the gateways before it. */
	refusals: readonly string[];
	/** Why other gateways were not tried. */
	notes: readonly string[];
};

/** The failure of a submit after which a job may exist. */
function unclearFailure(asked: readonly Candidate[], error: GatewayError): Failure {
	const { message: title, httpStatus } = error;
	// The attempt that knew more has gone, but not what it wrote into n8n's log.
	const inLog = error === begunBefore ? ` ${error.fix}` : '';
	const places = [...new Set(asked.map(({ gateway }) => gateway.dashboard))].join(', and ');
	return {
		code: 'unclear',
		gateway: asked[0]?.gateway.id,
		accepted: 'maybe',
		httpStatus,
		title,
		fix: `The job may exist and be billed, so it wasn't sent again. Check ${places} before you submit it again, in a new execution.${inLog}`,
	};
}

/** Why no second submit may follow a video that was the answer itself, until its file is stored. */
export const lostFailure = ({ candidate: { gateway }, job }: Accepted): Failure => ({
	code: 'download',
	gateway: gateway.id,
	jobId: job.jobId,
	accepted: 'maybe',
	title: `${gateway.label} made the video and billed it (request ${job.jobId}), but it couldn't be stored`,
	fix: `The video existed only in that response, so it can't be fetched again. It wasn't submitted again. ${gateway.directVideo?.instead ?? ''}`.trim(),
});

/** Books a submit that has ended. Throws a NodeApiError or NodeOperationError if it created no job. */
export async function settle(submitting: Submitting, ended: EndedSubmit): Promise<Accepted> {
	const { item, batch, submission, candidates } = submitting;
	switch (ended.kind) {
		case 'job':
			batch.budget.spend(item.index);
			return keepJob(submitting, ended, [...ended.refusals, ...ended.notes]);
		case 'unclear':
			return await settleUnclear(submitting, {
				asked: submission.isKnown() ? candidates : [ended.candidate],
				error: ended.error,
				warnings: [...ended.refusals, ...ended.notes],
			});
		default:
			return endWithoutJob(submitting, ended);
	}
}

/** Records a job that was accepted and is paid for, with what the submit itself knows. */
function keepJob(
	{ item, batch, submission }: Submitting,
	accepted: Accepted,
	warnings: readonly string[],
): Accepted {
	const { candidate, media } = accepted;
	const kept = { ...accepted, job: withSubmitFacts(accepted.job, candidate, warnings) };
	batch.accepted.push(kept.job);
	submission.write(media ? { unclear: lostFailure(kept) } : { job: kept.job });
	noteSize(item.context, kept.job, candidate.request);
	// What n8n has stored of an execution is lost if its worker is killed while it runs; the log is not.
	item.context.logger.info(
		`${candidate.gateway.label} accepted video job ${kept.job.jobId} ${logPlace(item.context, [item.index])}`,
	);
	return kept;
}

/**
 * A job may exist: booked and recorded before it is searched for. Throws a NodeApiError if it can't be found.
 *
 * @param asked the gateways that may have it
 */
export async function settleUnclear(
	submitting: Submitting,
	unclear: { asked: readonly Candidate[]; error: GatewayError; warnings: readonly string[] },
): Promise<Accepted> {
	const { item, batch, submission } = submitting;
	const { asked, error, warnings } = unclear;
	const failure = unclearFailure(asked, error);
	submission.write({ unclear: failure });
	batch.budget.spend(item.index);
	item.context.logger.warn(`${failureText(failure)} ${logPlace(item.context, [item.index])}`);
	const found = await findLostJob(submitting, asked, error);
	if (found) return keepJob(submitting, found, warnings);
	throw item.failAtGateway(failure);
}

/** Searches the gateways for the job of a submit with an unknown outcome. Throws Stopped. */
async function findLostJob(
	{ item, batch, submission }: Submitting,
	asked: readonly Candidate[],
	error: GatewayError,
): Promise<Accepted | undefined> {
	// Only a Stop may abort this, not another item that fails: the video may be paid for.
	const untilStop = withRun(item, { stop: createStopSignal(item.context) });
	const isKnown = submission.isKnown();
	for (const candidate of asked) {
		const { gateway, request } = candidate;
		const found = await recoverLostJob(untilStop, gateway, request, {
			names: submission.names,
			idsOfOthers: new Set(batch.accepted.map(({ jobId }) => jobId)),
			isFresh: !isKnown,
		});
		if (found === undefined) continue;
		const how = isKnown
			? 'An earlier attempt of this execution submitted this video.'
			: `The answer to the submit was lost (${error.message}).`;
		const job: VideoJob = {
			submittedAt: new Date().toISOString(),
			...found,
			warnings: [`${how} The job was found in the queue of ${gateway.label}.`],
		};
		return { kind: 'job', candidate, job };
	}
	return undefined;
}

/** No gateway has the video: the money is available again. Throws the error of the last gateway that was tried. */
function endWithoutJob(
	{ item, batch }: Submitting,
	ended: Exclude<EndedSubmit, { kind: 'job' | 'unclear' }>,
): never {
	const { refusals, notes } = ended;
	batch.budget.release(item.index);
	if (ended.kind === 'overBudget') {
		throw item.fail(overBudgetFailure([...refusals, ...notes]));
	}
	const { candidate, error } = ended;
	const { gateway } = candidate;
	const before = refusals.length > 0 ? `Before that: ${refusals.join(' ')}` : '';
	// Not part of the gateway's own advice, which is also given for a check of a job that is paid for.
	const again = error.code === 'insufficientCredits' ? 'Then submit again.' : '';
	const fix = [error.fix, again, callbackAdvice(candidate, error), NOT_SUBMITTED, before];
	throw item.failAtGateway({
		...gatewayFailure(gateway, error),
		fix: fix.filter(Boolean).join(' '),
	});
}

const NOT_SUBMITTED = 'Nothing was submitted for this item.';

/** The failure of an item that a cost limit rules out, for these reasons. */
export function overBudgetFailure(reasons: readonly string[]): Failure {
	return { code: 'costLimit', ...splitWords([...reasons, NOT_SUBMITTED].join(' ')) };
}

const callbackAdvice = ({ gateway, request }: Candidate, { code }: GatewayError): string =>
	gateway.callbacks?.handshake && request.callbackUrl && code === 'invalidRequest'
		? `${gateway.label} calls the Callback URL first and expects an answer at once: the workflow with Video Callback Trigger must be active.`
		: '';

/** The job with what the submit itself knows; what the gateway says counts over it. */
function withSubmitFacts(
	job: VideoJob,
	{ request, prompt, cost, costNote, warnings: ofCandidate }: Candidate,
	before: readonly string[],
): VideoJob {
	const facts = compact<Partial<VideoJob>>({
		prompt,
		cost: knownCost(job, cost),
		costNote,
		callbackReference: request.callbackReference,
		durationSeconds: request.durationSeconds,
	});
	const warnings = [...before, ...ofCandidate, ...(job.warnings ?? [])];
	const whole = { ...facts, ...job, ...(warnings.length > 0 ? { warnings } : {}) };
	return withoutGuesses(whole, request);
}
