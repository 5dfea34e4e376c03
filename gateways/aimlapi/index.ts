import type { z } from 'zod';

import { readAnswer, unreadable, type Speaker } from '../answers';
import {
	isGatewayError,
	type Balance,
	type Call,
	type Gateway,
	type VideoCost,
	type VideoJob,
	type VideoModel,
	type VideoRequest,
	type VideoStatus,
} from '../gateway';
import { imageText } from '../images';
import { failureFromWords, known, settled, statusOf } from '../jobs';
import { minimaxImageShape } from '../minimax';
import { findModel } from '../models';
import { models, otherModels } from './models';
import { billingAnswer, jobAnswer, modelsAnswer } from './wire';

/**
 * AI/ML API (aimlapi.com). Two routes: `video-01` goes to the one of its own page, newer models to the universal
 * one, and the two name the same inputs differently. A job is read on the route that took it.
 */

const speaker: Speaker = {
	label: 'AI/ML API',
	failures: {
		// docs, "Errors with status code 4xx": 403 is "You've run out of credits".
		403: {
			code: 'insufficientCredits',
			what: 'has no credits left on this account',
			mend: 'Top up at aimlapi.com/app/billing, then submit again.',
		},
	},
};

/** universal-video-fetch.json; `waiting` is in the pages' sample code only. */
const statuses: Readonly<Record<string, VideoStatus>> = {
	queued: 'queued',
	waiting: 'queued',
	generating: 'processing',
	processing: 'processing',
	completed: 'completed',
	error: 'failed',
	failed: 'failed',
};

const OWN_ROUTE = '/v2/generate/video/minimax/generation';
const UNIVERSAL_ROUTE = '/v2/video/generations';
const OWN_ROUTE_MODEL = 'video-01';

/** docs, "Request tracing" and the model pages: 2,000,000 credits are 1 USD. */
const CREDITS_PER_USD = 2_000_000;

function reportedCost(meta: z.output<typeof jobAnswer>['meta']): VideoCost | undefined {
	const usd =
		meta?.usage?.usd_spent ?? (meta?.usage?.credits_used ?? Number.NaN) / CREDITS_PER_USD;
	return Number.isFinite(usd) ? { amount: usd, currency: 'USD', basis: 'reported' } : undefined;
}

/** The page of video-01, "Body". */
const ownBody = (request: VideoRequest) => ({
	model: request.model,
	prompt: request.prompt,
	prompt_optimizer: request.promptOptimizer,
	first_frame_image: imageText(request.firstFrame),
});

/** docs/api-references/video-models/MiniMax/*.json of the universal route. */
const universalBody = (request: VideoRequest) => ({
	model: request.model,
	prompt: request.prompt,
	enhance_prompt: request.promptOptimizer,
	image_url: imageText(request.firstFrame),
	last_image_url: imageText(request.endFrame),
	reference_image_urls: request.subjectReferences?.map(imageText),
	resolution: request.resolution,
	duration: request.durationSeconds,
	ratio: request.aspectRatio,
});

/** Both answers have the same form; the submit's may already tell the end. */
function readJob(wire: z.output<typeof jobAnswer>, jobId: string, model?: string): VideoJob {
	const { status, warnings } = statusOf(statuses, wire.status ?? 'queued');
	const { message, name } =
		typeof wire.error === 'string' ? { message: wire.error } : (wire.error ?? {});
	return settled(
		known<VideoJob>({
			gateway: 'aimlapi',
			jobId,
			status,
			model,
			videoUrl: wire.video?.url,
			durationSeconds: wire.video?.duration,
			failure: status === 'failed' ? failureFromWords(message, name) : undefined,
			cost: reportedCost(wire.meta),
			warnings,
		}),
	);
}

function fetchCall(jobId: string, path: string): Call<VideoJob> {
	return {
		request: { method: 'GET', path, query: { generation_id: jobId } },
		repeat: 'always',
		timeoutSeconds: 30,
		read: (answer) =>
			readAnswer(speaker, answer, jobAnswer, (wire) =>
				wire.status === undefined || wire.status === null
					? unreadable(speaker, 'sent an answer without a status')
					: readJob(wire, jobId),
			),
	};
}

