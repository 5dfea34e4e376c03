import type { z } from 'zod';

import {
	gatewayError,
	jsonIn,
	readAnswer,
	reasonIn,
	unreadable,
	unreadFiles,
	type ErrorTable,
} from '../../answer/answers';
import { TRY_LATER, type FailureRow } from '../../answer/failures';
import { completeJob, failureFromWords, statusFromWord } from '../../answer/jobs';
import { isoFromSeconds } from '../../answer/times';
import { compact } from '../../compact';
import { imageText } from '../../bytes/imageText';
import {
	isGatewayError,
	type Answer,
	type Call,
	type CallbackRequest,
	type GatewayError,
	type ImageInput,
	type RequestProblem,
	type VideoFailure,
	type VideoJob,
	type VideoRequest,
	type VideoStatus,
} from '../../gateway';
import { referenceAudio, referenceVideos } from '../../inputs';
import { minimaxFailure, minimaxFailures, readMinimaxError } from '../../protocols/minimax/answers';
import { withAdditionalFields } from '../../request/additionalFields';
import { inputValue } from '../../request/inputs';
import { listPictures } from '../../request/pictures';
import { unknownJob } from './failures';
import { taskAnswer, type Task } from './wire';

/**
 * Version 2 of MiniMax's API, for H3 (api-reference/video-generation-v2-create and -v2-query, read 2026-11): content with
 * roles, true HTTP statuses, and the address in the query's answer.
 */

/** Says that a job's ID belongs to version 2: both versions give plain numbers, and neither knows those of the other. */
const PREFIX = 'v2:';

/** The job ID for a task of version 2. */
export const jobIdOf = (taskId: string): string => `${PREFIX}${taskId}`;

/** The task of version 2 that a job ID means, undefined for one of version 1. */
export const taskIdIn = (jobId: string): string | undefined =>
	jobId.startsWith(PREFIX) ? jobId.slice(PREFIX.length) : undefined;

/** Whether a model is made by version 2. */
export const isVersion2 = (model: string): boolean => model.startsWith('MiniMax-H3');

/** What the HTTP statuses of version 2 mean. */
export const errors: ErrorTable = {
	label: 'MiniMax',
	jobIdKeys: ['task_id', 'id'],
	failures: {
		// "Input contains sensitive content".
		422: minimaxFailures[1026]!,
		// `overloaded_error`; whether it comes before the task is created isn't said.
		529: {
			code: 'gateway',
			what: 'is overloaded',
			fix: TRY_LATER,
			retryable: true,
			accepted: 'maybe',
		},
	},
};

/** "The trailing parenthesis holds the internal error code": the same codes as those of version 1. */
const codeIn = (answer: Answer): number =>
	Number(/\((\d{4})\)$/.exec(reasonIn(jsonIn(answer.body)) ?? '')?.[1]);

/** The table for this answer: a known code says more than its HTTP status, but not that nothing was created. */
function errorsFor(answer: Answer): ErrorTable {
	const row: FailureRow | undefined = minimaxFailures[codeIn(answer)];
	if (row === undefined) return errors;
	const own: FailureRow = answer.status >= 500 ? { ...row, accepted: 'maybe' } : row;
	return { ...errors, failures: { ...errors.failures, [answer.status]: own } };
}

/** Reads an answer of version 2. */
export const readVersion2 = <Schema extends z.ZodTypeAny, Result>(
	answer: Answer,
	schema: Schema,
	then: (wire: z.output<Schema>) => Result | GatewayError,
): Result | GatewayError => readAnswer(errorsFor(answer), answer, schema, then);

/** "ratio is required and cannot be adaptive" for text alone; the page's own sample. */
const TEXT_RATIO = '16:9';

const image = (role: string) => (picture: ImageInput) => ({
	type: 'image_url',
	image_url: { url: imageText(picture) },
	role,
});

/** An entry of `content` for each address of an input. */
const media = (request: VideoRequest, key: string, type: string, role: string) =>
	(inputValue<readonly string[]>(request, key) ?? []).map((url) => ({
		type,
		[type]: { url },
		role,
	}));

