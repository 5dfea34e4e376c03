import type { CallbackShape } from '../../gateway';
import { hasVideo, percentOf, stageOf } from '../../jobs';
import type { SimulatedJob } from '../../types';

/**
 * The answer shapes, all from useapi.net/docs/api-minimax-v1 (GET videos/videoId, 2026):
 * - `paid`: `videoURL` with a watermark and `downloadURL` without (the default)
 * - `free`: no `downloadURL`, which is for paid hailuoai.video accounts only
 * - `otherNumbers`: 11 for queued and 12 for processing instead of 0 and 1
 * - `moderated7`, `moderated14`: these numbers for moderated instead of 5
 * - `removed`: a moderated video answers 404, its usual meaning there
 */
export const VARIANTS = [
	'paid',
	'free',
	'otherNumbers',
	'moderated7',
	'moderated14',
	'removed',
] as const;

// "Known" numbers of GET videos/videoId: 0 pending, 1 processing, 2 completed, 3 failed, 5, 7 and
// 14 moderated, 11 queued, 12 processing.
const MODERATED: Record<string, number> = { moderated7: 7, moderated14: 14 };

function statusOf(job: SimulatedJob): { status: number; statusLabel: string } {
	const stage = stageOf(job);
	const isOther = job.variant === 'otherNumbers';
	if (stage === 'queued') {
		return isOther
			? { status: 11, statusLabel: 'queued' }
			: { status: 0, statusLabel: 'pending' };
	}
	if (stage === 'processing') return { status: isOther ? 12 : 1, statusLabel: 'processing' };
	switch (job.outcome) {
		case 'completed':
		case 'completedWithoutUrl':
			return { status: 2, statusLabel: 'completed' };
		case 'moderated':
			return { status: MODERATED[job.variant ?? ''] ?? 5, statusLabel: 'moderated' };
		case 'unknownStatus':
			return { status: 99, statusLabel: 'archiving' };
		default:
			// [Inferred: that a cancelled video counts as failed.]
			return { status: 3, statusLabel: 'failed' };
	}
}

// [Inferred: the texts; documented is that a message may be there.]
const ENDINGS: Partial<Record<SimulatedJob['outcome'], string>> = {
	failed: 'The generation failed, please try again',
	moderated: 'The content was flagged as inappropriate',
	cancelled: 'Cancelled by the user',
};

/** What GET videos/videoId answers. */
export function state(job: SimulatedJob) {
	const isEnded = stageOf(job) === 'ended';
	const isFinal = isEnded && job.outcome !== 'unknownStatus';
	const done = hasVideo(job);
	return {
		id: idOf(job),
		desc: job.body.prompt ?? '',
		coverURL: done ? job.videoUrl?.replace(/\.mp4$/, '.jpg') : '',
		videoURL: done ? `${job.videoUrl}?watermark=1` : '',
		...(done && job.variant !== 'free' && { downloadURL: job.videoUrl }),
		...statusOf(job),
		statusFinal: isFinal,
		percent: percentOf(job),
		message: (isEnded ? ENDINGS[job.outcome] : 'Generating the video') ?? '',
		width: done ? 1366 : 0,
		height: done ? 768 : 0,
		originFiles: [],
		canAppeal: false,
		canRetry: false,
		videoId: job.jobId,
	};
}

// The sample answer's videoId ends with the batch, not with the video's own id.
export const batchOf = (job: SimulatedJob) => job.jobId.slice(job.jobId.lastIndexOf(':') + 1);
/** The video's own id. */
export const idOf = (job: SimulatedJob) => String(BigInt(batchOf(job)) + 123456789n);

/** Since the submit, as `mm:ss`. */
export function elapsed(job: SimulatedJob): string {
	const seconds = Math.floor((Date.now() - job.submittedAt) / 1000);
	const two = (value: number) => String(value).padStart(2, '0');
	return `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`;
}

/** Where and as what a job is reported, if that was asked for. */
export const replyOf = ({ body, callbackUrl }: SimulatedJob) => ({
	...(callbackUrl !== undefined && { replyUrl: callbackUrl }),
	...(body.replyRef !== undefined && { replyRef: body.replyRef }),
});

/**
 * `replyRef` is "returned along with this MiniMax video response / result" (POST videos/create,
 * 2026-02-24). No signature, and no repeats. [Inferred from github.com/useapi/examples,
 * generate-assets-with-webhook, another service of theirs: that the rest is what GET
 * videos/videoId answers.]
 */
const callbackBody = (job: SimulatedJob) => ({ ...state(job), ...replyOf(job) });

/**
 * The shapes of callbacks, the default first. The page POST videos/create (2026-02-24) says both:
 * - `progress`: "with video progress updates until the video is complete or fails"
 * - `finalOnly`: "once MiniMax video completed or failed"
 */
export const CALLBACK_VARIANTS = ['progress', 'finalOnly'] as const;

/** By the names of `CALLBACK_VARIANTS`. */
export const CALLBACK_SHAPES: Record<(typeof CALLBACK_VARIANTS)[number], CallbackShape> = {
	progress: { tells: () => true, bodyOf: callbackBody },
	finalOnly: { tells: (job) => stageOf(job) === 'ended', bodyOf: callbackBody },
};
