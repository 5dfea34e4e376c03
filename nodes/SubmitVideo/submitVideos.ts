import type { IBinaryData, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { isWithinReach } from '../../gateways/callbacks';
import { checkRequest } from '../../gateways/checks';
import {
	isGatewayError,
	type Gateway,
	type GatewayError,
	type VideoJob,
	type VideoRequest,
} from '../../gateways/gateway';
import { estimateCost, fitToModel } from '../../gateways/models';
import { credentialOf } from '../shared/credentials';
import { storeVideo } from '../shared/download';
import { apiError, failedItem, nodeError, sentence, userError } from '../shared/errors';
import { deliverImages, type Uploads } from '../shared/images';
import { forEachItem } from '../shared/items';
import { jobItem } from '../shared/jobs';
import { haltOf, Stopped, type Halt } from '../shared/pause';
import { send } from '../shared/transport';
import { ledgerOf } from './ledger';
import { readGateway, readRequest, type SubmitOptions } from './readRequest';

/** Submits under way at a time. */
const AT_A_TIME = 4;

/** An item that is ready to be sent: its request has been read and holds no known fault. */
async function prepare(
	context: IExecuteFunctions,
	itemIndex: number,
): Promise<{ gateway: Gateway; request: VideoRequest }> {
	const gateway = readGateway(context, itemIndex);
	const request = await readRequest(context, itemIndex, gateway);
	const [first, ...more] = checkRequest(gateway, request).map(({ message }) => message);
	if (first !== undefined) {
		throw userError(context, itemIndex, [first, ...more].join(' '));
	}
	const { baseUrl } = await credentialOf(context, gateway, itemIndex);
	const { callbackUrl } = request;
	if (callbackUrl !== undefined && !isWithinReach(callbackUrl, String(baseUrl))) {
		throw userError(
			context,
			itemIndex,
			`${gateway.label} can not call ${new URL(callbackUrl).origin}: that address exists only within your own network. Set the environment variable WEBHOOK_URL of n8n to the address by which the internet reaches it, or remove the callback: Wait For Video finds the video without it.`,
		);
	}
	return { gateway, request };
}

/**
 * Submits one video for each item. All items are checked before the first is sent, so that a node which ends at
 * the first fault bills nothing for a batch with a slip in it.
 */
export async function submitVideos(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const halt = haltOf(context);
	const faults = new Map<number, unknown>();
	for (let itemIndex = 0; itemIndex < context.getInputData().length; itemIndex++) {
		try {
			await prepare(context, itemIndex);
		} catch (error) {
			const fault = nodeError(context, itemIndex, error);
			if (!context.continueOnFail()) throw fault;
			faults.set(itemIndex, fault);
		}
	}
	const accepted: VideoJob[] = [];
	const uploads: Uploads = new Map();
	try {
		return await forEachItem(context, AT_A_TIME, halt, async (itemIndex) =>
			faults.has(itemIndex)
				? failedItem(faults.get(itemIndex), itemIndex)
				: await submitOne(context, itemIndex, { halt, accepted, uploads }),
		);
	} catch (error) {
		const shown = nodeError(context, 0, error);
		if (accepted.length === 0 || shown instanceof Stopped) throw shown;
		const ids = accepted.map(({ gateway, jobId }) => `${gateway} ${jobId}`).join(', ');
		shown.description = `Already submitted in this run, and billed: ${ids}. Retry On Fail and Retry of this execution do not submit them again; Wait For Video picks them up by their Job ID.`;
		throw shown;
	}
}

async function submitOne(
	context: IExecuteFunctions,
	itemIndex: number,
	{ halt, accepted, uploads }: { halt: Halt; accepted: VideoJob[]; uploads: Uploads },
): Promise<INodeExecutionData> {
	const { gateway, request: wanted } = await prepare(context, itemIndex);
	const options = context.getNodeParameter('options', itemIndex, {}) as SubmitOptions;
	const ledger = ledgerOf(context, itemIndex, gateway.id, wanted);
	const earlier = ledger.find();
	if (earlier && 'unclear' in earlier) throw apiError(context, itemIndex, earlier.unclear);
	const binaryOf = (file: IBinaryData | undefined) =>
		file ? { binary: { [options.binaryPropertyName || 'data']: file } } : {};
	if (earlier) {
		accepted.push(earlier.job);
		return jobItem(earlier.job, itemIndex, binaryOf(earlier.file));
	}

	const { request: fitted, warnings } = fitToModel(gateway, wanted);
	const request = await deliverImages(context, itemIndex, gateway, fitted, {
		halt,
		uploads,
	});
	const submittedAt = new Date().toISOString();
	const { outcome, raw, media } = await send(context, gateway, gateway.submit(request), {
		itemIndex,
		halt,
	});
	if (isGatewayError(outcome)) {
		const message = refusal(gateway, request, outcome);
		if (outcome.accepted === 'maybe') ledger.write({ unclear: message });
		throw apiError(context, itemIndex, message, { httpStatus: outcome.httpStatus });
	}
	const job = withFacts(outcome, {
		submittedAt,
		cost: estimateCost(gateway, request),
		callbackReference: request.callbackReference,
		durationSeconds: request.durationSeconds,
		warnings,
	});
	accepted.push(job);
	// What n8n has stored of an execution is lost if its worker is killed while it runs; the log is not.
	context.logger.info(
		`${gateway.label} accepted video job ${job.jobId} (execution ${context.getExecutionId()}, item ${itemIndex})`,
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
		halt: haltOf(context),
		fileName: options.fileName,
		maxSizeMb: options.maxSizeMb,
	}).catch((error: unknown) => {
		const reason = error instanceof Error ? error.message : String(error);
		throw apiError(context, itemIndex, `${lost} Reason: ${reason}.`);
	});
	ledger.write({ job, file });
	return jobItem(job, itemIndex, { ...extras, ...binaryOf(file) });
}

/** The message of a submit that gave no job: whether one may exist all the same decides what the user must do. */
function refusal(gateway: Gateway, request: VideoRequest, error: GatewayError): string {
	if (error.accepted === 'maybe') {
		return `${error.message}. The job may exist and be billed, so it was not sent again: look at ${gateway.whereToLook} before you submit it anew, in a new execution.`;
	}
	const hint =
		gateway.answerHandshake && request.callbackUrl && error.code === 'invalidRequest'
			? ` ${gateway.label} calls Callback URL first and wants an answer at once: the workflow of Video Trigger must be active.`
			: '';
	return `${sentence(error)}${hint} Nothing was submitted for this item.`;
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
