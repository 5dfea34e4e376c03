import { startNode, workflow, type NodeSketch, type WorkflowJson } from '../support/n8n/n8n';
import { rows, videoNode } from '../n8n/stage';
import type { Ground } from './ground';

/** The ways in which users make videos in n8n, as workflows that do the same: submit, wait, download. */

/** A way, and where in its workflow the time begins and ends. */
export interface Way {
	name: string;
	first: string;
	last: string;
	/** Makes one video for each prompt. */
	workflow: (ground: Ground, prompts: readonly string[]) => WorkflowJson;
	/** How many status calls came in, for each of the prompts. */
	statusCalls: (ground: Ground, prompts: readonly string[]) => number[];
}

const listOf = (prompts: readonly string[]) => rows(prompts.map((prompt) => ({ prompt })));

/** How many status calls there were for each of the prompts. */
export const countCalls = (
	jobs: ReadonlyArray<{ prompt?: string | undefined; statusCalls: readonly number[] }>,
	prompts: readonly string[],
): number[] => {
	const wanted = new Set<string | undefined>(prompts);
	return jobs.filter(({ prompt }) => wanted.has(prompt)).map((job) => job.statusCalls.length);
};

const miniMaxCalls: Way['statusCalls'] = ({ miniMax }, prompts) =>
	countCalls(miniMax.jobs, prompts);

/** Submit Video and Wait For Video in Keep Running. */
export const ownWay: Way = {
	name: 'this package',
	first: 'Submit Video',
	last: 'Wait For Video',
	workflow: (ground, prompts) =>
		workflow(`Own, ${prompts[0]}`, [
			...listOf(prompts),
			videoNode(ground, 'submitVideo', { gateway: 'pixazo', prompt: '={{ $json.prompt }}' }),
			videoNode(ground, 'waitForVideo', { downloadVideo: true }),
		]),
	statusCalls: ({ simulator }, prompts) => countCalls(simulator.jobs, prompts),
};

/** n8n's own MiniMax node, which submits, waits and downloads. */
export const miniMaxWay: Way = {
	name: "n8n's MiniMax node",
	first: 'MiniMax',
	last: 'MiniMax',
	workflow: ({ miniMaxCredentials }, prompts) =>
		workflow(`MiniMax, ${prompts[0]}`, [
			...listOf(prompts),
			{
				name: 'MiniMax',
				type: '@n8n/n8n-nodes-langchain.minimax',
				parameters: {
					resource: 'video',
					operation: 'textToVideo',
					prompt: '={{ $json.prompt }}',
				},
				credentials: miniMaxCredentials,
			},
		]),
	statusCalls: miniMaxCalls,
};

/** The HTTP Request node with a key from a credential. */
export const httpRequest = (
	name: string,
	credentials: NodeSketch['credentials'],
	parameters: NodeSketch['parameters'],
): NodeSketch => ({
	name,
	type: 'n8n-nodes-base.httpRequest',
	typeVersion: 4.2,
	parameters: {
		...(credentials && {
			authentication: 'genericCredentialType',
			genericAuthType: 'httpHeaderAuth',
		}),
		...parameters,
	},
	...(credentials && { credentials }),
});

/** Fetches a file into a binary field. */
export const fetchFile = (name: string, url: string): NodeSketch =>
	httpRequest(name, undefined, {
		url,
		options: { response: { response: { responseFormat: 'file' } } },
	});

const isFinished = {
	options: { caseSensitive: true, leftValue: '', typeValidation: 'strict', version: 2 },
	conditions: [
		{
			id: 'finished',
			leftValue: '={{ $json.status }}',
			rightValue: 'Success',
			operator: { type: 'string', operation: 'equals' },
		},
	],
	combinator: 'and',
};

/** The loop that users draw: six nodes, a Wait of some seconds in the middle. */
export const loopWay = (waitSeconds: number): Way => ({
	name: `six nodes, Wait of ${waitSeconds} s`,
	first: 'Submit',
	last: 'Download',
	workflow({ miniMax, miniMaxCredentials: credentials }, prompts) {
		const query = (name: string, path: string, parameter: string, value: string) =>
			httpRequest(name, credentials, {
				url: `${miniMax.origin}/v1/${path}`,
				sendQuery: true,
				queryParameters: { parameters: [{ name: parameter, value }] },
			});
		const list = listOf(prompts);
		const nodes: NodeSketch[] = [
			...list,
			httpRequest('Submit', credentials, {
				method: 'POST',
				url: `${miniMax.origin}/v1/video_generation`,
				sendBody: true,
				specifyBody: 'json',
				jsonBody: '={{ { model: "MiniMax-Hailuo-2.3", prompt: $json.prompt } }}',
			}),
			{
				name: 'Wait',
				type: 'n8n-nodes-base.wait',
				typeVersion: 1.1,
				parameters: { amount: waitSeconds },
			},
			query('Query', 'query/video_generation', 'task_id', '={{ $json.task_id }}'),
			{
				name: 'If',
				type: 'n8n-nodes-base.if',
				typeVersion: 2.2,
				parameters: { conditions: isFinished, options: {} },
			},
			query('File', 'files/retrieve', 'file_id', '={{ $json.file_id }}'),
			fetchFile('Download', '={{ $json.file.download_url }}'),
		];
		const names = [startNode, ...nodes.map(({ name }) => name)];
		const chain = names.slice(1).map((to, index) => [names[index]!, to] as [string, string]);
		return workflow(`Loop of ${waitSeconds} s, ${prompts[0]}`, nodes, [
			...chain,
			['If', 'Wait', 1],
		]);
	},
	statusCalls: miniMaxCalls,
});
