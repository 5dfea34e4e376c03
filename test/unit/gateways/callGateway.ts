import axios from 'axios';

import type { Answer, Call, GatewayError } from '../../../gateways/gateway';
import { GATEWAYS, type GatewayId, type SimulatedCredential } from '../../support/simulator';

/** A call's outcome, with every answer that led to it, oldest first. */
export interface Called<Result> {
	outcome: Result | GatewayError;
	answers: Answer[];
}

const isVideo = (status: number, type: string) => status === 200 && type.startsWith('video/');

/** Sends a call once over HTTP and reads its answer, then the call that follows it. Nothing is repeated. */
export async function callGateway<Result>(
	gateway: GatewayId,
	credential: SimulatedCredential,
	call: Call<Result>,
): Promise<Called<Result>> {
	const { method, path, base = 'baseUrl', query, headers, body } = call.request;
	const response = await axios.request<Buffer>({
		method,
		url: `${credential[base]}${path}`,
		params: query,
		headers: {
			Accept: 'application/json',
			...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
			...headers,
			...GATEWAYS[gateway].keyHeaders(credential.apiKey),
		},
		data: body instanceof Uint8Array ? Buffer.from(body) : body && JSON.stringify(body),
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
		...(video ? { mediaType: type } : {}),
	};
	const outcome = call.read(answer);
	const next = call.next?.(outcome);
	if (!next) return { outcome, answers: [answer] };
	const after = await callGateway(gateway, credential, next);
	return { outcome: after.outcome, answers: [answer, ...after.answers] };
}
