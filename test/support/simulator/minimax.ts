import { randomInt } from 'node:crypto';
import fastify from 'fastify';
import { z } from 'zod';
import { createFaultList } from './faults';
import { callbackProblem, endpoint, type Endpoint, type SimulatedGateway } from './gateway';
import type { Stage } from './jobs';
import { CLIP, videoAnswer } from './media';
import { baseResp, minimaxRefusal, statusWord } from './protocols/minimax';
import { createServing } from './serving';
import type { Answer, RecordedRefusal, RecordedRequest } from './types';

/**
 * MiniMax's own API, version 1, as far as text to video needs it (https://platform.minimax.io/docs/api-reference/
 * video-generation-t2v, -query and -download). No gateway of this package: n8n's own MiniMax node is measured with it,
 * and workflows that are drawn with HTTP Request nodes.
 */

/** A video that MiniMax accepted. Times are milliseconds since 1970. */
export interface MiniMaxJob {
	readonly taskId: string;
	readonly prompt: string;
	readonly submittedAt: number;
	/** When the video is there. */
	readonly endsAt: number;
	readonly videoUrl: string;
	readonly videoBytes: number | undefined;
	/** When each query was answered. */
	readonly statusCalls: number[];
}

/** What the server takes from its user at any time, for the jobs that are accepted from then on. */
interface MiniMaxSettings {
	/** Seconds from submit to video. */
	videoSeconds: number;
	/** Size of the files; the plain clip where it is undefined. */
	videoBytes: number | undefined;
}

/** A running server. */
export interface MiniMax extends MiniMaxSettings {
	/** Such as `http://127.0.0.1:40123`, without a slash at the end. */
	origin: string;
	/** What goes into n8n's credential `minimaxApi`; its `url` is a hidden field. */
	credential: { apiKey: string; region: string; url: string };
	/** Every accepted job, oldest first. */
	readonly jobs: MiniMaxJob[];
	/** Every request that the documentation does not allow, with the reason. */
	readonly refusals: RecordedRefusal[];
	/** Forgets jobs and refusals. */
	reset(): void;
	close(): Promise<void>;
}

const API_KEY = 'eyJhbGciOiJSUzI1NiJ9.c2ltdWxhdGVkLW1pbmltYXg.c2lnbmF0dXJl';

/** MiniMax's "parameters are wrong". */
const INVALID = 2013;
const NOT_AUTHORISED = 1004;

/** What the text-to-video page allows of each model, and what it makes where nothing is said. */
const MODELS: Record<
	string,
	{
		clips: ReadonlyArray<readonly [resolution: string, seconds: readonly number[]]>;
		fast: boolean;
	}
> = {
	'MiniMax-Hailuo-2.3': {
		clips: [
			['768P', [6, 10]],
			['1080P', [6]],
		],
		fast: true,
	},
	'MiniMax-Hailuo-02': {
		clips: [
			['768P', [6, 10]],
			['1080P', [6]],
		],
		fast: true,
	},
	'T2V-01-Director': { clips: [['720P', [6]]], fast: false },
	'T2V-01': { clips: [['720P', [6]]], fast: false },
};

const submitBody = z
	.object({
		model: z.string(),
		prompt: z.string().min(1).max(2000),
		prompt_optimizer: z.boolean().optional(),
		fast_pretreatment: z.boolean().optional(),
		duration: z.number().int().default(6),
		resolution: z.string().optional(),
		// Taken and not called: nothing that is measured asks for it.
		callback_url: z
			.string()
			.refine((address) => callbackProblem(address) === undefined)
			.optional(),
	})
	.strict()
	.superRefine(({ model, resolution, duration, fast_pretreatment }, context) => {
		const refuse = (message: string) => context.addIssue({ code: 'custom', message });
		const known = MODELS[model];
		if (!known) return refuse(`no text-to-video model ${model}`);
		const wanted = resolution ?? known.clips[0]![0];
		const lengths = known.clips.find(([name]) => name === wanted)?.[1] ?? [];
		if (!lengths.includes(duration)) refuse(`${model} makes no ${duration} s in ${wanted}`);
		if (fast_pretreatment !== undefined && !known.fast) {
			refuse(`${model} has no fast_pretreatment`);
		}
	});

const LONGEST_QUEUED_SECONDS = 5;

function stageOf({ submittedAt, endsAt }: MiniMaxJob): Stage {
	const now = Date.now();
	if (now >= endsAt) return 'ended';
	return now < submittedAt + LONGEST_QUEUED_SECONDS * 1000 ? 'queued' : 'processing';
}

