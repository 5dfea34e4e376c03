import type { z } from 'zod';

import {
	failureOfStatus,
	jsonIn,
	readAnswer,
	reasonIn,
	unreadable,
	type ErrorTable,
} from '../../answer/answers';
import {
	isFinal,
	isGatewayError,
	type Answer,
	type Balance,
	type Call,
	type Gateway,
	type GatewayError,
	type ImageInput,
	type VideoCost,
	type VideoJob,
	type VideoRequest,
	type VideoStatus,
} from '../../gateway';
import { dataUrl, imageText } from '../../bytes/imageText';
import { failureFromWords, compact, completeJob, statusFromWord } from '../../answer/jobs';
import { models, unlistedModels } from './models';
import {
	blockingAnswer,
	creditsAnswer,
	resultAnswer,
	statusAnswer,
	submitAnswer,
	uploadAnswer,
	videoUrlIn,
} from './wire';

/**
 * Segmind (segmind.com). v2 takes a job and is read in two steps, status and result; v1 holds the connection and
 * answers with the video itself. Pages: the model page of minimax-ai, docs.segmind.com async-inference.
 */

const errors: ErrorTable = {
	label: 'Segmind',
	jobIdKeys: ['request_id'],
	failures: {
		// docs, async-inference: a 5xx on submit may be sent again, and only HTTP 200 is billed.
		500: {
			code: 'gateway',
			what: 'had an internal error',
			fix: 'This usually passes: try again later.',
			retryable: true,
		},
		// /v2 (probes of 2026-08-02); /v1 answers 406.
		402: {
			code: 'insufficientCredits',
			what: 'has too few credits on this account',
			fix: 'Top up the credits at segmind.com, then submit again.',
		},
		404: {
			code: 'notFound',
			what: 'does not know that',
			fix: 'Check Job ID, Model and the Base URL of the credential. Segmind forgets a request about an hour after it was submitted.',
		},
		406: {
			code: 'insufficientCredits',
			what: 'does not accept the request: usually there are too few credits, or a parameter is wrong',
			fix: 'Check the credits and the spend limit at segmind.com, then the parameters.',
		},
	},
};

/** docs, async-inference, "Statuses". */
const statuses: Readonly<Record<string, VideoStatus>> = {
	queued: 'queued',
	processing: 'processing',
	completed: 'completed',
	failed: 'failed',
};

/** How each model names its inputs (segmind.com/models/{slug}/api); the rest follow `minimax-ai`. */
const inputNames: Readonly<Record<string, { firstFrame: string; resolution: string } | undefined>> =
	{
		'minimax-hailuo-2': { firstFrame: 'image_url', resolution: 'mode' },
	};

/** The model whose blocking v1 route has a page. */
const BLOCKING_MODEL = 'minimax-ai';

/** Longest wait for a blocking answer, in seconds: the deadline of Segmind's own video sample. */
const BLOCKING_SECONDS = 900;

function submitBody(request: VideoRequest): Record<string, unknown> {
	const names = inputNames[request.model] ?? {
		firstFrame: 'first_frame_image',
		resolution: 'resolution',
	};
	return {
		...compact<Record<string, unknown>>({
			prompt: request.prompt,
			[names.firstFrame]: imageText(request.firstFrame),
			last_frame_image: imageText(request.endFrame),
			subject_reference: imageText(request.subjectReferences?.[0]),
			duration: request.durationSeconds,
			[names.resolution]: request.resolution,
			prompt_optimizer: request.promptOptimizer,
		}),
		...request.additionalFields,
	};
}

const reportedCost = (amount: number | null | undefined): VideoCost | undefined =>
	amount === undefined || amount === null || !Number.isFinite(amount)
		? undefined
		: { amount, currency: 'credits', basis: 'reported' };

function readResult(jobId: string, wire: z.output<typeof resultAnswer>): VideoJob {
	const videoUrl = videoUrlIn(wire);
	const { status, warnings } = statusFromWord(statuses, wire.status ?? 'COMPLETED', videoUrl);
	return completeJob(
		compact<VideoJob>({
			gateway: 'segmind',
			jobId,
			status,
			videoUrl,
			failure: status === 'failed' ? failureFromWords(reasonIn(wire)) : undefined,
			cost: reportedCost(wire.metrics?.cost),
			warnings,
		}),
	);
}

/**
 * A failed request is answered with HTTP 422 and its record in the body. That is also how a wrong body is told: /v2
 * takes it as a job, and the poll answers 422 (probes of 2026-08-02, production of 2026-08-19).
 */
function readFailed(jobId: string, answer: Answer): VideoJob | undefined {
	if (answer.status !== 422) return undefined;
	const record = resultAnswer.safeParse(jsonIn(answer.body));
	return record.success && record.data.status?.toLowerCase() === 'failed'
		? readResult(jobId, record.data)
		: undefined;
}

function resultCall(jobId: string): Call<VideoJob> {
	return {
		request: { method: 'GET', path: `/v2/requests/${encodeURIComponent(jobId)}` },
		repeat: 'always',
		timeoutSeconds: 30,
		read: (answer) =>
			readFailed(jobId, answer) ??
			readAnswer(errors, answer, resultAnswer, (wire) => readResult(jobId, wire)),
	};
}

