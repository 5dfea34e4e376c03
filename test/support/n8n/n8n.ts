import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import getPort from 'get-port';
import { ensureN8nInstalled } from './install';
import { credentialCalls } from './calls/credentials';
import { executionCalls } from './calls/executions';
import { binaryCalls } from './calls/files';
import { workflowCalls } from './calls/workflows';
import { memoryCalls } from './memory';
import { spawnN8n } from './process';
import { logIn } from './session';
import type { N8n, StartOptions } from './types';

export type {
	WorkflowJson,
	ExecutionStatus,
	NodeRun,
	Execution,
	ExecutionRow,
	N8n,
	StartOptions,
} from './types';
export { startSeconds, type N8nProcess, spawnN8n } from './process';
export { owner } from './session';
export { memoryCalls } from './memory';
export { type NodeSketch, type ConnectionSketch, startNode, workflow } from './workflow';

/**
 * Starts n8n on loopback with SQLite, sets up its owner (or logs in, if the folder has one) and
 * waits until it takes requests. Installs n8n on first use.
 *
 * @throws Error with the end of n8n's output if it does not come up
 */
export async function startN8n(options: StartOptions = {}): Promise<N8n> {
	const installed = await ensureN8nInstalled({
		log: options.log ?? ((line) => void process.stderr.write(`${line}\n`)),
	});
	const userFolder = options.userFolder ?? (await mkdtemp(join(tmpdir(), 'n8n-host-')));
	const port = options.port ?? (await getPort());
	const url = `http://127.0.0.1:${port}`;
	const started = await spawnN8n(installed, ['start'], { ...options, userFolder, port });
	const { pid, log, hasEnded, end } = started;

	try {
		const session = await logIn(url, hasEnded);
		return {
			url,
			userFolder,
			pid,
			log,
			...credentialCalls(session),
			...workflowCalls(session),
			...executionCalls(session),
			...binaryCalls(session),
			...memoryCalls(pid),
			rest: (method, path, body) => session.call(method, path, body),
			stop: async () => {
				await end('SIGTERM');
				if (options.userFolder === undefined) {
					await rm(userFolder, { recursive: true, force: true });
				}
			},
			kill: () => end('SIGKILL'),
		};
	} catch (error) {
		await end('SIGKILL');
		const reason = error instanceof Error ? error.message : String(error);
		const lastLines = log().split('\n').slice(-30).join('\n');
		throw new Error(`n8n did not start on ${url}: ${reason}\n${lastLines}`);
	}
}
