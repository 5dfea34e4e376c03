import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { callbackProblem, endpoint, hasHeaders } from '../gateway';
import type {
	CallbackShape,
	DocumentedGateway,
	Endpoint,
	Ground,
	Refusal,
	SimulatedGateway,
} from '../gateway';
import { dataUrlProblem, isWebAddress, textBy } from '../images';
import { hasVideo, percentOf, stageOf } from '../jobs';
import type { Answer, SimulatedJob } from '../types';
import { KIE_MODELS } from './kieModels';

/**
 * The answer shapes (docs.kie.ai, market/common/get-task-detail and old-model/veo3-api, read 2026-11 in copies of up to
 * 2026-10-08):
 * - `page`: as the pages print them (the default)
 * - `codeAsText`: the code as `"200"`, and `message` for `msg`, as the task page and a client's notes have it
 * - `credits`: with `creditsConsumed` and `progress`, as clients see them (2026-09)
 * - `several`: more than one video
 * - `codes`: Veo's record tells by a code, and words of the page's list, that there is no video yet or that the job failed
 */
const VARIANTS = ['page', 'codeAsText', 'credits', 'several', 'codes'] as const;

/**
 * The shapes of callbacks: `page`, each route its own, and `taskId` as `task_id`, which the sample code of the
 * verification page reads. [Inferred: that the body then has that name.]
 */
const CALLBACK_VARIANTS = ['page', 'sampleCode'] as const;

const API_KEY = '9c1f04b7e2d84a5fa6730be1d95c28f4';
const keyHeaders = (apiKey: string) => ({ Authorization: `Bearer ${apiKey}` });
/** The key of the account's settings. [Inferred: its form.] */
export const KIE_WEBHOOK_KEY = 'kie-hmac-3f6a0b9d71';

const UPLOAD_HOST = 'kie-uploads';
const CREDITS = 1000;
const CREDITS_USED = 60;

/** "Response Status Code" of the pages; 401 in the words of getting started. */
const MESSAGES: Record<number, string> = {
	400: 'Only English prompts are supported at this time',
	401: 'You do not have access permissions',
	402: 'Credits insufficient',
	404: 'Not Found',
	422: 'The request parameters failed validation checks',
	429: 'Your call frequency is too high. Please try again later.',
	433: 'Sub-key Usage Exceeds Limit',
	451: 'Failed to fetch the image. Kindly verify any access limits set by you or your service provider.',
	455: 'The system is currently undergoing maintenance',
	500: 'Server exception, please try again later or contact customer service',
	501: 'Generation failed',
	505: 'The requested feature is currently disabled',
};

const bodyOf = (code: number, msg?: string) => ({
	code,
	msg: msg ?? MESSAGES[code] ?? `Error ${code}`,
	data: null,
});

/** A refusal as Kie.ai gives it: HTTP 200, and the code in the body. */
export const kieRefusal = (code: number, msg?: string): Answer => ({
	status: 200,
	body: bodyOf(code, msg),
});

const address = z.string().refine(isWebAddress, 'not an http(s) address');
const callBackUrl = z
	.string()
	.superRefine((value, context) => {
		const message = callbackProblem(value);
		if (message) context.addIssue({ code: 'custom', message });
	})
	.optional();

/** "using one or two images"; from material images the Fast and the Lite model, at 16:9 and 9:16. */
function veoProblem(body: {
	model?: string | undefined;
	imageUrls?: string[] | undefined;
	generationType?: string | undefined;
	aspect_ratio?: string | undefined;
}): string | undefined {
	const { imageUrls: images = [] } = body;
	if (body.generationType !== 'REFERENCE_2_VIDEO') {
		return images.length > 2 ? 'imageUrls: frames are one or two' : undefined;
	}
	if (body.model === 'veo3') return 'generationType: not of this model';
	if (images.length === 0) return 'imageUrls: none to refer to';
	return body.aspect_ratio === 'Auto' ? 'aspect_ratio: 16:9 or 9:16' : undefined;
}

