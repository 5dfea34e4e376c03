import type { z } from 'zod';

import { failureOfStatus, readAnswer, unreadFiles, type ErrorTable } from '../../answer/answers';
import { checkAfterCancel } from '../../answer/cancel';
import { completeJob, failureFromWords } from '../../answer/jobs';
import { compact } from '../../compact';
import { isFinal, isGatewayError, type Call, type VideoJob, type VideoStatus } from '../../gateway';
import { usersReference } from '../../request/callbacks';
import { videoAnswer } from './wire';

/** Reading and ending a job. Pages: get-minimax-videos-videoId, post-minimax-videos-cancel. */

export const errors: ErrorTable = {
	label: 'useapi.net',
	jobIdKeys: ['videoId'],
	failures: {
		401: {
			code: 'authentication',
			what: 'rejected the API token',
			fix: "Check 'API Token' in the credential: enter the whole token, including user: at its start.",
		},
		402: {
			code: 'insufficientCredits',
			what: 'reported that the subscription has expired',
			fix: 'Renew the subscription at useapi.net.',
		},
		404: {
			code: 'notFound',
			what: "didn't find the video",
			fix: "Check 'Job ID', and 'Base URL' in the credential. If both are right, the video was most likely moderated and removed.",
		},
		412: {
			code: 'insufficientCredits',
			what: 'reported that the hailuoai.video account has too few credits',
			fix: 'Buy credits at hailuoai.video, or try again the next day.',
		},
		422: {
			code: 'moderated',
			what: 'rejected the prompt or image',
			fix: "Change 'Prompt' or 'Image': the same request will be rejected again.",
		},
		// "Wait in a loop for at least 10..30 seconds and retry again."
		429: {
			code: 'rateLimited',
			what: 'is busy with earlier videos of this account',
			fix: 'Submit fewer videos at a time, or set the Max Jobs option to what the plan allows.',
			retryable: true,
			retryAfterSeconds: 10,
		},
		596: {
			code: 'gateway',
			what: 'reported that the hailuoai.video account is on hold',
			fix: 'Wait a few hours: the hold usually ends by itself. If not, contact hailuoai.video support.',
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

/** Reads a video, which a status answer, a list and a callback write in the same form. */
export function readVideo(jobId: string, wire: z.output<typeof videoAnswer>): VideoJob {
	const word = wire.statusLabel ?? String(wire.status);
	// downloadURL is without a watermark, for paid accounts
	const videoUrl = wire.downloadURL || wire.videoURL || undefined;
	// An unknown number together with the video's address means a finished video.
	const status =
		statuses[wire.status] ??
		(videoUrl ? 'completed' : wire.statusFinal ? 'failed' : 'processing');
	const failure = moderated.has(wire.status)
		? {
				code: 'moderated' as const,
				message: `Moderated${wire.message ? `: ${wire.message}` : ''}. Change the prompt or the image: the same request will be rejected again.`,
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

/** Reads the job. */
export const statusCall = (jobId: string): Call<VideoJob> => ({
	request: { method: 'GET', path: `/v1/minimax/videos/${encodeURIComponent(jobId)}` },
	repeat: 'always',
	timeoutSeconds: 30,
	read: (answer) =>
		readAnswer(errors, answer, videoAnswer, (wire) => {
			const job = readVideo(jobId, wire);
			return unreadFiles(errors, job, wire.unread) ?? completeJob(job);
		}),
});

/**
 * Checks a job that was running when its cancellation was accepted. There is no status for cancelled, so a job that has
 * failed since, or is gone, counts as cancelled.
 */
function checkCancelled(jobId: string): Call<VideoJob> {
	const check = statusCall(jobId);
	return {
		...check,
		read: (answer) => {
			const job = check.read(answer);
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
	repeat: 'ifNotAccepted',
	timeoutSeconds: 30,
	read: (answer) =>
		answer.status >= 200 && answer.status < 300
			? { gateway: 'useapi', jobId, status: 'processing' }
			: failureOfStatus(errors, answer),
	next: (outcome) =>
		checkAfterCancel(
			outcome,
			isGatewayError(outcome) ? statusCall(jobId) : checkCancelled(jobId),
		),
});

/**
 * Cancels the job. What a cancel does to a finished video isn't documented, and that video is paid for, so the job is
 * read first.
 */
export const cancel = (jobId: string): Call<VideoJob> => ({
	...statusCall(jobId),
	next: (outcome) =>
		isGatewayError(outcome) || isFinal(outcome) ? undefined : cancelCall(jobId),
});
