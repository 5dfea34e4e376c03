import { randomInt } from 'node:crypto';
import { z } from 'zod';
import { callbackProblem, endpoint, hasHeaders } from '../gateway';
import type {
	CallbackShape,
	DocumentedGateway,
	Ground,
	Refusal,
	SimulatedGateway,
} from '../gateway';
import { imageFacts } from '../images';
import { hasVideo, percentOf, stageOf } from '../jobs';
import type { Answer, SimulatedJob } from '../types';

/**
 * The answer shapes, all from useapi.net/docs/api-minimax-v1 (GET videos/videoId, 2026):
 * - `paid`: `videoURL` with a watermark and `downloadURL` without (the default)
 * - `free`: no `downloadURL`, which is for paid hailuoai.video accounts only
 * - `otherNumbers`: 11 for queued and 12 for processing instead of 0 and 1
 * - `moderated7`, `moderated14`: these numbers for moderated instead of 5
 * - `removed`: a moderated video answers 404, its usual meaning there
 */
const VARIANTS = ['paid', 'free', 'otherNumbers', 'moderated7', 'moderated14', 'removed'] as const;

const USER = 'user:1234';
const ACCOUNT = '987654321';
const API_KEY = `${USER}-Zq8vT1cXw5LrN0yK`;
const keyHeaders = (apiKey: string) => ({ Authorization: `Bearer ${apiKey}` });

/** Opens the account at hailuoai.video: a secret, which a client must keep to itself. */
const ACCOUNT_JWT = 'eyJhbGciOiJIUzI1NiJ9.c2ltdWxhdGVkLWhhaWx1b2Fp.bm90LWZvci1pdGVtcw';

/** Where no `maxJobs` is sent, the account's own value counts; 3 is recommended for a paid plan. */
const ACCOUNT_MAX_JOBS = 3;

/**
 * Images that the account has from earlier uploads, 1280x720 pixels each, so that they fit every
 * model.
 */
export const USEAPI_FILE_IDS: readonly string[] = Array.from(
	{ length: 14 },
	(_, index) => `${USER}-minimax:${ACCOUNT}-file:${4400112233445501n + BigInt(index)}`,
);

/**
 * useapi.net, POST videos/create, Responses, 2026-02-24; 402 is from its error pages.
 * [Inferred: the texts of 400, 402 and of 500 and above but 596.]
 */
const MESSAGES: Record<number, string> = {
	400: 'Bad request',
	401: 'Unauthorized',
	402: 'Your useapi.net subscription has expired',
	404: 'Not found.',
	412: 'Insufficient credits. Please recharge to get more credits or try again next day.',
	422: 'Your prompt is too short, please provide more details',
	429: 'YOU CAN QUEUE 3 JOBS AT ONCE',
	500: 'Internal server error',
	502: 'Bad gateway',
	504: 'Gateway timeout',
	596: 'Unusual account activities detected. Please contact customer support',
};

/** The body `{error}`, in the gateway's words where they are printed. */
function useapiError(status: number, message?: string): Answer {
	const error = message ?? MESSAGES[status] ?? `HTTP ${status}`;
	// GET videos/videoId documents a code beside the text for 400 and 404.
	return { status, body: status === 404 ? { error, code: status } : { error } };
}

type Slot = 'refused' | 'optional' | 'required';

interface ModelRules {
	fileID: Slot;
	options: readonly string[];
	/** True, or the options it is limited to. */
	endFrame: boolean | readonly string[];
	/** Highest `fileIDn`; 1 where there is only `fileID`. */
	files: number;
	aspectRatios: readonly string[];
	/** Seedance takes resolution and duration apart, and other files beside images. */
	resolutions?: readonly string[];
}

const plain = { options: [], endFrame: false, files: 1, aspectRatios: [] };
const hailuo = ['768p-6sec', '768p-10sec', '1080p-6sec'];
const veo = {
	options: ['veo-720p-8sec', 'veo-1080p-8sec', 'veo-4k-8sec'],
	aspectRatios: ['16:9', '9:16'],
};
const seedance = {
	fileID: 'optional' as const,
	options: [],
	// [Inferred from "mutually exclusive with end_frame_fileID" that Seedance knows end frames.]
	endFrame: true,
	files: 9,
	aspectRatios: ['Auto', '21:9', '16:9', '4:3', '1:1', '3:4', '9:16'],
};

