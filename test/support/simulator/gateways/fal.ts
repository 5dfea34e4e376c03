import {
	createHash,
	createPublicKey,
	generateKeyPairSync,
	randomUUID,
	sign,
	type KeyObject,
} from 'node:crypto';
import { z } from 'zod';
import { callbackProblem, endpoint, hasHeaders } from '../gateway';
import type {
	CallbackShape,
	DocumentedGateway,
	Endpoint,
	Ground,
	SimulatedGateway,
} from '../gateway';
import { fileProblem, textBy } from '../images';
import { stageOf } from '../jobs';
import type { Answer, SimulatedJob } from '../types';
import { imageEndpoint } from './falImage';
import { ruleOf as schemaRule } from '../openApi';
import { FAL_INPUTS } from './falInputs';
import { documentFor, OTHER_ENDPOINTS } from './falSchemas';

/**
 * Sources: fal.ai/docs/documentation/model-apis/inference/{queue,webhooks}, model-apis/errors and request-errors (read
 * 2026-11), @fal-ai/client 1.10.1 for paths, headers and uploads; the outputs of fal.ai/models/{endpoint}/llms.txt:
 * - `file`: the video's file as Veo's pages have it
 * - `withSeed`: the same and the seed, as Seedance's
 * - `measured`: the file with its size and length, as Wan 2.6's
 * - `statusError`: as `file`; the status of a job that has failed says so
 */
const VARIANTS = ['file', 'withSeed', 'measured', 'statusError'] as const;

/** `payloadError`: the model's answer could not be put into the call (webhooks, "Payload errors"). */
const CALLBACK_VARIANTS = ['payload', 'payloadError'] as const;

const API_KEY = '6f3c1b0e-8d2a-4c57-9e41-7b0a5d92f813:2c9e5f7a41d80b36e95a7c14f02d8b63';
const keyHeaders = (apiKey: string) => ({ Authorization: `Key ${apiKey}` });

const USER_ID = 'github|4711';

/** Webhooks, "retried 10 times". */
const CALLBACK_ATTEMPTS = 10;

/** How long a run takes to end where a cancel ends it later. [Not found.] */
const CANCEL_MS = 5000;

const REST_HOST = 'fal-rest';

/** fal.ai itself: a key that comes here has come to the wrong host. */
const SITE_HOST = 'fal-site';

/** [Inferred: all words but those of 403 without credit, fal-ai/fal issue 1147, 2026-08.] */
const ERRORS: Record<number, unknown> = {
	400: 'Bad request',
	401: 'Authentication is required to access this application',
	403: 'User is locked. Reason: Exhausted balance. Top up your balance at fal.ai/dashboard/billing.',
	404: 'Request not found',
	422: faults('missing', 'Field required', ['body', 'prompt']),
	429: 'Too many concurrent requests',
	500: 'Internal Server Error',
	503: 'Service unavailable',
	504: 'Gateway timeout',
};

function faults(type: string, msg: string, loc: string[] = ['body']) {
	return [{ loc, msg, type, url: `https://docs.fal.ai/errors#${type}` }];
}

const falError = (
	status: number,
	detail: unknown = ERRORS[status] ?? `HTTP ${status}`,
): Answer => ({
	status,
	body: { detail },
});

/** The pages of most models: "Publicly accessible URL or base64 data URI". */
const picture = textBy((text) =>
	text.startsWith('data:') && !text.startsWith('data:image/')
		? 'not a picture'
		: fileProblem(text),
);

/** The rule of one field, as `FAL_INPUTS` writes it. */
function ruleOf(type: string): z.ZodTypeAny {
	switch (type) {
		case 'text':
			return z.string();
		case 'file':
			return picture;
		case 'boolean':
			return z.boolean();
		case 'number':
			return z.number();
		case 'integer':
			return z.number().int();
		default:
			return z.enum(type.split('|') as [string, ...string[]]);
	}
}

/** The body that an endpoint accepts. Strict: what a model does with other fields isn't documented. */
function bodyOf(inputs: string) {
	const fields = inputs.split(' ').map((field) => {
		const [, name = '', required, type = ''] = /^(\w+)(!?)=(.+)$/.exec(field) ?? [];
		const rule = name === 'prompt' ? z.string().min(1) : ruleOf(type);
		return [name, required ? rule : rule.optional()] as const;
	});
	return z.object(Object.fromEntries(fields)).strict();
}

