import { readAnswer } from '../../answer/answers';
import {
	isGatewayError,
	type Call,
	type Gateway,
	type ListedModel,
	type VideoJob,
} from '../../gateway';
import { checkHttps } from '../../request/callbacks';
import { inputValue } from '../../request/inputs';
import { balance } from './account';
import { errors, notReadyToExtend } from './errors';
import { previousJob } from './inputs';
import { callbacks, readJobAnswer } from './jobs';
import { models, readList, source, unlistedModels } from './models';
import { submitBody } from './submit';
import { modelsAnswer } from './wire';

/**
 * OpenRouter (openrouter.ai): one API over the video models of many makers, with a list that tells what each can do and
 * costs. Sources: openrouter.ai/docs/api_reference/videos and docs/cookbook/video-generation (read 2026-11), and
 * OpenRouter's own client, @openrouter/sdk 1.3.19.
 */

const jobPath = (jobId: string): string => `/v1/videos/${encodeURIComponent(jobId)}`;

export const openrouter: Gateway = {
	id: 'openrouter',
	label: errors.label,
	summary: 'Veo, Kling, Seedance, Wan, Hailuo, Grok and Runway',
	credentialType: 'openRouterVideoApi',
	models,
	modelSource: source,
	unlistedModels,
	// The newest with a price.
	defaultModel: models[0]!.id,
	// No page has a least one; "recommended: every 10–30 seconds" is what the schedule comes to by itself for most jobs.
	minPollSeconds: 5,
	// "A public https:// URL or a data URL"; no page tells which formats each maker's model accepts.
	images: {
		url: 'sent',
		bytes: 'dataUrl',
		formats: ['image/jpeg', 'image/png', 'image/webp'],
	},
	callbacks,
	inputs: [previousJob],
	dashboard: 'the activity at https://openrouter.ai/activity',

	// `callback_url`: "Must be HTTPS".
	check: checkHttps,

	submit: (request): Call<VideoJob> => ({
		request: { method: 'POST', path: '/v1/videos', body: submitBody(request) },
		repeat: 'ifNotAccepted',
		timeoutSeconds: 120,
		read: (answer) => {
			const continuesJob = inputValue(request, previousJob.key) !== undefined;
			if (continuesJob && answer.status === 409) return notReadyToExtend(answer);
			const job = readJobAnswer(answer);
			return isGatewayError(job) ? job : { ...job, model: request.model };
		},
	}),

	status: (jobId): Call<VideoJob> => ({
		request: { method: 'GET', path: jobPath(jobId) },
		repeat: 'always',
		timeoutSeconds: 30,
		read: (answer) => readJobAnswer(answer, jobId),
	}),

	balance,

	modelList: {
		read: (): Call<ListedModel[]> => ({
			request: { method: 'GET', path: '/v1/videos/models' },
			repeat: 'always',
			timeoutSeconds: 30,
			read: (answer) =>
				readAnswer(errors, answer, modelsAnswer, ({ data }) =>
					readList(data, new Date(answer.receivedAt).toISOString().slice(0, 10)),
				),
		}),
		hasFormats: true,
	},

	// GET /v1/videos/{id}/content: what `unsigned_urls` lead to (seen 2026-10-09: 401 without the key).
	mediaNeedsKey: (url, baseUrl) =>
		url.origin === baseUrl.origin && /\/v1\/videos\/[^/]+\/content$/.test(url.pathname),
};
