import { segmind as simulator } from '../support/simulator/gateways/segmind';
import { SEGMIND_INPUTS } from '../support/simulator/gateways/segmind/inputs';
import type { ImageInput, VideoRequest } from '../../gateways/gateway';
import { failedAs, NO_ADDRESS, unclearServerError } from './endings';
import {
	BUSY,
	REFUSED,
	REFUSED_OR_MOVED,
	SERVER_ERROR,
	UNDOCUMENTED,
	type FaultRow,
} from './faultRows';
import { ALL_FORMATS, wrongKinds } from './pictures';
import { dollars, type GatewayFacts, type PrintedPrice, type SubmitSample } from './types';

/**
 * Sources: segmind.com/models/minimax-ai and segmind.com/models/{slug}/api; docs.segmind.com, async-inference;
 * segmind-python 1.1.0 for the upload.
 */

const IMAGE = 'https://example.com/first.jpg';

const addressOf = (image: ImageInput | undefined) =>
	image?.kind === 'url' ? image.url : undefined;

/** The six words that Runway's page has for ratios. */
const RUNWAY_RATIOS: Readonly<Record<string, string>> = {
	'16:9': '1280:720',
	'9:16': '720:1280',
	'4:3': '1104:832',
	'3:4': '832:1104',
	'1:1': '960:960',
	'21:9': '1584:672',
};

/** What the pages require and a request may leave open: their own defaults. */
const DEFAULTS: Readonly<Record<string, unknown>> = {
	aspect_ratio: '16:9',
	duration: 5,
	resolution: '720p',
	quality: '540p',
	motion_mode: 'normal',
};

/** The "Parameters" of a model of another provider, by whichever names; what it hasn't is left out. */
function otherBody(wanted: VideoRequest): Record<string, unknown> {
	const { firstFrame, endFrame, subjectReferences, durationSeconds, inputs = {} } = wanted;
	const parameters = new Map(
		SEGMIND_INPUTS[wanted.model]!.split(' ').map((field) => {
			const [, name = '', required, type = ''] = /^(\w+)(!?)=(.+)$/.exec(field)!;
			return [name, { type, isRequired: Boolean(required) }] as const;
		}),
	);
	const nameOf = (...among: string[]) => among.find((name) => parameters.has(name)) ?? '';
	const isText = /^\d+\|/.test(parameters.get('duration')?.type ?? '');
	const { aspectRatio } = wanted;
	const isRunway = wanted.model === 'runway-gen4-turbo';
	const fields: Record<string, unknown> = {
		[nameOf('prompt', 'promptText')]: wanted.prompt,
		[nameOf(
			...['start_image_url', 'start_image', 'first_frame_url'],
			'image_url',
			'image',
			'promptImage',
		)]: addressOf(firstFrame),
		[nameOf('end_image_url', 'last_frame_url', 'last_frame')]: addressOf(endFrame),
		reference_images: subjectReferences?.map(addressOf),
		reference_videos: inputs.referenceVideos,
		reference_audios: inputs.referenceAudio,
		duration: isText ? durationSeconds && String(durationSeconds) : durationSeconds,
		[nameOf('quality', 'mode', 'resolution')]: wanted.resolution,
		[nameOf('ratio', 'aspect_ratio')]:
			isRunway && aspectRatio ? RUNWAY_RATIOS[aspectRatio] : aspectRatio,
		seed: inputs.seed,
		negative_prompt: inputs.negativePrompt,
		enable_prompt_expansion: inputs.promptOptimizer,
		[nameOf('generate_audio', 'generate_audio_switch')]: inputs.audio,
	};
	const required = Object.entries(DEFAULTS).filter(([name]) => parameters.get(name)?.isRequired);
	const set = Object.entries(fields).filter(
		([name, value]) => parameters.has(name) && value !== undefined,
	);
	return Object.fromEntries([...required, ...set]);
}

/** The model's "Parameters"; minimax-hailuo-2 names two of them in its own way. */
function miniMaxBody(wanted: VideoRequest): Record<string, unknown> {
	const own = wanted.model === 'minimax-hailuo-2';
	const { firstFrame, endFrame, subjectReferences, inputs } = wanted;
	const promptOptimizer = inputs?.promptOptimizer;
	return {
		prompt: wanted.prompt,
		...(firstFrame && { [own ? 'image_url' : 'first_frame_image']: addressOf(firstFrame) }),
		...(endFrame && { last_frame_image: addressOf(endFrame) }),
		...(subjectReferences && { subject_reference: addressOf(subjectReferences[0]) }),
		...(promptOptimizer !== undefined && { prompt_optimizer: promptOptimizer }),
		...(wanted.durationSeconds && { duration: wanted.durationSeconds }),
		...(wanted.resolution && { [own ? 'mode' : 'resolution']: wanted.resolution }),
	};
}

