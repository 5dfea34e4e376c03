import { createHash } from 'node:crypto';

import { useapi as simulator, USEAPI_FILE_IDS } from '../support/simulator/gateways/useapi';
import { failedAs, NO_ADDRESS, unclearServerError } from './endings';
import { REFUSED, REFUSED_OR_MOVED, SERVER_ERROR, UNDOCUMENTED, UNKNOWN_WORD } from './faultRows';
import { ALL_FORMATS, wrongKinds } from './pictures';
import type { GatewayFacts, PrintedPrice } from './types';
import { choiceOf, useapiMatrix } from './useapiMatrix';

/**
 * Sources, useapi.net/docs/api-minimax-v1: post-minimax-videos-create (2026-02-24), get-minimax-videos-videoId,
 * post-minimax-files; Seedance: the Postman collection "MiniMax API v1" (2026).
 */

const ACCOUNT = '987654321';
const SUBMIT_PATH = '/v1/minimax/videos/create';

/** Page create, "Request Body". */
const body: GatewayFacts['wire']['body'] = (wanted) => {
	const { firstFrame, endFrame, subjectReferences = [], durationSeconds, inputs = {} } = wanted;
	const idOf = (image: typeof firstFrame) =>
		image?.kind === 'reference' ? image.reference : undefined;
	const row = useapiMatrix.find(({ model }) => model === wanted.model);
	const word = row?.options.find((option) => {
		const choice = choiceOf(option);
		return (
			choice.resolution === wanted.resolution && choice.durationSeconds === durationSeconds
		);
	});
	const seedance = wanted.model.startsWith('Seedance');
	return {
		model: wanted.model,
		prompt: wanted.prompt,
		...((inputs.account ?? firstFrame) && { account: ACCOUNT }),
		...(inputs.promptOptimizer !== undefined && {
			promptOptimization: inputs.promptOptimizer,
		}),
		...(firstFrame && { fileID: idOf(firstFrame) }),
		...(endFrame && { end_frame_fileID: idOf(endFrame) }),
		...Object.fromEntries(
			subjectReferences.map((image, index) => [`fileID${index + 2}`, idOf(image)]),
		),
		...(word && { options: word }),
		...(seedance && wanted.resolution && { resolution: wanted.resolution }),
		...(seedance && durationSeconds && { duration: durationSeconds }),
		...(wanted.aspectRatio && { aspectRatio: wanted.aspectRatio }),
		...(wanted.callbackUrl && { replyUrl: wanted.callbackUrl }),
		...(wanted.callbackReference && { replyRef: wanted.callbackReference }),
		...(inputs.maxJobs !== undefined && { maxJobs: inputs.maxJobs }),
	};
};

/** POST videos/create, Credits estimator: the rows as printed. */
const creditRows: readonly PrintedPrice[] = [
	'| T2V-01, I2V-01, I2V-01-live, S2V-01, T2V-01-Director, I2V-01-Director | - | 25 |',
	'| 02, T2V-2.3, I2V-2.3 | 768p-6sec | 25 |',
	'| 02, T2V-2.3, I2V-2.3 | 768p-10sec | 50 |',
	'| 02, T2V-2.3, I2V-2.3 | 1080p-6sec | 80 |',
	'| 02 | 512p-6sec | 12 |',
	'| 02 | 512p-10sec | 25 |',
	'| I2V-2.3-Fast | 768p-6sec | 15 |',
	'| I2V-2.3-Fast | 768p-10sec | 30 |',
	'| I2V-2.3-Fast | 1080p-6sec | 50 |',
	'| Sora-2 | 720p-4sec | 40 |',
	'| Sora-2 | 720p-8sec | 80 |',
	'| Sora-2 | 720p-12sec | 120 |',
	'| Veo-3.1, Veo-3.1-S2V | veo-720p-8sec | 120 |',
	'| Veo-3.1, Veo-3.1-S2V | veo-1080p-8sec | 120 |',
	'| Veo-3.1, Veo-3.1-S2V | veo-4k-8sec | 180 |',
	'| Veo-3.1-Fast, Veo-3.1-S2V-Fast | veo-720p-8sec | 60 |',
	'| Veo-3.1-Fast, Veo-3.1-S2V-Fast | veo-1080p-8sec | 60 |',
	'| Veo-3.1-Fast, Veo-3.1-S2V-Fast | veo-4k-8sec | 90 |',
].map((words) => {
	const [, names, option] = words.split('|').map((cell) => cell.trim());
	const clip = /(\w+)-(\d+)sec$/.exec(option!);
	return {
		models: names!.split(', '),
		...(clip ? { request: { resolution: clip[1]!, durationSeconds: Number(clip[2]) } } : {}),
		words,
		amount: (text) => Number(text.split('|')[3]),
		currency: 'credits',
	};
});

const finished = { width: 1366, height: 768, progress: 100 };

const moderated = {
	outcome: 'moderated',
	status: 'failed',
	code: 'moderated',
	retryable: false,
	says: /flagged as inappropriate.*Change the prompt or the image/,
} as const;

