import type { z } from 'zod';

import { failureOfStatus, readAnswer, type ErrorTable } from '../../answer/answers';
import { checkAfterCancel } from '../../answer/cancel';
import { compact, completeJob, failureFromWords } from '../../answer/jobs';
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

/** A video as a job's answer, a list and a callback tell it. */
export function readVideo(jobId: string, wire: z.output<typeof videoAnswer>): VideoJob {
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

/** Reads the job. */
export const statusCall = (jobId: string): Call<VideoJob> => ({
	request: { method: 'GET', path: `/v1/minimax/videos/${encodeURIComponent(jobId)}` },
	repeat: 'always',
	timeoutSeconds: 30,
	read: (answer) =>
		readAnswer(errors, answer, videoAnswer, (wire) => completeJob(readVideo(jobId, wire))),
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

/**
 * Ends the job. What a cancel does to a video that has ended isn't documented, and that one is paid for: so the job is
 * read before.
 */
export const cancel = (jobId: string): Call<VideoJob> => ({
	...statusCall(jobId),
	next: (outcome) =>
		isGatewayError(outcome) || isFinal(outcome) ? undefined : cancelCall(jobId),
});
