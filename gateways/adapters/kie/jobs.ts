import type { z } from 'zod';

import { unreadable, unreadFiles } from '../../answer/answers';
import { costInAnswer } from '../../answer/costs';
import { completeJob, failureFromWords, statusFromWord } from '../../answer/jobs';
import { isoFromTime } from '../../answer/times';
import { compact } from '../../compact';
import type {
	Answer,
	Call,
	CallbackRequest,
	GatewayError,
	VideoCost,
	VideoFailure,
	VideoJob,
	VideoRequest,
	VideoStatus,
} from '../../gateway';
import { errors, readData, refusalIn, statusErrorsFor } from './errors';
import { isVeo } from './routes';
import { taskIn } from './signature';
import { callbackBody, recordData, submitData, type taskData, type veoData } from './wire';

/**
 * Jobs of the two routes. A job's ID tells its route: those of Veo begin with `veo`, as on its pages (`veo_task_...`),
 * or get `veo:` in front, since clients also see bare ones (2026).
 */

const VEO_MARK = 'veo:';

const veoJobId = (taskId: string): string =>
	taskId.startsWith('veo_task_') ? taskId : `${VEO_MARK}${taskId}`;

/** The route of a job and its ID there. */
function routeOf(jobId: string): { veo: boolean; taskId: string } {
	if (jobId.startsWith('veo_task_')) return { veo: true, taskId: jobId };
	const isMarked = jobId.startsWith(VEO_MARK) && jobId.length > VEO_MARK.length;
	return isMarked
		? { veo: true, taskId: jobId.slice(VEO_MARK.length) }
		: { veo: false, taskId: jobId };
}

/** market/common/get-task-detail; `wait` and `queueing` are the words of Runway's own route. */
const states: Readonly<Record<string, VideoStatus>> = {
	waiting: 'queued',
	wait: 'queued',
	queuing: 'queued',
	queueing: 'queued',
	generating: 'processing',
	success: 'completed',
	fail: 'failed',
};

/** `successFlag`: 2 failed before it was made, 3 while it was. There is no word for a queue. */
const flags: Readonly<Record<string, VideoStatus>> = {
	0: 'processing',
	1: 'completed',
	2: 'failed',
	3: 'failed',
};

/** kie.ai/pricing prints both prices of each row: 1 credit is $0.005. */
export const USD_PER_CREDIT = 0.005;

const costIn = (credits: number | null | undefined, status: VideoStatus): VideoCost | undefined =>
	costInAnswer(
		typeof credits === 'number'
			? Math.round(credits * USD_PER_CREDIT * 10_000) / 10_000
			: undefined,
		status,
	);

/** "unsafe image upload" and "was flagged" are words of Veo's callback page for moderation. */
const failureOf = (
	words: string | null | undefined,
	code: string | null | undefined,
): VideoFailure =>
	failureFromWords(words, /unsafe|flagged/i.test(words ?? '') ? 'moderated' : code);

/**
 * 400 is what Veo's pages have for the prompt and the image (`errorCode` of the record, "400 Status Code Error Messages"
 * of the callbacks), and 451 for an image that can't be fetched.
 */
const veoFailureOf = (
	words: string | null | undefined,
	code: string | null | undefined,
): VideoFailure => failureOf(words, code && /^4(00|51)$/.test(code) ? 'invalid request' : code);

const files = (urls: readonly string[] | '' | null | undefined) => {
	const [videoUrl, ...more] = (urls || []).filter((url) => url !== '');
	return { videoUrl, moreVideoUrls: more.length > 0 ? more : undefined };
};

function readTask(jobId: string, wire: z.output<typeof taskData>): VideoJob | GatewayError {
	const found = files(wire.resultJson?.resultUrls || wire.resultJson?.result_urls);
	const { status, warnings } = statusFromWord(states, wire.state, found.videoUrl);
	const unread = unreadFiles(errors, { status, ...found }, wire.unread);
	if (unread) return unread;
	return completeJob(
		compact<VideoJob>({
			gateway: 'kie',
			jobId,
			status,
			...found,
			progress: wire.progress,
			failure: status === 'failed' ? failureOf(wire.failMsg, wire.failCode) : undefined,
			cost: costIn(wire.creditsConsumed, status),
			submittedAt: isoFromTime(wire.createTime),
			completedAt: isoFromTime(wire.completeTime || undefined),
			warnings,
		}),
	);
}

