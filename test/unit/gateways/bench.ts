import {
	isGatewayError,
	type Answer,
	type Call,
	type CallbackRequest,
	type Format,
	type Gateway,
	type GatewayError,
	type ImageInput,
	type InputValue,
	type ModelInput,
	type Upload,
	type VideoJob,
	type VideoModel,
	type VideoRequest,
} from '../../../gateways/gateway';
import { withoutFields } from '../../../gateways/request/inputs';
import { listFormats, findModel, resolveModel } from '../../../gateways/request/models';
import { FACTS } from '../../facts';
import type { GatewayFacts } from '../../facts/types';
import { startSimulator, type GatewayId, type Simulator } from '../../support/simulator';
import { callGateway, type Called } from './callGateway';
import { png } from './images';

/** A gateway on its bench: the simulator behind it, and a clock that the tests turn. */
export interface Bench {
	readonly id: GatewayId;
	readonly simulator: Simulator;
	/** Turns the clock of everything in this process. */
	advance: (seconds: number) => void;
	/** Sends any call of the gateway over HTTP. */
	send: <Result>(call: Call<Result>) => Promise<Called<Result>>;
	/** Submits and expects a job. */
	submit: (request: VideoRequest) => Promise<VideoJob>;
	/** Submits and expects to be refused. */
	refused: (request: VideoRequest) => Promise<GatewayError>;
	/** One look at a job. */
	look: (jobId: string) => Promise<VideoJob | GatewayError>;
	/** The last submit's body, as the simulator recorded it. */
	sentBody: () => unknown;
}

/** The job of an outcome; throws the error's message where there is none. */
export function jobIn(outcome: VideoJob | GatewayError): VideoJob {
	if (isGatewayError(outcome)) throw new Error(`${outcome.message}. ${outcome.fix}`);
	return outcome;
}

/** The error of an outcome; throws where the call worked. */
export function errorIn(outcome: unknown): GatewayError {
	if (!isGatewayError(outcome)) throw new Error(`no error but ${JSON.stringify(outcome)}`);
	return outcome;
}

/** Sets a simulator up for the tests of a file, fresh for each test. */
export function benchFor(gateway: Gateway): Bench {
	const id = gateway.id as GatewayId;
	let simulator: Simulator;
	let ahead = 0;
	const realNow = Date.now;

	beforeAll(async () => {
		simulator = await startSimulator();
		jest.spyOn(Date, 'now').mockImplementation(() => realNow() + ahead);
	});
	beforeEach(() => {
		simulator.reset();
	});
	afterAll(async () => {
		jest.restoreAllMocks();
		await simulator.close();
	});

	const send = async <Result>(call: Call<Result>) =>
		await callGateway(id, simulator.credentials[id], call);

	return {
		id,
		get simulator() {
			return simulator;
		},
		advance(seconds) {
			ahead += seconds * 1000;
		},
		send,
		submit: async (request) => jobIn((await send(gateway.submit(request))).outcome),
		refused: async (request) => errorIn((await send(gateway.submit(request))).outcome),
		look: async (jobId) => (await send(gateway.status(jobId))).outcome,
		sentBody: () =>
			simulator.requests.filter(({ endpoint }) => endpoint === 'submit').at(-1)?.body,
	};
}

/** An answer that no server had to give. */
export function answer(body: unknown, facts: Partial<Answer> = {}): Answer {
	return {
		status: 200,
		headers: {},
		body: typeof body === 'string' ? body : JSON.stringify(body),
		receivedAt: Date.UTC(2026, 9, 1, 12),
		baseUrl: 'https://api.example.com',
		...facts,
	};
}

/** A callback that no gateway had to send, by the text of its body. */
export function callbackOf(text: string, facts: Partial<CallbackRequest> = {}): CallbackRequest {
	return {
		headers: {},
		query: {},
		body: bodyOf(text),
		rawBody: Buffer.from(text),
		receivedAt: Date.UTC(2026, 9, 1, 12),
		...facts,
	};
}

/** A callback's body as n8n hands it over. */
function bodyOf(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}

/** How pictures that come as bytes are uploaded; undefined where they aren't. */
export const uploadOf = ({ images }: Gateway): Upload | undefined =>
	typeof images.bytes === 'object' ? images.bytes : undefined;

const factsOf = ({ id }: Gateway): GatewayFacts => FACTS[id as GatewayId];

const PROMPT = 'A paper boat drifts down a rainy street';

/** The n-th of several pictures, in the form that the gateway takes without an upload. */
export function picture(gateway: Gateway, index = 0): ImageInput {
	const { storedFiles, images } = factsOf(gateway);
	if (storedFiles) return { kind: 'reference', reference: storedFiles[index]! };
	return images.url === 'fetched'
		? { kind: 'bytes', bytes: png(1280 + 2 * index, 720), mimeType: 'image/png' }
		: { kind: 'url', url: `https://example.com/${index}.jpg` };
}

/** The request with the model that it means, as the node makes it. */
const resolved = (gateway: Gateway, request: VideoRequest): VideoRequest => ({
	...request,
	model: resolveModel(gateway, request),
});

/** The least that a model needs. */
export function leastRequest(gateway: Gateway, model: VideoModel): VideoRequest {
	return resolved(gateway, {
		model: model.id,
		prompt: PROMPT,
		...(model.firstFrame === 'required' ? { firstFrame: picture(gateway) } : {}),
		...(model.needsSubjectReference ? { subjectReferences: [picture(gateway)] } : {}),
	});
}

/** Values of the gateways' own inputs that go with every model. */
const gatewayValues: Readonly<Record<string, InputValue>> = { account: '987654321', maxJobs: 2 };

