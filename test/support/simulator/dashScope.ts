import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { hasHeaders, plainEndpoint } from './gateway';
import type { Answer } from './types';
import {
	apiStage,
	startVideoApi,
	type ApiGround,
	type ApiRules,
	type ApiSettings,
	type VideoApi,
} from './videoApi';

/**
 * Alibaba Cloud's DashScope (https://www.alibabacloud.com/help/en/model-studio/text-to-video-api-reference) as far as n8n's
 * own AlibabaCloud node uses it for text to video: the node is the source of its fields (@n8n/n8n-nodes-langchain 2.41.1,
 * `AlibabaCloud/actions/video/generate.t2v.operation.js`, read 2026-11). No gateway of this package: the node is measured
 * with it.
 */

/** A running server. */
export interface DashScope extends VideoApi {
	/** What goes into n8n's credential `alibabaCloudApi`; its `url` is a hidden field. */
	credential: { apiKey: string; region: string; url: string };
}

const API_KEY = 'sk-c2ltdWxhdGVkLWRhc2hzY29wZS1rZXk';

/** The model, as n8n's node has it in its list. */
export const WAN = 'wan2.6-t2v';

const submitBody = z
	.object({
		model: z.literal(WAN),
		input: z.object({ prompt: z.string().min(1).max(1500) }).strict(),
		parameters: z
			.object({
				resolution: z.enum(['720P', '1080P']),
				duration: z.number().int().min(2).max(15),
				shot_type: z.enum(['single', 'multi']),
			})
			.strict(),
	})
	.strict();

const answerOf = (body: object, status = 200): Answer => ({
	status,
	body: { ...body, request_id: randomUUID() },
});
const failure = (status: number, code: string, message: string) =>
	answerOf({ code, message }, status);

const WORDS = { queued: 'PENDING', processing: 'RUNNING', ended: 'SUCCEEDED' } as const;

/** Such as `2026-11-27 18:06:59.123`. */
const timeOf = (at: number) => new Date(at).toISOString().replace('T', ' ').slice(0, -1);

const submitEndpoint = ({ accept }: ApiGround) =>
	plainEndpoint({
		name: 'submit',
		method: 'POST',
		path: '/api/v1/services/aigc/video-generation/video-synthesis',
		body: submitBody,
		answer({ headers, body }) {
			if (!hasHeaders(headers, { 'X-DashScope-Async': 'enable' })) {
				return { refused: 'no X-DashScope-Async: enable' };
			}
			const { id } = accept(randomUUID(), body.input.prompt);
			return answerOf({ output: { task_status: WORDS.queued, task_id: id } });
		},
	});

const statusEndpoint = ({ find, origin }: ApiGround) =>
	plainEndpoint({
		name: 'status',
		method: 'GET',
		path: '/api/v1/tasks/:task',
		answer({ params }) {
			const job = find(params.task);
			if (!job) return answerOf({ output: { task_id: params.task, task_status: 'UNKNOWN' } });
			job.statusCalls.push(Date.now());
			const stage = apiStage(job);
			return answerOf({
				output: {
					task_id: job.id,
					task_status: WORDS[stage],
					submit_time: timeOf(job.submittedAt),
					...(stage === 'ended' && {
						end_time: timeOf(job.endsAt),
						orig_prompt: job.prompt,
						video_url: `${origin()}/files/${job.id}.mp4`,
					}),
				},
			});
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
			: failure(401, 'InvalidApiKey', 'Invalid API-key provided.'),
	invalid: failure(400, 'InvalidParameter', 'Required parameter is missing or invalid.'),
	endpoints: [submitEndpoint(ground), statusEndpoint(ground), mediaEndpoint(ground)],
});

/** Starts DashScope on a free port of 127.0.0.1. */
export async function startDashScope(options: Partial<ApiSettings> = {}): Promise<DashScope> {
	const api = await startVideoApi(rules, options);
	return Object.assign(api, {
		credential: { apiKey: API_KEY, region: 'ap-southeast-1', url: api.origin },
	});
}