// useapi.net, POST videos/create, Model Comparison Matrix and parameter tables, 2026-02-24;
// Seedance: useapi.net's Postman collection "MiniMax API v1", 2026.
const MODELS: Record<string, ModelRules> = {
	'T2V-01': { ...plain, fileID: 'refused' },
	'T2V-01-Director': { ...plain, fileID: 'refused' },
	'I2V-01': { ...plain, fileID: 'required' },
	'I2V-01-live': { ...plain, fileID: 'required' },
	'I2V-01-Director': { ...plain, fileID: 'required' },
	'S2V-01': { ...plain, fileID: 'required' },
	'02': {
		...plain,
		fileID: 'optional',
		options: ['512p-6sec', '512p-10sec', ...hailuo],
		endFrame: hailuo,
	},
	'T2V-2.3': { ...plain, fileID: 'refused', options: hailuo },
	'I2V-2.3': { ...plain, fileID: 'required', options: hailuo },
	'I2V-2.3-Fast': { ...plain, fileID: 'required', options: hailuo },
	'Sora-2': {
		...plain,
		fileID: 'optional',
		options: ['720p-4sec', '720p-8sec', '720p-12sec'],
		aspectRatios: ['16:9', '9:16'],
	},
	'Veo-3.1': { ...plain, ...veo, fileID: 'optional', endFrame: true },
	'Veo-3.1-Fast': { ...plain, ...veo, fileID: 'optional', endFrame: true },
	'Veo-3.1-S2V': { ...plain, ...veo, fileID: 'required', files: 14 },
	'Veo-3.1-S2V-Fast': { ...plain, ...veo, fileID: 'required', files: 14 },
	'Seedance-2.0': { ...seedance, resolutions: ['480', '720', '1080', '4K'] },
	'Seedance-2.0-Fast': { ...seedance, resolutions: ['480', '720'] },
	'Seedance-2.0-Mini': { ...seedance, resolutions: ['480', '720'] },
};

const optionalText = z.string().optional();
const numbered = <Name extends string>(names: readonly Name[]) =>
	Object.fromEntries(names.map((name) => [name, optionalText])) as Record<
		Name,
		typeof optionalText
	>;

const MORE_FILES = Array.from({ length: 13 }, (_, index) => `fileID${index + 2}`);
const CLIP_FILES = ['videoFileID', 'audioFileID'].flatMap((name) =>
	[1, 2, 3].map((number) => `${name}${number}`),
);

const LONGEST_REPLY_URL = 1024;

function refineAddress(address: string, context: z.RefinementCtx): void {
	const message = callbackProblem(address);
	if (message) context.addIssue({ code: 'custom', message });
}

// The page also allows multipart/form-data, which is not simulated.
const createBody = z
	.object({
		account: optionalText,
		prompt: z.string().max(7500).optional(),
		promptOptimization: z.boolean().optional(),
		fileID: optionalText,
		end_frame_fileID: optionalText,
		model: z
			.string()
			.refine((model) => Object.hasOwn(MODELS, model), 'unknown model')
			.optional(),
		options: optionalText,
		aspectRatio: optionalText,
		resolution: optionalText,
		duration: z.number().int().min(4).max(15).optional(),
		replyUrl: z.string().max(LONGEST_REPLY_URL).superRefine(refineAddress).optional(),
		replyRef: z.string().max(1024).optional(),
		maxJobs: z.number().int().min(1).max(10).optional(),
		...numbered([...MORE_FILES, ...CLIP_FILES]),
	})
	.strict();

// useapi.net/docs/account-management/post-account, 2025-04-07. [Not found: what takes the address
// away again; an empty text is inferred.]
const accountBody = z
	.object({
		name: optionalText,
		replyUrl: z
			.string()
			.superRefine((address, context) => address === '' || refineAddress(address, context))
			.optional(),
	})
	.strict();

type CreateBody = z.infer<typeof createBody> & Record<string, unknown>;

/** A file that the account holds. */
interface StoredFile {
	contentType: string;
	width?: number | undefined;
	height?: number | undefined;
}

function modelOf(body: CreateBody): string {
	return body.model ?? (body.fileID === undefined ? 'T2V-01' : 'I2V-01');
}