export const useapi: GatewayFacts = {
	simulator,
	capabilities: [
		...(['cancel', 'list', 'balance', 'queue', 'slots', 'references'] as const),
		...(['callbacks', 'accountDefault'] as const),
	],
	images: { url: 'uploaded', bytes: 'uploaded' },
	inputs: ['account', 'maxJobs'],
	wire: { path: () => SUBMIT_PATH, body },
	samples: [
		{
			name: 'create',
			path: SUBMIT_PATH,
			body: {
				prompt: 'A drone shot',
				promptOptimization: true,
				model: '02',
				options: '768p-6sec',
				replyUrl: 'https://example.com/reply',
				replyRef: 'mine',
				maxJobs: 1,
			},
			wrong: { options: '1080p-10sec' },
		},
	],
	status: {
		call: (jobId) => ({
			method: 'GET',
			path: `/v1/minimax/videos/${encodeURIComponent(jobId)}`,
		}),
		words: [0, 1, 2],
		unknownJob: { error: true },
	},
	finished: {
		paid: () => finished,
		free: (videoUrl) => ({ ...finished, videoUrl: `${videoUrl}?watermark=1` }),
		otherNumbers: () => finished,
		moderated7: () => finished,
		moderated14: () => finished,
		removed: () => finished,
	},
	endings: [
		failedAs('failed', /try again/),
		moderated,
		{ ...moderated, variant: 'moderated7' },
		{ ...moderated, variant: 'moderated14' },
		failedAs('cancelled', /Cancelled/),
		NO_ADDRESS,
		{ outcome: 'unknownStatus', status: 'processing', says: /unknown status "archiving"/ },
	],
	/** Page create, "Responses"; 402: the error pages of useapi.net. */
	refusals: [
		{ status: 400, code: 'invalidRequest', fix: /parameter/ },
		{ status: 401, code: 'authentication', fix: /API Token.*user:/ },
		{ status: 402, code: 'insufficientCredits', fix: /Renew the subscription/ },
		{ status: 404, code: 'notFound', fix: /'Job ID'.*moderated and removed/ },
		{ status: 412, code: 'insufficientCredits', fix: /hailuoai\.video/ },
		{ status: 422, code: 'moderated', fix: /Change 'Prompt' or 'Image'/ },
		{
			status: 429,
			code: 'rateLimited',
			retryable: true,
			retryAfterSeconds: 10,
			fix: /Max Jobs/,
		},
		unclearServerError(500),
		unclearServerError(502),
		unclearServerError(504),
		{ status: 596, code: 'gateway', fix: /few hours/ },
	],
	prices: creditRows,
	/** The rows that stand for two routes have the price of either. */
	pricedAs: { auto: 'T2V-01', 'auto-2.3': 'T2V-2.3' },
	/** "prompt is optional" */
	promptOptional: 'all',
	endFrames: ['02', 'Veo-3.1', 'Veo-3.1-Fast'],
	cameraFollowers: [
		...['auto', 'T2V-01-Director', 'I2V-01-Director', '02', 'T2V-2.3', 'I2V-2.3'],
		'auto-2.3',
		'I2V-2.3-Fast',
	],
	account: ACCOUNT,
	balance: { account: ACCOUNT, currency: 'credits', amount: 1000 },
	/** The page knows no smallest size and no ratio. */
	wrongPictures: wrongKinds(ALL_FORMATS),
	storedFiles: USEAPI_FILE_IDS,
	isUploadOf: ({ sha256 }, picture) =>
		sha256 === createHash('sha256').update(picture).digest('hex'),
	callback: {
		wakesExecution: true,
		tellsOfStart: ['progress'],
		submit: { path: SUBMIT_PATH, body: { prompt: 'A drone shot' }, urlField: 'replyUrl' },
	},
	faults: [
		{ fault: '402', ...REFUSED, message: 'HTTP 402, subscription', fix: 'renew' },
		{ fault: '403', ...REFUSED_OR_MOVED, message: 'HTTP 403', fix: 'plan/check' },
		UNDOCUMENTED[406],
		{ fault: '412', ...REFUSED, message: 'HTTP 412, credits', fix: 'buy credits' },
		{ fault: '422', ...REFUSED, message: 'HTTP 422', fix: "change 'prompt'" },
		SERVER_ERROR.lost,
		{
			fault: '596',
			...REFUSED,
			download: 'retried',
			message: 'HTTP 596, on hold',
			fix: 'wait a few hours',
		},
		UNKNOWN_WORD,
	],
	check: () => ({
		baseUrl: 'https://api.useapi.net',
		wrongKey: 'user:0-000000000000',
		refusal: [{ statuses: [401], keys: ['error'] }],
		calls: [
			{
				name: 'account',
				method: 'GET',
				path: '/v2/account',
				expected: [{ statuses: [200], keys: ['id', 'subscriptionIsActive', 'accounts'] }],
				asks: 'is replyUrl there?',
				isPrivate: true,
			},
			{
				name: 'accounts',
				method: 'GET',
				path: '/v1/minimax/accounts',
				expected: [{ statuses: [200], keys: ['<id>.account', '<id>.supportVideo'] }],
				isPrivate: true,
				isKeyedById: true,
			},
			{
				name: 'features',
				method: 'GET',
				path: '/v1/minimax/features',
				expected: [{ statuses: [200], keys: ['totalCredits'] }],
				isPrivate: true,
			},
			{
				name: 'scheduler',
				method: 'GET',
				path: '/v1/minimax/scheduler/available',
				expected: [{ statuses: [200], keys: ['executing', 'available'] }],
				asks: 'are full accounts listed?',
				isPrivate: true,
			},
			{
				name: 'videos',
				method: 'GET',
				path: '/v1/minimax/videos?limit=1',
				expected: [{ statuses: [200], keys: ['[]'] }],
				isPrivate: true,
			},
			{
				name: 'unknown-video',
				method: 'GET',
				path: '/v1/minimax/videos/contract-check',
				expected: [{ statuses: [404], keys: ['error', 'code'] }],
				asks: '404 or 400?',
			},
		],
		keyedEndpoint: 'queue',
	}),
	liveRun: {
		keyVariable: 'USEAPI_API_TOKEN',
		cost:
			'no money beyond the subscription of $15 a month, and 25 credits of your own ' +
			'hailuoai.video account for 6 s of Hailuo 2.3 at 768p (useapi.net, POST videos/create)',
	},
};
