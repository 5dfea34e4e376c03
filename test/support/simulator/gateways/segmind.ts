import { randomInt, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { endpoint } from '../gateway';
import type { Call, Endpoint, DocumentedGateway, Ground, SimulatedGateway } from '../gateway';
import { isWebAddress } from '../images';
import { hasVideo, stageOf } from '../jobs';
import type { Answer, SimulatedJob } from '../types';

/**
 * The answer shapes. The documentation says of the result only that `output` is always there:
 * - `outputText`: the video's address as text (the default; segmind.com/models/svd/api)
 * - `outputObject`, `outputArray`, `outputVideoUrl`: `{url}`, `[address]` and `{video_url}`, which
 *   clients of other Segmind models read
 * - `outputVideo`, `besideOutput`: `{video:{url}}`, and the address as `video_url` beside an empty `output`, which
 *   clients of 2026-08 read as well
 * - `errorObject`: the reason of a failure as `{error:{message}}` (failures of 2026-08)
 * - `json`: the blocking v1 answers with JSON, as its page's sample code expects, instead of bytes
 * - `sdk`: the upload answers `file_urls` (segmind-python) instead of `urls` (docs.segmind.com)
 */
const VARIANTS = [
	'outputText',
	'outputObject',
	'outputArray',
	'outputVideoUrl',
	'outputVideo',
	'besideOutput',
	'errorObject',
	'json',
	'sdk',
] as const;

const API_KEY = 'SG_4f1c9be07d2a3865';
const KEY_HEADER = 'x-api-key';

const UPLOAD_HOST = 'segmind-uploads';

/**
 * segmind.com, MiniMax AI (Hailuo), Common Error Codes; 410 and 422 are from docs.segmind.com.
 * Documented is the body `{error}`. [Inferred: the texts, which the page leaves open.]
 */
const MESSAGES: Record<number, string> = {
	400: 'Invalid parameters or request format',
	401: 'Missing or invalid API key',
	// /v2, by probes of 2026-08-02; the page has 406, which is what /v1 answers.
	402: 'Insufficient credits',
	403: 'Insufficient permissions',
	404: 'Model or endpoint not found',
	406: 'Not enough credits to process request',
	410: 'Model retired',
	422: 'Generation failed',
	429: 'Too many requests',
	500: 'Internal server error',
	502: 'Service temporarily unavailable',
	504: 'Request timed out',
};

/** The body `{error}`, in the gateway's words where they are printed. */
function segmindError(status: number, message?: string): Answer {
	return {
		status,
		body: { error: message ?? MESSAGES[status] ?? `HTTP ${status}` },
		// docs.segmind.com: instead of Retry-After.
		...(status === 429 && {
			headers: {
				'x-rate-limit-reset-at-utc': new Date(Date.now() + 60_000).toISOString(),
			},
		}),
	};
}

const address = z.string().refine(isWebAddress, 'not an http(s) address');
const prompt = z.string().min(1);
const promptOptimizer = { prompt_optimizer: z.boolean().optional() };

const hailuo23 = {
	prompt,
	duration: z.union([z.literal(6), z.literal(10)]).optional(),
	resolution: z.enum(['768p', '1080p']).optional(),
	...promptOptimizer,
};

interface Timed {
	resolution?: string | undefined;
	duration?: number | undefined;
}

// MiniMax makes 1080P for 6 seconds only (platform.minimax.io, video generation). [Inferred: that
// Segmind, whose pages are silent, refuses it too.]
const notLongFullHd = ({ resolution, duration }: Timed) =>
	!(resolution === '1080p' && duration === 10);
const LONG_FULL_HD = '1080p is made for 6 seconds only';

// segmind.com, MiniMax AI (Hailuo), Parameters.
const minimaxAi = z
	.object({
		prompt,
		first_frame_image: address.nullable().optional(),
		subject_reference: z.union([z.literal(''), address]).optional(),
		...promptOptimizer,
	})
	.strict();

// [Not found: the parameters of these models beside the prompt.]
const undescribed = z.object({ prompt }).passthrough();

// segmind.com/models/<slug>/api of each.
const MODELS: Record<string, z.ZodType<{ prompt: string }, z.ZodTypeDef, unknown>> = {
	// [Inferred: its page shows v1; the siblings' pages show v2.]
	'minimax-ai': minimaxAi,
	'minimax-ai-director': z
		.object({ prompt, first_frame_image: address, ...promptOptimizer })
		.strict(),
	'minimax-hailuo-2': z
		.object({
			prompt,
			image_url: address.optional(),
			last_frame_image: address.nullable().optional(),
			mode: z.enum(['standard', 'pro']).optional(),
			...promptOptimizer,
		})
		.strict(),
	'hailuo-2.3': z
		.object({ ...hailuo23, first_frame_image: address.optional() })
		.strict()
		.refine(notLongFullHd, LONG_FULL_HD),
	'hailuo-2.3-fast': z
		.object({ ...hailuo23, first_frame_image: address })
		.strict()
		.refine(notLongFullHd, LONG_FULL_HD),
	// segmind.com/models/hailuo-02-fast, read 2026-11.
	'hailuo-02-fast': z
		.object({
			prompt,
			first_frame_image: address,
			last_frame_image: address.nullable().optional(),
			duration: z.union([z.literal(6), z.literal(10)]).optional(),
			go_fast: z.boolean().optional(),
			...promptOptimizer,
		})
		.strict(),
	'minimax-h3-text-to-video': undescribed,
	'minimax-h3-image-to-video': undescribed,
	'minimax-h3-reference-to-video': undescribed,
};

/**
 * Where a wrong body is taken as a job, which the poll then tells as failed, with 422 (probes of 2026-08-02, production of
 * 2026-08-19 and 20). v1 and the other calls answer 400 at once. [Inferred for v1.]
 */
const LATE_PATHS: ReadonlySet<string> = new Set(
	Object.keys(MODELS).map((slug) => `/segmind/v2/${slug}`),
);

const STATUS_AT_END: Record<SimulatedJob['outcome'], string> = {
	completed: 'COMPLETED',
	completedWithoutUrl: 'COMPLETED',
	failed: 'FAILED',
	moderated: 'FAILED',
	// Segmind documents that a request can not be cancelled; this is its nearest word.
	cancelled: 'FAILED',
	unknownStatus: 'ARCHIVED',
};

function statusWord(job: SimulatedJob): string {
	const stage = stageOf(job);
	if (stage === 'ended') return STATUS_AT_END[job.outcome];
	return stage === 'queued' ? 'QUEUED' : 'PROCESSING';
}

// [Inferred: the texts.]
const FAILURES: Partial<Record<SimulatedJob['outcome'], string>> = {
	failed: 'Generation failed',
	moderated: 'The content was flagged as sensitive',
	cancelled: 'The request was cancelled',
};

function outputOf(job: SimulatedJob): unknown {
	switch (job.variant) {
		case 'outputObject':
			return { url: job.videoUrl };
		case 'outputArray':
			return [job.videoUrl];
		case 'outputVideoUrl':
			return { video_url: job.videoUrl };
		case 'outputVideo':
			return { video: { url: job.videoUrl } };
		case 'besideOutput':
			return null;
		default:
			return job.videoUrl;
	}
}

const RECORD_LIFETIME_MS = 60 * 60 * 1000;

const COST_PER_VIDEO = 0.625;
const CREDITS = 25;

function metricsOf(job: SimulatedJob) {
	const seconds = (job.endsAt - job.submittedAt) / 1000;
	return {
		cost: COST_PER_VIDEO,
		remaining_credits: CREDITS,
		inference_time: seconds,
		queue_time: 0,
		total_time: seconds,
		retry_count: 0,
	};
}

const isDataUrl = (value: string) =>
	/^data:[a-z]+\/[a-z0-9.+-]+;base64,[A-Za-z0-9+/]+=*$/.test(value);

/** Segmind (api.segmind.com, workflows-api.segmind.com). */
function simulate(ground: Ground): SimulatedGateway {
	const gateway: Omit<SimulatedGateway, 'endpoints'> = {
		apiKey: API_KEY,
		uploadHost: UPLOAD_HOST,
		// Two different bodies are documented, one for each case. [Inferred: their texts.]
		unauthorized({ [KEY_HEADER]: key }) {
			if (key === undefined) return segmindError(401, 'API key header is missing');
			return key === API_KEY ? undefined : segmindError(401);
		},
		invalid: (reason, path) =>
			LATE_PATHS.has(path)
				? queued(accept({ path, body: {} }, reason))
				: segmindError(400, reason),
		notJson: () => segmindError(406, 'Content-Type must be application/json'),
		notFound: () => segmindError(404),
		wrongMethod: () => ({
			status: 405,
			headers: { 'content-type': 'text/html' },
			body: '<html><head><title>405 Method Not Allowed</title></head></html>',
		}),
	};

	const linksOf = (jobId: string) => ({
		status_url: `${ground.origin}/segmind/v2/requests/${jobId}/status`,
		response_url: `${ground.origin}/segmind/v2/requests/${jobId}`,
	});

	function accept(
		{ path, body }: Pick<Call<unknown, object>, 'path' | 'body'>,
		rejected?: string,
	): SimulatedJob {
		const jobId = randomUUID();
		return ground.accept({
			gateway: 'segmind',
			jobId,
			path,
			body: { ...body },
			...(rejected !== undefined && { rejected }),
			videoUrl: () => ground.mediaUrl('segmind', jobId),
		});
	}

	const queued = ({ jobId }: SimulatedJob): Answer => ({
		status: 200,
		body: {
			request_id: jobId,
			status: 'QUEUED',
			poll_url: `${ground.origin}/segmind/v1/requests/${jobId}`,
			...linksOf(jobId),
		},
	});

	/** "Prompt is mandatory" is recorded (2026-08-02). [Inferred: the words for other faults.] */
	function reasonOf({ rejected, outcome, variant }: SimulatedJob): unknown {
		const text =
			rejected === undefined
				? FAILURES[outcome]
				: /^prompt: /.test(rejected)
					? 'Prompt is mandatory'
					: `Invalid parameters: ${rejected}`;
		return variant === 'errorObject' ? { message: text } : text;
	}

	const submitTo = ([slug, body]: [string, (typeof MODELS)[string]]): Endpoint =>
		endpoint(gateway, {
			name: 'submit',
			method: 'POST',
			path: `/v2/${slug}`,
			body,
			answer: (call) => queued(accept(call)),
		});

	function blockingAnswer(job: SimulatedJob): Answer {
		const notBefore = job.endsAt;
		if (job.outcome !== 'completed') {
			// [Inferred: how a failure of v1 looks.]
			return { ...segmindError(500, FAILURES[job.outcome]), notBefore };
		}
		if (job.variant === 'json') {
			// [Inferred: the fields; the page's sample only prints whatever JSON there is.]
			return {
				status: 200,
				notBefore,
				body: { request_id: job.jobId, status: 'COMPLETED', output: job.videoUrl },
			};
		}
		const file = ground.video(job, undefined);
		return {
			...file,
			notBefore,
			headers: {
				...file.headers,
				'x-cost': String(COST_PER_VIDEO),
				'x-remaining-credits': String(CREDITS),
				'x-generation-time': String((job.endsAt - job.submittedAt) / 1000),
				'x-seed-value': String(randomInt(1e9)),
				'x-request-id': job.jobId,
			},
		};
	}

	/** docs.segmind.com: a request is known for "1 hour after submission", then answered 404. */
	function known(id: string | undefined): SimulatedJob | undefined {
		const job = ground.find('segmind', id ?? '');
		return job && Date.now() - job.submittedAt <= RECORD_LIFETIME_MS ? job : undefined;
	}

	function unknownRequest(id: string | undefined): Answer {
		return segmindError(404, `Request ${id} not found`);
	}

	return {
		...gateway,
		endpoints: [
			...Object.entries(MODELS).map(submitTo),
			endpoint(gateway, {
				name: 'submit',
				method: 'POST',
				path: '/v1/minimax-ai',
				body: minimaxAi,
				answer: (call) => blockingAnswer(accept(call)),
			}),
			endpoint(gateway, {
				name: 'status',
				method: 'GET',
				path: '/v2/requests/:id/status',
				answer({ params }) {
					const job = known(params.id);
					if (!job) return unknownRequest(params.id);
					job.statusCalls.push(Date.now());
					return {
						status: 200,
						body: {
							status: statusWord(job),
							request_id: job.jobId,
							...linksOf(job.jobId),
							metrics: stageOf(job) === 'ended' ? metricsOf(job) : {},
						},
					};
				},
			}),
			endpoint(gateway, {
				name: 'result',
				method: 'GET',
				path: '/v2/requests/:id',
				answer({ params }) {
					const job = known(params.id);
					if (!job) return unknownRequest(params.id);
					job.statusCalls.push(Date.now());
					const status = statusWord(job);
					const head = { request_id: job.jobId, status };
					// [Inferred: what is answered before the end.]
					if (stageOf(job) !== 'ended') {
						return { status: 200, body: { ...head, metrics: {} } };
					}
					const metrics = metricsOf(job);
					if (status === 'FAILED') {
						return {
							status: 422,
							body: { ...head, error: reasonOf(job), metrics },
						};
					}
					const output = hasVideo(job) ? { output: outputOf(job) } : {};
					const beside =
						hasVideo(job) && job.variant === 'besideOutput'
							? { video_url: job.videoUrl }
							: {};
					return { status: 200, body: { ...head, ...output, ...beside, metrics } };
				},
			}),
			endpoint(gateway, {
				name: 'account',
				method: 'GET',
				path: '/v1/get-user-credits',
				answer: () => ({ status: 200, body: { credits: CREDITS } }),
			}),
			endpoint(gateway, {
				name: 'upload',
				method: 'POST',
				// workflows-api.segmind.com instead of api.segmind.com.
				host: UPLOAD_HOST,
				path: '/upload-asset',
				body: z
					.object({
						data_urls: z
							.array(z.string().refine(isDataUrl, 'not a base64 data URL'))
							.min(1),
					})
					.strict(),
				answer({ body }) {
					const urls = body.data_urls.map(
						() => `${ground.origin}/media/segmind/assets/${randomUUID()}`,
					);
					const isSdk = ground.variant('segmind') === 'sdk';
					return {
						status: 200,
						body: isSdk ? { file_urls: urls, message: 'Uploaded' } : { urls },
					};
				},
			}),
		],
	};
}

/** Segmind, by its pages. */
export const segmind: DocumentedGateway = {
	variants: VARIANTS,
	error: segmindError,
	// /v2, by probes of 2026-08-02; the model page has 406, for /v1.
	noCredit: segmindError(402),
	keyHeaders: (apiKey) => ({ [KEY_HEADER]: apiKey }),
	// The model is in the path.
	orderKeys: { prompt: 'prompt' },
	idKeys: ['request_id'],
	unknownStatus: { status: 'archiving' },
	simulate,
};
