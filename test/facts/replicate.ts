import { createHash } from 'node:crypto';
import { replicate as simulator } from '../support/simulator/gateways/replicate';
import { REPLICATE_INPUTS } from '../support/simulator/gateways/replicateInputs';
import type { BodySummary } from '../support/simulator/types';
import type { ImageInput, VideoRequest } from '../../gateways/gateway';
import { failedAs, NO_ADDRESS, unclearServerError } from './endings';
import { REFUSED, REFUSED_OR_MOVED, SERVER_ERROR, UNDOCUMENTED, UNKNOWN_WORD } from './faultRows';
import { ALL_FORMATS, wrongKinds } from './pictures';
import type { GatewayFacts, PrintedPrice } from './types';

/**
 * Sources: replicate.com/docs (reference/http, topics/predictions, topics/webhooks, read 2026-11), npm replicate 1.4.0,
 * and for the inputs of the models `replicateInputs.ts`.
 */

const MODEL = 'google/veo-3.1-fast';
const IMAGE = 'https://example.com/first.jpg';
const someTime = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;

/** A row that is a mode of a model has the mode behind the model's name. */
const nameOf = (id: string): string => id.split('/').slice(0, 2).join('/');

const MODES: Readonly<Record<string, string>> = {
	'kwaivgi/kling-v3-video': 'pro',
	'kwaivgi/kling-v2.1': 'standard',
};

/** The sizes of Wan 2.5 from text: "Video resolution and aspect ratio". */
const PIXELS: Readonly<Record<string, string>> = {
	'480p 16:9': '832*480',
	'480p 9:16': '480*832',
	'720p 16:9': '1280*720',
	'720p 9:16': '720*1280',
	'1080p 16:9': '1920*1080',
	'1080p 9:16': '1080*1920',
};

/** "Ignored if start_image is provided", "Ignored if an image is used": a ratio that isn't needed isn't sent. */
const IGNORES_RATIO = /^kwaivgi|seedance-1/;

const addressOf = (image: ImageInput | undefined) =>
	image?.kind === 'url' ? image.url : undefined;

/** Every field that the model has, by its "Input schema"; what it hasn't is left out. */
function inputOf(request: VideoRequest): Record<string, unknown> {
	const { model, firstFrame, endFrame, resolution, aspectRatio, inputs = {} } = request;
	const fields = REPLICATE_INPUTS[nameOf(model)] ?? '';
	const names = new Set(fields.split(' ').map((field) => field.split(/!?=/)[0] ?? ''));
	const nameAmong = (...wanted: string[]) => wanted.find((name) => names.has(name)) ?? '';
	const all: Record<string, unknown> = {
		prompt: request.prompt,
		mode: model.split('/')[2] ?? MODES[model],
		[nameAmong('start_image', 'first_frame_image', 'image')]: addressOf(firstFrame),
		[nameAmong('last_frame', 'last_frame_image', 'end_image', 'last_image')]:
			addressOf(endFrame),
		reference_images: request.subjectReferences?.map(addressOf),
		duration: request.durationSeconds,
		[nameAmong('resolution', 'quality')]: resolution,
		size:
			resolution || aspectRatio
				? PIXELS[`${resolution ?? '720p'} ${aspectRatio ?? '16:9'}`]
				: undefined,
		aspect_ratio: firstFrame && IGNORES_RATIO.test(model) ? undefined : aspectRatio,
		[nameAmong('generate_audio', 'generate_audio_switch')]: inputs.audio,
		seed: inputs.seed,
		negative_prompt: inputs.negativePrompt,
		[nameAmong('prompt_optimizer', 'enable_prompt_expansion')]: inputs.promptOptimizer,
	};
	return Object.fromEntries(
		Object.entries(all).filter(([name, value]) => names.has(name) && value !== undefined),
	);
}

/** The n-th amount in dollars of a page's words. */
const amountIn =
	(place: number, times = 1) =>
	(words: string): number =>
		times * Number([...words.matchAll(/\$(\d+(?:\.\d+)?)/g)][place]![1]);

/** A price for each second. */
const perSecond = (
	model: string,
	words: string,
	place: number,
	lengths: readonly number[],
	request: Partial<VideoRequest> = {},
): PrintedPrice[] =>
	lengths.map((durationSeconds) => ({
		models: [model],
		request: { ...request, durationSeconds },
		words,
		amount: amountIn(place, durationSeconds),
		currency: 'USD',
	}));

/** Prices that differ with the sound: first the one without, then the one with it. */
const bySound = (
	model: string,
	words: string,
	lengths: readonly number[],
	resolutions: ReadonlyArray<string | undefined> = [undefined],
): PrintedPrice[] =>
	resolutions.flatMap((resolution) =>
		[false, true].flatMap((audio) =>
			perSecond(model, words, Number(audio), lengths, {
				...(resolution === undefined ? {} : { resolution }),
				inputs: { audio },
			}),
		),
	);

