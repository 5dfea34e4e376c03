import { unreadable } from '../../answer/answers';
import { completeJob, failureFromWords, statusFromWord } from '../../answer/jobs';
import { isoFromTime } from '../../answer/times';
import { compact } from '../../compact';
import { isWebAddress } from '../../bytes/addresses';
import type { GatewayError, VideoFailure, VideoJob, VideoStatus } from '../../gateway';
import { errors } from './errors';
import { rowOf } from './inputs';
import type { Prediction } from './wire';

/** docs/topics/predictions/lifecycle (read 2026-11). */
const statuses: Readonly<Record<string, VideoStatus>> = {
	starting: 'queued',
	processing: 'processing',
	succeeded: 'completed',
	failed: 'failed',
	canceled: 'cancelled',
	aborted: 'cancelled',
};

/**
 * docs/topics/predictions/data-retention (read 2026-11): "For predictions created through the API, all input parameters,
 * output values, output files, and logs are automatically removed after an hour". In milliseconds.
 */
const KEPT = 60 * 60_000;

const REMOVED: VideoFailure = {
	code: 'notFound',
	message:
		'The video was made, but Replicate has deleted it: it keeps the files of a job for one hour. Download videos as soon as they are ready, with Download Video of Wait For Video.',
	// Submitting it again pays for a second video.
	retryable: false,
};

/** "the prediction exceeded its deadline before it could start running", and isn't charged (changelog, 2025-10-16). */
const ABORTED: VideoFailure = {
	code: 'cancelled',
	message: "Replicate cancelled the job, which hadn't started by its deadline. It wasn't billed.",
	retryable: true,
};

/** How deep an object of addresses is looked through: no model is known to return more than a list in an object. */
const DEEPEST = 3;

/** The addresses in what a model returned: one, a list, or an object of them. */
function addressesIn(output: unknown, depth = 0): string[] {
	if (typeof output === 'string') return isWebAddress(output) ? [output] : [];
	return typeof output === 'object' && output !== null && depth < DEEPEST
		? Object.values(output).flatMap((value) => addressesIn(value, depth + 1))
		: [];
}

const VIDEO_FILE = /\.(mp4|m4v|mov|webm|mkv|avi|gif)$/i;
const OTHER_FILE = /\.[a-z0-9]{2,5}$/i;

const pathIn = (address: string): string => new URL(address).pathname;

/** The addresses of the videos: of files that say so by their names, no others, such as a cover. */
function videosIn(output: unknown): string[] {
	const addresses = [...new Set(addressesIn(output))];
	const videos = addresses.filter((address) => VIDEO_FILE.test(pathIn(address)));
	return videos.length > 0 ? videos : addresses;
}

/** How far a model says it is, as npm replicate 1.4.0 reads it (`parseProgressFromLogs`): "50%|#### | 5/10". */
function percentIn(logs: string): number | undefined {
	const percents = [...logs.matchAll(/(\d{1,3})%\s*\|.*?\|\s*\d+\/\d+/g)];
	const percent = Number(percents.at(-1)?.[1]);
	return percent <= 100 ? percent : undefined;
}

function failureOf({ status, error, data_removed: isRemoved }: Prediction, hasVideo: boolean) {
	if (status === 'aborted') return ABORTED;
	if (status === 'failed') return failureFromWords(typeof error === 'string' ? error : undefined);
	return status === 'succeeded' && isRemoved && !hasVideo ? REMOVED : undefined;
}

/** The model as a submit names it. */
function modelOf({ model, version, input }: Prediction): string | undefined {
	if (!model) return undefined;
	const isListed = rowOf(model, {}) ?? rowOf(model, input ?? {});
	if (isListed !== undefined) return rowOf(model, input ?? {}) ?? model;
	return version && version !== 'hidden' ? `${model}:${version}` : model;
}

/** When the files of a prediction are deleted. */
function endOfFiles({ source, completed_at: completedAt }: Prediction): string | undefined {
	const time = Date.parse(completedAt ?? '');
	return source === 'web' || Number.isNaN(time) ? undefined : new Date(time + KEPT).toISOString();
}

/** The job that a prediction is. A check may lack the ID: it is about the job asked for. */
export function jobOf(prediction: Prediction, askedFor?: string): VideoJob | GatewayError {
	const jobId = askedFor ?? prediction.id;
	if (!jobId) return unreadable(errors, 'sent a response without a job ID');
	const [videoUrl, ...more] = videosIn(prediction.output);
	// A submit needs no status; a check without one says nothing.
	const word = prediction.status ?? (askedFor === undefined ? 'starting' : undefined);
	if (word === undefined) return unreadable(errors, 'sent a response without a status');
	const { status, warnings } = statusFromWord(statuses, word, videoUrl);
	const failure = failureOf(prediction, videoUrl !== undefined);
	const isDone = status === 'completed' && videoUrl !== undefined;
	return completeJob(
		compact<VideoJob>({
			gateway: 'replicate',
			jobId,
			status: failure === REMOVED ? 'failed' : status,
			model: modelOf(prediction),
			progress: percentIn(prediction.logs ?? ''),
			...(isDone
				? {
						videoUrl,
						moreVideoUrls: more.length === 0 ? undefined : more,
						expiresAt: endOfFiles(prediction),
					}
				: {}),
			failure,
			submittedAt: isoFromTime(prediction.created_at),
			completedAt: isoFromTime(prediction.completed_at),
			warnings,
		}),
	);
}

/** Whether a prediction may be a video's: the account's others, of texts and pictures, are in the same list. */
export function mayBeVideo({ output }: Prediction): boolean {
	if (output === null || output === undefined) return true;
	return addressesIn(output)
		.map(pathIn)
		.some((path) => VIDEO_FILE.test(path) || !OTHER_FILE.test(path));
}
