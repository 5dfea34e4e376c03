import { gatewayError, readAnswer } from '../../answer/answers';
import {
	isFinal,
	isGatewayError,
	type Answer,
	type Call,
	type Gateway,
	type GatewayError,
	type ListedModel,
	type Price,
	type RequestProblem,
	type VideoJob,
	type VideoModel,
	type VideoRequest,
} from '../../gateway';
import { declaredInputs } from '../../request/inputs';
import { errors } from './errors';
import { readJob, rootOf, type Reading } from './job';
import { models, SERVERS_MODEL, source, unlistedModels, type Server } from './models';
import { checkRatio } from './size';
import { formRequest, togetherRequest } from './submit';
import { jobAnswer, modelsAnswer } from './wire';

/**
 * Servers that speak the format of OpenAI's own video API, which OpenAI shut down on 2026-09-24: vLLM-Omni, SGLang
 * diffusion, NVIDIA Dynamo, LiteLLM, New API and its forks; and Together, whose jobs look the same under another
 * path. One adapter reads them all. What they differ in, the user says in the credential.
 */

/** The files of these servers' formats: PNG, JPEG and WebP (openai 6.49.0; vLLM-Omni opens them with Pillow). */
const formats = ['image/jpeg', 'image/png', 'image/webp'] as const;

const readerOf = ({ api }: Server): Reading => {
	const root = api === 'together' ? '/v2/videos' : '/v1/videos';
	return {
		jobPath: (jobId) => `${root}/${encodeURIComponent(jobId)}`,
		hasContent: api === 'openai',
	};
};

const readAny = (answer: Answer, reading: Reading, askedFor?: string): VideoJob | GatewayError =>
	readAnswer(errors, answer, jobAnswer, (wire) => readJob(wire, answer, reading, askedFor));

const statusCall = (reading: Reading, jobId: string): Call<VideoJob> => ({
	request: { method: 'GET', path: reading.jobPath(jobId) },
	repeat: 'always',
	timeoutSeconds: 30,
	read: (answer) => readAny(answer, reading, jobId),
});

const cancelled = (jobId: string): VideoJob => ({
	gateway: 'openaicompatible',
	jobId,
	status: 'cancelled',
	failure: { code: 'cancelled', message: 'The job was cancelled.', retryable: true },
});

const isUnknown = (outcome: VideoJob | GatewayError): boolean =>
	isGatewayError(outcome) && outcome.code === 'notFound' && outcome.httpStatus === 404;

/** The job is there, so the 404 was about the route. */
const noDelete = gatewayError(
	errors,
	{
		code: 'notFound',
		what: "can't cancel jobs: it doesn't support DELETE",
		fix: "Turn off 'DELETE Cancels Jobs' in the credential.",
	},
	{ httpStatus: 404 },
);

/**
 * Checks a job after its deletion: vLLM-Omni forgets a job that it was told to delete, so one that isn't found is gone.
 * As long as the job runs, a 404 to the deletion counts.
 */
const checkDeleted = (reading: Reading, jobId: string, was404: boolean): Call<VideoJob> => ({
	...statusCall(reading, jobId),
	read: (answer) => {
		const outcome = readAny(answer, reading, jobId);
		if (isUnknown(outcome)) return cancelled(jobId);
		return was404 && !isGatewayError(outcome) && !isFinal(outcome) ? noDelete : outcome;
	},
});

/**
 * Deletes a job that a check has just seen running. A check follows where the answer got lost, and after a 404, which is
 * also what a server without this route answers.
 */
const deleteCall = (reading: Reading, jobId: string): Call<VideoJob> => ({
	request: { method: 'DELETE', path: reading.jobPath(jobId) },
	repeat: 'never',
	timeoutSeconds: 30,
	read: (answer) =>
		readAnswer(errors, answer, jobAnswer, (wire) =>
			wire.deleted ? cancelled(jobId) : readJob(wire, answer, reading, jobId),
		),
	next: (outcome) =>
		isGatewayError(outcome) && (outcome.accepted === 'maybe' || isUnknown(outcome))
			? checkDeleted(reading, jobId, isUnknown(outcome))
			: undefined,
});

/** DELETE would destroy a finished video, so a check comes first. */
const cancelCall = (reading: Reading, jobId: string): Call<VideoJob> => ({
	...statusCall(reading, jobId),
	next: (outcome) =>
		isGatewayError(outcome) || isFinal(outcome) ? undefined : deleteCall(reading, jobId),
});

