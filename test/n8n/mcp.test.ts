import { randomUUID } from 'node:crypto';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { workflow, type NodeSketch } from '../support/n8n/n8n';
import { stageForTests, videoNode } from './stage';

/** The nodes as tools of an MCP Server Trigger, called as an MCP client does: its Streamable HTTP transport. */

const stage = stageForTests(600);

const TRIGGER = 'MCP Server Trigger';

const tool = (
	type: 'submitVideo' | 'checkVideoStatus',
	name: string,
	parameters: INodeParameters,
): NodeSketch => ({
	...videoNode(stage, type, parameters),
	name,
	type: `n8n-nodes-video-gateways.${type}Tool`,
});

/** An MCP server that makes and checks videos, and its address. */
async function startServer(): Promise<string> {
	const path = randomUUID();
	const tools = [
		tool('submitVideo', 'Make_Video', {
			gateway: 'aimlapi',
			prompt: "={{ $fromAI('prompt', 'What the video shows', 'string') }}",
			waitForCompletion: true,
			downloadVideo: true,
		}),
		tool('checkVideoStatus', 'Check_Video_Status', {
			operation: 'check',
			gateway: 'aimlapi',
			jobId: "={{ $fromAI('jobId', 'The ID of the job', 'string') }}",
		}),
	];
	const trigger: NodeSketch = {
		name: TRIGGER,
		type: '@n8n/n8n-nodes-langchain.mcpTrigger',
		typeVersion: 2,
		webhookId: path,
		parameters: { path },
	};
	const made = workflow('MCP', [trigger, ...tools], []);
	for (const { name } of tools) {
		made.connections[name] = { ai_tool: [[{ node: TRIGGER, type: 'ai_tool', index: 0 }]] };
	}
	const id = await stage.n8n.createWorkflow(made);
	await stage.n8n.activate(id);
	return `${stage.n8n.url}/mcp/${path}`;
}

/** One connection of a client. */
async function connect(url: string) {
	let session: string | undefined;
	let count = 0;
	async function ask(method: string, params: object, isNotice = false) {
		const answer = await fetch(url, {
			method: 'POST',
			headers: {
				'content-type': 'application/json',
				accept: 'application/json, text/event-stream',
				...(session ? { 'mcp-session-id': session } : {}),
			},
			body: JSON.stringify({
				jsonrpc: '2.0',
				method,
				params,
				...(isNotice ? {} : { id: ++count }),
			}),
		});
		session ??= answer.headers.get('mcp-session-id') ?? undefined;
		const text = await answer.text();
		const event = /^data: (.*)$/m.exec(text);
		return (event ? JSON.parse(event[1]!) : {}) as { result?: IDataObject };
	}
	await ask('initialize', {
		protocolVersion: '2025-03-26',
		capabilities: {},
		clientInfo: { name: 'test', version: '1' },
	});
	await ask('notifications/initialized', {}, true);
	return {
		/** What a tool answers, and after how many seconds. */
		call: async (name: string, args: object) => {
			const startedAt = Date.now();
			const { result } = await ask('tools/call', { name, arguments: args });
			const [{ text = '' } = {}] = (result?.content ?? []) as Array<{ text?: string }>;
			const seconds = (Date.now() - startedAt) / 1000;
			return { text, isError: result?.isError === true, seconds };
		},
	};
}

const itemIn = (text: string): IDataObject => (JSON.parse(text) as IDataObject[])[0]!;

test('a video that takes longer than a client waits: the call ends with the job, and the next one checks it', async () => {
	const client = await connect(await startServer());
	const made = await client.call('Make_Video', { prompt: 'A lake' });

	expect(made).toMatchObject({
		isError: false,
		text: expect.stringContaining('jobId') as string,
	});
	// Clients give up after 60 s.
	expect(made.seconds).toBeLessThan(57);
	expect(made.seconds).toBeGreaterThan(40);
	const [job] = stage.simulator.jobs;
	const item = itemIn(made.text);
	expect(item).toMatchObject({ gateway: 'aimlapi', jobId: job!.jobId });
	expect(['queued', 'processing']).toContain(item.status);
	expect(JSON.stringify(item.warnings)).toContain('call Check Video Status with this jobId');
	expect(stage.n8n.log()).toContain(`job ${job!.jobId} (outside an execution, item 0)`);

	const checked = await client.call('Check_Video_Status', { jobId: job!.jobId });
	expect(itemIn(checked.text)).toMatchObject({ jobId: job!.jobId, status: item.status });
	expect(stage.simulator.jobs).toHaveLength(1);
}, 120_000);

test('a video that is ready in time is answered with its address', async () => {
	stage.simulator.videoSeconds = 4;
	const client = await connect(await startServer());
	const { text, seconds } = await client.call('Make_Video', { prompt: 'A hill' });

	expect(itemIn(text)).toMatchObject({
		status: 'completed',
		videoUrl: stage.simulator.jobs[0]!.videoUrl,
	});
	expect(seconds).toBeLessThan(30);
	expect(stage.simulator.requests.filter(({ endpoint }) => endpoint === 'media')).toEqual([]);
}, 60_000);