/** Each rule of the page's tables, with what is said when it is broken. */
function* brokenRules(body: CreateBody, fileOf: (id: unknown) => StoredFile | undefined) {
	const model = modelOf(body);
	const rules = MODELS[model];
	if (!rules) return;
	const { options, fileID, end_frame_fileID: endFrame } = body;
	const isSeedance = rules.resolutions !== undefined;
	const given = (names: readonly string[]) => names.filter((name) => body[name] !== undefined);

	if (!isSeedance && (body.prompt?.length ?? 0) > 2000) yield 'prompt is over 2,000 characters';
	if (fileID !== undefined && rules.fileID === 'refused') yield `${model} takes no fileID`;
	if (fileID === undefined && rules.fileID === 'required') yield `${model} requires fileID`;

	if (options !== undefined && !rules.options.includes(options)) {
		yield `${model} does not support options ${options}`;
	}
	if (options?.startsWith('512p') && fileID === undefined) yield '512p is image-to-video only';

	if (endFrame !== undefined) {
		if (!rules.endFrame) yield `${model} takes no end_frame_fileID`;
		if (Array.isArray(rules.endFrame) && options && !rules.endFrame.includes(options)) {
			yield `${model} takes no end_frame_fileID with ${options}`;
		}
		if (endFrame === fileID) yield 'end_frame_fileID is the same as fileID';
	}

	const more = given(MORE_FILES);
	if (more.length > 0) {
		if (rules.files === 1) yield `${model} takes no ${more[0]}`;
		else if (more.length >= rules.files) yield `${model} takes up to ${rules.files} files`;
		if (fileID === undefined) yield `${more[0]} requires fileID first`;
		if (more.some((name, index) => name !== MORE_FILES[index])) yield 'a gap in fileID2, ...';
	}

	const clips = given(CLIP_FILES);
	if (clips.length > 0 && !isSeedance) yield `${model} takes no ${clips[0]}`;
	if (clips.length > 0 && endFrame !== undefined) yield `${clips[0]} excludes end_frame_fileID`;

	if (body.aspectRatio !== undefined && !rules.aspectRatios.includes(body.aspectRatio)) {
		yield `${model} does not support aspectRatio ${body.aspectRatio}`;
	}
	if (body.resolution !== undefined && !rules.resolutions?.includes(body.resolution)) {
		yield `${model} does not support resolution ${body.resolution}`;
	}
	if (body.duration !== undefined && !isSeedance) yield `${model} takes no duration`;

	for (const name of ['fileID', 'end_frame_fileID', ...more, ...clips]) {
		if (body[name] === undefined) continue;
		const file = fileOf(body[name]);
		const kind = /^(video|audio)/.exec(name)?.[0] ?? 'image';
		if (!file) yield `${name} is no file of this account`;
		else if (!file.contentType.startsWith(`${kind}/`)) yield `${name} is not of kind ${kind}`;
		else if (model === 'Sora-2' && !isSoraSize(file)) {
			yield 'Sora-2 takes images of exactly 1280x720 or 720x1280';
		}
	}
}

function isSoraSize({ width, height }: StoredFile): boolean {
	return ['1280x720', '720x1280'].includes(`${width}x${height}`);
}

// "Known" numbers of GET videos/videoId: 0 pending, 1 processing, 2 completed, 3 failed, 5, 7 and
// 14 moderated, 11 queued, 12 processing.
const MODERATED: Record<string, number> = { moderated7: 7, moderated14: 14 };

function statusOf(job: SimulatedJob): { status: number; statusLabel: string } {
	const stage = stageOf(job);
	const isOther = job.variant === 'otherNumbers';
	if (stage === 'queued') {
		return isOther
			? { status: 11, statusLabel: 'queued' }
			: { status: 0, statusLabel: 'pending' };
	}
	if (stage === 'processing') return { status: isOther ? 12 : 1, statusLabel: 'processing' };
	switch (job.outcome) {
		case 'completed':
		case 'completedWithoutUrl':
			return { status: 2, statusLabel: 'completed' };
		case 'moderated':
			return { status: MODERATED[job.variant ?? ''] ?? 5, statusLabel: 'moderated' };
		case 'unknownStatus':
			return { status: 99, statusLabel: 'archiving' };
		default:
			// [Inferred: that a cancelled video counts as failed.]
			return { status: 3, statusLabel: 'failed' };
	}
}

// [Inferred: the texts; documented is that a message may be there.]
const ENDINGS: Partial<Record<SimulatedJob['outcome'], string>> = {
	failed: 'The generation failed, please try again',
	moderated: 'The content was flagged as inappropriate',
	cancelled: 'Cancelled by the user',
};

