import type { VideoFailure, VideoJob, VideoStatus } from './gateway';

/** The object without the keys whose value is undefined or null: an item shows only what is known. */
export function known<Known extends object>(facts: {
	[Key in keyof Known]: Known[Key] | null | undefined;
}): Known {
	return Object.fromEntries(
		Object.entries(facts).filter(([, value]) => value !== undefined && value !== null),
	) as Known;
}

/**
 * The status for a gateway's own word, by its table. Case does not count. A word that the table does not hold
 * counts as processing, so that a new word never ends a wait, and is reported.
 */
export function statusOf(
	table: Readonly<Record<string, VideoStatus>>,
	word: string,
): { status: VideoStatus; warnings?: string[] } {
	const key = word.toLowerCase();
	const status = Object.hasOwn(table, key) ? table[key] : undefined;
	return status === undefined
		? { status: 'processing', warnings: [`The gateway reported the unknown status "${word}".`] }
		: { status };
}

/**
 * A job as an adapter read it, made whole: completed without a video is a failure, a failed job has a failure,
 * and the end of a signed link is read from the link.
 */
export function settled({ videoUrl, ...rest }: VideoJob): VideoJob {
	const job: VideoJob = videoUrl ? { ...rest, videoUrl } : rest;
	if (job.status === 'completed' && job.videoUrl === undefined) {
		return {
			...job,
			status: 'failed',
			failure: {
				code: 'gateway',
				message: 'The gateway reported the video as completed but gave no address for it.',
				retryable: true,
			},
		};
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

const unexplained: VideoFailure = {
	code: 'gateway',
	message: 'The gateway reported that the video failed and gave no reason.',
	retryable: true,
};

const moderation = /moderat|sensitive|nsfw|violat|prohibited|policy|inappropriate/i;

/**
 * A failure from the gateway's own words and its code or name for it, where it has one: moderated where they say
 * so, else the gateway's own trouble.
 */
export function failureFromWords(
	message: string | null | undefined,
	code?: string | null,
): VideoFailure {
	const words = message || code;
	if (!words) return unexplained;
	const moderated = moderation.test(`${words} ${code ?? ''}`);
	return {
		code: moderated ? 'moderated' : 'gateway',
		message: moderated
			? `${words}. Change the prompt or the image: the same request will be refused again.`
			: words,
		retryable: !moderated,
	};
}

/**
 * When a signed link ends, as ISO 8601: `Expires` in Unix seconds (Alibaba OSS, CloudFront, Google) or
 * `X-Amz-Date` with `X-Amz-Expires` in seconds (AWS signature 4, Cloudflare R2). Undefined for other links.
 */
export function endOfSignedUrl(url: string | undefined): string | undefined {
	if (url === undefined || !URL.canParse(url)) return undefined;
	const query = new URL(url).searchParams;
	const expires = query.get('Expires');
	if (expires !== null && /^\d{9,11}$/.test(expires)) return isoFromSeconds(Number(expires));
	const signed = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(query.get('X-Amz-Date') ?? '');
	const lifetime = Number(query.get('X-Amz-Expires') ?? Number.NaN);
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

/** Seconds since 1970 as ISO 8601; undefined where they are no date. */
export function isoFromSeconds(seconds: number | null | undefined): string | undefined {
	if (seconds === undefined || seconds === null) return undefined;
	const date = new Date(seconds * 1000);
	return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

/** Longest job id, in characters: those of the five gateways have 18 to some 100. */
const LONGEST_ID = 1000;

/** Whether a text can be a job's id. In a path the dots would mean another address, whatever they are escaped to. */
export function isJobId(text: string): boolean {
	return text.length <= LONGEST_ID && text !== '.' && text !== '..';
}
