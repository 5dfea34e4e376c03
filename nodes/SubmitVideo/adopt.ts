import { randomUUID } from 'crypto';
import type { IExecuteFunctions } from 'n8n-workflow';

import { ownReference } from '../../gateways/callbacks';
import {
	isGatewayError,
	type Gateway,
	type VideoJob,
	type VideoRequest,
} from '../../gateways/gateway';
import { pauseUntil, type Halt } from '../shared/pause';
import { send } from '../shared/transport';

/**
 * A gateway that lists what runs (useapi.net) can be asked whether a submit whose answer was lost made a job: the
 * reference that went with it stands in the list.
 */

/** Seconds before each look into the queue. A job stands there as soon as it was accepted, or soon after a 502. */
const LOOKS_AFTER = [0, 1, 3, 8];

/** Clocks of n8n and the gateway may differ by this, in milliseconds. */
const CLOCK_DIFFERENCE = 120_000;

/** The request with a reference by which its job can be found again, where the user has set none. */
export function findable(gateway: Gateway, request: VideoRequest): VideoRequest {
	return gateway.queue && request.callbackReference === undefined
		? { ...request, callbackReference: ownReference(randomUUID()) }
		: request;
}

/**
 * The job of a submit that ended unclear, or undefined where there is none to be found. Throws Stopped.
 *
 * @param others ids of the jobs that are known to belong to other items
 */
export async function adoptJob(
	context: IExecuteFunctions,
	gateway: Gateway,
	request: VideoRequest,
	{
		itemIndex,
		halt,
		submittedAt,
		others,
	}: { itemIndex: number; halt: Halt; submittedAt: number; others: readonly string[] },
): Promise<VideoJob | undefined> {
	const { queue } = gateway;
	if (!queue || request.callbackReference === undefined) return undefined;
	for (const seconds of LOOKS_AFTER) {
		await pauseUntil(Date.now() + seconds * 1000, halt);
		const { outcome } = await send(context, gateway, queue(), { itemIndex, halt });
		if (isGatewayError(outcome)) continue;
		// The user may give many jobs the same reference, so one of an earlier run does not count.
		const found = outcome.executing.filter(
			({ jobId, callbackReference, startedAt = '' }) =>
				callbackReference === request.callbackReference &&
				!others.includes(jobId) &&
				!(Date.parse(startedAt) < submittedAt - CLOCK_DIFFERENCE),
		);
		if (found.length === 1) {
			const { jobId } = found[0]!;
			return { gateway: gateway.id, jobId, status: 'queued', model: request.model };
		}
	}
	return undefined;
}
