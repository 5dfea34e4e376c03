import type { INodeExecutionData, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { findGateway } from '../../gateways';
import {
	isFinal,
	isGatewayError,
	type Gateway,
	type GatewayError,
	type VideoJob,
} from '../../gateways/gateway';
import { isJobId } from '../../gateways/jobs';
import { binaryOf, downloadVideo, type FileOptions } from '../shared/download';
import { sentence } from '../shared/errors';
import { jobItem } from '../shared/jobs';
import { haltOf, pauseUntil } from '../shared/pause';
import { send } from '../shared/transport';
import { oneAtATime } from './oneAtATime';
import { seenStates, triggerKey } from './seenStates';
import { isGenuine } from './signature';

interface TriggerOptions extends FileOptions {
	downloadVideo?: boolean;
	includeRawResponse?: boolean;
	signatureSecret?: string;
	verify?: boolean;
}

/** Longest callback, in bytes: that of a finished job has about one thousand. */
const LONGEST_CALLBACK = 256 * 1024;

/** What becomes of a callback: an answer to the caller, and the item that starts the workflow, if one does. */
interface Verdict {
	status: number;
	answer: Record<string, unknown>;
	item?: INodeExecutionData;
}

/** Taken note of; the gateway need not call again. */
const quiet: Verdict = { status: 200, answer: { received: true } };

const refused = (status: number, message: string): Verdict => ({ status, answer: { message } });

/**
 * Answers a callback. Never throws: n8n would start the workflow with the error. A status of 400 and more makes a
 * gateway that repeats its calls (AIgateway) come again.
 */
export async function receive(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const verdict = await judge(context).catch((error: unknown) => {
		context.logger.error(
			`Video Trigger could not handle a callback: ${error instanceof Error ? error.message : String(error)}`,
		);
		return refused(500, 'The callback could not be handled');
	});
	context.getResponseObject().status(verdict.status).json(verdict.answer);
	return {
		noWebhookResponse: true,
		...(verdict.item ? { workflowData: [[verdict.item]] } : {}),
	};
}

async function judge(context: IWebhookFunctions): Promise<Verdict> {
	const receivedAt = Date.now();
	const gateway = findGateway(context.getNodeParameter('gateway'));
	if (!gateway?.readCallback) return refused(400, 'This gateway documents no callbacks');
	const options = context.getNodeParameter('options', {}) as TriggerOptions;
	const rawBody = rawBodyOf(context);
	if (rawBody.length > LONGEST_CALLBACK) return refused(413, 'This is too long for a callback');
	const body = context.getBodyData() as unknown;

	const challenge = gateway.answerHandshake?.(body);
	if (challenge) return { status: 200, answer: challenge };
	const headers = Object.fromEntries(
		Object.entries(context.getHeaderData()).map(([name, value]) => [name, String(value)]),
	);
	const genuine = await isGenuine(context, gateway, options.signatureSecret, {
		headers,
		rawBody,
		receivedAt,
	});
	if (isGatewayError(genuine)) return notRead(context, genuine);
	if (!genuine) return refused(401, 'The signature is missing, wrong or too old');
	const told = gateway.readCallback(body, receivedAt);
	if (!told || !isJobId(told.jobId))
		return refused(400, `This is no callback of ${gateway.label}`);

	// Deliveries of the same job wait for each other, so that the second one sees what became of the first.
	return await oneAtATime(
		`${triggerKey(context)} ${told.jobId}`,
		async () => await judgeJob(context, gateway, options, told),
	);
}

/** n8n keeps the body as it came, for signatures. */
function rawBodyOf(context: IWebhookFunctions): Uint8Array {
	const { rawBody } = context.getRequestObject() as { rawBody?: Uint8Array };
	return rawBody ?? new Uint8Array();
}

const eventOf = ({ status }: VideoJob): string =>
	status === 'completed' ? 'completed' : isFinal({ status }) ? 'failed' : 'progress';

async function judgeJob(
	context: IWebhookFunctions,
	gateway: Gateway,
	options: TriggerOptions,
	told: VideoJob,
): Promise<Verdict> {
	const events = context.getNodeParameter('events', []) as string[];
	const seen = seenStates(context);
	// Who listens for a test event wants to see it each time.
	const countsOnce = (job: VideoJob) => isFinal(job) && context.getMode() !== 'manual';
	const isSeen = (job: VideoJob) => countsOnce(job) && seen.has(job);
	if (isSeen(told) || (!isFinal(told) && !events.includes('progress'))) return quiet;

	const verified =
		options.verify === false ? { job: told } : await readJob(context, gateway, told);
	if (isGatewayError(verified)) return notRead(context, verified);
	const { job, raw } = verified;
	if (isFinal(told) && !isFinal(job)) return refused(409, 'The job is not finished');
	if (isSeen(job) || !events.includes(eventOf(job))) return quiet;

	const item = await itemOf(context, gateway, options, job, raw);
	if (countsOnce(job)) seen.add(job);
	return { ...quiet, item };
}

/** The job as the gateway has it, with one more look where the callback was ahead of what the gateway tells. */
async function readJob(
	context: IWebhookFunctions,
	gateway: Gateway,
	told: VideoJob,
): Promise<{ job: VideoJob; raw?: unknown } | GatewayError> {
	const halt = haltOf(context);
	const look = async () =>
		await send(context, gateway, gateway.status(told.jobId), { itemIndex: 0, halt });
	let { outcome, raw } = await look();
	if (isFinal(told) && !isGatewayError(outcome) && !isFinal(outcome)) {
		await pauseUntil(Date.now() + gateway.looks.minIntervalSeconds * 1000, halt);
		({ outcome, raw } = await look());
	}
	if (isGatewayError(outcome)) return outcome;
	const { callbackReference } = told;
	return { job: { ...(callbackReference ? { callbackReference } : {}), ...outcome }, raw };
}

/** A callback whose job could not be read: nobody's job, or one that the gateway can not tell about for now. */
function notRead(context: IWebhookFunctions, error: GatewayError): Verdict {
	if (error.code === 'notFound' || error.code === 'invalidRequest') {
		return refused(404, 'There is no such job');
	}
	context.logger.warn(`Video Trigger could not verify a callback. ${sentence(error)}`);
	return refused(503, 'The callback could not be verified for now');
}

async function itemOf(
	context: IWebhookFunctions,
	gateway: Gateway,
	options: TriggerOptions,
	job: VideoJob,
	raw: unknown,
): Promise<INodeExecutionData> {
	const extras = options.includeRawResponse && raw !== undefined ? { raw } : {};
	if (!options.downloadVideo || job.videoUrl === undefined) return jobItem(job, 0, extras);
	try {
		const downloaded = await downloadVideo(context, gateway, job, {
			...options,
			itemIndex: 0,
			halt: haltOf(context),
		});
		return jobItem(downloaded.job, 0, { ...extras, ...binaryOf(downloaded.file, options) });
	} catch (error) {
		// The video is there and its job is known: without the file the item is still worth more than nothing.
		const warning = error instanceof Error ? error.message : String(error);
		return jobItem({ ...job, warnings: [...(job.warnings ?? []), warning] }, 0, extras);
	}
}