// old-model/veo3-api/generate-veo-3-video; `aspectRatio` is the quickstart's.
const veoBody = z
	.object({
		prompt: z.string().min(1),
		model: z.enum(['veo3', 'veo3_fast', 'veo3_lite']).optional(),
		imageUrls: z.array(address).min(1).max(3).optional(),
		generationType: z
			.enum(['TEXT_2_VIDEO', 'FIRST_AND_LAST_FRAMES_2_VIDEO', 'REFERENCE_2_VIDEO'])
			.optional(),
		aspect_ratio: z.enum(['16:9', '9:16', 'Auto']).optional(),
		aspectRatio: z.enum(['16:9', '9:16', 'Auto']).optional(),
		resolution: z.enum(['720p', '1080p', '4k']).optional(),
		duration: z.union([z.literal(4), z.literal(6), z.literal(8)]).optional(),
		enableTranslation: z.boolean().optional(),
		enableFallback: z.boolean().optional(),
		watermark: z.string().optional(),
		callBackUrl,
	})
	.strict()
	.superRefine((body, context) => {
		const message = veoProblem(body);
		if (message) context.addIssue({ code: 'custom', message });
	});

const taskBody = z
	.object({ model: z.string().min(1), callBackUrl, input: z.record(z.unknown()) })
	.strict();

const isVeoJob = (job: SimulatedJob) => job.path.endsWith('/veo/generate');

const FAILURES: Partial<Record<SimulatedJob['outcome'], [code: string, message: string]>> = {
	failed: ['501', 'Internal Error, Please try again later.'],
	// veo3-api/generate-veo-3-video-callbacks, "400 Status Code Error Messages".
	moderated: ['400', 'Your prompt was flagged by Website as violating content policies'],
	// [Inferred: no cancel is documented.]
	cancelled: ['500', 'The task was terminated'],
};

const urlsOf = (job: SimulatedJob): string[] =>
	!hasVideo(job)
		? []
		: job.variant === 'several'
			? [job.videoUrl!, `${job.videoUrl}?second`]
			: [job.videoUrl!];

const isWithout = (job: SimulatedJob) => job.outcome === 'completedWithoutUrl';

function taskState(job: SimulatedJob): string {
	const stage = stageOf(job);
	if (stage === 'queued') return 'waiting';
	if (stage === 'processing') return 'generating';
	if (job.outcome === 'completed' || isWithout(job)) return 'success';
	return job.outcome === 'unknownStatus' ? 'archiving' : 'fail';
}

const used = (job: SimulatedJob) =>
	job.variant === 'credits' && stageOf(job) === 'ended' ? { creditsConsumed: CREDITS_USED } : {};

/** market/common/get-task-detail. */
function task(job: SimulatedJob) {
	const [failCode, failMsg] = (stageOf(job) === 'ended' && FAILURES[job.outcome]) || ['', ''];
	return {
		taskId: job.jobId,
		model: job.body.model,
		state: taskState(job),
		param: JSON.stringify(job.body),
		resultJson: hasVideo(job) ? JSON.stringify({ resultUrls: urlsOf(job) }) : '',
		failCode,
		failMsg,
		completeTime: stageOf(job) === 'ended' ? job.endsAt : null,
		createTime: job.submittedAt,
		updateTime: Date.now(),
		...(job.variant === 'credits' && { progress: percentOf(job) }),
		...used(job),
	};
}

function veoFlag(job: SimulatedJob): number {
	if (stageOf(job) !== 'ended') return 0;
	if (job.outcome === 'completed' || isWithout(job)) return 1;
	if (job.outcome === 'unknownStatus') return 7;
	return job.outcome === 'failed' ? 3 : 2;
}

const zoneless = (time: number) => new Date(time).toISOString().slice(0, 19).replace('T', ' ');

/** old-model/veo3-api/get-veo-3-video-details. */
function veoRecord(job: SimulatedJob) {
	const [errorCode, errorMessage] = (stageOf(job) === 'ended' && FAILURES[job.outcome]) || [
		null,
		'',
	];
	return {
		taskId: job.jobId,
		paramJson: JSON.stringify(job.body),
		completeTime: stageOf(job) === 'ended' ? zoneless(job.endsAt) : null,
		response:
			veoFlag(job) === 1
				? { taskId: job.jobId, resultUrls: urlsOf(job), resolution: '720p' }
				: null,
		successFlag: veoFlag(job),
		errorCode: errorCode === null ? null : Number(errorCode),
		errorMessage,
		createTime: zoneless(job.submittedAt),
		fallbackFlag: false,
		...used(job),
	};
}

