import { fal as simulator } from '../support/simulator/gateways/fal';
import { FAL_INPUTS } from '../support/simulator/gateways/falInputs';
import type { ImageInput, VideoRequest } from '../../gateways/gateway';
import { NO_ADDRESS, unclearServerError } from './endings';
import { REFUSED, REFUSED_OR_MOVED, SERVER_ERROR, UNDOCUMENTED } from './faultRows';
import { ALL_FORMATS, wrongKinds } from './pictures';
import type { GatewayFacts, PrintedPrice } from './types';

/**
 * Sources: fal.ai/docs/documentation/model-apis (read 2026-11), fal.ai/models/{endpoint}/llms.txt, and fal's own client
 * (@fal-ai/client 1.10.1), whose type files are in `falInputs.ts`.
 */

const VEO = 'fal-ai/veo3.1/fast';
const IMAGE = 'https://example.com/first.jpg';

/** The endpoint for a request: of a model's endpoints the one for its pictures, and for Hailuo that for its size. */
function endpointOf({ model, firstFrame, endFrame, resolution }: VideoRequest): string {
	const tier = resolution === '1080P' ? 'pro' : 'standard';
	const base = model.includes('hailuo') ? `${model}/${tier}` : model;
	const names = [
		...(endFrame ? [`${base}/first-last-frame-to-video`] : []),
		...(firstFrame ? [`${base}/image-to-video`] : [base, `${base}/text-to-video`]),
	];
	return names.find((name) => Object.hasOwn(FAL_INPUTS, name)) ?? model;
}

const addressOf = (image: ImageInput | undefined) =>
	image?.kind === 'url' ? image.url : undefined;

/** Every field that the endpoint has, by its "Input Schema"; what it hasn't is left out. */
function body(request: VideoRequest): Record<string, unknown> {
	const { firstFrame, endFrame, durationSeconds, inputs = {} } = request;
	const types = new Map(
		(FAL_INPUTS[endpointOf(request)] ?? '').split(' ').map((field) => {
			const [name = '', type = ''] = field.split(/!?=/);
			return [name, type] as const;
		}),
	);
	const nameOf = (...names: string[]) => names.find((name) => types.has(name)) ?? '';
	const lengthOf = (type = '') =>
		type.split('|').find((word) => parseFloat(word) === durationSeconds);
	const fields: Record<string, unknown> = {
		prompt: request.prompt,
		[nameOf('image_url', 'start_image_url', 'first_frame_url')]: addressOf(firstFrame),
		[nameOf('end_image_url', 'tail_image_url', 'last_frame_url')]: addressOf(endFrame),
		duration: lengthOf(types.get('duration')),
		resolution: request.resolution,
		aspect_ratio: request.aspectRatio,
		generate_audio: inputs.audio,
		seed: inputs.seed,
		negative_prompt: inputs.negativePrompt,
		prompt_optimizer: inputs.promptOptimizer,
	};
	return Object.fromEntries(
		Object.entries(fields).filter(([name, value]) => types.has(name) && value !== undefined),
	);
}

/** The n-th amount in dollars of a page's words. */
const amountIn =
	(place: number, times = 1) =>
	(words: string): number =>
		times * Number([...words.matchAll(/\$(\d+(?:\.\d+)?)/g)][place]![1]);

/** A price for each second, of one size or of several. */
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

/** Prices that differ with the sound; `places` are those of the amounts without and with it. */
const bySound = (
	model: string,
	words: string,
	places: readonly [number, number],
	lengths: readonly number[],
	resolutions: ReadonlyArray<string | undefined> = [undefined],
): PrintedPrice[] =>
	resolutions.flatMap((resolution) =>
		places.flatMap((place, index) =>
			perSecond(model, words, place, lengths, {
				...(resolution === undefined ? {} : { resolution }),
				inputs: { audio: index === 1 },
			}),
		),
	);

/** A price for a whole video of this size and length. */
const each = (
	model: string,
	words: string,
	place: number,
	request: Partial<VideoRequest>,
): PrintedPrice => ({ models: [model], request, words, amount: amountIn(place), currency: 'USD' });

