import { kie as simulator, kieRefusal } from '../support/simulator/gateways/kie';
import { failedAs, NO_ADDRESS } from './endings';
import {
	REFUSED,
	REFUSED_OR_MOVED,
	SERVER_ERROR,
	UNDOCUMENTED,
	UNKNOWN_WORD,
	type FaultRow,
	type Outcomes,
} from './faultRows';
import { kiePrices } from './kiePrices';
import { isVeo, kieBody } from './kieWire';
import { ALL_FORMATS, wrongKinds } from './pictures';
import type { GatewayFacts } from './types';

/**
 * Sources: docs.kie.ai in stored copies of 2026 (getting started, market/common/get-task-detail, market/..., old-model/
 * veo3-api, common-api, file-upload-api), kie.ai/pricing (2026-09-24).
 */

const VEO_PATH = '/api/v1/veo/generate';
const TASK_PATH = '/api/v1/jobs/createTask';
const IMAGE = 'https://example.com/first.jpg';
const prompt = 'A cute cat playing in a garden on a sunny day';

/** Codes come from Kie.ai's own servers, which neither hold the videos nor serve the uploads as HTTP does. */
const refused: Outcomes = { submit: 'refused', status: 'ends', callback: 'turned away' };
const busy: Outcomes = { submit: 'accepted, 4th', status: 'waits', callback: 'retried' };
const passing: Outcomes = { submit: 'refused', status: 'waits', callback: 'retried' };
const jobFailed: Outcomes = { status: 'job failed', callback: 'job failed' };
const unclear: Outcomes = { submit: 'unclear', status: 'waits', callback: 'retried' };

const code = (value: number, outcomes: Outcomes, fix: string, more = ''): FaultRow => ({
	fault: `code ${value}`,
	...outcomes,
	message: `code ${value}${more}`,
	fix,
	play: () => kieRefusal(value),
});

/** "Response Status Code": what each must come to inside HTTP 200, and one that no page has. */
const codes: readonly FaultRow[] = [
	code(400, { submit: 'refused' }, 'correct', ', English'),
	code(401, refused, 'check, credential', ', access permissions'),
	code(402, refused, 'top up', ', credits insufficient'),
	code(404, refused, 'check'),
	code(422, { submit: 'refused' }, 'correct'),
	code(422, { status: 'ends', callback: 'turned away' }, 'job id'),
	code(429, busy, 'wait'),
	code(433, refused, 'raise', ', usage limit'),
	code(451, { submit: 'refused' }, 'public', ', image'),
	code(455, passing, 'later', ', maintenance'),
	code(500, unclear, 'later'),
	code(501, { submit: 'unclear' }, 'later'),
	{ fault: 'code 501', ...jobFailed, message: 'generation failed', play: () => kieRefusal(501) },
	{ fault: 'code 400', ...jobFailed, message: 'English', play: () => kieRefusal(400) },
	{
		fault: 'code 422 without a result',
		status: 'processing',
		callback: 'turned away',
		play: () => kieRefusal(422, 'record status is not success'),
	},
	code(505, { submit: 'refused' }, 'another model'),
	code(777, unclear, 'documentation'),
	{
		fault: 'code 455 with a taskId',
		submit: 'unclear',
		message: 'code 455, task 4711',
		play: () => ({
			status: 200,
			body: { code: 455, msg: 'maintenance', data: { taskId: 'task 4711' } },
		}),
	},
];

