import { randomUUID } from 'node:crypto';

import { readExample } from '../support/n8n/examples';
import type { NodeSketch } from '../support/n8n/n8n';
import { isN8n1 } from '../support/n8n/release';
import { startChatModel, type ChatRequest, type ToolCall } from './chatModel';
import { everythingWritten, stageForTests } from './stage';

/** The nodes as tools of an AI agent, on the real n8n, with a stand-in for the chat model. */

const stage = stageForTests(1);

const lastOf = ({ messages }: ChatRequest) => messages.at(-1)!;
const textOf = (content: unknown) =>
	typeof content === 'string' ? content : JSON.stringify(content);

interface Chat {
	/** What the agent answers. */
	output: string | undefined;
	requests: ChatRequest[];
	/** Everything that n8n has written down. */
	written: string;
}

/**
 * Asks the example's agent for a video; its model does what `decide` says.
 *
 * @param options `without`: parameters of its tool that are left to their defaults; `tool`: other settings of it
 */
async function chat(
	decide: (request: ChatRequest) => ToolCall | string,
	{ without = [], tool = {} }: { without?: readonly string[]; tool?: Partial<NodeSketch> } = {},
): Promise<Chat> {
	const model = await startChatModel(decide);
	try {
		const openAiApi = await stage.n8n.createCredential({
			name: 'OpenAI',
			type: 'openAiApi',
			data: { apiKey: 'sk-stand-in', url: model.url },
		});
		const example = await readExample('agent', { ...stage.credentials, openAiApi });
		const [door, made] = ['Chat', 'Generate Video'].map((wanted) =>
			example.nodes.find(({ name }) => name === wanted)!,
		);
		door!.parameters = { ...door!.parameters, public: true };
		door!.webhookId = randomUUID();
		for (const name of without) delete made!.parameters[name];
		Object.assign(made!, tool);
		const id = await stage.n8n.createWorkflow(example);
		await stage.n8n.activate(id);

		const answer = await fetch(`${stage.n8n.url}/webhook/${door!.webhookId}/chat`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({
				action: 'sendMessage',
				sessionId: 'one',
				chatInput: 'Make me a video of a lake.',
			}),
		});
		const { output } = (await answer.json()) as { output?: string };
		const [row] = await stage.n8n.executionRows({ workflowId: id });
		const written = everythingWritten(stage, await stage.n8n.execution(row!.id));
		return { output, requests: model.requests, written };
	} finally {
		await model.close();
	}
}

/** Calls the one tool with a prompt, and then answers with what it says. */
const callOnce =
	(prompt: string) =>
	(request: ChatRequest): ToolCall | string => {
		const last = lastOf(request);
		if (last.role !== 'user') return textOf(last.content);
		const [tool] = request.tools;
		return { tool: tool!.function.name, arguments: { prompt } };
	};

test('an agent makes one video with one tool, and answers with its address', async () => {
	const { output, requests, written } = await chat(callOnce('A lake at dawn'));

	const [job, ...others] = stage.simulator.jobs;
	expect(others).toEqual([]);
	expect(job).toMatchObject({
		gateway: 'aimlapi',
		body: { model: 'minimax/hailuo-2.3', prompt: 'A lake at dawn', duration: 6 },
	});
	expect(output).toContain(job!.videoUrl);
	expect(output!.replaceAll('\\"', '"')).toContain('"status":"completed"');
	// What a model chooses by: a name, a description and the one field that it fills in.
	const tools = requests[0]!.tools.map((tool) => tool.function);
	expect(tools).toHaveLength(1);
	for (const { description, parameters } of tools) {
		expect(description).toMatch(/video/i);
		expect(Object.keys(parameters.properties as object)).toEqual(['prompt']);
	}
	const { apiKey } = stage.simulator.credentials.aimlapi;
	expect(written).not.toContain(apiKey);
	expect(JSON.stringify(requests)).not.toContain(apiKey);
	expect(stage.simulator.refusals).toEqual([]);
});

/** What On Error of a tool can be, so that its error reaches the model: in n8n 1.x, Stop Workflow ends the agent, too. */
const reachingTheModel = [...(isN8n1 ? [] : [undefined]), 'continueRegularOutput'] as const;
const [usual] = reachingTheModel;
const tool = usual === undefined ? {} : { tool: { onError: usual } };

test('a model reads why its video failed, and what to do about it', async () => {
	stage.simulator.plan = () => ({ outcome: 'moderated' });
	const failed = await chat(callOnce('Something bad'), tool);
	expect(failed.output).toMatch(/AI\/ML API job \S+ failed \(\w+\)/);
	expect(failed.output).toMatch(/Change the prompt/);

	const wrong = await chat(callOnce(' '), tool);
	expect(wrong.output).toMatch(/'Prompt' is empty/);
	expect(stage.simulator.jobs).toHaveLength(1);
});

test.each(reachingTheModel)(
	'a model that calls again with the same prompt waits for the same job, and pays once (On Error: %s)',
	async (onError) => {
		stage.simulator.plan = () => ({ outcome: 'moderated' });
		const again = (request: ChatRequest) => {
			const calls = request.messages.filter(({ role }) => role === 'tool').length;
			const [tool] = request.tools;
			return calls === 2
				? 'It failed.'
				: { tool: tool!.function.name, arguments: { prompt: 'Something bad' } };
		};
		const { requests } = await chat(again, onError === undefined ? {} : { tool: { onError } });
		const answers = requests.at(-1)!.messages.filter(({ role }) => role === 'tool');
		expect(answers.map(({ content }) => textOf(content))).toEqual(
			answers.map(() => expect.stringMatching(/AI\/ML API job .* failed/)),
		);
		expect(answers).toHaveLength(2);
		expect(stage.simulator.jobs).toHaveLength(1);
	},
);

test("without a description of its own, the node's describes the tool", async () => {
	const { requests } = await chat(callOnce('A lake'), {
		without: ['toolDescription', 'descriptionType'],
	});
	expect(requests[0]!.tools[0]!.function.description).toMatch(
		/^Generate an AI video from a prompt or an image/,
	);
});
