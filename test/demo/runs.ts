import { join, relative } from 'node:path';
import { gateways } from '../../gateways';
import {
	importExamples,
	mainExample,
	readExample,
	saveCredential,
	saveWorkflow,
	type CredentialsByType,
} from '../support/n8n/examples';
import type { RealGateway } from '../support/n8n/costs';
import type { N8n } from '../support/n8n/n8n';
import { executedJobs, showJobs, simulatedJobs, type JobProgress } from '../support/n8n/progress';
import { saveVideos, type SavedVideo } from '../support/n8n/videos';
import { startSimulator, type GatewayId, type Simulator } from '../support/simulator';
import { print } from './print';

const simulatedVideoSeconds = 10;
const longestSimulatedRunSeconds = 180;
const longestRealRunSeconds = 40 * 60;

/** What has to be undone at the end, the last first. */
export type CleanUp = Array<() => Promise<void>>;

async function simulatedCredentials(n8n: N8n, simulator: Simulator): Promise<CredentialsByType> {
	const credentials: CredentialsByType = {};
	for (const { id, label, credentialType } of gateways) {
		credentials[credentialType] = await saveCredential(n8n, {
			name: `${label} (simulated)`,
			type: credentialType,
			data: { ...simulator.credentials[id as GatewayId] },
		});
	}
	return credentials;
}

/** A workflow that runs, and what is expected of it. */
export interface Run {
	executionId: string;
	readJobs(): Promise<JobProgress[]>;
	title: string;
	/** How many jobs the workflow has to start. */
	expectedJobs: number;
	timeoutSeconds: number;
}

/** A real gateway, and the user's key for it. */
export interface RealKey {
	gateway: RealGateway;
	key: string;
}

export type StartRun = (n8n: N8n) => Promise<Run>;

/** Starts the simulated gateways. */
export async function openSimulator(cleanUp: CleanUp): Promise<Simulator> {
	const simulator = await startSimulator({ videoSeconds: simulatedVideoSeconds });
	cleanUp.push(simulator.close);
	return simulator;
}

/**
 * Saves the examples, with credentials for the simulated gateways.
 *
 * @returns the IDs of the workflows by their file names
 */
export async function saveExamples(n8n: N8n, simulator: Simulator, demoFolder: string) {
	const credentials = await simulatedCredentials(n8n, simulator);
	return await importExamples(n8n, credentials, join(demoFolder, 'imported.json'));
}

/** Runs the example that makes a video at each gateway, on the simulated ones. */
export async function runSimulated(
	n8n: N8n,
	simulator: Simulator,
	demoFolder: string,
): Promise<Run> {
	const workflows = await saveExamples(n8n, simulator, demoFolder);
	const main = workflows.get(mainExample);
	if (main === undefined) throw new Error(`examples/${mainExample}.json is missing.`);
	const { nodes } = await readExample(mainExample, {});
	const submits = nodes.filter(({ type }) => type.endsWith('.submitVideo'));
	const since = Date.now();
	return {
		executionId: await n8n.runWorkflow(main),
		readJobs: async () => await Promise.resolve(simulatedJobs(simulator, since)),
		title: `Running "${mainExample}" on simulated gateways, ${simulatedVideoSeconds} s a video`,
		expectedJobs: submits.length,
		timeoutSeconds: longestSimulatedRunSeconds,
	};
}

/** Runs the example of one real gateway, with the user's key. */
export async function runReal(n8n: N8n, { gateway, key }: RealKey, cleanUp: CleanUp): Promise<Run> {
	const { id, label, credentialType: type } = gateway;
	const data = { apiKey: key };
	const credential = await saveCredential(n8n, { name: `${label} (real)`, type, data });
	// The key stays in n8n's database no longer than the demo runs.
	cleanUp.push(async () => void (await n8n.rest('DELETE', `/credentials/${credential.id}`)));
	const example = await readExample(id, { [type]: credential });
	const workflowId = await saveWorkflow(n8n, { ...example, name: `${example.name} (real)` });
	const executionId = await n8n.runWorkflow(workflowId);
	return {
		executionId,
		readJobs: async () => executedJobs(await n8n.execution(executionId)),
		title: `Running "${example.name}" at ${label}; this takes some minutes`,
		expectedJobs: 1,
		timeoutSeconds: longestRealRunSeconds,
	};
}

/** Shows the run until it ends, saves its videos, and tells whether all of them are there and playable. */
export async function finish(
	n8n: N8n,
	run: Run,
	videoFolder: string,
	interrupted: AbortSignal,
): Promise<boolean> {
	const execution = await showJobs(
		run.title,
		run.readJobs,
		n8n.waitForExecution(run.executionId, { timeoutSeconds: run.timeoutSeconds }),
	);
	interrupted.throwIfAborted();
	const videos = await saveVideos(n8n, execution, videoFolder);
	print();
	for (const video of videos) print(videoLine(video));

	const good = new Set(
		videos.filter(({ playable }) => !(playable instanceof Error)).map(({ jobId }) => jobId),
	);
	const jobs = await run.readJobs();
	for (const { gateway, jobId } of jobs) {
		if (!good.has(jobId)) print(`NO VIDEO       ${gateway} job ${jobId}`);
	}
	if (execution.status !== 'success') {
		print(`The workflow ended as "${execution.status}": ${execution.error?.message ?? ''}`);
	}
	const expected = Math.max(run.expectedJobs, jobs.length);
	print(`${good.size} of ${expected} videos are there and playable.`);
	return execution.status === 'success' && good.size === expected;
}

function videoLine({ path, bytes, playable }: SavedVideo): string {
	const file = relative(process.cwd(), path);
	if (playable instanceof Error) return `NOT PLAYABLE   ${file}: ${playable.message}`;
	const { width, height, duration } = playable;
	const size = `${Math.ceil(bytes / 1000)} kB`;
	return `playable       ${file}  (${width}x${height}, ${duration.toFixed(1)} s, ${size})`;
}
