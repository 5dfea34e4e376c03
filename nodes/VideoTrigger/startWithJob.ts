import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { findGateway } from '../../gateways';
import { isFinal, isGatewayError, type Gateway, type VideoJob } from '../../gateways/gateway';
import { toBinary, downloadVideo } from '../shared/download';
import { withSettings } from '../shared/credentials';
import { messageOf } from '../shared/errors';
import { gatewayFailure, sentence } from '../shared/failure';
import { startRun, type Item } from '../shared/item';
import { forEachItem } from '../shared/items';
import { jobItem } from '../shared/jobItem';
import { assertGoing, pauseUntil } from '../shared/pause';
import { send } from '../shared/transport/send';
import { readClaim, eventName } from './claim';
import { claimOnce, forget } from './claimOnce';
import { readTrueJob } from './readTrueJob';
import { endPending } from './seenStates';
import { readSettings, type TriggerSettings } from './settings';

/** An item created by a callback, and the user's settings for it. */
interface Called {
	item: Item;
	settings: TriggerSettings;
}

/**
 * The slow part of a callback, in the execution that it has started: fetches the job, makes sure that each final state
 * continues only once, and downloads the video. Outputs nothing if the workflow should not continue.
 */
export async function startWithJob(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const items = await forEachItem(startRun(context), 1, async (item) => {
		const claimed = readClaim(item.input);
		const gateway = findGateway(claimed?.gateway);
		if (!claimed || !gateway) {
			throw item.fail({
				code: 'noJob',
				title: "This execution wasn't started by a callback, so there is no job to output",
				fix: 'Publish the workflow, or select Execute step, and wait for the gateway to call.',
			});
		}
		let counted: VideoJob | undefined;
		try {
			const settings = readSettings(item);
			const settled = await withSettings(item, gateway);
			const { job, output } = await handle({ item, settings }, settled, claimed);
			if (job && countsOnce(context, job)) counted = job;
			return output ? [output] : [];
		} finally {
			endPending(context, claimed, counted);
		}
	});
	return [items.flat()];
}

/** A user who listens for a test event wants to see it each time. */
const countsOnce = (context: IExecuteFunctions, job: VideoJob): boolean =>
	isFinal(job) && context.getMode() !== 'manual';

/**
 * The result of a claim: the job that has started the workflow, now or before, and the item that continues it now.
 * Neither if it should not continue.
 */
async function handle(
	called: Called,
	gateway: Gateway,
	claimed: VideoJob,
): Promise<{ job?: VideoJob; output?: INodeExecutionData }> {
	const { item, settings } = called;
	const { context, stop } = item;
	const found = settings.verify ? await verify(item, gateway, claimed) : { job: claimed };
	if (!found || !settings.events.includes(eventName(found.job))) return {};
	const { job } = found;
	if (!countsOnce(context, job)) return { job, output: await makeOutput(called, gateway, found) };
	if (!(await claimOnce(context, job, stop))) return { job };
	let output: INodeExecutionData | undefined;
	try {
		output = await makeOutput(called, gateway, found);
		return { job, output };
	} finally {
		// After a Stop.
		if (!output) await forget(context, job);
	}
}

/**
 * The job as the gateway has it; undefined, with a line in the log, if the claim isn't true. Throws a NodeApiError if
 * the gateway can't say.
 */
async function verify(
	item: Item,
	gateway: Gateway,
	claimed: VideoJob,
): Promise<{ job: VideoJob; raw?: unknown } | undefined> {
	const { context, stop } = item;
	const { outcome, raw } = await readTrueJob(
		claimed,
		async () => await send(item, gateway, gateway.status(claimed.jobId)),
		gateway.minPollSeconds,
		async (seconds) => await pauseUntil(Date.now() + seconds * 1000, stop),
	);
	const name = `${gateway.label} job ${claimed.jobId}`;
	if (!isGatewayError(outcome)) {
		if (!isFinal(claimed) || isFinal(outcome))
			return { job: withReference(outcome, claimed), raw };
		context.logger.warn(
			`Video Callback Trigger got a callback that says ${name} is ${claimed.status}, but the gateway reports it as ${outcome.status}. The workflow doesn't continue.`,
		);
		return undefined;
	}
	if (outcome.code === 'notFound' || outcome.code === 'invalidRequest') {
		context.logger.warn(
			`Video Callback Trigger got a callback about ${name}, which the credential can't find. The workflow doesn't continue.`,
		);
		return undefined;
	}
	throw item.failAtGateway({
		...gatewayFailure(gateway, outcome),
		jobId: claimed.jobId,
		accepted: 'maybe',
		title: `A callback says that ${name} is ${claimed.status}, but its status couldn't be read`,
		fix: `${sentence(outcome)} Then retry this execution.`,
	});
}

/**
 * The reference is the one thing used from the claim: useapi.net documents it for its callbacks only, not for the
 * status (page POST minimax/videos/create), and users find their row by it.
 */
function withReference(job: VideoJob, { callbackReference }: VideoJob): VideoJob {
	return callbackReference === undefined ? job : { callbackReference, ...job };
}

async function makeOutput(
	{ item, settings }: Called,
	gateway: Gateway,
	{ job, raw }: { job: VideoJob; raw?: unknown },
): Promise<INodeExecutionData> {
	const extras = settings.includeRawResponse && raw !== undefined ? { raw } : {};
	if (!settings.downloadVideo || job.videoUrl === undefined) {
		return jobItem(job, item.index, extras);
	}
	try {
		const downloaded = await downloadVideo(item, gateway, job, settings);
		return jobItem(downloaded.job, item.index, {
			...extras,
			...toBinary(downloaded.file, settings),
		});
	} catch (error) {
		assertGoing(item.stop);
		// The video is there and its job is known: without the file the item is still worth more than nothing.
		const warnings = [...(job.warnings ?? []), messageOf(error)];
		return jobItem({ ...job, warnings }, item.index, extras);
	}
}