const sampleOf = (slug: string, body: SubmitSample['body']): SubmitSample => ({
	name: slug,
	path: `/v2/${slug}`,
	body,
	wrong: { prompt_optimizer: 'true' },
});

/** The samples of the pages, and a value or a name that each page doesn't have. */
const OTHER_SAMPLES: ReadonlyArray<
	readonly [slug: string, body: SubmitSample['body'], wrong: SubmitSample['wrong']]
> = [
	[
		'veo-3.1-fast',
		{
			...{ seed: 42, image: IMAGE, prompt: 'A workshop', duration: 8, last_frame: IMAGE },
			...{ resolution: '1080p', aspect_ratio: '16:9', generate_audio: true },
		},
		{ duration: 5 },
	],
	[
		'kling-3-standard-image2video',
		{ prompt: 'The subject moves', duration: '5', cfg_scale: 0.5, start_image_url: IMAGE },
		{ duration: 5 },
	],
	[
		'seedance-2.0-mini',
		{ prompt: 'The waterfall', first_frame_url: IMAGE, duration: 5, resolution: '720p' },
		{ duration: 7 },
	],
	[
		'wan2.7-t2v',
		{ prompt: 'An eagle', resolution: '720P', duration: 5, ratio: '16:9', seed: 42 },
		{ aspect_ratio: '16:9' },
	],
	[
		'runway-gen4-turbo',
		{
			promptText: 'A bridge',
			promptImage: IMAGE,
			seed: 56_698,
			ratio: '1280:720',
			duration: 5,
		},
		{ ratio: '16:9' },
	],
	[
		'pixverse-5-video',
		{ duration: 5, prompt: 'A girl', quality: '540p', motion_mode: 'normal', image_url: IMAGE },
		{ quality: '4k' },
	],
];

/** A range of a page, for each length, size and sound; `least` is the one that costs the least. */
const rangesOf = (
	model: string,
	words: string,
	lengths: readonly number[],
	sizes: ReadonlyArray<string | undefined>,
	isLeast: (row: { seconds: number; size: string | undefined; audio: boolean }) => boolean,
	hasSound = false,
): PrintedPrice[] =>
	sizes.flatMap((size) =>
		lengths.flatMap((seconds) => {
			const least = isLeast({ seconds, size, audio: false });
			const sounds = hasSound && least ? [false, true] : [undefined];
			return sounds.map((audio): PrintedPrice => ({
				models: [model],
				request: {
					durationSeconds: seconds,
					...(size === undefined ? {} : { resolution: size }),
					...(audio === undefined ? {} : { inputs: { audio } }),
				},
				words,
				amount: (text) => dollars(text.split(' - ')[least && audio !== true ? 0 : 1]!),
				currency: 'USD',
			}));
		}),
	);

const shortest =
	(length: number, smallest?: string) =>
	({ seconds, size }: { seconds: number; size: string | undefined }) =>
		seconds === length && size === smallest;

const VEO_SIZES = ['720p', '1080p'];
const PIXVERSE_SIZES = ['360p', '540p', '720p'];

/** segmind.com/models/{slug}/api: "... per generation". */
const otherRanges: readonly PrintedPrice[] = [
	...rangesOf(
		'veo-3.1',
		'$0.800 - $3.20 per generation',
		[4, 6, 8],
		VEO_SIZES,
		shortest(4, '720p'),
		true,
	),
	...rangesOf(
		'veo-3.1-fast',
		'$0.400 - $1.20 per generation',
		[4, 6, 8],
		VEO_SIZES,
		shortest(4, '720p'),
		true,
	),
	...rangesOf(
		'veo-3.1-lite',
		'$0.250 - $1.00 per generation',
		[4, 6, 8],
		VEO_SIZES,
		shortest(4, '720p'),
		true,
	),
	...rangesOf(
		'kling-2.6',
		'$0.438 - $1.75 per generation',
		[5, 10],
		[undefined],
		shortest(5),
		true,
	),
	...rangesOf(
		'kling-2.5-turbo',
		'$0.440 - $0.880 per generation',
		[5, 10],
		[undefined],
		shortest(5),
	),
	...rangesOf('kling-2', '$1.75 - $3.50 per generation', [5, 10], [undefined], shortest(5)),
	...rangesOf(
		'wan-2.6-i2v',
		'$0.625 - $2.81 per generation',
		[5, 10, 15],
		VEO_SIZES,
		shortest(5, '720p'),
	),
	...rangesOf(
		'runway-gen4-turbo',
		'$0.500 - $1.00 per generation',
		[5, 10],
		[undefined],
		shortest(5),
	),
	...rangesOf(
		'runway-gen3-alphaturbo',
		'$0.500 - $1.00 per generation',
		[5, 10],
		[undefined],
		shortest(5),
	),
	...['pixverse-5-video', 'pixverse-4.5-video'].flatMap((model) => [
		...rangesOf(
			model,
			'$0.375 - $1.00 per generation',
			[5, 8],
			PIXVERSE_SIZES,
			shortest(5, '360p'),
		),
		...rangesOf(model, '$0.375 - $1.00 per generation', [5], ['1080p'], shortest(5, '360p')),
	]),
];