const upTo = (least: number, most: number): number[] =>
	Array.from({ length: most - least + 1 }, (_, index) => least + index);

const VEO_31_FAST =
	'For every second of video you generate you will be charged $0.10 without audio or $0.15 with audio for 720p or 1080p. At 4k, you will be charged $0.30 per second without audio, or $0.35 with.';
const VEO_31 =
	'For every second of video you generate you will be charged $0.20 without audio or $0.40 with audio for 720p or 1080p. At 4k, you will be charged $0.40 per second without audio, or $0.60 with.';
const VEO_3 =
	'For every second of video you generated, you will be charged $0.20 (audio off) or $0.40 (audio on).';
/** fal.ai/learn, Veo 3 developer guide. */
const VEO_3_FAST = 'the fast variant (fal-ai/veo3/fast) ... at $0.10-$0.15/second';

const kling = (version: string, words: string, place = 1): PrintedPrice[] =>
	perSecond(`fal-ai/kling-video/${version}`, words, place, [5, 10]);

const hailuo23 = (model: string, standard: string, pro: string): PrintedPrice[] => [
	each(model, standard, 0, { resolution: '768P', durationSeconds: 6 }),
	each(model, standard, 1, { resolution: '768P', durationSeconds: 10 }),
	each(model, pro, 0, { resolution: '1080P', durationSeconds: 6 }),
];

const HAILUO_02 =
	'For each second of video generated at 768P, it will cost $0.045/sec. For each second of video generated at 512P, it will cost roughly $0.017/sec.';
const WAN_25 =
	'Your request will cost $0.05 per second for 480p, $0.10 per second for 720p, $0.15 per second for 1080p.';

/** fal.ai/models/{endpoint}/llms.txt, "Pricing", but for what says otherwise. */
const prices: readonly PrintedPrice[] = [
	...bySound(VEO, VEO_31_FAST, [0, 1], [4, 6, 8], ['720p', '1080p']),
	...bySound(VEO, VEO_31_FAST, [2, 3], [4, 6, 8], ['4k']),
	...bySound('fal-ai/veo3.1', VEO_31, [0, 1], [4, 6, 8], ['720p', '1080p']),
	...bySound('fal-ai/veo3.1', VEO_31, [2, 3], [4, 6, 8], ['4k']),
	...bySound('fal-ai/veo3', VEO_3, [0, 1], [4, 6, 8], ['720p', '1080p']),
	...bySound('fal-ai/veo3/fast', VEO_3_FAST, [0, 1], [4, 6, 8], ['720p', '1080p']),
	...bySound(
		'fal-ai/kling-video/v3/pro',
		'For every second of video you generated, you will be charged $0.112 (audio off) or $0.168 (audio on)',
		[0, 1],
		upTo(3, 15),
	),
	...bySound(
		'fal-ai/kling-video/v3/standard',
		'For every second of video you generated, you will be charged $0.084 (audio off) or $0.126 (audio on)',
		[0, 1],
		upTo(3, 15),
	),
	...bySound(
		'fal-ai/kling-video/v2.6/pro',
		'Videos generated without audio cost $0.07 per second. Videos with native audio cost $0.14 per second',
		[0, 1],
		[5, 10],
	),
	...kling(
		'v2.5-turbo/pro',
		'For 5s video your request will cost $0.35. For every additional second you will be charged $0.07.',
	),
	...kling(
		'v2.5-turbo/standard',
		'For 5s video your request will cost $0.21. For every additional second you will be charged $0.042.',
	),
	...kling(
		'v2.1/master',
		'For 5s video your request will cost $1.40. For every aditional second you will be charged $0.28.',
	),
	...kling(
		'v2.1/pro',
		'For 5s video your request will cost $0.49. For every additional second you will be charged $0.098.',
	),
	...kling(
		'v2.1/standard',
		'For 5s video your request will cost $0.28. For every additional second you will be charged $0.056.',
	),
	...perSecond('bytedance/seedance-2.0', '720p with audio $0.3034 / second', 0, upTo(4, 15), {
		resolution: '720p',
	}),
	...perSecond(
		'bytedance/seedance-2.0/fast',
		'For every second of 720p video you generated, you will be charged $0.2419/second.',
		0,
		upTo(4, 15),
		{ resolution: '720p' },
	),
	each(
		'fal-ai/bytedance/seedance/v1.5/pro',
		'Each 720p 5 second video with audio costs roughly $0.26.',
		0,
		{ resolution: '720p', durationSeconds: 5, inputs: { audio: true } },
	),
	each('fal-ai/bytedance/seedance/v1/pro', 'Each 1080p 5 second video costs roughly $0.62.', 0, {
		resolution: '1080p',
		durationSeconds: 5,
	}),
	each(
		'fal-ai/bytedance/seedance/v1/pro/fast',
		'Each 1080p 5 second video costs roughly $0.245.',
		0,
		{ resolution: '1080p', durationSeconds: 5 },
	),
	...hailuo23(
		'fal-ai/minimax/hailuo-2.3',
		'Your request will cost $0.28 per 6 second video generation, and a $0.56 per 10 second video generation.',
		'Your request will cost $0.49 per video generation.',
	),
	...hailuo23(
		'fal-ai/minimax/hailuo-2.3-fast',
		'Your request will cost $0.19 per 6 second video generation, and a $0.32 per 10 second video generation.',
		'Price: $0.33 per videos',
	),
	...perSecond('fal-ai/minimax/hailuo-02', HAILUO_02, 0, [6, 10], { resolution: '768P' }),
	...perSecond('fal-ai/minimax/hailuo-02', HAILUO_02, 1, [6, 10], { resolution: '512P' }),
	...['480p', '720p', '1080p'].flatMap((resolution, place) =>
		perSecond('fal-ai/wan-25-preview', WAN_25, place, [5, 10], { resolution }),
	),
];

