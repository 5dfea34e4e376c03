import type { FailureCode, VideoFailure, VideoJob, VideoStatus } from '../gateway';
import { endOfSignedUrl } from './times';

/**
 * The status for a gateway's own word, by its table. Case doesn't matter. A word that isn't in the table gives a
 * warning. With a video's address, it means a finished video (AI/ML API answered `succeeded` for months before any
 * page had the word); otherwise it counts as processing, so that a new word never ends a wait.
 */
export function statusFromWord(
	table: Readonly<Record<string, VideoStatus>>,
	word: string,
	videoUrl?: string | null,
): { status: VideoStatus; warnings?: string[] } {
	const key = word.toLowerCase();
	const status = Object.hasOwn(table, key) ? table[key] : undefined;
	return status === undefined
		? {
				status: videoUrl ? 'completed' : 'processing',
				warnings: [`The gateway reported the unknown status "${word}".`],
			}
		: { status };
}

/**
 * Completes a job that an adapter has read: a job completed without a video has failed, every failed job gets a failure,
 * and the expiry of a signed link is read from the link.
 */
export function completeJob({ videoUrl, ...rest }: VideoJob): VideoJob {
	const job: VideoJob = videoUrl ? { ...rest, videoUrl } : rest;
	if (job.status === 'completed' && job.videoUrl === undefined) {
		return { ...job, status: 'failed', failure: withoutAddress };
	}
	if (job.status === 'failed' && job.failure === undefined) {
		return { ...job, failure: unexplained };
	}
	if (job.status === 'cancelled' && job.failure === undefined) {
		return {
			...job,
			failure: { code: 'cancelled', message: 'The job was cancelled.', retryable: true },
		};
	}
	const expiresAt = job.expiresAt ?? endOfSignedUrl(job.videoUrl);
	return expiresAt === undefined ? job : { ...job, expiresAt };
}

const withoutAddress: VideoFailure = {
	code: 'gateway',
	message:
		'The gateway reported the video as completed but returned no link to it. Check the job again before you submit another one: the video was most likely billed, and its link may still arrive.',
	// Submitting it again would pay for a second video.
	retryable: false,
};

/** Whether a job counts as failed only because its finished video has no address: it was most likely billed. */
export const isVideoMissing = ({ failure }: Pick<VideoJob, 'failure'>): boolean =>
	failure?.message === withoutAddress.message;

const unexplained: VideoFailure = {
	code: 'gateway',
	message: 'The gateway reported that the video failed and gave no reason.',
	retryable: true,
};

const moderation = /moderat|sensitive|nsfw|violat|prohibited|policy|inappropriate/i;

/**
 * Words for an invalid request, which fails again if repeated. Segmind accepts a job with a bad body and lets it fail with
 * "Prompt is mandatory" or "Reference media rejected" (probes of 2026-08-02); AI/ML API with "Could not detect face in
 * the image" (page of Kling 1.6 pro effects, 2026-08-21).
 */
const wrongRequest =
	/\b(mandatory|(is|are|was) (required|missing)|missing (field|param|required)|media rejected|invalid (input|param|request|prompt|image|video|value|argument|format|url)|validation|not supported|unsupported|must be|could not detect)/i;

/**
 * The failure that the gateway's words, and its code or name for it, stand for: moderated or an invalid request if they
 * say so, otherwise a failure of the gateway.
 */
export function failureFromWords(
	message: string | null | undefined,
	code?: string | null,
): VideoFailure {
	const words = message || code;
	if (!words) return unexplained;
	const refused = (reason: FailureCode, change: string): VideoFailure => ({
		code: reason,
		message: `${words.replace(/\.$/, '')}. Change ${change}: the same request will be rejected again.`,
		retryable: false,
	});
	if (moderation.test(`${words} ${code ?? ''}`)) {
		return refused('moderated', 'the prompt or the image');
	}
	return wrongRequest.test(`${words} ${code ?? ''}`)
		? refused('invalidRequest', 'what the message names')
		: { code: 'gateway', message: words, retryable: true };
}

/** Longest job id, in characters: those of the gateways have 15 to some 100. */
const LONGEST_ID = 1000;

/**
 * Whether a text can be a job's ID. In a path, `.` and `..` would lead to another address, even if escaped, and half a
 * surrogate pair can't be escaped at all.
 */
export function isJobId(text: string): boolean {
	return (
		text.length <= LONGEST_ID && text !== '.' && text !== '..' && !/\p{Surrogate}/u.test(text)
	);
}