const submitQuery = z
	.object({
		fal_webhook: z.string().superRefine((address, context) => {
			const message = callbackProblem(address);
			if (message) context.addIssue({ code: 'custom', message });
		}),
	})
	.partial()
	.strict();

/** The first two parts of an endpoint, which start all other paths of its jobs. */
const appOf = (path: string) => path.split('/').slice(0, 2).join('/');
const wireId = (jobId: string) => jobId.slice(jobId.indexOf(':') + 1);
const requestIdOf = ({ jobId }: SimulatedJob) => wireId(jobId);

function urlsOf(ground: Ground, job: SimulatedJob) {
	const base = `${ground.origin}/fal/${job.jobId.replace(':', '/requests/')}`;
	return {
		request_id: requestIdOf(job),
		response_url: base,
		status_url: `${base}/status`,
		cancel_url: `${base}/cancel`,
	};
}

function outputOf({ variant, videoUrl }: SimulatedJob) {
	const file = {
		url: videoUrl,
		content_type: 'video/mp4',
		file_name: 'output.mp4',
		file_size: 13096952,
	};
	if (variant === 'withSeed') return { video: file, seed: 42 };
	if (variant === 'measured') {
		const size = { width: 1920, height: 1080, fps: 24, duration: 5.04, num_frames: 121 };
		return { video: { ...file, ...size } };
	}
	return { video: file };
}

/** What a run has come to, as its result answers it. [Inferred: the words, and that a model's trouble has HTTP 500.] */
function resultOf(job: SimulatedJob): Answer {
	switch (job.outcome) {
		case 'completed':
			return { status: 200, body: outputOf(job) };
		case 'completedWithoutUrl':
			return { status: 200, body: { video: null } };
		case 'moderated':
			return falError(
				422,
				faults('content_policy_violation', 'The content was flagged by a content checker'),
			);
		case 'cancelled':
			return {
				status: 499,
				body: { detail: 'The request was cancelled', error_type: 'client_cancelled' },
			};
		case 'unknownStatus':
			return falError(400, 'Request is still in progress');
		case 'failed':
			return job.variant === 'statusError'
				? {
						status: 503,
						body: {
							detail: 'The runner disconnected',
							error_type: 'runner_disconnected',
						},
					}
				: {
						...falError(
							500,
							faults('internal_server_error', 'The model could not do it'),
						),
						headers: { 'x-fal-retryable': 'true' },
					};
	}
}

const isOver = (job: SimulatedJob) => stageOf(job) === 'ended';

function statusOf(ground: Ground, job: SimulatedJob) {
	const urls = urlsOf(ground, job);
	const stage = stageOf(job);
	if (stage === 'queued') return { status: 'IN_QUEUE', queue_position: 3, ...urls };
	if (stage === 'processing') return { status: 'IN_PROGRESS', logs: null, ...urls };
	if (job.outcome === 'unknownStatus') return { status: 'archiving', ...urls };
	const result = resultOf(job);
	const { detail, error_type } = result.body as { detail?: unknown; error_type?: string };
	return {
		status: 'COMPLETED',
		logs: null,
		metrics: { inference_time: 41.7 },
		...urls,
		...(error_type !== undefined && { error: detail, error_type }),
	};
}

/** The body of a call about a job (webhooks, "Successful result", "Response errors", "Payload errors"). */
function callOf(job: SimulatedJob, variant: (typeof CALLBACK_VARIANTS)[number]) {
	const requestId = requestIdOf(job);
	const ids = { request_id: requestId, gateway_request_id: requestId };
	const { status, body } = resultOf(job);
	if (status !== 200) {
		return { ...ids, status: 'ERROR', error: `Invalid status code: ${status}`, payload: body };
	}
	return variant === 'payloadError'
		? {
				...ids,
				status: 'OK',
				payload: null,
				payload_error:
					'Response payload is not JSON serializable. Either return a JSON ...',
			}
		: { ...ids, status: 'OK', payload: body };
}

const newKey = (): KeyObject => generateKeyPairSync('ed25519').privateKey;

