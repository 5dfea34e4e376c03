import fastify from 'fastify';
import type { IDataObject } from 'n8n-workflow';

import { readExample } from '../support/n8n/examples';
import { everythingWritten, stageForTests } from './stage';

/** The nodes as tools of an AI agent, on the real n8n, with a stand-in for the chat model. */

const stage = stageForTests(1);

interface ToolCall {
	tool: string;
	arguments: IDataObject;
}

interface ChatRequest {
	stream?: boolean;
	messages: Array<{ role: string; content: unknown }>;
	tools: Array<{ function: { name: string; description: string; parameters: IDataObject } }>;
}

/**
 * A chat model over HTTP, in the shape of OpenAI's chat completions (platform.openai.com, API reference, Chat), that
 * does what `decide` says: calls a tool, or answers.
 */
async function startChatModel(decide: (request: ChatRequest) => ToolCall | string) {
	const server = fastify();
	const requests: ChatRequest[] = [];
	server.post('/v1/chat/completions', async ({ body }, reply) => {
		const request = body as ChatRequest;
		requests.push(request);
		const decision = decide(request);
		const message =
			typeof decision === 'string'
				? { role: 'assistant', content: decision }
				: {
						role: 'assistant',
						content: null,
						tool_calls: [
							{
								index: 0,
								id: `call_${requests.length}`,
								type: 'function',
								function: {
									name: decision.tool,
									arguments: JSON.stringify(decision.arguments),
								},
							},
						],
					};
		const head = { id: `chat_${requests.length}`, created: 0, model: 'stand-in' };
		const reason = typeof decision === 'string' ? 'stop' : 'tool_calls';
		if (!request.stream) {
			const choices = [{ index: 0, message, finish_reason: reason }];
			const usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 };
			return { ...head, object: 'chat.completion', choices, usage };
		}
		const chunks = [
			{ index: 0, delta: message, finish_reason: null },
			{ index: 0, delta: {}, finish_reason: reason },
		].map((choice) => ({ ...head, object: 'chat.completion.chunk', choices: [choice] }));
		const text = chunks.map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`).join('');
		return await reply.type('text/event-stream').send(`${text}data: [DONE]\n\n`);
	});
	const origin = await server.listen({ host: '127.0.0.1', port: 0 });
	return { url: `${origin}/v1`, requests, close: async () => await server.close() };
}

const lastOf = ({ messages }: ChatRequest) => messages.at(-1)!;
const textOf = (content: unknown) =>
	typeof content === 'string' ? content : JSON.stringify(content);

test('an agent submits one video, waits for it, and answers with its address', async () => {
	const model = await startChatModel((request) => {
		const last = lastOf(request);
		const named = (word: RegExp) =>
			request.tools.map((tool) => tool.function.name).find((name) => word.test(name))!;
		if (last.role === 'user') {
			return { tool: named(/submit/i), arguments: { prompt: 'A lake at dawn' } };
		}
		const said = textOf(last.content).replaceAll('\\"', '"');
		const address = /"videoUrl":"([^"]+)"/.exec(said)?.[1];
		if (address) return `Here it is: ${address}`;
		const jobId = /"jobId":"([^"]+)"/.exec(said)![1]!;
		return { tool: named(/wait/i), arguments: { jobId } };
	});
	try {
		const openAiApi = await stage.n8n.createCredential({
			name: 'OpenAI',
			type: 'openAiApi',
			data: { apiKey: 'sk-stand-in', url: model.url },
		});
		const example = await readExample('agent', { ...stage.credentials, openAiApi });
		const chat = example.nodes.find(({ name }) => name === 'Chat')!;
		chat.parameters = { ...chat.parameters, public: true };
		const id = await stage.n8n.createWorkflow(example);
		await stage.n8n.activate(id);

		const answer = await fetch(`${stage.n8n.url}/webhook/${chat.webhookId}/chat`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({
				action: 'sendMessage',
				sessionId: 'one',
				chatInput: 'Make me a video of a lake.',
			}),
		});
		const { output } = (await answer.json()) as { output?: string };

		const [job, ...others] = stage.simulator.jobs;
		expect(others).toEqual([]);
		expect(job).toMatchObject({
			gateway: 'aimlapi',
			body: { model: 'minimax/hailuo-2.3', prompt: 'A lake at dawn', duration: 6 },
		});
		expect(output).toBe(`Here it is: ${job!.videoUrl}`);
		// What a model chooses by: a name, a description and the one field that it fills in.
		const tools = model.requests[0]!.tools.map((tool) => tool.function);
		for (const { description, parameters } of tools) {
			expect(description).toMatch(/video/i);
			expect(Object.keys(parameters.properties as object)).toHaveLength(1);
		}
		const [row] = await stage.n8n.executionRows({ workflowId: id });
		const written = everythingWritten(stage, await stage.n8n.execution(row!.id));
		expect(written).not.toContain(stage.simulator.credentials.aimlapi.apiKey);
		expect(JSON.stringify(model.requests)).not.toContain(
			stage.simulator.credentials.aimlapi.apiKey,
		);
		expect(stage.simulator.refusals).toEqual([]);
	} finally {
		await model.close();
	}
}, 90_000);
