import { randomBytes, randomUUID } from 'node:crypto';
import { z } from 'zod';
import {
	endpoint,
	hasHeaders,
	type Call,
	type DocumentedGateway,
	type Endpoint,
	type EndpointRules,
	type Ground,
	type Refusal,
	type SimulatedGateway,
} from '../../gateway';
import { hasVideo, stageOf } from '../../jobs';
import type { Answer, SimulatedJob } from '../../types';
import { SHAPES } from './answers';
import { FORMS, togetherBody, V1_SERVERS, type V1Server } from './forms';

/**
 * Five servers under one name; `Simulator.variants` says which one it is:
 * - `vllmOmni`: forms only, and nothing that its page doesn't have; the file behind the key
 * - `sglang`: forms or JSON, its own address of the file, no word for running
 * - `liteLlm`: forms or JSON, a model is needed; the file behind the key
 * - `newApi`: forms, `task_id`, the address in `metadata`
 * - `together`: JSON at /v2/videos, the address in `outputs`
 * Where none is named, forms are judged as vLLM-Omni does, the strictest, and answers are those of New API.
 */
const VARIANTS = [...V1_SERVERS, 'together'] as const;

const API_KEY = 'sk-compat-4f8d2c1b7a6e5093';
const keyHeaders = (apiKey: string) => ({ Authorization: `Bearer ${apiKey}` });

/** The same servers without a key, as they start by default: a header with one is an error of the client. */
const LOCAL = 'localserver';

const TYPES: Readonly<Record<number, string>> = {
	401: 'authentication_error',
	402: 'insufficient_quota',
	429: 'rate_limit_error',
};

/** OpenAI's form of an error, which vLLM-Omni, LiteLLM and New API keep to; 422 is FastAPI's, 403 New API's of quotas. */
function compatError(status: number): Answer {
	if (status === 422) {
		const detail = [{ type: 'missing', loc: ['body', 'prompt'], msg: 'Field required' }];
		return { status, body: { detail } };
	}
	if (status === 403) {
		const message = 'insufficient user quota';
		return { status, body: { code: 'insufficient_user_quota', message } };
	}
	const type = TYPES[status] ?? (status >= 500 ? 'server_error' : 'invalid_request_error');
	const message = `The server answers ${status} to this.`;
	return { status, body: { error: { message, type, param: null, code: null } } };
}

const ids: Readonly<Record<string, () => string>> = {
	vllmOmni: () => `video_gen_${randomBytes(16).toString('hex')}`,
	liteLlm: () =>
		`video_${Buffer.from(`litellm:custom_llm_provider:openai;video_id:${randomUUID()}`).toString('base64url')}`,
	newApi: () => `task_${randomBytes(12).toString('hex')}`,
};

const jobIdOf = (variant: string | undefined): string => (ids[variant ?? ''] ?? randomUUID)();

const isV1 = (variant: string | undefined): variant is V1Server =>
	V1_SERVERS.some((name) => name === variant);

const isPrivate = (variant: string | undefined) => variant === 'vllmOmni' || variant === 'liteLlm';

/** The host and the version that a path begins with. */
const rootIn = (path: string) => /^(\/[^/]+\/v\d)/.exec(path)?.[1] ?? '';

type Rules = Pick<SimulatedGateway, 'headerProblem' | 'notJson'>;

/** Every endpoint twice: with a key, and for a server that knows none. */
function twice<Query, Body>(gateway: Rules, rules: EndpointRules<Query, Body>): Endpoint[] {
	const answer = async (call: Call<Query, Body>): Promise<Answer | Refusal> =>
		call.headers.authorization === undefined
			? await rules.answer(call)
			: { refused: 'a key where none is asked for' };
	return [
		endpoint(gateway, rules),
		endpoint(gateway, { ...rules, host: LOCAL, needsKey: false, answer }),
	];
}

