import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { plainEndpoint } from './gateway';
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
 * Google's Gemini API (https://ai.google.dev/gemini-api/docs/video) as far as n8n's own Google Gemini node uses it for
 * text to video with Veo: the node is the source of its fields (@n8n/n8n-nodes-langchain 2.41.1, `GoogleGemini/actions/
 * video/generate.operation.js`, read 2026-11). No gateway of this package: the node is measured with it.
 */

/** A running server. */
export interface Gemini extends VideoApi {
	/** What goes into n8n's credential `googlePalmApi`. */
	credential: { apiKey: string; host: string };
}

const API_KEY = 'AIzaSyD-c2ltdWxhdGVkLWdlbWluaS1rZXk1234';

const MODEL = 'veo-3.1-generate-preview';

/** The model, as n8n's node has it in its list. */
export const VEO = `models/${MODEL}`;

/** As the key travels: in the query, which Google's APIs accept beside the header `x-goog-api-key`. */
const key = { key: z.string() };

const submitBody = z
	.object({
		instances: z.tuple([z.object({ prompt: z.string().min(1) }).strict()]),
		parameters: z
			.object({
				aspectRatio: z.enum(['16:9', '9:16']).optional(),
				personGeneration: z.enum(['dont_allow', 'allow_adult', 'allow_all']).optional(),
				sampleCount: z.number().int().min(1).max(4).optional(),
				durationSeconds: z.number().int().min(4).max(8).optional(),
			})
			.strict(),
	})
	.strict();

const failure = (code: number, status: string, message: string): Answer => ({
	status: code,
	body: { error: { code, message, status } },
});

const operationOf = (id: string) => `${VEO}/operations/${id}`;

const submitEndpoint = ({ accept }: ApiGround) =>
	plainEndpoint({
		name: 'submit',
		method: 'POST',
		path: '/v1beta/models/:modelAndMethod',
		query: z.object(key).strict(),
		body: submitBody,
		answer({ params, body }) {
			if (params.modelAndMethod !== `${MODEL}:predictLongRunning`) {
				return { refused: `no model or method ${params.modelAndMethod}` };
			}
			const { id } = accept(randomUUID().slice(0, 12), body.instances[0].prompt);
			return { status: 200, body: { name: operationOf(id) } };
		},
	});

const statusEndpoint = ({ find, origin }: ApiGround) =>
	plainEndpoint({
		name: 'status',
		method: 'GET',
		path: `/v1beta/${operationOf(':operation')}`,
		query: z.object(key).strict(),
		answer({ params }) {
			const job = find(params.operation);
			if (!job) return failure(404, 'NOT_FOUND', 'Operation not found');
			job.statusCalls.push(Date.now());
			const name = operationOf(job.id);
			if (apiStage(job) !== 'ended') return { status: 200, body: { name } };
			const uri = `${origin()}/v1beta/files/${job.id}:download?alt=media`;
			return {
				status: 200,
				body: {
					name,
					done: true,
					response: { generateVideoResponse: { generatedSamples: [{ video: { uri } }] } },
				},
			};
		},
	});

const mediaEndpoint = ({ find, video }: ApiGround) =>
	plainEndpoint({
		name: 'media',
		method: 'GET',
		path: '/v1beta/files/:file',
		query: z.object({ alt: z.literal('media'), ...key }).strict(),
		answer: ({ params, headers }) =>
			video(find(params.file?.replace(/:download$/, '')), headers.range),
	});

const rules = (ground: ApiGround): ApiRules => ({
	unauthorized: ({ query }) =>
		query.key === API_KEY
			? undefined
			: failure(400, 'INVALID_ARGUMENT', 'API key not valid. Please pass a valid API key.'),
	invalid: failure(400, 'INVALID_ARGUMENT', 'Request contains an invalid argument.'),
	endpoints: [submitEndpoint(ground), statusEndpoint(ground), mediaEndpoint(ground)],
});

/** Starts Gemini on a free port of 127.0.0.1. */
export async function startGemini(options: Partial<ApiSettings> = {}): Promise<Gemini> {
	const api = await startVideoApi(rules, options);
	return Object.assign(api, { credential: { apiKey: API_KEY, host: api.origin } });
}
