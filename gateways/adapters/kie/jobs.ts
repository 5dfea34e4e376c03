import type { z } from 'zod';

import { unreadable } from '../../answer/answers';
import {
	compact,
	completeJob,
	failureFromWords,
	isoFromTime,
	statusFromWord,
} from '../../answer/jobs';
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
import { readData, statusErrors, errors } from './errors';
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

const reportedCost = (credits: number | null | undefined): VideoCost | undefined =>
	typeof credits === 'number'
		? {
				amount: Math.round(credits * USD_PER_CREDIT * 10_000) / 10_000,
				currency: 'USD',
				basis: 'reported',
			}
		: undefined;

/** "unsafe image upload" and "was flagged" are words of Veo's callback page for moderation. */
const failureOf = (
	words: string | null | undefined,
	code: string | null | undefined,
): VideoFailure =>
	failureFromWords(words, /unsafe|flagged/i.test(words ?? '') ? 'moderated' : code);

const files = (urls: readonly string[] | '' | null | undefined) => {
	const [videoUrl, ...more] = (urls || []).filter((url) => url !== '');
	return { videoUrl, moreVideoUrls: more.length > 0 ? more : undefined };
};

function readTask(jobId: string, wire: z.output<typeof taskData>): VideoJob {
	const found = files(wire.resultJson?.resultUrls || wire.resultJson?.result_urls);
	const { status, warnings } = statusFromWord(states, wire.state, found.videoUrl);
	return completeJob(
		compact<VideoJob>({
			gateway: 'kie',
			jobId,
			status,
			...found,
			progress: wire.progress,
			failure: status === 'failed' ? failureOf(wire.failMsg, wire.failCode) : undefined,
			cost: reportedCost(wire.creditsConsumed),
			submittedAt: isoFromTime(wire.createTime),
			completedAt: isoFromTime(wire.completeTime || undefined),
			warnings,
		}),
	);
}

function readVeo(jobId: string, wire: z.output<typeof veoData>): VideoJob {
	const found = files(wire.response?.resultUrls);
	const { status, warnings } = statusFromWord(flags, wire.successFlag, found.videoUrl);
	return completeJob(
		compact<VideoJob>({
			gateway: 'kie',
			jobId,
			status,
			...found,
			failure: status === 'failed' ? failureOf(wire.errorMessage, wire.errorCode) : undefined,
			cost: reportedCost(wire.creditsConsumed),
			warnings,
		}),
	);
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
			readData(statusErrors, answer, recordData, (wire) =>
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

/**
 * What a callback claims. A task's has the `state` of its record; Veo's has none, and says by `code` how the job ended
 * (veo3-api/generate-veo-3-video-callbacks).
 */
export function readCallback({ body }: Pick<CallbackRequest, 'body'>): VideoJob | undefined {
	const read = callbackBody.safeParse(body);
	const taskId = taskIn(body);
	if (!read.success || taskId === undefined) return undefined;
	const { code, msg, data } = read.data;
	const claim = data.state
		? {
				jobId: taskId,
				...statusFromWord(states, data.state),
				...files(data.resultJson?.resultUrls || data.resultJson?.result_urls),
			}
		: {
				jobId: veoJobId(taskId),
				status: statusFromCode(code),
				...files(data.info?.resultUrls),
			};
	const failure =
		claim.status === 'failed'
			? failureOf(data.failMsg || msg, data.failCode || String(code))
			: undefined;
	return compact<VideoJob>({ gateway: 'kie', ...claim, failure });
}
