import {
	isGatewayError,
	type GatewayError,
	type VideoJob,
	type VideoRequest,
} from '../../../gateways/gateway';
import { findModel } from '../../../gateways/request/models';
import type { Item } from '../../shared/item';
import type { ByteStream } from '../../shared/streams';
import { send, type Sent } from '../../shared/transport/send';
import { deliverImages, type Uploads } from './deliverImages';
import type { Gate } from './gate';
import type { SubmitLog } from './submitLog';
import type { Candidate } from '../plan/plan';
import { withTrackingReference } from './recoverLostJob';
import type { Slots } from './slots';
import type { Submission } from '../records/submissions';

/** A gateway has accepted the video. */
export interface Accepted {
	kind: 'job';
	candidate: Candidate;
	job: VideoJob;
	raw?: unknown;
	/** The video, if that was the answer. */
	media?: ByteStream;
}

/** The result of a submit to one gateway. */
export type Attempted =
	| Accepted
	/** It definitely has no job. */
	| { kind: 'refused'; candidate: Candidate; error: GatewayError }
	/** It may have a job: nothing may be sent again, to any gateway. */
	| { kind: 'unclear'; candidate: Candidate; error: GatewayError };

/** How an item is submitted. */
export interface AttemptOptions {
	submission: Submission;
	uploads: Uploads;
	slots: Slots;
	gate: Gate;
	log: SubmitLog;
	/** How long it may wait for a free slot, in minutes; 0 for not at all. */
	slotWaitMinutes: number;
}

/** Submits to one gateway: its images, a slot, then the submit itself, which was recorded before. */
export async function attempt(
	item: Item,
	candidate: Candidate,
	{ submission, uploads, slots, slotWaitMinutes: minutes, ...sending }: AttemptOptions,
): Promise<Attempted> {
	const { gateway } = candidate;
	const delivered = await deliverImages(item, gateway, candidate.request, uploads);
	if (isGatewayError(delivered)) return { kind: 'refused', candidate, error: delivered };
	const request = withTrackingReference(gateway, delivered, submission.names);
	let submittedAt = '';
	const { outcome, ...answer } = await slots.feed(
		async () => {
			submittedAt = new Date().toISOString();
			const tries = minutes > 0 && gateway.slots ? { tries: 1 } : {};
			return await sendRecorded(
				item,
				{ gateway, request },
				{ submission, ...sending, ...tries },
			);
		},
		{ item, gateway, request, minutes },
	);
	if (!isGatewayError(outcome)) {
		return { kind: 'job', candidate, job: { submittedAt, ...outcome }, ...answer };
	}
	return {
		kind: outcome.accepted === 'no' ? 'refused' : 'unclear',
		candidate,
		error: outcome,
	};
}

/**
 * Sends the submit, which is recorded before it goes out; the record is removed once the gateway definitely has no job.
 */
async function sendRecorded(
	item: Item,
	{ gateway, request }: Pick<Candidate, 'gateway'> & { request: VideoRequest },
	{
		submission,
		gate,
		log,
		...tries
	}: Pick<AttemptOptions, 'submission' | 'gate' | 'log'> & { tries?: number },
): Promise<Sent<VideoJob>> {
	const beforeSend = async () => {
		const problem = await submission.hold();
		// Without this line, there would be no trace of a submit in progress when n8n was killed.
		if (!problem) await log.submitting(item, gateway);
		return problem;
	};
	let sent: Sent<VideoJob> | undefined;
	try {
		const call = gateway.submit(request, findModel(gateway, request.model));
		sent = await send(item, gateway, call, {
			...tries,
			isSubmit: true,
			beforeSend,
			pass: async (go) => await gate.pass({ item, gateway }, go),
		});
		return sent;
	} finally {
		// An error thrown here means it has not gone out, or was rejected before.
		const { outcome } = sent ?? {};
		if (!sent || (isGatewayError(outcome) && outcome.accepted === 'no')) {
			await submission.release();
		}
	}
}
