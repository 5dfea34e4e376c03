import type { FailureCode, VideoFailure, VideoJob, VideoStatus } from '../gateway';

/** The object without keys that are undefined or null: an item shows only what is known. */
export function compact<Known extends object>(facts: {
	[Key in keyof Known]: Known[Key] | null | undefined;
}): Known {
	return Object.fromEntries(
		Object.entries(facts).filter(([, value]) => value !== undefined && value !== null),
	) as Known;
}

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
		'The gateway reported the video as completed but gave no address for it. Check the job again before you submit another one: the video was most likely billed, and its address may still arrive.',
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

/** Services whose signatures have `X-…-Date` and `X-…-Expires`: AWS and Cloudflare R2, Google, Volcengine (AI/ML API's Seedance). */
const signers = ['Amz', 'Goog', 'Tos'];

/**
 * When a signed link expires, as ISO 8601: `Expires` in Unix seconds (Alibaba OSS, CloudFront, Google) or
 * `X-Amz-Date` with `X-Amz-Expires` in seconds (AWS signature 4 and similar). Undefined for other links.
 */
export function endOfSignedUrl(url: string | undefined): string | undefined {
	if (url === undefined || !URL.canParse(url)) return undefined;
	const query = new URL(url).searchParams;
	const expires = query.get('Expires');
	if (expires !== null && /^\d{9,11}$/.test(expires)) return isoFromSeconds(Number(expires));
	const signer = signers.find((name) => query.has(`X-${name}-Date`)) ?? '';
	const date = query.get(`X-${signer}-Date`) ?? '';
	const signed = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(date);
	const lifetime = Number(query.get(`X-${signer}-Expires`) ?? Number.NaN);
	if (signed === null || !Number.isFinite(lifetime)) return undefined;
	const [year, month, day, hour, minute, second] = signed.slice(1).map(Number) as [
		number,
		number,
		number,
		number,
		number,
		number,
	];
	return isoFromSeconds(Date.UTC(year, month - 1, day, hour, minute, second) / 1000 + lifetime);
}

/** Seconds since 1970 as ISO 8601; undefined if they aren't a valid date. */
export function isoFromSeconds(seconds: number | null | undefined): string | undefined {
	if (seconds === undefined || seconds === null) return undefined;
	const date = new Date(seconds * 1000);
	return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

/** From this number on, a time since 1970 is in milliseconds: in seconds it would be the year 5138. */
const EPOCH_MILLISECONDS = 1e11;

/** A time since 1970 in an unstated unit, in seconds. */
export const secondsOf = (time: number): number =>
	time >= EPOCH_MILLISECONDS ? time / 1000 : time;

/** A time since 1970 in an unstated unit, or a date as text, as ISO 8601; undefined if it isn't a valid date. */
export function isoFromTime(time: number | string | null | undefined): string | undefined {
	if (typeof time === 'string') return isoFromSeconds(Date.parse(time) / 1000);
	if (time === undefined || time === null) return undefined;
	return isoFromSeconds(secondsOf(time));
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
