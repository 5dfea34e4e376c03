import { z } from 'zod';

import { TRY_LATER } from '../../answer/failures';
import {
	failureOfStatus,
	jsonIn,
	readAnswer,
	reasonIn,
	unreadable,
	unreadFiles,
	type ErrorTable,
} from '../../answer/answers';
import { checkAfterCancel } from '../../answer/cancel';
import {
	isGatewayError,
	type Answer,
	type Balance,
	type Call,
	type Callbacks,
	type Gateway,
	type GatewayError,
	type VideoJob,
	type VideoStatus,
} from '../../gateway';
import { imageText } from '../../bytes/imageText';
import { failureFromWords, completeJob, statusFromWord } from '../../answer/jobs';
import { isoFromSeconds, isoFromTime } from '../../answer/times';
import { compact } from '../../compact';
import { withAdditionalFields } from '../../request/additionalFields';
import { checkHttps } from '../../request/callbacks';
import { models, unlistedModels, source } from './models';
import { isSigned } from './signature';
import {
	anyEvent,
	balanceIn,
	calledJob,
	errorCode,
	jobAnswer,
	jobEvent,
	modelsAnswer,
	secretAnswer,
} from './wire';

/**
 * AIgateway (aigateway.sh): one API over about 1,000 models, jobs read at `/v1/jobs/{id}`.
 * Sources: the model page of minimax-video-01, docs/async-jobs, docs/rate-limits, the OpenAPI file and the SDK
 * of 2026-06.
 */

/** What its own statuses mean. */
export const errors: ErrorTable = {
	label: 'AIgateway',
	jobIdKeys: ['id', 'job_id'],
	failures: {
		// The model page: "Upstream provider failed (retryable)".
		500: {
			code: 'gateway',
			what: 'reported that the model provider failed',
			fix: TRY_LATER,
			retryable: true,
		},
		402: {
			code: 'insufficientCredits',
			what: 'reported that this wallet has no credit left',
			fix: 'Top up the wallet at aigateway.sh.',
		},
		403: {
			code: 'authentication',
			what: "doesn't allow this key to create videos",
			fix: 'Add the scope for videos to the key, or use another key in the credential.',
		},
	},
};

/** The model page: queued, processing, completed, failed; docs/async-jobs: running, cancelled. */
const statuses: Readonly<Record<string, VideoStatus>> = {
	queued: 'queued',
	processing: 'processing',
	running: 'processing',
	completed: 'completed',
	failed: 'failed',
	cancelled: 'cancelled',
	canceled: 'cancelled',
};

/** docs/async-jobs: a result URL lives 24 hours, and reading the job again gives a fresh one. */
const RESULT_URL_HOURS = 24;

function factsOf(
	wire: z.output<typeof jobAnswer>,
	receivedAt: number,
	askedFor?: string,
): VideoJob | GatewayError {
	const jobId = askedFor ?? wire.id;
	if (!jobId) return unreadable(errors, 'sent a response without a job ID');
	const { result } = wire;
	const [, width, height] = /^(\d+)x(\d+)$/.exec(result?.resolution ?? '') ?? [];
	const videoUrl = result?.url || result?.file_url || wire.result_url || undefined;
	// A submit needs no status; a check without one says nothing.
	const word = wire.status ?? (askedFor === undefined ? 'queued' : undefined);
	if (word === undefined && videoUrl === undefined) {
		return unreadable(errors, 'sent a response without a status');
	}
	const { status, warnings } = statusFromWord(statuses, word ?? 'completed', videoUrl);
	const unread = unreadFiles(errors, { status, videoUrl }, wire.unread);
	if (unread) return unread;
	return compact<VideoJob>({
		gateway: 'aigateway',
		jobId,
		status,
		model: wire.model,
		videoUrl,
		expiresAt:
			videoUrl === undefined
				? undefined
				: isoFromSeconds(receivedAt / 1000 + RESULT_URL_HOURS * 3600),
		width: width === undefined ? undefined : Number(width),
		height: height === undefined ? undefined : Number(height),
		durationSeconds: result?.duration,
		failure:
			status === 'failed'
				? failureFromWords(
						reasonIn({ error: wire.error }),
						errorCode.safeParse(wire.error).data,
					)
				: undefined,
		submittedAt: isoFromTime(wire.created ?? wire.created_at),
		warnings,
	});
}

const read = (answer: Answer, askedFor?: string) =>
	readAnswer(errors, answer, jobAnswer, (wire) => {
		const job = factsOf(wire, answer.receivedAt, askedFor);
		return isGatewayError(job) ? job : completeJob(job);
	});

/**
 * The answer to a cancel: 200 is "Cancelled or terminal" (OpenAPI), the body a job (SDK). Only "cancelled" is used
 * from it: a job that had ended before is read again, with everything that belongs to it.
 */
function readCancel(answer: Answer, jobId: string): VideoJob | GatewayError {
	if (answer.status < 200 || answer.status > 299) return failureOfStatus(errors, answer);
	const word = jobAnswer.safeParse(jsonIn(answer.body)).data?.status ?? '';
	const { status } = statusFromWord(statuses, word);
	return status === 'cancelled'
		? completeJob({ gateway: 'aigateway', jobId, status })
		: { gateway: 'aigateway', jobId, status: 'processing' };
}

function readBalance(answer: Answer): Balance | GatewayError {
	return readAnswer(errors, answer, z.unknown(), (body): Balance | GatewayError => {
		const found = balanceIn(body);
		if (found === undefined) {
			return unreadable(errors, 'sent a response without a balance');
		}
		const { amount, currency = 'USD' } = found;
		if (/^credits?$/i.test(currency)) return { amount, currency: 'credits' };
		return /^(usd|us\$|\$)$/i.test(currency)
			? { amount, currency: 'USD' }
			: unreadable(errors, `reported the balance in an unknown currency (${currency})`);
	});
}