function readBlocking(request: VideoRequest, answer: Answer): VideoJob | GatewayError {
	const { status, headers, mediaType } = answer;
	const jobId = headers['x-request-id'] || `v1-${answer.receivedAt}`;
	const job: VideoJob = compact<VideoJob>({
		gateway: 'segmind',
		jobId,
		status: 'completed',
		model: request.model,
		cost: reportedCost(headers['x-cost'] === undefined ? undefined : Number(headers['x-cost'])),
	});
	if (status < 200 || status > 299) return failureOfStatus(errors, answer);
	if (mediaType !== undefined) return job;
	return readAnswer(errors, answer, blockingAnswer, (wire): VideoJob | GatewayError => {
		const videoUrl = videoUrlIn(wire);
		return !videoUrl
			? unreadable(errors, 'sent an answer without a video')
			: completeJob({ ...job, jobId: wire.request_id || jobId, videoUrl });
	});
}

/**
 * The result behind a status word that is not known: the address lies there alone, and one that is there means a
 * finished video. As long as there is none, the word itself is told.
 */
function resultBehind(job: VideoJob): Call<VideoJob> {
	const call = resultCall(job.jobId);
	return {
		...call,
		read: (answer) => {
			const result = call.read(answer);
			if (isGatewayError(result) || !isFinal(result)) return job;
			const warnings = new Set([...(job.warnings ?? []), ...(result.warnings ?? [])]);
			return { ...result, warnings: [...warnings] };
		},
	};
}

export const segmind: Gateway = {
	id: 'segmind',
	label: errors.label,
	credentialType: 'segmindApi',
	models,
	unlistedModels,
	defaultModel: models[0]!.id,
	minPollSeconds: 4,
	images: { url: 'sent', bytes: 'uploaded', formats: ['image/jpeg', 'image/png', 'image/webp'] },
	callbacks: 'none',
	settings: ['blocking'],
	dashboard: 'the request log at https://platform.segmind.com',

	check: ({ blocking, model }) =>
		blocking && model !== BLOCKING_MODEL
			? [
					{
						parameter: 'Blocking',
						message: `Segmind documents the blocking route for ${BLOCKING_MODEL} only. Choose that model, or turn Blocking off.`,
					},
				]
			: [],

	submit: (request): Call<VideoJob> => ({
		request: {
			method: 'POST',
			path: `/${request.blocking ? 'v1' : 'v2'}/${encodeURIComponent(request.model)}`,
			body: submitBody(request),
		},
		repeat: 'whenRefused',
		timeoutSeconds: request.blocking ? BLOCKING_SECONDS : 120,
		read: (answer) =>
			request.blocking
				? readBlocking(request, answer)
				: readAnswer(errors, answer, submitAnswer, (wire) => {
						const { status, warnings } = statusFromWord(
							statuses,
							wire.status ?? 'QUEUED',
						);
						return completeJob(
							compact<VideoJob>({
								gateway: 'segmind',
								jobId: wire.request_id,
								// The output lies behind the result route, which the next look reads.
								status: status === 'completed' ? 'processing' : status,
								model: request.model,
								warnings,
							}),
						);
					}),
	}),

	// The status answer carries no output, so a finished one asks for the result.
	status: (jobId): Call<VideoJob> => ({
		request: { method: 'GET', path: `/v2/requests/${encodeURIComponent(jobId)}/status` },
		repeat: 'always',
		timeoutSeconds: 30,
		read: (answer) =>
			readFailed(jobId, answer) ??
			readAnswer(errors, answer, statusAnswer, (wire) =>
				compact<VideoJob>({
					gateway: 'segmind',
					jobId,
					...statusFromWord(statuses, wire.status),
					cost: reportedCost(wire.metrics?.cost),
				}),
			),
		next: (outcome) => {
			if (isGatewayError(outcome)) return undefined;
			if (outcome.warnings) return resultBehind(outcome);
			const { status, failure } = outcome;
			return status === 'completed' || (status === 'failed' && !failure)
				? resultCall(jobId)
				: undefined;
		},
	}),

	// docs.segmind.com, get-user-credits. 404 "No credits found for the user" is an account without any.
	balance: (): Call<Balance> => ({
		request: { method: 'GET', path: '/v1/get-user-credits' },
		repeat: 'always',
		timeoutSeconds: 30,
		read: (answer) =>
			answer.status === 404 && /no credits found/i.test(reasonIn(jsonIn(answer.body)) ?? '')
				? { amount: 0, currency: 'credits' }
				: readAnswer(errors, answer, creditsAnswer, ({ credits }) => ({
						amount: credits,
						currency: 'credits',
					})),
	}),

	upload: (image): Call<ImageInput> => ({
		request: {
			method: 'POST',
			base: 'uploadUrl',
			path: '/upload-asset',
			body: { data_urls: [dataUrl(image)] },
		},
		repeat: 'always',
		timeoutSeconds: 120,
		read: (answer) => readAnswer(errors, answer, uploadAnswer, (url) => ({ kind: 'url', url })),
	}),
};
