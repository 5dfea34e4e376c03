import { randomInt } from 'node:crypto';
import { z } from 'zod';
import { callbackProblem, endpoint } from '../gateway';
import type { Endpoint, Ground, Refusal, SimulatedGateway } from '../gateway';
import { imageProblem, isWebAddress } from '../images';
import { hasVideo, stageOf, type Stage } from '../jobs';
import { challengeProblem } from '../protocols/minimax';
import type { Answer, Outcome, SimulatedJob } from '../types';

/**
 * Version 2 of MiniMax's own API, for H3 (platform.minimax.io, api-reference/video-generation-v2-create, -v2-query,
 * -v2-list and -v2-delete, read 2026-11).
 */

/** The ID of a job of version 2 here and in the package; on the wire, it is a number like one of version 1. */
export const h3JobId = (taskId: string): string => `v2:${taskId}`;

const taskIdOf = ({ jobId }: SimulatedJob) => jobId.slice(h3JobId('').length);

/** Whether a path, or the path of a job's submit, is one of version 2. */
export const isH3 = (path: string): boolean => /^(\/minimax)?\/v2\//.test(path);

/** `OaiErrorDetail.type`, and the codes of the page's own samples. */
const ERRORS: Readonly<Record<number, readonly [type: string, words: string]>> = {
	400: ['bad_request_error', 'invalid params (2013)'],
	401: [
		'authorized_error',
		"login fail: Please carry the API secret key in the 'Authorization' field of the request header (1004)",
	],
	402: ['insufficient_balance_error', 'insufficient balance (1008)'],
	422: ['unprocessable_entity_error', 'video description contains sensitive content (1026)'],
	429: ['rate_limit_error', 'rate limit, please retry later (1002)'],
	500: ['server_error', 'internal error (1000)'],
	529: ['overloaded_error', 'the server is overloaded'],
};

/** "OpenAI-style error response". */
export function h3Error(status: number, more = ''): Answer {
	const [type, words] = ERRORS[status] ?? ['api_error', `HTTP ${status}`];
	return {
		status,
		body: {
			type: 'error',
			error: { type, message: more || words, http_code: String(status) },
			request_id: '021785229015510a2c883cf675b9804d',
		},
	};
}

/** "A public URL; `mm_file://{file_id}`; a data URI". */
const isPlace = (url: string, kind: string) =>
	isWebAddress(url) ||
	/^mm_file:\/\/\d+$/.test(url) ||
	new RegExp(`^data:${kind}/[a-z0-9]+;base64,`).test(url);

const place = (kind: 'image' | 'video' | 'audio') =>
	z
		.object({
			url: z.string().superRefine((url, context) => {
				const isBytes = kind === 'image' && url.startsWith('data:');
				const problem = isBytes
					? imageProblem(url, ['png', 'jpeg', 'webp'], 'h3')
					: isPlace(url, kind)
						? undefined
						: `no place of a ${kind}`;
				if (problem) context.addIssue({ code: 'custom', message: problem });
			}),
		})
		.strict();

const contentItem = z.discriminatedUnion('type', [
	z.object({ type: z.literal('text'), text: z.string().min(1).max(7000) }).strict(),
	z
		.object({
			type: z.literal('image_url'),
			image_url: place('image'),
			role: z.enum(['first_frame', 'last_frame', 'reference_image']).optional(),
		})
		.strict(),
	z
		.object({
			type: z.literal('video_url'),
			video_url: place('video'),
			role: z.literal('reference_video'),
		})
		.strict(),
	z
		.object({
			type: z.literal('audio_url'),
			audio_url: place('audio'),
			role: z.literal('reference_audio'),
		})
		.strict(),
]);

type Content = Array<z.output<typeof contentItem>>;

const roleOf = (item: Content[number]): string =>
	item.type === 'text' ? 'text' : (item.role ?? 'first_frame');

/** "first frame ≤ 1, last frame ≤ 1, reference images ≤ 9", three videos, three of audio, and one text. */
const MOST: Readonly<Record<string, number>> = {
	text: 1,
	first_frame: 1,
	last_frame: 1,
	reference_image: 9,
	reference_video: 3,
	reference_audio: 3,
};

