import type { Ground } from '../../gateway';
import { stageOf } from '../../jobs';
import type { SimulatedJob } from '../../types';

/**
 * The answer shapes. The documentation says of the result only that `output` is always there:
 * - `outputText`: the video's address as text (the default; segmind.com/models/svd/api)
 * - `outputObject`, `outputArray`, `outputVideoUrl`: `{url}`, `[address]` and `{video_url}`, which
 *   clients of other Segmind models read
 * - `outputVideo`, `besideOutput`: `{video:{url}}`, and the address as `video_url` beside an empty `output`, which
 *   clients of 2026-08 read as well
 * - `errorObject`: the reason of a failure as `{error:{message}}` (failures of 2026-08)
 * - `json`: the blocking v1 answers with JSON, as its page's sample code expects, instead of bytes
 * - `sdk`: the upload answers `file_urls` (segmind-python) instead of `urls` (docs.segmind.com)
 */
export const VARIANTS = [
	'outputText',
	'outputObject',
	'outputArray',
	'outputVideoUrl',
	'outputVideo',
	'besideOutput',
	'errorObject',
	'json',
	'sdk',
] as const;

const STATUS_AT_END: Record<SimulatedJob['outcome'], string> = {
	completed: 'COMPLETED',
	completedWithoutUrl: 'COMPLETED',
	failed: 'FAILED',
	moderated: 'FAILED',
	// Segmind documents that a request can not be cancelled; this is its nearest word.
	cancelled: 'FAILED',
	unknownStatus: 'ARCHIVED',
};

/** A job's status. */
export function statusWord(job: SimulatedJob): string {
	const stage = stageOf(job);
	if (stage === 'ended') return STATUS_AT_END[job.outcome];
	return stage === 'queued' ? 'QUEUED' : 'PROCESSING';
}

// [Inferred: the texts.]
/** Why a job came to nothing. */
export const FAILURES: Partial<Record<SimulatedJob['outcome'], string>> = {
	failed: 'Generation failed',
	moderated: 'The content was flagged as sensitive',
	cancelled: 'The request was cancelled',
};

/** The result's `output`, in the shape of the job. */
export function outputOf(job: SimulatedJob): unknown {
	switch (job.variant) {
		case 'outputObject':
			return { url: job.videoUrl };
		case 'outputArray':
			return [job.videoUrl];
		case 'outputVideoUrl':
			return { video_url: job.videoUrl };
		case 'outputVideo':
			return { video: { url: job.videoUrl } };
		case 'besideOutput':
			return null;
		default:
			return job.videoUrl;
	}
}

/** docs.segmind.com: a request is known for "1 hour after submission", then answered 404. */
export const RECORD_LIFETIME_MS = 60 * 60 * 1000;

/** Dollars. */
export const COST_PER_VIDEO = 0.625;
/** What the account holds, in dollars. */
export const CREDITS = 25;

/** What a finished job cost and took. */
export function metricsOf(job: SimulatedJob) {
	const seconds = (job.endsAt - job.submittedAt) / 1000;
	return {
		cost: COST_PER_VIDEO,
		remaining_credits: CREDITS,
		inference_time: seconds,
		queue_time: 0,
		total_time: seconds,
		retry_count: 0,
	};
}

/** "Prompt is mandatory" is recorded (2026-08-02). [Inferred: the words for other faults.] */
export function reasonOf({ rejected, outcome, variant }: SimulatedJob): unknown {
	const text =
		rejected === undefined
			? FAILURES[outcome]
			: /^prompt: /.test(rejected)
				? 'Prompt is mandatory'
				: `Invalid parameters: ${rejected}`;
	return variant === 'errorObject' ? { message: text } : text;
}

/** Where a job is asked for. */
export const linksOf = ({ origin }: Pick<Ground, 'origin'>, jobId: string) => ({
	status_url: `${origin}/segmind/v2/requests/${jobId}/status`,
	response_url: `${origin}/segmind/v2/requests/${jobId}`,
});
