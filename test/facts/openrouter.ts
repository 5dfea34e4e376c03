import { openrouter as simulator } from '../support/simulator/gateways/openrouter';
import type { ImageInput, VideoRequest } from '../../gateways/gateway';
import { failedAs, NO_ADDRESS, unclearServerError } from './endings';
import { REFUSED, REFUSED_OR_MOVED, SERVER_ERROR, UNDOCUMENTED, UNKNOWN_WORD } from './faultRows';
import { openrouterPrices } from './openrouterPrices';
import { ALL_FORMATS, wrongKinds } from './pictures';
import type { GatewayFacts } from './types';

/**
 * Sources: @openrouter/sdk 1.3.19, openrouter.ai/docs/api_reference/videos and errors-and-debugging,
 * docs/cookbook/video-generation (read 2026-11), the list of 2026-10-09 (`simulator/gateways/openrouter/list.ts`).
 */

const PATH = '/v1/videos';
const MODEL = 'google/veo-3.1';
const IMAGE = 'https://example.com/first.jpg';
const prompt = 'A serene mountain landscape at sunset';

const addressOf = (image: ImageInput | undefined) =>
	image?.kind === 'url' ? image.url : undefined;

const picture = (url: string) => ({ type: 'image_url', image_url: { url } });

const frames = ({ firstFrame, endFrame }: VideoRequest) =>
	(
		[
			[addressOf(firstFrame), 'first_frame'],
			[addressOf(endFrame), 'last_frame'],
		] as const
	).flatMap(([url, frame_type]) => (url === undefined ? [] : [{ ...picture(url), frame_type }]));