/**
 * The video models of the catalogue. The filter is the server's; where entries tell a type, those of another are
 * left out. "Match against id and aliases together" (models-catalogue.md): a model that the table has by one of its
 * other names goes by that name.
 */
function videoModels(
	entries: z.output<typeof modelsAnswer>,
): Array<Pick<VideoModel, 'id' | 'name'>> {
	const isVideo = ({ type }: { type?: string | null }) => /video/i.test(type ?? '');
	const videos = entries.some(isVideo) ? entries.filter(isVideo) : entries;
	return videos.map(({ id, aliases, info }) => ({
		id: [id, ...(aliases ?? [])].find((name) => findModel({ models }, name)) ?? id,
		name: info?.name ?? id,
	}));
}

export const aimlapi: Gateway = {
	id: 'aimlapi',
	label: speaker.label,
	credentialType: 'aimlApi',
	models,
	otherModels,
	defaultModel: OWN_ROUTE_MODEL,
	looks: { minIntervalSeconds: 4 },
	// The page of video-01, first_frame_image.
	images: {
		url: 'sent',
		bytes: 'dataUrl',
		formats: ['image/jpeg', 'image/png'],
		shape: minimaxImageShape,
	},
	callbacks: 'none',
	whereToLook: 'the usage page at https://aimlapi.com/app',

	// The page of minimax/h3: `adaptive` follows a picture, and references are links.
	check: ({ aspectRatio, firstFrame, subjectReferences = [] }, model) => [
		...(model.id === 'minimax/h3' &&
		aspectRatio === 'adaptive' &&
		!firstFrame &&
		subjectReferences.length === 0
			? [
					{
						parameter: 'Aspect Ratio',
						message:
							'Aspect Ratio "adaptive" follows a picture. Set Image, or another Aspect Ratio.',
					},
				]
			: []),
		...(subjectReferences.some(({ kind }) => kind === 'bytes')
			? [
					{
						parameter: 'Subject References',
						message:
							'AI/ML API takes Subject References by URL only. Set their addresses.',
					},
				]
			: []),
	],

	submit: (request): Call<VideoJob> => {
		const own = request.model === OWN_ROUTE_MODEL;
		return {
			request: {
				method: 'POST',
				path: own ? OWN_ROUTE : UNIVERSAL_ROUTE,
				body: {
					...known<Record<string, unknown>>({
						...(own ? ownBody(request) : universalBody(request)),
					}),
					...request.additionalFields,
				},
			},
			repeat: 'whenRefused',
			timeoutSeconds: 120,
			read: (answer) =>
				readAnswer(speaker, answer, jobAnswer, (wire) => {
					const jobId = wire.generation_id ?? wire.id;
					return jobId
						? readJob(wire, jobId, request.model)
						: unreadable(speaker, 'sent an answer without a generation_id');
				}),
		};
	},

	// Ids of the universal route carry their model ("349865017168125:minimax/hailuo-2.3"), those of video-01's own
	// page are bare numbers. A bare id that the own route does not know is asked for on the universal one.
	status: (jobId): Call<VideoJob> => {
		const [, model] = /^[^:]*:(.+)$/.exec(jobId) ?? [];
		if (model !== undefined && model !== OWN_ROUTE_MODEL) {
			return fetchCall(jobId, UNIVERSAL_ROUTE);
		}
		return {
			...fetchCall(jobId, OWN_ROUTE),
			next: (outcome) =>
				isGatewayError(outcome) && outcome.code === 'notFound'
					? fetchCall(jobId, UNIVERSAL_ROUTE)
					: undefined,
		};
	},

	// docs, service-endpoints/account-balance.
	balance: (): Call<Balance> => ({
		request: { method: 'GET', path: '/v2/billing' },
		repeat: 'always',
		timeoutSeconds: 30,
		read: (answer) =>
			readAnswer(speaker, answer, billingAnswer, ({ current_balance }) => ({
				amount: current_balance,
				currency: 'USD',
			})),
	}),

	// docs, service-endpoints/models-catalogue (2026-08-21).
	listModels: () => ({
		request: { method: 'GET', path: '/v1/models', query: { output_modalities: 'video' } },
		repeat: 'always',
		timeoutSeconds: 30,
		read: (answer) => readAnswer(speaker, answer, modelsAnswer, videoModels),
	}),
};
