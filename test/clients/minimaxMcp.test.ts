import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startSimulator, type Simulator } from '../support/simulator';
import { clientFile, describeClient, loadClient } from './clients';

/** What is used of `@modelcontextprotocol/sdk`, which comes with the client. */
interface McpClient {
	connect(transport: unknown): Promise<void>;
	callTool(call: { name: string; arguments: object }): Promise<{
		content: Array<{ text: string }>;
	}>;
	close(): Promise<void>;
}

let server: Simulator;
let folder: string;
const connected: McpClient[] = [];

beforeAll(async () => {
	server = await startSimulator();
	folder = await mkdtemp(join(tmpdir(), 'minimax-mcp-'));
});
beforeEach(() => {
	server.reset();
	server.videoSeconds = 0.05;
});
afterEach(async () => {
	for (const client of connected.splice(0)) await client.close();
});
afterAll(async () => {
	await server.close();
	await rm(folder, { recursive: true });
});

/** Starts MiniMax's MCP server as an assistant would, and gives a way to call its tools. */
async function start(apiKey = server.credentials.minimax.apiKey) {
	const { Client } = loadClient('@modelcontextprotocol/sdk/client/index.js') as {
		Client: new (about: object) => McpClient;
	};
	const { StdioClientTransport } = loadClient('@modelcontextprotocol/sdk/client/stdio.js') as {
		StdioClientTransport: new (options: object) => unknown;
	};
	const client = new Client({ name: 'test', version: '1.0.0' });
	connected.push(client);
	await client.connect(
		new StdioClientTransport({
			command: process.execPath,
			args: [clientFile('minimax-mcp-js', 'build', 'index.js')],
			cwd: folder,
			env: {
				MINIMAX_API_KEY: apiKey,
				MINIMAX_API_HOST: server.credentials.minimax.baseUrl,
				MINIMAX_RESOURCE_MODE: 'url',
				MINIMAX_MCP_BASE_PATH: folder,
			},
		}),
	);
	return async (name: string, parameters: object): Promise<string> => {
		const { content } = await client.callTool({ name, arguments: parameters });
		return content.map(({ text }) => text).join('\n');
	};
}

const order = { prompt: 'A mountain lake', asyncMode: true };

/** MiniMax's own MCP server: https://github.com/MiniMax-AI/MiniMax-MCP-JS. */
describeClient('minimax-mcp-js at MiniMax', () => {
	test('submits a video, checks its status and gets its address', async () => {
		const call = await start();
		const said = await call('generate_video', order);
		const [job] = server.jobs;
		expect(said).toMatch(`Task ID: ${job!.jobId}`);
		await sleep(100);
		const found = await call('query_video_generation', { taskId: job!.jobId });
		expect(found).toBe(`Success. Video URL: ${job!.videoUrl}`);
		expect((await fetch(job!.videoUrl!)).headers.get('content-type')).toBe('video/mp4');
		expect([server.jobs.length, server.refusals]).toEqual([1, []]);
	});

	test('says that a video is not ready', async () => {
		server.videoSeconds = 60;
		const call = await start();
		await call('generate_video', order);
		const { jobId: taskId } = server.jobs[0]!;
		expect(await call('query_video_generation', { taskId })).toMatch('still processing');
	});

	test('tells of a wrong key, by MiniMax’s code 1004', async () => {
		const call = await start('wrong');
		expect(await call('generate_video', order)).toMatch(
			'API Error: not authorized, Please check your API key',
		);
		expect(server.jobs).toEqual([]);
	});

	test('tells of an unknown task', async () => {
		const call = await start();
		expect(await call('query_video_generation', { taskId: '1' })).toMatch('invalid params');
	});

	test('makes a video from an image', async () => {
		const call = await start();
		const said = await call('image_to_video', {
			...order,
			firstFrameImage: 'https://example.com/first.jpg',
		});
		const [job] = server.jobs;
		expect(said).toMatch(`Task ID: ${job!.jobId}`);
		expect(job!.body).toMatchObject({ first_frame_image: 'https://example.com/first.jpg' });
		expect([server.jobs.length, server.refusals]).toEqual([1, []]);
	});
});
