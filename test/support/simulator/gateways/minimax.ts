import { createHash, randomInt } from 'node:crypto';
import { z } from 'zod';
import { callbackProblem, endpoint, hasHeaders } from '../gateway';
import type { DocumentedGateway, Endpoint, Ground, Refusal, SimulatedGateway } from '../gateway';
import { imageProblem } from '../images';
import { hasVideo, stageOf } from '../jobs';
import {
	baseResp,
	CALLBACK_VARIANTS,
	callbackShapes,
	challengeProblem,
	minimaxRefusal,
	statusWord,
} from '../protocols/minimax';
import { h3CallbackOf, h3Endpoints, h3Error, isH3 } from './minimaxH3';
import type { Answer, SimulatedJob } from '../types';

/**
 * The answer shapes (platform.minimax.io, api-reference/video-generation-query):
 * - `page`: `file_id` as a text, `Queueing` as the first word (the default)
 * - `numbers`: `file_id` as a number, as the page of files/retrieve has it
 * - `preparing`: `Preparing` as the first word
 */
const VARIANTS = ['page', 'numbers', 'preparing'] as const;

const API_KEY = 'eyJhbGciOiJSUzI1NiJ9.bWluaW1heC1nYXRld2F5.c2lnbmF0dXJl';
const keyHeaders = (apiKey: string) => ({ Authorization: `Bearer ${apiKey}` });

const INVALID = 2013;
const NOT_AUTHORISED = 1004;

/** The file of a task: another number than the task's own, and over 2^53, as an int64 may be. */
export const fileIdOf = (jobId: string): string =>
	(
		BigInt(`0x${createHash('sha256').update(jobId).digest('hex').slice(0, 12)}`) +
		10n ** 18n
	).toString();

const picture = z.string().superRefine((value, context) => {
	const message = imageProblem(value, ['png', 'jpeg', 'webp']);
	if (message) context.addIssue({ code: 'custom', message });
});

interface Model {
	/** Resolutions with their lengths; none where there are no such fields. */
	formats: Readonly<Record<string, readonly number[]>>;
	/** Default `none`. */
	image?: 'optional' | 'required';
	end?: true;
	subject?: true;
}

/** By the tables of -t2v, -i2v, -fl2v and -s2v. */
const HAILUO = { '768P': [6, 10], '1080P': [6] };
const SERIES_01 = { '720P': [6] };
const FROM_IMAGE: Model = { formats: SERIES_01, image: 'required' };
const MODELS: Readonly<Record<string, Model>> = {
	'MiniMax-Hailuo-2.3': { formats: HAILUO, image: 'optional' },
	'MiniMax-Hailuo-2.3-Fast': { formats: HAILUO, image: 'required' },
	'MiniMax-Hailuo-02': {
		formats: { ...HAILUO, '512P': [6, 10] },
		image: 'optional',
		end: true,
	},
	'T2V-01': { formats: SERIES_01 },
	'T2V-01-Director': { formats: SERIES_01 },
	'I2V-01': FROM_IMAGE,
	'I2V-01-Director': FROM_IMAGE,
	'I2V-01-live': FROM_IMAGE,
	'S2V-01': { formats: {}, subject: true },
};

/** "Supported by MiniMax-Hailuo-2.3, -2.3-Fast and -02". */
const isFast = (model: string) => model.startsWith('MiniMax-Hailuo-');