/** `VideoGenerationRequest`. */
function body(request: VideoRequest): Record<string, unknown> {
	const { inputs = {}, subjectReferences = [] } = request;
	const addresses = (key: string) => (inputs[key] as readonly string[] | undefined) ?? [];
	const references = [
		...subjectReferences.map((image) => picture(addressOf(image) ?? '')),
		...addresses('referenceVideos').map((url) => ({ type: 'video_url', video_url: { url } })),
		...addresses('referenceAudio').map((url) => ({ type: 'audio_url', audio_url: { url } })),
	];
	const fields: Record<string, unknown> = {
		model: request.model,
		prompt: request.prompt,
		duration: request.durationSeconds,
		resolution: request.resolution,
		aspect_ratio: request.aspectRatio,
		generate_audio: inputs.audio,
		seed: inputs.seed,
		previous_job_id: inputs.previousJobId,
		callback_url: request.callbackUrl,
		frame_images: frames(request).length === 0 ? undefined : frames(request),
		input_references: references.length === 0 ? undefined : references,
		provider:
			inputs.negativePrompt === undefined
				? undefined
				: {
						options: {
							'google-vertex': {
								parameters: { negativePrompt: inputs.negativePrompt },
							},
						},
					},
	};
	return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

const cost = { amount: 0.5, currency: 'USD', basis: 'reported' } as const;

/** "Error codes": `{ error: { code, message, metadata } }`. */
const errorKeys = ['error.code', 'error.message'];

export const openrouter: GatewayFacts = {
	simulator,
	capabilities: ['balance', 'modelList', 'callbacks', 'signature'],
	images: { url: 'sent', bytes: 'dataUrl' },
	inputs: ['previousJobId'],
	wire: { path: () => PATH, body },
	samples: [
		{
			name: 'text',
			path: PATH,
			body: { model: MODEL, prompt, aspect_ratio: '16:9', duration: 8, resolution: '720p' },
			wrong: { duration: 5 },
		},
		{
			name: 'first and last frame',
			path: PATH,
			body: {
				model: 'bytedance/seedance-2.0',
				prompt,
				duration: 8,
				seed: 42,
				generate_audio: true,
				frame_images: [
					{ ...picture(IMAGE), frame_type: 'first_frame' },
					{ ...picture(IMAGE), frame_type: 'last_frame' },
				],
			},
			wrong: { frame_images: [{ ...picture(IMAGE), frame_type: 'end_frame' }] },
		},
		{
			name: 'references',
			path: PATH,
			body: {
				model: 'bytedance/seedance-2.5',
				prompt,
				input_references: [
					picture(IMAGE),
					{ type: 'video_url', video_url: { url: 'https://example.com/walk.mp4' } },
				],
			},
			wrong: { input_references: [IMAGE] },
		},
		{
			name: 'options of the provider',
			path: PATH,
			body: {
				model: MODEL,
				prompt,
				provider: {
					options: {
						'google-vertex': {
							parameters: { personGeneration: 'allow', negativePrompt: 'blurry' },
						},
					},
				},
			},
			wrong: { provider: { options: { 'google-vertex': { parameters: { cfg: 1 } } } } },
		},
	],
	status: {
		call: (jobId) => ({ method: 'GET', path: `${PATH}/${jobId}` }),
		words: ['pending', 'in_progress', 'completed'],
		accepted: 202,
		unknownJob: { error: true },
	},
	finished: {
		page: () => ({ cost }),
		proxy: () => ({ cost }),
		signed: () => ({ cost }),
		expired: () => ({ cost }),
	},
	endings: [
		failedAs('failed', /could not make the video/),
		{
			outcome: 'failed',
			variant: 'expired',
			status: 'failed',
			code: 'timeout',
			retryable: true,
			says: /expired/,
		},
		{
			outcome: 'moderated',
			status: 'failed',
			code: 'moderated',
			retryable: false,
			says: /flagged.*Change the prompt or the image/,
		},
		{
			outcome: 'cancelled',
			status: 'cancelled',
			code: 'cancelled',
			retryable: true,
			says: /cancelled/,
		},
		NO_ADDRESS,
		{ outcome: 'unknownStatus', status: 'processing', says: /unknown status "archiving"/ },
	],
	/** Errors of the client, and of docs/api_reference/errors-and-debugging. */
	refusals: [
		{ status: 400, code: 'invalidRequest', fix: /parameter/ },
		{ status: 401, code: 'authentication', fix: /key in the credential/ },
		{ status: 402, code: 'insufficientCredits', fix: /Top up/ },
		{ status: 403, code: 'authentication', fix: /limits.*key in the credential/ },
		{ status: 404, code: 'notFound', fix: /'Job ID', 'Model'/ },
		{
			status: 408,
			code: 'timeout',
			retryable: true,
			accepted: 'maybe',
			fix: /Try again later/,
		},
		{ status: 409, code: 'invalidRequest', accepted: 'maybe', fix: /earlier job/ },
		{ status: 413, code: 'invalidRequest', fix: /smaller image/ },
		{ status: 429, code: 'rateLimited', retryable: true, fix: /fewer requests/ },
		unclearServerError(500),
		unclearServerError(502),
		{ status: 503, code: 'gateway', retryable: true, fix: /Try again later/ },
	],
	prices: openrouterPrices,
	endFrames: [
		'minimax/hailuo-3-max',
		'bytedance/seedance-2.0-mini',
		'bytedance/seedance-2.5',
		'black-forest-labs/flux-3-video',
		'minimax/hailuo-3',
		'kwaivgi/kling-v3.0-pro',
		'kwaivgi/kling-v3.0-std',
		'google/veo-3.1-fast',
		'google/veo-3.1-lite',
		'google/veo-3.1',
		'kwaivgi/kling-video-o1',
		'bytedance/seedance-2.0',
		'bytedance/seedance-2.0-fast',
		'alibaba/wan-2.7',
		'bytedance/seedance-1-5-pro',
	],
	cameraFollowers: [],
	balance: { amount: 74.5, currency: 'USD' },
	wrongPictures: wrongKinds(ALL_FORMATS),
	privateVariants: ['proxy'],
	callback: {
		wakesExecution: true,
		tellsOfStart: [],
		submit: { path: PATH, body: { model: MODEL, prompt }, urlField: 'callback_url' },
	},
	faults: [
		{ fault: '402', ...REFUSED, message: 'HTTP 402', fix: 'top up' },
		{ fault: '403', ...REFUSED_OR_MOVED, message: 'HTTP 403', fix: 'limits/key' },
		UNDOCUMENTED[406],
		UNDOCUMENTED[412],
		UNDOCUMENTED[422],
		SERVER_ERROR.lost,
		UNDOCUMENTED[596],
		{ ...UNKNOWN_WORD, submit: 'accepted' },
	],
	check: (modelIds) => ({
		baseUrl: 'https://openrouter.ai/api',
		wrongKey: `sk-or-v1-${'0'.repeat(64)}`,
		refusal: [{ statuses: [401], keys: errorKeys }],
		calls: [
			{
				name: 'key',
				method: 'GET',
				path: '/v1/key',
				expected: [{ statuses: [200], keys: ['data.limit_remaining'] }],
				isPrivate: true,
			},
			{
				name: 'models',
				method: 'GET',
				path: '/v1/videos/models',
				isPublic: true,
				expected: [
					{
						statuses: [200],
						keys: ['data[].id', 'data[].pricing_skus'],
						values: { path: 'data[].id', include: modelIds },
					},
				],
			},
			{
				name: 'unknown-job',
				method: 'GET',
				path: '/v1/videos/gen-vid-1790000000-00000000000000000000',
				expected: [{ statuses: [404], keys: errorKeys }],
			},
		],
		keyedEndpoint: 'account',
	}),
	liveRun: {
		keyVariable: 'OPENROUTER_API_KEY',
		cost: 'about $0.15: Grok Imagine Video 1.5 Lite costs $0.03 for each second at 720p, and 5 s are made (the list of 2026-10-09)',
	},
};
