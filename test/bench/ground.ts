import { setTimeout as sleep } from 'node:timers/promises';

import { startMiniMax, type MiniMax } from '../support/simulator/minimax';
import type { CredentialsByType } from '../support/n8n/examples';
import type { Execution, ExecutionStatus, NodeRun, WorkflowJson } from '../support/n8n/n8n';
import { startStage, type Stage } from '../n8n/stage';
import { installUnrecorded } from './unrecorded';

/** What all measurements on one n8n share. */
export interface Ground extends Stage {
	miniMax: MiniMax;
	/** For n8n's own MiniMax node, and the same key as a header for the HTTP Request node. */
	miniMaxCredentials: CredentialsByType;
	/** Pixazo's key as a header, for the HTTP Request node. */
	pixazoHeader: CredentialsByType;
	/** Saves and runs a workflow, waits for its end without asking much of n8n, and gives the execution. */
	finish: (workflow: WorkflowJson, patience: Patience) => Promise<Execution>;
}

/** How long an execution takes at most, and before when nobody has to ask for its end. */
export interface Patience {
	timeoutSeconds: number;
	notBeforeSeconds?: number;
}

const ended: ExecutionStatus[] = ['success', 'error', 'canceled', 'crashed'];

/** How often a workflow is asked for its end: each time costs n8n some milliseconds. */
const askSeconds = 0.25;

/** Starts n8n with the package and both simulators. */
export async function startGround(): Promise<Ground> {
	const stage = await startStage({ videoSeconds: 20, prepare: installUnrecorded });
	const miniMax = await startMiniMax();
	const { n8n, simulator } = stage;
	const credential = async (name: string, type: string, data: Record<string, string>) => ({
		[type]: await n8n.createCredential({ name, type, data }),
	});
	const header = async (name: string, header: string, value: string) =>
		await credential(name, 'httpHeaderAuth', { name: header, value });
	return {
		...stage,
		miniMax,
		miniMaxCredentials: {
			...(await credential('MiniMax', 'minimaxApi', miniMax.credential)),
			...(await header('MiniMax', 'Authorization', `Bearer ${miniMax.credential.apiKey}`)),
		},
		pixazoHeader: await header(
			'Pixazo',
			'Ocp-Apim-Subscription-Key',
			simulator.credentials.pixazo.apiKey,
		),
		async finish(workflow, { timeoutSeconds, notBeforeSeconds = 0 }) {
			const workflowId = await n8n.createWorkflow(workflow);
			const executionId = await n8n.runWorkflow(workflowId);
			const deadline = Date.now() + timeoutSeconds * 1000;
			await sleep(notBeforeSeconds * 1000);
			for (;;) {
				const [row] = await n8n.executionRows({ workflowId });
				if (row && ended.includes(row.status)) break;
				if (Date.now() > deadline) {
					throw new Error(`"${workflow.name}" runs for longer than ${timeoutSeconds} s`);
				}
				await sleep(askSeconds * 1000);
			}
			const execution = await n8n.execution(executionId);
			if (execution.status !== 'success') {
				const { message, description } = execution.error ?? {};
				const reason = [message, description].filter(Boolean).join('; ');
				throw new Error(`"${workflow.name}" ended as ${execution.status}: ${reason}`);
			}
			return execution;
		},
		async close() {
			await stage.close();
			await miniMax.close();
		},
	};
}

const runsOf = (execution: Execution, node: string): NodeRun[] => {
	const runs = execution.nodes[node]?.runs;
	if (!runs) throw new Error(`"${node}" did not run`);
	return runs;
};

/** Seconds from the first start of one node to the last end of another. */
export function secondsBetween(execution: Execution, first: string, last: string): number {
	const from = Math.min(...runsOf(execution, first).map(({ startTime }) => startTime));
	const until = Math.max(
		...runsOf(execution, last).map(({ startTime, executionTime }) => startTime + executionTime),
	);
	return (until - from) / 1000;
}

/** Throws where a simulator was asked for something that no page documents: such figures mean nothing. */
export function assertNothingRefused(
	{ simulator, miniMax }: Ground,
	others: ReadonlyArray<Pick<MiniMax, 'refusals'>> = [],
): void {
	const refusals = [simulator, miniMax, ...others].flatMap((server) => server.refusals);
	if (refusals.length > 0) throw new Error(`Refused: ${JSON.stringify(refusals.slice(0, 3))}`);
}