const submitBody = z
	.object({
		model: z.string(),
		prompt: z.string().min(1).max(2000).optional(),
		prompt_optimizer: z.boolean().optional(),
		fast_pretreatment: z.boolean().optional(),
		duration: z.number().int().optional(),
		resolution: z.string().optional(),
		first_frame_image: picture.optional(),
		last_frame_image: picture.optional(),
		subject_reference: z
			.tuple([z.object({ type: z.literal('character'), image: z.tuple([picture]) }).strict()])
			.optional(),
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

/** What is wrong with the fields of a request taken together. */
function* problemsOf(body: {
	model: string;
	prompt?: string | undefined;
	fast_pretreatment?: boolean | undefined;
	duration?: number | undefined;
	resolution?: string | undefined;
	first_frame_image?: string | undefined;
	last_frame_image?: string | undefined;
	subject_reference?: unknown;
}): Generator<string> {
	const model = MODELS[body.model];
	if (!model) return yield `no model ${body.model}`;
	const { formats, image, end = false, subject = false } = model;
	const [usual] = Object.keys(formats);
	const { resolution = usual, duration = 6, first_frame_image: first } = body;
	const hasSize = body.resolution !== undefined || body.duration !== undefined;
	if (hasSize && !formats[resolution ?? '']?.includes(duration)) {
		yield `${body.model} makes no ${duration} s in ${resolution}`;
	}
	if (body.prompt === undefined && first === undefined) yield 'no prompt';
	if (image === 'required' && !first) yield 'no first_frame_image';
	if (image === undefined && first) yield 'no first_frame_image for this model';
	if (resolution === '512P' && !first) yield '512P is for images only';
	if (body.last_frame_image && !end) yield 'no last_frame_image for this model';
	if (body.last_frame_image && resolution === '512P') yield 'no 512P with a last frame';
	// Not among the fields of -fl2v.
	if (body.last_frame_image && body.fast_pretreatment !== undefined) {
		yield 'no fast_pretreatment with a last frame';
	}
	if (subject !== (body.subject_reference !== undefined)) yield 'subject_reference is for S2V-01';
	if (body.fast_pretreatment !== undefined && !isFast(body.model)) yield 'no fast_pretreatment';
}

const firstWord = ({ variant }: SimulatedJob) =>
	variant === 'preparing' ? 'Preparing' : 'Queueing';

/** [Inferred: how a failure looks; 1027 is the query's code for a video that was withheld.] */
function state(job: SimulatedJob) {
	const isModerated = stageOf(job) === 'ended' && job.outcome === 'moderated';
	const fileId = hasVideo(job) ? fileIdOf(job.jobId) : '';
	return {
		task_id: job.jobId,
		status: statusWord(stageOf(job), job.outcome, firstWord(job)),
		file_id: fileId,
		...(hasVideo(job) && { video_width: 1366, video_height: 768 }),
		...baseResp(isModerated ? 1027 : 0),
	};
}

const hailuoShapes = callbackShapes(state);

/** Each version calls back in its own form. */
const shapes = Object.fromEntries(
	Object.entries(hailuoShapes).map(([name, { tells, bodyOf }]) => [
		name,
		{
			tells,
			bodyOf: (job: SimulatedJob) => (isH3(job.path) ? h3CallbackOf(job) : bodyOf(job)),
		},
	]),
);

type Rules = Pick<SimulatedGateway, 'headerProblem' | 'notJson'>;

const submitEndpoint = (gateway: Rules, ground: Ground): Endpoint =>
	endpoint(gateway, {
		name: 'submit',
		method: 'POST',
		path: '/v1/video_generation',
		body: submitBody,
		async answer({ path, body }): Promise<Answer | Refusal> {
			const jobId = `176843${randomInt(1e8, 9e8)}`;
			const { callback_url: callbackUrl } = body;
			const refused =
				callbackUrl && (await challengeProblem(ground, 'minimax', jobId, callbackUrl));
			if (refused) return { refused };
			const job = ground.accept({
				gateway: 'minimax',
				jobId,
				path,
				body,
				callbackUrl,
				videoUrl: () => ground.mediaUrl('minimax', jobId),
			});
			return { status: 200, body: { task_id: job.jobId, ...baseResp(0) } };
		},
	});

const statusEndpoint = (gateway: Rules, ground: Ground): Endpoint =>
	endpoint(gateway, {
		name: 'status',
		method: 'GET',
		path: '/v1/query/video_generation',
		query: z.object({ task_id: z.string() }).strict(),
		answer({ query }) {
			const job = ground.find('minimax', query.task_id);
			// [Inferred: that an unknown task counts as a wrong parameter.]
			if (!job) return minimaxRefusal(INVALID);
			job.statusCalls.push(Date.now());
			if (job.variant !== 'numbers') return { status: 200, body: state(job) };
			return {
				status: 200,
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify(state(job)).replace(/("file_id":)"(\d+)"/, '$1$2'),
			};
		},
	});

const fileEndpoint = (gateway: Rules, ground: Ground): Endpoint =>
	endpoint(gateway, {
		name: 'result',
		method: 'GET',
		path: '/v1/files/retrieve',
		query: z.object({ file_id: z.string() }).strict(),
		answer({ query }) {
			const job = ground.jobs.find(
				(one) =>
					one.gateway === 'minimax' &&
					hasVideo(one) &&
					fileIdOf(one.jobId) === query.file_id,
			);
			if (!job) return minimaxRefusal(INVALID);
			return {
				status: 200,
				body: {
					file: {
						file_id: Number(query.file_id),
						bytes: 1024,
						created_at: Math.floor(job.endsAt / 1000),
						filename: 'output.mp4',
						purpose: 'video_generation',
						download_url: job.videoUrl,
					},
					...baseResp(0),
				},
			};
		},
	});

/** MiniMax's own API (api.minimax.io): version 1 here, version 2 beside it. */
function simulate(ground: Ground): SimulatedGateway {
	const gateway: Omit<SimulatedGateway, 'endpoints'> = {
		apiKey: API_KEY,
		unauthorized: (headers, path) =>
			hasHeaders(headers, keyHeaders(API_KEY))
				? undefined
				: isH3(path)
					? h3Error(401)
					: minimaxRefusal(NOT_AUTHORISED),
		invalid: (_reason, path) => (isH3(path) ? h3Error(400) : minimaxRefusal(INVALID)),
		notFound: () => h3Error(404),
		callbacks: { shapes, attempts: 1 },
	};
	return {
		...gateway,
		endpoints: [
			submitEndpoint(gateway, ground),
			statusEndpoint(gateway, ground),
			fileEndpoint(gateway, ground),
			...h3Endpoints(gateway, ground),
		],
	};
}

/** MiniMax, by its pages. */
export const minimax: DocumentedGateway = {
	variants: VARIANTS,
	callbackVariants: CALLBACK_VARIANTS,
	// The pages of version 1 give no HTTP statuses. [Inferred: that their bodies are those of version 2.]
	error: (status) => h3Error(status),
	noCredit: minimaxRefusal(1008),
	limits: {
		// guides/rate-limits: 20 a minute of the older models (2026-10-08), 300 of H3.
		// [Left out: 30 tasks of H3 at a time, as no page says what becomes of one more.]
		rules: [
			{ of: 'submits', path: '/v1/video_generation', most: 20, seconds: 60 },
			{ of: 'submits', path: '/v2/video_generation', most: 300, seconds: 60 },
		],
		answer: (_seconds, path) => (isH3(path) ? h3Error(429) : minimaxRefusal(1002)),
	},
	keyHeaders,
	orderKeys: { prompt: 'prompt', otherPrompt: 'content.0.text', model: 'model' },
	idKeys: ['task_id'],
	wireId: (jobId) => jobId.replace(/^v2:/, ''),
	unknownStatus: { status: 'archiving' },
	simulate,
};
