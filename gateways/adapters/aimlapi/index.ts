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
	type Balance,
	type Call,
	type Gateway,
	type GatewayError,
	type VideoCost,
	type VideoJob,
	type VideoRequest,
	type VideoStatus,
} from '../../gateway';
import { costInAnswer } from '../../answer/costs';
import { imageText } from '../../bytes/imageText';
import { failureFromWords, completeJob, statusFromWord } from '../../answer/jobs';
import { compact } from '../../compact';
import { withAdditionalFields } from '../../request/additionalFields';
import { declaredInputs, wireInputs } from '../../request/inputs';
import { videoModels } from './catalogue';
import { check } from './checks';
import { models, unlistedModels, source } from './models';
import { inputNames, sentId } from './names';
import { billingAnswer, errorName, jobAnswer, modelsAnswer } from './wire';

/**
 * AI/ML API (aimlapi.com). Two routes: `video-01` goes to the one of its own page, newer models to the universal
 * one, and the two have different names for the same inputs. A job is read on the route that accepted it.
 */

/** What its own statuses mean. */
export const errors: ErrorTable = {
	label: 'AI/ML API',
	jobIdKeys: ['generation_id', 'id'],
	failures: {
		// docs, "Errors with status code 4xx": 403 is "You've run out of credits".
		403: {
			code: 'insufficientCredits',
			what: 'reported that this account has no credits left',
			fix: 'Top up at aimlapi.com/app/billing.',
		},
	},
};

/**
 * universal-video-fetch.json (2026-08-21). `waiting` and `active` are in the pages' sample code only; `succeeded` is what
 * Seedance 1.0 pro fast (2026-01-26) and PixVerse really answered, by their pages.
 */
const statuses: Readonly<Record<string, VideoStatus>> = {
	queued: 'queued',
	waiting: 'queued',
	active: 'processing',
	generating: 'processing',
	processing: 'processing',
	completed: 'completed',
	succeeded: 'completed',
	error: 'failed',
	failed: 'failed',
};

const OWN_ROUTE = '/v2/generate/video/minimax/generation';
const UNIVERSAL_ROUTE = '/v2/video/generations';
const OWN_ROUTE_MODEL = 'video-01';

/** docs, "Request tracing" and the model pages: 2,000,000 credits are 1 USD. */
const CREDITS_PER_USD = 2_000_000;

/**
 * What a job costs. `meta.usage` is in the submit's answer already, and "failed requests are not charged": what a failed job
 * names is the price that it was submitted at, unless it is nothing.
 */
function costIn(
	meta: z.output<typeof jobAnswer>['meta'],
	status: VideoStatus,
): VideoCost | undefined {
	const { usd_spent: spent, credits_used: credits } = meta?.usage ?? {};
	const cost = costInAnswer(spent ?? (credits ?? Number.NaN) / CREDITS_PER_USD, status);
	return status === 'failed' && cost?.amount ? undefined : cost;
}

/** The page of video-01, "Body". */
const ownBody = (request: VideoRequest) => ({
	model: request.model,
	prompt: request.prompt,
	...wireInputs(declaredInputs(aimlapi, request.model), request),
	first_frame_image: imageText(request.firstFrame),
});

/** The schemas below docs/api-references/video-models: what all models share, and what each has its own name for. */
function universalBody(request: VideoRequest): Record<string, unknown> {
	const names = inputNames(request.model);
	const { promptOptimizer, audio } = names;
	const own: Readonly<Record<string, string>> = { promptOptimizer, audio };
	const inputs = declaredInputs(aimlapi, request.model).map((row) =>
		Object.hasOwn(own, row.key) ? { ...row, wire: own[row.key]! } : row,
	);
	return {
		model: sentId(request),
		prompt: request.prompt,
		...wireInputs(inputs, request),
		[names.firstFrame]: imageText(request.firstFrame),
		[names.endFrame]: imageText(request.endFrame),
		[names.subjectReferences]: request.subjectReferences?.map(imageText),
		resolution: request.resolution,
		duration: request.durationSeconds,
		[names.aspectRatio]: request.aspectRatio,
	};
}

/** Both answers have the same form; even the submit's may say that the job has ended. */
function readJob(
	wire: z.output<typeof jobAnswer>,
	jobId: string,
	model?: string,
): VideoJob | GatewayError {
	const videoUrl = wire.video?.url ?? undefined;
	const { status, warnings } = statusFromWord(statuses, wire.status ?? 'queued', videoUrl);
	const unread = unreadFiles(errors, { status, videoUrl }, wire.unread);
	if (unread) return unread;
	const name = errorName.safeParse(wire.error).data;
	return completeJob(
		compact<VideoJob>({
			gateway: 'aimlapi',
			jobId,
			status,
			model,
			videoUrl,
			durationSeconds: wire.video?.duration,
			failure:
				status === 'failed'
					? failureFromWords(reasonIn({ error: wire.error }), name)
					: undefined,
			cost: costIn(wire.meta, status),
			warnings,
		}),
	);
}

