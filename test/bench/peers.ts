import { rows } from '../n8n/stage';
import { workflow } from '../support/n8n/n8n';
import { startDashScope, WAN } from '../support/simulator/dashScope';
import { startGemini, VEO } from '../support/simulator/gemini';
import type { VideoApi } from '../support/simulator/videoApi';
import type { Ground } from './ground';
import { countCalls, type Way } from './ways';

/** n8n's own nodes for videos beside MiniMax's, each with the simulated API of its provider. */

/** The nodes as ways to make videos, and the servers that they ask. */
export interface Peers {
	ways: readonly Way[];
	apis: readonly VideoApi[];
	close: () => Promise<void>;
}

interface PeerNode {
	name: string;
	type: string;
	typeVersion: number;
	parameters: Record<string, unknown>;
	credentialType: string;
	api: VideoApi & { credential: Record<string, string> };
}

const byId = (value: string) => ({ __rl: true, mode: 'id', value });

/** A node that submits, waits and downloads. */
async function wayOf({ n8n }: Ground, node: PeerNode): Promise<Way> {
	const { name, type, typeVersion, parameters, credentialType, api } = node;
	const credential = await n8n.createCredential({
		name,
		type: credentialType,
		data: api.credential,
	});
	return {
		name: `n8n's ${name} node`,
		first: name,
		last: name,
		workflow: (_ground, prompts) =>
			workflow(`${name}, ${prompts[0]}`, [
				...rows(prompts.map((prompt) => ({ prompt }))),
				{
					name,
					type: `@n8n/n8n-nodes-langchain.${type}`,
					typeVersion,
					parameters: { resource: 'video', prompt: '={{ $json.prompt }}', ...parameters },
					credentials: { [credentialType]: credential },
				},
			]),
		statusCalls: (_ground, prompts) => countCalls(api.jobs, prompts),
	};
}

/** Starts the providers' servers, and makes n8n's credentials for them. */
export async function startPeers(ground: Ground, videoSeconds: number): Promise<Peers> {
	const [gemini, dashScope] = await Promise.all([
		startGemini({ videoSeconds }),
		startDashScope({ videoSeconds }),
	]);
	const nodes: PeerNode[] = [
		{
			name: 'Google Gemini',
			type: 'googleGemini',
			typeVersion: 1.2,
			parameters: { operation: 'generate', modelId: byId(VEO) },
			credentialType: 'googlePalmApi',
			api: gemini,
		},
		{
			name: 'AlibabaCloud',
			type: 'alibabaCloud',
			typeVersion: 1.1,
			parameters: { operation: 'textToVideo', modelId: byId(WAN) },
			credentialType: 'alibabaCloudApi',
			api: dashScope,
		},
	];
	const apis = nodes.map(({ api }) => api);
	return {
		ways: await Promise.all(nodes.map(async (node) => await wayOf(ground, node))),
		apis,
		close: async () => {
			await Promise.all(apis.map(async (api) => await api.close()));
		},
	};
}