/** The headers that sign a call (webhooks, "Verification process"). */
function signatureOf(key: KeyObject, body: string, timestamp: number): Record<string, string> {
	const requestId = String((JSON.parse(body) as { request_id?: unknown }).request_id);
	const digest = createHash('sha256').update(body).digest('hex');
	const message = Buffer.from([requestId, USER_ID, timestamp, digest].join('\n'));
	return {
		'X-Fal-Webhook-Request-Id': requestId,
		'X-Fal-Webhook-User-Id': USER_ID,
		'X-Fal-Webhook-Timestamp': String(timestamp),
		'X-Fal-Webhook-Signature': sign(null, message, key).toString('hex'),
	};
}

/** The paths of a job: those of its app, and of an app with a namespace. */
const jobPath = (end: string) => `/:owner/:alias/requests/:id${end}`;

/** Uploads of @fal-ai/client 1.10.1, storage.ts: an address for a file, and the file itself, which takes no key. */
function uploadEndpoints(gateway: Omit<SimulatedGateway, 'endpoints'>, ground: Ground): Endpoint[] {
	return [
		endpoint(gateway, {
			name: 'upload',
			method: 'POST',
			host: REST_HOST,
			path: '/storage/upload/initiate',
			query: z
				.object({ storage_type: z.literal('fal-cdn-v3') })
				.partial()
				.strict(),
			body: z.object({ content_type: z.string(), file_name: z.string() }).strict(),
			answer: ({ body }) => {
				const file = `${ground.origin}/${REST_HOST}/files/${randomUUID()}/${encodeURIComponent(body.file_name)}`;
				return { status: 200, body: { upload_url: file, file_url: file } };
			},
		}),
		endpoint(gateway, {
			name: 'upload',
			method: 'PUT',
			host: REST_HOST,
			path: '/files/:id/:name',
			needsKey: false,
			binary: true,
			answer: () => ({ status: 200 }),
		}),
	];
}

function jobEndpoints(gateway: Omit<SimulatedGateway, 'endpoints'>, ground: Ground): Endpoint[] {
	const find = ({ owner, alias, id }: Record<string, string>) =>
		ground.find('fal', `${owner}/${alias}:${id}`);
	return [
		endpoint(gateway, {
			name: 'status',
			method: 'GET',
			path: jobPath('/status'),
			query: z
				.object({ logs: z.enum(['0', '1']) })
				.partial()
				.strict(),
			answer({ params }) {
				const job = find(params);
				if (!job) return falError(404);
				job.statusCalls.push(Date.now());
				return { status: 200, body: statusOf(ground, job) };
			},
		}),
		endpoint(gateway, {
			name: 'result',
			method: 'GET',
			path: jobPath(''),
			answer({ params }) {
				const job = find(params);
				if (!job) return falError(404);
				if (!isOver(job)) return falError(400, 'Request is still in progress');
				const { headers, ...result } = resultOf(job);
				return { ...result, headers: { 'x-fal-request-id': requestIdOf(job), ...headers } };
			},
		}),
		endpoint(gateway, {
			name: 'cancel',
			method: 'PUT',
			path: jobPath('/cancel'),
			answer({ params }) {
				const job = find(params);
				if (!job) return { status: 404, body: { status: 'NOT_FOUND' } };
				if (isOver(job)) return { status: 400, body: { status: 'ALREADY_COMPLETED' } };
				// [Inferred: what its status says then.]
				const { cancelEndsRun } = ground.openFacts();
				if (stageOf(job) === 'queued' || cancelEndsRun === 'atOnce') ground.cancel(job);
				else if (cancelEndsRun === 'later') ground.cancel(job, Date.now() + CANCEL_MS);
				return { status: 202, body: { status: 'CANCELLATION_REQUESTED' } };
			},
		}),
	];
}

const submitEndpoint = (
	gateway: Omit<SimulatedGateway, 'endpoints'>,
	ground: Ground,
	[id, rules]: [string, z.ZodTypeAny],
): Endpoint =>
	endpoint(gateway, {
		name: 'submit',
		method: 'POST',
		path: `/${id}`,
		query: submitQuery,
		body: rules,
		answer({ path, body, query }) {
			const job = ground.accept({
				gateway: 'fal',
				jobId: `${appOf(id)}:${randomUUID()}`,
				path,
				body,
				callbackUrl: query.fal_webhook,
				videoUrl: (_variant, jobId) => ground.mediaUrl('fal', jobId),
			});
			const { status, ...urls } = { status: 'IN_QUEUE', ...urlsOf(ground, job) };
			return { status: 200, body: { status, queue_position: 3, ...urls } };
		},
	});

