import { gatewayError, jsonIn, reasonIn, unreadable } from '../../answer/answers';
import { checkAfterCancel } from '../../answer/cancel';
import type { FailureRow } from '../../answer/failures';
import { completeJob } from '../../answer/jobs';
import { compact } from '../../compact';
import {
	isFinal,
	isGatewayError,
	type Answer,
	type Call,
	type GatewayError,
	type VideoJob,
} from '../../gateway';
import { errors, jobIdOf, readVersion2, status } from './version2';
import { deleteAnswer } from './wire';

/**
 * Cancelling a job of version 2 (api-reference/video-generation-v2-delete, read 2026-11). One and the same call cancels a
 * job in the queue, at no charge, and deletes the record of one that has succeeded or failed: with it, the link to a video
 * that is paid for. So the job is read first.
 */

const notQueued: FailureRow = {
	code: 'invalidRequest',
	what: "only cancels jobs that are still in its queue, and this one isn't",
	fix: 'The job continues and is billed.',
};

/** The job ended between the check and the call, which can't be undone. */
const deleted = (jobId: string): VideoJob => ({
	gateway: 'minimax',
	jobId,
	status: 'failed',
	failure: {
		code: 'gateway',
		message:
			'The job ended at the very moment it was cancelled, and MiniMax deleted it. If there was a video, it is gone, and was most likely billed.',
		// Whoever cancels a job doesn't want another one.
		retryable: false,
	},
});

/** "The action actually performed". */
const outcomes: Readonly<Record<'cancelled' | 'deleted', (jobId: string) => VideoJob>> = {
	cancelled: (jobId) => completeJob({ gateway: 'minimax', jobId, status: 'cancelled' }),
	deleted,
};

function readDelete(taskId: string, answer: Answer): VideoJob | GatewayError {
	const outcome = readVersion2(answer, deleteAnswer, ({ action }): VideoJob | GatewayError => {
		return action
			? outcomes[action](jobIdOf(taskId))
			: unreadable(errors, 'sent a response without an action');
	});
	if (!isGatewayError(outcome) || outcome.code !== 'invalidRequest') return outcome;
	// The only parameter is a task that was just read: its status has changed since.
	const { httpStatus, gatewayCode } = outcome;
	const reason = reasonIn(jsonIn(answer.body));
	return gatewayError(errors, notQueued, compact({ httpStatus, gatewayCode, reason }));
}

const deleteCall = (taskId: string): Call<VideoJob> => ({
	request: { method: 'DELETE', path: `/v2/video_generation/${encodeURIComponent(taskId)}` },
	// Sent again after a while, it could meet a finished video.
	repeat: 'never',
	timeoutSeconds: 30,
	read: (answer) => readDelete(taskId, answer),
	next: (outcome) => checkAfterCancel(outcome, status(taskId)),
});

/** Cancels a job that is still in the queue; any other stays as it is. */
export const cancel = (taskId: string): Call<VideoJob> => {
	const check = status(taskId);
	return {
		...check,
		read: (answer) => {
			const job = check.read(answer);
			return isGatewayError(job) || isFinal(job) || job.status === 'queued'
				? job
				: gatewayError(errors, notQueued);
		},
		next: (outcome) =>
			isGatewayError(outcome) || isFinal(outcome) ? undefined : deleteCall(taskId),
	};
};
