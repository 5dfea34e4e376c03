import axios from 'axios';
import { setTimeout as sleep } from 'node:timers/promises';
import { startSimulator, type Simulator } from '../support/simulator';
import { describeClient, exception, loadClient } from './clients';
import { png } from '../unit/gateways/images';

type Parameters = Record<string, unknown>;
type Item = { json: Record<string, unknown> };

/** A request as the node hands it to n8n's older helper. */
interface OldRequest {
	method: string;
	uri: string;
	headers: Record<string, string>;
	qs?: object;
	body?: object;
}

let simulator: Simulator;

beforeAll(async () => {
	simulator = await startSimulator();
});
beforeEach(() => {
	simulator.reset();
	simulator.videoSeconds = 0.05;
});
afterAll(async () => await simulator.close());

/** Runs the node for one item; n8n's helpers are stood in for by axios. */
async function run(parameters: Parameters, token?: string): Promise<Record<string, unknown>> {
	const { UseApi } = loadClient('n8n-nodes-useapi-net/dist/nodes/UseApi/UseApi.node.js') as {
		UseApi: new () => { execute(this: object): Promise<Item[][]> };
	};
	const { apiKey, baseUrl } = simulator.credentials.useapi;
	const context = {
		getInputData: () => [{ json: {} }],
		getNode: () => ({ name: 'UseAPI', type: 'useApi', typeVersion: 1 }),
		getNodeParameter: (name: string, _item: number, fallback?: unknown) =>
			parameters[name] ?? fallback ?? '',
		getCredentials: async () => ({ apiToken: token ?? apiKey, baseUrl }),
		continueOnFail: () => false,
		helpers: {
			request: async ({ uri, qs, body, ...request }: OldRequest) =>
				(await axios.request<unknown>({ ...request, url: uri, params: qs, data: body }))
					.data,
			httpRequest: async ({ body, ...request }: { body: Buffer; url: string }) =>
				(await axios.request<unknown>({ ...request, data: body })).data,
			assertBinaryData: () => ({ mimeType: 'image/png' }),
			getBinaryDataBuffer: async () => Buffer.from(png(1280, 720)),
			returnJsonArray: (json: object | object[]) =>
				[json].flat().map((one) => ({ json: one })),
			constructExecutionMetaData: (items: Item[]) => items,
		},
	};
	const [items] = await new UseApi().execute.call(context);
	return items![0]!.json;
}

const minimax = (operation: string, more: Parameters = {}): Parameters => ({
	resource: 'minimax',
	operation,
	...more,
});

/** The three fields of its Create Video, by values that useapi.net documents, which only an expression gives it. */
const documented = {
	prompt: 'A drone shot',
	model: 'Seedance-2.0',
	resolution: '720',
	duration: 5,
};

/** https://github.com/ArielleTolome/n8n-nodes-useapi, 0.7.0 of 2026-03-24. Not useapi.net's own. */
describeClient('n8n-nodes-useapi-net at useapi.net', () => {
	test('submits a video, checks its status and gets its address', async () => {
		const { videoId } = await run(minimax('createVideo', documented));
		await sleep(100);
		const video = await run(minimax('getVideoJob', { jobid: videoId }));
		expect(video).toMatchObject({ videoId, status: 2, statusLabel: 'completed' });
		expect([simulator.jobs.length, simulator.refusals]).toEqual([1, []]);
	});

	test('lists the accounts', async () => {
		const accounts = await run(minimax('listAccounts'));
		expect(Object.values(accounts)).toMatchObject([{ supportVideo: true }]);
	});

	test('uploads an image', async () => {
		const { fileID } = await run(minimax('uploadFile'));
		expect(fileID).toMatch(/-file:\d+$/);
		expect(simulator.refusals).toEqual([]);
	});

	test('tells of a wrong token and of an unknown video', async () => {
		await expect(run(minimax('listAccounts'), 'user:0-wrong')).rejects.toMatchObject({
			httpCode: '401',
		});
		await expect(run(minimax('getVideoJob', { jobid: 'none' }))).rejects.toMatchObject({
			httpCode: '404',
		});
	});

	exception(
		'the models and sizes of its own panel make no video',
		'hailuo-02 with a resolution and a duration is on no page of useapi.net, which has 02 and options',
		async () => {
			const panel = { ...documented, model: 'hailuo-02', resolution: '720p', duration: 6 };
			await expect(run(minimax('createVideo', panel))).rejects.toMatchObject({
				httpCode: '400',
			});
			expect(simulator.refusals).toMatchObject([{ reason: expect.stringMatching(/model/) }]);
		},
	);

	exception(
		'its Wait for Completion does not wait',
		'it reads jobid, and useapi.net answers videoId',
		async () => {
			simulator.videoSeconds = 60;
			const wait = { ...documented, waitForCompletion: true };
			expect(await run(minimax('createVideo', wait))).not.toHaveProperty('status');
			expect(simulator.jobs[0]?.statusCalls).toEqual([]);
		},
	);

	exception(
		'its Cancel Video cancels nothing here',
		'it calls DELETE /videos/{id}, which removes a video from the list and is not simulated',
		async () => {
			simulator.videoSeconds = 60;
			const { videoId } = await run(minimax('createVideo', documented));
			const cancel = run(minimax('cancelVideo', { mmCancelVideoId: videoId }));
			await expect(cancel).rejects.toMatchObject({ httpCode: '404' });
			expect(simulator.jobs[0]?.outcome).toBe('completed');
		},
	);
});
