import type { z } from 'zod';

import { failureOfStatus, readAnswer, unreadable, type ErrorTable } from '../../answer/answers';
import { usersReference } from '../../request/callbacks';
import { checkAfterCancel } from '../../answer/cancel';
import {
	isFinal,
	isGatewayError,
	type Balance,
	type Call,
	type Gateway,
	type GatewayError,
	type GatewayQueue,
	type ImageInput,
	type RequestProblem,
	type SubmittedJob,
	type VideoJob,
	type VideoModel,
	type VideoRequest,
	type VideoStatus,
} from '../../gateway';
import { imageText } from '../../bytes/imageText';
import { failureFromWords, compact, completeJob } from '../../answer/jobs';
import { findFormat, findModel } from '../../request/models';
import { models, unlistedModels } from './models';
import {
	accountAnswer,
	createAnswer,
	featuresAnswer,
	fileAnswer,
	queueAnswer,
	videoAnswer,
	videoCallback,
	videosAnswer,
} from './wire';

/**
 * useapi.net, MiniMax API v1: drives the user's own hailuoai.video accounts. Pictures are files of one account and
 * are named by `fileID`. Pages: post-minimax-videos-create (2026-02-24), get-minimax-videos-videoId,
 * post-minimax-files.
 */

const errors: ErrorTable = {
	label: 'useapi.net',
	jobIdKeys: ['videoId'],
	failures: {
		401: {
			code: 'authentication',
			what: 'refused the API token',
			fix: 'Check API Token in the credential: it starts with "user:" and is sent whole.',
		},
		402: {
			code: 'insufficientCredits',
			what: 'says that its subscription has run out',
			fix: 'Renew the subscription at useapi.net.',
		},
		404: {
			code: 'notFound',
			what: 'does not find the video',
			fix: 'Most often it was moderated and removed after it was made; otherwise check Job ID and the Base URL of the credential.',
		},
		412: {
			code: 'insufficientCredits',
			what: 'says that the hailuoai.video account has too few credits',
			fix: 'Buy credits at hailuoai.video, or try again the next day.',
		},
		422: {
			code: 'moderated',
			what: 'refused the prompt or image',
			fix: 'Change Prompt or Image: the same request will be refused again.',
		},
		// "Wait in a loop for at least 10..30 seconds and retry again."
		429: {
			code: 'rateLimited',
			what: 'is busy with earlier videos of this account',
			fix: 'Submit fewer videos at a time, or set Options > Max Jobs to what the plan allows.',
			retryable: true,
			retryAfterSeconds: 10,
		},
		596: {
			code: 'gateway',
			what: 'says that the hailuoai.video account is on hold',
			fix: 'Pause for a few hours: it is usually released by itself. Or ask the support of hailuoai.video.',
		},
	},
};

/** Page get-minimax-videos-videoId: 0 pending, 11 queued, 1 and 12 processing, 2 completed, 3 failed, 5, 7 and 14 moderated. */
const statuses: Readonly<Record<number, VideoStatus>> = {
	0: 'queued',
	11: 'queued',
	1: 'processing',
	12: 'processing',
	2: 'completed',
	3: 'failed',
	5: 'failed',
	7: 'failed',
	14: 'failed',
};

const moderated: ReadonlySet<number> = new Set([5, 7, 14]);

/** The longest replyUrl and replyRef, in characters. */
const REPLY_LIMIT = 1024;

/** A file of one account: `user:<user>-minimax:<account>-file:<file>`. */
const fileId = /^user:.+-minimax:(.+)-file:.+$/;

const accountOf = (image: ImageInput | undefined): string | undefined =>
	image?.kind === 'reference' ? fileId.exec(image.reference)?.[1] : undefined;

const pictures = (request: VideoRequest): ImageInput[] =>
	[request.firstFrame, request.endFrame, ...(request.subjectReferences ?? [])].filter(
		(image) => image !== undefined,
	);

/** A file belongs to one account, so a request goes to the account of its pictures. */
const accountFor = (request: VideoRequest): string | undefined =>
	request.account ?? pictures(request).map(accountOf).find(Boolean);

