import type { z } from 'zod';

import { gatewayError, jsonIn, readAnswer, type ErrorTable } from '../../answer/answers';
import { completeJob } from '../../answer/jobs';
import { endOfSignedUrl, isoFromSeconds } from '../../answer/times';
import { compact } from '../../compact';
import { imageText } from '../../bytes/imageText';
import {
	isGatewayError,
	type Answer,
	type Call,
	type GatewayError,
	type ImageInput,
	type ModelInput,
	type VideoJob,
	type VideoRequest,
} from '../../gateway';
import { minimaxFailure, minimaxStatuses, readMinimaxError } from '../../protocols/minimax/answers';
import { readMinimaxQuery } from '../../protocols/minimax/query';
import { withAdditionalFields } from '../../request/additionalFields';
import { wireInputs } from '../../request/inputs';
import { unknownJob } from './failures';
import { fileAnswer, statusAnswer } from './wire';

/**
 * Version 1 of MiniMax's API, for Hailuo 2.3 and older (api-reference/video-generation-t2v, -i2v, -fl2v, -s2v, -query and
 * -download, read 2026-10-08). Errors come inside HTTP 200, and a finished job has a file, whose address is asked for
 * in a second call.
 */

/** Its pages give no HTTP statuses. */
export const errors: ErrorTable = { label: 'MiniMax', jobIdKeys: ['task_id'], failures: {} };

/** -s2v: a list of one character with a list of one picture. */
const subjectOf = ([image]: readonly ImageInput[] = []) =>
	image && [{ type: 'character', image: [imageText(image)] }];

/** The body of `/v1/video_generation`. */
export const body = (
	request: VideoRequest,
	inputs: readonly ModelInput[],
): Record<string, unknown> =>
	withAdditionalFields(
		compact<Record<string, unknown>>({
			model: request.model,
			prompt: request.prompt || undefined,
			first_frame_image: imageText(request.firstFrame),
			last_frame_image: imageText(request.endFrame),
			subject_reference: subjectOf(request.subjectReferences),
			duration: request.durationSeconds,
			resolution: request.resolution,
			callback_url: request.callbackUrl,
			...wireInputs(inputs, request),
		}),
		request.additionalFields,
	);

const dialect = { errors, statuses: minimaxStatuses, unknownJob };

/** A job as the query has it, without the address: `completed` is only settled by the file. */
function readQuery(jobId: string, wire: z.output<typeof statusAnswer>): VideoJob | GatewayError {
	const state = readMinimaxQuery(dialect, { word: wire.status, base_resp: wire.base_resp });
	if (isGatewayError(state)) return state;
	const job = compact<VideoJob>({
		gateway: 'minimax',
		jobId,
		...state,
		width: wire.video_width || undefined,
		height: wire.video_height || undefined,
	});
	return wire.file_id && job.status !== 'failed' ? job : completeJob(job);
}

/** The file in an answer of the query: as text, since its number can be larger than JavaScript's exact ones. */
function fileIdIn(answer: Answer | undefined): string | undefined {
	// As text before JSON is read: the page has a text, the file's own page a number.
	const digits = /"file_id"\s*:\s*(\d{16,})/.exec(answer?.body ?? '')?.[1];
	if (digits !== undefined) return digits;
	const wire = statusAnswer.safeParse(jsonIn(answer?.body ?? ''));
	return (wire.success && wire.data.file_id) || undefined;
}

const MADE = 'The video is made and paid for: check the job again later.';

/** The query has just named the file, so whatever keeps it back says nothing about the job, which is paid for. */
const noFile = (error: GatewayError): GatewayError =>
	error.retryable ? error : { ...error, code: 'gateway', fix: MADE, retryable: true };

/** The file of a finished job without its address. That of a job with an unknown status may still come. */
const withoutAddress = (job: VideoJob): VideoJob | GatewayError =>
	job.status === 'completed'
		? gatewayError(errors, {
				code: 'gateway',
				what: 'gave no address for the finished video',
				fix: MADE,
				retryable: true,
			})
		: job;

/** -download: "valid for 1 hour"; a page of another product says 9. Reading the job again gives a fresh address. */
const ADDRESS_HOURS = 1;

const withAddress = (job: VideoJob, videoUrl: string, receivedAt: number): VideoJob =>
	completeJob({
		...job,
		// An unknown word beside a video's address.
		status: job.warnings ? 'completed' : job.status,
		videoUrl,
		...compact<Pick<VideoJob, 'expiresAt'>>({
			expiresAt:
				endOfSignedUrl(videoUrl) ??
				isoFromSeconds(receivedAt / 1000 + ADDRESS_HOURS * 3600),
		}),
	});

/**
 * Reads the file's address for a job that has one. The video is made and paid for, so nothing that goes wrong here ends
 * the job, except that MiniMax withholds it as sensitive.
 */
const fileCall = (job: VideoJob, fileId: string): Call<VideoJob> => ({
	request: { method: 'GET', path: '/v1/files/retrieve', query: { file_id: fileId } },
	repeat: 'always',
	timeoutSeconds: 30,
	read: (answer) => {
		const outcome = readAnswer(errors, answer, fileAnswer, (wire): VideoJob | GatewayError => {
			const error = readMinimaxError(errors, wire.base_resp);
			if (error?.code === 'moderated') {
				return { ...job, status: 'failed', failure: minimaxFailure(error) };
			}
			if (error) return error;
			const videoUrl = wire.file?.download_url;
			return videoUrl ? withAddress(job, videoUrl, answer.receivedAt) : withoutAddress(job);
		});
		return isGatewayError(outcome) ? noFile(outcome) : outcome;
	},
});

/** One check of a job, with the second call for the address of a finished one. */
export const status = (jobId: string): Call<VideoJob> => ({
	request: { method: 'GET', path: '/v1/query/video_generation', query: { task_id: jobId } },
	repeat: 'always',
	timeoutSeconds: 30,
	read: (answer) => readAnswer(errors, answer, statusAnswer, (wire) => readQuery(jobId, wire)),
	next: (outcome, answer) => {
		const fileId = fileIdIn(answer);
		return isGatewayError(outcome) || outcome.failure || fileId === undefined
			? undefined
			: fileCall(outcome, fileId);
	},
});
