import { fileIdOf, minimax as simulator } from '../support/simulator/gateways/minimax';
import type { ImageInput, VideoRequest } from '../../gateways/gateway';
import { failedAs, NO_ADDRESS } from './endings';
import { REFUSED, REFUSED_OR_MOVED, SERVER_ERROR, UNDOCUMENTED, UNKNOWN_WORD } from './faultRows';
import { minimaxFaults } from './minimaxCodes';
import { ALL_FORMATS, MINIMAX_SHAPES, wrongKinds } from './pictures';
import { dollars, type GatewayFacts } from './types';

/**
 * Sources: platform.minimax.io, api-reference/video-generation-t2v, -i2v, -fl2v, -query, -download and errorcode;
 * guides/rate-limits and guides/pricing-paygo (read 2026-10-08).
 */

const SUBMIT_PATH = '/v1/video_generation';
const IMAGE = 'https://example.com/first.jpg';

const addressOf = (image: ImageInput | undefined) =>
	image?.kind === 'url' ? image.url : undefined;

/** The fields of -t2v, -i2v and -fl2v. */
const body = (wanted: VideoRequest): Record<string, unknown> =>
	Object.fromEntries(
		Object.entries({
			model: wanted.model,
			prompt: wanted.prompt,
			first_frame_image: addressOf(wanted.firstFrame),
			last_frame_image: addressOf(wanted.endFrame),
			duration: wanted.durationSeconds,
			resolution: wanted.resolution,
			callback_url: wanted.callbackUrl,
			prompt_optimizer: wanted.inputs?.promptOptimizer,
			fast_pretreatment: wanted.inputs?.fastPretreatment,
		}).filter(([, value]) => value !== undefined),
	);

const size = { width: 1366, height: 768 };

const printed = (model: string, resolution: string, words: string) => ({
	models: [model],
	request: { durationSeconds: 6, resolution },
	words,
	amount: dollars,
	currency: 'USD' as const,
});

export const minimax: GatewayFacts = {
	simulator,
	capabilities: ['callbacks', 'handshake'],
	images: { url: 'sent', bytes: 'dataUrl' },
	perMinute: { submits: 20 },
	refusesInBody: { wrongKey: 1004, unknownJob: 2013, noCredit: 1008 },
	wire: { path: () => SUBMIT_PATH, body },
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
	],
	status: {
		call: (jobId) => ({
			method: 'GET',
			path: '/v1/query/video_generation',
			query: { task_id: jobId },
		}),
		address: (jobId) => ({
			method: 'GET',
			path: '/v1/files/retrieve',
			query: { file_id: fileIdOf(jobId) },
		}),
		words: ['Queueing', 'Processing', 'Success'],
		invalid: 200,
		unknownJob: { base_resp: true },
	},
	finished: { page: () => size, numbers: () => size, preparing: () => size },
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
		printed('MiniMax-Hailuo-2.3', '768P', '768P 6 s: $0.28'),
		printed('MiniMax-Hailuo-2.3-Fast', '768P', '768P 6 s: $0.19'),
		printed('MiniMax-Hailuo-02', '512P', '512P 6 s: $0.10'),
	],
	endFrames: ['MiniMax-Hailuo-02'],
	cameraFollowers: ['MiniMax-Hailuo-2.3', 'MiniMax-Hailuo-2.3-Fast', 'MiniMax-Hailuo-02'],
	wrongPictures: { ...wrongKinds(ALL_FORMATS), ...MINIMAX_SHAPES },
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
		UNKNOWN_WORD,
		// At the file, a wrong parameter says nothing about the job.
		...minimaxFaults.map((row) =>
			row.fault === 'code 2013' && row.status
				? { ...row, result: 'waits' as const, fix: 'job id/later' }
				: row,
		),
	],
	secondCall: { endpoint: 'result', names: fileIdOf },
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
		cost: '$0.28 for 6 s at 768P (platform.minimax.io, guides/pricing-paygo)',
	},
};
