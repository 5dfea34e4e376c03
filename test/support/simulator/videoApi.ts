import fastify, { type FastifyInstance } from 'fastify';
import { createFaultList } from './faults';
import type { Endpoint, Sent } from './gateway';
import type { Stage } from './jobs';
import { videoAnswer } from './media';
import { createServing } from './serving';
import type { Answer, RecordedRefusal, RecordedRequest } from './types';

/**
 * A provider's own API on a server of its own, without the package's gateways: what the benchmarks compare with is
 * measured with it.
 */

/** A video that the API accepted. Times are milliseconds since 1970. */
export interface ApiJob {
	readonly id: string;
	readonly prompt: string;
	readonly submittedAt: number;
	/** When the video is there. */
	readonly endsAt: number;
	readonly videoBytes: number | undefined;
	/** When each query was answered. */
	readonly statusCalls: number[];
}

/** What the server takes from its user at any time, for the jobs that are accepted from then on. */
export interface ApiSettings {
	/** Seconds from submit to video. */
	videoSeconds: number;
	/** Size of the files; the plain clip where it is undefined. */
	videoBytes: number | undefined;
}

/** A running server. */
export interface VideoApi extends ApiSettings {
	/** Such as `http://127.0.0.1:40123`, without a slash at the end. */
	origin: string;
	/** Every accepted job, oldest first. */
	readonly jobs: ApiJob[];
	/** Every request that the documentation does not allow, with the reason. */
	readonly refusals: RecordedRefusal[];
	/** Forgets jobs and refusals. */
	reset(): void;
	close(): Promise<void>;
}

/** What an API's endpoints stand on. */
export interface ApiGround {
	/** Known once the server listens. */
	origin: () => string;
	accept: (id: string, prompt: string) => ApiJob;
	find: (id: string | undefined) => ApiJob | undefined;
	/** The file of a job; 404 before it is there. */
	video: (job: ApiJob | undefined, range: string | undefined) => Answer;
}

/** An API by its pages. */
export interface ApiRules {
	/** The answer to a request without the right key; none if it has it. */
	unauthorized: (sent: Sent) => Answer | undefined;
	/** The answer to a request that breaks the rules. */
	invalid: Answer;
	endpoints: readonly Endpoint[];
}

const LONGEST_QUEUED_SECONDS = 5;

/** How far a job is now. */
export function apiStage({ submittedAt, endsAt }: ApiJob): Stage {
	const now = Date.now();
	if (now >= endsAt) return 'ended';
	return now < submittedAt + LONGEST_QUEUED_SECONDS * 1000 ? 'queued' : 'processing';
}

/** The jobs of an API, and what its endpoints do with them. */
function createGround(settings: () => VideoApi, closing: AbortSignal) {
	const jobs: ApiJob[] = [];
	const byId = new Map<string, ApiJob>();
	const ground: ApiGround = {
		origin: () => settings().origin,
		accept(id, prompt) {
			const { videoSeconds, videoBytes } = settings();
			const submittedAt = Date.now();
			const endsAt = submittedAt + videoSeconds * 1000;
			const job: ApiJob = { id, prompt, submittedAt, endsAt, videoBytes, statusCalls: [] };
			jobs.push(job);
			byId.set(id, job);
			return job;
		},
		find: (id) => byId.get(id ?? ''),
		video(job, range) {
			if (!job || Date.now() < job.endsAt) return { status: 404, body: 'Not Found' };
			return videoAnswer({ range, videoBytes: job.videoBytes, closing });
		},
	};
	const forget = () => {
		byId.clear();
		jobs.length = 0;
	};
	return { ground, jobs, forget };
}

/** Serves the endpoints of an API, and refuses everything else. */
function route(
	app: FastifyInstance,
	rules: ApiRules,
	serve: ReturnType<typeof createServing>,
): void {
	for (const { name, method, paths, needsKey, serve: judge } of rules.endpoints) {
		const handler = serve({
			gateway: '',
			endpoint: name,
			idKeys: [],
			async carryOut(sent, refuse) {
				const unauthorized = needsKey ? rules.unauthorized(sent) : undefined;
				if (unauthorized) return unauthorized;
				const answer = await judge(sent);
				if (!('refused' in answer)) return answer;
				refuse(answer.refused);
				return answer.answer ?? rules.invalid;
			},
		});
		for (const url of paths) app.route({ method, url, handler });
	}
	app.setNotFoundHandler(
		serve({
			gateway: '',
			endpoint: 'unknown',
			idKeys: [],
			carryOut(_sent, refuse) {
				refuse('path or method is not documented');
				return { status: 404, body: { error: 'page not found' } };
			},
		}),
	);
}

/** Starts an API on a free port of 127.0.0.1. */
export async function startVideoApi(
	rulesOn: (ground: ApiGround) => ApiRules,
	options: Partial<ApiSettings> = {},
): Promise<VideoApi> {
	const app = fastify({ exposeHeadRoutes: false, forceCloseConnections: true });
	app.removeAllContentTypeParsers();
	app.addContentTypeParser('*', (_request, _payload, done) => done(null));
	const closing = new AbortController();
	const requests: RecordedRequest[] = [];
	const refusals: RecordedRefusal[] = [];
	const { ground, jobs, forget } = createGround(() => api, closing.signal);
	const rules = rulesOn(ground);
	const serve = createServing({
		requests,
		faults: createFaultList(),
		closing: closing.signal,
		refuse({ at, gateway, endpoint, method, path }, reason) {
			refusals.push({ at, gateway, endpoint, method, path, reason });
		},
	});
	route(app, rules, serve);
	const api: VideoApi = {
		videoSeconds: options.videoSeconds ?? 20,
		videoBytes: options.videoBytes,
		origin: await app.listen({ host: '127.0.0.1', port: 0 }),
		jobs,
		refusals,
		reset() {
			forget();
			for (const kept of [refusals, requests]) kept.length = 0;
		},
		async close() {
			closing.abort();
			await app.close();
		},
	};
	return api;
}
