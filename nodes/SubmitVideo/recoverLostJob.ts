import { namesInReference, ownReference } from '../../gateways/request/callbacks';
import {
	isGatewayError,
	type Gateway,
	type SubmittedJob,
	type VideoJob,
	type VideoRequest,
} from '../../gateways/gateway';
import type { Item } from '../shared/item';
import { pauseUntil } from '../shared/pause';
import { send } from '../shared/transport/send';

/**
 * A gateway that tells the references of its jobs (useapi.net) can be asked whether a submit made one: our own
 * reference, which no other job has, went with it. A reference that the user has set may stand for several jobs, so
 * by that none is ever taken.
 */

/** Seconds before each check of the queue. A job is there as soon as it was accepted, or soon after a 502. */
const LOOKS_AFTER = [0, 1, 3, 8];

/** How many pages of the list of jobs are read at most, 100 jobs each. */
const PAGES = 10;

/** The request with a reference by which its job can be found again, where the user has set none. */
export function withTrackingReference(
	gateway: Gateway,
	request: VideoRequest,
	names: readonly string[],
): VideoRequest {
	return gateway.queue && request.callbackReference === undefined
		? { ...request, callbackReference: ownReference(names) }
		: request;
}

/** The job that was submitted with one of the names, the first name first. */
function jobNamed(
	jobs: readonly SubmittedJob[],
	names: readonly string[],
	taken: ReadonlySet<string>,
): SubmittedJob | undefined {
	const free = jobs.filter(({ jobId }) => !taken.has(jobId));
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
	/** Ids of jobs that other items have. */
	taken: ReadonlySet<string>;
}

/** Reads the list of one account, page by page. */
async function findInList(
	item: Item,
	gateway: Gateway,
	account: string | undefined,
	{ names, taken }: Search,
): Promise<SubmittedJob | undefined> {
	let before: string | undefined;
	for (let page = 0; gateway.listReferences && page < PAGES; page++) {
		const call = gateway.listReferences({
			...(account === undefined ? {} : { account }),
			...(before === undefined ? {} : { before }),
		});
		const { outcome } = await send(item, gateway, call);
		if (isGatewayError(outcome) || outcome.length === 0) return undefined;
		const found = jobNamed(outcome, names, taken);
		if (found) return found;
		before = outcome.at(-1)!.jobId;
	}
	return undefined;
}

/**
 * The job of a submit that ended unclear, or undefined where none can be found. Throws Stopped.
 *
 * @param isFresh the submit has only just been sent, so that the gateway may need a moment
 */
export async function recoverLostJob(
	item: Item,
	gateway: Gateway,
	request: VideoRequest,
	{ isFresh, ...search }: Search & { isFresh: boolean },
): Promise<VideoJob | undefined> {
	const { queue } = gateway;
	if (!queue || request.callbackReference !== undefined) return undefined;
	const { names, taken } = search;
	let accounts: Array<string | undefined> = [request.account];
	let found: SubmittedJob | undefined;
	for (const seconds of isFresh ? LOOKS_AFTER : [0]) {
		await pauseUntil(Date.now() + seconds * 1000, item.stop);
		const { outcome } = await send(item, gateway, queue());
		if (isGatewayError(outcome)) continue;
		if (!request.account && outcome.accounts.length > 0) {
			accounts = outcome.accounts.map(({ account }) => account);
		}
		found = jobNamed(outcome.executing, names, taken);
		if (found) break;
	}
	for (const account of found ? [] : accounts) {
		found ??= await findInList(item, gateway, account, search);
	}
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
