import { readAnswer } from '../../answer/answers';
import { checkAfterCancel } from '../../answer/cancel';
import {
	isGatewayError,
	type Answer,
	type Call,
	type Callbacks,
	type Gateway,
	type GatewayError,
	type VideoJob,
} from '../../gateway';
import { isSigned } from '../../protocols/standardWebhooks';
import { readDescription } from './description';
import { errors } from './errors';
import { models, source, unlistedModels } from './models';
import { jobOf, mayBeVideo } from './predictions';
import { cancelAfter, check, submit, upload } from './submit';
import {
	predictionAnswer,
	predictionsAnswer,
	secretAnswer,
	webhookBody,
	type Prediction,
} from './wire';

/**
 * Replicate (replicate.com): official models of many makers behind one API, and any other model by its version.
 * Sources: replicate.com/docs (reference/http, topics/predictions, topics/webhooks, read 2026-11) and Replicate's own
 * clients, npm replicate 1.4.0 and replicate-python-beta (2025-12).
 */

const pathOf = (jobId: string): string => `/v1/predictions/${encodeURIComponent(jobId)}`;

const readJob = (answer: Answer, jobId: string): VideoJob | GatewayError =>
	readAnswer(errors, answer, predictionAnswer, (wire) => jobOf(wire, jobId));

/** One job, none where the prediction lacks its ID. */
function jobsOf(wire: Prediction): VideoJob[] {
	const job = jobOf(wire);
	return isGatewayError(job) ? [] : [job];
}

const callbacks: Callbacks = {
	reference: false,
	// "the request body is the same as the response body of the get prediction operation".
	read: ({ body }) => {
		const prediction = webhookBody.safeParse(body);
		return prediction.success ? jobsOf(prediction.data)[0] : undefined;
	},
	signature: {
		// "Get the signing secret for the default webhook endpoint": one for each user or organization.
		secret: () => ({
			request: { method: 'GET', path: '/v1/webhooks/default/secret' },
			repeat: 'always',
			timeoutSeconds: 10,
			read: (answer) =>
				readAnswer(errors, answer, secretAnswer, ({ key }) => ({ secret: key ?? '' })),
		}),
		isValid: isSigned,
	},
};

export const replicate: Gateway = {
	id: 'replicate',
	label: errors.label,
	summary: 'Veo, Kling, Seedance, Hailuo, Wan, Runway and PixVerse, others by ID',
	credentialType: 'replicateVideoApi',
	models,
	modelSource: source,
	unlistedModels,
	defaultModel: models[0]!.id,
	// No page has one. Replicate's client asks every 0.5 s.
	minPollSeconds: 5,
	// docs/topics/predictions/rate-limits: 600 predictions, and 3000 requests of all others, which nobody makes.
	rateLimits: { submitsPerMinute: 600 },
	images: {
		url: 'sent',
		// "Use a data URL when you have a small file <= 256kb": pictures are larger.
		bytes: { call: upload },
		formats: ['image/jpeg', 'image/png', 'image/webp'],
	},
	callbacks,
	inputs: [cancelAfter],
	deletesVideos: true,
	dashboard: 'the predictions at https://replicate.com/predictions',

	check,
	submit,
	readDescription,

	status: (jobId): Call<VideoJob> => ({
		request: { method: 'GET', path: pathOf(jobId) },
		repeat: 'always',
		timeoutSeconds: 30,
		read: (answer) => readJob(answer, jobId),
	}),

	cancel: (jobId): Call<VideoJob> => ({
		request: { method: 'POST', path: `${pathOf(jobId)}/cancel` },
		repeat: 'ifNotAccepted',
		timeoutSeconds: 30,
		read: (answer) => readJob(answer, jobId),
		next: (outcome) => checkAfterCancel(outcome, replicate.status(jobId)),
	}),

	// The newest first, 100 to a page, with the account's predictions of texts and pictures.
	list: ({ limit }): Call<VideoJob[]> => ({
		request: { method: 'GET', path: '/v1/predictions' },
		repeat: 'always',
		timeoutSeconds: 30,
		read: (answer) =>
			readAnswer(errors, answer, predictionsAnswer, ({ results }) =>
				results
					.filter(mayBeVideo)
					.flatMap((wire) => jobsOf(wire))
					.slice(0, limit),
			),
	}),
};
