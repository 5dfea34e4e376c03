import { fileIdOf, minimax as simulator } from '../support/simulator/gateways/minimax';
import { h3JobId } from '../support/simulator/gateways/minimaxH3';
import type { ImageInput, VideoRequest } from '../../gateways/gateway';
import { failedAs, NO_ADDRESS } from './endings';
import { REFUSED, REFUSED_OR_MOVED, SERVER_ERROR, UNDOCUMENTED, UNKNOWN_WORD } from './faultRows';
import { minimaxFaults } from './minimaxCodes';
import { ALL_FORMATS, MINIMAX_RATIOS, wrongKinds } from './pictures';
import { dollars, type GatewayFacts } from './types';

/**
 * Sources: platform.minimax.io, api-reference/video-generation-t2v, -i2v, -fl2v, -s2v, -query, -download and errorcode, and
 * guides/rate-limits (read 2026-10-08); -v2-create, -v2-query, -v2-list and -v2-delete, and guides/pricing-paygo (stored
 * copies, read 2026-11).
 */

const SUBMIT_PATH = '/v1/video_generation';
const H3_PATH = '/v2/video_generation';
const IMAGE = 'https://example.com/first.jpg';

const addressOf = (image: ImageInput | undefined) =>
	image?.kind === 'url' ? image.url : undefined;

const withoutGaps = (fields: Record<string, unknown>): Record<string, unknown> =>
	Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

/** The fields of -t2v, -i2v, -fl2v and -s2v. */
const hailuoBody = (wanted: VideoRequest) =>
	withoutGaps({
		model: wanted.model,
		prompt: wanted.prompt,
		first_frame_image: addressOf(wanted.firstFrame),
		last_frame_image: addressOf(wanted.endFrame),
		subject_reference: wanted.subjectReferences && [
			{ type: 'character', image: wanted.subjectReferences.map(addressOf) },
		],
		duration: wanted.durationSeconds,
		resolution: wanted.resolution,
		callback_url: wanted.callbackUrl,
		prompt_optimizer: wanted.inputs?.promptOptimizer,
		fast_pretreatment: wanted.inputs?.fastPretreatment,
	});

const item = (type: string, role: string) => (url: string | undefined) => ({
	type,
	[type]: { url },
	role,
});

/** The fields of -v2-create. Its length, its size, and the ratio of a text are required: unset, they are these here. */
function h3Body(wanted: VideoRequest): Record<string, unknown> {
	const { firstFrame, endFrame, subjectReferences = [], inputs = {} } = wanted;
	const material = [
		...(firstFrame ? [addressOf(firstFrame)] : []).map(item('image_url', 'first_frame')),
		...(endFrame ? [addressOf(endFrame)] : []).map(item('image_url', 'last_frame')),
		...subjectReferences.map(addressOf).map(item('image_url', 'reference_image')),
		...((inputs.referenceVideos ?? []) as string[]).map(item('video_url', 'reference_video')),
		...((inputs.referenceAudio ?? []) as string[]).map(item('audio_url', 'reference_audio')),
	];
	return withoutGaps({
		model: wanted.model,
		content: [{ type: 'text', text: wanted.prompt }, ...material],
		duration: wanted.durationSeconds ?? 5,
		resolution: wanted.resolution ?? '768P',
		ratio: wanted.aspectRatio ?? (material.length === 0 ? '16:9' : undefined),
		callback_url: wanted.callbackUrl,
	});
}

const isH3 = ({ model }: VideoRequest) => model.startsWith('MiniMax-H3');

/** -download: "valid for 1 hour". */
const finished = { width: 1366, height: 768, expiresAt: /^\d{4}-.*Z$/ };

/** A row of the legacy models: one price for a video. */
const printed = (model: string, resolution: string, seconds: number, price: string) => ({
	models: [model],
	request: { durationSeconds: seconds, resolution },
	words: `${model} | ${price} per ${resolution}, ${seconds}s video`,
	amount: dollars,
	currency: 'USD' as const,
});

const hailuoPrices = (model: string, [at6, at10, large]: readonly [string, string, string]) => [
	printed(model, '768P', 6, at6),
	printed(model, '768P', 10, at10),
	printed(model, '1080P', 6, large),
];

/** A row of H3, which counts for each of its lengths. */
const perSecond = (model: string, resolution: string, price: string, shortest: number) =>
	Array.from({ length: 16 - shortest }, (_, index) => shortest + index).map((seconds) => ({
		models: [model],
		request: { durationSeconds: seconds, resolution },
		words: `${model} | ${resolution} | Billed per second | ${price} / second`,
		amount: (words: string) => dollars(words) * seconds,
		currency: 'USD' as const,
	}));