const withCost = () => ({ cost: { amount: 0.625, currency: 'USD', basis: 'reported' } }) as const;

/** segmind.com/models/{slug}: the least for the shortest clip in the smallest size, the most for all others. */
const ranges: readonly PrintedPrice[] = (
	[
		['hailuo-2.3', '$0.350 to $0.700', '768p', 6, 0],
		['hailuo-2.3', '$0.350 to $0.700', '768p', 10, 1],
		['hailuo-2.3', '$0.350 to $0.700', '1080p', 6, 1],
		['hailuo-2.3-fast', '$0.240 to $0.410', '768p', 6, 0],
		['hailuo-2.3-fast', '$0.240 to $0.410', '768p', 10, 1],
		['hailuo-2.3-fast', '$0.240 to $0.410', '1080p', 6, 1],
		['hailuo-02-fast', '$0.125 to $0.188', undefined, 6, 0],
		['hailuo-02-fast', '$0.125 to $0.188', undefined, 10, 1],
	] as const
).map(([model, words, resolution, durationSeconds, end]) => ({
	models: [model],
	request: { durationSeconds, ...(resolution ? { resolution } : {}) },
	words,
	amount: (text) => dollars(text.split(' to ')[end]!),
	currency: 'USD',
}));

/** docs.segmind.com: a failed job is told by 422 with its record, and a 429 by the time at which the limit ends. */
const ownFaults: readonly FaultRow[] = [
	{
		fault: '422 with the failed request',
		status: 'job failed',
		message: 'generation failed',
		play: () => ({
			status: 422,
			body: { status: 'FAILED', error: 'Generation failed', metrics: { cost: 0 } },
		}),
	},
	{
		fault: '429, reset at (UTC)',
		...BUSY,
		download: undefined,
		message: 'HTTP 429',
		fix: 'wait/fewer',
		play: () => ({
			...simulator.error(429),
			headers: {
				// Of the moment of the answer.
				get 'x-rate-limit-reset-at-utc'() {
					return new Date(Date.now() + 6500).toISOString();
				},
			},
		}),
		rest: 6,
	},
];

const segmindRequest = '/v2/requests/00000000-0000-0000-0000-000000000000';

