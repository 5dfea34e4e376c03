import { hasVideo, stageOf } from '../../jobs';
import type { SimulatedJob } from '../../types';

/**
 * The documented answer shapes, which contradict each other:
 * - `page`: https://aigateway.sh model page of MiniMax Video 01 (the default)
 * - `asyncDocs`: https://aigateway.sh/docs/async-jobs
 * - `sdk`: github.com/aigateway-sh/sdk-node 0.1.3, 2026-06-23, whose times are numbers of an unknown unit: seconds
 * - `sdkMilliseconds`: the same with milliseconds
 * No finished job was ever seen by anybody who wrote it down.
 */
export const VARIANTS = ['page', 'asyncDocs', 'sdk', 'sdkMilliseconds'] as const;
type Variant = (typeof VARIANTS)[number];

/** The answer shape of a job. */
export const variantOf = (job: SimulatedJob) => (job.variant ?? 'page') as Variant;

const inSeconds = (milliseconds: number) => Math.floor(milliseconds / 1000);

const FAILURES: Record<'failed' | 'moderated' | 'cancelled', [code: string, message: string]> = {
	failed: ['upstream_error', 'The provider could not make this video'],
	// [Inferred: no page says how a moderated job looks.]
	moderated: ['content_moderated', 'The content was refused by the provider'],
	cancelled: ['cancelled', 'The job was cancelled'],
};

/** Why a job came to nothing, in one shape. */
export function failureOf(job: SimulatedJob, variant: Variant) {
	if (job.outcome !== 'failed' && job.outcome !== 'moderated') return {};
	const [code, message] = FAILURES[job.outcome];
	// A string by the SDK's type, an object by the async page. [Inferred for the model page.]
	return { error: variant === 'asyncDocs' ? { code, message } : message };
}

/** A job's status, in one shape. */
export function statusWord(job: SimulatedJob, variant: Variant): string {
	const stage = stageOf(job);
	if (stage === 'queued') return 'queued';
	if (stage === 'processing') return variant === 'asyncDocs' ? 'running' : 'processing';
	switch (job.outcome) {
		case 'completed':
		case 'completedWithoutUrl':
			return 'completed';
		case 'cancelled':
			return 'cancelled';
		case 'unknownStatus':
			return 'archiving';
		default:
			return 'failed';
	}
}

function resultOf(job: SimulatedJob, variant: Variant) {
	if (!hasVideo(job)) return {};
	switch (variant) {
		case 'page':
			return { result: { url: job.videoUrl, duration: 5, resolution: '1920x1080' } };
		case 'asyncDocs':
			return { result: { file_url: job.videoUrl } };
		case 'sdk':
		case 'sdkMilliseconds':
			return { result_url: job.videoUrl };
	}
}

/** What the job calls answer. */
export function snapshot(job: SimulatedJob) {
	const variant = variantOf(job);
	const head = {
		page: { model: job.body.model, created: Math.floor(job.submittedAt / 1000) },
		asyncDocs: { object: 'job' },
		sdk: {
			modality: 'video',
			created_at: inSeconds(job.submittedAt),
			updated_at: inSeconds(Date.now()),
		},
		sdkMilliseconds: {
			modality: 'video',
			created_at: job.submittedAt,
			updated_at: Date.now(),
		},
	}[variant];
	return {
		id: job.jobId,
		status: statusWord(job, variant),
		...head,
		...resultOf(job, variant),
		...failureOf(job, variant),
	};
}
