import type { z } from 'zod';

import { jsonIn, readAnswer, unreadable } from '../../answer/answers';
import { checkAfterCancel } from '../../answer/cancel';
import { completeJob, failureFromWords, statusFromWord } from '../../answer/jobs';
import { compact } from '../../compact';
import { beforeResult, resultBehind } from '../../answer/twoSteps';
import { imageText } from '../../bytes/imageText';
import {
	isFinal,
	isGatewayError,
	type Answer,
	type Call,
	type Gateway,
	type GatewayError,
	type RequestProblem,
	type VideoJob,
	type VideoRequest,
	type VideoStatus,
} from '../../gateway';
import { withAdditionalFields } from '../../request/additionalFields';
import { describedBody } from '../../request/described';
import { declaredInputs, underNames, wireInputs } from '../../request/inputs';
import { readDescription } from './description';
import { endpointFor } from './endpoints';
import { errors, failureOfRun } from './errors';
import { appOf, isRequestId, requestPath, writeJobId } from './jobId';
import { models, source, unlistedModels } from './models';
import { videoOf } from './result';
import { callbacks, webhookAddress } from './webhook';
import { resultAnswer, statusAnswer, submitAnswer } from './wire';

/**
 * fal (fal.ai): a queue before some thousand models, each under its own path. A job is read in two steps, status and
 * result. Sources: fal.ai/docs/documentation/model-apis (read 2026-11) and fal's own client, @fal-ai/client 1.10.1.
 */

/** docs/model-apis/inference/queue, "Request Lifecycle". A failed or cancelled request is COMPLETED with an error. */
const statuses: Readonly<Record<string, VideoStatus>> = {
	in_queue: 'queued',
	in_progress: 'processing',
	completed: 'completed',
};

/** The length as the endpoint's enumeration writes it. */
function durationText(
	{ durationSeconds }: VideoRequest,
	unit: 'seconds' | 'secondsWithUnit' | undefined,
): string | undefined {
	if (durationSeconds === undefined || unit === undefined) return undefined;
	return unit === 'seconds' ? String(durationSeconds) : `${durationSeconds}s`;
}

function submitBody(request: VideoRequest): Record<string, unknown> {
	const endpoint = endpointFor(request);
	const { firstFrame, endFrame, subjectReferences } = endpoint;
	return withAdditionalFields(
		compact<Record<string, unknown>>({
			prompt: request.prompt,
			...underNames(
				[firstFrame, imageText(request.firstFrame)],
				[endFrame, imageText(request.endFrame)],
				[subjectReferences, request.subjectReferences?.map(imageText)],
			),
			duration: durationText(request, endpoint.duration),
			resolution: endpoint.resolution && request.resolution,
			aspect_ratio: endpoint.ratio && request.aspectRatio,
			...wireInputs(declaredInputs(fal, request.model), request),
		}),
		request.additionalFields,
	);
}

function readSubmit(answer: Answer, request: VideoRequest): VideoJob | GatewayError {
	return readAnswer(errors, answer, submitAnswer, ({ request_id: requestId, ...wire }) => {
		const app = appOf(endpointFor(request).id);
		if (app === undefined || !isRequestId(requestId)) {
			return unreadable(errors, 'sent a response with an unknown kind of request ID');
		}
		const { status, warnings } = statusFromWord(statuses, wire.status ?? 'IN_QUEUE');
		return compact<VideoJob>({
			gateway: 'fal',
			jobId: writeJobId({ app, requestId }),
			status: beforeResult(status),
			model: request.model,
			warnings,
		});
	});
}

/** The job of a run that has failed or was cancelled. */
function failedJob(jobId: string, failure: NonNullable<VideoJob['failure']>): VideoJob {
	const status = failure.code === 'cancelled' ? 'cancelled' : 'failed';
	return { gateway: 'fal', jobId, status, failure };
}

function readStatus(jobId: string, wire: z.output<typeof statusAnswer>): VideoJob {
	if (wire.error) {
		const detail = { detail: wire.error, error_type: wire.error_type ?? undefined };
		return failedJob(jobId, failureOfRun(detail) ?? failureFromWords(wire.error));
	}
	return compact<VideoJob>({ gateway: 'fal', jobId, ...statusFromWord(statuses, wire.status) });
}

/**
 * The HTTP status that the result of a run which is over has only from the run, whatever its body: what a model refuses
 * (docs/model-apis/errors). Others without a known body are about the call: the video may be there.
 */
const OF_RUN = 422;

