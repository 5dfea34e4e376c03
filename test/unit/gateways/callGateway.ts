import { randomUUID } from 'node:crypto';
import axios from 'axios';

import { encodeMultipart } from '../../../gateways/bytes/multipart';
import type { Answer, Call, GatewayError, GatewayRequest } from '../../../gateways/gateway';
import { GATEWAYS, type GatewayId, type SimulatedCredential } from '../../support/simulator';

/** A call's outcome, with every answer that led to it, oldest first. */
export interface Called<Result> {
	outcome: Result | GatewayError;
	answers: Answer[];
}

const isVideo = (status: number, type: string) => status === 200 && type.startsWith('video/');

/** The body of a request as it goes over the wire, and its type. */
function bodyOf({ body, multipart }: GatewayRequest): { type?: string; data?: Buffer | string } {
	if (multipart) {
		const boundary = randomUUID();
		return {
			type: `multipart/form-data; boundary=${boundary}`,
			data: Buffer.from(encodeMultipart(multipart, boundary)),
		};
	}
	if (body === undefined) return {};
	return {
		type: 'application/json',
		data: body instanceof Uint8Array ? Buffer.from(body) : JSON.stringify(body),
	};
}

/** Where a request goes, with the key where that is the gateway's own address and wants it. */
function targetOf(
	gateway: GatewayId,
	credential: SimulatedCredential,
	{ url, path, base = 'baseUrl', withoutKey }: GatewayRequest,
): { url: string; key: Record<string, string> } {
	return {
		url: url ?? `${credential[base]}${path}`,
		key: url !== undefined || withoutKey ? {} : GATEWAYS[gateway].keyHeaders(credential.apiKey),
	};
}

/** Sends a call once over HTTP and reads its answer, then the call that follows it. Nothing is repeated. */
export async function callGateway<Result>(
	gateway: GatewayId,
	credential: SimulatedCredential,
	call: Call<Result>,
): Promise<Called<Result>> {
	const { method, query, headers } = call.request;
	const { type: bodyType, data } = bodyOf(call.request);
	const { url, key } = targetOf(gateway, credential, call.request);
	const response = await axios.request<Buffer>({
		method,
		url,
		params: query,
		headers: {
			Accept: 'application/json',
			...(bodyType === undefined ? {} : { 'Content-Type': bodyType }),
			...headers,
			...key,
		},
		data,
		responseType: 'arraybuffer',
		validateStatus: () => true,
		maxRedirects: 0,
		proxy: false,
	});
	const type = String(response.headers['content-type'] ?? '');
	const video = isVideo(response.status, type);
	const answer: Answer = {
		status: response.status,
		headers: Object.fromEntries(
			Object.entries(response.headers).map(([name, value]) => [
				name.toLowerCase(),
				String(value),
			]),
		),
		body: video ? '' : Buffer.from(response.data).toString('utf8'),
		receivedAt: Date.now(),
		baseUrl: credential.baseUrl,
		...(video ? { mediaType: type } : {}),
	};
	const outcome = call.read(answer);
	const next = call.next?.(outcome, answer);
	if (!next) return { outcome, answers: [answer] };
	const after = await callGateway(gateway, credential, next);
	return { outcome: after.outcome, answers: [answer, ...after.answers] };
}
