/** One video being made, in the same words for every gateway. */

/** A job's life. */
export type VideoStatus = 'queued' | 'processing' | 'completed' | 'failed' | 'cancelled';

/** Why a job or a call failed. */
export type FailureCode =
	| 'moderated'
	| 'insufficientCredits'
	| 'invalidRequest'
	| 'rateLimited'
	| 'notFound'
	| 'authentication'
	| 'cancelled'
	| 'timeout'
	| 'gateway';

/** The failure of a job that the gateway had accepted. `retryable`: the same request may succeed if submitted again. */
export interface VideoFailure {
	code: FailureCode;
	message: string;
	retryable: boolean;
}

/** What a video costs: from the price page (`estimate`) or from the gateway's own answer (`reported`). */
export interface VideoCost {
	amount: number;
	currency: 'USD' | 'credits';
	basis: 'estimate' | 'reported';
}

/** One video being made. The nodes return one item for each; the keys are a public contract. */
export interface VideoJob {
	gateway: string;
	/** As the gateway gave it, or made of all that the gateway needs to find the job again. */
	jobId: string;
	status: VideoStatus;
	/** As the user set it. */
	prompt?: string;
	model?: string;
	/** Percent, 0 to 100. */
	progress?: number;
	videoUrl?: string;
	/** The other videos, where a job made several. */
	moreVideoUrls?: string[];
	/** ISO 8601: when `videoUrl` stops working. Only where known. */
	expiresAt?: string;
	/** Pixels. */
	width?: number;
	/** Pixels. */
	height?: number;
	durationSeconds?: number;
	/** What the gateway reported to have used. */
	seed?: number;
	failure?: VideoFailure;
	cost?: VideoCost;
	/** Why the cost isn't known, as a sentence. Only without `cost`. */
	costNote?: string;
	callbackReference?: string;
	/** ISO 8601. */
	submittedAt?: string;
	/** ISO 8601. */
	completedAt?: string;
	/** Inputs that were set but that the model doesn't support, and words of the gateway that aren't known. */
	warnings?: string[];
}

/** A job with the reference that it was submitted with, one of our own included. */
export interface SubmittedJob {
	jobId: string;
	callbackReference?: string;
	/** ISO 8601. */
	startedAt?: string;
}

/** True once a job can't change any more. */
export function isFinal(job: Pick<VideoJob, 'status'>): boolean {
	return job.status === 'completed' || job.status === 'failed' || job.status === 'cancelled';
}