/** What each endpoint accepts: those of the pages, and those that only their own documents tell. */
const bodies: ReadonlyArray<[id: string, rules: z.ZodTypeAny]> = [
	...Object.entries(FAL_INPUTS).map(([id, inputs]): [string, z.ZodTypeAny] => [
		id,
		bodyOf(inputs),
	]),
	...Object.entries(OTHER_ENDPOINTS).map(([id, input]): [string, z.ZodTypeAny] => [
		id,
		schemaRule(input, {}),
	]),
];

/** [Inferred: what it answers for an endpoint that fal doesn't have.] */
const descriptionEndpoint = (gateway: Omit<SimulatedGateway, 'endpoints'>): Endpoint =>
	endpoint(gateway, {
		name: 'description',
		method: 'GET',
		host: SITE_HOST,
		path: '/api/openapi/queue/openapi.json',
		needsKey: false,
		query: z.object({ endpoint_id: z.string() }).strict(),
		answer({ query, headers }) {
			if (headers.authorization) return { refused: 'the key was sent to fal.ai' };
			const document = documentFor(query.endpoint_id);
			return document ? { status: 200, body: document } : falError(404, 'Not Found');
		},
	});

/** fal (queue.fal.run, rest.fal.ai, fal.ai). */
function simulate(ground: Ground): SimulatedGateway {
	let known: [KeyObject, KeyObject] | undefined;
	const keys = () => (known ??= [newKey(), newKey()]);
	const shapes = Object.fromEntries(
		CALLBACK_VARIANTS.map((variant): [string, CallbackShape] => [
			variant,
			{
				// "Once the request is done": none for a start. [Inferred: none for a cancel.]
				tells: (job) => isOver(job) && job.outcome !== 'cancelled',
				bodyOf: (job) => callOf(job, variant),
				addressFor: (job, url) =>
					`${url}${url.includes('?') ? '&' : '?'}fal_app=${encodeURIComponent(job.jobId.split(':')[0]!)}`,
				signatureOf: (body, timestamp, secret) =>
					signatureOf(secret === undefined ? keys()[1] : newKey(), body, timestamp),
			},
		]),
	);
	const gateway: Omit<SimulatedGateway, 'endpoints'> = {
		apiKey: API_KEY,
		uploadHost: REST_HOST,
		schemaHost: SITE_HOST,
		unauthorized: (headers) =>
			hasHeaders(headers, keyHeaders(API_KEY)) ? undefined : falError(401),
		invalid: (reason) => falError(422, faults('value_error', reason)),
		notFound: () => falError(404),
		callbacks: { shapes, attempts: CALLBACK_ATTEMPTS },
		reset() {
			known = undefined;
		},
	};
	return {
		...gateway,
		endpoints: [
			...bodies.map((body) => submitEndpoint(gateway, ground, body)),
			descriptionEndpoint(gateway),
			...jobEndpoints(gateway, ground),
			...uploadEndpoints(gateway, ground),
			imageEndpoint(gateway, ground),
			endpoint(gateway, {
				name: 'webhookSecret',
				method: 'GET',
				host: REST_HOST,
				path: '/.well-known/jwks.json',
				needsKey: false,
				// [Inferred: that there are two keys while one takes over from the other.]
				answer: () => ({
					status: 200,
					body: {
						keys: keys().map((key) => createPublicKey(key).export({ format: 'jwk' })),
					},
				}),
			}),
		],
	};
}

/** fal, by its pages. */
export const fal: DocumentedGateway = {
	variants: VARIANTS,
	callbackVariants: CALLBACK_VARIANTS,
	error: falError,
	noCredit: falError(403),
	keyHeaders,
	orderKeys: { prompt: 'prompt' },
	idKeys: ['request_id'],
	wireId,
	unknownStatus: { status: 'archiving' },
	simulate,
};
