import type { RequestListener, ServerResponse } from 'node:http';

import { CLIP } from '../simulator';
import { baseResp } from '../simulator/protocols/minimax';

const sendJson = (response: ServerResponse, body: object) =>
	response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));

/**
 * What n8n's own MiniMax node asks api.minimax.io for as it opens, with the model MiniMax-H3: version 2 of the API, of
 * which the node itself is the source (@n8n/n8n-nodes-langchain of n8n 2.41.1, read 2026-11), and the list of files that
 * its credential is tested with. Every video is ready at once, and every key is right.
 */
export function minimaxH3(host: string): RequestListener {
	const taskId = '176843000000001';
	const url = `https://${host}/videos/${taskId}.mp4`;
	return (request, response) => {
		const { pathname } = new URL(request.url ?? '/', `https://${host}`);
		const answers: Record<string, () => void> = {
			'GET /v1/files/list': () => void sendJson(response, { files: [], ...baseResp(0) }),
			'POST /v2/video_generation': () => void sendJson(response, { task_id: taskId }),
			[`GET /v2/query/video_generation/${taskId}`]: () =>
				void sendJson(response, { task: { status: 'succeeded', content: { url } } }),
			[`GET /videos/${taskId}.mp4`]: () =>
				void response.writeHead(200, { 'content-type': 'video/mp4' }).end(CLIP),
		};
		const answer = answers[`${request.method} ${pathname}`];
		if (answer) answer();
		else response.writeHead(404).end();
	};
}