function state(job: SimulatedJob) {
	const isEnded = stageOf(job) === 'ended';
	const isFinal = isEnded && job.outcome !== 'unknownStatus';
	const done = hasVideo(job);
	return {
		id: idOf(job),
		desc: job.body.prompt ?? '',
		coverURL: done ? job.videoUrl?.replace(/\.mp4$/, '.jpg') : '',
		videoURL: done ? `${job.videoUrl}?watermark=1` : '',
		...(done && job.variant !== 'free' && { downloadURL: job.videoUrl }),
		...statusOf(job),
		statusFinal: isFinal,
		percent: percentOf(job),
		message: (isEnded ? ENDINGS[job.outcome] : 'Generating the video') ?? '',
		width: done ? 1366 : 0,
		height: done ? 768 : 0,
		originFiles: [],
		canAppeal: false,
		canRetry: false,
		videoId: job.jobId,
	};
}

// The sample answer's videoId ends with the batch, not with the video's own id.
const batchOf = (job: SimulatedJob) => job.jobId.slice(job.jobId.lastIndexOf(':') + 1);
const idOf = (job: SimulatedJob) => String(BigInt(batchOf(job)) + 123456789n);

const digits = (count: number) =>
	String(randomInt(1, 10)) + Array.from({ length: count - 1 }, () => randomInt(10)).join('');

function elapsed(job: SimulatedJob): string {
	const seconds = Math.floor((Date.now() - job.submittedAt) / 1000);
	const two = (value: number) => String(value).padStart(2, '0');
	return `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`;
}

const FILE_TYPES = ['image/png', 'image/jpeg', 'audio/mpeg', 'audio/wav', 'video/mp4'];

const accountQuery = z.object({ account: z.string() }).partial().strict();

const replyOf = ({ body, callbackUrl }: SimulatedJob) => ({
	...(callbackUrl !== undefined && { replyUrl: callbackUrl }),
	...(body.replyRef !== undefined && { replyRef: body.replyRef }),
});

/**
 * `replyRef` is "returned along with this MiniMax video response / result" (POST videos/create,
 * 2026-02-24). No signature, and no repeats. [Inferred from github.com/useapi/examples,
 * generate-assets-with-webhook, another service of theirs: that the rest is what GET
 * videos/videoId answers.]
 */
const callbackBody = (job: SimulatedJob) => ({ ...state(job), ...replyOf(job) });

/**
 * The shapes of callbacks, the default first. The page POST videos/create (2026-02-24) says both:
 * - `progress`: "with video progress updates until the video is complete or fails"
 * - `finalOnly`: "once MiniMax video completed or failed"
 */
const CALLBACK_VARIANTS = ['progress', 'finalOnly'] as const;

const CALLBACK_SHAPES: Record<(typeof CALLBACK_VARIANTS)[number], CallbackShape> = {
	progress: { tells: () => true, bodyOf: callbackBody },
	finalOnly: { tells: (job) => stageOf(job) === 'ended', bodyOf: callbackBody },
};

/** What POST account has set. */
interface AccountSettings {
	name: string;
	replyUrl?: string | undefined;
	updated?: string;
}