/** The result of a run that has failed: fal answers with the run's own HTTP status and body. */
function readFailedRun(jobId: string, answer: Answer, isOver: boolean): VideoJob | undefined {
	if (answer.status < 400) return undefined;
	const { 'x-fal-retryable': retryable } = answer.headers;
	const failure = failureOfRun(jsonIn(answer.body), {
		httpStatus: answer.status,
		...(retryable === undefined ? {} : { retryable }),
	});
	if (failure) return failedJob(jobId, failure);
	const outcome = readAnswer(errors, answer, resultAnswer, () => undefined);
	return isOver && answer.status === OF_RUN && isGatewayError(outcome)
		? failedJob(jobId, { code: 'invalidRequest', message: outcome.message, retryable: false })
		: undefined;
}

/** @param isOver whether the status says that the run has ended */
function resultCall(jobId: string, isOver: boolean): Call<VideoJob> {
	return {
		request: { method: 'GET', path: requestPath(jobId) },
		repeat: 'always',
		timeoutSeconds: 30,
		read: (answer) =>
			readFailedRun(jobId, answer, isOver) ??
			readAnswer(errors, answer, resultAnswer, (wire) =>
				completeJob({
					gateway: 'fal',
					jobId,
					...statusFromWord(statuses, wire.status ?? 'COMPLETED', videoOf(wire).videoUrl),
					...videoOf(wire),
				}),
			),
	};
}

/** fal's endpoints have their IDs as paths; nothing else may get into the path. */
const check = ({ model }: VideoRequest): RequestProblem[] =>
	appOf(model) === undefined ? [{ field: 'model', code: 'unknownModel', value: model }] : [];

/** docs/model-apis/inference/queue: 202 CANCELLATION_REQUESTED, or 400 ALREADY_COMPLETED. Neither tells the job's end. */
function readCancel(answer: Answer, jobId: string): VideoJob | GatewayError {
	return answer.status >= 200 && answer.status < 300
		? { gateway: 'fal', jobId, status: 'processing' }
		: (readAnswer(errors, answer, resultAnswer, () =>
				unreadable(errors, 'sent an unknown response'),
			) as GatewayError);
}

export const fal: Gateway = {
	id: 'fal',
	label: errors.label,
	summary: 'Veo, Kling, Seedance, Hailuo and Wan, other models by ID',
	credentialType: 'falVideoApi',
	models,
	modelSource: source,
	unlistedModels,
	defaultModel: models[0]!.id,
	// No page has one. fal's client asks every 0.5 s.
	minPollSeconds: 5,
	// The pages of most models: "Publicly accessible URL or base64 data URI"; jpg, jpeg, png, webp (gif and avif, too).
	images: {
		url: 'sent',
		bytes: 'dataUrl',
		formats: ['image/jpeg', 'image/png', 'image/webp'],
	},
	callbacks,
	dashboard: 'the requests at https://fal.ai/dashboard',

	check,

	readDescription,

	submit: (request, model): Call<VideoJob> => {
		const { id } = endpointFor(request);
		const app = appOf(id);
		const { callbackUrl } = request;
		return {
			request: {
				method: 'POST',
				path: `/${id.split('/').map(encodeURIComponent).join('/')}`,
				...(callbackUrl === undefined || app === undefined
					? {}
					: { query: { fal_webhook: webhookAddress(callbackUrl, app) } }),
				body: describedBody(request, model) ?? submitBody(request),
			},
			repeat: 'ifNotAccepted',
			timeoutSeconds: 120,
			read: (answer) => readSubmit(answer, request),
		};
	},

	status: (jobId): Call<VideoJob> => ({
		request: { method: 'GET', path: `${requestPath(jobId)}/status` },
		repeat: 'always',
		timeoutSeconds: 30,
		read: (answer) =>
			readAnswer(errors, answer, statusAnswer, (wire) => readStatus(jobId, wire)),
		// The status has no video and seldom a reason: both are in the result.
		next: (outcome) => {
			if (isGatewayError(outcome)) return undefined;
			const result = resultCall(jobId, isFinal(outcome));
			if (outcome.warnings ?? outcome.failure) return resultBehind(outcome, result);
			return isFinal(outcome) ? result : undefined;
		},
	}),

	cancel: (jobId): Call<VideoJob> => ({
		request: { method: 'PUT', path: `${requestPath(jobId)}/cancel` },
		repeat: 'ifNotAccepted',
		timeoutSeconds: 30,
		read: (answer) => readCancel(answer, jobId),
		next: (outcome) => checkAfterCancel(outcome, fal.status(jobId)),
	}),
};
