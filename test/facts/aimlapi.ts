import type { CheckedCall } from '../../tools/checkGateway/calls';
import { aimlapi as simulator } from '../support/simulator/gateways/aimlapi';
import { AIMLAPI_INPUTS } from '../support/simulator/gateways/aimlapi/inputs';
import type { ImageInput, VideoRequest } from '../../gateways/gateway';
import { FRAME } from '../support/simulator/media';
import { failedAs, NO_ADDRESS, unclearServerError } from './endings';
import { REFUSED, REFUSED_OR_MOVED, SERVER_ERROR, UNDOCUMENTED, UNKNOWN_WORD } from './faultRows';
import { MINIMAX_SHAPES, wrongKinds } from './pictures';
import { dollars, type GatewayFacts, type PrintedPrice, type SubmitSample } from './types';

/** Sources: docs.aimlapi.com, the page of video-01, and github.com/aimlapi/api-docs (2026-08-21). */

const OWN = '/v2/generate/video/minimax/generation';
const UNIVERSAL = '/v2/video/generations';
const IMAGE = 'https://example.com/first.jpg';
const FRAME_DATA_URL = `data:image/png;base64,${FRAME.toString('base64')}`;

type SampleBody = SubmitSample['body'] & { model: string };

const addressOf = (image: ImageInput) => (image.kind === 'url' ? image.url : undefined);

/** The two routes name the same inputs differently: the page of video-01, and MiniMax/*.json. */
const names = {
	own: { image: 'first_frame_image', optimizer: 'prompt_optimizer' },
	universal: { image: 'image_url', optimizer: 'enhance_prompt' },
};
const routeOf = ({ model }: VideoRequest) => (model === 'video-01' ? 'own' : 'universal');

/** MiniMax's models, by the pages below `minimax`. */
function miniMaxBody(request: VideoRequest): Record<string, unknown> {
	const { image, optimizer } = names[routeOf(request)];
	const { firstFrame, endFrame, subjectReferences, inputs } = request;
	// h3-max.json: a ratio "is ignored if image_url is provided".
	const hasRatio = request.aspectRatio && !(request.model === 'minimax/h3-max' && firstFrame);
	return {
		model: request.model,
		prompt: request.prompt,
		...(inputs?.promptOptimizer !== undefined && { [optimizer]: inputs.promptOptimizer }),
		...(inputs?.seed !== undefined && { seed: inputs.seed }),
		...(inputs?.referenceVideos && { video_urls: inputs.referenceVideos }),
		...(inputs?.referenceAudio && { audio_urls: inputs.referenceAudio }),
		...(firstFrame && { [image]: addressOf(firstFrame) }),
		...(endFrame && { last_image_url: addressOf(endFrame) }),
		...(subjectReferences && { reference_image_urls: subjectReferences.map(addressOf) }),
		...(request.resolution && { resolution: request.resolution }),
		...(request.durationSeconds && { duration: request.durationSeconds }),
		...(hasRatio && { ratio: request.aspectRatio }),
	};
}

/** The pages of a first and a last frame, and of PixVerse's transition: IDs of their own, for the same model. */
const BETWEEN_FRAMES: Readonly<Record<string, string>> = {
	'google/veo-3.1-i2v': 'google/veo-3.1-first-last-image-to-video',
	'google/veo-3.1-i2v-fast': 'google/veo-3.1-first-last-image-to-video-fast',
	'pixverse/v5/image-to-video': 'pixverse/v5/transition',
};
const idOf = ({ model, endFrame }: VideoRequest) => (endFrame && BETWEEN_FRAMES[model]) || model;

/** The models whose schemas have such a field. */
const modelsWith = (field: RegExp): string[] =>
	Object.entries(AIMLAPI_INPUTS)
		.filter(([, inputs]) => field.test(inputs))
		.map(([id]) => id);

/** "prompt" isn't among the required fields; Kling 3.0 says in words that it or a list of shots is. */
const PROMPTLESS = modelsWith(/\bprompt=/).filter((id) => !id.startsWith('klingai/video-v3-'));

/** Omni's end frame excludes sound, which is on by default; the text ID of Seedance isn't offered with pictures. */
const NO_END_FRAME = /^klingai\/video-v3-omni-|^bytedance\/seedance-1-0-pro-t2v$/;

