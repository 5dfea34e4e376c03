import { hasVideo, percentOf, stageOf } from '../../jobs';
import type { SimulatedJob } from '../../types';

/** A job as each server tells it. */

const seconds = (milliseconds: number) => Math.floor(milliseconds / 1000);

const WORDS = {
	completed: 'completed',
	failed: 'failed',
	moderated: 'failed',
	cancelled: 'cancelled',
	completedWithoutUrl: 'completed',
	unknownStatus: 'archiving',
} as const;

function wordOf(job: SimulatedJob): string {
	const stage = stageOf(job);
	if (stage === 'ended') return WORDS[job.outcome];
	return stage === 'queued' ? 'queued' : 'in_progress';
}

function errorOf(job: SimulatedJob): { code: string; message: string } | null {
	if (stageOf(job) !== 'ended') return null;
	if (job.outcome === 'failed') return { code: 'server_error', message: 'CUDA out of memory.' };
	return job.outcome === 'moderated'
		? { code: 'moderation_blocked', message: 'The prompt violates the content policy.' }
		: null;
}

const endOf = (job: SimulatedJob) => (stageOf(job) === 'ended' ? seconds(job.endsAt) : null);

const common = (job: SimulatedJob) => ({
	id: job.jobId,
	object: 'video',
	status: wordOf(job),
	progress: percentOf(job),
	created_at: seconds(job.submittedAt),
	error: errorOf(job),
});

/** protocol/videos.py, `VideoResponse` of vLLM-Omni: "4" seconds where none were asked for. */
const vllmOmni = (job: SimulatedJob) => ({
	...common(job),
	model: job.model ?? 'Wan-AI/Wan2.2-T2V-A14B-Diffusers',
	prompt: job.prompt,
	size: job.body.size ?? null,
	seconds: job.body.seconds ?? '4',
	quality: 'default',
	completed_at: endOf(job),
	remixed_from_video_id: null,
	media_type: 'video/mp4',
	expires_at: null,
	file_name: hasVideo(job) ? `${job.jobId}.mp4` : null,
	inference_time_s: null,
	stage_durations: {},
	peak_memory_mb: 0,
});

/** protocol.py, `VideoResponse` of SGLang: no word for running, and the model it was told, or sora-2. */
const sglang = (job: SimulatedJob) => ({
	...common(job),
	status: stageOf(job) === 'processing' ? 'queued' : wordOf(job),
	model: job.model ?? 'sora-2',
	progress: stageOf(job) === 'ended' ? 100 : 0,
	size: '1280x720',
	seconds: '4',
	quality: 'standard',
	url: hasVideo(job) ? job.videoUrl : null,
	file_path: `/outputs/${job.jobId}.mp4`,
	completed_at: endOf(job),
	inference_time_s: null,
});

/** types/videos/main.py, `VideoObject` of LiteLLM. */
const liteLlm = (job: SimulatedJob) => ({
	...common(job),
	model: job.model,
	completed_at: endOf(job),
	expires_at: seconds(job.submittedAt) + 3600,
	usage: { duration_seconds: 4 },
});

/** dto/openai_video.go of New API, and its own page: `created_at` in milliseconds. */
const newApi = (job: SimulatedJob) => ({
	...common(job),
	task_id: job.jobId,
	model: job.model ?? '',
	created_at: job.submittedAt,
	...(stageOf(job) === 'ended' && { completed_at: job.endsAt }),
	...(hasVideo(job) && { metadata: { url: job.videoUrl } }),
});

/** together-ai 0.52.0, `VideoJob`; docs.together.ai/docs/videos-overview has `queued` and `cancelled`. */
const together = (job: SimulatedJob) => ({
	...common(job),
	model: job.model,
	size: '1280x720',
	seconds: job.body.seconds ?? '6',
	...(stageOf(job) === 'ended' && { completed_at: seconds(job.endsAt) }),
	...(hasVideo(job) && { outputs: { cost: 0.28, video_url: job.videoUrl } }),
});

/** By the names of the variants. */
export const SHAPES: Readonly<Record<string, (job: SimulatedJob) => Record<string, unknown>>> = {
	newApi,
	vllmOmni,
	sglang,
	liteLlm,
	together,
};
