import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { mayTryAnother } from '../../gateways/failover';
import {
	isGatewayError,
	type Gateway,
	type GatewayError,
	type VideoJob,
	type VideoRequest,
} from '../../gateways/gateway';
import { binaryOf, storeVideo } from '../shared/download';
import { apiError, sentence, userError } from '../shared/errors';
import { deliverImages, type Uploads } from '../shared/images';
import { jobItem } from '../shared/jobs';
import { haltOf, type Halt } from '../shared/pause';
import type { ByteStream } from '../shared/streams';
import { send, type Sent } from '../shared/transport';
import { adoptJob, findable } from './adopt';
import type { Budget } from './budget';
import { dryRunItem } from './dryRun';
import { ledgerOf, type Ledger } from './ledger';
import { planOf, type Candidate, type Plan } from './plan';
import type { SubmitOptions } from './readOptions';
import type { Slots } from './slots';

/** What the items of one run share. */
export interface Run {
	halt: Halt;
	/** Jobs of this run, in the order in which they were accepted. */
	accepted: VideoJob[];
	/** How many items of this run have a callback reference. */
	references: ReadonlyMap<string, number>;
	uploads: Uploads;
	budget: Budget;
	slots: Slots;
	/** What was checked, by item; without those that hold pictures, which are read again. */
	plans: Map<number, Plan>;
}

/** A candidate that took the video. */
interface Taken {
	candidate: Candidate;
	job: VideoJob;
	raw?: unknown;
	media?: ByteStream;
}

/** Submits the video of one item, or finds it submitted earlier in this execution. */
export async function submitOne(
	context: IExecuteFunctions,
	itemIndex: number,
	run: Run,
): Promise<INodeExecutionData> {
	const { accepted, budget, plans } = run;
	const plan = plans.get(itemIndex) ?? (await planOf(context, itemIndex));
	plans.delete(itemIndex);
	const { wanted, candidates, leftOut, options, limits } = plan;
	const ledger = ledgerOf(context, itemIndex, candidates[0].gateway.id, wanted);
	const earlier = ledger.find();
	if (earlier && 'unclear' in earlier) throw apiError(context, itemIndex, earlier.unclear);
	if (earlier) {
		const { job, file } = earlier;
		accepted.push(job);
		return jobItem(job, itemIndex, file ? binaryOf(file, options) : {});
	}

	const passedOver: string[] = [];
	const affordable = candidates.filter((candidate) => {
		const reason = budget.whyNot(itemIndex, candidate, limits);
		if (reason !== undefined) passedOver.push(reason);
		return reason === undefined;
	});
	if (options.dryRun) {
		return await dryRunItem(context, itemIndex, affordable[0]!, {
			fallbacks: affordable.slice(1).map(({ gateway }) => gateway.id),
			warnings: [...passedOver, ...leftOut, ...affordable[0]!.warnings],
		});
	}
	const taken = await submitToFirst(context, itemIndex, run, ledger, {
		...plan,
		candidates: affordable,
		leftOut: [...passedOver, ...leftOut],
	});
	return await itemOf(context, itemIndex, { taken, options, ledger });
}

/**
 * Asks one gateway after the other, as long as each certainly did not take the video. Throws the error of the last one
 * that was asked.
 */
async function submitToFirst(
	context: IExecuteFunctions,
	itemIndex: number,
	run: Run,
	ledger: Ledger,
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
	for (const [index, candidate] of candidates.entries()) {
		const { gateway } = candidate;
		const overLimit = budget.reserve(itemIndex, candidate, limits);
		if (overLimit !== undefined) {
			notes.push(overLimit);
			continue;
		}
		const { outcome, raw, media } = await attempt(context, itemIndex, run, {
			candidate,
			ledger,
			slotWaitMinutes,
		});
		if (!isGatewayError(outcome)) {
			budget.spend(itemIndex);
			const warnings = [...refusals, ...notes, ...candidate.warnings];
			const job = withFacts(outcome, {
				cost: candidate.cost,
				callbackReference: candidate.request.callbackReference,
				durationSeconds: candidate.request.durationSeconds,
				warnings,
			});
			return { candidate, job, raw, media };
		}
		if (outcome.accepted === 'maybe') {
			throw apiError(context, itemIndex, unclear(gateway, outcome), {
				httpStatus: outcome.httpStatus,
			});
		}
		const isLast = index === candidates.length - 1;
		if (isLast || !mayTryAnother(outcome)) {
			budget.release(itemIndex);
			const before = refusals.length > 0 ? ` Before that: ${refusals.join(' ')}` : '';
			const message = `${refusal(candidate, outcome)} Nothing was submitted for this item.${before}`;
			throw apiError(context, itemIndex, message, { httpStatus: outcome.httpStatus });
		}
		refusals.push(`${sentence(outcome)}`);
	}
	budget.release(itemIndex);
	throw userError(
		context,
		itemIndex,
		[...refusals, ...notes, 'Nothing was submitted for this item.'].join(' '),
	);
}