function fetchCall(jobId: string, path: string): Call<VideoJob> {
	return {
		request: { method: 'GET', path, query: { generation_id: jobId } },
		repeat: 'always',
		timeoutSeconds: 30,
		read: (answer) =>
			readAnswer(errors, answer, jobAnswer, (wire) =>
				wire.status === undefined || wire.status === null
					? unreadable(errors, 'sent a response without a status')
					: readJob(wire, jobId),
			),
	};
}

/** Whether a check was rejected for good, so that the job may belong to the other route. */
const isRefused = ({ httpStatus = 0, retryable }: GatewayError): boolean =>
	httpStatus >= 400 && httpStatus < 500 && !retryable;

/**
 * Checks a job on one route, and on the other one if the first rejects it. What a route answers to an ID of the other
 * one isn't documented (404 for endpoints and 400 for fields, by the pages of errors), so any rejection may mean that.
 * If both reject it, the first rejection is reported.
 */
function fetchFromEither(jobId: string, first: string, second: string): Call<VideoJob> {
	const other = fetchCall(jobId, second);
	return {
		...fetchCall(jobId, first),
		next: (outcome) =>
			!isGatewayError(outcome) || !isRefused(outcome)
				? undefined
				: {
						...other,
						read: (answer) => {
							const job = other.read(answer);
							return isGatewayError(job) && isRefused(job) ? outcome : job;
						},
					},
	};
}

export const aimlapi: Gateway = {
	id: 'aimlapi',
	label: errors.label,
	summary: 'Hailuo up to H3, Veo, Kling, Seedance, Wan and many others',
	credentialType: 'aimlApi',
	models,
	modelSource: source,
	unlistedModels,
	defaultModel: 'minimax/hailuo-2.3',
	minPollSeconds: 4,
	images: {
		url: 'sent',
		bytes: 'dataUrl',
		formats: ['image/jpeg', 'image/png', 'image/webp'],
	},
	dashboard: 'the usage page at https://aimlapi.com/app',

	check,

	submit: (request): Call<VideoJob> => {
		const own = request.model === OWN_ROUTE_MODEL;
		return {
			request: {
				method: 'POST',
				path: own ? OWN_ROUTE : UNIVERSAL_ROUTE,
				body: withAdditionalFields(
					compact({ ...(own ? ownBody(request) : universalBody(request)) }),
					request.additionalFields,
				),
			},
			repeat: 'ifNotAccepted',
			timeoutSeconds: 120,
			read: (answer) =>
				readAnswer(errors, answer, jobAnswer, (wire) => {
					const jobId = wire.generation_id ?? wire.id;
					return jobId
						? readJob(wire, jobId, request.model)
						: unreadable(errors, 'sent a response without a generation_id');
				}),
		};
	},

	// IDs that are digits only are MiniMax's own (video-01 and hailuo-02, 2025) or Kling's. Those of the universal route
	// carry their model in the answers of 2025 ("349865017168125:minimax/hailuo-2.3"); all of 2026 are bare, with 21
	// characters ("FGcTGqPuBac0Masr9DI8-"), and the schemas show a UUID (docs.aimlapi.com, 2026-08-21).
	status: (jobId): Call<VideoJob> =>
		/^\d+$/.test(jobId)
			? fetchFromEither(jobId, OWN_ROUTE, UNIVERSAL_ROUTE)
			: fetchFromEither(jobId, UNIVERSAL_ROUTE, OWN_ROUTE),

	// docs, service-endpoints/account-balance.
	balance: (): Call<Balance> => ({
		request: { method: 'GET', path: '/v2/billing' },
		repeat: 'always',
		timeoutSeconds: 30,
		read: (answer) =>
			readAnswer(errors, answer, billingAnswer, ({ current_balance }) => ({
				amount: current_balance,
				currency: 'USD',
			})),
	}),

	// docs, service-endpoints/models-catalogue (2026-08-21).
	modelList: {
		read: () => ({
			request: {
				method: 'GET',
				path: '/v1/models',
				query: { output_modalities: 'video', include: 'pricing,capabilities' },
			},
			repeat: 'always',
			timeoutSeconds: 30,
			read: (answer) => readAnswer(errors, answer, modelsAnswer, videoModels),
		}),
	},
};