/** What no server can be asked for, or only one. */
function check(request: VideoRequest, { api }: Server): RequestProblem[] {
	const { model, durationSeconds, additionalFields } = request;
	const problems = checkRatio(request);
	// together-ai 0.52.0: `model: string`.
	if (api === 'together' && model === SERVERS_MODEL && additionalFields?.model === undefined) {
		problems.push({ field: 'model', code: 'empty' });
	}
	// vLLM-Omni: ^[1-9]\d*$; SGLang: int.
	if (durationSeconds !== undefined && !Number.isInteger(durationSeconds)) {
		problems.push({
			field: 'durationSeconds',
			code: 'outOfRange',
			value: durationSeconds,
			least: 1,
			whole: true,
		});
	}
	return problems;
}

const submitRequest = (server: Server, request: VideoRequest): Call<VideoJob>['request'] => {
	const inputs = declaredInputs(
		{ models: models(server), unlistedModels: unlistedModels(server) },
		request.model,
	);
	return server.api === 'together'
		? { method: 'POST', path: '/v2/videos', ...togetherRequest(request, inputs) }
		: { method: 'POST', path: '/v1/videos', ...formRequest(request, inputs) };
};

function readSubmit(
	server: Server,
	answer: Answer,
	request: VideoRequest,
): VideoJob | GatewayError {
	const job = readAny(answer, readerOf(server));
	return isGatewayError(job) ? job : { ...job, model: request.model };
}

/** The models by their IDs alone: nothing tells which of them make videos. */
const listModels = (): Call<ListedModel[]> => ({
	request: { method: 'GET', path: '/v1/models' },
	repeat: 'always',
	timeoutSeconds: 30,
	read: (answer) =>
		readAnswer(errors, answer, modelsAnswer, (list) =>
			list.map(({ id }) => ({ id, name: id })),
		),
});

/** A price of 0 is the field's default, and means that none is set. */
function priceIn(value: unknown): Price | undefined {
	const amount = Number(value);
	return Number.isFinite(amount) && amount > 0
		? { amount, currency: 'USD', per: 'second' }
		: undefined;
}

/** The server that the fields of a credential describe; what can't be read counts as not set. */
function serverOf(fields: Readonly<Record<string, unknown>>): Server {
	const price = priceIn(fields.pricePerSecond);
	return {
		api: fields.api === 'together' ? 'together' : 'openai',
		deleteCancels: fields.deleteCancels === true,
		...(price === undefined ? {} : { price }),
	};
}

/** What depends on the server. */
const membersFor = (
	server: Server,
): Pick<Gateway, 'models' | 'images' | 'check' | 'submit' | 'status' | 'cancel'> & {
	unlistedModels: Omit<VideoModel, 'id' | 'name'>;
} => {
	const reading = readerOf(server);
	return {
		models: models(server),
		unlistedModels: unlistedModels(server),
		// Together fetches pictures itself.
		images:
			server.api === 'together'
				? { url: 'sent', bytes: 'refused', formats }
				: { url: 'fetched', bytes: 'multipart', formats },
		check: (request) => check(request, server),
		submit: (request) => ({
			request: submitRequest(server, request),
			repeat: 'ifNotAccepted',
			timeoutSeconds: 120,
			read: (answer) => readSubmit(server, answer, request),
		}),
		status: (jobId) => statusCall(reading, jobId),
		...(server.deleteCancels ? { cancel: (jobId) => cancelCall(reading, jobId) } : {}),
	};
};

export const openaicompatible: Gateway = {
	id: 'openaicompatible',
	label: errors.label,
	summary:
		'Your own GPU server (vLLM-Omni, SGLang), LiteLLM, New API or Together AI; priced by the server',
	credentialType: 'openAiCompatibleVideoApi',
	modelSource: source,
	defaultModel: SERVERS_MODEL,
	// No page gives an interval; Together's sample waits 5 s (skill together-video).
	minPollSeconds: 5,
	dashboard: "the server's own log or console",
	...membersFor(serverOf({})),
	settings: {
		apply: (fields) => ({ ...openaicompatible, ...membersFor(serverOf(fields)) }),
		advice: {
			price: "Set 'Price per Second' in the credential, and 'Duration'",
			cancel: "If the server aborts a running job on DELETE, as vLLM-Omni does, turn on 'DELETE Cancels Jobs' in the credential.",
		},
	},
	modelList: { read: listModels },
	// Only the server itself knows the key; behind one host and different paths there may be others.
	mediaNeedsKey: (url, baseUrl) =>
		url.origin === baseUrl.origin &&
		url.pathname.startsWith(`${rootOf(baseUrl.pathname.replace(/\/+$/, ''))}/`),
};
