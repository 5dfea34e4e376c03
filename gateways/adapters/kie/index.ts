import type {
	Balance,
	Call,
	Gateway,
	RequestProblem,
	VideoModel,
	VideoRequest,
} from '../../gateway';
import { landscapeAndPortrait } from '../../rows';
import { errors, readData } from './errors';
import { readCallback, status } from './jobs';
import { models, source, unlistedModels } from './models';
import { isVeo } from './routes';
import { isSigned } from './signature';
import { submit, upload } from './submit';
import { creditsData } from './wire';

/** Veo's page: from references "supports 16:9 & 9:16", and `Auto` goes by frames. */
const check = (
	{ model, aspectRatio, subjectReferences }: VideoRequest,
	{ subjectReferences: most }: VideoModel,
): RequestProblem[] =>
	isVeo(model) && aspectRatio === 'Auto' && most !== undefined && subjectReferences !== undefined
		? [
				{
					field: 'subjectReferences',
					code: 'onlyWith',
					other: 'aspectRatio',
					values: landscapeAndPortrait,
				},
			]
		: [];

/**
 * Kie.ai (kie.ai): the models of many makers behind one route for jobs, and Veo behind another one. Answers are HTTP
 * 200 whatever they say: the code in the body counts. Pages: docs.kie.ai, read 2026-11 in stored copies of up to
 * 2026-10-08.
 */
export const kie: Gateway = {
	id: 'kie',
	label: errors.label,
	summary: 'Veo, Kling, Seedance, Hailuo, Wan and Runway',
	credentialType: 'kieVideoApi',
	models,
	modelSource: source,
	unlistedModels,
	defaultModel: 'veo3_fast',
	// market/common/get-task-detail: "2-3 second intervals" at first.
	minPollSeconds: 3,
	// Getting started: "up to 20 new generation requests per 10 seconds".
	rateLimits: { submitsPerMinute: 120, submitsPer10Seconds: 20 },
	images: {
		url: 'sent',
		bytes: { call: upload },
		formats: ['image/jpeg', 'image/png', 'image/webp'],
	},
	// The key of the signature is only in the account's settings, and only if the user made one.
	callbacks: {
		reference: false,
		read: readCallback,
		signature: { entered: 'the webhook HMAC key from kie.ai/settings', isValid: isSigned },
	},
	dashboard: 'the log at https://kie.ai/logs',
	check,
	submit,
	status,

	// common-api/get-account-credits.
	balance: (): Call<Balance> => ({
		request: { method: 'GET', path: '/api/v1/chat/credit' },
		repeat: 'always',
		timeoutSeconds: 30,
		read: (answer) =>
			readData(errors, answer, creditsData, (amount) => ({ amount, currency: 'credits' })),
	}),
};
