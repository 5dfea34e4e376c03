import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { findGateway } from '../../gateways';
import { isFinal, isGatewayError, type Gateway, type VideoJob } from '../../gateways/gateway';
import { toBinary, downloadVideo } from '../shared/download';
import { apiError, sentence, userError } from '../shared/errors';
import { forEachItem } from '../shared/items';
import { jobItem } from '../shared/jobs';
import { assertGoing, createStopSignal, pauseUntil, type StopSignal } from '../shared/pause';
import { send } from '../shared/transport';
import { readClaim, eventName } from './claim';
import { claimOnce, forget } from './once';
import { readTrueJob } from './readTrueJob';
import { endPending } from './seenStates';
import { readSettings, type TriggerSettings } from './settings';

/** What an item's claim is handled with. */
interface Run {
	context: IExecuteFunctions;
	itemIndex: number;
	halt: StopSignal;
	settings: TriggerSettings;
}

/**
 * The slow part of a callback, in the execution that it has started: reads the job, sees to it that each final state
 * goes on once, and downloads the video. Outputs nothing where the workflow is not to go on.
 */
export async function startWithJob(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const halt = createStopSignal(context);
	const items = await forEachItem(context, 1, halt, async (itemIndex) => {
		const told = readClaim(context.getInputData()[itemIndex]);
		const gateway = findGateway(told?.gateway);
		if (!told || !gateway) {
			throw userError(
				context,
				itemIndex,
				'This execution was not started by a callback, so there is no job to output. Publish the workflow, or press Listen for Test Event, and let the gateway call.',
			);
		}
		let counted: VideoJob | undefined;
		try {
			const settings = readSettings(context);
			const { job, item } = await handle(
				{ context, itemIndex, halt, settings },
				gateway,
				told,
			);
			if (job && countsOnce(context, job)) counted = job;
			return item ? [item] : [];
		} finally {
			endPending(context, told, counted);
		}
	});
	return [items.flat()];
}

/** Who listens for a test event wants to see it each time. */
const countsOnce = (context: IExecuteFunctions, job: VideoJob): boolean =>
	isFinal(job) && context.getMode() !== 'manual';

/**
 * What becomes of a claim: the job that has started the workflow, now or before, and the item with which it goes on
 * now. Neither where it isn't to go on.
 */
async function handle(
	run: Run,
	gateway: Gateway,
	told: VideoJob,
): Promise<{ job?: VideoJob; item?: INodeExecutionData }> {
	const { context, halt, settings } = run;
	const found = settings.verify ? await verify(run, gateway, told) : { job: told };
	if (!found || !settings.events.includes(eventName(found.job))) return {};
	const { job } = found;
	if (!countsOnce(context, job)) return { job, item: await itemOf(run, gateway, found) };
	if (!(await claimOnce(context, job, halt))) return { job };
	let item: INodeExecutionData | undefined;
	try {
		item = await itemOf(run, gateway, found);
		return { job, item };
	} finally {
		// After a Stop.
		if (!item) await forget(context, job);
	}
}

/**
 * The job as the gateway has it; undefined, with a line in the log, where the claim is not true. Throws a NodeApiError
 * where the gateway can't tell.
 */
async function verify(
	{ context, itemIndex, halt }: Run,
	gateway: Gateway,
	told: VideoJob,
): Promise<{ job: VideoJob; raw?: unknown } | undefined> {
	const { outcome, raw } = await readTrueJob(
		told,
		async () => await send(context, gateway, gateway.status(told.jobId), { itemIndex, halt }),
		gateway.minPollSeconds,
		async (seconds) => await pauseUntil(Date.now() + seconds * 1000, halt),
	);
	const name = `${gateway.label} job ${told.jobId}`;
	if (!isGatewayError(outcome)) {
		if (!isFinal(told) || isFinal(outcome)) return { job: withReference(outcome, told), raw };
		context.logger.warn(
			`Video Trigger was told that ${name} is ${told.status}, but the gateway has it as ${outcome.status}. The workflow does not go on.`,
		);
		return undefined;
	}
	if (outcome.code === 'notFound' || outcome.code === 'invalidRequest') {
		context.logger.warn(
			`Video Trigger was told of ${name}, which the credential does not have. The workflow does not go on.`,
		);
		return undefined;
	}
	throw apiError(
		context,
		itemIndex,
		`A callback said that ${name} is ${told.status}, but its status could not be read. ${sentence(outcome)} Then retry this execution.`,
		{ httpStatus: outcome.httpStatus },
	);
}

/**
 * The reference is the one thing taken from the claim: useapi.net documents it for its callbacks only, not for the
 * status (page POST minimax/videos/create), and users find their row by it.
 */
function withReference(job: VideoJob, { callbackReference }: VideoJob): VideoJob {
	return callbackReference === undefined ? job : { callbackReference, ...job };
}

async function itemOf(
	{ context, itemIndex, halt, settings }: Run,
	gateway: Gateway,
	{ job, raw }: { job: VideoJob; raw?: unknown },
): Promise<INodeExecutionData> {
	const extras = settings.includeRawResponse && raw !== undefined ? { raw } : {};
	if (!settings.downloadVideo || job.videoUrl === undefined) {
		return jobItem(job, itemIndex, extras);
	}
	try {
		const downloaded = await downloadVideo(context, gateway, job, {
			...settings,
			itemIndex,
			halt,
		});
		return jobItem(downloaded.job, itemIndex, {
			...extras,
			...toBinary(downloaded.file, settings),
		});
	} catch (error) {
		assertGoing(halt);
		// The video is there and its job is known: without the file the item is still worth more than nothing.
		const warning = error instanceof Error ? error.message : String(error);
		const warnings = [...(job.warnings ?? []), warning];
		return jobItem({ ...job, warnings }, itemIndex, extras);
	}
}
