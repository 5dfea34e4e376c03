import type { z } from 'zod';

import {
	readAnswer,
	reasonIn,
	unreadable,
	unreadFiles,
	type ErrorTable,
} from '../../answer/answers';
import {
	isGatewayError,
	type Call,
	type Gateway,
	type GatewayError,
	type VideoJob,
	type VideoRequest,
} from '../../gateway';
import { imageText } from '../../bytes/imageText';
import { completeJob } from '../../answer/jobs';
import { compact } from '../../compact';
import {
	readMinimaxCallback,
	readMinimaxError,
	answerMinimaxHandshake,
	minimaxImageShape,
	minimaxStatuses,
} from '../../protocols/minimax/answers';
import { readMinimaxQuery, type QueryDialect } from '../../protocols/minimax/query';
import { withAdditionalFields } from '../../request/additionalFields';
import { declaredInputs, wireInputs } from '../../request/inputs';
import { models, TEXT_TO_VIDEO, source } from './models';
import { statusAnswer, submitAnswer } from './wire';

/**
 * Pixazo (pixazo.ai): MiniMax Hailuo behind two routes, from an image and from text, with MiniMax's own names.
 * Failures come in two forms: `{ error }` with an HTTP status, and `base_resp` with a code inside HTTP 200.
 */

/** What its own statuses mean. */
export const errors: ErrorTable = {
	label: 'Pixazo',
	jobIdKeys: ['task_id'],
	failures: {
		401: {
			code: 'authentication',
			what: 'rejected the subscription key',
			fix: "Check 'Subscription Key' in the credential.",
		},
		403: {
			code: 'authentication',
			what: "doesn't allow this subscription to use the API",
			fix: 'Subscribe to MiniMax Hailuo AI at api-console.pixazo.ai, or use another key.',
		},
		// Pixazo-AI/skills, 2026-08-20: after a 429 wait 5 s.
		429: {
			code: 'rateLimited',
			what: 'reported that the rate limit is reached',
			fix: 'Wait, or send fewer requests at a time.',
			retryable: true,
			retryAfterSeconds: 5,
		},
	},
};

const dialect: QueryDialect = {
	errors,
	// The page has MiniMax's `Success`, so MiniMax's other words are expected too; the rest are those on which Pixazo's
	// own studio stops (Pixazo-AI/pixazo-ai-studio, 2026).
	statuses: {
		...minimaxStatuses,
		succeeded: 'completed',
		completed: 'completed',
		done: 'completed',
		error: 'failed',
	},
	unknownJob: {
		code: 'notFound',
		what: "didn't find this job",
		fix: "Check 'Job ID', and that the job was submitted with this credential.",
	},
};

/** The page's "Request Headers". */
const headers = { 'Cache-Control': 'no-cache' };

const fromImage = (request: VideoRequest) => ({
	prompt: request.prompt,
	first_frame_image: imageText(request.firstFrame),
	duration: request.durationSeconds,
	resolution: request.resolution,
	callback_url: request.callbackUrl,
});

const fromText = (request: VideoRequest) => ({
	prompt: request.prompt,
});

function readStatus(
	jobId: string,
	{ base_resp, message, error, detail, ...wire }: z.output<typeof statusAnswer>,
): VideoJob | GatewayError {
	const videoUrl = wire.video_url || wire.file?.download_url || undefined;
	const state = readMinimaxQuery(dialect, {
		// The older answer has an address but no status.
		word: wire.status || wire.task_status || (videoUrl && 'Success'),
		videoUrl,
		base_resp,
		// Where the studio looks for a reason, in this order.
		reason: reasonIn({ message }) ?? reasonIn({ error }) ?? reasonIn({ detail }),
	});
	if (isGatewayError(state)) return state;
	const unread = state.failure
		? undefined
		: unreadFiles(errors, { ...state, videoUrl }, wire.unread);
	if (unread) return unread;
	return completeJob(
		compact<VideoJob>({
			gateway: 'pixazo',
			jobId,
			...state,
			videoUrl,
			width: wire.video_width || undefined,
			height: wire.video_height || undefined,
		}),
	);
}

export const pixazo: Gateway = {
	id: 'pixazo',
	label: errors.label,
	summary: 'MiniMax Hailuo',
	credentialType: 'pixazoApi',
	models,
	modelSource: source,
	defaultModel: 'auto',
	// Pixazo-AI/skills, 2026-08-20: check every 5 to 10 s.
	minPollSeconds: 5,
	// The page, first_frame_image.
	images: {
		url: 'sent',
		bytes: 'dataUrl',
		formats: ['image/jpeg', 'image/png', 'image/webp'],
		shape: minimaxImageShape,
	},
	// The page only mentions `callback_url`. It and the other fields are MiniMax's own, which expects a handshake first.
	callbacks: {
		reference: false,
		read: ({ body }) => readMinimaxCallback('pixazo', body),
		handshake: answerMinimaxHandshake,
	},
	dashboard: 'the usage page at https://api-console.pixazo.ai',

	submit: (request): Call<VideoJob> => ({
		request: {
			method: 'POST',
			path:
				request.model === TEXT_TO_VIDEO
					? '/minimax-hailuo-ai/v1/generate'
					: '/minimax-hailuo-ai/v1/imageToVideo',
			headers,
			body: withAdditionalFields(
				compact({
					...(request.model === TEXT_TO_VIDEO ? fromText(request) : fromImage(request)),
					...wireInputs(declaredInputs(pixazo, request.model), request),
				}),
				request.additionalFields,
			),
		},
		repeat: 'ifNotAccepted',
		timeoutSeconds: 120,
		read: (answer) =>
			readAnswer(errors, answer, submitAnswer, (wire): VideoJob | GatewayError => {
				const error = readMinimaxError(errors, wire.base_resp);
				if (error) return error;
				if (!wire.task_id) return unreadable(errors, 'sent a response without a task_id');
				return {
					gateway: 'pixazo',
					jobId: wire.task_id,
					status: 'queued',
					model: request.model,
				};
			}),
	}),

	// A read that is a POST, on a route of its own (the page's "Retrieving Results").
	status: (jobId): Call<VideoJob> => ({
		request: {
			method: 'POST',
			path: '/minimax-hailuo-ai-polling/v1/getStatus',
			headers,
			body: { task_id: jobId },
		},
		repeat: 'always',
		timeoutSeconds: 30,
		read: (answer) =>
			readAnswer(errors, answer, statusAnswer, (wire) => readStatus(jobId, wire)),
	}),
};
