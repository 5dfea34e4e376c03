import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { delayOf, faultLabel, play } from './faults';
import type { Delivery, FaultList } from './faults';
import type { ReceivedBody, Sent } from './gateway';
import { formIn, isForm } from './multipart';
import type { Answer, BodySummary, EndpointName, GatewayId, RecordedRequest } from './types';

const LARGEST_RECORDED_BODY = 1_000_000;
const KEPT_OF_BINARY = 64 * 1024;
const DRIP_INTERVAL_MS = 1000;

function isText(contentType: string): boolean {
	return contentType === '' || /^text\/|json|urlencoded/.test(contentType);
}

/** Reads a body to its end, keeping all of a text or a form, and the beginning of anything else. */
async function receive(request: IncomingMessage): Promise<ReceivedBody> {
	const contentType = request.headers['content-type'] ?? '';
	const hash = createHash('sha256');
	const kept: Buffer[] = [];
	let bytes = 0;
	for await (const chunk of request as AsyncIterable<Buffer>) {
		hash.update(chunk);
		if (isText(contentType) || isForm(contentType) || bytes < KEPT_OF_BINARY) kept.push(chunk);
		bytes += chunk.length;
	}
	const summary: BodySummary = { contentType, bytes, sha256: hash.digest('hex') };
	return { summary, kept: Buffer.concat(kept) };
}

function recordedBody({ summary, kept }: ReceivedBody): unknown {
	if (summary.bytes === 0) return undefined;
	if (isForm(summary.contentType)) return formIn(summary.contentType, kept) ?? summary;
	if (summary.bytes > LARGEST_RECORDED_BODY || !isText(summary.contentType)) return summary;
	const text = kept.toString('utf8');
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return text;
	}
}

function payloadOf({ body }: Answer): string | Buffer | undefined {
	if (body === undefined || typeof body === 'string' || Buffer.isBuffer(body)) return body;
	return JSON.stringify(body);
}

function headersOf({ body, headers }: Answer): Record<string, string> {
	const isJson = typeof body === 'object' && !Buffer.isBuffer(body);
	return { ...(isJson && { 'content-type': 'application/json; charset=utf-8' }), ...headers };
}

function sendWhole(reply: FastifyReply, answer: Answer, method: string): void {
	reply.code(answer.status).headers(headersOf(answer));
	reply.send(method === 'HEAD' ? undefined : (answer.stream?.() ?? payloadOf(answer)));
}

function bytesOf(answer: Answer): Readable {
	return answer.stream?.() ?? Readable.from([Buffer.from(payloadOf(answer) ?? '')]);
}

async function* upTo(source: AsyncIterable<Buffer>, limit: number) {
	let left = limit;
	for await (const chunk of source) {
		yield chunk.subarray(0, left);
		left -= chunk.length;
		if (left <= 0) return;
	}
}

async function* byteByByte(source: AsyncIterable<Buffer>, closing: AbortSignal) {
	for await (const chunk of source) {
		for (const byte of chunk) {
			yield Buffer.of(byte);
			await sleep(DRIP_INTERVAL_MS, undefined, { signal: closing });
		}
	}
}

/** Promises a length and sends only half of it before the connection ends. */
async function sendCut({ raw }: FastifyReply, answer: Answer): Promise<void> {
	const headers = headersOf(answer);
	raw.writeHead(answer.status, headers);
	const half = Math.floor(Number(headers['content-length']) / 2);
	await pipeline(upTo(bytesOf(answer), half), raw, { end: false });
	raw.socket?.destroySoon();
}

async function sendDripping(
	{ raw }: FastifyReply,
	answer: Answer,
	closing: AbortSignal,
): Promise<void> {
	const payload = payloadOf(answer);
	raw.writeHead(answer.status, {
		...(payload !== undefined && { 'content-length': String(Buffer.byteLength(payload)) }),
		...headersOf(answer),
	});
	await pipeline(byteByByte(bytesOf(answer), closing), raw);
}

function fromUrl({ url, headers, params, query }: FastifyRequest): Omit<Sent, 'body'> {
	const [path = '', search = ''] = url.split('?');
	return {
		path,
		search,
		headers,
		params: params as Sent['params'],
		query: query as Sent['query'],
	};
}

/** What a route says about its requests. */
export interface Route {
	gateway: GatewayId | '';
	endpoint: EndpointName;
	/** Keys that carry the job's id in the answer. */
	idKeys: readonly string[];
	/** The prompt in the body of a submit. */
	promptOf?: (body: unknown) => string | undefined;
	/** Carries out the request; `refuse` records that it breaks the documentation. */
	carryOut: (sent: Sent, refuse: (reason: string) => void) => Answer | Promise<Answer>;
}

/** What all requests of one simulator have in common. */
export interface Serving {
	requests: RecordedRequest[];
	refuse: (request: RecordedRequest, reason: string) => void;
	faults: FaultList;
	/** Ends whatever waits when the simulator closes. */
	closing: AbortSignal;
}

/** Makes the handler of a route: record, misbehave if a fault says so, else answer. */
export function createServing({ requests, refuse, faults, closing }: Serving) {
	async function waitFor(answer: Answer): Promise<void> {
		const left = (answer.notBefore ?? 0) - Date.now();
		if (left > 0) await sleep(left, undefined, { signal: closing });
	}

	async function deliver(
		delivery: Delivery,
		record: RecordedRequest,
		reply: FastifyReply,
	): Promise<void> {
		switch (delivery.how) {
			case 'reset':
				reply.hijack();
				reply.raw.socket?.resetAndDestroy();
				return;
			case 'silence':
				reply.hijack();
				return;
		}
		await waitFor(delivery.answer);
		record.status = delivery.answer.status;
		if (delivery.how === 'whole') {
			sendWhole(reply, delivery.answer, record.method);
			return;
		}
		reply.hijack();
		// A caller who hangs up in the middle is no concern of the simulator.
		await (
			delivery.how === 'cut'
				? sendCut(reply, delivery.answer)
				: sendDripping(reply, delivery.answer, closing)
		).catch(() => reply.raw.destroy());
	}

	async function carryOut(route: Route, record: RecordedRequest, sent: Sent): Promise<Answer> {
		const refuseIt = (reason: string) => refuse(record, reason);
		try {
			return await route.carryOut(sent, refuseIt);
		} catch (error) {
			// Such as a plan that throws: no answer of a gateway, and no test should overlook it.
			refuseIt(`simulator: ${String(error)}`);
			return { status: 500, body: { simulator: String(error) } };
		}
	}

	return (route: Route) =>
		async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
			const { path, query, headers } = fromUrl(request);
			const record: RecordedRequest = {
				at: Date.now(),
				gateway: route.gateway,
				endpoint: route.endpoint,
				method: request.method,
				path,
				query,
				headers,
				body: undefined,
			};
			requests.push(record);

			const early = faults.take(record, 'unread');
			if (early) {
				record.fault = faultLabel(early);
				await delayOf(early, closing);
				await deliver({ how: 'reset' }, record, reply);
				return reply;
			}

			const body = await receive(request.raw);
			record.body = recordedBody(body);
			const prompt = route.promptOf?.(record.body);
			if (prompt !== undefined) record.prompt = prompt;
			const usual = async () => await carryOut(route, record, { ...fromUrl(request), body });

			const rule = faults.take(record, 'read');
			if (!rule) {
				await deliver({ how: 'whole', answer: await usual() }, record, reply);
				return reply;
			}
			record.fault = faultLabel(rule);
			await delayOf(rule, closing);
			await deliver(await play(rule, { usual, idKeys: route.idKeys }), record, reply);
			return reply;
		};
}
