import { createHmac, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { endpoint, hasHeaders } from '../../gateway';
import type {
	CallbackShape,
	DocumentedGateway,
	Endpoint,
	Ground,
	Refusal,
	SimulatedGateway,
} from '../../gateway';
import { hasVideo, stageOf } from '../../jobs';
import type { Answer, SimulatedJob } from '../../types';
import { LIST, type ListedEntry } from './list';
import { problemOf, submitBody, type SubmitBody } from './submit';

/**
 * Sources: @openrouter/sdk 1.3.19, openrouter.ai/docs/api_reference/videos and errors-and-debugging,
 * docs/cookbook/video-generation/video-generation-webhooks (read 2026-11). The answer shapes:
 * - `page`: as the page of the status prints it: a video elsewhere, open to anyone (the default)
 * - `proxy`: the video behind the gateway's own host and the key, as seen on 2026-10-09
 * - `signed`: the same, and a signed address beside it (docs/api_reference/videos, "urls vs unsigned_urls")
 * - `expired`: a job that fails does so by its time
 */
const VARIANTS = ['page', 'proxy', 'signed', 'expired'] as const;

const CALLBACK_VARIANTS = ['event'] as const;

const API_KEY = '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';
const keyHeaders = (apiKey: string) => ({ Authorization: `Bearer ${apiKey}` });
/** The secret of the workspace. [Inferred: its form.] */
const WORKSPACE_SECRET = 'whsec_openrouter_4be19c7d';

/** "50 MiB body limit". */
const MOST_BYTES = 50 * 1024 * 1024;

const COST = 0.5;
/** Dollars that the key may still spend. */
const LIMIT_REMAINING = 74.5;

/** docs/api_reference/errors-and-debugging and the client's errors. [Inferred: the words.] */
const MESSAGES: Record<number, string> = {
	400: 'Invalid request parameters',
	401: 'User not found.',
	402: 'Insufficient credits. Add more using https://openrouter.ai/settings/credits',
	403: 'Only management keys can perform this operation',
	404: 'Video job not found',
	408: 'Request timed out',
	409: 'Video job is not completed yet',
	410: 'Video content has expired',
	413: 'Request body exceeds 50 MiB',
	429: 'Rate limit exceeded',
	500: 'Internal Server Error',
	502: 'Provider returned error',
	503: 'No available model provider that meets your routing requirements',
};

const openrouterError = (
	status: number,
	message = MESSAGES[status] ?? `HTTP ${status}`,
): Answer => ({
	status,
	body: { error: { code: status, message } },
});

/** A request that the pages don't allow, by its own status. */
const refusedWith = (status: number): Refusal => {
	const answer = openrouterError(status);
	return { refused: MESSAGES[status] ?? `HTTP ${status}`, answer };
};

const REASONS: Partial<Record<SimulatedJob['outcome'], string>> = {
	failed: 'The provider could not make the video',
	moderated: 'The content was flagged by moderation',
};

function wordOf(job: SimulatedJob): string {
	const stage = stageOf(job);
	if (stage === 'queued') return 'pending';
	if (stage === 'processing') return 'in_progress';
	if (job.outcome === 'unknownStatus') return 'archiving';
	if (job.outcome === 'moderated') return 'failed';
	if (job.outcome === 'failed') return job.variant === 'expired' ? 'expired' : 'failed';
	return job.outcome === 'completedWithoutUrl' ? 'completed' : job.outcome;
}

/** Where the video is behind the key. */
const contentUrl = (ground: Ground, jobId: string): string =>
	`${ground.origin}/openrouter/v1/videos/${jobId}/content?index=0`;

function addressesOf(ground: Ground, job: SimulatedJob) {
	if (!hasVideo(job)) return {};
	return job.variant === 'signed'
		? { unsigned_urls: [contentUrl(ground, job.jobId)], urls: [job.videoUrl] }
		: { unsigned_urls: [job.videoUrl] };
}

/** `VideoGenerationResponse`; the generation's ID comes once the job has been processed. */
function snapshot(ground: Ground, job: SimulatedJob) {
	const path = `/v1/videos/${job.jobId}`;
	const isOver = stageOf(job) === 'ended';
	const reason = isOver ? REASONS[job.outcome] : undefined;
	return {
		id: job.jobId,
		polling_url: `${ground.origin}/openrouter${path}`,
		status: wordOf(job),
		...(isOver && { generation_id: `gen-${job.jobId.slice(8)}` }),
		...addressesOf(ground, job),
		...(hasVideo(job) && { usage: { cost: COST, is_byok: false } }),
		...(reason !== undefined && job.variant !== 'expired' && { error: reason }),
	};
}

/** "Submit a video job with callback_url", the type of the event; none for a start. */
const eventShape = (ground: Ground): CallbackShape => ({
	tells: (job) => stageOf(job) === 'ended' && job.outcome !== 'unknownStatus',
	bodyOf: (job) => {
		const data = snapshot(ground, job);
		return {
			type: `video.generation.${data.status}`,
			created_at: new Date(job.endsAt).toISOString(),
			data: { ...data, polling_url: undefined, model: job.model ?? null },
		};
	},
	signatureOf: (body, timestamp, secret = WORKSPACE_SECRET) => {
		const { data } = JSON.parse(body) as { data?: { id?: string; status?: string } };
		const signature = createHmac('sha256', secret).update(`${timestamp},${body}`).digest('hex');
		return {
			'X-OpenRouter-Idempotency-Key': `${data?.id}-${data?.status}`,
			'X-OpenRouter-Signature': `t=${timestamp},v1=${signature}`,
		};
	},
});

type Rules = Omit<SimulatedGateway, 'endpoints'>;

const rulesOn = (ground: Ground): Rules => ({
	apiKey: API_KEY,
	unauthorized: (headers) =>
		hasHeaders(headers, keyHeaders(API_KEY)) ? undefined : openrouterError(401),
	invalid: (reason) => openrouterError(400, reason),
	notFound: () => openrouterError(404),
	// [Not found: how often a call is repeated.]
	callbacks: { shapes: { event: eventShape(ground) }, attempts: 3 },
});

/** `gen-vid-<timestamp>-<20 alphanumerics>` (@openrouter/sdk 1.3.19). */
const newJobId = (): string =>
	`gen-vid-${Math.floor(Date.now() / 1000)}-${randomBytes(10).toString('hex')}`;

/** The list as it is now. A model that a test adds has a whole entry, and is held to it as the others are. */
const listedNow = ({ models }: Ground) =>
	models.listed('openrouter', LIST) as readonly ListedEntry[];

function submit(ground: Ground, path: string, body: SubmitBody): Answer | Refusal {
	const problem = problemOf(body, listedNow(ground));
	if (problem !== undefined) return { refused: problem };
	if (body.previous_job_id !== undefined) {
		const previous = ground.find('openrouter', body.previous_job_id);
		if (!previous) return refusedWith(404);
		if (!hasVideo(previous)) return refusedWith(409);
	}
	const job = ground.accept({
		gateway: 'openrouter',
		jobId: newJobId(),
		path,
		body,
		callbackUrl: body.callback_url,
		videoUrl: (variant, jobId) =>
			variant === 'proxy' ? contentUrl(ground, jobId) : ground.mediaUrl('openrouter', jobId),
	});
	const { id, polling_url } = snapshot(ground, job);
	return { status: 202, body: { id, polling_url, status: 'pending' } };
}

function jobEndpoints(rules: Rules, ground: Ground): Endpoint[] {
	const find = ({ id }: Record<string, string>) => ground.find('openrouter', id ?? '');
	return [
		endpoint(rules, {
			name: 'submit',
			method: 'POST',
			path: '/v1/videos',
			body: submitBody,
			answer: ({ path, body, received }) =>
				received.summary.bytes > MOST_BYTES ? refusedWith(413) : submit(ground, path, body),
		}),
		endpoint(rules, {
			name: 'status',
			method: 'GET',
			path: '/v1/videos/:id',
			answer({ params }) {
				const job = find(params);
				if (!job) return openrouterError(404);
				job.statusCalls.push(Date.now());
				return { status: 200, body: snapshot(ground, job) };
			},
		}),
		endpoint(rules, {
			name: 'media',
			method: 'GET',
			path: '/v1/videos/:id/content',
			query: z
				.object({ index: z.coerce.number().int().min(0) })
				.partial()
				.strict(),
			answer({ params, query: { index = 0 }, headers: { range } }) {
				const job = find(params);
				if (!job || index > 0) return openrouterError(404);
				return hasVideo(job) ? ground.video(job, range) : openrouterError(409);
			},
		}),
	];
}

const usageOf = (usage: number, name: string) =>
	Object.fromEntries(['', '_daily', '_weekly', '_monthly'].map((end) => [name + end, usage]));

/** `GetCurrentKeyData` of the client. */
const KEY = {
	label: 'sk-or-v1-5f0...f90',
	allowed_data_regions: ['global'],
	creator_user_id: 'user_4711',
	organization_id: null,
	workspace_id: null,
	expires_at: null,
	...usageOf(25.5, 'usage'),
	...usageOf(0, 'byok_usage'),
	free_model_daily_requests: { limit: 1000, remaining: 1000, used: 0 },
	include_byok_in_limit: false,
	is_free_tier: false,
	is_management_key: false,
	is_provisioning_key: false,
	limit: 100,
	limit_remaining: LIMIT_REMAINING,
	limit_reset: null,
	rate_limit: { interval: '10s', note: 'This field is deprecated', requests: -1 },
};

/** What the key is, and what only a management key is told. */
function accountEndpoints(rules: Rules): Endpoint[] {
	return [
		endpoint(rules, {
			name: 'account',
			method: 'GET',
			path: '/v1/key',
			answer: () => ({
				status: 200,
				body: {
					data: KEY,
				},
			}),
		}),
		endpoint(rules, {
			name: 'account',
			method: 'GET',
			path: '/v1/credits',
			// "Management key required": this one isn't.
			answer: () => openrouterError(403),
		}),
	];
}

/** OpenRouter (openrouter.ai/api). */
function simulate(ground: Ground): SimulatedGateway {
	const rules = rulesOn(ground);
	return {
		...rules,
		endpoints: [
			endpoint(rules, {
				name: 'models',
				method: 'GET',
				path: '/v1/videos/models',
				// Public (openrouter.ai/docs/cookbook/video-generation/choose-video-model fetches it without a key).
				needsKey: false,
				answer: () => ({ status: 200, body: { data: listedNow(ground) } }),
			}),
			...jobEndpoints(rules, ground),
			...accountEndpoints(rules),
		],
	};
}

/** OpenRouter, by its pages. */
export const openrouter: DocumentedGateway = {
	variants: VARIANTS,
	callbackVariants: CALLBACK_VARIANTS,
	error: openrouterError,
	noCredit: openrouterError(402),
	keyHeaders,
	orderKeys: { prompt: 'prompt', model: 'model' },
	idKeys: ['id', 'data.id'],
	unknownStatus: { status: 'archiving' },
	inCallback: (data) => ({ type: 'video.generation.completed', data }),
	simulate,
};
