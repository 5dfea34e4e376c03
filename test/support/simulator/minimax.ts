import { randomInt } from 'node:crypto';
import { z } from 'zod';
import { callbackProblem, hasHeaders, plainEndpoint } from './gateway';
import { CLIP } from './media';
import { baseResp, minimaxRefusal, statusWord } from './protocols/minimax';
import {
	apiStage,
	startVideoApi,
	type ApiGround,
	type ApiJob,
	type ApiRules,
	type ApiSettings,
	type VideoApi,
} from './videoApi';

/**
 * MiniMax's own API, version 1, as far as text to video needs it (https://platform.minimax.io/docs/api-reference/
 * video-generation-t2v, -query and -download). No gateway of this package: n8n's own MiniMax node is measured with it,
 * and workflows that are drawn with HTTP Request nodes.
 */

/** A running server. */
export interface MiniMax extends VideoApi {
	/** What goes into n8n's credential `minimaxApi`; its `url` is a hidden field. */
	credential: { apiKey: string; region: string; url: string };
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

const TASK_HEAD = '176843';

/** "file_id is a string in the query's answer and a number in that of retrieve." */
const fileIdOf = ({ id }: ApiJob) => id.slice(TASK_HEAD.length);
const taskOfFile = (fileId: string) => `${TASK_HEAD}${fileId}`;

const submitEndpoint = ({ accept }: ApiGround) =>
	plainEndpoint({
		name: 'submit',
		method: 'POST',
		path: '/v1/video_generation',
		body: submitBody,
		answer({ body }) {
			const { id } = accept(taskOfFile(String(randomInt(1e11, 9e11))), body.prompt);
			return { status: 200, body: { task_id: id, ...baseResp(0) } };
		},
	});

const statusEndpoint = ({ find }: ApiGround) =>
	plainEndpoint({
		name: 'status',
		method: 'GET',
		path: '/v1/query/video_generation',
		query: z.object({ task_id: z.string() }).strict(),
		answer({ query }) {
			const job = find(query.task_id);
			// [Inferred: that an unknown task counts as a wrong parameter.]
			if (!job) return minimaxRefusal(INVALID);
			job.statusCalls.push(Date.now());
			const stage = apiStage(job);
			const isThere = stage === 'ended';
			return {
				status: 200,
				body: {
					task_id: job.id,
					status: statusWord(stage),
					file_id: isThere ? fileIdOf(job) : '',
					...(isThere && { video_width: 1366, video_height: 768 }),
					...baseResp(0),
				},
			};
		},
	});

const fileEndpoint = ({ find, origin }: ApiGround) =>
	plainEndpoint({
		name: 'result',
		method: 'GET',
		path: '/v1/files/retrieve',
		query: z.object({ file_id: z.string() }).strict(),
		answer({ query }) {
			const job = find(taskOfFile(query.file_id));
			if (!job || apiStage(job) !== 'ended') return minimaxRefusal(INVALID);
			return {
				status: 200,
				body: {
					file: {
						file_id: Number(query.file_id),
						bytes: job.videoBytes ?? CLIP.length,
						created_at: Math.floor(job.endsAt / 1000),
						filename: 'output.mp4',
						purpose: 'video_generation',
						download_url: `${origin()}/files/${job.id}.mp4`,
					},
					...baseResp(0),
				},
			};
		},
	});

const mediaEndpoint = ({ find, video }: ApiGround) =>
	plainEndpoint({
		name: 'media',
		method: 'GET',
		path: '/files/:file',
		needsKey: false,
		answer: ({ params, headers }) =>
			video(find(params.file?.replace(/\.mp4$/, '')), headers.range),
	});

const rules = (ground: ApiGround): ApiRules => ({
	unauthorized: ({ headers }) =>
		hasHeaders(headers, { Authorization: `Bearer ${API_KEY}` })
			? undefined
			: minimaxRefusal(NOT_AUTHORISED),
	invalid: minimaxRefusal(INVALID),
	endpoints: [
		submitEndpoint(ground),
		statusEndpoint(ground),
		fileEndpoint(ground),
		mediaEndpoint(ground),
	],
});

/** Starts MiniMax on a free port of 127.0.0.1. */
export async function startMiniMax(options: Partial<ApiSettings> = {}): Promise<MiniMax> {
	const api = await startVideoApi(rules, options);
	const url = `${api.origin}/v1`;
	return Object.assign(api, {
		credential: { apiKey: API_KEY, region: 'international', url },
	});
}
