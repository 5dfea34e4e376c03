import type { AddressInfo } from 'node:net';
import axios from 'axios';
import fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import type { IDataObject, IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';

import { aimlapi } from '../../../../gateways/adapters/aimlapi';
import type { Call, Gateway } from '../../../../gateways/gateway';
import { createItem, startRun, type Item } from '../../../../nodes/shared/item';

/** A node that talks real HTTP to a server of the test, with the key where n8n adds it. */

export const KEY = 'key-of-the-credential';

/** A request as it came in. */
export interface Received {
	method: string;
	path: string;
	headers: FastifyRequest['headers'];
	body: Buffer;
}

export interface LiveServer {
	readonly origin: string;
	readonly received: Received[];
	/** What is answered, by path; default `{}`. */
	readonly answers: Map<string, { status?: number; type?: string; body?: unknown }>;
	/** The item of an execution of its own, whose credential has this Base URL; default: the server's. */
	item: (facts?: { baseUrl?: string; credential?: IDataObject }) => Item;
}

/** So that each item is of an execution of its own: requests are counted for each. */
let executions = 0;

async function sendHttp(options: IHttpRequestOptions, key?: string): Promise<unknown> {
	const { status, headers, data } = await axios.request<unknown>({
		method: options.method!,
		url: options.url,
		headers: {
			...(options.headers as Record<string, string>),
			...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
		},
		data: options.body,
		responseType: 'stream',
		validateStatus: () => true,
		maxRedirects: options.disableFollowRedirect ? 0 : 5,
		proxy: false,
	});
	return { statusCode: status, headers, body: data };
}

function createContext(gateway: Gateway, credential: IDataObject): IExecuteFunctions {
	const id = `live-${++executions}`;
	const credentials = { [gateway.credentialType]: { id: '1', name: 'Key' } };
	const node = { name: 'Node', type: 'node', parameters: {}, credentials };
	return {
		node,
		getNode: () => node,
		getCredentials: async () => await Promise.resolve(credential),
		getExecutionCancelSignal: () => undefined,
		getExecutionId: () => id,
		getInputData: () => [{ json: {} }],
		getNodeParameter: (_name: string, _item: number, otherwise: unknown) => otherwise,
		helpers: {
			httpRequest: async (options: IHttpRequestOptions) => await sendHttp(options),
			httpRequestWithAuthentication: async (_type: string, options: IHttpRequestOptions) =>
				await sendHttp(options, KEY),
		},
	} as unknown as IExecuteFunctions;
}

/** A gateway that is made up for a test. */
export const gatewayWith = (facts: Partial<Gateway> = {}): Gateway => ({
	...aimlapi,
	id: 'made-up',
	label: 'Made Up',
	...facts,
});

/** A call whose result is the answer's JSON. */
export const callTo = (
	request: Call<unknown>['request'],
	more: Partial<Call<unknown>> = {},
): Call<unknown> => ({
	request,
	repeat: 'never',
	timeoutSeconds: 10,
	read: ({ body }) => JSON.parse(body) as unknown,
	...more,
});

/** Starts the server for the tests of a file; what it has received is forgotten before each test. */
export function liveServer(gateway: Gateway): LiveServer {
	let server: FastifyInstance;
	let origin = '';
	const received: Received[] = [];
	const answers: LiveServer['answers'] = new Map();

	beforeAll(async () => {
		server = fastify({ forceCloseConnections: true });
		server.removeAllContentTypeParsers();
		server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => {
			done(null, body);
		});
		server.all('/*', async ({ method, url, headers, body }, reply) => {
			received.push({
				method,
				path: url,
				headers,
				body: (body as Buffer) ?? Buffer.alloc(0),
			});
			const {
				status = 200,
				type = 'application/json',
				body: answer = '{}',
			} = answers.get(url) ?? {};
			return await reply.code(status).type(type).send(answer);
		});
		await server.listen({ host: '127.0.0.1', port: 0 });
		origin = `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
	});
	beforeEach(() => {
		received.length = 0;
		answers.clear();
	});
	afterAll(async () => {
		await server.close();
	});

	return {
		get origin() {
			return origin;
		},
		received,
		answers,
		item: ({ baseUrl = origin, credential = {} } = {}) =>
			createItem(
				startRun(createContext(gateway, { apiKey: KEY, baseUrl, ...credential })),
				0,
			),
	};
}