export const minimax: GatewayFacts = {
	simulator,
	// Both of H3 only.
	capabilities: ['cancel', 'list', 'callbacks', 'handshake'],
	images: { url: 'sent', bytes: 'dataUrl' },
	rateLimits: { submitsPerMinute: 20 },
	refusesInBody: { wrongKey: 1004, unknownJob: 2013, noCredit: 1008 },
	wire: {
		path: (wanted) => (isH3(wanted) ? H3_PATH : SUBMIT_PATH),
		body: (wanted) => (isH3(wanted) ? h3Body(wanted) : hailuoBody(wanted)),
	},
	samples: [
		{
			name: 'text to video',
			path: SUBMIT_PATH,
			body: {
				model: 'MiniMax-Hailuo-2.3',
				prompt: 'A man picks up a book [Pedestal up], then reads [Static shot].',
				duration: 6,
				resolution: '1080P',
			},
			wrong: { duration: 10 },
		},
		{
			name: 'image to video',
			path: SUBMIT_PATH,
			body: {
				model: 'MiniMax-Hailuo-2.3-Fast',
				prompt: 'A mouse runs toward the camera',
				first_frame_image: IMAGE,
			},
			wrong: { resolution: '512P' },
		},
		{
			name: 'first and last frame',
			path: SUBMIT_PATH,
			body: {
				model: 'MiniMax-Hailuo-02',
				prompt: 'A girl grows up',
				first_frame_image: IMAGE,
				last_frame_image: IMAGE,
			},
			wrong: { model: 'MiniMax-Hailuo-2.3' },
		},
		{
			name: 'first and last frame of 10 s',
			path: SUBMIT_PATH,
			body: {
				model: 'MiniMax-Hailuo-02',
				prompt: 'A girl grows up',
				first_frame_image: IMAGE,
				last_frame_image: IMAGE,
				duration: 10,
				resolution: '768P',
			},
			wrong: { resolution: '512P' },
		},
		{
			name: 'first and last frame with all settings',
			path: SUBMIT_PATH,
			body: {
				model: 'MiniMax-Hailuo-02',
				prompt: 'A girl grows up',
				first_frame_image: IMAGE,
				last_frame_image: IMAGE,
				prompt_optimizer: false,
			},
			wrong: { fast_pretreatment: true },
		},
		{
			name: 'subject to video',
			path: SUBMIT_PATH,
			body: {
				model: 'S2V-01',
				prompt: 'A girl runs toward the camera and winks with a smile.',
				subject_reference: [{ type: 'character', image: [IMAGE] }],
			},
			wrong: { subject_reference: [{ type: 'character', image: [IMAGE, IMAGE] }] },
		},
		{
			name: 'H3 from text',
			path: H3_PATH,
			body: {
				model: 'MiniMax-H3',
				content: [{ type: 'text', text: 'A boy playing basketball by the sea' }],
				resolution: '2K',
				duration: 5,
				ratio: '16:9',
			},
			wrong: { ratio: 'adaptive' },
			refusesByStatus: true,
		},
		{
			name: 'H3 from references',
			path: H3_PATH,
			body: {
				model: 'MiniMax-H3',
				content: [
					{ type: 'text', text: 'Voice timbre follows reference audio 1.' },
					item('video_url', 'reference_video')('https://example.com/walk.mp4'),
					item('audio_url', 'reference_audio')('https://example.com/voice.mp3'),
				],
				resolution: '2K',
				duration: 5,
				ratio: 'adaptive',
			},
			wrong: { model: 'MiniMax-H3-Max' },
			refusesByStatus: true,
		},
	],
	status: {
		call: (jobId, submitPath) =>
			submitPath === H3_PATH
				? {
						method: 'GET',
						path: `/v2/query/video_generation/${jobId.replace(h3JobId(''), '')}`,
					}
				: {
						method: 'GET',
						path: '/v1/query/video_generation',
						query: { task_id: jobId },
					},
		address: (jobId) => ({
			method: 'GET',
			path: '/v1/files/retrieve',
			query: { file_id: fileIdOf(jobId) },
		}),
		words: ['Queueing', 'Processing', 'Success'],
		invalid: 200,
		unknownJob: { base_resp: true },
	},
	finished: { page: () => finished, numbers: () => finished, preparing: () => finished },
	endings: [
		failedAs('failed', /failed/),
		{
			outcome: 'moderated',
			status: 'failed',
			code: 'moderated',
			retryable: false,
			says: /code 1027.*Change the prompt or the image/,
		},
		failedAs('cancelled', /failed/),
		NO_ADDRESS,
		{ outcome: 'unknownStatus', status: 'processing', says: /unknown status "Archiving"/ },
	],
	/** None: errors come inside HTTP 200. */
	refusals: [],
	/** guides/pricing-paygo */
	prices: [
		...hailuoPrices('MiniMax-Hailuo-2.3', ['$0.28', '$0.56', '$0.49']),
		...hailuoPrices('MiniMax-Hailuo-2.3-Fast', ['$0.19', '$0.32', '$0.33']),
		...hailuoPrices('MiniMax-Hailuo-02', ['$0.28', '$0.56', '$0.49']),
		printed('MiniMax-Hailuo-02', '512P', 6, '$0.10'),
		printed('MiniMax-Hailuo-02', '512P', 10, '$0.15'),
		...perSecond('MiniMax-H3', '768P', '$0.08', 4),
		...perSecond('MiniMax-H3', '2K', '$0.13', 4),
		...perSecond('MiniMax-H3-Max', '480P', '$0.05', 5),
		...perSecond('MiniMax-H3-Max', '768P', '$0.08', 5),
	],
	/** "Required for text to video": not for these, beside an image. */
	usualModel: 'MiniMax-Hailuo-2.3',
	promptOptional: [
		'MiniMax-Hailuo-2.3',
		'MiniMax-Hailuo-2.3-Fast',
		'MiniMax-Hailuo-02',
		'I2V-01',
		'I2V-01-Director',
		'I2V-01-live',
	],
	endFrames: ['MiniMax-Hailuo-02', 'MiniMax-H3', 'MiniMax-H3-Max'],
	cameraFollowers: [
		'MiniMax-Hailuo-2.3',
		'MiniMax-Hailuo-2.3-Fast',
		'MiniMax-Hailuo-02',
		'T2V-01-Director',
		'I2V-01-Director',
	],
	// Of H3, the default model, which makes videos of smaller pictures as well.
	wrongPictures: { ...wrongKinds(ALL_FORMATS), ...MINIMAX_RATIOS },
	callback: {
		// The challenge comes while the execution still runs.
		wakesExecution: false,
		handshake: { call: '{"challenge":"f3a0"}', answer: '{"challenge":"f3a0"}' },
		withoutAddress: true,
		protocol: 'minimax',
		tellsOfStart: ['lowerCase', 'capitalised'],
		submit: {
			path: SUBMIT_PATH,
			body: { model: 'MiniMax-Hailuo-2.3', prompt: 'A winter cave' },
			urlField: 'callback_url',
		},
	},
	faults: [
		{ fault: '402', ...REFUSED, message: 'HTTP 402', fix: 'top up' },
		{ fault: '403', ...REFUSED_OR_MOVED, message: 'HTTP 403', fix: 'plan' },
		UNDOCUMENTED[406],
		UNDOCUMENTED[412],
		UNDOCUMENTED[422],
		SERVER_ERROR.lost,
		UNDOCUMENTED[596],
		// The file has no word for a status: there, only its address is missing.
		{ ...UNKNOWN_WORD, result: 'waits', message: 'unknown status/no link' },
		// At the file, a wrong parameter says nothing about the job.
		...minimaxFaults.map((row) =>
			row.fault === 'code 2013' && row.status
				? { ...row, result: 'waits' as const, fix: 'job id/later' }
				: row,
		),
	],
	secondCall: { endpoint: 'result', names: fileIdOf, endsNothing: true },
	check: () => ({
		baseUrl: 'https://api.minimax.io',
		wrongKey: 'eyJhbGciOiJSUzI1NiJ9.bm9ib2R5.c2lnbmF0dXJl',
		refusal: [
			{
				statuses: [200],
				keys: ['base_resp.status_code'],
				values: { path: 'base_resp.status_code', include: ['1004'] },
			},
		],
		calls: [
			{
				name: 'unknown-task',
				method: 'GET',
				path: '/v1/query/video_generation?task_id=0',
				expected: [
					{
						statuses: [200],
						keys: ['base_resp.status_code'],
						values: {
							path: 'base_resp.status_code',
							exclude: ['0', '1004', '2049'],
						},
					},
				],
				asks: 'Which code does an unknown task have?',
			},
			{
				name: 'unknown-file',
				method: 'GET',
				path: '/v1/files/retrieve?file_id=0',
				expected: [{ statuses: [200], keys: ['base_resp.status_code'] }],
			},
		],
		keyedEndpoint: 'status',
	}),
	liveRun: {
		keyVariable: 'MINIMAX_API_KEY',
		cost: '$0.40 for 5 s at 768P (platform.minimax.io, guides/pricing-paygo)',
	},
};
