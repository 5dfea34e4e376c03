import { Readable } from 'node:stream';
import type { IBinaryData, IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';

import type { Gateway, VideoJob } from '../../../../gateways/gateway';

/** An n8n for downloads alone: answers come from a function, and files end up in memory. */

export interface FakeAnswer {
	status?: number;
	headers?: Record<string, string>;
	/** Chunks, with whatever pauses between them. */
	body?: Iterable<Uint8Array> | AsyncIterable<Uint8Array>;
}

/** A stored file, with its bytes. */
export type StoredFile = IBinaryData & { content: Buffer };

export const contentOf = (file: IBinaryData): Buffer => (file as StoredFile).content;

/** Answers by address. `asked` gets each request. */
export function fakeN8n(
	answer: (request: IHttpRequestOptions) => FakeAnswer,
	asked: IHttpRequestOptions[] = [],
): IExecuteFunctions {
	const request = async (options: IHttpRequestOptions) => {
		asked.push(options);
		const {
			status = 200,
			headers = { 'content-type': 'video/mp4' },
			body = [],
		} = answer(options);
		return {
			statusCode: status,
			headers,
			body: Readable.from(body, { objectMode: false }),
		};
	};
	const node = { name: 'Node', type: 'node', parameters: {}, credentials: { fakeApi: {} } };
	return {
		node,
		getNode: () => node,
		getCredentials: async () => ({
			apiKey: 'secret-key',
			baseUrl: 'https://api.gateway.example',
		}),
		getExecutionCancelSignal: () => undefined,
		getExecutionId: () => '1',
		getInputData: () => [{ json: {} }],
		getNodeParameter: (_name: string, _item: number, otherwise: unknown) => otherwise,
		helpers: {
			httpRequest: request,
			httpRequestWithAuthentication: async (_type: string, options: IHttpRequestOptions) =>
				await request(options),
			prepareBinaryData: async (stream: Readable, fileName: string, mimeType: string) => {
				const content = Buffer.concat(await Readable.from(stream).toArray());
				return { data: '', fileName, mimeType, content };
			},
		},
	} as unknown as IExecuteFunctions;
}

/** A gateway that knows one job, as it is now. */
export function fakeGateway(now: VideoJob): Gateway {
	return {
		id: 'fake',
		label: 'Fake',
		credentialType: 'fakeApi',
		status: (jobId: string) => ({
			request: { method: 'GET', path: `/status/${jobId}` },
			timeoutSeconds: 10,
			repeat: 'always',
			read: () => now,
		}),
	} as unknown as Gateway;
}

export const job: VideoJob = {
	gateway: 'fake',
	jobId: 'job-1',
	status: 'completed',
	videoUrl: 'https://media.gateway.example/video.mp4',
};
