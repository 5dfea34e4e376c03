import { createHash, createHmac, randomBytes, randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';
import { callbackProblem, endpoint, hasHeaders } from '../gateway';
import type {
	Call,
	DocumentedGateway,
	Endpoint,
	Ground,
	Refusal,
	SimulatedGateway,
} from '../gateway';
import { typeProblem } from '../images';
import { hasVideo, stageOf } from '../jobs';
import { formParts, type Part } from '../multipart';
import type { Answer, SimulatedJob } from '../types';
import { ruleOf, type Schemas } from '../openApi';
import { inputRules, REPLICATE_INPUTS } from './replicateInputs';
import { documentOf, schemasFor } from './replicateSchemas';

/**
 * Sources: replicate.com/docs/reference/http and topics (predictions, webhooks, read 2026-11), npm replicate 1.4.0 and
 * its tests for the bodies of errors.
 * - `file`: one address, as most models return it
 * - `files`: a list of them
 * - `aborted`: as `file`; a job that is cancelled was so by its deadline before it began
 * - `deleted`: as `file`; one without a video had it, and it has been deleted
 * - `old`: as `file`, and done 49.5 minutes ago
 * - `web`: made on replicate.com, where nothing is deleted
 */
const VARIANTS = ['file', 'files', 'aborted', 'deleted', 'old', 'web'] as const;

const API_KEY = 'r8_4fQ2vN8xKc7LmR1tZy5WbH3sDp9GjA6eUoXiT';
const keyHeaders = (apiKey: string) => ({ Authorization: `Bearer ${apiKey}` });

const SECRET = 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD';

/** "we will retry the webhook a few times". [Not found: how often.] */
const CALLBACK_ATTEMPTS = 3;

/** The version of a model that is not official, of which any input is accepted. */
const REPLICATE_VERSION = '9dcd6d78e7c6560c340d916fe32e9f24aabfa331e5cce95fe31f77fb03121426';

const TITLES: Readonly<Record<number, [title: string, detail: string]>> = {
	401: ['Unauthenticated', 'You did not pass a valid authentication token'],
	402: [
		'Insufficient credit',
		'You have insufficient credit to run this model. Go to https://replicate.com/account/billing#billing to purchase credit. Once you purchase credit, please wait a few minutes before trying again.',
	],
	404: ['Not found', 'The requested resource could not be found.'],
	422: ['Input validation failed', '- input: prompt is required'],
};

function replicateError(status: number, words?: string): Answer {
	// docs/topics/predictions/rate-limits.
	if (status === 429) {
		return {
			status,
			body: { detail: `Request was throttled. Your rate limit resets in ~${words ?? '1s'}.` },
		};
	}
	const [title, detail] = TITLES[status] ?? [`HTTP ${status}`, `HTTP ${status}`];
	return { status, body: { title, detail: words ?? detail, status } };
}

const HOUR = 60 * 60_000;
const OLD = 49.5 * 60_000;

/** How much longer ago than now a job says that it was made, in milliseconds. */
const ageOf = ({ variant }: SimulatedJob): number => (variant === 'old' ? OLD : 0);

/**
 * docs/topics/predictions/data-retention: "all input parameters, output values, output files, and logs are automatically
 * removed after an hour" from what was made through the API. [Inferred: an hour from its end.]
 */
const isRemoved = (job: SimulatedJob): boolean =>
	stageOf(job) === 'ended' &&
	job.variant !== 'web' &&
	Date.now() - job.endsAt + ageOf(job) > HOUR;

function outputOf({ outcome, variant, videoUrl }: SimulatedJob): unknown {
	if (outcome !== 'completed') return null;
	return variant === 'files' ? [videoUrl, `${videoUrl}?second`] : videoUrl;
}

/** [Inferred: the words of a model's own failure; E005 is what people are answered (2026).] */
const ENDS: Readonly<Record<string, [status: string, error?: string]>> = {
	completed: ['succeeded'],
	completedWithoutUrl: ['succeeded'],
	failed: ['failed', 'Prediction failed: the model ran out of memory (E1001)'],
	moderated: [
		'failed',
		'The input or output was flagged as sensitive. Please try again with different inputs. (E005)',
	],
	unknownStatus: ['archiving'],
};

/** "The prediction exceeded its deadline before it could start running" (changelog, 2025-10-16). */
const isAborted = ({ variant, endsAt, deadline, processingAt }: SimulatedJob): boolean =>
	variant === 'aborted' || (endsAt === deadline && endsAt < processingAt);

function statusOf(job: SimulatedJob): [status: string, error?: string] {
	const stage = stageOf(job);
	if (stage !== 'ended') return [stage === 'queued' ? 'starting' : 'processing'];
	return ENDS[job.outcome] ?? [isAborted(job) ? 'aborted' : 'canceled'];
}

const modelIn = (path: string): string =>
	/models\/([^/]+\/[^/]+)\/predictions/.exec(path)?.[1] ?? 'acme/own-model';

/** A prediction as predictions.get answers it. */
function predictionOf(ground: Ground, job: SimulatedJob) {
	const isOver = stageOf(job) === 'ended';
	const isBegun = job.processingAt <= Math.min(Date.now(), job.endsAt);
	const isGone = isRemoved(job) || (isOver && job.variant === 'deleted' && !hasVideo(job));
	const [status, error = null] = statusOf(job);
	const { input, version } = job.body as { input: object; version?: string };
	const iso = (time: number) => new Date(time - ageOf(job)).toISOString();
	const base = `${ground.origin}/replicate/v1/predictions/${job.jobId}`;
	return {
		id: job.jobId,
		model: modelIn(job.path),
		version: version ?? 'hidden',
		input: isGone || job.variant === 'deleted' ? {} : input,
		logs: stageOf(job) === 'processing' ? ' 50%|#####     | 5/10 [00:04<00:04]' : '',
		output: isOver && !isGone ? outputOf(job) : null,
		data_removed: isGone,
		error,
		source: job.variant === 'web' ? 'web' : 'api',
		status,
		created_at: iso(job.submittedAt),
		started_at: isBegun ? iso(job.processingAt) : null,
		completed_at: isOver ? iso(job.endsAt) : null,
		metrics: isOver ? { predict_time: 41.2, total_time: 43.9 } : {},
		urls: {
			get: base,
			cancel: `${base}/cancel`,
			web: `https://replicate.com/p/${job.jobId}`,
		},
	};
}

/** The same as it is answered to a submit, however fast the model is. */
const begun = (prediction: ReturnType<typeof predictionOf>) => ({
	...prediction,
	status: 'starting',
	logs: '',
	output: null,
	error: null,
	started_at: null,
	completed_at: null,
	metrics: {},
});

/** Another prediction of the account: of a picture, which no video node has anything to do with. */
const PICTURE = {
	id: 'gm3qorzdhgbfurvjtvhg6dckhu',
	model: 'black-forest-labs/flux-schnell',
	version: 'hidden',
	input: { prompt: 'A lake' },
	output: ['https://replicate.delivery/xezq/abc/out-0.webp'],
	data_removed: false,
	error: null,
	source: 'api',
	status: 'succeeded',
	created_at: '2026-09-08T16:19:34.765994Z',
	completed_at: '2026-09-08T16:19:35.791859Z',
};

/** docs/topics/webhooks/verify-webhook. "the same when a webhook is being resent". */
function signatureOf(body: string, timestamp: number, secret = SECRET): Record<string, string> {
	const id = `msg_${createHash('sha256').update(body).digest('hex').slice(0, 27)}`;
	const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
	const signature = createHmac('sha256', key)
		.update(`${id}.${timestamp}.${body}`)
		.digest('base64');
	return {
		'webhook-id': id,
		'webhook-timestamp': String(timestamp),
		'webhook-signature': `v1,${signature}`,
	};
}

const wantedBody = z
	.object({
		version: z.string().optional(),
		input: z.record(z.unknown()),
		stream: z.boolean().optional(),
		webhook: z
			.string()
			.superRefine((address, context) => {
				const message = callbackProblem(address);
				if (message) context.addIssue({ code: 'custom', message });
			})
			.optional(),
		webhook_events_filter: z
			.array(z.enum(['start', 'output', 'logs', 'completed']))
			.min(1)
			.optional(),
	})
	.strict();
type Wanted = z.output<typeof wantedBody>;

/** The seconds of a `Cancel-After` such as 1h30m45s, 90s or 30; none where it breaks the rules. */
function secondsOf(deadline: string): number | undefined {
	const [whole, hours = 0, minutes = 0, seconds = 0] =
		/^(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s?)?$/.exec(deadline) ?? [];
	const all = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
	return whole && all >= 5 ? all : undefined;
}

const newId = (): string => {
	const letters = '0123456789abcdefghjkmnpqrstvwxyz';
	return Array.from({ length: 26 }, () => letters[randomInt(letters.length)]).join('');
};

/** What a request asks for beside its body; a text says what is wrong with it. */
function askedIn(headers: IncomingHttpHeaders): { waits: number; deadline?: number } | string {
	const prefer = headers.prefer;
	const [isWait, waits = 60] = /^wait(?:=([1-9]|[1-5]\d|60))?$/.exec(String(prefer ?? '')) ?? [];
	if (prefer !== undefined && isWait === undefined) return 'Prefer must be wait=n, 1 to 60';
	const after = headers['cancel-after'];
	const deadline = after === undefined ? undefined : secondsOf(String(after));
	if (after !== undefined && deadline === undefined) return 'Cancel-After must be 5s or longer';
	return {
		waits: prefer === undefined ? 0 : Number(waits),
		...(deadline === undefined ? {} : { deadline: Date.now() + deadline * 1000 }),
	};
}

function simulate(ground: Ground): SimulatedGateway {
	const rules: Omit<SimulatedGateway, 'endpoints'> = {
		apiKey: API_KEY,
		unauthorized: (headers) =>
			hasHeaders(headers, keyHeaders(API_KEY)) ? undefined : replicateError(401),
		invalid: (reason) => replicateError(422, reason),
		notFound: () => replicateError(404),
		callbacks: {
			shapes: {
				prediction: {
					// "completed: when the prediction reaches a terminal state"
					tells: (job) => stageOf(job) === 'ended',
					bodyOf: (job) => predictionOf(ground, job),
					signatureOf,
				},
			},
			attempts: CALLBACK_ATTEMPTS,
		},
		isDeleted: isRemoved,
	};

	async function accept(call: Call<unknown, Wanted>, model?: string): Promise<Answer | Refusal> {
		const { path, headers, body } = call;
		const asked = askedIn(headers);
		if (typeof asked === 'string') return { refused: asked };
		const inputs = model === undefined ? z.unknown() : rulesOf(ground, model);
		const read = inputs.safeParse(body.input);
		if (!read.success) {
			const [issue] = read.error.issues;
			const refused = `- input.${issue?.path.join('.')}: ${issue?.message}`;
			return { refused, answer: replicateError(422, refused) };
		}
		const job = ground.accept({
			gateway: 'replicate',
			jobId: newId(),
			path,
			body,
			callbackUrl: body.webhook,
			deadline: asked.deadline,
			videoUrl: (_variant, jobId) => ground.mediaUrl('replicate', jobId),
		});
		if (asked.waits === 0) return { status: 201, body: begun(predictionOf(ground, job)) };
		const until = Math.min(job.endsAt, Date.now() + asked.waits * 1000);
		await sleep(Math.max(0, until - Date.now()) + 1);
		return { status: 201, body: predictionOf(ground, job) };
	}

	return {
		...rules,
		endpoints: [
			...submitEndpoints(rules, ground, accept),
			...jobEndpoints(rules, ground),
			...accountEndpoints(rules, ground),
		],
	};
}

type Rules = Omit<SimulatedGateway, 'endpoints'>;

/** The schemas of a model as it is now: those of an entry that was added are under its `schemas`. */
function schemasOf({ models }: Ground, model: string): Schemas | undefined {
	const added = models.listed('replicate', []).find(({ id }) => id === model);
	return (added?.schemas as Schemas | undefined) ?? schemasFor(model);
}

const rulesOf = (ground: Ground, model: string): z.ZodTypeAny => {
	if (Object.hasOwn(REPLICATE_INPUTS, model)) return inputRules(REPLICATE_INPUTS[model]!);
	const schemas = schemasOf(ground, model)!;
	return ruleOf(schemas.Input!, schemas);
};

/** models.get and models.versions.get; every version of a model has the schemas of its newest one. */
function modelEndpoints(rules: Rules, ground: Ground): Endpoint[] {
	const versionOf = (schemas: Schemas, id = REPLICATE_VERSION) => ({
		id,
		created_at: '2026-10-01T12:00:00.000000Z',
		cog_version: '0.16.2',
		openapi_schema: documentOf(schemas),
	});
	return [
		endpoint(rules, {
			name: 'description',
			method: 'GET',
			path: '/v1/models/:owner/:name',
			answer({ params: { owner, name } }) {
				const schemas = schemasOf(ground, `${owner}/${name}`);
				if (!schemas) return replicateError(404);
				return {
					status: 200,
					body: {
						url: `https://replicate.com/${owner}/${name}`,
						owner,
						name,
						visibility: 'public',
						run_count: 4711,
						latest_version: versionOf(schemas),
					},
				};
			},
		}),
		endpoint(rules, {
			name: 'description',
			method: 'GET',
			path: '/v1/models/:owner/:name/versions/:version',
			answer({ params: { owner, name, version } }) {
				const schemas = schemasOf(ground, `${owner}/${name}`);
				return schemas
					? { status: 200, body: versionOf(schemas, version) }
					: replicateError(404);
			},
		}),
	];
}

const submitEndpoints = (
	rules: Rules,
	ground: Ground,
	accept: (call: Call<unknown, Wanted>, model?: string) => Promise<Answer | Refusal>,
): Endpoint[] => [
	endpoint(rules, {
		name: 'submit',
		method: 'POST',
		path: '/v1/models/:owner/:name/predictions',
		body: wantedBody,
		answer(call) {
			const model = `${call.params.owner}/${call.params.name}`;
			return schemasOf(ground, model)
				? accept(call, model)
				: { refused: `no official model ${model}`, answer: replicateError(404) };
		},
	}),
	endpoint(rules, {
		name: 'submit',
		method: 'POST',
		path: '/v1/predictions',
		body: wantedBody,
		answer(call) {
			const [name = '', version = name] = (call.body.version ?? '').split(':');
			if (schemasOf(ground, name) && version === name) {
				return accept(call, name);
			}
			return version === REPLICATE_VERSION
				? accept(call)
				: {
						refused: `no version ${version}`,
						answer: replicateError(422, 'Invalid version or not permitted'),
					};
		},
	}),
];

const jobEndpoints = (rules: Rules, ground: Ground): Endpoint[] => [
	endpoint(rules, {
		name: 'status',
		method: 'GET',
		path: '/v1/predictions/:id',
		answer({ params }) {
			const job = ground.find('replicate', params.id ?? '');
			if (!job) return replicateError(404);
			job.statusCalls.push(Date.now());
			return { status: 200, body: predictionOf(ground, job) };
		},
	}),
	endpoint(rules, {
		name: 'cancel',
		method: 'POST',
		path: '/v1/predictions/:id/cancel',
		answer({ params }) {
			const job = ground.find('replicate', params.id ?? '');
			if (!job) return replicateError(404);
			ground.cancel(job);
			return { status: 200, body: predictionOf(ground, job) };
		},
	}),
	endpoint(rules, {
		name: 'list',
		method: 'GET',
		path: '/v1/predictions',
		query: z
			.object({ created_after: z.string(), created_before: z.string(), cursor: z.string() })
			.partial()
			.strict(),
		answer() {
			const own = ground.jobs.filter(({ gateway }) => gateway === 'replicate');
			const results = own.reverse().map((job) => predictionOf(ground, job));
			return {
				status: 200,
				body: {
					next: null,
					previous: null,
					results: [PICTURE, ...results].slice(0, 100),
				},
			};
		},
	}),
];

const accountEndpoints = (rules: Rules, ground: Ground): Endpoint[] => [
	...modelEndpoints(rules, ground),
	endpoint(rules, {
		name: 'account',
		method: 'GET',
		path: '/v1/account',
		answer: () => ({
			status: 200,
			body: { type: 'organization', username: 'acme', name: 'Acme Corp, Inc.' },
		}),
	}),
	endpoint(rules, {
		name: 'webhookSecret',
		method: 'GET',
		path: '/v1/webhooks/default/secret',
		answer: () => ({ status: 200, body: { key: SECRET } }),
	}),
	endpoint(rules, {
		name: 'upload',
		method: 'POST',
		path: '/v1/files',
		binary: true,
		answer: ({ headers, received }) =>
			fileFrom(ground, formParts(headers['content-type'] ?? '', received.kept) ?? []),
	}),
];

/** docs/reference/http, files.create: "content, type, filename, metadata", of which the first must be there. */
const FORM_FIELDS = ['content', 'type', 'filename', 'metadata'];

/** What an upload is answered with. */
function fileFrom(ground: Ground, parts: readonly Part[]): Answer | Refusal {
	const unknown = parts.find(({ name }) => !FORM_FIELDS.includes(name));
	if (unknown) return { refused: `the form has a field ${unknown.name}` };
	const { content: bytes, contentType, fileName } = parts.find(isContent) ?? {};
	if (!bytes?.length || contentType === undefined) {
		return { refused: 'no multipart body with a file "content"' };
	}
	const problem = typeProblem(bytes, contentType);
	if (problem) return { refused: `content: ${problem}` };
	const id = randomBytes(16).toString('hex');
	const now = Date.now();
	return {
		status: 201,
		body: {
			id,
			name: fileName,
			content_type: contentType,
			size: bytes.length,
			etag: id,
			checksums: { sha256: createHash('sha256').update(bytes).digest('hex') },
			metadata: {},
			created_at: new Date(now).toISOString(),
			expires_at: new Date(now + 24 * HOUR).toISOString(),
			urls: { get: `${ground.origin}/replicate/v1/files/${id}` },
		},
	};
}

const isContent = ({ name, fileName }: Part): boolean =>
	name === 'content' && fileName !== undefined;

/** Replicate (api.replicate.com), by its pages. */
export const replicate: DocumentedGateway = {
	variants: VARIANTS,
	callbackVariants: ['prediction'],
	error: replicateError,
	noCredit: replicateError(402),
	limits: {
		// docs/topics/predictions/rate-limits: "600 requests per minute" to create predictions, 3000 to all others.
		rules: [
			{ of: 'submits', most: 600, seconds: 60 },
			{ of: 'others', most: 3000, seconds: 60 },
		],
		answer: (seconds) => replicateError(429, `${seconds}s`),
	},
	keyHeaders,
	orderKeys: { prompt: 'input.prompt' },
	idKeys: ['id'],
	// Every prediction links to itself, webhooks included.
	unknownStatus: {
		status: 'archiving',
		urls: { get: 'https://api.replicate.com/v1/predictions/1' },
	},
	simulate,
};