function check(request: VideoRequest, model: VideoModel): RequestProblem[] {
	const problems: RequestProblem[] = [];
	const tooLong = (parameter: string, text: string | undefined) => {
		if (text !== undefined && text.length > REPLY_LIMIT) {
			problems.push({
				parameter,
				message: `${parameter} has ${text.length} characters; useapi.net takes ${REPLY_LIMIT} at most. Shorten it.`,
			});
		}
	};
	tooLong('Callback URL', request.callbackUrl);
	tooLong('Callback Reference', request.callbackReference);
	const { maxJobs } = request;
	if (maxJobs !== undefined && !(Number.isInteger(maxJobs) && maxJobs >= 1 && maxJobs <= 10)) {
		problems.push({
			parameter: 'Max Jobs',
			message: 'Max Jobs must be a whole number from 1 to 10.',
		});
	}
	if (
		model.subjectReferences !== undefined &&
		request.subjectReferences?.length &&
		request.firstFrame === undefined
	) {
		problems.push({
			parameter: 'Image',
			message:
				'Subject References add to Image: set Image to the first picture of the subject.',
		});
	}
	const accounts = new Set(
		[request.account, ...pictures(request).map(accountOf)].filter((one) => one !== undefined),
	);
	if (accounts.size > 1) {
		problems.push({
			parameter: 'Image',
			message: `The pictures lie on different accounts (${[...accounts].join(', ')}). Upload them to one account, and set Options > Account to it.`,
		});
	}
	return problems;
}

/** `options` for Hailuo, Sora and Veo; `resolution` and `duration` for Seedance. */
function lengthAndSize(request: VideoRequest): Record<string, unknown> {
	if (request.durationSeconds === undefined && request.resolution === undefined) return {};
	const option = findFormat(findModel({ models }, request.model), request)?.option;
	return option === undefined
		? { resolution: request.resolution, duration: request.durationSeconds }
		: { options: option };
}

function submitBody(request: VideoRequest): Record<string, unknown> {
	const more = (request.subjectReferences ?? []).map((image, index) => [
		`fileID${index + 2}`,
		imageText(image),
	]);
	return {
		...compact<Record<string, unknown>>({
			account: accountFor(request),
			prompt: request.prompt.trim() === '' ? undefined : request.prompt,
			promptOptimization: request.promptOptimizer,
			fileID: imageText(request.firstFrame),
			...Object.fromEntries(more),
			end_frame_fileID: imageText(request.endFrame),
			model: request.model,
			...lengthAndSize(request),
			aspectRatio: request.aspectRatio,
			replyUrl: request.callbackUrl,
			replyRef: request.callbackReference,
			maxJobs: request.maxJobs,
		}),
		...request.additionalFields,
	};
}

function factsOf(jobId: string, wire: z.output<typeof videoAnswer>): VideoJob {
	const word = wire.statusLabel ?? String(wire.status);
	// downloadURL is without a watermark, for paid accounts
	const videoUrl = wire.downloadURL || wire.videoURL || undefined;
	// The numbers are those that are "known": a new one beside the video's address is a finished video.
	const status =
		statuses[wire.status] ??
		(videoUrl ? 'completed' : wire.statusFinal ? 'failed' : 'processing');
	const failure = moderated.has(wire.status)
		? {
				code: 'moderated' as const,
				message: `Moderated${wire.message ? `: ${wire.message}` : ''}. Change the prompt or the image: the same request will be refused again.`,
				retryable: false,
			}
		: failureFromWords(wire.message);
	return compact<VideoJob>({
		gateway: 'useapi',
		jobId,
		status,
		progress: status === 'failed' ? undefined : wire.percent,
		videoUrl,
		width: wire.width || undefined,
		height: wire.height || undefined,
		failure: status === 'failed' ? failure : undefined,
		callbackReference: usersReference(wire.replyRef),
		warnings:
			statuses[wire.status] === undefined
				? [`The gateway reported the unknown status "${word}".`]
				: undefined,
	});
}

