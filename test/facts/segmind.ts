import { segmind as simulator } from '../support/simulator/gateways/segmind';
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

/** The model's "Parameters"; minimax-hailuo-2 names two of them in its own way. */
function body(wanted: VideoRequest): Record<string, unknown> {
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
	inputs: ['blocking'],
	wire: { path: ({ model }) => `/v2/${model}`, body },
	samples: [
		sampleOf('minimax-ai', { prompt: 'text', prompt_optimizer: true, subject_reference: '' }),
		sampleOf('minimax-ai-director', { prompt: 'text', first_frame_image: IMAGE }),
		sampleOf('minimax-hailuo-2', { prompt: 'text', mode: 'pro', last_frame_image: null }),
		sampleOf('hailuo-2.3', { prompt: 'text', duration: 6, resolution: '1080p' }),
		sampleOf('hailuo-2.3-fast', { prompt: 'text', first_frame_image: IMAGE }),
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
	],
	endFrames: ['minimax-hailuo-2', 'hailuo-02-fast'],
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