function readVeo(jobId: string, wire: z.output<typeof veoData>): VideoJob | GatewayError {
	const found = files(wire.response?.resultUrls);
	const { status, warnings } = statusFromWord(flags, wire.successFlag, found.videoUrl);
	const unread = unreadFiles(errors, { status, ...found }, wire.unread);
	if (unread) return unread;
	return completeJob(
		compact<VideoJob>({
			gateway: 'kie',
			jobId,
			status,
			...found,
			failure:
				status === 'failed' ? veoFailureOf(wire.errorMessage, wire.errorCode) : undefined,
			cost: costIn(wire.creditsConsumed, status),
			warnings,
		}),
	);
}

/** Codes with which Veo's record tells that the job has failed; 501 comes with HTTP 500, too. */
const failedCodes: ReadonlySet<number> = new Set([400, 451, 501]);

/** "Your request was rejected by Flow(...)" is what a 422 of its callbacks says. */
const REJECTED = /rejected by flow|flagged|unsafe/i;

/** "record status is not success", "record result data is blank": there is a record, and no video yet. */
const UNFINISHED = /\brecord (status|result)\b/i;

/** About the call, and not about the job. */
const ABOUT_ID = /task ?_?id/i;

/**
 * The job that a code of Veo's record tells of instead of a record (veo3-api/get-veo-3-video-details and
 * -generate-veo-3-video-callbacks, read 2026-11); undefined if it tells of none.
 */
function readVeoCode(jobId: string, answer: Answer): VideoJob | undefined {
	const refusal = answer.status < 300 || answer.status === 500 ? refusalIn(answer) : undefined;
	if (refusal === undefined) return undefined;
	const { code, words } = refusal;
	if (code === 422 && UNFINISHED.test(words)) {
		return { gateway: 'kie', jobId, status: 'processing' };
	}
	const hasFailed =
		code === 422 ? REJECTED.test(words) : failedCodes.has(code) && !ABOUT_ID.test(words);
	if (!hasFailed) return undefined;
	const failure = veoFailureOf(words || `Kie.ai reported code ${code}`, String(code));
	return { gateway: 'kie', jobId, status: 'failed', failure };
}

/** One check of a job, on its route. */
export function status(jobId: string): Call<VideoJob> {
	const { veo, taskId } = routeOf(jobId);
	return {
		request: {
			method: 'GET',
			path: veo ? '/api/v1/veo/record-info' : '/api/v1/jobs/recordInfo',
			query: { taskId },
		},
		repeat: 'always',
		timeoutSeconds: 30,
		read: (answer) =>
			(veo ? readVeoCode(jobId, answer) : undefined) ??
			readData(statusErrorsFor(answer), answer, recordData, (wire) =>
				'state' in wire ? readTask(jobId, wire) : readVeo(jobId, wire),
			),
	};
}

/** The job that a submit was answered with. */
export const readSubmitted = (answer: Answer, { model }: VideoRequest): VideoJob | GatewayError =>
	readData(errors, answer, submitData, ({ taskId }): VideoJob | GatewayError => {
		if (!taskId) return unreadable(errors, 'sent a response without a taskId');
		return {
			gateway: 'kie',
			jobId: isVeo(model) ? veoJobId(taskId) : taskId,
			status: 'queued',
			model,
		};
	});

/** How a job of Veo ended, by the code of its callback; without one, it is only a reason to check. */
const statusFromCode = (code: number | null | undefined): VideoStatus =>
	typeof code !== 'number' ? 'processing' : code === 200 ? 'completed' : 'failed';

type Called = z.output<typeof callbackBody>;

/** Whether a callback without `state` has anything else that only a task's has: "Playground task failed." is its words. */
const isTask = ({ msg, data }: Called): boolean =>
	[data.state, data.model, data.param, data.failMsg, data.failCode, data.resultJson].some(
		Boolean,
	) || /^playground\b/i.test(msg ?? '');

/**
 * What a callback claims. A task's has the `state` of its record; Veo's has none, and says by `code` how the job ended
 * (veo3-api/generate-veo-3-video-callbacks).
 */
export function readCallback({ body }: Pick<CallbackRequest, 'body'>): VideoJob | undefined {
	const read = callbackBody.safeParse(body);
	const taskId = taskIn(body);
	if (!read.success || taskId === undefined) return undefined;
	const { code, msg, data } = read.data;
	const isOfTask = isTask(read.data);
	const { resultJson, info } = data;
	const claim = {
		jobId: isOfTask ? taskId : veoJobId(taskId),
		...(data.state ? statusFromWord(states, data.state) : { status: statusFromCode(code) }),
		...files(isOfTask ? resultJson?.resultUrls || resultJson?.result_urls : info?.resultUrls),
	};
	const explain = isOfTask ? failureOf : veoFailureOf;
	const failure =
		claim.status === 'failed'
			? explain(data.failMsg || msg, data.failCode || String(code))
			: undefined;
	return compact<VideoJob>({ gateway: 'kie', ...claim, failure });
}