const statusCall = (jobId: string): Call<VideoJob> => ({
	request: { method: 'GET', path: `/v1/minimax/videos/${encodeURIComponent(jobId)}` },
	repeat: 'always',
	timeoutSeconds: 30,
	read: (answer) =>
		readAnswer(errors, answer, videoAnswer, (wire) => completeJob(factsOf(jobId, wire))),
});

/**
 * A look at a job that ran when its cancel was taken. There is no status word for cancelled, so one that failed
 * since, or that is gone, was cancelled.
 */
function lookAtCancelled(jobId: string): Call<VideoJob> {
	const look = statusCall(jobId);
	return {
		...look,
		read: (answer) => {
			const job = look.read(answer);
			const isGone = isGatewayError(job)
				? job.code === 'notFound'
				: job.status === 'failed' && job.failure?.code === 'gateway';
			return isGone ? completeJob({ gateway: 'useapi', jobId, status: 'cancelled' }) : job;
		},
	};
}

/** Page post-minimax-videos-cancel (2025-01-09): "Attempt to cancel", no answer printed. */
const cancelCall = (jobId: string): Call<VideoJob> => ({
	request: { method: 'POST', path: '/v1/minimax/videos/cancel', body: { videoId: jobId } },
	repeat: 'whenRefused',
	timeoutSeconds: 30,
	read: (answer) =>
		answer.status >= 200 && answer.status < 300
			? { gateway: 'useapi', jobId, status: 'processing' }
			: failureOfStatus(errors, answer),
	next: (outcome) =>
		checkAfterCancel(
			outcome,
			isGatewayError(outcome) ? statusCall(jobId) : lookAtCancelled(jobId),
		),
});

/** The jobs of a list; unreadable only where no entry can be read. */
function jobsIn(entries: unknown[]): VideoJob[] | GatewayError {
	const jobs = entries.flatMap((entry) => {
		const wire = videoCallback.safeParse(entry);
		return wire.success ? completeJob(factsOf(wire.data.videoId, wire.data)) : [];
	});
	return jobs.length === 0 && entries.length > 0
		? unreadable(errors, 'sent a list of videos in an unknown shape')
		: jobs;
}

