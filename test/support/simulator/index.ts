import type { IncomingHttpHeaders } from 'node:http';
import fastify from 'fastify';
import { createCallbackBook } from './callbacks';
import { createFaultList } from './faults';
import type { Ground, SimulatedGateway } from './gateway';
import { CALLBACK_VARIANTS, GATEWAY_IDS, GATEWAYS, mapGateways, VARIANTS } from './gateways';
import { createJobBook } from './jobs';
import { createLimitBook } from './limits';
import { createModelBook } from './models';
import { videoAnswer } from './media';
import { addGatewayRoutes, addMediaRoutes, addUnknownRoutes } from './routes';
import { createServing } from './serving';
import { OPEN_FACTS } from './types';
import type {
	CallbackVariants,
	GatewayId,
	JobPlan,
	RecordedRefusal,
	RecordedRequest,
	SimulatedCredential,
	Simulator,
} from './types';

export * from './ready-faults';
export * from './types';
export {
	CALLBACK_VARIANTS,
	CALLING_GATEWAYS,
	documentedError,
	GATEWAY_IDS,
	GATEWAYS,
	isAbout,
	VARIANTS,
	wireIdOf,
} from './gateways';
export { bodyWith, merged, promptIn, textAt, valueAt } from './jobs';
export { minimaxRefusal } from './protocols/minimax';
export { USEAPI_FILE_IDS, USEAPI_SECOND_ACCOUNT } from './gateways/useapi';
export { CLIP, FRAME, SMALLEST_PADDED_VIDEO } from './media';

const DEFAULT_VIDEO_SECONDS = 20;

const DEFAULT_CALLBACK_RETRY_SECONDS = 1;

/** The first of each. */
const defaultCallbackVariants = (): CallbackVariants =>
	Object.fromEntries(Object.entries(CALLBACK_VARIANTS).map(([id, [first]]) => [id, first]));

const completeAll = (): JobPlan => ({});

/**
 * Takes `/via/<name>` from the front of a path and records it as the header `via`. With such a credential requests
 * can be told apart also before their body has been read.
 */
function withoutVia(request: { url?: string; headers: IncomingHttpHeaders }): string {
	const { url = '/' } = request;
	const [, name, path] = /^\/via\/([^/]+)(\/.*)$/.exec(url) ?? [];
	if (path === undefined) return url;
	request.headers.via = name;
	return path;
}

function credentialOf(
	{ apiKey, uploadHost, schemaHost }: SimulatedGateway,
	origin: string,
	id: GatewayId,
): SimulatedCredential {
	return {
		apiKey,
		baseUrl: `${origin}/${id}`,
		...(uploadHost && { uploadUrl: `${origin}/${uploadHost}` }),
		...(schemaHost && { schemaUrl: `${origin}/${schemaHost}` }),
	};
}

/** Starts the gateways on one port of 127.0.0.1. */
export async function startSimulator(
	options: { port?: number; videoSeconds?: number } = {},
): Promise<Simulator> {
	const app = fastify({
		exposeHeadRoutes: false,
		forceCloseConnections: true,
		rewriteUrl: withoutVia,
		// Job ids stand in paths, and those of AI/ML API carry the model's name.
		routerOptions: { maxParamLength: 500 },
	});
	// The bodies are read by the serving, which must be able to cut a connection before that.
	app.removeAllContentTypeParsers();
	app.addContentTypeParser('*', (_request, _payload, done) => done(null));

	const defaults = () => ({
		videoSeconds: options.videoSeconds ?? DEFAULT_VIDEO_SECONDS,
		plan: completeAll,
		variants: {},
		enforceMaxJobs: false,
		secondAccount: false,
		enforceLimits: {},
		callbackVariants: defaultCallbackVariants(),
		callbackChallenge: true,
		callbackRetrySeconds: DEFAULT_CALLBACK_RETRY_SECONDS,
		openFacts: { ...OPEN_FACTS },
	});
	const closing = new AbortController();
	const faults = createFaultList();
	const requests: RecordedRequest[] = [];
	const refusals: RecordedRefusal[] = [];
	let origin = '';

	const callbackBook = createCallbackBook({
		rules: (gateway) => gateways[gateway].callbacks,
		variant: (gateway) => simulator.callbackVariants[gateway],
		retrySeconds: () => simulator.callbackRetrySeconds,
	});

	const book = createJobBook({
		videoSeconds: () => simulator.videoSeconds,
		plan: (submit) => simulator.plan(submit),
		variant: (gateway) => simulator.variants[gateway],
		orderKeys: (gateway) => GATEWAYS[gateway].orderKeys,
		isVariant: (gateway, variant) =>
			VARIANTS[gateway].some((documented) => documented === variant),
		scheduled: callbackBook.follow,
	});

	const models = createModelBook();
	const ground: Ground = {
		models,
		get origin() {
			return origin;
		},
		jobs: book.jobs,
		accept: book.accept,
		find: book.find,
		cancel: book.cancel,
		variant: (gateway) => simulator.variants[gateway],
		enforceMaxJobs: () => simulator.enforceMaxJobs,
		secondAccount: () => simulator.secondAccount,
		openFacts: () => simulator.openFacts,
		callbackChallenge: () => simulator.callbackChallenge,
		sendCallback: callbackBook.send,
		video: ({ videoBytes, videoBytesPerSecond }, range) =>
			videoAnswer({
				range,
				videoBytes,
				bytesPerSecond: videoBytesPerSecond,
				closing: closing.signal,
			}),
		mediaUrl: (gateway, jobId) =>
			`${simulator.openFacts.linkOrigin ?? origin}/media/${gateway}/${encodeURIComponent(jobId)}.mp4`,
	};
	const gateways = mapGateways((id) => GATEWAYS[id].simulate(ground));

	const serve = createServing({
		requests,
		faults,
		closing: closing.signal,
		refuse({ at, gateway, endpoint, method, path }, reason) {
			refusals.push({ at, gateway, endpoint, method, path, reason });
		},
	});
	const limitBook = createLimitBook((gateway) => simulator.enforceLimits[gateway]);
	addGatewayRoutes(app, gateways, serve, limitBook);
	addMediaRoutes(app, ground, gateways, serve);
	addUnknownRoutes(app, gateways, serve);

	const simulator: Simulator = {
		...defaults(),
		origin,
		imageUrl: '',
		credentials: mapGateways((id) => ({ apiKey: gateways[id].apiKey, baseUrl: '' })),
		jobs: book.jobs,
		models,
		requests,
		refusals,
		limited: limitBook.limited,
		callbacks: callbackBook.callbacks,
		callback: callbackBook.callback,
		sendCallback: async (call) => await callbackBook.send(call),
		fault: faults.add,
		clearFaults: faults.clear,
		reset() {
			Object.assign(simulator, defaults());
			book.clear();
			models.clear();
			limitBook.clear();
			callbackBook.clear();
			faults.clear();
			requests.length = 0;
			refusals.length = 0;
			for (const id of GATEWAY_IDS) gateways[id].reset?.();
		},
		async close() {
			closing.abort();
			callbackBook.clear();
			await app.close();
		},
	};

	origin = await app.listen({ host: '127.0.0.1', port: options.port ?? 0 });
	return Object.assign(simulator, {
		origin,
		imageUrl: `${origin}/media/frame.png`,
		credentials: mapGateways((id) => credentialOf(gateways[id], origin, id)),
	});
}