/** An event of the dashboard's webhooks as a job; undefined if it is about something else. A job is returned unchanged. */
function jobOfEvent(body: unknown): unknown {
	const event = anyEvent.safeParse(body);
	if (!event.success) return body;
	const jobs = jobEvent.safeParse(body);
	if (!jobs.success) return undefined;
	const { type, data } = jobs.data;
	return { ...data, id: data.job_id, status: type === 'job.completed' ? 'completed' : 'failed' };
}

const callbacks: Callbacks = {
	reference: false,
	read: ({ body, receivedAt }) => {
		const wire = calledJob.safeParse(jobOfEvent(body));
		if (!wire.success || !wire.data.id) return undefined;
		const job = factsOf(wire.data, receivedAt);
		return isGatewayError(job) ? undefined : job;
	},
	// docs/webhooks: a webhook of the dashboard may also have events such as `balance.low` and `batch.completed`, and one
	// that isn't answered with 2xx is repeated for 24 hours.
	isOther: (body) => {
		const event = anyEvent.safeParse(body);
		return event.success && !jobEvent.shape.type.safeParse(event.data.type).success;
	},
	signature: {
		// OpenAPI, /v1/webhook-secret: "HMAC secret for this API key used to sign async job webhooks".
		secret: () => ({
			request: { method: 'GET', path: '/v1/webhook-secret' },
			repeat: 'always',
			timeoutSeconds: 10,
			read: (answer) =>
				readAnswer(errors, answer, secretAnswer, ({ secret }) => ({
					secret: secret ?? '',
				})),
		}),
		entered: "webhooks created in AIgateway's dashboard have their own secret",
		isValid: isSigned,
	},
};

export const aigateway: Gateway = {
	id: 'aigateway',
	label: errors.label,
	summary: 'MiniMax Video 01, other models by ID',
	credentialType: 'aiGatewayApi',
	models,
	modelSource: source,
	unlistedModels,
	defaultModel: 'minimax/minimax-video-01-image-to-video',
	// docs/async-jobs (read 2026-11): a job may be read once every 3 seconds; faster polls get a 304 without a body. The three
	// official clients (2026-04 to 2026-06) start with 2 s and fail on a 304, so it may never happen: both are handled.
	minPollSeconds: 3,
	// docs/rate-limits: 600 for pay as you go, 10 on the free plan.
	rateLimits: { requestsPerMinute: 600, freePlanRequestsPerMinute: 10 },
	images: { url: 'sent', bytes: 'refused', formats: [] },
	callbacks,
	dashboard: 'the dashboard at https://aigateway.sh',

	// OpenAPI: "HTTPS URL to POST on completion". An address on this machine is allowed, for a gateway on this machine.
	check: checkHttps,

	submit: (request): Call<VideoJob> => ({
		request: {
			method: 'POST',
			path: '/v1/videos/generations',
			body: withAdditionalFields(
				compact<Record<string, unknown>>({
					model: request.model,
					prompt: request.prompt,
					duration: request.durationSeconds,
					aspect_ratio: request.aspectRatio,
					resolution: request.resolution,
					image_url: imageText(request.firstFrame),
					webhook_url: request.callbackUrl,
				}),
				request.additionalFields,
			),
		},
		repeat: 'ifNotAccepted',
		timeoutSeconds: 60,
		read: (answer) => read(answer),
	}),

	status: (jobId): Call<VideoJob> => ({
		request: { method: 'GET', path: `/v1/jobs/${encodeURIComponent(jobId)}` },
		repeat: 'always',
		timeoutSeconds: 30,
		read: (answer) => read(answer, jobId),
	}),

	// OpenAPI, both SDKs and CLI (2026-04 to 2026-06); docs/async-jobs has POST /v1/jobs/{id}/cancel instead.
	cancel: (jobId): Call<VideoJob> => ({
		request: { method: 'DELETE', path: `/v1/jobs/${encodeURIComponent(jobId)}` },
		repeat: 'ifNotAccepted',
		timeoutSeconds: 30,
		read: (answer) => readCancel(answer, jobId),
		next: (outcome) => checkAfterCancel(outcome, aigateway.status(jobId)),
	}),

	// OpenAPI: "Current credit balance and recent spend for the authenticated key".
	balance: (): Call<Balance> => ({
		request: { method: 'GET', path: '/v1/balance' },
		repeat: 'always',
		timeoutSeconds: 30,
		read: readBalance,
	}),

	// OpenAPI: "Filter with ?modality= and ?provider=". SDKs: entries are `{ id, object, modality, owned_by }`.
	modelList: {
		read: () => ({
			request: { method: 'GET', path: '/v1/models', query: { modality: 'video' } },
			repeat: 'always',
			timeoutSeconds: 30,
			read: (answer) =>
				readAnswer(errors, answer, modelsAnswer, ({ data }) =>
					data
						.filter(({ modality }) => !modality || /video/i.test(modality))
						.map(({ id, name, display_name }) => ({
							id,
							name: name ?? display_name ?? id,
						})),
				),
		}),
	},

	// OpenAPI: files under /v1/files/jobs need the key, except in their `public` form, which has a token.
	mediaNeedsKey: (url, baseUrl) =>
		url.pathname.includes('/v1/files/jobs/') &&
		!url.pathname.endsWith('/public') &&
		(url.origin === 'https://media.aigateway.sh' || url.origin === baseUrl.origin),
};