/** [Inferred: the answer to an unknown request; that the key is looked at first is in the authentication page.] */
const unknownRequest = '/fal-ai/veo3/requests/00000000-0000-0000-0000-000000000000';

export const fal: GatewayFacts = {
	simulator,
	capabilities: ['cancel', 'readDescription', 'callbacks', 'signature'],
	images: { url: 'sent', bytes: 'dataUrl' },
	wire: { path: (request) => `/${endpointOf(request)}`, body },
	samples: [
		{
			name: 'Veo 3.1 Fast, text',
			path: `/${VEO}`,
			body: { prompt: 'A casual street interview on a busy New York City sidewalk' },
			wrong: { duration: 8 },
		},
		{
			name: 'Kling 2.5 Turbo Pro, image',
			path: '/fal-ai/kling-video/v2.5-turbo/pro/image-to-video',
			body: { prompt: 'A start line divides two cars', image_url: IMAGE, duration: '5' },
			wrong: { cfg_scale: '0.5' },
		},
		{
			name: 'Seedance 1.0 Pro Fast, text',
			path: '/fal-ai/bytedance/seedance/v1/pro/fast/text-to-video',
			body: { prompt: 'Inside a quiet dojo', resolution: '1080p', duration: '5' },
			wrong: { seed: '42' },
		},
		{
			name: 'Hailuo 2.3 Standard, text',
			path: '/fal-ai/minimax/hailuo-2.3/standard/text-to-video',
			body: { prompt: 'An intense electrical storm', duration: '6' },
			wrong: { prompt_optimizer: 'true' },
		},
	],
	status: {
		call: (jobId, submitPath = `/${VEO}`) => {
			const app = submitPath.split('/').slice(1, 3).join('/');
			const [id] = jobId.split(':').slice(-1);
			return { method: 'GET', path: `/${app}/requests/${id}/status` };
		},
		words: ['IN_QUEUE', 'IN_PROGRESS', 'COMPLETED'],
		invalid: 422,
		address: (jobId) => ({ method: 'GET', path: `/${jobId.replace(':', '/requests/')}` }),
		unknownJob: { detail: true },
	},
	finished: {
		file: () => ({}),
		withSeed: () => ({ seed: 42 }),
		measured: () => ({ width: 1920, height: 1080, durationSeconds: 5.04 }),
		statusError: () => ({}),
	},
	endings: [
		{
			outcome: 'failed',
			status: 'failed',
			code: 'gateway',
			retryable: true,
			says: /could not do it/,
		},
		{
			outcome: 'failed',
			variant: 'statusError',
			status: 'failed',
			code: 'gateway',
			retryable: true,
			says: /runner disconnected/,
		},
		{
			outcome: 'moderated',
			status: 'failed',
			code: 'moderated',
			retryable: false,
			says: /content checker.*Change the prompt or the image/,
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
	/** docs/model-apis/errors; 403: fal-ai/fal, issue 1147 (2026-08); 401: the authentication page. */
	refusals: [
		{ status: 400, code: 'invalidRequest', fix: /parameter/ },
		{ status: 401, code: 'authentication', fix: /key in the credential/ },
		{ status: 403, code: 'insufficientCredits', fix: /Top up/ },
		{ status: 404, code: 'notFound', fix: /'Job ID'.*fal-ai\/.*'Model', and 'Base URL'/ },
		{ status: 422, code: 'invalidRequest', fix: /parameter/ },
		{ status: 429, code: 'rateLimited', retryable: true, fix: /fewer requests/ },
		unclearServerError(500),
		{ status: 503, code: 'gateway', retryable: true, fix: /Try again later/ },
		unclearServerError(504),
	],
	prices,
	endFrames: [
		...['fal-ai/veo3.1/fast', 'fal-ai/veo3.1', 'fal-ai/kling-video/v3/pro'],
		...['fal-ai/kling-video/v3/standard', 'fal-ai/kling-video/v2.6/pro'],
		...['fal-ai/kling-video/v2.5-turbo/pro', 'bytedance/seedance-2.0'],
		...['bytedance/seedance-2.0/fast', 'fal-ai/bytedance/seedance/v1.5/pro'],
		...['fal-ai/bytedance/seedance/v1/pro', 'fal-ai/bytedance/seedance/v1/lite'],
		...['fal-ai/minimax/hailuo-02', 'fal-ai/wan/v2.7'],
	],
	cameraFollowers: [],
	wrongPictures: wrongKinds(ALL_FORMATS),
	callback: {
		wakesExecution: true,
		tellsOfStart: [],
		submit: { path: `/${VEO}`, body: { prompt: 'A mountain lake' }, urlQuery: 'fal_webhook' },
	},
	faults: [
		{ fault: '402', ...REFUSED, message: 'HTTP 402', fix: 'top up' },
		{
			fault: '403',
			...REFUSED_OR_MOVED,
			message: 'HTTP 403, exhausted balance',
			fix: 'top up',
		},
		UNDOCUMENTED[406],
		UNDOCUMENTED[412],
		{
			fault: '422',
			...REFUSED,
			result: 'job failed',
			message: 'HTTP 422/field required',
			fix: 'correct/change',
		},
		SERVER_ERROR.lost,
		UNDOCUMENTED[596],
		// The result behind the word is what counts.
		{
			fault: 'unknown status word',
			submit: 'accepted',
			result: 'processing',
			message: 'unknown status',
		},
	],
	/** "Poll the status, then fetch the result": whatever comes of the second, the job is made and paid for. */
	secondCall: { endpoint: 'result' },
	check: () => ({
		baseUrl: 'https://queue.fal.run',
		wrongKey: '00000000-0000-0000-0000-000000000000:00000000000000000000000000000000',
		refusal: [{ statuses: [401], keys: ['detail'] }],
		calls: [
			{
				name: 'unknown-request-status',
				method: 'GET',
				path: `${unknownRequest}/status`,
				expected: [{ statuses: [404], keys: ['detail'] }],
				asks: 'is it 404?',
			},
			{
				name: 'unknown-request',
				method: 'GET',
				path: unknownRequest,
				expected: [{ statuses: [404], keys: ['detail'] }],
			},
		],
		keyedEndpoint: 'status',
		keyedStatus: 404,
	}),
	liveRun: {
		keyVariable: 'FAL_KEY',
		cost: 'about $0.60: Veo 3.1 Fast costs $0.15 for each second with sound, and 4 s are made (fal.ai, page of veo3.1/fast)',
	},
};
