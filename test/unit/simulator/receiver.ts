import { createHmac } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import axios from 'axios';
import type { AxiosResponse } from 'axios';
import fastify from 'fastify';
import type { FastifyInstance } from 'fastify';
import { FACTS } from '../../facts';
import { askingForCallback } from '../../facts/types';
import {
	CALLBACK_VARIANTS,
	CALLING_GATEWAYS,
	GATEWAYS,
	startSimulator,
} from '../../support/simulator/index';
import type { CallingGateway, SimulatedJob, Simulator } from '../../support/simulator/index';

/** A JSON object. */
export type Body = Record<string, unknown>;

interface Received {
	path: string;
	headers: IncomingHttpHeaders;
	text: string;
	body: Body;
}

/** Started before the first test of a file, reset before each. */
export let simulator: Simulator;
let receiver: FastifyInstance;
/** Where the receiver listens. */
export let receiverUrl: string;
/** What it got in this test. */
export const received: Received[] = [];
/** What the receiver answers: a body, or a status. */
export type Respond = (call: Received) => unknown;
let respond: Respond;
/** Sets it until the test ends; the default passes MiniMax's challenge. */
export function respondWith(next: Respond): void {
	respond = next;
}

beforeAll(async () => {
	simulator = await startSimulator();
	receiver = fastify({ forceCloseConnections: true });
	receiver.removeAllContentTypeParsers();
	receiver.addContentTypeParser('*', { parseAs: 'string' }, (_request, text, done) =>
		done(null, text),
	);
	receiver.post('/*', async ({ url, headers, body }, reply) => {
		const text = String(body);
		const call = { path: url, headers, text, body: JSON.parse(text) as Body };
		received.push(call);
		const answer = await respond(call);
		if (typeof answer !== 'number') return answer;
		return await reply.code(answer).header('location', '/elsewhere').send();
	});
	await receiver.listen({ host: '127.0.0.1', port: 0 });
	receiverUrl = `http://127.0.0.1:${(receiver.server.address() as AddressInfo).port}/hook`;
});
beforeEach(() => {
	simulator.reset();
	simulator.videoSeconds = 0.05;
	received.length = 0;
	respond = ({ body }) => body;
});
afterAll(async () => {
	await simulator.close();
	await receiver.close();
});

/** Calls a gateway; no status is an error. */
export async function call(
	gateway: CallingGateway,
	method: 'GET' | 'POST' | 'DELETE',
	path: string,
	data?: Body,
): Promise<AxiosResponse> {
	const { apiKey, baseUrl } = simulator.credentials[gateway];
	const { keyHeaders, otherHeaders } = GATEWAYS[gateway];
	return await axios.request({
		method,
		url: baseUrl + path,
		data,
		headers: { ...keyHeaders(apiKey), ...otherHeaders },
		validateStatus: () => true,
	});
}

/** The submit of the facts of a gateway that calls back. */
export const submitFacts = (gateway: CallingGateway) => FACTS[gateway].callback!.submit;

/** The gateways that call when a job begins, too, in the shape that is theirs by default. */
export const TELLING_OF_START = CALLING_GATEWAYS.filter((gateway) =>
	FACTS[gateway].callback!.tellsOfStart.includes(CALLBACK_VARIANTS[gateway][0]!),
);

/** Submits a video with a callback address. */
export async function submit(
	gateway: CallingGateway,
	fields?: Body,
	address = receiverUrl,
): Promise<AxiosResponse> {
	const { path, body } = askingForCallback(submitFacts(gateway), address);
	return await call(gateway, 'POST', path, { ...body, ...fields });
}

/** As `submit`, and gives the job. */
export async function submitJob(
	gateway: CallingGateway,
	fields?: Body,
	address?: string,
): Promise<SimulatedJob> {
	await submit(gateway, fields, address);
	const job = simulator.jobs.at(-1);
	if (!job) throw new Error('not accepted');
	return job;
}

/** Waits. */
export const pause = async (milliseconds: number) =>
	await new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Waits until something is so, 5 s at most. */
export async function until(isSo: () => boolean): Promise<void> {
	for (const end = Date.now() + 4000; !isSo(); await pause(5)) {
		if (Date.now() > end) throw new Error('waited in vain');
	}
}

/** The callbacks that were answered. */
export const answered = () => simulator.callbacks.filter(({ status }) => status !== undefined);
/** The kinds of the callbacks that were sent. */
export const kinds = () => simulator.callbacks.map(({ kind }) => kind);
/** The call for the end of a job, once it was answered. */
export const finalCall = async () => {
	await until(() => answered().some(({ kind }) => kind === 'final'));
	return received.at(-1) as Received;
};

/** Runs through a job and yields the body of its last callback. */
export async function finalBody(gateway: CallingGateway, fields?: Body): Promise<Body> {
	await submit(gateway, fields);
	return (await finalCall()).body;
}

/** The secret that signs. */
export const secretOf = async () =>
	String((await call('aigateway', 'GET', '/v1/webhook-secret')).data.secret);

/** Time and signature out of either set of headers. */
export function signatureIn(headers: IncomingHttpHeaders): {
	timestamp: string;
	signature: string;
} {
	const match = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers['x-gateway-signature']));
	return match
		? { timestamp: match[1] ?? '', signature: match[2] ?? '' }
		: {
				timestamp: String(headers['aig-timestamp']),
				signature: String(headers['aig-signature']),
			};
}

/** Whether a call was signed with a secret. */
export function isSignedWith(secret: string, { headers, text }: Received): boolean {
	const { timestamp, signature } = signatureIn(headers);
	return createHmac('sha256', secret).update(`${timestamp}.${text}`).digest('hex') === signature;
}