export const useapi: Gateway = {
	id: 'useapi',
	label: errors.label,
	credentialType: 'useApiNetApi',
	models,
	unlistedModels,
	defaultModel: models[0]!.id,
	minPollSeconds: 4,
	images: {
		url: 'uploaded',
		bytes: 'uploaded',
		// webp is sent as image/jpeg (page post-minimax-files)
		formats: ['image/jpeg', 'image/png', 'image/webp'],
		isReference: (text) => fileId.test(text),
	},
	callbacks: 'urlAndReference',
	settings: ['account', 'maxJobs'],
	dashboard: 'the videos of your account at https://hailuoai.video',
	check,

	submit: (request): Call<VideoJob> => ({
		request: { method: 'POST', path: '/v1/minimax/videos/create', body: submitBody(request) },
		repeat: 'whenRefused',
		timeoutSeconds: 120,
		read: (answer) =>
			readAnswer(errors, answer, createAnswer, (wire) =>
				compact<VideoJob>({
					gateway: 'useapi',
					jobId: wire.videoId,
					status: 'queued',
					model: request.model,
					callbackReference: usersReference(wire.replyRef),
				}),
			),
	}),

	status: statusCall,

	// What a cancel does to a video that has ended is not documented, and that one is paid for: so it is read before.
	cancel: (jobId): Call<VideoJob> => ({
		...statusCall(jobId),
		next: (outcome) =>
			isGatewayError(outcome) || isFinal(outcome) ? undefined : cancelCall(jobId),
	}),

	// Page get-minimax-videos (2024-10-11). With several accounts, `account` is required.
	list: ({ limit, account, before }): Call<VideoJob[]> => ({
		request: {
			method: 'GET',
			path: '/v1/minimax/videos/',
			query: compact<Record<string, string>>({
				account: account || undefined,
				limit: String(limit),
				lastVideoId: before || undefined,
			}),
		},
		repeat: 'always',
		timeoutSeconds: 60,
		read: (answer) =>
			readAnswer(errors, answer, videosAnswer, (entries) => {
				const jobs = jobsIn(entries);
				// "The video id from where to start" does not say whether that one is still part of the page.
				return isGatewayError(jobs)
					? jobs
					: jobs.filter(({ jobId }) => jobId !== before).slice(0, limit);
			}),
	}),

	// The same page; that a reference is "stored and returned along with" the result is on post-minimax-videos-create.
	listReferences: ({ account, before }): Call<SubmittedJob[]> => ({
		request: {
			method: 'GET',
			path: '/v1/minimax/videos/',
			query: compact<Record<string, string>>({
				account: account || undefined,
				limit: '100',
				lastVideoId: before || undefined,
			}),
		},
		repeat: 'always',
		timeoutSeconds: 60,
		read: (answer) =>
			readAnswer(errors, answer, videosAnswer, (entries) =>
				entries
					.map((entry) => videoCallback.safeParse(entry).data)
					.filter((wire) => wire !== undefined && wire.videoId !== before)
					.map((wire) =>
						compact<SubmittedJob>({
							jobId: wire!.videoId,
							callbackReference: wire!.replyRef,
						}),
					),
			),
	}),

	// Page get-minimax-features (2025-05-31). With several accounts, `account` is required.
	balance: (account): Call<Balance> => ({
		request: {
			method: 'GET',
			path: '/v1/minimax/features/',
			query: compact<Record<string, string>>({ account: account || undefined }),
		},
		repeat: 'always',
		timeoutSeconds: 30,
		read: (answer) =>
			readAnswer(errors, answer, featuresAnswer, ({ totalCredits }) => ({
				amount: totalCredits,
				currency: 'credits',
				...(account ? { account } : {}),
			})),
	}),

	// Page get-minimax-scheduler-available (2025-03-17).
	queue: (): Call<GatewayQueue> => ({
		request: { method: 'GET', path: '/v1/minimax/scheduler/available' },
		repeat: 'always',
		timeoutSeconds: 30,
		read: (answer) =>
			readAnswer(errors, answer, queueAnswer, ({ executing, available }) => ({
				accounts: available,
				executing: executing.map(({ videoId, started, replyRef }) =>
					compact<SubmittedJob>({
						jobId: videoId,
						callbackReference: replyRef,
						startedAt: started,
					}),
				),
			})),
	}),

	accountCallback: {
		read: () => ({
			request: { method: 'GET', path: '/v2/account' },
			repeat: 'always',
			timeoutSeconds: 30,
			read: (answer) =>
				readAnswer(errors, answer, accountAnswer, ({ replyUrl }) => ({
					url: replyUrl ?? '',
				})),
		}),
		// Page post-account: `{ name, replyUrl }`; what is left out is kept. How to take an address away is not
		// documented; an empty one is the nearest.
		write: (url) => ({
			request: { method: 'POST', path: '/v2/account', body: { replyUrl: url } },
			repeat: 'always',
			timeoutSeconds: 30,
			read: (answer) =>
				answer.status >= 200 && answer.status < 300
					? { url }
					: failureOfStatus(errors, answer),
		}),
	},

	readCallback: (body) => {
		const wire = videoCallback.safeParse(body);
		return wire.success ? factsOf(wire.data.videoId, wire.data) : undefined;
	},

	// A raw body; webp goes as image/jpeg (page post-minimax-files).
	upload: ({ bytes, mimeType }, request): Call<ImageInput> => ({
		request: {
			method: 'POST',
			path: '/v1/minimax/files/',
			query: compact<Record<string, string>>({ account: accountFor(request) }),
			headers: { 'Content-Type': mimeType === 'image/png' ? 'image/png' : 'image/jpeg' },
			body: bytes,
		},
		repeat: 'always',
		timeoutSeconds: 120,
		read: (answer) =>
			readAnswer(errors, answer, fileAnswer, ({ fileID }) => ({
				kind: 'reference',
				reference: fileID,
			})),
	}),
};
