import fastify from 'fastify';
import type { IDataObject } from 'n8n-workflow';

/** A stand-in for a chat model, for agents and chains. */

export interface ToolCall {
	tool: string;
	arguments: IDataObject;
}

export interface ChatRequest {
	stream?: boolean;
	messages: Array<{ role: string; content: unknown }>;
	tools: Array<{ function: { name: string; description: string; parameters: IDataObject } }>;
}

/**
 * A chat model over HTTP, in the shape of OpenAI's chat completions (platform.openai.com, API reference, Chat), that
 * does what `decide` says: calls a tool, or answers.
 */
export async function startChatModel(decide: (request: ChatRequest) => ToolCall | string) {
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
