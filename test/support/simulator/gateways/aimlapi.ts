import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { endpoint, hasHeaders } from '../gateway';
import type { Call, Endpoint, DocumentedGateway, Ground, SimulatedGateway } from '../gateway';
import { imageProblem, isWebAddress } from '../images';
import { hasVideo, stageOf } from '../jobs';
import type { Answer, SimulatedJob } from '../types';

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
const VARIANTS: readonly string[] = [
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

const API_KEY = '7c2fd0a4e1b84d5e9a3610f8c5d27be4';
const keyHeaders = (apiKey: string) => ({ Authorization: `Bearer ${apiKey}` });

const LEGACY_PATH = '/v2/generate/video/minimax/generation';
const UNIVERSAL_PATH = '/v2/video/generations';

/** Texts of docs.aimlapi.com, Errors and Messages (api-docs repository, 2026-08-21). */
const MESSAGES: Record<number, string> = {
	400: 'Body validation error!',
	401: 'This request requires a valid API key',
	403: "You've run out of credits",
	404: 'Not Found',
	429: 'Too Many Requests',
	500: 'Internal Server Error',
	502: 'Bad Gateway',
	503: 'Service Unavailable',
	504: 'Generation timeout',
};

/** The error body of docs.aimlapi.com, General Info; `statusCode` is text there. */
function aimlapiError(status: number, path = '/', message?: string): Answer {
	return {
		status,
		body: {
			message: message ?? MESSAGES[status] ?? `HTTP ${status}`,
			path,
			requestId: randomUUID(),
			statusCode: String(status),
			timestamp: new Date().toISOString(),
		},
	};
}

const image = z.string().superRefine((value, context) => {
	const message = imageProblem(value, ['png', 'jpeg']);
	if (message) context.addIssue({ code: 'custom', message });
});
const prompt = z.string().min(1).max(2000);
const webAddress = z.string().refine(isWebAddress, 'not an http(s) address');

const hailuo = {
	prompt,
	duration: z.union([z.literal(6), z.literal(10)]).optional(),
	resolution: z.enum(['768P', '1080P']).optional(),
};

interface Timed {
	resolution?: string | undefined;
	duration?: number | undefined;
}

// MiniMax makes 1080P for 6 seconds only (platform.minimax.io, video generation). [Inferred: that
// AI/ML API, whose page is silent, passes that on.]
const longFullHd = ({ resolution, duration }: Timed) =>
	!(resolution === '1080P' && duration === 10);

// docs.aimlapi.com, video-01, and MiniMax/hailuo-02.json of the api-docs repository.
const legacyBody = z
	.discriminatedUnion('model', [
		z
			.object({
				model: z.literal('video-01'),
				prompt,
				prompt_optimizer: z.boolean().optional(),
				first_frame_image: image.optional(),
			})
			.strict(),
		z
			.object({
				model: z.literal('minimax/hailuo-02'),
				...hailuo,
				prompt_optimizer: z.boolean().optional(),
				first_frame_image: image.optional(),
				last_image_url: image.optional(),
			})
			.strict(),
	])
	.refine((body) => longFullHd(body as Timed), '1080P is made for 6 seconds only');

const h3 = {
	prompt: z.string().min(1).max(7000),
	reference_image_urls: z.array(webAddress).max(9).optional(),
	video_urls: z.array(webAddress).max(3).optional(),
	audio_urls: z.array(webAddress).max(3).optional(),
	ratio: z.enum(['adaptive', '21:9', '16:9', '4:3', '1:1', '3:4', '9:16']).optional(),
};
const h3Frames = { image_url: image.optional(), last_image_url: image.optional() };

const enhance = { enhance_prompt: z.boolean().optional() };

// The models' pages below docs/api-references/video-models/MiniMax of the api-docs repository.
const universalModels = z.discriminatedUnion('model', [
	z
		.object({
			model: z.literal('video-01'),
			prompt,
			image_url: image.optional(),
			...enhance,
		})
		.strict(),
	z
		.object({ model: z.literal('video-01-live2d'), prompt, image_url: image, ...enhance })
		.strict(),
	z
		.object({
			model: z.literal('minimax/hailuo-02'),
			...hailuo,
			...enhance,
			image_url: image.optional(),
			last_image_url: image.optional(),
		})
		.strict(),
	z
		.object({
			model: z.literal('minimax/hailuo-2.3'),
			...hailuo,
			...enhance,
			image_url: image.optional(),
		})
		.strict(),
	z
		.object({
			model: z.literal('minimax/hailuo-2.3-fast'),
			...hailuo,
			...enhance,
			image_url: image,
		})
		.strict(),
	z
		.object({
			model: z.literal('minimax/h3'),
			...h3,
			...h3Frames,
			duration: z.number().int().min(4).max(15).optional(),
			resolution: z.literal('2K').optional(),
		})
		.strict(),
	// docs.aimlapi.com, minimax/h3-max, 2026-08-31. [Inferred: the names of its inputs, those of h3.]
	z
		.object({
			model: z.literal('minimax/h3-max'),
			...h3,
			...h3Frames,
			duration: z.number().int().min(5).max(15).optional(),
			resolution: z.enum(['480p', '768p']).optional(),
		})
		.strict(),
	// docs.aimlapi.com, minimax/h3-lite, read 2026-11: no word of frames. [Inferred: the names of its inputs.]
	z
		.object({
			model: z.literal('minimax/h3-lite'),
			...h3,
			duration: z.number().int().min(4).max(15).optional(),
			resolution: z.enum(['480p', '768p']).optional(),
		})
		.strict(),
]);

const universalBody = universalModels
	.refine((body) => longFullHd(body as Timed), '1080P is made for 6 seconds only')
	.superRefine((body, context) => {
		if (!('ratio' in body || 'audio_urls' in body)) return;
		const hasPicture = Boolean(body.reference_image_urls?.length || body.video_urls?.length);
		if (body.audio_urls?.length && !hasPicture) {
			context.addIssue({ code: 'custom', message: 'audio_urls can not stand alone' });
		}
		const hasFrame = 'image_url' in body || 'last_image_url' in body;
		const isTextOnly = !hasPicture && !hasFrame;
		if (body.ratio === 'adaptive' && isTextOnly) {
			context.addIssue({ code: 'custom', message: 'ratio adaptive needs a picture' });
		}
	});

const entry = (id: string, type: string, developer: string) => ({
	id,
	aliases: [],
	type,
	info: { name: id, developer },
	tags: [],
});

/** What the catalogue lists: beside the models above, one that makes no video. [Inferred: the words for type.] */
const CATALOGUE = [
	{ output: 'text', model: entry('gpt-4o', 'chat-completion', 'Open AI') },
	...universalModels.options.map(({ shape }) => ({
		output: 'video',
		model: entry(shape.model.value, 'video', 'MiniMax'),
	})),
];

/** "Values are case-insensitive, and may be given comma-separated." */
const among = (value: string, list: string) =>
	list.toLowerCase().split(',').includes(value.toLowerCase());

interface VideoOrder {
	model: string;
	prompt: string;
}

type Looks = Pick<SimulatedJob, 'path' | 'body' | 'variant'>;

function variantOf(job: Looks): string {
	if (job.variant) return job.variant;
	if (job.path.endsWith(LEGACY_PATH)) return 'page';
	return job.body.model === 'minimax/h3' ? 'schema' : 'bare';
}

const shapeOf = (job: Looks): Shape => SHAPES[variantOf(job)]!;

/** 21 characters such as `FGcTGqPuBac0Masr9DI8-`: the alphabet of nanoid. */
const bareId = () => randomBytes(16).toString('base64url').slice(0, 21);

function newId(looks: Looks): string {
	const digits = String(randomInt(1e14, 2 ** 48 - 1));
	switch (shapeOf(looks).id) {
		case 'bare':
			return bareId();
		case 'uuid':
			return randomUUID();
		case 'withModel':
			return looks.path.endsWith(LEGACY_PATH) ? digits : `${digits}:${looks.body.model}`;
		case 'digits':
			return digits;
	}
}

// 2,000,000 credits are one dollar. The samples print 588,000 for hailuo-2.3 and 399,000 for hailuo-2.3-fast
// (api-docs, 2026-08-21); the others print none, and take the first here.
const usageOf = ({ body }: Pick<SimulatedJob, 'body'>) => ({
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

function state(job: SimulatedJob) {
	const error = stageOf(job) === 'ended' ? errorOf(job) : undefined;
	const video = hasVideo(job) ? videoOf(job) : undefined;
	const head = { id: job.jobId, status: statusWord(job) };
	return shapeOf(job).isFull
		? { ...head, video: video ?? null, error: error ?? null, meta: { usage: usageOf(job) } }
		: { ...head, ...(video && { video }), ...(error && { error }) };
}

/** AI/ML API (api.aimlapi.com). */
function simulate(ground: Ground): SimulatedGateway {
	const gateway: Omit<SimulatedGateway, 'endpoints'> = {
		apiKey: API_KEY,
		unauthorized: (headers, path) =>
			hasHeaders(headers, keyHeaders(API_KEY)) ? undefined : aimlapiError(401, path),
		// docs.aimlapi.com, request tracing (api-docs repository, 2026-08-21).
		headerProblem(headers) {
			const traced = headers['x-client-request-id'];
			return traced === undefined || /^[\w.:-]{1,128}$/.test(String(traced))
				? undefined
				: 'X-Client-Request-Id is not 1 to 128 of A-Z a-z 0-9 . _ : -';
		},
		invalid: (reason, path) => aimlapiError(400, path, `Body validation error! ${reason}`),
		notFound: (path) => aimlapiError(404, path),
	};

	function submit({ path, body }: Call<unknown, VideoOrder>): Answer {
		const looks = { path, body: { ...body } };
		const job = ground.accept({
			gateway: 'aimlapi',
			jobId: (variant) => newId({ ...looks, variant }),
			path,
			body: looks.body,
			// cdn.aimlapi.com signs its addresses with these three (api-docs, hailuo-2.3 example).
			videoUrl: (_variant, jobId) =>
				`${ground.mediaUrl('aimlapi', jobId)}?Expires=${Math.floor(Date.now() / 1000) + 86400}` +
				'&OSSAccessKeyId=simulated&Signature=c2ltdWxhdGVk',
		});
		const { jobId } = job;
		const { idKey, id } = shapeOf(job);
		const tellsUsage = id === 'bare' || id === 'withModel';
		return {
			status: 200,
			body: {
				[idKey]: jobId,
				status: 'queued',
				...(tellsUsage && { meta: { usage: usageOf(job) } }),
			},
		};
	}

	const fetchFrom = (address: string): Endpoint =>
		endpoint(gateway, {
			name: 'status',
			method: 'GET',
			path: address,
			query: z.object({ generation_id: z.string().min(1) }).strict(),
			answer({ path, query }) {
				const job = ground.find('aimlapi', query.generation_id);
				// "GET on the same path": a job is known only where it was submitted.
				if (!job?.path.endsWith(address)) {
					return aimlapiError(job ? ground.openFacts().foreignIdStatus : 404, path);
				}
				job.statusCalls.push(Date.now());
				return { status: 200, body: state(job) };
			},
		});

	return {
		...gateway,
		endpoints: [
			endpoint(gateway, {
				name: 'submit',
				method: 'POST',
				path: LEGACY_PATH,
				body: legacyBody,
				answer: submit,
			}),
			endpoint(gateway, {
				name: 'submit',
				method: 'POST',
				path: UNIVERSAL_PATH,
				body: universalBody,
				answer: submit,
			}),
			fetchFrom(LEGACY_PATH),
			fetchFrom(UNIVERSAL_PATH),
			endpoint(gateway, {
				name: 'account',
				method: 'GET',
				path: '/v2/billing',
				answer: () => ({ status: 200, body: { current_balance: 25, currency: 'USD' } }),
			}),
			endpoint(gateway, {
				name: 'models',
				method: 'GET',
				path: '/v1/models',
				needsKey: false,
				// docs/api-references/service-endpoints/models-catalogue.md (api-docs repository, 2026-08-21).
				query: z
					.object({
						id: z.string(),
						type: z.string(),
						output_modalities: z.string(),
						capabilities: z.string(),
						include: z.string(),
					})
					.partial()
					.strict(),
				answer: ({ query: { id, type, output_modalities: wanted } }) => ({
					status: 200,
					body: {
						object: 'list',
						data: CATALOGUE.filter(
							({ output, model }) =>
								(id === undefined || among(model.id, id)) &&
								(type === undefined || among(model.type, type)) &&
								(wanted === undefined || among(output, wanted)),
						).map(({ model }) => model),
					},
				}),
			}),
		],
	};
}

/** AI/ML API, by its pages. */
export const aimlapi: DocumentedGateway = {
	variants: VARIANTS,
	error: aimlapiError,
	// docs.aimlapi.com, 4xx errors.
	noCredit: aimlapiError(403),
	keyHeaders,
	orderKeys: { prompt: 'prompt', model: 'model' },
	idKeys: ['generation_id', 'id'],
	unknownStatus: { status: 'archiving' },
	simulate,
};
