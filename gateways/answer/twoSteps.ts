import { isFinal, isGatewayError, type Call, type VideoJob, type VideoStatus } from '../gateway';

/** Jobs that are read in two steps: the status tells whether they are over, and only the result has the video. */

/** The status of a job whose result hasn't been read: a completed one counts as processing, and the next check reads it. */
export const beforeResult = (status: VideoStatus): VideoStatus =>
	status === 'completed' ? 'processing' : status;

/**
 * Reads the result of a job that is over or, by an unknown word for its status, may be. It counts only if it tells more
 * than the status does.
 */
export const resultBehind = (job: VideoJob, result: Call<VideoJob>): Call<VideoJob> => ({
	...result,
	read: (answer) => {
		const read = result.read(answer);
		if (isGatewayError(read) || !isFinal(read)) return job;
		if (job.status === 'cancelled' || (job.failure && !read.failure)) return job;
		const warnings = [...new Set([...(job.warnings ?? []), ...(read.warnings ?? [])])];
		return warnings.length === 0 ? read : { ...read, warnings };
	},
});
