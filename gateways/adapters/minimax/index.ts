import type { z } from 'zod';

import {
	gatewayError,
	jsonIn,
	readAnswer,
	unreadable,
	type ErrorTable,
} from '../../answer/answers';
import { compact, completeJob, statusFromWord } from '../../answer/jobs';
import { imageText } from '../../bytes/imageText';
import {
	isGatewayError,
	type Answer,
	type Call,
	type Gateway,
	type GatewayError,
	type VideoJob,
	type VideoRequest,
} from '../../gateway';
import {
	answerMinimaxHandshake,
	minimaxImageShape,
	minimaxStatuses,
	readMinimaxCallback,
	readMinimaxError,
	readMinimaxFailure,
} from '../../protocols/minimax/answers';
import { withAdditionalFields } from '../../request/additionalFields';
import { declaredInputs, wireInputs } from '../../request/inputs';
import { models, source } from './models';
import { fileAnswer, statusAnswer, submitAnswer } from './wire';

/**
 * MiniMax's own API, version 1 (platform.minimax.io, api-reference/video-generation-t2v, -i2v, -fl2v, -query and
 * -download, read 2026-10-08). Errors come inside HTTP 200, and a finished job has a file, whose address is asked for
 * in a second call.
 */

/** Its pages give no HTTP statuses. */
const errors: ErrorTable = { label: 'MiniMax', jobIdKeys: ['task_id'], failures: {} };

function submitBody(request: VideoRequest): Record<string, unknown> {
	return withAdditionalFields(
		compact<Record<string, unknown>>({
			model: request.model,
			prompt: request.prompt,
			first_frame_image: imageText(request.firstFrame),
			last_frame_image: imageText(request.endFrame),
			duration: request.durationSeconds,
			resolution: request.resolution,
			callback_url: request.callbackUrl,
			...wireInputs(declaredInputs(minimax, request.model), request),
		}),
		request.additionalFields,
	);
}

/** The page of the query lists no code for an unknown task: one for wrong parameters can only be about the ID. */
const unknownJob = (gatewayCode: number | undefined): GatewayError =>
	gatewayError(
		errors,
		{
			code: 'notFound',
			what: 'does not know this job',
			fix: 'Check Job ID, and that the job was submitted with this credential.',
		},
		gatewayCode === undefined ? {} : { gatewayCode },
	);

/** A job as the query tells it, without the address: `completed` is only settled by the file. */
function readQuery(jobId: string, wire: z.output<typeof statusAnswer>): VideoJob | GatewayError {
	const error = readMinimaxError(errors, wire.base_resp);
	const failure = error && readMinimaxFailure(error);
	if (!wire.status) {
		if (error?.code === 'invalidRequest') return unknownJob(error.gatewayCode);
		if (error && !failure) return error;
		if (!failure) return unreadable(errors, 'sent an answer without a status');
	}
	const { status, warnings } = statusFromWord(minimaxStatuses, wire.status ?? 'fail');
	const ended = failure ? 'failed' : status;
	const job = compact<VideoJob>({
		gateway: 'minimax',
		jobId,
		status: ended,
		width: wire.video_width || undefined,
		height: wire.video_height || undefined,
		failure:
			failure ??
			(ended === 'failed' && error
				? { code: 'gateway', message: `${error.message}.`, retryable: true }
				: undefined),
		warnings,
	});
	return wire.file_id && !failure ? job : completeJob(job);
}

/** The file in an answer of the query: as text, since its number can be larger than JavaScript's exact ones. */
function fileIdIn(answer: Answer | undefined): string | undefined {
	// As text before JSON is read: the page has a text, the file's own page a number.
	const digits = /"file_id"\s*:\s*(\d{16,})/.exec(answer?.body ?? '')?.[1];
	if (digits !== undefined) return digits;
	const wire = statusAnswer.safeParse(jsonIn(answer?.body ?? ''));
	return (wire.success && wire.data.file_id) || undefined;
}

/** The query has just named the file, so wrong parameters say nothing about the job. */
const noFile = {
	code: 'gateway',
	message: 'MiniMax does not find the file of this video (code 2013)',
	fix: 'The video is made and paid for: check the job again later.',
	retryable: true,
} as const;

/**
 * Reads the file's address for a job that has one. The video is made and paid for, so nothing that goes wrong here ends
 * the job, except that MiniMax withholds it as sensitive.
 */
const fileCall = (job: VideoJob, fileId: string): Call<VideoJob> => ({
	request: { method: 'GET', path: '/v1/files/retrieve', query: { file_id: fileId } },
	repeat: 'always',
	timeoutSeconds: 30,
	read: (answer) =>
		readAnswer(errors, answer, fileAnswer, (wire): VideoJob | GatewayError => {
			const error = readMinimaxError(errors, wire.base_resp);
			if (error?.code === 'moderated') {
				const failure = readMinimaxFailure(error)!;
				return { ...job, status: 'failed', failure };
			}
			if (error?.code === 'invalidRequest') return { ...error, ...noFile };
			if (error) return error;
			const videoUrl = wire.file?.download_url || undefined;
			const status = job.warnings && videoUrl ? 'completed' : job.status;
			return completeJob(compact<VideoJob>({ ...job, status, videoUrl }));
		}),
});

export const minimax: Gateway = {
	id: 'minimax',
	label: errors.label,
	credentialType: 'minimaxVideoApi',
	models,
	modelSource: source,
	defaultModel: models[0]!.id,
	// No page of MiniMax gives a shortest interval; Pixazo-AI/skills has 5 s for the same query (2026-08-20).
	minPollSeconds: 5,
	// guides/rate-limits: 20 requests a minute to create videos.
	perMinute: { submits: 20 },
	images: {
		url: 'sent',
		bytes: 'dataUrl',
		formats: ['image/jpeg', 'image/png', 'image/webp'],
		shape: minimaxImageShape,
	},
	callbacks: {
		reference: false,
		read: ({ body }) => readMinimaxCallback('minimax', body),
		handshake: answerMinimaxHandshake,
	},
	dashboard: 'the usage page at https://platform.minimax.io',

	submit: (request): Call<VideoJob> => ({
		request: { method: 'POST', path: '/v1/video_generation', body: submitBody(request) },
		repeat: 'whenRefused',
		timeoutSeconds: 120,
		read: (answer) =>
			readAnswer(errors, answer, submitAnswer, (wire): VideoJob | GatewayError => {
				const error = readMinimaxError(errors, wire.base_resp);
				if (error) return error;
				if (!wire.task_id) return unreadable(errors, 'sent an answer without a task_id');
				return {
					gateway: 'minimax',
					jobId: wire.task_id,
					status: 'queued',
					model: request.model,
				};
			}),
	}),

	status: (jobId): Call<VideoJob> => ({
		request: { method: 'GET', path: '/v1/query/video_generation', query: { task_id: jobId } },
		repeat: 'always',
		timeoutSeconds: 30,
		read: (answer) =>
			readAnswer(errors, answer, statusAnswer, (wire) => readQuery(jobId, wire)),
		next: (outcome, answer) => {
			const fileId = fileIdIn(answer);
			return isGatewayError(outcome) || outcome.failure || fileId === undefined
				? undefined
				: fileCall(outcome, fileId);
		},
	}),
};
