import axios, { type AxiosRequestConfig } from 'axios';

import { startDashScope, WAN } from '../../support/simulator/dashScope';
import { startGemini, VEO } from '../../support/simulator/gemini';
import { CLIP } from '../../support/simulator/media';
import type { VideoApi } from '../../support/simulator/videoApi';

/** The APIs that only n8n's own nodes ask, as these nodes ask them. */

interface Client {
	api: VideoApi;
	/** Submits a video and gives the address of its status. */
	submit: (more?: object) => Promise<{ status: number; statusPath: string }>;
	/** The address of the video, once it's there. */
	videoUrl: (statusPath: string) => Promise<string | undefined>;
	download: (url: string) => Promise<Buffer>;
}

const http = (config: AxiosRequestConfig) =>
	axios.create({ validateStatus: () => true, proxy: false, ...config });

async function gemini(): Promise<Client> {
	const api = await startGemini({ videoSeconds: 0 });
	const { host, apiKey } = api.credential;
	const client = http({ baseURL: `${host}/v1beta`, params: { key: apiKey } });
	return {
		api,
		async submit(more = {}) {
			const { status, data } = await client.post<{ name: string }>(
				`/${VEO}:predictLongRunning`,
				{ instances: [{ prompt: 'A lake' }], parameters: { sampleCount: 1, ...more } },
			);
			return { status, statusPath: data.name };
		},
		async videoUrl(path) {
			const { data } = await client.get<{
				done?: true;
				response?: {
					generateVideoResponse: {
						generatedSamples: Array<{ video: { uri: string } }>;
					};
				};
			}>(path);
			return data.response?.generateVideoResponse.generatedSamples[0]?.video.uri;
		},
		download: async (url) =>
			(await client.get<Buffer>(url, { responseType: 'arraybuffer' })).data,
	};
}

async function dashScope(): Promise<Client> {
	const api = await startDashScope({ videoSeconds: 0 });
	const { url, apiKey } = api.credential;
	const client = http({
		baseURL: `${url}/api/v1`,
		headers: { Authorization: `Bearer ${apiKey}`, 'X-DashScope-Async': 'enable' },
	});
	return {
		api,
		async submit(more = {}) {
			const { status, data } = await client.post<{ output?: { task_id: string } }>(
				'/services/aigc/video-generation/video-synthesis',
				{
					model: WAN,
					input: { prompt: 'A lake' },
					parameters: {
						resolution: '1080P',
						duration: 5,
						shot_type: 'single',
						...more,
					},
				},
			);
			return { status, statusPath: `/tasks/${data.output?.task_id}` };
		},
		async videoUrl(path) {
			const { data } = await client.get<{ output: { video_url?: string } }>(path);
			return data.output.video_url;
		},
		download: async (url) =>
			(await http({}).get<Buffer>(url, { responseType: 'arraybuffer' })).data,
	};
}

describe.each([
	['Gemini', gemini],
	['DashScope', dashScope],
])('%s', (_name, start) => {
	let client: Client;
	beforeAll(async () => {
		client = await start();
	});
	afterAll(async () => {
		await client.api.close();
	});
	beforeEach(() => {
		client.api.reset();
		client.api.videoSeconds = 0;
	});

	test('a video is submitted, asked for, and fetched', async () => {
		const { statusPath } = await client.submit();
		const url = await client.videoUrl(statusPath);
		expect((await client.download(url!)).equals(CLIP)).toBe(true);
		expect(client.api.jobs).toMatchObject([{ prompt: 'A lake' }]);
		expect(client.api.jobs[0]!.statusCalls).toHaveLength(1);
		expect(client.api.refusals).toEqual([]);
	});

	test('a video that is not there yet has no file', async () => {
		client.api.videoSeconds = 60;
		const { statusPath } = await client.submit();
		expect(await client.videoUrl(statusPath)).toBeUndefined();
	});

	test('an unknown field is refused, and nothing is made', async () => {
		expect((await client.submit({ sparkle: 1 })).status).toBe(400);
		expect(client.api.jobs).toEqual([]);
		expect(client.api.refusals).toHaveLength(1);
	});
});

test('a wrong key makes nothing', async () => {
	const [one, other] = await Promise.all([startGemini(), startDashScope()]);
	try {
		const answers = await Promise.all([
			http({}).post(`${one.origin}/v1beta/${VEO}:predictLongRunning?key=wrong`, {}),
			http({}).get(`${other.origin}/api/v1/tasks/1`, {
				headers: { Authorization: 'Bearer wrong' },
			}),
		]);
		expect(answers.map(({ status }) => status)).toEqual([400, 401]);
		expect([...one.jobs, ...other.jobs]).toEqual([]);
	} finally {
		await Promise.all([one.close(), other.close()]);
	}
});