/** Every field that the model's schema has, by whichever name; what it hasn't is left out. */
function otherBody(request: VideoRequest): Record<string, unknown> {
	const { firstFrame, endFrame, subjectReferences, inputs = {} } = request;
	const model = idOf(request);
	const known = new Set(AIMLAPI_INPUTS[model]!.split(' ').map((field) => /^\w+/.exec(field)![0]));
	const nameOf = (...among: string[]) => among.find((name) => known.has(name)) ?? '';
	const fields: Record<string, unknown> = {
		prompt: request.prompt,
		[nameOf('image_url', 'first_frame_image')]: firstFrame && addressOf(firstFrame),
		[nameOf('last_image_url', 'tail_image_url')]: endFrame && addressOf(endFrame),
		[nameOf('image_urls', 'reference_image_urls', 'reference_images', 'image_list')]:
			subjectReferences?.map(addressOf),
		video_urls: inputs.referenceVideos,
		audio_urls: inputs.referenceAudio,
		duration: request.durationSeconds,
		resolution: request.resolution,
		aspect_ratio: request.aspectRatio,
		seed: inputs.seed,
		negative_prompt: inputs.negativePrompt,
		[nameOf('generate_audio', 'generate_audio_switch')]: inputs.audio,
		[nameOf('enhance_prompt', 'enable_prompt_expansion')]: inputs.promptOptimizer,
	};
	return {
		model,
		...Object.fromEntries(
			Object.entries(fields).filter(
				([name, value]) => known.has(name) && value !== undefined,
			),
		),
	};
}

const someTime = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;
const cost = { amount: 0.294, currency: 'USD', basis: 'reported' } as const;
const costed = () => ({ expiresAt: someTime, cost });

const PROMPT = 'Mona Lisa puts on glasses with her hands.';

/**
 * Samples of the pages below docs/api-references/video-models, whose lengths are texts there, against the schemas. The
 * second value of each isn't allowed by its schema.
 */
const OTHER_SAMPLES: ReadonlyArray<readonly [SampleBody, SubmitSample['wrong']]> = [
	[{ model: 'google/veo-3.1-t2v', prompt: 'A dragon' }, { duration: 5 }],
	[{ model: 'google/veo-3.1-i2v', prompt: PROMPT, image_url: IMAGE, duration: 8 }, { seed: 1 }],
	[
		{ model: 'klingai/video-v3-pro-image-to-video', prompt: PROMPT, image_url: IMAGE },
		{ aspect_ratio: '16:9' },
	],
	[
		{ model: 'klingai/v2.5-turbo/pro/text-to-video', prompt: 'A raccoon', duration: 5 },
		{ duration: '5' },
	],
	[
		{ model: 'bytedance/seedance-2-0', prompt: PROMPT, image_url: IMAGE, duration: 8 },
		{ resolution: '2k' },
	],
	[
		{ model: 'alibaba/wan-2-6-i2v', prompt: PROMPT, image_url: IMAGE, duration: 5 },
		{ duration: 8 },
	],
	[{ model: 'runway/gen4_turbo', image_url: IMAGE, duration: 10 }, { resolution: '720p' }],
	[
		{
			model: 'pixverse/v5-5-text-to-video',
			prompt: 'A cheerful white raccoon',
			aspect_ratio: '16:9',
			duration: 5,
			resolution: '1080p',
		},
		{ duration: 8 },
	],
];

function inCredits(words: string): number {
	const [, used, of] = /"credits_used": (\d+).* (\d+) credits are/.exec(words)!;
	return (Number(used) / Number(of)) * dollars(words);
}

// docs.aimlapi.com, General Info (aimlapi/api-docs f14fa72f, 2026-08-21).
const aimlapiError = ['message', 'path', 'requestId', 'statusCode', 'timestamp'];

/** Ids of no job in every form that AI/ML API has given jobs: words, today's 21 characters, digits. */
const aimlapiJobs = Object.entries({
	word: 'contract-check',
	'21-characters': 'contract-check-000000',
	one: '1',
	digits: '100000000000001',
});

const aimlapiStatus = (route: string, path: string): CheckedCall[] =>
	aimlapiJobs.map(([form, id], index) => ({
		name: `status-${route}-${form}`,
		method: 'GET',
		path: `${path}?generation_id=${id}`,
		expected: [{ statuses: [404, 400], keys: aimlapiError }],
		asks: '404 or 400?',
		isRepeat: index > 0,
	}));