const H3 = { resolutions: ['768P', '2K'], from: 4, references: true };
const MODELS: Readonly<Record<string, typeof H3>> = {
	'MiniMax-H3': H3,
	'MiniMax-H3-Max': { resolutions: ['480P', '768P'], from: 5, references: false },
};

const RATIOS = ['adaptive', '21:9', '16:9', '4:3', '1:1', '3:4', '9:16'] as const;

/** What is wrong with the parts of a request taken together. */
function* problemsOf(body: {
	model: string;
	content: Content;
	resolution: string;
	duration: number;
	ratio?: string | undefined;
}): Generator<string> {
	const model = MODELS[body.model];
	if (!model) return yield `no model ${body.model}`;
	const roles = body.content.map(roleOf);
	const count = (wanted: string) => roles.filter((role) => role === wanted).length;
	if (count('text') === 0) yield 'content must include a non-empty text item';
	for (const [role, most] of Object.entries(MOST)) {
		if (count(role) > most) yield `more than ${most} of ${role}`;
	}
	const references = roles.some((role) => role.startsWith('reference_'));
	if (references && !model.references) yield `no references for ${body.model}`;
	if (references && roles.some((role) => role.endsWith('_frame'))) {
		yield 'image-to-video and reference-to-video are mutually exclusive';
	}
	if (!model.resolutions.includes(body.resolution)) yield `no ${body.resolution}`;
	if (body.duration < model.from) yield `no ${body.duration} s`;
	if (roles.length === 1 && (body.ratio ?? 'adaptive') === 'adaptive') {
		yield 'ratio is required and cannot be adaptive';
	}
}

const submitBody = z
	.object({
		model: z.string(),
		content: z.array(contentItem),
		resolution: z.string(),
		duration: z.number().int().max(15),
		ratio: z.enum(RATIOS).optional(),
		callback_url: z
			.string()
			.superRefine((address, context) => {
				const message = callbackProblem(address);
				if (message) context.addIssue({ code: 'custom', message });
			})
			.optional(),
	})
	.strict()
	.superRefine((body, context) => {
		for (const message of problemsOf(body)) context.addIssue({ code: 'custom', message });
	});

const RUNNING: Readonly<Record<Exclude<Stage, 'ended'>, string>> = {
	queued: 'queued',
	processing: 'running',
};

const ENDED: Readonly<Record<Outcome, string>> = {
	completed: 'succeeded',
	completedWithoutUrl: 'succeeded',
	failed: 'failed',
	moderated: 'failed',
	cancelled: 'cancelled',
	unknownStatus: 'archiving',
};

/** The sample of the page, and one that is made up. */
const FAILURES: Partial<Record<Outcome, { code: string; message: string }>> = {
	moderated: { code: '1026', message: 'video description contains sensitive content' },
	failed: { code: '1000', message: 'internal error' },
};

function taskOf(job: SimulatedJob) {
	const stage = stageOf(job);
	const body = job.body as z.output<typeof submitBody>;
	const failure = stage === 'ended' ? FAILURES[job.outcome] : undefined;
	return {
		id: taskIdOf(job),
		model: body.model,
		status: stage === 'ended' ? ENDED[job.outcome] : RUNNING[stage],
		...(failure && { error: failure }),
		created_at: Math.floor(job.submittedAt / 1000),
		updated_at: Math.floor((stage === 'ended' ? job.endsAt : job.submittedAt) / 1000),
		...(hasVideo(job) && { content: { url: job.videoUrl } }),
		resolution: body.resolution,
		duration: body.duration,
		usage: hasVideo(job) ? { total_seconds: body.duration, input_seconds: 0 } : {},
		ratio: body.ratio ?? 'adaptive',
		task_type: 'generation',
		modality: 'video',
	};
}

/** "The push body has the same structure as the response of the Query Task endpoint." */
export const h3CallbackOf = (job: SimulatedJob): unknown => ({ task: taskOf(job) });

type Rules = Pick<SimulatedGateway, 'headerProblem' | 'notJson'>;

/** "A task_id outside this window returns `invalid task_id`"; the status is that of wrong parameters. [Inferred] */
const unknownTask = () => h3Error(400, 'invalid task_id (2013)');

/** Jobs whose records are deleted. */
type Deleted = WeakSet<SimulatedJob>;