/** Everything that the video is made from beside the text. */
function materialOf(request: VideoRequest) {
	const { firstFrame, endFrame, subjectReferences = [] } = request;
	return [
		...(firstFrame ? [image('first_frame')(firstFrame)] : []),
		...(endFrame ? [image('last_frame')(endFrame)] : []),
		...subjectReferences.map(image('reference_image')),
		...media(request, referenceVideos.key, 'video_url', 'reference_video'),
		...media(request, referenceAudio.key, 'audio_url', 'reference_audio'),
	];
}

/** The body of `/v2/video_generation`, which has no defaults for length, size, and the ratio of a text. */
export function body(
	request: VideoRequest,
	usual: Pick<VideoRequest, 'durationSeconds' | 'resolution'>,
): Record<string, unknown> {
	const material = materialOf(request);
	return withAdditionalFields(
		compact<Record<string, unknown>>({
			model: request.model,
			content: [{ type: 'text', text: request.prompt }, ...material],
			resolution: request.resolution ?? usual.resolution,
			duration: request.durationSeconds ?? usual.durationSeconds,
			ratio: request.aspectRatio ?? (material.length === 0 ? TEXT_RATIO : undefined),
			callback_url: request.callbackUrl,
		}),
		request.additionalFields,
	);
}

/** Only what shows or sounds has a ratio of its own to follow. */
export const check = (request: VideoRequest): RequestProblem[] =>
	request.aspectRatio === 'adaptive' &&
	listPictures(request).length === 0 &&
	materialOf(request).length === 0
		? [{ field: 'aspectRatio', code: 'needsPicture', value: request.aspectRatio }]
		: [];

/** -v2-query; `expired` is in the copies of the page that resellers have (LaoZhang, 2026-10-24). */
const statuses: Readonly<Record<string, VideoStatus>> = {
	queued: 'queued',
	running: 'processing',
	succeeded: 'completed',
	failed: 'failed',
	cancelled: 'cancelled',
	expired: 'failed',
};

function readFailure({ status, error }: Task): VideoFailure | undefined {
	if (status === 'expired') {
		const message = 'MiniMax reported that the task expired before a video was made.';
		return { code: 'timeout', message, retryable: true };
	}
	const { code, message } = error ?? {};
	const row = minimaxFailures[Number(code)];
	return row
		? minimaxFailure(
				gatewayError(errors, row, {
					gatewayCode: Number(code),
					...(message ? { reason: message } : {}),
				}),
			)
		: failureFromWords(message, code);
}

/** A job as version 2 tells it, wherever it does. */
export function readTask(jobId: string, task: Task): VideoJob | GatewayError {
	const videoUrl = task.content?.url || undefined;
	const { status, warnings } = statusFromWord(statuses, task.status, videoUrl);
	const unread = unreadFiles(errors, { status, videoUrl }, task.unread);
	if (unread) return unread;
	return completeJob(
		compact<VideoJob>({
			gateway: 'minimax',
			jobId,
			status,
			model: task.model,
			videoUrl,
			durationSeconds: task.duration,
			failure: status === 'failed' ? readFailure(task) : undefined,
			submittedAt: isoFromSeconds(task.created_at),
			completedAt: status === 'completed' ? isoFromSeconds(task.updated_at) : undefined,
			warnings,
		}),
	);
}

/** One check of a job. */
export const status = (taskId: string): Call<VideoJob> => ({
	request: {
		method: 'GET',
		path: `/v2/query/video_generation/${encodeURIComponent(taskId)}`,
	},
	repeat: 'always',
	timeoutSeconds: 30,
	read: (answer) => {
		const job = readVersion2(answer, taskAnswer, (wire): VideoJob | GatewayError => {
			const error = readMinimaxError(errors, wire.base_resp);
			if (error) return error;
			return wire.task
				? readTask(jobIdOf(taskId), wire.task)
				: unreadable(errors, 'sent a response without a task');
		});
		if (!isGatewayError(job) || job.code !== 'invalidRequest') return job;
		const { gatewayCode, httpStatus } = job;
		return gatewayError(errors, unknownJob, { gatewayCode, httpStatus });
	},
});

/** What a call to `callback_url` claims: "the push body has the same structure as the response of the query". */
export function readCallback({ body: sent }: CallbackRequest): VideoJob | undefined {
	const wire = taskAnswer.safeParse(sent);
	const task = wire.success ? wire.data.task : undefined;
	const job = task?.id ? readTask(jobIdOf(task.id), task) : undefined;
	return isGatewayError(job) ? undefined : job;
}