/** Starts MiniMax on a free port of 127.0.0.1. */
export async function startMiniMax(options: Partial<MiniMaxSettings> = {}): Promise<MiniMax> {
	const app = fastify({ exposeHeadRoutes: false, forceCloseConnections: true });
	app.removeAllContentTypeParsers();
	app.addContentTypeParser('*', (_request, _payload, done) => done(null));
	const closing = new AbortController();
	const requests: RecordedRequest[] = [];
	const refusals: RecordedRefusal[] = [];
	const jobs = new Map<string, MiniMaxJob>();
	const list: MiniMaxJob[] = [];
	/** "file_id is a string in the query's answer and a number in that of retrieve." */
	const byFile = new Map<string, MiniMaxJob>();
	const fileIdOf = ({ taskId }: MiniMaxJob) => taskId.slice(-12);
	const rules: Pick<SimulatedGateway, 'headerProblem' | 'notJson'> = {};

	const endpoints: Endpoint[] = [
		endpoint(rules, {
			name: 'submit',
			method: 'POST',
			path: '/v1/video_generation',
			body: submitBody,
			answer({ body }): Answer {
				const taskId = `176843${randomInt(1e11, 9e11)}`;
				const submittedAt = Date.now();
				const job: MiniMaxJob = {
					taskId,
					prompt: body.prompt,
					submittedAt,
					endsAt: submittedAt + server.videoSeconds * 1000,
					videoUrl: `${server.origin}/files/${taskId}.mp4`,
					videoBytes: server.videoBytes,
					statusCalls: [],
				};
				jobs.set(taskId, job);
				byFile.set(fileIdOf(job), job);
				list.push(job);
				return { status: 200, body: { task_id: taskId, ...baseResp(0) } };
			},
		}),
		endpoint(rules, {
			name: 'status',
			method: 'GET',
			path: '/v1/query/video_generation',
			query: z.object({ task_id: z.string() }).strict(),
			answer({ query }): Answer {
				const job = jobs.get(query.task_id);
				// [Inferred: that an unknown task counts as a wrong parameter.]
				if (!job) return minimaxRefusal(INVALID);
				job.statusCalls.push(Date.now());
				const stage = stageOf(job);
				const isThere = stage === 'ended';
				return {
					status: 200,
					body: {
						task_id: job.taskId,
						status: statusWord(stage),
						file_id: isThere ? fileIdOf(job) : '',
						...(isThere && { video_width: 1366, video_height: 768 }),
						...baseResp(0),
					},
				};
			},
		}),
		endpoint(rules, {
			name: 'result',
			method: 'GET',
			path: '/v1/files/retrieve',
			query: z.object({ file_id: z.string() }).strict(),
			answer({ query }): Answer {
				const job = byFile.get(query.file_id);
				if (!job || Date.now() < job.endsAt) return minimaxRefusal(INVALID);
				return {
					status: 200,
					body: {
						file: {
							file_id: Number(query.file_id),
							bytes: job.videoBytes ?? CLIP.length,
							created_at: Math.floor(job.endsAt / 1000),
							filename: 'output.mp4',
							purpose: 'video_generation',
							download_url: job.videoUrl,
						},
						...baseResp(0),
					},
				};
			},
		}),
	];

	const serve = createServing({
		requests,
		faults: createFaultList(),
		closing: closing.signal,
		refuse({ at, gateway, endpoint: name, method, path }, reason) {
			refusals.push({ at, gateway, endpoint: name, method, path, reason });
		},
	});
	for (const { name, method, paths, serve: judge } of endpoints) {
		const handler = serve({
			gateway: '',
			endpoint: name,
			idKeys: ['task_id'],
			async carryOut(sent, refuse) {
				if (sent.headers.authorization !== `Bearer ${API_KEY}`) {
					return minimaxRefusal(NOT_AUTHORISED);
				}
				const answer = await judge(sent);
				if (!('refused' in answer)) return answer;
				refuse(answer.refused);
				return minimaxRefusal(INVALID);
			},
		});
		for (const url of paths) app.route({ method, url, handler });
	}
	app.route({
		method: 'GET',
		url: '/files/:file',
		handler: serve({
			gateway: '',
			endpoint: 'media',
			idKeys: [],
			carryOut({ params, headers }) {
				const job = jobs.get((params.file ?? '').replace(/\.mp4$/, ''));
				if (!job || Date.now() < job.endsAt) return { status: 404, body: 'Not Found' };
				const { videoBytes } = job;
				return videoAnswer({ range: headers.range, videoBytes, closing: closing.signal });
			},
		}),
	});
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

	const origin = await app.listen({ host: '127.0.0.1', port: 0 });
	const server: MiniMax = {
		videoSeconds: options.videoSeconds ?? 20,
		videoBytes: options.videoBytes,
		origin,
		credential: { apiKey: API_KEY, region: 'international', url: `${origin}/v1` },
		jobs: list,
		refusals,
		reset() {
			for (const kept of [jobs, byFile]) kept.clear();
			for (const kept of [list, refusals, requests]) kept.length = 0;
		},
		async close() {
			closing.abort();
			await app.close();
		},
	};
	return server;
}