/** By the table of -v2-delete. [Inferred: the words of its errors, and that an unknown status is not allowed.] */
function deleteTask(ground: Ground, deleted: Deleted, job: SimulatedJob): Answer {
	const done = (action: 'cancelled' | 'deleted'): Answer => ({
		status: 200,
		body: { task_id: taskIdOf(job), action, status: action },
	});
	const { status } = taskOf(job);
	if (status === 'queued') {
		ground.cancel(job);
		return done('cancelled');
	}
	if (status !== 'succeeded' && status !== 'failed') {
		return h3Error(400, `invalid params, task is ${status} (2013)`);
	}
	deleted.add(job);
	return done('deleted');
}

/** "Page number, starting from 1"; the filters and the page's own sample. */
const listQuery = z
	.object({
		page_num: z.coerce.number().int().min(1).default(1),
		page_size: z.coerce.number().int().min(1).default(20),
		'filter.status': z
			.enum(['queued', 'running', 'succeeded', 'failed', 'cancelled'])
			.optional(),
		'filter.model': z.string().optional(),
		'filter.task_type': z.enum(['generation', 'h3_context_ir', 'regeneration']).optional(),
	})
	.strict();

const SEVEN_DAYS = 7 * 24 * 3600 * 1000;

/** What the filters leave of the tasks of the last 7 days. [Inferred: that the newest are first, as in the sample.] */
function listTasks(tasks: SimulatedJob[], query: z.output<typeof listQuery>): Answer {
	const { page_num: page, page_size: size } = query;
	const kept = tasks
		.filter(({ submittedAt }) => submittedAt > Date.now() - SEVEN_DAYS)
		.map(taskOf)
		.filter(
			(task) =>
				task.status === (query['filter.status'] ?? task.status) &&
				task.model === (query['filter.model'] ?? task.model) &&
				task.task_type === (query['filter.task_type'] ?? task.task_type),
		)
		.reverse();
	return {
		status: 200,
		body: { items: kept.slice((page - 1) * size, page * size), total: kept.length },
	};
}

const submitEndpoint = (gateway: Rules, ground: Ground): Endpoint =>
	endpoint(gateway, {
		name: 'submit',
		method: 'POST',
		path: '/v2/video_generation',
		body: submitBody,
		async answer({ path, body }): Promise<Answer | Refusal> {
			const taskId = `424010${randomInt(1e8, 9e8)}`;
			const jobId = h3JobId(taskId);
			const { callback_url: callbackUrl } = body;
			const refused =
				callbackUrl && (await challengeProblem(ground, 'minimax', jobId, callbackUrl));
			if (refused) return { refused };
			ground.accept({
				gateway: 'minimax',
				jobId,
				path,
				body,
				callbackUrl,
				videoUrl: () => ground.mediaUrl('minimax', jobId),
			});
			return { status: 200, body: { task_id: taskId } };
		},
	});

/** The endpoints of version 2. */
export function h3Endpoints(gateway: Rules, ground: Ground): Endpoint[] {
	const deleted: Deleted = new WeakSet();
	const tasks = () =>
		ground.jobs.filter(
			(job) => job.gateway === 'minimax' && isH3(job.path) && !deleted.has(job),
		);
	const find = (taskId = '') => {
		const job = ground.find('minimax', h3JobId(taskId));
		return job && !deleted.has(job) ? job : undefined;
	};
	return [
		submitEndpoint(gateway, ground),
		endpoint(gateway, {
			name: 'status',
			method: 'GET',
			path: '/v2/query/video_generation/:task',
			answer({ params }) {
				const job = find(params.task);
				if (!job) return unknownTask();
				job.statusCalls.push(Date.now());
				return { status: 200, body: { task: taskOf(job) } };
			},
		}),
		endpoint(gateway, {
			name: 'list',
			method: 'GET',
			path: '/v2/query/video_generation',
			query: listQuery,
			answer: ({ query }) => listTasks(tasks(), query),
		}),
		endpoint(gateway, {
			name: 'cancel',
			method: 'DELETE',
			path: '/v2/video_generation/:task',
			answer({ params }) {
				const job = find(params.task);
				return job ? deleteTask(ground, deleted, job) : unknownTask();
			},
		}),
	];
}