/**
 * One gateway: its pictures, a slot, the submit, and a look for the job where the answer was lost. An end after which a
 * job may exist is written down at once.
 */
async function attempt(
	context: IExecuteFunctions,
	itemIndex: number,
	{ halt, uploads, slots, accepted, budget, references }: Run,
	{
		candidate: { gateway, request: planned },
		ledger,
		slotWaitMinutes,
	}: { candidate: Candidate; ledger: Ledger; slotWaitMinutes: number },
): Promise<Sent<VideoJob>> {
	const delivered = await deliverImages(context, itemIndex, gateway, planned, { halt, uploads });
	if (isGatewayError(delivered)) return { outcome: delivered };
	const request = findable(gateway, delivered);
	let submittedAt = 0;
	const sent = await slots.feed(
		async () => {
			submittedAt = Date.now();
			// Without this line nothing would tell of a submit that was under way when n8n was killed.
			context.logger.info(
				`Submitting a video to ${gateway.label} ${placeOf(context, itemIndex)}`,
			);
			return await send(context, gateway, gateway.submit(request), {
				itemIndex,
				halt,
				...(slotWaitMinutes > 0 && gateway.queue ? { tries: 1 } : {}),
			});
		},
		{ gateway, request, itemIndex, minutes: slotWaitMinutes },
	);
	const { outcome } = sent;
	const at = { submittedAt: new Date(submittedAt).toISOString() };
	if (!isGatewayError(outcome)) {
		const job = { ...at, ...outcome };
		accepted.push(job);
		return { ...sent, outcome: job };
	}
	if (outcome.accepted !== 'maybe') return sent;
	// Before the job is looked for: whatever ends the run meanwhile, no retry may bill it again.
	const message = unclear(gateway, outcome);
	ledger.write({ unclear: message });
	budget.spend(itemIndex);
	context.logger.warn(`${message} ${placeOf(context, itemIndex)}`);
	const sharers = references.get(request.callbackReference ?? '') ?? 0;
	const adopted =
		sharers > 1
			? undefined
			: await adoptJob(context, gateway, request, {
					itemIndex,
					// Only a Stop may break this off, not another item that fails: the video may be paid.
					halt: haltOf(context),
					submittedAt,
					others: [...accepted.map(({ jobId }) => jobId), ...ledger.jobIds()],
				});
	if (adopted === undefined) return sent;
	const job: VideoJob = {
		...at,
		...adopted,
		warnings: [
			`The answer to the submit was lost (${outcome.message}). The job was found in the queue of ${gateway.label}.`,
		],
	};
	accepted.push(job);
	return { outcome: job };
}

/** The item of a job that was accepted. It is written down first: whatever comes then must not bill it again. */
async function itemOf(
	context: IExecuteFunctions,
	itemIndex: number,
	{
		taken: { candidate, job, raw, media },
		options,
		ledger,
	}: { taken: Taken; options: SubmitOptions; ledger: Ledger },
): Promise<INodeExecutionData> {
	const { gateway } = candidate;
	// What n8n has stored of an execution is lost if its worker is killed while it runs; the log is not.
	context.logger.info(
		`${gateway.label} accepted video job ${job.jobId} ${placeOf(context, itemIndex)}`,
	);
	const extras = options.includeRawResponse && raw !== undefined ? { raw } : {};
	if (!media) {
		ledger.write({ job });
		return jobItem(job, itemIndex, extras);
	}
	// Until the file is stored, a second submit would bill the same video again.
	const lost = `${gateway.label} made the video and billed it (request ${job.jobId}), but the answer that carried it could not be stored, and it is kept nowhere else, so it was not submitted again. Turn Options > Blocking off to get a job that can be read again.`;
	ledger.write({ unclear: lost });
	const file = await storeVideo(context, media, job, {
		// Only a Stop may break this off: the video is paid, and exists nowhere else.
		...options,
		halt: haltOf(context),
	}).catch((error: unknown) => {
		const reason = error instanceof Error ? error.message : String(error);
		throw apiError(context, itemIndex, `${lost} Reason: ${reason}.`);
	});
	ledger.write({ job, file });
	return jobItem(job, itemIndex, { ...extras, ...binaryOf(file, options) });
}

/** Where in n8n a line of the log belongs to. */
const placeOf = (context: IExecuteFunctions, itemIndex: number): string =>
	`(execution ${context.getExecutionId()}, item ${itemIndex})`;

/** The message of a submit after which a job may exist. */
function unclear(gateway: Gateway, error: GatewayError): string {
	return `${error.message}. The job may exist and be billed, so it was not sent again: look at ${gateway.whereToLook} before you submit it anew, in a new execution.`;
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