/** What stands for Veo's record: 422 for a job that isn't finished, 400 and 501 for one that has failed. */
function veoCode(job: SimulatedJob): Answer | undefined {
	if (job.variant !== 'codes') return undefined;
	if (stageOf(job) !== 'ended') return kieRefusal(422, 'record status is not success');
	const [code, message] = FAILURES[job.outcome] ?? [];
	return code === '400' || code === '501' ? kieRefusal(Number(code), message) : undefined;
}

const wrapped = (job: SimulatedJob, data: unknown) =>
	job.variant === 'codeAsText'
		? { code: '200', message: 'success', data }
		: { code: 200, msg: 'success', data };

/** veo3-api/generate-veo-3-video-callbacks. */
function veoCallback(job: SimulatedJob) {
	const failure = FAILURES[job.outcome];
	if (failure) {
		return {
			code: Number(failure[0]),
			msg: failure[1],
			data: { taskId: job.jobId, fallbackFlag: false },
		};
	}
	return {
		code: 200,
		msg: 'Veo3.1 video generated successfully.',
		data: {
			taskId: job.jobId,
			info: { resultUrls: urlsOf(job), originUrls: [], resolution: '720p' },
			fallbackFlag: false,
		},
	};
}

/** "The callback content structure is identical to the Query Task API response", with 501 for a failure. */
const taskCallback = (job: SimulatedJob) => ({
	code: taskState(job) === 'fail' ? 501 : 200,
	msg:
		taskState(job) === 'fail'
			? 'Playground task failed.'
			: 'Playground task completed successfully.',
	data: task(job),
});

const callbackOf = (job: SimulatedJob): { data: { taskId: string } } =>
	isVeoJob(job) ? veoCallback(job) : taskCallback(job);

function inSampleCode(job: SimulatedJob) {
	const body = callbackOf(job);
	const { taskId, ...data } = body.data;
	return { ...body, data: { task_id: taskId, ...data } };
}

/** common-api/webhook-verification: base64(HMAC-SHA256(taskId + "." + timestamp, webhookHmacKey)). */
function signatureOf(body: string, timestamp: number, secret = KIE_WEBHOOK_KEY) {
	const { data } = JSON.parse(body) as { data: { taskId?: string; task_id?: string } };
	return {
		'X-Webhook-Timestamp': String(timestamp),
		'X-Webhook-Signature': createHmac('sha256', secret)
			.update(`${data.taskId ?? data.task_id}.${timestamp}`)
			.digest('base64'),
	};
}

const shape = (bodyFor: CallbackShape['bodyOf']): CallbackShape => ({
	bodyOf: bodyFor,
	// Both routes: when the task has ended.
	tells: (job) => stageOf(job) === 'ended',
	signatureOf,
});

type Rules = Omit<SimulatedGateway, 'endpoints'>;

const rules: Rules = {
	apiKey: API_KEY,
	uploadHost: UPLOAD_HOST,
	unauthorized: (headers) =>
		hasHeaders(headers, keyHeaders(API_KEY)) ? undefined : kieRefusal(401),
	invalid: (reason) => kieRefusal(422, reason),
	notFound: () => ({ status: 404, body: bodyOf(404) }),
	callbacks: {
		shapes: { page: shape(callbackOf), sampleCode: shape(inSampleCode) },
		// [Not found: how often. Its sibling pages say three times.]
		attempts: 3,
	},
};

function accept(
	ground: Ground,
	jobId: string,
	path: string,
	body: Readonly<Record<string, unknown>> & { callBackUrl?: string | undefined },
): Answer {
	const job = ground.accept({
		gateway: 'kie',
		jobId,
		path,
		body,
		callbackUrl: body.callBackUrl,
		videoUrl: () => ground.mediaUrl('kie', jobId),
	});
	return { status: 200, body: wrapped(job, { taskId: job.jobId }) };
}

