import { namesInReference, ownReference } from '../../../gateways/request/callbacks';
import {
	isGatewayError,
	type Gateway,
	type JobReferences,
	type SubmittedJob,
	type VideoJob,
	type VideoRequest,
} from '../../../gateways/gateway';
import type { Item } from '../../shared/item';
import { pauseUntil } from '../../shared/pause';
import { send } from '../../shared/transport/send';

/**
 * A gateway that returns the references of its jobs (useapi.net) can be asked whether a submit created one: our own
 * reference, which no other job has, went with it. A reference that the user has set may belong to several jobs, so it
 * never identifies one.
 */

/** The request with a reference that its job can be found by, if the user hasn't set one. */
export function withTrackingReference(
	gateway: Gateway,
	request: VideoRequest,
	names: readonly string[],
): VideoRequest {
	return gateway.references && request.callbackReference === undefined
		? { ...request, callbackReference: ownReference(names) }
		: request;
}

/** The job that was submitted with one of the names, the first name first. */
function jobNamed(
	jobs: readonly SubmittedJob[],
	names: readonly string[],
	idsOfOthers: ReadonlySet<string>,
): SubmittedJob | undefined {
	const free = jobs.filter(({ jobId }) => !idsOfOthers.has(jobId));
	for (const name of names) {
		const found = free.find(({ callbackReference }) =>
			namesInReference(callbackReference).includes(name),
		);
		if (found) return found;
	}
	return undefined;
}

interface Search {
	/** What the job was submitted with. */
	names: readonly string[];
	/** IDs of jobs that other items have. */
	idsOfOthers: ReadonlySet<string>;
}

/** The request whose job is wanted, and how its gateway lists references. */
interface LostSubmit {
	request: VideoRequest;
	references: JobReferences;
}

/** Reads the list of one place, page by page. */
async function findInList(
	item: Item,
	gateway: Gateway,
	{ request, references, place }: LostSubmit & { place: string | undefined },
	{ names, idsOfOthers }: Search,
): Promise<SubmittedJob | undefined> {
	let before: string | undefined;
	for (let page = 0; page < references.pages; page++) {
		const call = references.list({ place, before }, request);
		const { outcome } = await send(item, gateway, call);
		if (isGatewayError(outcome) || outcome.length === 0) return undefined;
		const found = jobNamed(outcome, names, idsOfOthers);
		if (found) return found;
		before = outcome.at(-1)!.jobId;
	}
	return undefined;
}

/** Finds the job among those that are running, otherwise in the lists of the places that may have it. */
async function findJob(
	item: Item,
	gateway: Gateway,
	wanted: LostSubmit,
	{ isFresh, ...search }: Search & { isFresh: boolean },
): Promise<SubmittedJob | undefined> {
	let places: Array<string | undefined> = [undefined];
	for (const seconds of isFresh ? wanted.references.checksAfter : [0]) {
		await pauseUntil(Date.now() + seconds * 1000, item.stop);
		const { outcome } = await send(item, gateway, wanted.references.running(wanted.request));
		if (isGatewayError(outcome)) continue;
		if (outcome.places.length > 0) places = outcome.places;
		const found = jobNamed(outcome.jobs, search.names, search.idsOfOthers);
		if (found) return found;
	}
	for (const place of places) {
		const found = await findInList(item, gateway, { ...wanted, place }, search);
		if (found) return found;
	}
	return undefined;
}

/**
 * The job of a submit with an unknown outcome, or undefined if none can be found. Throws Stopped.
 *
 * @param isFresh the submit has only just been sent, so that the gateway may need a moment
 */
export async function recoverLostJob(
	item: Item,
	gateway: Gateway,
	request: VideoRequest,
	search: Search & { isFresh: boolean },
): Promise<VideoJob | undefined> {
	const { references } = gateway;
	if (!references || request.callbackReference !== undefined) return undefined;
	const found = await findJob(item, gateway, { request, references }, search);
	if (!found) return undefined;
	const { jobId, startedAt } = found;
	return {
		gateway: gateway.id,
		jobId,
		status: 'queued',
		model: request.model,
		...(startedAt === undefined ? {} : { submittedAt: startedAt }),
	};
}