export const segmind: GatewayFacts = {
	simulator,
	capabilities: ['balance', 'directVideo'],
	images: { url: 'sent', bytes: 'uploaded' },
	/** docs.segmind.com, api-reference/rate-limits. Of paid plans the pages contradict each other. */
	rateLimits: { freePlanRequestsPerMinute: 5 },
	inputs: ['blocking'],
	wire: {
		path: ({ model }) => `/v2/${model}`,
		body: (wanted) =>
			Object.hasOwn(SEGMIND_INPUTS, wanted.model) ? otherBody(wanted) : miniMaxBody(wanted),
	},
	samples: [
		sampleOf('minimax-ai', { prompt: 'text', prompt_optimizer: true, subject_reference: '' }),
		sampleOf('minimax-ai-director', { prompt: 'text', first_frame_image: IMAGE }),
		sampleOf('minimax-hailuo-2', { prompt: 'text', mode: 'pro', last_frame_image: null }),
		sampleOf('hailuo-2.3', { prompt: 'text', duration: 6, resolution: '1080p' }),
		sampleOf('hailuo-2.3-fast', { prompt: 'text', first_frame_image: IMAGE }),
		...OTHER_SAMPLES.map(([slug, body, wrong]) => ({ ...sampleOf(slug, body), wrong })),
	],
	status: {
		call: (jobId) => ({ method: 'GET', path: `/v2/requests/${jobId}` }),
		words: ['QUEUED', 'PROCESSING', 'COMPLETED'],
		invalid: 200,
		failsLate: true,
		notJson: 406,
		unknownJob: { error: true },
	},
	finished: Object.fromEntries(simulator.variants.map((variant) => [variant, withCost])),
	endings: [
		failedAs('failed', /Generation failed/),
		{
			outcome: 'moderated',
			status: 'failed',
			code: 'moderated',
			retryable: false,
			says: /sensitive.*Change the prompt or the image/,
		},
		failedAs('cancelled', /cancelled/),
		failedAs('failed', /^Generation failed$/, 'errorObject'),
		NO_ADDRESS,
		{ outcome: 'unknownStatus', status: 'processing', says: /unknown status "ARCHIVED"/ },
	],
	/** Model page, "Common Error Codes"; 410, 422 and the header of a 429: docs.segmind.com. */
	refusals: [
		{ status: 400, code: 'invalidRequest', fix: /parameter/ },
		{ status: 401, code: 'authentication', fix: /key in the credential/ },
		{ status: 402, code: 'insufficientCredits', fix: /Top up/ },
		{ status: 403, code: 'authentication', fix: /permissions/ },
		{ status: 404, code: 'notFound', fix: /'Job ID', 'Model', and 'Base URL'.*hour/ },
		{ status: 406, code: 'insufficientCredits', fix: /credits and the spending limit/ },
		{ status: 410, code: 'notFound', fix: /another model/ },
		{ status: 422, code: 'invalidRequest', fix: /parameter/ },
		{
			status: 429,
			code: 'rateLimited',
			retryable: true,
			retryAfterSeconds: 60,
			fix: /fewer requests/,
		},
		{ status: 500, code: 'gateway', retryable: true, fix: /Try again later/ },
		unclearServerError(502),
		unclearServerError(504),
	],
	prices: [
		{
			// segmind.com/models/minimax-ai
			models: ['minimax-ai'],
			words: '$0.625 per generation',
			amount: dollars,
			currency: 'USD',
		},
		...ranges,
		...otherRanges,
	],
	endFrames: [
		...['minimax-hailuo-2', 'hailuo-02-fast'],
		...Object.entries(SEGMIND_INPUTS)
			.filter(([, inputs]) => /\b(end_image_url|last_frame|last_frame_url)=/.test(inputs))
			.map(([slug]) => slug),
	],
	cameraFollowers: ['minimax-ai-director', 'minimax-hailuo-2', 'hailuo-2.3', 'hailuo-2.3-fast'],
	balance: { amount: /^\d/, currency: 'USD' },
	/** The page knows no smallest size and no ratio. */
	wrongPictures: wrongKinds(ALL_FORMATS),
	isUploadOf: ({ data_urls: urls = [] }, picture) =>
		(urls as string[])[0]?.endsWith(picture.toString('base64')) === true,
	faults: [
		{ fault: '402', ...REFUSED, message: 'HTTP 402', fix: 'top up' },
		{ fault: '403', ...REFUSED_OR_MOVED, message: 'HTTP 403', fix: 'plan' },
		{ fault: '406', ...REFUSED, message: 'HTTP 406, credits', fix: 'check the credits' },
		UNDOCUMENTED[412],
		UNDOCUMENTED[422],
		SERVER_ERROR.refused,
		UNDOCUMENTED[596],
		// The result behind the word is what counts.
		{
			fault: 'unknown status word',
			submit: 'accepted',
			result: 'processing',
			message: 'unknown status',
		},
		...ownFaults,
	],
	/** "Poll the status, then fetch the result": whatever comes of the second, the job is made and paid for. */
	secondCall: { endpoint: 'result' },
	check: () => ({
		baseUrl: 'https://api.segmind.com',
		wrongKey: 'SG_0000000000000000',
		refusal: [{ statuses: [401], keys: ['error'] }],
		calls: [
			{
				name: 'credits',
				method: 'GET',
				path: '/v1/get-user-credits',
				expected: [{ statuses: [200], keys: ['credits'] }],
				isPrivate: true,
			},
			{
				name: 'unknown-request',
				method: 'GET',
				path: segmindRequest,
				expected: [{ statuses: [404], keys: ['error'] }],
			},
			{
				name: 'unknown-request-status',
				method: 'GET',
				path: `${segmindRequest}/status`,
				expected: [{ statuses: [404], keys: ['error'] }],
			},
		],
		keyedEndpoint: 'account',
	}),
	liveRun: {
		keyVariable: 'SEGMIND_API_KEY',
		cost:
			'about $0.35: Hailuo 2.3 costs $0.35 to $0.70 by length and size, and 6 s at 768p are made ' +
			'(segmind.com, page of hailuo-2.3)',
	},
};