const upTo = (least: number, most: number): number[] =>
	Array.from({ length: most - least + 1 }, (_, index) => least + index);

const SEEDANCE_2 =
	'non-video input 480p is $0.08/sec, 720p is $0.18/sec, 1080p is $0.45/sec. Audio toggle does not change pricing.';
const SEEDANCE_15 =
	'without audio: 480p $0.013, 720p $0.026, 1080p $0.06 per second; with audio: 720p $0.052 per second';
const SEEDANCE_1_FAST =
	'480p: $0.015 per second of video, 720p: $0.025 per second of video, 1080p: $0.06 per second of video';
const WAN_22 = '$0.05 a clip in 480p, $0.11 a clip in 720p';

/**
 * What others have noted down from the page of the model (with its address) in 2026: databases and notes in public
 * repositories, and for Kling 2.5 and Veo 3.1 Fast several of them. Replicate's API has no prices.
 */
const prices: readonly PrintedPrice[] = [
	...bySound(
		MODEL,
		'without audio $0.10 per second of video, with audio $0.15 per second of video',
		[4, 6, 8],
		['720p', '1080p'],
	),
	...bySound(
		'google/veo-3.1',
		'without_audio is $0.20/sec, with_audio is $0.40/sec',
		[4, 6, 8],
		['720p', '1080p'],
	),
	...bySound(
		'kwaivgi/kling-v3-video',
		'pro without audio is $0.224/sec, pro with audio is $0.336/sec',
		upTo(3, 15),
	),
	...bySound(
		'kwaivgi/kling-v3-video/standard',
		'standard without audio is $0.168/sec, standard with audio is $0.252/sec',
		upTo(3, 15),
	),
	...perSecond('kwaivgi/kling-v2.5-turbo-pro', '$0.07 per second of output video', 0, [5, 10]),
	...['480p', '720p', '1080p'].flatMap((resolution, place) => [
		...perSecond('bytedance/seedance-2.0', SEEDANCE_2, place, upTo(4, 15), { resolution }),
		...perSecond('bytedance/seedance-1.5-pro', SEEDANCE_15, place, upTo(2, 12), {
			resolution,
			inputs: { audio: false },
		}),
		...perSecond('bytedance/seedance-1-pro-fast', SEEDANCE_1_FAST, place, upTo(2, 12), {
			resolution,
		}),
	]),
	...perSecond('bytedance/seedance-1.5-pro', SEEDANCE_15, 3, upTo(2, 12), {
		resolution: '720p',
		inputs: { audio: true },
	}),
	...['480p', '720p'].map((resolution, place): PrintedPrice => ({
		models: ['wan-video/wan-2.2-i2v-fast'],
		request: { resolution },
		words: WAN_22,
		amount: amountIn(place),
		currency: 'USD',
	})),
	...perSecond('runwayml/gen-4.5', '$0.12/sec', 0, [5, 10]),
];