const submitVeo = (ground: Ground): Endpoint =>
	endpoint(rules, {
		name: 'submit',
		method: 'POST',
		path: '/api/v1/veo/generate',
		body: veoBody,
		answer: ({ path, body }) =>
			accept(ground, `veo_task_${randomBytes(6).toString('hex')}`, path, body),
	});

const submitTask = (ground: Ground): Endpoint =>
	endpoint(rules, {
		name: 'submit',
		method: 'POST',
		path: '/api/v1/jobs/createTask',
		body: taskBody,
		answer({ path, body }): Answer | Refusal {
			const model = KIE_MODELS[body.model];
			if (!model) {
				const refused = 'The model name you specified is not supported';
				return { refused, answer: kieRefusal(422, refused) };
			}
			const input = model.safeParse(body.input);
			if (!input.success) {
				const [issue] = input.error.issues;
				const refused = `${issue?.path.join('.')}: ${issue?.message}`;
				return { refused, answer: kieRefusal(422, refused) };
			}
			return accept(ground, randomBytes(16).toString('hex'), path, body);
		},
	});

const status = (ground: Ground, veo: boolean): Endpoint =>
	endpoint(rules, {
		name: 'status',
		method: 'GET',
		path: veo ? '/api/v1/veo/record-info' : '/api/v1/jobs/recordInfo',
		query: z.object({ taskId: z.string().min(1) }).strict(),
		answer({ query }): Answer {
			const job = ground.find('kie', query.taskId);
			// What clients are answered (2026); they are at times told so of a job that is new.
			if (!job || isVeoJob(job) !== veo) {
				return kieRefusal(422, veo ? 'record is null' : 'recordInfo is null');
			}
			job.statusCalls.push(Date.now());
			return (
				(veo ? veoCode(job) : undefined) ?? {
					status: 200,
					body: wrapped(job, veo ? veoRecord(job) : task(job)),
				}
			);
		},
	});

const upload = (ground: Ground): Endpoint =>
	endpoint(rules, {
		name: 'upload',
		method: 'POST',
		// kieai.redpandaai.co instead of api.kie.ai.
		host: UPLOAD_HOST,
		path: '/api/file-base64-upload',
		body: z
			.object({
				base64Data: textBy((value) => dataUrlProblem(value)),
				uploadPath: z.string().min(1),
				fileName: z.string().optional(),
			})
			.strict(),
		answer: () => ({
			status: 200,
			body: {
				success: true,
				code: 200,
				msg: 'File uploaded successfully',
				data: {
					fileName: 'uploaded-image.png',
					downloadUrl: `${ground.origin}/media/kie/assets/${randomUUID()}`,
				},
			},
		}),
	});

/** Kie.ai (api.kie.ai, kieai.redpandaai.co). */
const simulate = (ground: Ground): SimulatedGateway => ({
	...rules,
	endpoints: [
		submitVeo(ground),
		submitTask(ground),
		status(ground, true),
		status(ground, false),
		endpoint(rules, {
			name: 'account',
			method: 'GET',
			path: '/api/v1/chat/credit',
			answer: () => ({ status: 200, body: { code: 200, msg: 'success', data: CREDITS } }),
		}),
		upload(ground),
	],
});

/** Kie.ai, by its pages. */
export const kie: DocumentedGateway = {
	variants: VARIANTS,
	callbackVariants: CALLBACK_VARIANTS,
	// A status of a server in between: Kie.ai itself answers 200.
	error: (status) => ({ status, body: bodyOf(status) }),
	noCredit: kieRefusal(402),
	limits: {
		// Getting started: "up to 20 new generation requests per 10 seconds".
		rules: [{ of: 'submits', most: 20, seconds: 10 }],
		answer: () => kieRefusal(429),
	},
	keyHeaders,
	// Veo's; a task has its prompt in `input`.
	orderKeys: { prompt: 'prompt', otherPrompt: 'input.prompt', model: 'model' },
	idKeys: ['data.taskId'],
	unknownStatus: { data: { successFlag: 'archiving', state: 'archiving' } },
	simulate,
};
