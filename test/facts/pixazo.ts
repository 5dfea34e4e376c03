import { pixazo as simulator } from '../support/simulator/gateways/pixazo';
import { failedAs, NO_ADDRESS, unclearServerError } from './endings';
import { REFUSED, REFUSED_OR_MOVED, SERVER_ERROR, UNDOCUMENTED, UNKNOWN_WORD } from './faultRows';
import { minimaxFaults } from './minimaxCodes';
import { ALL_FORMATS, MINIMAX_SHAPES, wrongKinds } from './pictures';
import { dollars, type GatewayFacts } from './types';

/**
 * Sources: Pixazo, "MiniMax Hailuo AI API Documentation"; github.com/Pixazo-AI/skills (2026-08-20) for the text route;
 * platform.minimax.io, api-reference/errorcode, for the codes inside HTTP 200.
 */

const SUBMIT_PATH = '/minimax-hailuo-ai/v1';
const IMAGE = 'https://example.com/first.jpg';

/** "Parameters for /imageToVideo". */
const names = {
	promptOptimizer: 'prompt_optimizer',
	fastPretreatment: 'fast_pretreatment',
	durationSeconds: 'duration',
	resolution: 'resolution',
	callbackUrl: 'callback_url',
	watermark: 'aigc_watermark',
} as const;

const size = { width: 768, height: 432 };

export const pixazo: GatewayFacts = {
	simulator,
	capabilities: ['callbacks', 'handshake'],
	images: { url: 'sent', bytes: 'dataUrl' },
	wire: {
		path: ({ firstFrame }) =>
			`${SUBMIT_PATH}/${firstFrame === undefined ? 'generate' : 'imageToVideo'}`,
		body: (request) => ({
			prompt: request.prompt,
			...(request.firstFrame?.kind === 'url' && {
				first_frame_image: request.firstFrame.url,
			}),
			...Object.fromEntries(
				Object.entries({ ...request, ...request.inputs }).flatMap(([key, value]) =>
					Object.hasOwn(names, key) ? [[names[key as keyof typeof names], value]] : [],
				),
			),
		}),
	},
	samples: [
		{
			name: 'image to video',
			path: `${SUBMIT_PATH}/imageToVideo`,
			body: {
				prompt: 'Man walked into winter cave with polar bear',
				first_frame_image: IMAGE,
				duration: 6,
				resolution: '768P',
				prompt_optimizer: true,
				fast_pretreatment: false,
				aigc_watermark: false,
			},
			wrong: { resolution: '768p' },
		},
		{
			name: 'text to video',
			path: `${SUBMIT_PATH}/generate`,
			body: { prompt: 'A winter cave', prompt_optimizer: false },
			wrong: { prompt: 'x'.repeat(2001) },
		},
	],
	status: {
		call: (jobId) => ({
			method: 'POST',
			path: '/minimax-hailuo-ai-polling/v1/getStatus',
			body: { task_id: jobId },
		}),
		words: ['Queueing', 'Processing', 'Success'],
		unknownJob: { error: true },
	},
	finished: {
		page: () => size,
		escapedText: () => size,
		filesRetrieve: () => ({}),
		preparing: () => size,
		wrapped: () => ({}),
	},
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
		failedAs('failed', /The generation failed/, 'wrapped'),
		{
			outcome: 'moderated',
			variant: 'wrapped',
			status: 'failed',
			code: 'moderated',
			retryable: false,
			says: /sensitive.*Change the prompt or the image/,
		},
		NO_ADDRESS,
		{ outcome: 'unknownStatus', status: 'processing', says: /unknown status "Archiving"/ },
	],
	/** "Common Status Codes and Responses"; 402 and the 5 s after a 429: Pixazo-AI/skills. */
	refusals: [
		{ status: 400, code: 'invalidRequest', fix: /parameter/ },
		{ status: 401, code: 'authentication', fix: /Subscription Key/ },
		{ status: 402, code: 'insufficientCredits', fix: /Top up/ },
		{ status: 403, code: 'authentication', fix: /Subscribe/ },
		{ status: 404, code: 'notFound', fix: /Job ID/ },
		{
			status: 429,
			code: 'rateLimited',
			retryable: true,
			retryAfterSeconds: 5,
			fix: /fewer requests/,
		},
		unclearServerError(500),
	],
	/** Pixazo, Generate Image To Video Request, MiniMax Hailuo AI API Pricing */
	prices: (['768P', '1080P'] as const).map((resolution) => ({
		models: ['auto', 'hailuo-image-to-video'],
		request: { durationSeconds: 6, resolution },
		words: 'All Resolution, 6 seconds: $0.35',
		amount: dollars,
		currency: 'USD',
	})),
	/** Of Pixazo's own page, not of MiniMax's list. */
	cameraFollowers: ['auto', 'hailuo-image-to-video', 'hailuo-text-to-video'],
	wrongPictures: { ...wrongKinds(ALL_FORMATS), ...MINIMAX_SHAPES },
	callback: {
		// MiniMax's challenge comes while the execution still runs.
		wakesExecution: false,
		handshake: { call: '{"challenge":"f3a0"}', answer: '{"challenge":"f3a0"}' },
		needsImage: true,
		withoutAddress: true,
		protocol: 'minimax',
		tellsOfStart: ['lowerCase', 'capitalised'],
		submit: {
			path: `${SUBMIT_PATH}/imageToVideo`,
			body: { prompt: 'A winter cave', first_frame_image: IMAGE },
			urlField: 'callback_url',
		},
	},
	faults: [
		{ fault: '402', ...REFUSED, message: 'HTTP 402, no credit', fix: 'top up' },
		{ fault: '403', ...REFUSED_OR_MOVED, message: 'HTTP 403', fix: 'subscribe' },
		UNDOCUMENTED[406],
		UNDOCUMENTED[412],
		UNDOCUMENTED[422],
		SERVER_ERROR.lost,
		UNDOCUMENTED[596],
		UNKNOWN_WORD,
		...minimaxFaults,
	],
	check: () => ({
		baseUrl: 'https://gateway.pixazo.ai',
		wrongKey: '00000000000000000000000000000000',
		refusal: [{ statuses: [401], keys: ['error'] }],
		calls: [
			{
				name: 'unknown-task',
				method: 'POST',
				path: '/minimax-hailuo-ai-polling/v1/getStatus',
				body: { task_id: '0' },
				// Pixazo documents only finished tasks: MiniMax's refusal inside 200, or Pixazo's own error.
				expected: [
					{
						statuses: [200],
						keys: ['base_resp.status_code'],
						values: { path: 'base_resp.status_code', exclude: ['0'] },
					},
					{ statuses: [400, 404, 422], keys: ['error'] },
				],
				asks: '200 with base_resp, or an error?',
			},
		],
		keyedEndpoint: 'status',
	}),
	liveRun: {
		keyVariable: 'PIXAZO_SUBSCRIPTION_KEY',
		cost: '$0.35 for 6 s in any resolution (pixazo.ai, page of MiniMax Hailuo)',
	},
};
