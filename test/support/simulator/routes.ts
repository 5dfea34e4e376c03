import type { FastifyInstance } from 'fastify';
import type { Endpoint, Ground, SimulatedGateway } from './gateway';
import { GATEWAY_IDS, GATEWAYS } from './gateways';
import { hasVideo, promptIn } from './jobs';
import type { LimitBook } from './limits';
import { FRAME } from './media';
import type { createServing, Route } from './serving';
import type { Answer, GatewayId } from './types';

type Serve = ReturnType<typeof createServing>;
type Gateways = Record<GatewayId, SimulatedGateway>;

function routeOf(
	id: GatewayId,
	gateway: SimulatedGateway,
	endpoint: Endpoint,
	limitBook: LimitBook,
): Route {
	const { idKeys, orderKeys, limits } = GATEWAYS[id];
	return {
		gateway: id,
		endpoint: endpoint.name,
		idKeys,
		...(endpoint.name === 'submit' && {
			promptOf: (body: unknown) => promptIn(body, orderKeys),
		}),
		async carryOut(sent, refuse) {
			const unauthorized = endpoint.needsKey
				? gateway.unauthorized(sent.headers, sent.path)
				: undefined;
			if (unauthorized) return unauthorized;
			const { path } = sent;
			const request = { gateway: id, endpoint: endpoint.name, path };
			const limited = limitBook.refusal(request, limits);
			if (limited) return limited;
			const answer = await endpoint.serve(sent);
			if (!('refused' in answer)) return answer;
			refuse(answer.refused);
			return answer.answer ?? gateway.invalid(answer.refused, path);
		},
	};
}

/** Every documented path of every gateway. */
export function addGatewayRoutes(
	app: FastifyInstance,
	gateways: Gateways,
	serve: Serve,
	limitBook: LimitBook,
): void {
	for (const id of GATEWAY_IDS) {
		const gateway = gateways[id];
		for (const endpoint of gateway.endpoints) {
			for (const path of endpoint.paths) {
				app.route({
					method: endpoint.method,
					url: `/${endpoint.host ?? id}${path}`,
					handler: serve(routeOf(id, gateway, endpoint, limitBook)),
				});
			}
		}
	}
}

const FORBIDDEN: Answer = {
	status: 403,
	headers: { 'content-type': 'text/plain' },
	body: 'Forbidden',
};
const NOT_FOUND: Answer = {
	status: 404,
	headers: { 'content-type': 'text/plain' },
	body: 'Not Found',
};

/** The public file addresses, as a file host would serve them: no key is asked for. */
export function addMediaRoutes(
	app: FastifyInstance,
	ground: Ground,
	gateways: Gateways,
	serve: Serve,
): void {
	for (const id of GATEWAY_IDS) {
		app.route({
			method: ['GET', 'HEAD'],
			url: `/media/${id}/:file`,
			handler: serve({
				gateway: id,
				endpoint: 'media',
				idKeys: [],
				carryOut({ params, search, headers }) {
					const job = ground.find(id, (params.file ?? '').replace(/\.mp4$/, ''));
					if (!job || !hasVideo(job) || gateways[id].isDeleted?.(job)) return NOT_FOUND;
					// A signed address (AI/ML API) is worth nothing without its signature.
					const signed = new URL(job.videoUrl ?? '').search.slice(1);
					if (signed !== '' && search !== signed) return FORBIDDEN;
					return ground.video(job, headers.range);
				},
			}),
		});
	}
	app.route({
		method: ['GET', 'HEAD'],
		url: '/media/frame.png',
		handler: serve({
			gateway: '',
			endpoint: 'media',
			idKeys: [],
			carryOut: () => ({
				status: 200,
				headers: { 'content-type': 'image/png', 'content-length': String(FRAME.length) },
				body: FRAME,
			}),
		}),
	});
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

/** Whatever no gateway documents: that gateway's 404 or 405, and a refusal on record. */
export function addUnknownRoutes(app: FastifyInstance, gateways: Gateways, serve: Serve): void {
	const unknown = (gateway: GatewayId | '', answer: (path: string) => Answer) =>
		serve({
			gateway,
			endpoint: 'unknown',
			idKeys: [],
			carryOut({ path }, refuse) {
				refuse('path or method is not documented');
				return answer(path);
			},
		});

	const handlers = new Map<string, ReturnType<Serve>>();
	for (const id of GATEWAY_IDS) {
		const { notFound, wrongMethod, uploadHost = id, schemaHost = id, endpoints } = gateways[id];
		const handler = unknown(id, notFound);
		handlers.set(id, handler).set(uploadHost, handler).set(schemaHost, handler);

		if (!wrongMethod) continue;
		for (const endpoint of endpoints) {
			for (const path of endpoint.paths) {
				const url = `/${endpoint.host ?? id}${path}`;
				const missing = METHODS.filter((method) => !app.hasRoute({ method, url }));
				app.route({ method: missing, url, handler: unknown(id, wrongMethod) });
			}
		}
	}

	const elsewhere = unknown('', () => NOT_FOUND);
	app.setNotFoundHandler((request, reply) => {
		const [, host = ''] = request.url.split('/');
		return (handlers.get(host) ?? elsewhere)(request, reply);
	});
}
