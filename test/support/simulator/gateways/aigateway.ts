import { createHmac, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { callbackProblem, endpoint, hasHeaders } from '../gateway';
import type { CallbackShape, DocumentedGateway, Ground, SimulatedGateway } from '../gateway';
import { isWebAddress } from '../images';
import { hasVideo, stageOf } from '../jobs';
import type { Answer, SimulatedJob } from '../types';

/**
 * The documented answer shapes, which contradict each other:
 * - `page`: https://aigateway.sh model page of MiniMax Video 01 (the default)
 * - `asyncDocs`: https://aigateway.sh/docs/async-jobs
 * - `sdk`: github.com/aigateway-sh/sdk-node 0.1.3, 2026-06-23, whose times are numbers of an unknown unit: seconds
 * - `sdkMilliseconds`: the same with milliseconds
 * No finished job was ever seen by anybody who wrote it down.
 */
const VARIANTS = ['page', 'asyncDocs', 'sdk', 'sdkMilliseconds'] as const;
type Variant = (typeof VARIANTS)[number];

/**
 * The shapes of callbacks, the default first:
 * - `record`: the job record, as https://aigateway.sh/docs/async-jobs (read 2026-11) says of `webhook_url`,
 *   with the one header that github.com/aigateway-sh/sdk-node 0.1.3 (2026-06-23) verifies for jobs
 * - `recordDashboardHeaders`: the job record under the headers of the dashboard's webhooks
 * - `sdk`: `{id,status}` alone, the body that the SDK's tests sign
 * - `dashboard`: the event of https://aigateway.sh/docs/webhooks (read 2026-11), with its two headers
 */
const CALLBACK_VARIANTS = ['record', 'recordDashboardHeaders', 'sdk', 'dashboard'] as const;

/** Looks at one job are answered once in this time (https://aigateway.sh/docs/async-jobs). */
const SHORTEST_LOOK_INTERVAL_MS = 3000;

const API_KEY = 'sk-aig-5b1d0c7e9f2a4836a7c4e1';
const keyHeaders = (apiKey: string) => ({ Authorization: `Bearer ${apiKey}` });

const MODELS = [
	'minimax/minimax-video-01-image-to-video',
	'minimax/minimax-video-01-director-image-to-video',
];
const ROUTED_MODELS = ['auto', 'auto/video'];

/** Entries as both SDKs have them (sdk-node 0.1.3, sdk-python 0.1.2, 2026-06-23): `id`, `object`, `modality`, `owned_by`. */
const CATALOGUE = [
	...MODELS.map((id) => ({ id, object: 'model', modality: 'video', owned_by: 'minimax' })),
	{ id: 'openai/gpt-5.4', object: 'model', modality: 'text', owned_by: 'openai' },
];

/** An ID holds a slash, which comes as it is or escaped. */
const MODEL_PATHS = ['/v1/models/:id', '/v1/models/:maker/:id'];
const modelIdIn = ({ maker, id }: Record<string, string>) =>
	maker === undefined ? id : `${maker}/${id}`;

const MODEL_SCHEMA = {
	type: 'object',
	properties: {
		prompt: { type: 'string' },
		duration: { type: 'number' },
		aspect_ratio: { type: 'string' },
		resolution: { type: 'string' },
		image_url: { type: 'string' },
	},
	required: ['prompt'],
};

/**
 * The error types of the model page; 403 is from https://aigateway.sh/docs/authentication.
 * [Inferred: the type that goes with 400, and all message texts.]
 */
const ERRORS: Record<number, [type: string, message: string]> = {
	400: ['invalid_request_error', 'Invalid request'],
	401: ['authentication_error', 'Invalid or missing API key'],
	402: ['insufficient_credits', 'Wallet empty'],
	403: ['scope_exceeded', 'The key does not allow this'],
	404: ['not_found', 'Unknown model or endpoint'],
	429: ['rate_limit_error', 'Over per-minute limit'],
	500: ['server_error', 'Upstream provider failed'],
	503: ['service_unavailable', 'Upstream saturated'],
};

/** The body `{error:{message,type,code}}` of the OpenAPI document (aigateway-sh/openapi, 2026-06-23). */
function aigatewayError(status: number, message?: string): Answer {
	const [type, text] = ERRORS[status] ?? ['server_error', `HTTP ${status}`];
	return { status, body: { error: { message: message ?? text, type, code: status } } };
}

const submitBody = z
	.object({
		model: z.string(),
		prompt: z.string().min(1),
		duration: z.number().positive(),
		aspect_ratio: z.string().regex(/^\d+:\d+$/),
		resolution: z.string(),
		image_url: z.string().refine(isWebAddress, 'not an http(s) address'),
		webhook_url: z.string().superRefine((address, context) => {
			const message = callbackProblem(address);
			if (message) context.addIssue({ code: 'custom', message });
		}),
	})
	.partial()
	.required({ prompt: true })
	.strict();

const variantOf = (job: SimulatedJob) => (job.variant ?? 'page') as Variant;
/** [Inferred: the form, from the secrets in the tests of github.com/aigateway-sh/sdk-node 0.1.3.] */
const newWebhookSecret = () => `whsec_${randomBytes(24).toString('hex')}`;
const inSeconds = (milliseconds: number) => Math.floor(milliseconds / 1000);

const FAILURES: Record<'failed' | 'moderated' | 'cancelled', [code: string, message: string]> = {
	failed: ['upstream_error', 'The provider could not make this video'],
	// [Inferred: no page says how a moderated job looks.]
	moderated: ['content_moderated', 'The content was refused by the provider'],
	cancelled: ['cancelled', 'The job was cancelled'],
};

function failureOf(job: SimulatedJob, variant: Variant) {
	if (job.outcome !== 'failed' && job.outcome !== 'moderated') return {};
	const [code, message] = FAILURES[job.outcome];
	// A string by the SDK's type, an object by the async page. [Inferred for the model page.]
	return { error: variant === 'asyncDocs' ? { code, message } : message };
}

function statusWord(job: SimulatedJob, variant: Variant): string {
	const stage = stageOf(job);
	if (stage === 'queued') return 'queued';
	if (stage === 'processing') return variant === 'asyncDocs' ? 'running' : 'processing';
	switch (job.outcome) {
		case 'completed':
		case 'completedWithoutUrl':
			return 'completed';
		case 'cancelled':
			return 'cancelled';
		case 'unknownStatus':
			return 'archiving';
		default:
			return 'failed';
	}
}

function resultOf(job: SimulatedJob, variant: Variant) {
	if (!hasVideo(job)) return {};
	switch (variant) {
		case 'page':
			return { result: { url: job.videoUrl, duration: 5, resolution: '1920x1080' } };
		case 'asyncDocs':
			return { result: { file_url: job.videoUrl } };
		case 'sdk':
		case 'sdkMilliseconds':
			return { result_url: job.videoUrl };
	}
}

function snapshot(job: SimulatedJob) {
	const variant = variantOf(job);
	const head = {
		page: { model: job.body.model, created: Math.floor(job.submittedAt / 1000) },
		asyncDocs: { object: 'job' },
		sdk: {
			modality: 'video',
			created_at: inSeconds(job.submittedAt),
			updated_at: inSeconds(Date.now()),
		},
		sdkMilliseconds: {
			modality: 'video',
			created_at: job.submittedAt,
			updated_at: Date.now(),
		},
	}[variant];
	return {
		id: job.jobId,
		status: statusWord(job, variant),
		...head,
		...resultOf(job, variant),
		...failureOf(job, variant),
	};
}

/** "Exponential backoff for 24 hours (~8 attempts)" (https://aigateway.sh/docs/webhooks, read 2026-11). */
const CALLBACK_ATTEMPTS = 8;

/** https://aigateway.sh model page of MiniMax Video 01, per video second. */
const CENTS_PER_SECOND = 50;

/** https://aigateway.sh/docs/webhooks, Payload shape, read 2026-11. [Inferred: what a failure's data holds.] */
function dashboardEvent(job: SimulatedJob) {
	const isCompleted = statusWord(job, 'page') === 'completed';
	const seconds = typeof job.body.duration === 'number' ? job.body.duration : 5;
	return {
		// One event keeps its id however often it is delivered. [Inferred]
		id: job.jobId.replace('job_', 'evt_'),
		type: isCompleted ? 'job.completed' : 'job.failed',
		created: Math.floor(job.endsAt / 1000),
		data: {
			job_id: job.jobId,
			model: job.body.model,
			...(hasVideo(job) && { result_url: job.videoUrl }),
			...failureOf(job, 'asyncDocs'),
			usage: { cost_cents: isCompleted ? seconds * CENTS_PER_SECOND : 0 },
		},
	};
}

const hmac = (secret: string, timestamp: number, body: string) =>
	createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');

/** The same signature goes under the SDK's one header and under the webhooks page's two. */
const SIGNATURE_HEADERS = {
	sdk: (timestamp: number, signature: string) => ({
		'X-Gateway-Signature': `t=${timestamp},v1=${signature}`,
	}),
	dashboard: (timestamp: number, signature: string) => ({
		'aig-signature': signature,
		'aig-timestamp': String(timestamp),
	}),
};

/** AIgateway (api.aigateway.sh, media.aigateway.sh). */
function simulate(ground: Ground): SimulatedGateway {
	const linkSecret = randomBytes(16);
	let webhookSecret = newWebhookSecret();

	// "Delivery id" and "attempt count" have headers too, which no page names, so they are not sent.
	function callbackShape(
		headers: keyof typeof SIGNATURE_HEADERS,
		bodyOf: CallbackShape['bodyOf'],
	): CallbackShape {
		return {
			bodyOf,
			// The events are `job.completed` and `job.failed`: none for the start, none for a cancel.
			tells: (job) => stageOf(job) === 'ended' && job.outcome !== 'cancelled',
			signatureOf: (body, timestamp, secret = webhookSecret) =>
				SIGNATURE_HEADERS[headers](timestamp, hmac(secret, timestamp, body)),
		};
	}
	const callbackShapes: Record<(typeof CALLBACK_VARIANTS)[number], CallbackShape> = {
		record: callbackShape('sdk', snapshot),
		recordDashboardHeaders: callbackShape('dashboard', snapshot),
		sdk: callbackShape('sdk', (job) => ({
			id: job.jobId,
			status: statusWord(job, variantOf(job)),
		})),
		dashboard: callbackShape('dashboard', dashboardEvent),
	};

	const fileUrl = (jobId: string) =>
		`${ground.origin}/aigateway/v1/files/jobs/${jobId}/video.mp4`;
	const sign = (jobId: string, expires: number) =>
		createHmac('sha256', linkSecret).update(`${jobId} ${expires}`).digest('hex');

	function withVideo(jobId: string | undefined, range: string | undefined): Answer {
		const job = ground.find('aigateway', jobId ?? '');
		return job && hasVideo(job) ? ground.video(job, range) : aigatewayError(404);
	}

	const gateway: Omit<SimulatedGateway, 'endpoints'> = {
		apiKey: API_KEY,
		unauthorized: (headers) =>
			hasHeaders(headers, keyHeaders(API_KEY)) ? undefined : aigatewayError(401),
		// https://aigateway.sh OpenAPI document, 2026-06-23: a cost tag of at most 64 characters.
		headerProblem: (headers) =>
			String(headers['x-aig-tag'] ?? '').length > 64
				? 'x-aig-tag is longer than 64 characters'
				: undefined,
		invalid: (reason) => aigatewayError(400, reason),
		notFound: () => aigatewayError(404),
		callbacks: { shapes: callbackShapes, attempts: CALLBACK_ATTEMPTS },
		reset() {
			webhookSecret = newWebhookSecret();
		},
	};

	return {
		...gateway,
		endpoints: [
			endpoint(gateway, {
				name: 'submit',
				method: 'POST',
				path: '/v1/videos/generations',
				body: submitBody,
				answer({ path, body }) {
					if (body.model && ![...MODELS, ...ROUTED_MODELS].includes(body.model)) {
						return aigatewayError(404);
					}
					const jobId = `job_${randomUUID().replaceAll('-', '').slice(0, 20)}`;
					const job = ground.accept({
						gateway: 'aigateway',
						jobId,
						path,
						body,
						callbackUrl: body.webhook_url,
						videoUrl: (variant) =>
							variant === 'asyncDocs'
								? fileUrl(jobId)
								: ground.mediaUrl('aigateway', jobId),
					});
					return { status: 202, body: { ...snapshot(job), status: 'queued' } };
				},
			}),
			endpoint(gateway, {
				name: 'status',
				method: 'GET',
				path: '/v1/jobs/:id',
				answer({ params }) {
					const job = ground.find('aigateway', params.id ?? '');
					if (!job) return aigatewayError(404, 'Job not found');
					const now = Date.now();
					const lastLook = job.statusCalls.at(-1) ?? -Infinity;
					const isEarly = now - lastLook < SHORTEST_LOOK_INTERVAL_MS;
					if (isEarly && ground.openFacts().earlyLooksUnchanged) {
						job.unchangedCalls.push(now);
						return { status: 304 };
					}
					job.statusCalls.push(now);
					return { status: 200, body: snapshot(job) };
				},
			}),
			endpoint(gateway, {
				name: 'cancel',
				method: 'DELETE',
				path: '/v1/jobs/:id',
				answer({ params }) {
					const job = ground.find('aigateway', params.id ?? '');
					if (!job) return aigatewayError(404, 'Job not found');
					ground.cancel(job);
					// Documented as 200 "Cancelled or terminal". [Inferred: the body.]
					return { status: 200, body: snapshot(job) };
				},
			}),
			endpoint(gateway, {
				name: 'models',
				method: 'GET',
				path: '/v1/models',
				query: z.object({ modality: z.string(), provider: z.string() }).partial().strict(),
				answer({ query: { modality, provider } }) {
					const data = CATALOGUE.filter(
						(model) =>
							(modality === undefined || model.modality === modality) &&
							(provider === undefined || model.owned_by === provider),
					);
					return { status: 200, body: { object: 'list', data } };
				},
			}),
			endpoint(gateway, {
				name: 'models',
				method: 'GET',
				path: MODEL_PATHS,
				answer: ({ params }) => {
					const model = CATALOGUE.find(({ id }) => id === modelIdIn(params));
					return model ? { status: 200, body: model } : aigatewayError(404);
				},
			}),
			endpoint(gateway, {
				name: 'models',
				method: 'GET',
				path: MODEL_PATHS.map((path) => `${path}/schema`),
				// [Inferred: that a JSON Schema of the submit's body comes; the OpenAPI document names the path alone.]
				answer: ({ params }) =>
					CATALOGUE.some(({ id }) => id === modelIdIn(params))
						? { status: 200, body: MODEL_SCHEMA }
						: aigatewayError(404),
			}),
			endpoint(gateway, {
				name: 'account',
				method: 'GET',
				path: '/v1/balance',
				// "Current credit balance and recent spend". [Inferred: the field names.]
				answer: () => ({
					status: 200,
					body: { balance: 25, currency: 'USD', recent_spend: 0 },
				}),
			}),
			endpoint(gateway, {
				name: 'webhookSecret',
				method: 'GET',
				path: '/v1/webhook-secret',
				// `{secret: string | null}` (github.com/aigateway-sh/sdk-node 0.1.3, 2026-06-23).
				// [Not found: when it is null.]
				answer: () => ({ status: 200, body: { secret: webhookSecret } }),
			}),
			endpoint(gateway, {
				name: 'webhookSecret',
				method: 'POST',
				path: '/v1/webhook-secret/rotate',
				answer() {
					webhookSecret = newWebhookSecret();
					return { status: 200, body: { secret: webhookSecret } };
				},
			}),
			endpoint(gateway, {
				name: 'media',
				method: 'GET',
				path: '/v1/files/jobs/:id/:filename',
				answer: ({ params, headers }) => withVideo(params.id, headers.range),
			}),
			endpoint(gateway, {
				name: 'link',
				method: 'GET',
				path: '/v1/files/jobs/:id/:filename/signed',
				query: z
					.object({ expires_in: z.coerce.number().int().min(60).max(604800) })
					.partial()
					.strict(),
				answer({ params, query }) {
					const jobId = params.id ?? '';
					if (!ground.find('aigateway', jobId)) return aigatewayError(404);
					const expires = Math.floor(Date.now() / 1000) + (query.expires_in ?? 3600);
					const signature = `token=${sign(jobId, expires)}&exp=${expires}&k=1`;
					return {
						status: 200,
						// [Inferred: that expires_at is in Unix seconds.]
						body: {
							url: `${fileUrl(jobId)}/public?${signature}`,
							expires_at: expires,
						},
					};
				},
			}),
			endpoint(gateway, {
				name: 'media',
				method: 'GET',
				path: '/v1/files/jobs/:id/:filename/public',
				needsKey: false,
				query: z
					.object({ token: z.string(), exp: z.coerce.number(), k: z.string() })
					.strict(),
				answer({ params, query, headers }) {
					const wanted = Buffer.from(sign(params.id ?? '', query.exp));
					const given = Buffer.from(query.token);
					const isValid =
						wanted.length === given.length &&
						timingSafeEqual(wanted, given) &&
						query.exp * 1000 > Date.now();
					return isValid
						? withVideo(params.id, headers.range)
						: aigatewayError(400, 'Link is invalid or expired');
				},
			}),
		],
	};
}

/** AIgateway, by its pages. */
export const aigateway: DocumentedGateway = {
	variants: VARIANTS,
	callbackVariants: CALLBACK_VARIANTS,
	error: aigatewayError,
	// aigateway.sh model page.
	noCredit: aigatewayError(402),
	keyHeaders,
	orderKeys: { prompt: 'prompt', model: 'model' },
	idKeys: ['id'],
	unknownStatus: { status: 'archiving' },
	simulate,
};
