import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import { hasVideo, stageOf } from '../../jobs';
import type { SimulatedJob } from '../../types';

/**
 * The documented answer shapes, which contradict each other; github.com/aimlapi/api-docs, 2026-08-21:
 * - `page`: `{generation_id, status}` and a bare state (docs.aimlapi.com, video-01)
 * - `bare`: `{id, status, meta}` with an id of 21 characters, as every recorded run of 2026 (Wan 2.6 and 2.7, HappyHorse,
 *   Seedance, Veo 3.1 lite)
 * - `succeeded`: the same with the status words of Seedance 1.0 pro fast (2026-01-26) and PixVerse, and `active` of
 *   sample code
 * - `example`: the printed answers of hailuo-2.3 (2025-12-29): model in the id, usage in `meta`
 * - `schema`: `{id, status}` (the schemas and h3)
 * - `waiting`: as `page`, with the status `waiting` that the sample code expects
 * - `videoList`: as `schema`, with `video` as a list of addresses (Runway's pages, 2025)
 * - `errorDetail`: as `bare`, with the error as `{detail: [{msg}]}` (Kling 1.6 pro effects)
 * Default: `page` on the older address, on the newer one `bare`, for h3 what its own page prints.
 */
export const VARIANTS: readonly string[] = [
	...['page', 'bare', 'succeeded', 'example', 'schema', 'waiting', 'videoList', 'errorDetail'],
];

/** What makes up a shape. */
interface Shape {
	id: 'digits' | 'withModel' | 'bare' | 'uuid';
	/** The key of the id in the answer of the submit. */
	idKey: 'generation_id' | 'id';
	/** Whether the submit tells the usage, and the states have all keys. */
	isFull: boolean;
	running?: string;
	completed?: string;
}

const SHAPES: Readonly<Record<string, Shape>> = {
	page: { id: 'digits', idKey: 'generation_id', isFull: false },
	bare: { id: 'bare', idKey: 'id', isFull: true },
	succeeded: { id: 'bare', idKey: 'id', isFull: true, running: 'active', completed: 'succeeded' },
	example: { id: 'withModel', idKey: 'generation_id', isFull: true },
	schema: { id: 'uuid', idKey: 'id', isFull: true },
	waiting: { id: 'digits', idKey: 'generation_id', isFull: false, running: 'waiting' },
	videoList: { id: 'uuid', idKey: 'id', isFull: true },
	errorDetail: { id: 'bare', idKey: 'id', isFull: true },
};

/** The older address. */
export const LEGACY_PATH = '/v2/generate/video/minimax/generation';
/** The newer address. */
export const UNIVERSAL_PATH = '/v2/video/generations';

type Shaped = Pick<SimulatedJob, 'path' | 'body' | 'variant'>;

function variantOf(job: Shaped): string {
	if (job.variant) return job.variant;
	if (job.path.endsWith(LEGACY_PATH)) return 'page';
	return job.body.model === 'minimax/h3' ? 'schema' : 'bare';
}

/** The shape of a job's answers. */
export const shapeOf = (job: Shaped): Shape => SHAPES[variantOf(job)]!;

/** 21 characters such as `FGcTGqPuBac0Masr9DI8-`: the alphabet of nanoid. */
const bareId = () => randomBytes(16).toString('base64url').slice(0, 21);

/** A new id, in the shape of the job. */
export function newId(job: Shaped): string {
	const digits = String(randomInt(1e14, 2 ** 48 - 1));
	switch (shapeOf(job).id) {
		case 'bare':
			return bareId();
		case 'uuid':
			return randomUUID();
		case 'withModel':
			return job.path.endsWith(LEGACY_PATH) ? digits : `${digits}:${job.body.model}`;
		case 'digits':
			return digits;
	}
}

// 2,000,000 credits are one dollar. The samples print 588,000 for hailuo-2.3 and 399,000 for hailuo-2.3-fast
// (api-docs, 2026-08-21); the others print none, and take the first here.
/** What a job costs. */
export const usageOf = ({ body }: Pick<SimulatedJob, 'body'>) => ({
	credits_used: body.model === 'minimax/hailuo-2.3-fast' ? 399_000 : 588_000,
});

const STATUS_AT_END: Record<SimulatedJob['outcome'], string> = {
	completed: 'completed',
	completedWithoutUrl: 'completed',
	failed: 'error',
	moderated: 'error',
	// [Inferred: AI/ML API documents no way to cancel.]
	cancelled: 'error',
	unknownStatus: 'archiving',
};

function statusWord(job: SimulatedJob): string {
	const { running, completed } = shapeOf(job);
	const stage = stageOf(job);
	if (stage === 'ended') {
		const word = STATUS_AT_END[job.outcome];
		return word === 'completed' ? (completed ?? word) : word;
	}
	if (running === 'waiting') return running;
	return stage === 'queued' ? 'queued' : (running ?? 'generating');
}

// [Inferred: the names and texts; documented is only that both are there.]
const FAILURES: Partial<Record<SimulatedJob['outcome'], { name: string; message: string }>> = {
	failed: { name: 'GenerationError', message: 'The video could not be generated' },
	moderated: { name: 'ModerationError', message: 'The content was refused by moderation' },
	cancelled: { name: 'CancelledError', message: 'The generation was cancelled' },
};

function errorOf(job: SimulatedJob): object | undefined {
	const failure = FAILURES[job.outcome];
	return failure && variantOf(job) === 'errorDetail'
		? { detail: [{ loc: ['body'], msg: failure.message, type: failure.name }] }
		: failure;
}

const videoOf = (job: SimulatedJob): object =>
	variantOf(job) === 'videoList' ? [job.videoUrl] : { url: job.videoUrl };

/** What the status call answers. */
export function state(job: SimulatedJob) {
	const error = stageOf(job) === 'ended' ? errorOf(job) : undefined;
	const video = hasVideo(job) ? videoOf(job) : undefined;
	const head = { id: job.jobId, status: statusWord(job) };
	return shapeOf(job).isFull
		? { ...head, video: video ?? null, error: error ?? null, meta: { usage: usageOf(job) } }
		: { ...head, ...(video && { video }), ...(error && { error }) };
}