export const aimlapi: GatewayFacts = {
	simulator,
	capabilities: ['balance', 'modelList'],
	images: { url: 'sent', bytes: 'dataUrl' },
	wire: {
		path: (request) => (routeOf(request) === 'own' ? OWN : UNIVERSAL),
		body: (request) =>
			Object.hasOwn(AIMLAPI_INPUTS, idOf(request))
				? otherBody(request)
				: miniMaxBody(request),
	},
	samples: [
		{
			name: 'address with the vendor',
			path: OWN,
			body: {
				model: 'video-01',
				prompt: 'text',
				prompt_optimizer: true,
				first_frame_image: 'https://example.com',
			},
			wrong: { model: 'video-02' },
			idKey: 'generation_id',
		},
		...[
			{ model: 'video-01', prompt: 'text' },
			{ model: 'video-01-live2d', prompt: 'text', image_url: IMAGE },
			{ model: 'minimax/hailuo-02', prompt: 'text', last_image_url: FRAME_DATA_URL },
			{ model: 'minimax/hailuo-2.3', prompt: 'text', duration: 10, resolution: '768P' },
			{ model: 'minimax/hailuo-2.3-fast', prompt: 'text', image_url: IMAGE },
		].map((body): SubmitSample => ({
			name: body.model,
			path: UNIVERSAL,
			body,
			wrong: { enhance_prompt: 'yes' },
			idKey: 'id',
		})),
		{
			name: 'minimax/h3',
			path: UNIVERSAL,
			body: { model: 'minimax/h3', prompt: 'text', duration: 15, ratio: '21:9' },
			wrong: { duration: 3 },
			idKey: 'id',
		},
		{
			name: 'minimax/h3-max from references',
			path: UNIVERSAL,
			body: {
				model: 'minimax/h3-max',
				prompt: 'text',
				reference_image_urls: [IMAGE],
				video_urls: ['https://example.com/walk.mp4'],
				audio_urls: ['https://example.com/voice.mp3'],
				resolution: '480p',
				seed: 7,
			},
			wrong: { image_url: IMAGE },
			idKey: 'id',
		},
		...OTHER_SAMPLES.map(([body, wrong]): SubmitSample => ({
			name: body.model,
			path: UNIVERSAL,
			body,
			wrong,
			idKey: 'id',
		})),
	],
	status: {
		call: (jobId, submitPath) => ({
			method: 'GET',
			path: submitPath ?? UNIVERSAL,
			query: { generation_id: submitPath === undefined ? '1:minimax/hailuo-2.3' : jobId },
		}),
		words: ['queued', 'generating', 'completed'],
		unknownJob: { statusCode: '404', path: /^\// },
	},
	finished: {
		page: () => ({ expiresAt: someTime }),
		bare: costed,
		succeeded: costed,
		videoList: costed,
		errorDetail: costed,
		example: costed,
		schema: costed,
		waiting: () => ({ expiresAt: someTime }),
	},
	endings: [
		failedAs('failed', /could not be generated/),
		{
			outcome: 'moderated',
			status: 'failed',
			code: 'moderated',
			retryable: false,
			says: /moderation.*Change the prompt or the image/,
		},
		failedAs('failed', /could not be generated/, 'errorDetail'),
		failedAs('cancelled', /cancelled/),
		NO_ADDRESS,
		{
			outcome: 'completedWithoutUrl',
			variant: 'schema',
			status: 'failed',
			code: 'gateway',
			retryable: false,
			says: /no link/,
		},
		{ outcome: 'unknownStatus', status: 'processing', says: /unknown status "archiving"/ },
	],
	/** Errors and Messages, "Errors with status code 4xx" and "5xx". */
	refusals: [
		{ status: 400, code: 'invalidRequest', fix: /parameter/ },
		{ status: 401, code: 'authentication', fix: /key in the credential/ },
		{ status: 403, code: 'insufficientCredits', fix: /Top up/ },
		{ status: 404, code: 'notFound', fix: /'Job ID', 'Model'/ },
		{ status: 429, code: 'rateLimited', retryable: true, fix: /fewer requests/ },
		unclearServerError(500),
		unclearServerError(502),
		{ status: 503, code: 'gateway', retryable: true, fix: /Try again later/ },
		unclearServerError(504),
	],
	/** docs.aimlapi.com, hailuo-2.3: the sample's `credits_used`; h3: "120,000 credits ($0.06)" */
	prices: [
		{
			models: ['minimax/hailuo-2.3'],
			request: { durationSeconds: 6, resolution: '768P' },
			words: '"usage": { "credits_used": 588000 } where 120000 credits are $0.06',
			amount: inCredits,
			currency: 'USD',
		},
		{
			models: ['minimax/hailuo-2.3-fast'],
			request: { durationSeconds: 6, resolution: '768P' },
			words: '"usage": { "credits_used": 399000 } where 120000 credits are $0.06',
			amount: inCredits,
			currency: 'USD',
		},
		// The samples of Wan, with the lengths and sizes that they ask for, or else the pages' defaults.
		...(
			[
				['alibaba/wan-2-7-t2v', 10, '"credits_used": 3900000, "usd_spent": 1.95'],
				['alibaba/wan-2-6-t2v', 10, '"credits_used": 3150000'],
				['alibaba/wan-2-6-i2v', 5, '"credits_used": 1575000'],
			] as const
		).map(([model, durationSeconds, words]): PrintedPrice => ({
			models: [model],
			request: { durationSeconds, resolution: '1080p' },
			words: `${words} where 120000 credits are $0.06`,
			amount: inCredits,
			currency: 'USD',
		})),
	],
	promptOptional: PROMPTLESS,
	endFrames: [
		...['minimax/hailuo-02', 'minimax/h3', 'minimax/h3-max', 'minimax/h3-lite'],
		...modelsWith(/\b(last|tail)_image_url=/).filter((id) => !NO_END_FRAME.test(id)),
		...Object.keys(BETWEEN_FRAMES),
	],
	cameraFollowers: ['minimax/hailuo-02', 'minimax/hailuo-2.3', 'minimax/hailuo-2.3-fast'],
	balance: { amount: 25, currency: 'USD' },
	wrongPictures: {
		...wrongKinds('JPEG or PNG'),
		...MINIMAX_SHAPES,
		'/picture.webp':
			/'Image' is a WebP image, but AI\/ML API accepts JPEG or PNG. Convert it to JPEG or PNG first/,
	},
	faults: [
		{ fault: '402', ...REFUSED, message: 'HTTP 402', fix: 'top up' },
		{ fault: '403', ...REFUSED_OR_MOVED, message: 'HTTP 403, no credit', fix: 'top up' },
		UNDOCUMENTED[406],
		UNDOCUMENTED[412],
		UNDOCUMENTED[422],
		SERVER_ERROR.lost,
		UNDOCUMENTED[596],
		{ ...UNKNOWN_WORD, submit: 'accepted' },
	],
	/** A bare id of digits is asked for on the route of video-01 first, then on the universal one. */
	secondCall: {
		endpoint: 'status',
		job: { model: 'minimax/hailuo-2.3', variant: 'waiting' },
		isSecond: ({ path }) => path.endsWith(UNIVERSAL),
		firstRefusal: { message: 'HTTP 404', fix: 'job id' },
		afterRefusal: true,
	},
	check: (modelIds) => ({
		baseUrl: 'https://api.aimlapi.com',
		wrongKey: '00000000000000000000000000000000',
		refusal: [{ statuses: [401], keys: aimlapiError }],
		calls: [
			{
				name: 'billing',
				method: 'GET',
				path: '/v2/billing',
				expected: [{ statuses: [200], keys: ['current_balance'] }],
				isPrivate: true,
			},
			{
				name: 'models',
				method: 'GET',
				path: '/v1/models?output_modalities=video',
				expected: [
					{
						statuses: [200],
						keys: ['data[].id'],
						values: { path: 'data[].id', include: modelIds },
					},
				],
				isPublic: true,
			},
			...aimlapiStatus('universal', '/v2/video/generations'),
			...aimlapiStatus('minimax', '/v2/generate/video/minimax/generation'),
		],
		keyedEndpoint: 'account',
	}),
	liveRun: {
		keyVariable: 'AIMLAPI_API_KEY',
		cost:
			'about $0.29: 6 s of minimax/hailuo-2.3 at 768P took 588,000 credits, $0.294, in the ' +
			'sample of its page (docs.aimlapi.com)',
	},
};
