import type { z } from 'zod';

import { jsonIn, readAnswer, reasonIn } from '../../answer/answers';
import {
	isGatewayError,
	type Answer,
	type Balance,
	type Call,
	type Gateway,
	type ImageInput,
	type VideoJob,
	type VideoRequest,
	type VideoStatus,
} from '../../gateway';
import { costInAnswer } from '../../answer/costs';
import { dataUrl, imageText } from '../../bytes/imageText';
import { failureFromWords, completeJob, statusFromWord } from '../../answer/jobs';
import { compact } from '../../compact';
import { beforeResult, resultBehind } from '../../answer/twoSteps';
import { withAdditionalFields } from '../../request/additionalFields';
import { declaredInputs, wireInputs } from '../../request/inputs';
import { BLOCKING_SECONDS, blocking, checkBlocking, isBlocking, readBlocking } from './blocking';
import { errors } from './errors';
import { models, unlistedModels, source } from './models';
import { namesOf } from './names';
import {
	creditsAnswer,
	resultAnswer,
	statusAnswer,
	submitAnswer,
	uploadAnswer,
	videoUrlIn,
} from './wire';

/**
 * Segmind (segmind.com). v2 accepts a job, which is read in two steps, status and result; v1 keeps the connection open
 * and answers with the video itself. Pages: the model page of minimax-ai, docs.segmind.com async-inference.
 */

/** docs, async-inference, "Statuses". */
const statuses: Readonly<Record<string, VideoStatus>> = {
	queued: 'queued',
	processing: 'processing',
	completed: 'completed',
	failed: 'failed',
};

/** The body of a submit: each model's page has names of its own (`names.ts`). */
function submitBody(request: VideoRequest): Record<string, unknown> {
	const names = namesOf(request);
	const { durationSeconds, aspectRatio, subjectReferences } = request;
	const { name, many } = names.subjectReferences;
	const references = subjectReferences?.map(imageText);
	return withAdditionalFields(
		{
			...names.required,
			...compact<Record<string, unknown>>({
				[names.prompt]: request.prompt,
				[names.firstFrame]: imageText(request.firstFrame),
				[names.endFrame]: imageText(request.endFrame),
				[name]: many ? references : references?.[0],
				duration: names.durationAsText ? durationSeconds?.toString() : durationSeconds,
				[names.resolution]: request.resolution,
				[names.aspectRatio]:
					aspectRatio && (names.ratioWords?.[aspectRatio] ?? aspectRatio),
				...wireInputs(declaredInputs(segmind, request.model), request),
			}),
		},
		request.additionalFields,
	);
}

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
			cost: costInAnswer(wire.metrics?.cost, status),
			warnings,
		}),
	);
}

/**
 * A failed request is answered with HTTP 422 and its record in the body. An invalid body is reported the same way: /v2
 * accepts it as a job, and the poll answers 422 (probes of 2026-08-02, production of 2026-08-19).
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

const uploadCall = (image: { bytes: Uint8Array; mimeType: string }): Call<ImageInput> => ({
	request: {
		method: 'POST',
		base: 'uploadUrl',
		path: '/upload-asset',
		body: { data_urls: [dataUrl(image)] },
	},
	repeat: 'always',
	timeoutSeconds: 120,
	read: (answer) => readAnswer(errors, answer, uploadAnswer, (url) => ({ kind: 'url', url })),
});

export const segmind: Gateway = {
	id: 'segmind',
	label: errors.label,
	summary: 'Hailuo up to 2.3, Veo, Kling, Seedance, Wan, Runway and PixVerse',
	credentialType: 'segmindApi',
	models,
	modelSource: source,
	unlistedModels,
	defaultModel: 'hailuo-2.3',
	minPollSeconds: 4,
	// docs.segmind.com, api-reference/rate-limits. Of paid plans its pages give different numbers (50, and 60 to 1000).
	rateLimits: { freePlanRequestsPerMinute: 5 },
	images: {
		url: 'sent',
		bytes: { call: uploadCall },
		formats: ['image/jpeg', 'image/png', 'image/webp'],
	},
	inputs: [blocking],
	directVideo: {
		instead: 'Turn off the Blocking option to get a job that can be checked again.',
	},
	dashboard: 'the request log at https://platform.segmind.com',

	check: checkBlocking,

	submit: (request): Call<VideoJob> => ({
		request: {
			method: 'POST',
			path: `/${isBlocking(request) ? 'v1' : 'v2'}/${encodeURIComponent(request.model)}`,
			body: submitBody(request),
		},
		repeat: 'ifNotAccepted',
		timeoutSeconds: isBlocking(request) ? BLOCKING_SECONDS : 120,
		read: (answer) =>
			isBlocking(request)
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
								status: beforeResult(status),
								model: request.model,
								warnings,
							}),
						);
					}),
	}),

	// The status answer has no output, so the result is read after a finished one.
	status: (jobId): Call<VideoJob> => ({
		request: { method: 'GET', path: `/v2/requests/${encodeURIComponent(jobId)}/status` },
		repeat: 'always',
		timeoutSeconds: 30,
		read: (answer) =>
			readFailed(jobId, answer) ??
			readAnswer(errors, answer, statusAnswer, (wire) => {
				const known = statusFromWord(statuses, wire.status);
				const cost = costInAnswer(wire.metrics?.cost, known.status);
				return compact<VideoJob>({ gateway: 'segmind', jobId, ...known, cost });
			}),
		next: (outcome) => {
			if (isGatewayError(outcome)) return undefined;
			// Only the result has the address, and an address means a finished video, whatever the word.
			if (outcome.warnings) return resultBehind(outcome, resultCall(jobId));
			const { status, failure } = outcome;
			return status === 'completed' || (status === 'failed' && !failure)
				? resultCall(jobId)
				: undefined;
		},
	}),

	// docs.segmind.com, get-user-credits, in dollars as `metrics.cost`. 404 "No credits found for the user" is an account without any.
	balance: (): Call<Balance> => ({
		request: { method: 'GET', path: '/v1/get-user-credits' },
		repeat: 'always',
		timeoutSeconds: 30,
		read: (answer) =>
			answer.status === 404 && /no credits found/i.test(reasonIn(jsonIn(answer.body)) ?? '')
				? { amount: 0, currency: 'USD' }
				: readAnswer(errors, answer, creditsAnswer, ({ credits }) => ({
						amount: credits,
						currency: 'USD',
					})),
	}),
};