function createJobs(ground: Ground) {
	const deleted = new Set<string>();
	const shapeOf = (job: SimulatedJob) =>
		SHAPES[job.variant ?? (job.path.includes('/v2/') ? 'together' : 'newApi')]!(job);
	return {
		deleted,
		find: (jobId = '') =>
			deleted.has(jobId) ? undefined : ground.find('openaicompatible', jobId),
		shapeOf,
		accept(path: string, body: Record<string, unknown>): Answer {
			const job = ground.accept({
				gateway: 'openaicompatible',
				jobId: jobIdOf,
				path,
				body,
				videoUrl: (variant, jobId) =>
					isPrivate(variant)
						? `${ground.origin}${rootIn(path)}/videos/${jobId}/content`
						: ground.mediaUrl('openaicompatible', jobId),
			});
			// However soon it ends: nobody has checked it yet.
			const fresh = { ...shapeOf(job), status: 'queued', progress: 0, error: null };
			return { status: 200, body: { ...fresh, metadata: undefined, outputs: undefined } };
		},
	};
}

type Jobs = ReturnType<typeof createJobs>;

function submits(gateway: Rules, ground: Ground, jobs: Jobs): Endpoint[] {
	const server = () => {
		const variant = ground.variant('openaicompatible');
		return FORMS[isV1(variant) ? variant : 'vllmOmni'];
	};
	return [
		...twice(gateway, {
			name: 'submit',
			method: 'POST',
			path: '/v1/videos',
			form: () => server().form,
			// Asked anew for each request: the server may have been changed.
			body: z.lazy(() => server().body),
			answer: ({ path, body }) => jobs.accept(path, body),
		}),
		...twice(gateway, {
			name: 'submit',
			method: 'POST',
			path: '/v2/videos',
			body: togetherBody,
			answer: ({ path, body }) => jobs.accept(path, body),
		}),
	];
}

function statusEndpoints(gateway: Rules, ground: Ground, jobs: Jobs): Endpoint[] {
	return [
		...twice(gateway, {
			name: 'status',
			method: 'GET',
			path: ['/v1/videos/:id', '/v2/videos/:id'],
			answer: ({ params }) => {
				const job = jobs.find(params.id);
				if (!job) return compatError(404);
				job.statusCalls.push(Date.now());
				return { status: 200, body: jobs.shapeOf(job) };
			},
		}),
		...twice(gateway, {
			name: 'media',
			method: 'GET',
			path: '/v1/videos/:id/content',
			answer: ({ params, headers }) => {
				const job = jobs.find(params.id);
				return job && hasVideo(job) ? ground.video(job, headers.range) : compatError(404);
			},
		}),
		// videos_api.md: "issues a bounded engine abort"; protocol/videos.py, `VideoDeleteResponse`. A finished video is gone.
		...twice(gateway, {
			name: 'cancel',
			method: 'DELETE',
			path: '/v1/videos/:id',
			answer: ({ params }) => {
				const job = jobs.find(params.id);
				if (!job) return compatError(404);
				if (stageOf(job) !== 'ended') ground.cancel(job);
				jobs.deleted.add(job.jobId);
				const body = { id: job.jobId, deleted: true, object: 'video.deleted' };
				return { status: 200, body };
			},
		}),
	];
}

const MODEL_IDS = ['Wan-AI/Wan2.2-T2V-A14B-Diffusers', 'MiniMaxAI/MiniMax-H3', 'veo-3.1-fast'];

function models(gateway: Rules): Endpoint[] {
	return twice(gateway, {
		name: 'models',
		method: 'GET',
		path: '/v1/models',
		answer: () => ({
			status: 200,
			body: {
				object: 'list',
				data: MODEL_IDS.map((id) => ({ id, object: 'model', owned_by: 'local' })),
			},
		}),
	});
}

function simulate(ground: Ground): SimulatedGateway {
	const jobs = createJobs(ground);
	const gateway: Omit<SimulatedGateway, 'endpoints'> = {
		apiKey: API_KEY,
		unauthorized: (headers) =>
			hasHeaders(headers, keyHeaders(API_KEY)) ? undefined : compatError(401),
		invalid: () => compatError(422),
		notFound: () => compatError(404),
		reset: () => jobs.deleted.clear(),
	};
	return {
		...gateway,
		endpoints: [
			...submits(gateway, ground, jobs),
			...statusEndpoints(gateway, ground, jobs),
			...models(gateway),
		],
	};
}

/** Servers that speak the format of OpenAI's video API, by their pages and sources. */
export const openaicompatible: DocumentedGateway = {
	variants: VARIANTS,
	error: compatError,
	noCredit: compatError(402),
	keyHeaders,
	orderKeys: { prompt: 'prompt', model: 'model' },
	idKeys: ['id', 'task_id'],
	unknownStatus: { status: 'archiving' },
	simulate,
};