export const kie: GatewayFacts = {
	simulator,
	capabilities: ['balance', 'callbacks', 'signature'],
	images: { url: 'sent', bytes: 'uploaded' },
	/** "Up to 20 new generation requests per 10 seconds." */
	rateLimits: { submitsPerMinute: 120, submitsPer10Seconds: 20 },
	wire: { path: (request) => (isVeo(request) ? VEO_PATH : TASK_PATH), body: kieBody },
	samples: [
		{
			name: 'a task from text',
			path: TASK_PATH,
			body: {
				model: 'kling-2.6/text-to-video',
				input: { prompt, sound: false, aspect_ratio: '16:9', duration: '5' },
			},
			wrong: { input: { prompt, sound: false, aspect_ratio: '16:9', duration: 5 } },
		},
		{
			name: 'a task from an image',
			path: TASK_PATH,
			body: {
				model: 'hailuo/02-image-to-video-standard',
				input: { prompt, image_url: IMAGE, duration: '10', resolution: '768P' },
			},
			wrong: { input: { prompt, image_url: 'first.jpg' } },
		},
		{
			name: 'Veo from text',
			path: VEO_PATH,
			body: { prompt, model: 'veo3', aspectRatio: '16:9' },
			wrong: { duration: 5 },
		},
		{
			name: 'Veo from images',
			path: VEO_PATH,
			body: {
				prompt,
				imageUrls: [IMAGE, 'https://example.com/end.jpg'],
				model: 'veo3_fast',
				watermark: 'MyBrand',
				aspect_ratio: '16:9',
				enableFallback: false,
				enableTranslation: true,
				generationType: 'FIRST_AND_LAST_FRAMES_2_VIDEO',
			},
			wrong: { imageUrls: [] },
		},
		{
			name: 'Veo from material images',
			path: VEO_PATH,
			body: {
				prompt,
				imageUrls: [IMAGE, 'https://example.com/b.jpg', 'https://example.com/c.jpg'],
				model: 'veo3_fast',
				aspect_ratio: '16:9',
				generationType: 'REFERENCE_2_VIDEO',
			},
			wrong: { aspect_ratio: 'Auto' },
		},
		{
			name: 'a task from references',
			path: TASK_PATH,
			body: {
				model: 'bytedance/seedance-2',
				input: {
					prompt,
					reference_image_urls: [IMAGE],
					reference_video_urls: ['https://example.com/walk.mp4'],
					reference_audio_urls: ['https://example.com/voice.mp3'],
				},
			},
			wrong: { input: { prompt, reference_image_urls: [IMAGE], first_frame_url: IMAGE } },
		},
		{
			name: 'MiniMax H3 from references',
			path: TASK_PATH,
			body: {
				model: 'minimax-h3/reference-to-video',
				input: { prompt, reference_image_urls: [IMAGE], duration: 8 },
			},
			wrong: {
				input: { prompt, reference_audio_urls: ['https://example.com/a.mp3'], duration: 8 },
			},
		},
	],
	status: {
		call: (taskId, submitPath) => ({
			method: 'GET',
			path: submitPath === VEO_PATH ? '/api/v1/veo/record-info' : '/api/v1/jobs/recordInfo',
			query: { taskId },
		}),
		words: ['waiting', 'generating', 'success'],
		key: 'data.state',
		invalid: 200,
		unknownJob: { code: 422, msg: 'recordInfo is null' },
	},
	/** `successFlag` 0 is "Generating", from the beginning. */
	neverQueued: ['veo3_fast', 'veo3', 'veo3_lite'],
	finished: {
		page: () => ({}),
		codeAsText: () => ({}),
		credits: () => ({ cost: { amount: 0.3, currency: 'USD', basis: 'reported' } }),
		several: (videoUrl) => ({ moreVideoUrls: [`${videoUrl}?second`] }),
		codes: () => ({}),
	},
	endings: [
		failedAs('failed', /Internal Error/),
		{
			outcome: 'moderated',
			status: 'failed',
			code: 'moderated',
			retryable: false,
			says: /flagged.*Change the prompt or the image/,
		},
		failedAs('cancelled', /terminated/),
		NO_ADDRESS,
		{ outcome: 'unknownStatus', status: 'processing', says: /unknown status "7"/ },
	],
	refusesInBody: { wrongKey: 401, unknownJob: 422, noCredit: 402 },
	refusals: [],
	prices: kiePrices,
	endFrames: [
		'veo3_fast',
		'veo3',
		'veo3_lite',
		'kling-3.0-pro',
		'kling-3.0-standard',
		'kling-3.0-4k',
		'kling-2.5-turbo-pro',
		'kling/v2-1-pro',
		'bytedance/seedance-2',
		'bytedance/seedance-2-fast',
		'bytedance/seedance-2-mini',
		'bytedance/seedance-1.5-pro',
		'seedance-1.0-lite',
		'hailuo-02-pro',
		'hailuo-02-standard',
		'minimax-h3',
		'wan-2.7',
	],
	cameraFollowers: [],
	balance: { amount: 1000, currency: 'credits' },
	/** No page of a model has a smallest size or a ratio that holds for all. */
	wrongPictures: wrongKinds(ALL_FORMATS),
	isUploadOf: ({ base64Data = '' }, picture) =>
		String(base64Data).endsWith(picture.toString('base64')),
	callback: {
		wakesExecution: true,
		tellsOfStart: [],
		submit: {
			path: VEO_PATH,
			body: { prompt, model: 'veo3_fast' },
			urlField: 'callBackUrl',
		},
	},
	faults: [
		{ fault: '402', ...REFUSED, message: 'HTTP 402', fix: 'top up' },
		{ fault: '403', ...REFUSED_OR_MOVED, message: 'HTTP 403', fix: 'permissions' },
		UNDOCUMENTED[406],
		UNDOCUMENTED[412],
		{ fault: '422', ...REFUSED, message: 'HTTP 422', fix: 'correct/job id' },
		SERVER_ERROR.lost,
		UNDOCUMENTED[596],
		UNKNOWN_WORD,
		...codes,
	],
	check: () => ({
		baseUrl: 'https://api.kie.ai',
		wrongKey: '00000000000000000000000000000000',
		refusal: [
			{ statuses: [200], keys: ['code'], values: { path: 'code', include: ['401'] } },
			{ statuses: [401], keys: ['code'] },
		],
		calls: [
			{
				name: 'credits',
				method: 'GET',
				path: '/api/v1/chat/credit',
				expected: [
					{
						statuses: [200],
						keys: ['code', 'data'],
						values: { path: 'code', include: ['200'] },
					},
				],
				isPrivate: true,
			},
			{
				name: 'unknown-task',
				method: 'GET',
				path: '/api/v1/jobs/recordInfo?taskId=no-such-task',
				expected: [
					{
						statuses: [200],
						keys: ['code', 'msg'],
						values: { path: 'code', exclude: ['200'] },
					},
				],
				asks: 'is it code 422, recordInfo is null?',
			},
			{
				name: 'unknown-veo-task',
				method: 'GET',
				path: '/api/v1/veo/record-info?taskId=no-such-task',
				expected: [
					{
						statuses: [200],
						keys: ['code', 'msg'],
						values: { path: 'code', exclude: ['200'] },
					},
				],
				asks: 'which code and words?',
			},
		],
		keyedEndpoint: 'account',
	}),
	liveRun: {
		keyVariable: 'KIE_API_KEY',
		cost: '$0.30 for each video: Veo 3.1 Fast, 720p (kie.ai/pricing, 60 credits)',
	},
};