/** A value of a declared input that is none of those that it has without being set. */
function otherValue({ type, options, most, default: usual, many }: ModelInput): InputValue {
	if (options) return many ? options.slice(-1) : options.at(-1)!;
	if (many) return ['https://example.com/reference.mp4'];
	if (type === 'boolean') return usual !== true;
	return type === 'number' ? (most ?? 7) : 'other';
}

/** A value for each declared input. What goes into the prompt is left to the tests of that. */
function fullInputs(gateway: Gateway, model: VideoModel): Pick<VideoRequest, 'inputs'> {
	const entries = [
		...(model.inputs ?? [])
			.filter(({ intoPrompt }) => intoPrompt === undefined)
			.map((row): [string, InputValue] => [row.key, otherValue(row)]),
		...(gateway.inputs ?? []).flatMap(({ key }): Array<[string, InputValue]> =>
			Object.hasOwn(gatewayValues, key) ? [[key, gatewayValues[key]!]] : [],
		),
	];
	return entries.length === 0 ? {} : { inputs: Object.fromEntries(entries) };
}

const ANY_CLIP: Format = { durationSeconds: 5, resolution: '1080p' };

/** The request without what the model doesn't support beside a frame, where it has one. */
const besideFrames = (request: VideoRequest, { notWithFrames = [] }: VideoModel): VideoRequest =>
	request.firstFrame || request.endFrame ? withoutFields(request, notWithFrames) : request;

/** A request with every input that the model's row in the table allows at a time; `frames`: whether with frames. */
export function fullRequest(
	gateway: Gateway,
	model: VideoModel,
	choice: { clip?: Format; aspectRatio?: string; frames?: boolean } = {},
): VideoRequest {
	const { frames = true } = choice;
	const ratios = model.aspectRatios;
	const clip = choice.clip ?? (model.formats === 'any' ? ANY_CLIP : listFormats(model)[0]) ?? {};
	const aspectRatio =
		choice.aspectRatio ??
		(Array.isArray(ratios) ? (ratios as string[]).at(-1) : ratios && '16:9');
	const firstFrame = frames && (model.firstFrame ?? 'unsupported') !== 'unsupported';
	const rowsDecide = listFormats(model).some((row) => row.endFrame);
	const endFrame = frames && model.endFrame && (!rowsDecide || clip.endFrame);
	const callbacks = model.callbacks === false ? undefined : gateway.callbacks;
	const request = {
		model: model.id,
		prompt: PROMPT,
		...(firstFrame ? { firstFrame: picture(gateway) } : {}),
		...(endFrame ? { endFrame: picture(gateway, 1) } : {}),
		...(model.subjectReferences
			? {
					subjectReferences: Array.from({ length: model.subjectReferences }, (_, index) =>
						picture(gateway, index + 1),
					),
				}
			: {}),
		...(clip.durationSeconds ? { durationSeconds: clip.durationSeconds } : {}),
		...(clip.resolution ? { resolution: clip.resolution } : {}),
		...(aspectRatio ? { aspectRatio } : {}),
		...fullInputs(gateway, model),
		...(callbacks ? { callbackUrl: 'https://example.com/callback?run=7' } : {}),
		...(callbacks?.reference ? { callbackReference: 'order 7' } : {}),
	};
	return besideFrames(request, model);
}

/** One thing that a user may ask of a model. */
export interface AllowedRequest {
	name: string;
	request: VideoRequest;
}

const words = (clip: Format) =>
	[clip.resolution, clip.durationSeconds && `${clip.durationSeconds} s`]
		.filter(Boolean)
		.join(' ');

/** Everything that the model table offers: each model at its least and its fullest, each row, each aspect ratio. */
export function allowedRequests(gateway: Gateway): AllowedRequest[] {
	return gateway.models.flatMap((model) => {
		const ratios = Array.isArray(model.aspectRatios) ? (model.aspectRatios as string[]) : [];
		const optional = model.firstFrame === 'optional';
		const requests: AllowedRequest[] = [
			{ name: `${model.id}, at its least`, request: leastRequest(gateway, model) },
			...(optional
				? [
						{
							name: `${model.id}, with an image`,
							request: {
								model: model.id,
								prompt: PROMPT,
								firstFrame: picture(gateway),
							},
						},
					]
				: []),
			{ name: `${model.id}, with everything`, request: fullRequest(gateway, model) },
			...(model.notWithFrames
				? [
						{
							name: `${model.id}, with everything but frames`,
							// The last ratio may be one that follows a frame.
							request: fullRequest(gateway, model, {
								frames: false,
								...(ratios[0] === undefined ? {} : { aspectRatio: ratios[0] }),
							}),
						},
					]
				: []),
			...listFormats(model).map((clip) => ({
				name: `${model.id}, ${words(clip)}`,
				request: fullRequest(gateway, model, { clip }),
			})),
			...ratios.map((aspectRatio) => ({
				name: `${model.id}, ${aspectRatio}`,
				request: fullRequest(gateway, model, { aspectRatio }),
			})),
		];
		return requests.map(({ name, request }) => ({ name, request: resolved(gateway, request) }));
	});
}

/** The model with this id; throws where the table has none. */
export function modelOf(gateway: Gateway, id: string): VideoModel {
	const model = findModel(gateway, id);
	if (!model) throw new Error(`${gateway.label} has no model ${id}`);
	return model;
}

/** The model that a test of what all gateways have in common asks for: the one that the facts are about. */
export function usualModel(gateway: Gateway): VideoModel {
	const { usualModel: id = gateway.defaultModel }: Partial<GatewayFacts> =
		FACTS[gateway.id as GatewayId] ?? {};
	return modelOf(gateway, id);
}