/** useapi.net, MiniMax (api.useapi.net). */
function simulate(ground: Ground): SimulatedGateway {
	const files = new Map<string, StoredFile>();
	let account: AccountSettings;

	function reset() {
		account = { name: 'Your Name' };
		files.clear();
		for (const id of USEAPI_FILE_IDS) {
			files.set(id, { contentType: 'image/png', width: 1280, height: 720 });
		}
	}
	reset();

	const gateway: Omit<SimulatedGateway, 'endpoints'> = {
		apiKey: API_KEY,
		unauthorized: (headers) =>
			hasHeaders(headers, keyHeaders(API_KEY)) ? undefined : useapiError(401),
		invalid: (reason) => useapiError(400, reason),
		notFound: () => useapiError(404),
		callbacks: { shapes: CALLBACK_SHAPES, attempts: 1 },
		reset,
	};

	const ownJobs = () => ground.jobs.filter((job) => job.gateway === 'useapi');
	const running = () => ownJobs().filter((job) => stageOf(job) !== 'ended');
	const wrongAccount = (account: string | undefined): Refusal | undefined =>
		account === undefined || account === ACCOUNT
			? undefined
			: { refused: `account ${account} is not configured` };

	function queueFull(maxJobs: number): Answer {
		return {
			status: 429,
			body: {
				error: `Account ${ACCOUNT} is busy executing ${maxJobs} videos`,
				runningVideos: {
					[ACCOUNT]: running().map((job) => ({
						account: ACCOUNT,
						id: idOf(job),
						scheduledVideo: idOf(job),
						videoId: job.jobId,
						started: new Date(job.submittedAt).toISOString(),
						...replyOf(job),
					})),
				},
			},
		};
	}

	const accountFacts = {
		account: ACCOUNT,
		maxJobs: ACCOUNT_MAX_JOBS,
	};

	/** Accounts that are full may be left out. */
	function availableAccounts() {
		const available = Math.max(0, ACCOUNT_MAX_JOBS - running().length);
		return available === 0 && !ground.openFacts().fullAccountsListed
			? []
			: [{ ...accountFacts, executing: running().length, available }];
	}

	return {
		...gateway,
		endpoints: [
			endpoint(gateway, {
				name: 'submit',
				method: 'POST',
				path: '/v1/minimax/videos/create',
				body: createBody,
				answer({ path, body }): Answer | Refusal {
					const wrong = wrongAccount(body.account);
					if (wrong) return wrong;
					const broken = [...brokenRules(body, (id) => files.get(String(id)))];
					if (broken.length > 0) return { refused: broken.join('; ') };
					const maxJobs = body.maxJobs ?? ACCOUNT_MAX_JOBS;
					if (ground.enforceMaxJobs() && running().length >= maxJobs) {
						return queueFull(maxJobs);
					}
					const jobId = `${USER}-minimax:${ACCOUNT}-video:${digits(18)}`;
					const job = ground.accept({
						gateway: 'useapi',
						jobId,
						path,
						body,
						// "Default value for all API calls unless you choose to override" (POST account).
						callbackUrl: body.replyUrl ?? account.replyUrl,
						videoUrl: () => ground.mediaUrl('useapi', jobId),
					});
					return {
						status: 200,
						body: {
							id: idOf(job),
							task: { batchID: batchOf(job), videoIDs: [idOf(job)] },
							videoId: job.jobId,
							...replyOf(job),
						},
					};
				},
			}),
			endpoint(gateway, {
				name: 'status',
				method: 'GET',
				path: '/v1/minimax/videos/:videoId',
				answer({ params }) {
					const job = ground.find('useapi', params.videoId ?? '');
					if (!job) return useapiError(404);
					job.statusCalls.push(Date.now());
					// "Most often means the video was moderated and removed after generation."
					const isRemoved =
						job.variant === 'removed' &&
						job.outcome === 'moderated' &&
						stageOf(job) === 'ended';
					return isRemoved ? useapiError(404) : { status: 200, body: state(job) };
				},
			}),
			endpoint(gateway, {
				name: 'list',
				method: 'GET',
				path: ['/v1/minimax/videos', '/v1/minimax/videos/'],
				query: z
					.object({
						account: z.string(),
						limit: z.coerce.number().int().min(1),
						lastVideoId: z.string(),
					})
					.partial()
					.strict(),
				answer({ query }): Answer | Refusal {
					const wrong = wrongAccount(query.account);
					if (wrong) return wrong;
					const newestFirst = ownJobs().reverse();
					// [Inferred: that the page starts after the video named.]
					const start = query.lastVideoId
						? newestFirst.findIndex((job) => job.jobId === query.lastVideoId) + 1
						: 0;
					const page = newestFirst.slice(start, start + (query.limit ?? 30));
					// [Inferred: that the list tells the reference, as the video's own result does.]
					return {
						status: 200,
						body: page.map((job) => ({ ...state(job), ...replyOf(job) })),
					};
				},
			}),
			endpoint(gateway, {
				name: 'cancel',
				method: 'POST',
				path: '/v1/minimax/videos/cancel',
				body: z.object({ videoId: z.string() }).strict(),
				answer({ body }) {
					const job = ground.find('useapi', body.videoId);
					if (!job) return useapiError(404);
					ground.cancel(job);
					// [Not found: the answer, which POST videos/cancel does not print.]
					return { status: 200, body: { videoId: job.jobId } };
				},
			}),
			endpoint(gateway, {
				name: 'upload',
				method: 'POST',
				path: ['/v1/minimax/files', '/v1/minimax/files/'],
				query: accountQuery,
				binary: true,
				answer({ query, headers, received }): Answer | Refusal {
					const wrong = wrongAccount(query.account);
					if (wrong) return wrong;
					const contentType = headers['content-type'] ?? '';
					if (!FILE_TYPES.includes(contentType)) {
						return { refused: `Content-Type ${contentType} is not documented` };
					}
					if (received.summary.bytes === 0) return { refused: 'the file is empty' };
					const facts = imageFacts(received.kept);
					if (contentType.startsWith('image/') && !facts) {
						return { refused: 'the file is no image' };
					}
					const id = `${USER}-minimax:${ACCOUNT}-file:${digits(16)}`;
					files.set(id, { contentType, width: facts?.width, height: facts?.height });
					return {
						status: 200,
						body: { ossPath: `uploads/${digits(12)}`, fileID: id },
					};
				},
			}),
			endpoint(gateway, {
				name: 'queue',
				method: 'GET',
				path: '/v1/minimax/scheduler/available',
				answer: () => ({
					status: 200,
					body: {
						executing: running().map((job) => ({
							videoId: job.jobId,
							started: new Date(job.submittedAt).toISOString(),
							elapsed: elapsed(job),
							...replyOf(job),
						})),
						available: availableAccounts(),
					},
				}),
			}),
			endpoint(gateway, {
				name: 'account',
				method: 'GET',
				path: '/v2/account',
				// useapi.net/docs/account-management/get-account, 2025-04-07.
				answer: () => ({
					status: 200,
					body: {
						id: 1234,
						email: 'someone@example.com',
						created: '2023-07-25T03:02:28.676Z',
						subscriptionIsActive: true,
						subscriptions: 1,
						maxAccountsPerAPI: 3,
						accounts: { 'MiniMax API': { total: 1, active: 1 } },
						verified: '2023-07-25T03:02:53.252Z',
						sub: '250405',
						...account,
					},
				}),
			}),
			endpoint(gateway, {
				name: 'account',
				method: 'POST',
				path: '/v2/account',
				body: accountBody,
				answer({ body }): Answer | Refusal {
					const { name = account.name, replyUrl = account.replyUrl } = body;
					if (replyUrl && replyUrl.length > LONGEST_REPLY_URL) {
						const refused = 'replyUrl is too long';
						const answer = { status: 400, body: { error: refused, code: 400 } };
						return { refused, answer };
					}
					account = {
						name,
						replyUrl: replyUrl || undefined,
						updated: new Date().toISOString(),
					};
					// "Account was successfully updated. Use GET account to retrieve updated account
					// information." [Not found: the number, and whether the body is empty.]
					return { status: 200 };
				},
			}),
			endpoint(gateway, {
				name: 'account',
				method: 'GET',
				path: '/v1/minimax/accounts',
				// Entries with a `jwt`, and what the account can do (the official script of useapi.net, 2026).
				// [Inferred: what stands in the `jwt`.]
				answer: () => ({
					status: 200,
					body: {
						[ACCOUNT]: {
							...accountFacts,
							jwt: { token: ACCOUNT_JWT, exp: 1798761600 },
							supportMusic: false,
							supportVideo: ground.openFacts().accountMakesVideos,
						},
					},
				}),
			}),
			endpoint(gateway, {
				name: 'account',
				method: 'GET',
				path: ['/v1/minimax/features', '/v1/minimax/features/'],
				query: accountQuery,
				answer: ({ query }): Answer | Refusal =>
					wrongAccount(query.account) ?? {
						status: 200,
						body: {
							totalCredits: 1000,
							// [Inferred: what stands in the next two.]
							videoCost: 25,
							queueLength: running().length,
							memberName: 'Standard',
							creditExpireText: [],
							modelControl: [],
						},
					},
			}),
		],
	};
}

/** useapi.net, by its pages. */
export const useapi: DocumentedGateway = {
	variants: VARIANTS,
	callbackVariants: CALLBACK_VARIANTS,
	error: useapiError,
	// POST videos/create.
	noCredit: useapiError(412),
	keyHeaders,
	orderKeys: { prompt: 'prompt', model: 'model' },
	idKeys: ['videoId', 'id', 'task'],
	unknownStatus: { status: 99, statusLabel: 'archiving', statusFinal: false },
	simulate,
};
