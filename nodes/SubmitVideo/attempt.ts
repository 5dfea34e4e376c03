import {
	isGatewayError,
	type Gateway,
	type GatewayError,
	type VideoJob,
	type VideoRequest,
} from '../../gateways/gateway';
import { deliverImages, type Uploads } from './deliverImages';
import { withRun, type Item } from '../shared/item';
import { createStopSignal } from '../shared/pause';
import { send, type Sent } from '../shared/transport/send';
import { withTrackingReference, recoverLostJob } from './recoverLostJob';
import type { Budget } from './budget';
import type { Candidate } from './plan';
import type { Slots } from './slots';
import type { Submission } from './submissions';

/** What the items of one run share. */
export interface Run {
	/** Jobs of this run, in the order in which they were accepted. */
	accepted: VideoJob[];
	uploads: Uploads;
	budget: Budget;
	slots: Slots;
}

/** One item on its way to the gateways that it may go to. */
export interface Attempt {
	candidates: readonly Candidate[];
	submission: Submission;
	slotWaitMinutes: number;
}

/** What became of it, and which candidate has the job. */
export type Attempted = Sent<VideoJob> & { candidate: Candidate };

/** Where in n8n a line of the log belongs to. */
export const logPlace = ({ context, index }: Item): string =>
	`(execution ${context.getExecutionId()}, item ${index})`;

/** The message of a submit after which a job may exist. */
export function unclear(gateways: readonly Gateway[], error: GatewayError): string {
	const places = [...new Set(gateways.map(({ dashboard }) => dashboard))].join(', and at ');
	return `${error.message}. The job may exist and be billed, so it was not sent again: look at ${places} before you submit it anew, in a new execution.`;
}

/**
 * One gateway: its pictures, a slot, the submit, and a search for the job where the answer was lost. An end after which
 * a job may exist is written down at once.
 */
export async function attempt(
	item: Item,
	run: Run,
	candidate: Candidate,
	{ candidates, submission, slotWaitMinutes }: Attempt,
): Promise<Attempted> {
	const { uploads, slots, accepted } = run;
	const { gateway, request: planned } = candidate;
	const delivered = await deliverImages(item, gateway, planned, uploads);
	if (isGatewayError(delivered)) return { outcome: delivered, candidate };
	const request = withTrackingReference(gateway, delivered, submission.names);
	let submittedAt = '';
	const sent = await slots.feed(
		async () => {
			submittedAt = new Date().toISOString();
			return await sendRecorded(item, gateway, request, {
				submission,
				...(slotWaitMinutes > 0 && gateway.queue ? { tries: 1 } : {}),
			});
		},
		{ item, gateway, request, minutes: slotWaitMinutes },
	);
	const { outcome } = sent;
	if (!isGatewayError(outcome)) {
		const job = { submittedAt, ...outcome };
		accepted.push(job);
		return { ...sent, outcome: job, candidate };
	}
	if (outcome.accepted === 'no') return { ...sent, candidate };
	const asked = submission.isKnown() ? candidates : [candidate];
	const found = await searchLostJob(item, run, asked, {
		submission,
		error: outcome,
	});
	return found ?? { outcome, candidate };
}

/** Sends the submit, which is recorded before it goes out and taken back once the gateway certainly has no job. */
async function sendRecorded(
	item: Item,
	gateway: Gateway,
	request: VideoRequest,
	{ submission, ...how }: { submission: Submission; tries?: number },
): Promise<Sent<VideoJob>> {
	let sent: Sent<VideoJob> | undefined;
	try {
		sent = await send(item, gateway, gateway.submit(request), {
			...how,
			beforeSend: async () => {
				const problem = await submission.hold();
				// Without this line nothing would tell of a submit that was under way when n8n was killed.
				if (!problem) {
					item.context.logger.info(
						`Submitting a video to ${gateway.label} ${logPlace(item)}`,
					);
				}
				return problem;
			},
		});
		return sent;
	} finally {
		// What throws has not gone out, or was refused before.
		const { outcome } = sent ?? {};
		if (!sent || (isGatewayError(outcome) && outcome.accepted === 'no')) {
			await submission.release();
		}
	}
}

/**
 * Looks for the job of a submit that may have made one. It is written down before: whatever ends the run meanwhile, no
 * retry may bill it again.
 */
export async function searchLostJob(
	item: Item,
	{ accepted, budget }: Run,
	candidates: readonly Candidate[],
	{ submission, error }: { submission: Submission; error: GatewayError },
): Promise<Attempted | undefined> {
	const message = unclear(
		candidates.map(({ gateway }) => gateway),
		error,
	);
	submission.write({ unclear: message });
	budget.spend(item.index);
	item.context.logger.warn(`${message} ${logPlace(item)}`);
	// Only a Stop may break this off, not another item that fails: the video may be paid.
	const untilStop = withRun(item, { stop: createStopSignal(item.context) });
	for (const candidate of candidates) {
		const { gateway, request } = candidate;
		const found = await recoverLostJob(untilStop, gateway, request, {
			names: submission.names,
			taken: new Set(accepted.map(({ jobId }) => jobId)),
			isFresh: !submission.isKnown(),
		});
		if (found === undefined) continue;
		const how = submission.isKnown()
			? 'An earlier try of this execution has submitted this video.'
			: `The answer to the submit was lost (${error.message}).`;
		const job: VideoJob = {
			submittedAt: new Date().toISOString(),
			...found,
			warnings: [`${how} The job was found in the queue of ${gateway.label}.`],
		};
		accepted.push(job);
		return { outcome: job, candidate };
	}
	return undefined;
}
