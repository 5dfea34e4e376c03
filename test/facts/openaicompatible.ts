import { createHash } from 'node:crypto';
import { openaicompatible as simulator } from '../support/simulator/gateways/openaicompatible';
import type { ImageInput, VideoRequest } from '../../gateways/gateway';
import { failedAs, unclearServerError } from './endings';
import { REFUSED, REFUSED_OR_MOVED, SERVER_ERROR, UNDOCUMENTED, UNKNOWN_WORD } from './faultRows';
import { ALL_FORMATS, wrongKinds } from './pictures';
import type { GatewayFacts } from './types';

/**
 * Sources, all read 2026-11: docs.vllm.ai/projects/vllm-omni, serving/videos_api; sgl-project/sglang, protocol.py;
 * docs.litellm.ai/docs/videos; docs.newapi.pro, "sora/create-video", and dto/openai_video.go; docs.together.ai and
 * together-ai 0.52.0; openai 6.49.0.
 */

const PATH = '/v1/videos';

/** A file of a form, as the simulator records it. */
const fileOf = (image: ImageInput | undefined) =>
	image?.kind === 'bytes'
		? {
				contentType: image.mimeType,
				bytes: image.bytes.length,
				sha256: createHash('sha256').update(image.bytes).digest('hex'),
			}
		: undefined;

/** videos_api.md: `size` in `WIDTHxHEIGHT`. 1080p and 16:9 are 1920x1080 everywhere. */
const SIZES: Readonly<Record<string, string>> = { '1080p 16:9': '1920x1080' };

function body(wanted: VideoRequest): Record<string, unknown> {
	const {
		model,
		prompt,
		durationSeconds,
		resolution,
		aspectRatio = '16:9',
		inputs = {},
	} = wanted;
	const fields = {
		// "default: server's model"
		model: model === 'default' ? undefined : model,
		prompt,
		seconds: durationSeconds,
		size: SIZES[`${resolution} ${aspectRatio}`],
		seed: inputs.seed,
		negative_prompt: inputs.negativePrompt,
	};
	const set = Object.entries(fields).filter(([, value]) => value !== undefined);
	const file = fileOf(wanted.firstFrame);
	return {
		...Object.fromEntries(set.map(([name, value]) => [name, String(value)])),
		...(file ? { input_reference: file } : {}),
	};
}

const ended = { completedAt: /^\d{4}-.*Z$/ };
const sized = { ...ended, width: 1280, height: 720 };

export const openaicompatible: GatewayFacts = {
	simulator,
	capabilities: ['modelList'],
	images: { url: 'fetched', bytes: 'multipart' },
	wire: { path: () => PATH, body },
	samples: [
		{
			name: 'vLLM-Omni, text',
			path: PATH,
			form: true,
			body: {
				prompt: 'A cinematic tracking shot of a mountain lake at sunrise',
				size: '1280x720',
				num_frames: '80',
				fps: '16',
			},
			wrong: { seconds: '4.5' },
		},
		{
			name: 'Together, text',
			path: '/v2/videos',
			body: {
				model: 'minimax/video-01-director',
				prompt: 'A serene sunset over the ocean with gentle waves',
				width: 1366,
				height: 768,
			},
			wrong: { seconds: 6 },
		},
	],
	status: {
		call: (jobId, path = PATH) => ({ method: 'GET', path: `${path}/${jobId}` }),
		words: ['queued', 'in_progress', 'completed'],
		invalid: 422,
		unknownJob: { error: true },
	},
	finished: {
		vllmOmni: () => ended,
		sglang: () => sized,
		liteLlm: () => ({ ...ended, expiresAt: /^\d{4}-.*Z$/ }),
		newApi: () => ended,
		together: () => ({
			...sized,
			cost: { amount: 0.28, currency: 'USD', basis: 'reported' },
		}),
	},
	endings: [
		failedAs('failed', /out of memory/),
		{
			outcome: 'moderated',
			status: 'failed',
			code: 'moderated',
			retryable: false,
			says: /content policy.*Change the prompt or the image/,
		},
		{
			outcome: 'cancelled',
			status: 'cancelled',
			code: 'cancelled',
			retryable: true,
			says: /cancelled/,
		},
		{ outcome: 'unknownStatus', status: 'processing', says: /unknown status "archiving"/ },
	],
	refusals: [
		{ status: 400, code: 'invalidRequest', fix: /parameter/ },
		{ status: 401, code: 'authentication', fix: /key in the credential/ },
		{ status: 402, code: 'insufficientCredits', fix: /Top up/ },
		{ status: 403, code: 'insufficientCredits', fix: /quota/ },
		{ status: 404, code: 'notFound', fix: /'Job ID', 'Model', and 'Base URL'.*\/v1\/videos/ },
		{ status: 405, code: 'notFound', fix: /'Base URL'/ },
		{ status: 422, code: 'invalidRequest', fix: /parameter/ },
		{ status: 429, code: 'rateLimited', retryable: true, fix: /fewer requests/ },
		unclearServerError(500),
		unclearServerError(502),
		{ status: 503, code: 'gateway', retryable: true, fix: /Try again later/ },
		unclearServerError(504),
	],
	/** No page has prices that hold for any server. */
	prices: [],
	cameraFollowers: [],
	wrongPictures: wrongKinds(ALL_FORMATS),
	/** videos_api.md: "The final content is available from /v1/videos/{video_id}/content". */
	unnamedFile: (jobId) => `${PATH}/${jobId}/content`,
	privateVariants: ['vllmOmni', 'liteLlm'],
	faults: [
		{ fault: '402', ...REFUSED, message: 'HTTP 402', fix: 'top up' },
		{ fault: '403', ...REFUSED_OR_MOVED, message: 'HTTP 403', fix: 'quota' },
		UNDOCUMENTED[406],
		UNDOCUMENTED[412],
		{ fault: '422', ...REFUSED, message: 'HTTP 422', fix: 'correct' },
		SERVER_ERROR.lost,
		UNDOCUMENTED[596],
		UNKNOWN_WORD,
	],
	check: () => ({
		baseUrl: 'http://localhost:8091',
		wrongKey: 'sk-nobody-0000000000000000',
		refusal: [{ statuses: [401], keys: ['error'] }],
		calls: [
			{
				name: 'unknown-video',
				method: 'GET',
				path: '/v1/videos/video_none',
				expected: [{ statuses: [404], keys: ['error'] }],
				asks: 'is it 404?',
			},
			{
				name: 'models',
				method: 'GET',
				path: '/v1/models',
				expected: [{ statuses: [200], keys: ['data'] }],
			},
		],
		keyedEndpoint: 'models',
	}),
	liveRun: {
		keyVariable: 'OPENAI_COMPATIBLE_API_KEY',
		cost: "whatever the server's owner asks for",
	},
};
