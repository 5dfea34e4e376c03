import { rm } from 'node:fs/promises';
import { inspect } from 'node:util';
import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { gateways } from '../../gateways';
import {
	startSimulator,
	type GatewayId,
	type RecordedRequest,
	type Simulator,
} from '../support/simulator';
import type { CredentialsByType } from '../support/n8n/examples';
import {
	startN8n,
	workflow,
	type Execution,
	type N8n,
	type NodeSketch,
	type StartOptions,
} from '../support/n8n/n8n';
import { prepareUserFolder } from '../support/n8n/readyFolder';

/** A real n8n with the packed package, the simulated gateways, and a good credential for each. */
export interface Stage {
	n8n: N8n;
	simulator: Simulator;
	/** By credential type. */
	credentials: CredentialsByType;
	/** Saves and runs a workflow, and gives the finished execution. */
	run: (nodes: NodeSketch[], options?: { timeoutSeconds?: number }) => Promise<Execution>;
	close: () => Promise<void>;
}

/** Starts the stage; takes about 7 s in a run of jest, and 12 s elsewhere. */
export async function startStage(
	options: Pick<StartOptions, 'env' | 'nodeOptions'> & {
		videoSeconds?: number;
		/** Changes what is installed before n8n starts; is given the folder of the installed package. */
		prepare?: (installed: string) => Promise<void>;
	} = {},
): Promise<Stage> {
	const simulator = await startSimulator({ videoSeconds: options.videoSeconds ?? 2 });
	const { userFolder, installed } = await prepareUserFolder();
	await options.prepare?.(installed);
	const { env, nodeOptions } = options;
	const n8n = await startN8n({
		userFolder,
		...(env ? { env } : {}),
		...(nodeOptions ? { nodeOptions } : {}),
	});
	const credentials: CredentialsByType = {};
	for (const { id, label, credentialType } of gateways) {
		credentials[credentialType] = await n8n.createCredential({
			name: label,
			type: credentialType,
			data: { ...simulator.credentials[id as GatewayId] },
		});
	}
	let count = 0;
	return {
		n8n,
		simulator,
		credentials,
		run: async (nodes, { timeoutSeconds = 150 } = {}) => {
			const id = await n8n.createWorkflow(workflow(`Run ${++count}`, nodes));
			return await n8n.waitForExecution(await n8n.runWorkflow(id), { timeoutSeconds });
		},
		close: async () => {
			await n8n.stop();
			await simulator.close();
			await rm(userFolder, { recursive: true, force: true });
		},
	};
}

/**
 * A stage for all tests of a file, started before the first and closed after the last. The simulator forgets
 * everything before each test, and its videos take `videoSeconds` again.
 */
export function stageForTests(videoSeconds: number, env: Record<string, string> = {}): Stage {
	const stage = {} as Stage;
	beforeAll(async () => {
		// The first start on a machine installs n8n.
		Object.assign(stage, await startStage({ videoSeconds, env }));
	}, 900_000);
	afterAll(async () => {
		await stage.close?.();
	});
	beforeEach(() => {
		stage.simulator.reset();
		stage.simulator.videoSeconds = videoSeconds;
	});
	return stage;
}

/** Nodes that put out one item for each row, with the row as its JSON. */
export function rows(list: readonly object[]): NodeSketch[] {
	return [
		{
			name: 'List',
			type: 'n8n-nodes-base.set',
			typeVersion: 3.4,
			parameters: { mode: 'raw', jsonOutput: JSON.stringify({ row: list }) },
		},
		{
			name: 'Rows',
			type: 'n8n-nodes-base.splitOut',
			parameters: { fieldToSplitOut: 'row' },
		},
	];
}

/**
 * A node of the package with all credentials of the stage, or those given. A Wait For Video doesn't download, which it
 * would by itself, unless the test says so.
 */
export function videoNode(
	stage: Pick<Stage, 'credentials'>,
	type: 'submitVideo' | 'checkVideoStatus' | 'waitForVideo' | 'videoTrigger',
	parameters: INodeParameters = {},
	more: Partial<NodeSketch> = {},
): NodeSketch {
	const names = {
		submitVideo: 'Submit Video',
		checkVideoStatus: 'Check Video Status',
		waitForVideo: 'Wait For Video',
		videoTrigger: 'Video Callback Trigger',
	};
	const own = type === 'waitForVideo' ? { downloadVideo: false } : {};
	return {
		name: names[type],
		type,
		parameters: { ...own, ...parameters },
		credentials: stage.credentials,
		...more,
	};
}

/** Submit Video that takes its prompt from the item, with these Options. */
export const submitNode = (
	stage: Pick<Stage, 'credentials'>,
	gateway: string,
	options: IDataObject = {},
	parameters: INodeParameters = {},
	more: Partial<NodeSketch> = {},
): NodeSketch =>
	videoNode(
		stage,
		'submitVideo',
		{
			gateway,
			prompt: '={{ $json.prompt }}',
			...parameters,
			options: options as INodeParameters,
		},
		more,
	);

/** The items that left a node by one of its outputs in its last run. */
export function itemsOf(execution: Execution, node: string, output = 0): INodeExecutionData[] {
	return execution.nodes[node]?.runs.at(-1)?.outputs[output] ?? [];
}

/** What gateways were asked for about videos: not their lists of models, which a run may read, and no files. */
export const callsOf = ({ simulator }: Pick<Stage, 'simulator'>): RecordedRequest[] =>
	simulator.requests.filter(({ endpoint }) => !['models', 'media'].includes(endpoint));

/** The JSON of those items. */
export function jsonOf(execution: Execution, node: string, output = 0): IDataObject[] {
	return itemsOf(execution, node, output).map(({ json }) => json);
}

/** Everything that n8n has written down of an execution, and its log: no key may be in there. */
export function everythingWritten(stage: Pick<Stage, 'n8n'>, execution: Execution): string {
	const whole = { depth: null, maxArrayLength: null, maxStringLength: null };
	return inspect(execution.raw, whole) + stage.n8n.log();
}

/** What n8n shows of the error that has ended an execution: its headline, and the text below. */
export function errorText({ error }: Execution): string {
	return [error?.message, error?.description].filter(Boolean).join('. ');
}
