import type { CheckedCall } from '../../tools/checkGateway/calls';
import { aigateway as simulator } from '../support/simulator/gateways/aigateway';
import { failedAs, NO_ADDRESS } from './endings';
import { REFUSED, REFUSED_OR_MOVED, SERVER_ERROR, UNDOCUMENTED, UNKNOWN_WORD } from './faultRows';
import { dollars, type GatewayFacts } from './types';

/** Sources: aigateway.sh/models/minimax, docs/async-jobs, the OpenAPI file and sdk-node 0.1.3 (2026-06-23). */

const MODEL = 'minimax/minimax-video-01-image-to-video';
const SUBMIT_PATH = '/v1/videos/generations';

const someTime = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;

/** Of this year: a time in milliseconds isn't taken for one in seconds, nor the other way round. */
const thisYear = new RegExp(`^${new Date().getUTCFullYear()}-`);

// AIgateway's OpenAPI document (aigateway-sh/openapi bba193e, 2026-06-23).
const aigatewayError = ['error.message', 'error.type', 'error.code'];
const aigatewayModel = encodeURIComponent('minimax/minimax-video-01-image-to-video');
const aigatewayJob: Pick<CheckedCall, 'method' | 'path'> = {
	method: 'GET',
	path: '/v1/jobs/job_contract_check',
};

export const aigateway: GatewayFacts = {
	simulator,
	capabilities: ['cancel', 'balance', 'modelList', 'callbacks', 'signature'],
	images: { url: 'sent', bytes: 'refused' },
	/** docs/rate-limits: pay as you go, and the free plan. */
	rateLimits: { requestsPerMinute: 600, freePlanRequestsPerMinute: 10 },
	/** Model page, "Request body", and the OpenAPI file for the last three. */
	wire: {
		path: () => SUBMIT_PATH,
		body: ({
			model,
			prompt,
			durationSeconds,
			aspectRatio,
			resolution,
			firstFrame,
			callbackUrl,
		}) => ({
			model,
			prompt,
			...(durationSeconds && { duration: durationSeconds }),
			...(aspectRatio && { aspect_ratio: aspectRatio }),
			...(resolution && { resolution }),
			...(firstFrame?.kind === 'url' && { image_url: firstFrame.url }),
			...(callbackUrl && { webhook_url: callbackUrl }),
		}),
	},
	samples: [
		{
			name: 'text to video',
			path: SUBMIT_PATH,
			body: {
				model: MODEL,
				prompt: 'A drone shot of a mountain lake at golden hour',
				duration: 5,
				aspect_ratio: '16:9',
			},
			wrong: { duration: '5' },
		},
	],
	status: {
		call: (jobId) => ({ method: 'GET', path: `/v1/jobs/${jobId}` }),
		words: ['queued', 'processing', 'completed'],
		accepted: 202,
		unknownJob: { error: true },
	},
	finished: {
		page: () => ({
			model: MODEL,
			durationSeconds: 5,
			width: 1920,
			height: 1080,
			submittedAt: someTime,
			expiresAt: someTime,
		}),
		asyncDocs: () => ({ expiresAt: someTime }),
		sdk: () => ({ submittedAt: thisYear, expiresAt: someTime }),
		sdkMilliseconds: () => ({ submittedAt: thisYear, expiresAt: someTime }),
	},
	endings: [
		failedAs('failed', /provider/),
		failedAs('failed', /provider could not make/, 'asyncDocs'),
		{
			outcome: 'moderated',
			variant: 'asyncDocs',
			status: 'failed',
			code: 'moderated',
			retryable: false,
			says: /refused by the provider.*Change the prompt or the image/,
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
	/** Model page, "Errors"; 400 and 403: OpenAPI file and docs/authentication. */
	refusals: [
		{ status: 400, code: 'invalidRequest', fix: /parameter/ },
		{ status: 401, code: 'authentication', fix: /key in the credential/ },
		{ status: 402, code: 'insufficientCredits', fix: /Top up the wallet/ },
		{ status: 403, code: 'authentication', fix: /scope/ },
		{ status: 404, code: 'notFound', fix: /'Job ID', 'Model'/ },
		{ status: 429, code: 'rateLimited', retryable: true, fix: /fewer requests/ },
		{ status: 500, code: 'gateway', retryable: true, fix: /Try again later/ },
		{ status: 503, code: 'gateway', retryable: true, fix: /Try again later/ },
	],
	prices: [
		{
			// aigateway.sh/models/minimax/minimax-video-01-image-to-video, Pricing
			models: [MODEL, 'minimax/minimax-video-01-director-image-to-video'],
			request: { durationSeconds: 6 },
			words: 'Per video second $0.500',
			amount: (words) => 6 * dollars(words),
			currency: 'USD',
		},
	],
	cameraFollowers: ['minimax/minimax-video-01-director-image-to-video'],
	balance: { amount: 25, currency: 'USD' },
	privateVariants: ['asyncDocs'],
	callback: {
		wakesExecution: true,
		tellsOfStart: [],
		submit: {
			path: SUBMIT_PATH,
			body: { prompt: 'A mountain lake', duration: 5 },
			urlField: 'webhook_url',
		},
	},
	faults: [
		{ fault: '402', ...REFUSED, message: 'HTTP 402, no credit', fix: 'top up' },
		{ fault: '403', ...REFUSED_OR_MOVED, message: 'HTTP 403', fix: 'scope' },
		UNDOCUMENTED[406],
		UNDOCUMENTED[412],
		UNDOCUMENTED[422],
		SERVER_ERROR.refused,
		UNDOCUMENTED[596],
		{ ...UNKNOWN_WORD, submit: 'accepted' },
	],
	check: (modelIds) => ({
		baseUrl: 'https://api.aigateway.sh',
		wrongKey: 'sk-aig-000000000000000000000000',
		refusal: [{ statuses: [401], keys: aigatewayError }],
		calls: [
			{
				name: 'balance',
				method: 'GET',
				path: '/v1/balance',
				expected: [{ statuses: [200] }],
				asks: 'which key holds the amount?',
				isPrivate: true,
			},
			{
				name: 'models',
				method: 'GET',
				path: '/v1/models?modality=video',
				expected: [
					{
						statuses: [200],
						keys: ['data[].id'],
						values: { path: 'data[].id', include: modelIds },
					},
				],
			},
			{
				name: 'model-schema',
				method: 'GET',
				path: `/v1/models/${aigatewayModel}/schema`,
				expected: [{ statuses: [200] }],
				asks: 'what does a schema look like?',
			},
			{
				name: 'webhook-secret',
				method: 'GET',
				path: '/v1/webhook-secret',
				expected: [{ statuses: [200], keys: ['secret'] }],
				isPrivate: true,
			},
			{
				name: 'unknown-job',
				...aigatewayJob,
				expected: [{ statuses: [404], keys: aigatewayError }],
			},
			{
				name: 'unknown-job-again',
				...aigatewayJob,
				// "304 if polled faster than 3 s" (aigateway.sh/docs/async-jobs).
				expected: [{ statuses: [404], keys: aigatewayError }, { statuses: [304] }],
				asks: 'is it 304?',
				isRepeat: true,
			},
		],
		keyedEndpoint: 'webhookSecret',
	}),
	liveRun: {
		keyVariable: 'AIGATEWAY_API_KEY',
		cost:
			'about $3.00: video-01 costs $0.50 for each second and makes 6 s ' +
			'(aigateway.sh, model page of video-01)',
	},
};