export const replicate: GatewayFacts = {
	simulator,
	capabilities: ['cancel', 'list', 'readDescription', 'callbacks', 'signature'],
	images: { url: 'sent', bytes: 'uploaded' },
	inputs: ['cancelAfterMinutes'],
	/** docs/topics/predictions/rate-limits. */
	rateLimits: { submitsPerMinute: 600 },
	wire: {
		inputsIn: 'input',
		path: ({ model }) => `/v1/models/${nameOf(model)}/predictions`,
		body: (request) => ({
			input: inputOf(request),
			...(request.callbackUrl && {
				webhook: request.callbackUrl,
				webhook_events_filter: ['completed'],
			}),
		}),
	},
	samples: [
		{
			name: 'Veo 3.1 Fast, text',
			path: `/v1/models/${MODEL}/predictions`,
			body: { input: { prompt: 'a cat steals a fish from a supermarket and escapes' } },
			wrong: { input: { prompt: 'a cat', duration: '8' } },
		},
		{
			name: 'Kling 3.0, image, with a webhook for each event',
			path: '/v1/models/kwaivgi/kling-v3-video/predictions',
			body: {
				input: { prompt: 'A woman is dancing', start_image: IMAGE, mode: 'pro' },
				webhook: 'https://example.com/my-webhook',
				webhook_events_filter: ['start', 'completed'],
			},
			wrong: { webhook_events_filter: ['end'] },
		},
		{
			name: 'by its version',
			path: '/v1/predictions',
			body: {
				version:
					'replicate/hello-world:9dcd6d78e7c6560c340d916fe32e9f24aabfa331e5cce95fe31f77fb03121426',
				input: { text: 'Alice' },
			},
			wrong: { version: 'replicate/hello-world:latest' },
		},
	],
	status: {
		call: (jobId) => ({ method: 'GET', path: `/v1/predictions/${jobId}` }),
		words: ['starting', 'processing', 'succeeded'],
		accepted: 201,
		invalid: 422,
		unknownJob: { title: true, detail: true, status: 404 },
	},
	finished: Object.fromEntries(
		simulator.variants.map((variant) => [
			variant,
			(videoUrl: string) => ({
				model: MODEL,
				...(variant === 'files' ? { moreVideoUrls: [`${videoUrl}?second`] } : {}),
				...(variant === 'web' ? {} : { expiresAt: someTime }),
				submittedAt: someTime,
				completedAt: someTime,
			}),
		]),
	),
	endings: [
		failedAs('failed', /out of memory/),
		{
			outcome: 'moderated',
			status: 'failed',
			code: 'moderated',
			retryable: false,
			says: /flagged as sensitive.*Change the prompt or the image/,
		},
		{
			outcome: 'cancelled',
			status: 'cancelled',
			code: 'cancelled',
			retryable: true,
			says: /cancelled/,
		},
		{
			outcome: 'cancelled',
			variant: 'aborted',
			status: 'cancelled',
			code: 'cancelled',
			retryable: true,
			says: /deadline.*wasn't billed/,
		},
		NO_ADDRESS,
		{
			outcome: 'completedWithoutUrl',
			variant: 'deleted',
			status: 'failed',
			code: 'notFound',
			retryable: false,
			says: /has deleted it.*one hour/,
		},
		{ outcome: 'unknownStatus', status: 'processing', says: /unknown status "archiving"/ },
	],
	refusals: [
		{ status: 401, code: 'authentication', fix: /key in the credential/ },
		{ status: 402, code: 'insufficientCredits', fix: /Top up/ },
		{ status: 404, code: 'notFound', fix: /'Job ID'.*owner\/name:version.*'Base URL'/ },
		{ status: 422, code: 'invalidRequest', fix: /API tab/ },
		{
			status: 429,
			code: 'rateLimited',
			retryable: true,
			retryAfterSeconds: 1,
			fix: /fewer requests/,
		},
		unclearServerError(500),
	],
	prices,
	endFrames: [
		...['google/veo-3.1-fast', 'google/veo-3.1'],
		...['kwaivgi/kling-v3-video', 'kwaivgi/kling-v3-video/standard', 'kwaivgi/kling-v2.1/pro'],
		...['bytedance/seedance-2.0', 'bytedance/seedance-2.0-fast'],
		...['bytedance/seedance-1.5-pro', 'bytedance/seedance-1-pro'],
		...['bytedance/seedance-1-lite', 'minimax/hailuo-02', 'wan-video/wan-2.2-i2v-fast'],
		...['pixverse/pixverse-v5.6', 'pixverse/pixverse-v5'],
	],
	cameraFollowers: [],
	wrongPictures: wrongKinds(ALL_FORMATS),
	isUploadOf: ({ content }, picture) =>
		(content as BodySummary | undefined)?.sha256 ===
		createHash('sha256').update(picture).digest('hex'),
	callback: {
		wakesExecution: true,
		tellsOfStart: [],
		submit: {
			path: `/v1/models/${MODEL}/predictions`,
			body: { input: { prompt: 'A mountain lake' }, webhook_events_filter: ['completed'] },
			urlField: 'webhook',
		},
	},
	faults: [
		{ fault: '402', ...REFUSED, message: 'HTTP 402, credit', fix: 'top up' },
		{ fault: '403', ...REFUSED_OR_MOVED, message: 'HTTP 403', fix: 'permissions' },
		UNDOCUMENTED[406],
		UNDOCUMENTED[412],
		{ fault: '422', ...REFUSED, message: 'HTTP 422', fix: 'correct' },
		SERVER_ERROR.lost,
		UNDOCUMENTED[596],
		UNKNOWN_WORD,
	],
	check: () => ({
		baseUrl: 'https://api.replicate.com',
		wrongKey: 'r8_0000000000000000000000000000000000000',
		refusal: [{ statuses: [401], keys: ['detail'] }],
		calls: [
			{
				name: 'account',
				method: 'GET',
				path: '/v1/account',
				expected: [{ statuses: [200], keys: ['type', 'username'] }],
				isPrivate: true,
			},
			{
				name: 'model',
				method: 'GET',
				path: `/v1/models/${MODEL}`,
				expected: [{ statuses: [200], keys: ['latest_version'] }],
				asks: 'is the schema in latest_version.openapi_schema.components.schemas.Input?',
			},
			{
				name: 'unknown-prediction',
				method: 'GET',
				path: '/v1/predictions/00000000000000000000000000',
				expected: [{ statuses: [404], keys: ['detail'] }],
				asks: 'is it 404?',
			},
			{
				name: 'predictions',
				method: 'GET',
				path: '/v1/predictions',
				expected: [{ statuses: [200], keys: ['results'] }],
				isPrivate: true,
			},
		],
		keyedEndpoint: 'account',
		keyedStatus: 200,
	}),
	liveRun: {
		keyVariable: 'REPLICATE_API_TOKEN',
		cost: 'about $0.60: Veo 3.1 Fast costs $0.15 for each second with sound, and 4 s are made (replicate.com/google/veo-3.1-fast)',
	},
};
