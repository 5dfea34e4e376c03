import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import axios from 'axios';
import execa from 'execa';
import getPort from 'get-port';
import type {
	IBinaryData,
	IConnections,
	IDataObject,
	INode,
	INodeExecutionData,
	IRunData,
	IRunExecutionData,
} from 'n8n-workflow';
import { ensureN8nInstalled, type InstalledN8n, type Log } from './install';
import { isN8n1 } from './release';

/** The log-in of the n8n that this starts. It is bound to loopback, so this is no secret. */
export const owner = {
	email: 'owner@example.com',
	password: 'Video-Gateways-1',
	firstName: 'Video',
	lastName: 'Gateways',
};

/** What n8n stores a workflow as: the part that its editor exports. */
export interface WorkflowJson {
	name: string;
	nodes: INode[];
	connections: IConnections;
	settings?: IDataObject;
}

/** A saved workflow, without its nodes. */
export interface WorkflowRow {
	id: string;
	name: string;
	active: boolean;
}

/** A saved credential, without its data. */
export interface CredentialRow {
	id: string;
	name: string;
	type: string;
}

/** The words that n8n uses for the state of an execution. */
export type ExecutionStatus =
	'new' | 'running' | 'waiting' | 'success' | 'error' | 'canceled' | 'crashed' | 'unknown';

/** An error of a node or of a whole execution, as n8n stores it. */
export interface StoredError {
	message: string;
	description?: string | null;
	name?: string;
	httpCode?: string | null;
	context?: IDataObject;
	[key: string]: unknown;
}

/** One run of one node; a node in a loop has several. */
export interface NodeRun {
	/** The items of each output; an output that nothing left by is an empty list. */
	outputs: INodeExecutionData[][];
	error?: StoredError;
	status: ExecutionStatus;
	/** Milliseconds since 1970. */
	startTime: number;
	/** Milliseconds. */
	executionTime: number;
}

/** One execution of a workflow, with everything its nodes put out. */
export interface Execution {
	id: string;
	status: ExecutionStatus;
	/** What ended the execution, if a node failed without an error output. */
	error?: StoredError;
	/** By the name of the node; a node that did not run is missing. */
	nodes: Record<string, { runs: NodeRun[] }>;
	/** n8n's own answer, its data unpacked; undefined while n8n has stored none. */
	raw: { row: IDataObject; data: IRunExecutionData | undefined };
}

/** An execution as the list shows it. */
export interface ExecutionRow {
	id: string;
	workflowId: string;
	status: ExecutionStatus;
	mode: string;
	startedAt: string | null;
	stoppedAt: string | null;
	waitTill: string | null;
	retryOf: string | null;
}

/** A running n8n, and what its editor can do with it. Every call throws on an answer of 400 or more. */
export interface N8n {
	/** Without a slash at the end. */
	url: string;
	userFolder: string;
	/** The main process; task runners are children of it. */
	pid: number;
	/** Everything n8n has written to stdout and stderr so far. */
	log(): string;

	createCredential(credential: {
		name: string;
		type: string;
		data: IDataObject;
	}): Promise<{ id: string; name: string }>;
	/** Replaces name and data of a credential. */
	updateCredential(
		id: string,
		credential: { name: string; type: string; data: IDataObject },
	): Promise<void>;
	credentials(): Promise<CredentialRow[]>;
	/** Presses "Test" on a saved credential (`id`), or on one that is saved only for the test. */
	testCredential(
		credential: { id: string } | { type: string; data: IDataObject },
	): Promise<{ status: 'OK' | 'Error'; message: string }>;

	/** Saves a new workflow and gives its id. */
	createWorkflow(workflow: WorkflowJson): Promise<string>;
	updateWorkflow(id: string, workflow: WorkflowJson): Promise<void>;
	workflows(): Promise<WorkflowRow[]>;
	/** Publishes the saved version. Production webhooks answer a moment later, not at once. */
	/**
	 * Publishes the workflow as it is saved, and waits until its triggers are there.
	 *
	 * @throws Error with what the triggers say that could not be set up
	 */
	activate(id: string): Promise<void>;
	/** Withdraws the workflow, and waits until its triggers are gone. */
	deactivate(id: string): Promise<void>;

	/** Presses "Execute workflow", and gives the execution's id while it runs. */
	runWorkflow(id: string, options?: { triggerNode?: string }): Promise<string>;
	/** Presses "Listen for test event" of a trigger: the next call to its test URL starts the saved workflow once. */
	listenForTestEvent(id: string, triggerNode: string): Promise<void>;
	execution(id: string): Promise<Execution>;
	/**
	 * Polls until the execution has one of the statuses `until`, by default any final one.
	 *
	 * @throws Error with the last status if it takes longer than `timeoutSeconds`, 60 by default
	 */
	waitForExecution(
		id: string,
		options?: { timeoutSeconds?: number; until?: ExecutionStatus[] },
	): Promise<Execution>;
	/** The newest 100 executions, newest first. */
	executionRows(filter?: { workflowId?: string }): Promise<ExecutionRow[]>;
	/** How many executions there are, however many. */
	executionCount(filter?: { workflowId?: string }): Promise<number>;
	/** Presses "Stop". */
	stopExecution(id: string): Promise<void>;
	/**
	 * Presses "Retry" on a failed execution and waits for the new one's end.
	 *
	 * @param options `loadWorkflow`: with the workflow as it is saved now, not as it was then
	 * @returns the new execution's id
	 */
	retryExecution(id: string, options?: { loadWorkflow?: boolean }): Promise<string>;

	/** Downloads a file that an item carries, as the editor's "Download" does. */
	binaryFile(binary: IBinaryData): Promise<Buffer>;
	/** As `binaryFile`, for files that are too large to hold in memory. */
	binaryStream(binary: IBinaryData): Promise<Readable>;

	/** Any other REST call, e.g. `rest('GET', '/settings')`; gives what n8n answered as `data`. */
	rest(
		method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
		path: string,
		body?: unknown,
	): Promise<unknown>;

	/** Resident memory of the main process, in bytes. */
	rssBytes(): Promise<number>;
	/** The largest `rssBytes` since the start or the last `resetPeakRss`. Linux only. */
	peakRssBytes(): Promise<number>;
	/** Makes `peakRssBytes` count from now. Linux only. */
	resetPeakRss(): Promise<void>;

	/** Ends n8n as Ctrl-C does. A folder that `startN8n` made itself is deleted. */
	stop(): Promise<void>;
	/** Ends n8n and its task runners without warning, as a power cut does. The folder stays. */
	kill(): Promise<void>;
}

/** How to start n8n; everything has a default. */
export interface StartOptions {
	/**
	 * n8n's data lie in `<userFolder>/.n8n`. By default a fresh temporary folder. A folder that was
	 * used before keeps its owner, credentials, workflows and executions.
	 */
	userFolder?: string;
	/** By default a free one. */
	port?: number;
	/** Wins over the settings made here. */
	env?: Record<string, string>;
	/** Flags for the Node.js that runs n8n, e.g. `--max-old-space-size=512`. */
	nodeOptions?: string[];
	/** Takes the progress of the installation on first use; by default stderr. */
	log?: Log;
}

/** How long a process of n8n may take until it is ready. */
export const startSeconds = 180;
const stopSeconds = 15;
/** How often a call is repeated, a second apart, while n8n's database isn't ready. */
const LONGEST_PAUSES = 30;

const finalStatuses: ExecutionStatus[] = ['success', 'error', 'canceled', 'crashed'];

// n8n gets only these of the caller's variables: gateway keys, N8N_* settings and what jest and npm
// set must not change what is tested.
const inheritedVariables = [
	'PATH',
	'HOME',
	'USERPROFILE',
	'APPDATA',
	'SystemRoot',
	'ComSpec',
	'TMPDIR',
	'TEMP',
	'TMP',
	'LANG',
	'HTTP_PROXY',
	'HTTPS_PROXY',
	'NODE_EXTRA_CA_CERTS',
];

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

/** A process of n8n, whichever of its commands it runs. */
export interface N8nProcess {
	pid: number;
	/** Everything it has written to stdout and stderr so far. */
	log(): string;
	hasEnded(): boolean;
	/** Ends it and its task runners, and waits until they have ended. */
	end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

/**
 * Starts one process of n8n, `n8n start` or another command, and does not wait until it is ready.
 *
 * @param options `port`: where n8n's main process listens, whichever process this is
 */
export async function spawnN8n(
	{ nodeBinary, n8nScript }: InstalledN8n,
	command: string[],
	options: Pick<StartOptions, 'env' | 'nodeOptions'> & { userFolder: string; port: number },
): Promise<N8nProcess> {
	const { userFolder, port } = options;
	await mkdir(userFolder, { recursive: true });

	const child = execa(
		nodeBinary,
		[
			...(options.nodeOptions ?? []),
			'--require',
			join(__dirname, 'end-with-parent.cjs'),
			n8nScript,
			...command,
		],
		{
			// n8n reads a .env file from where it is started.
			cwd: userFolder,
			env: { ...(await environment(userFolder, port)), ...options.env },
			extendEnv: false,
			reject: false,
			buffer: false,
			// A process group of its own, so that its task runners can be ended with it.
			detached: process.platform !== 'win32',
			stdin: 'pipe',
		},
	);
	const { pid } = child;
	if (pid === undefined) throw new Error(`Could not start ${nodeBinary}`);
	let output = '';
	for (const stream of [child.stdout, child.stderr]) {
		stream?.setEncoding('utf8').on('data', (text: string) => {
			output += text;
		});
	}
	let ended = false;
	const exit = child.then(() => {
		ended = true;
	});

	return {
		pid,
		log: () => output,
		hasEnded: () => ended,
		end: async (signal) => {
			if (signal === 'SIGKILL') signalGroup(pid, signal);
			else child.kill(signal);
			await Promise.race([exit, sleep(stopSeconds * 1000, undefined, { ref: false })]);
			// Also after a clean end: a task runner may outlive its n8n.
			signalGroup(pid, 'SIGKILL');
			await exit;
		},
	};
}

async function environment(userFolder: string, port: number): Promise<Record<string, string>> {
	const inherited = inheritedVariables.flatMap((name) => {
		const value = process.env[name];
		return value === undefined ? [] : [[name, value] as const];
	});
	return {
		...Object.fromEntries(inherited),
		NO_PROXY: [process.env.NO_PROXY, '127.0.0.1', 'localhost'].filter(Boolean).join(','),
		// As in n8n's own image; jest's "test" would make n8n skip loading nodes.
		NODE_ENV: 'production',
		GENERIC_TIMEZONE: 'UTC',
		TZ: 'UTC',
		N8N_USER_FOLDER: userFolder,
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_PORT: String(port),
		// What expressions see as the base of $execution.resumeUrl.
		[isN8n1 ? 'WEBHOOK_URL' : 'N8N_WEBHOOK_URL']: `http://127.0.0.1:${port}/`,
		...(isN8n1
			? {
					// Its default is the memory.
					N8N_DEFAULT_BINARY_DATA_MODE: 'filesystem',
					// By default it has one connection to SQLite, on which the transactions of two calls mix.
					DB_SQLITE_POOL_SIZE: '2',
				}
			: { N8N_DISABLED_MODULES: 'mcp-registry' }),
		N8N_SECURE_COOKIE: 'false',
		// Several n8n on one machine would fight for the broker's default port.
		N8N_RUNNERS_BROKER_PORT: String(await getPort()),
		N8N_GRACEFUL_SHUTDOWN_TIMEOUT: '5',
		EXECUTIONS_DATA_SAVE_ON_SUCCESS: 'all',
		EXECUTIONS_DATA_SAVE_ON_ERROR: 'all',
		EXECUTIONS_DATA_SAVE_MANUAL_EXECUTIONS: 'true',
		// Nothing below may reach out to n8n's servers, or cover the editor.
		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED: 'false',
		N8N_TEMPLATES_ENABLED: 'false',
		N8N_VERIFIED_PACKAGES_ENABLED: 'false',
		N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
		N8N_DYNAMIC_BANNERS_ENABLED: 'false',
		N8N_HIRING_BANNER_ENABLED: 'false',
		N8N_PERSONALIZATION_ENABLED: 'false',
	};
}

function signalGroup(pid: number, signal: 'SIGKILL'): void {
	try {
		process.kill(process.platform === 'win32' ? pid : -pid, signal);
	} catch {
		// Nobody of the group is left.
	}
}

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

interface Session {
	/** Gives the `data` of n8n's answer; the caller says what it is. */
	call<Answer>(method: Method, path: string, body?: unknown): Promise<Answer>;
	/** The body of a file. */
	download(path: string): Promise<Readable>;
}

async function logIn(url: string, hasEnded: () => boolean): Promise<Session> {
	let cookie = '';
	const http = axios.create({
		baseURL: url,
		proxy: false,
		validateStatus: () => true,
		maxContentLength: Infinity,
		maxBodyLength: Infinity,
		// The cookie is bound to this id, which the editor makes up for each browser.
		headers: { 'browser-id': randomUUID() },
	});

	const request = async (method: Method, path: string, body?: unknown) =>
		await http.request<unknown>({
			method,
			url: `/rest${path}`,
			data: body,
			headers: cookie ? { Cookie: cookie } : {},
		});
	const send = async (method: Method, path: string, body?: unknown) => {
		let response = await request(method, path, body);
		// n8n on a busy machine: its database didn't answer within five seconds, and nothing was done.
		for (let pause = 1; response.status === 503 && pause <= LONGEST_PAUSES; pause++) {
			await sleep(1000);
			response = await request(method, path, body);
		}
		if (response.status >= 400) {
			const detail = (response.data as { message?: string } | null)?.message;
			throw new Error(
				`n8n answered ${response.status} to ${method} /rest${path}: ${detail ?? 'no message'}`,
			);
		}
		return response;
	};
	const call = async <Answer>(method: Method, path: string, body?: unknown): Promise<Answer> => {
		const response = await send(method, path, body);
		return (response.data as { data: Answer }).data;
	};

	const settings = await untilReady(hasEnded, async () => {
		const ready = await http.get<unknown>('/healthz/readiness');
		if (ready.status !== 200) throw new Error('not ready');
		return await call<{ userManagement: { showSetupOnFirstLoad: boolean } }>(
			'GET',
			'/settings',
		);
	});
	// The REST routes answer some seconds before the first log-in can succeed.
	const answer = await untilReady(hasEnded, () =>
		settings.userManagement.showSetupOnFirstLoad
			? send('POST', '/owner/setup', owner)
			: send('POST', '/login', {
					emailOrLdapLoginId: owner.email,
					password: owner.password,
				}),
	);
	cookie = (answer.headers['set-cookie'] ?? [])
		.map((line) => line.split(';')[0] ?? '')
		.join('; ');

	return {
		call,
		download: async (path) => {
			const response = await http.get<Readable>(`/rest${path}`, {
				responseType: 'stream',
				headers: { Cookie: cookie },
			});
			if (response.status >= 400) {
				response.data.destroy();
				throw new Error(`n8n answered ${response.status} to GET /rest${path}`);
			}
			return response.data;
		},
	};
}

async function untilReady<Answer>(
	hasEnded: () => boolean,
	attempt: () => Promise<Answer>,
): Promise<Answer> {
	const deadline = Date.now() + startSeconds * 1000;
	for (;;) {
		try {
			return await attempt();
		} catch (error) {
			if (hasEnded()) throw new Error('it ended by itself');
			if (Date.now() > deadline) throw error;
		}
		await sleep(250);
	}
}

function credentialCalls({ call }: Session) {
	type Credential = { name: string; type: string; data: IDataObject };
	const createCredential = async (credential: Credential) => {
		const { id, name } = await call<CredentialRow>('POST', '/credentials', credential);
		return { id, name };
	};
	const testSaved = async (id: string) => {
		// As the editor does: it sends back what it was shown, with the secrets blanked out.
		const { name, type, data } = await call<Credential>(
			'GET',
			`/credentials/${id}?includeData=true`,
		);
		return await call<{ status: 'OK' | 'Error'; message: string }>(
			'POST',
			'/credentials/test',
			{
				credentials: { id, name, type, data },
			},
		);
	};
	return {
		createCredential,
		updateCredential: async (id: string, credential: Credential) => {
			await call('PATCH', `/credentials/${id}`, credential);
		},
		credentials: async () => {
			const rows = await call<CredentialRow[]>('GET', '/credentials');
			return rows.map(({ id, name, type }) => ({ id, name, type }));
		},
		testCredential: async (
			credential: { id: string } | { type: string; data: IDataObject },
		) => {
			if ('id' in credential) return await testSaved(credential.id);
			const { id } = await createCredential({ name: 'For a test', ...credential });
			try {
				return await testSaved(id);
			} finally {
				await call('DELETE', `/credentials/${id}`);
			}
		},
	};
}

function workflowCalls({ call }: Session) {
	const load = async (id: string) =>
		await call<WorkflowJson & { versionId: string }>('GET', `/workflows/${id}`);
	const run = async (id: string, trigger: string) =>
		await call<{ executionId?: string; waitingForWebhook?: boolean }>(
			'POST',
			`/workflows/${id}/run`,
			{
				triggerToStartFrom: { name: trigger },
				// n8n 1.x runs what it is sent, not what is saved.
				...(isN8n1 ? { workflowData: await load(id) } : {}),
			},
		);
	/** n8n publishes and withdraws in the background; this waits for its end. */
	const publication = async (id: string) => {
		// n8n 1.x publishes within the call.
		if (isN8n1) return [];
		for (const deadline = Date.now() + 30_000; ; await sleep(50)) {
			const { status, triggers } = await call<{
				status: string;
				triggers: Array<{ errorMessage: string | null }>;
			}>('GET', `/workflows/${id}/publication-status`);
			if (status !== 'in_progress') return triggers;
			if (Date.now() > deadline) throw new Error(`Workflow ${id} is still being published`);
		}
	};
	return {
		createWorkflow: async (workflow: WorkflowJson) =>
			(
				await call<WorkflowRow>('POST', '/workflows', {
					settings: {},
					...(isN8n1 ? { active: false } : {}),
					...workflow,
				})
			).id,
		updateWorkflow: async (id: string, workflow: WorkflowJson) => {
			const { versionId } = await load(id);
			await call('PATCH', `/workflows/${id}`, { settings: {}, ...workflow, versionId });
		},
		workflows: async () => {
			const rows = await call<WorkflowRow[]>('GET', '/workflows');
			return rows.map(({ id, name, active }) => ({ id, name, active }));
		},
		activate: async (id: string) => {
			const { versionId } = await load(id);
			await call('POST', `/workflows/${id}/activate`, { versionId });
			const triggers = await publication(id);
			const problems = triggers.map(({ errorMessage }) => errorMessage).filter(Boolean);
			if (problems.length > 0) throw new Error(problems.join('; '));
		},
		deactivate: async (id: string) => {
			await call('POST', `/workflows/${id}/deactivate`, {});
			await publication(id);
		},
		runWorkflow: async (id: string, { triggerNode }: { triggerNode?: string } = {}) => {
			const start = triggerNode ?? manualTriggerOf(await load(id));
			const { executionId } = await run(id, start);
			if (executionId === undefined) {
				throw new Error(`"${start}" waits for a call from outside, so nothing was started`);
			}
			return executionId;
		},
		listenForTestEvent: async (id: string, triggerNode: string) => {
			const { waitingForWebhook } = await run(id, triggerNode);
			if (!waitingForWebhook) throw new Error(`"${triggerNode}" waits for no call`);
		},
	};
}

const manualTriggerType = 'n8n-nodes-base.manualTrigger';

function manualTriggerOf(workflowJson: WorkflowJson): string {
	const trigger = workflowJson.nodes.find((node) => node.type === manualTriggerType);
	if (!trigger) throw new Error(`Workflow "${workflowJson.name}" has no manual trigger`);
	return trigger.name;
}

function executionCalls({ call }: Session) {
	const execution = async (id: string): Promise<Execution> => {
		const row = await call<(IDataObject & { data?: string }) | undefined>(
			'GET',
			`/executions/${id}`,
		);
		if (row === undefined) throw new Error(`n8n knows no execution ${id}`);
		// Its types say that it is an ES module, which a CommonJS file can only import like this.
		const { parse } = await import('flatted');
		const data = row.data ? (parse(row.data) as IRunExecutionData | null) : undefined;
		return readExecution(id, row, data ?? undefined);
	};
	const list = async (filter: { workflowId?: string }, limit: number) => {
		const query = new URLSearchParams({
			limit: String(limit),
			filter: JSON.stringify(filter),
		});
		return await call<{ results: ExecutionRow[]; count: number }>(
			'GET',
			`/executions?${query.toString()}`,
		);
	};
	return {
		execution,
		waitForExecution: async (
			id: string,
			{
				timeoutSeconds = 60,
				until = finalStatuses,
			}: { timeoutSeconds?: number; until?: ExecutionStatus[] } = {},
		) => {
			const deadline = Date.now() + timeoutSeconds * 1000;
			for (;;) {
				const found = await execution(id);
				if (until.includes(found.status)) return found;
				if (Date.now() > deadline || finalStatuses.includes(found.status)) {
					throw new Error(
						`Execution ${id} is "${found.status}"${found.error ? ` (${found.error.message})` : ''}` +
							`, not ${until.join(' or ')}, ${timeoutSeconds} s being the limit`,
					);
				}
				await sleep(200);
			}
		},
		executionRows: async (filter: { workflowId?: string } = {}) =>
			(await list(filter, 100)).results,
		executionCount: async (filter: { workflowId?: string } = {}) =>
			(await list(filter, 1)).count,
		stopExecution: async (id: string) => {
			await call('POST', `/executions/${id}/stop`);
		},
		retryExecution: async (id: string, { loadWorkflow = false } = {}) =>
			(await call<{ id: string }>('POST', `/executions/${id}/retry`, { loadWorkflow })).id,
	};
}

function readExecution(
	id: string,
	row: IDataObject,
	data: Partial<IRunExecutionData> | undefined,
): Execution {
	if (row.dataTooLargeToDisplay) {
		throw new Error(
			`Execution ${id} is too large to read; raise EXECUTIONS_DATA_MAX_DISPLAY_SIZE`,
		);
	}
	const runData: IRunData = data?.resultData?.runData ?? {};
	const nodes = Object.entries(runData).map(([name, runs]) => [
		name,
		{
			runs: runs.map((run) => ({
				outputs: (run.data?.main ?? []).map((items) => items ?? []),
				error: run.error as StoredError | undefined,
				status: (run.executionStatus ?? 'unknown') as ExecutionStatus,
				startTime: run.startTime,
				executionTime: run.executionTime,
			})),
		},
	]);
	return {
		id,
		status: row.status as ExecutionStatus,
		error: data?.resultData?.error as StoredError | undefined,
		nodes: Object.fromEntries(nodes) as Execution['nodes'],
		raw: { row: { ...row, data: undefined }, data: data as IRunExecutionData | undefined },
	};
}

function binaryCalls({ download }: Session) {
	const binaryStream = async (binary: IBinaryData) => {
		if (binary.id === undefined) {
			throw new Error('This file lies in the item itself; read it with binaryFile');
		}
		const query = new URLSearchParams({ id: binary.id, action: 'download' });
		return await download(`/binary-data?${query.toString()}`);
	};
	return {
		binaryStream,
		binaryFile: async (binary: IBinaryData) => {
			if (binary.id === undefined) return Buffer.from(binary.data, 'base64');
			const chunks: Buffer[] = [];
			for await (const chunk of await binaryStream(binary)) chunks.push(chunk as Buffer);
			return Buffer.concat(chunks);
		},
	};
}

/** Reads the memory of a process, n8n's main one or a worker. */
export function memoryCalls(pid: number) {
	const fromProc = async (field: 'VmRSS' | 'VmHWM') => {
		const status = await readFile(`/proc/${pid}/status`, 'utf8');
		const kilobytes = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)?.[1];
		if (kilobytes === undefined) throw new Error(`/proc/${pid}/status has no ${field}`);
		return Number(kilobytes) * 1024;
	};
	return {
		rssBytes: async () => {
			if (process.platform === 'linux') return await fromProc('VmRSS');
			const { stdout } = await execa('ps', ['-o', 'rss=', '-p', String(pid)]);
			return Number(stdout.trim()) * 1024;
		},
		peakRssBytes: () => fromProc('VmHWM'),
		resetPeakRss: () => writeFile(`/proc/${pid}/clear_refs`, '5'),
	};
}

/** A node in short form; what is left out gets n8n's defaults. */
export interface NodeSketch extends Partial<Omit<INode, 'id' | 'type' | 'parameters'>> {
	name: string;
	/** `submitVideo` for one of this package, or the whole name, `n8n-nodes-base.set`. */
	type: string;
	parameters?: INode['parameters'];
}

/** From node, to node, and the numbers of the first one's output and the second one's input if they are not 0. */
export type ConnectionSketch = [from: string, to: string, output?: number, input?: number];

/** The name of the manual trigger that `workflow` puts in front. */
export const startNode = 'Start';

/**
 * Turns a short description into what n8n saves: a manual trigger named `Start`, then the nodes.
 *
 * @param connections by default a chain from `Start` through all nodes by output 0
 */
export function workflow(
	name: string,
	nodes: NodeSketch[],
	connections?: ConnectionSketch[],
): WorkflowJson {
	const all: NodeSketch[] = [{ name: startNode, type: manualTriggerType }, ...nodes];
	const chain = nodes.map((node, index): ConnectionSketch => [
		all[index]?.name ?? startNode,
		node.name,
	]);
	return {
		name,
		nodes: all.map((node, index) => ({
			typeVersion: 1,
			position: [index * 240, 0],
			parameters: {},
			...node,
			id: randomUUID(),
			type: node.type.includes('.') ? node.type : `n8n-nodes-video-gateways.${node.type}`,
		})),
		connections: connect(connections ?? chain),
		// As the editor saves a new workflow; without it n8n runs nodes in an older order.
		settings: { executionOrder: 'v1' },
	};
}

function connect(sketches: ConnectionSketch[]): IConnections {
	const connections: IConnections = {};
	for (const [from, to, output = 0, input = 0] of sketches) {
		const outputs = ((connections[from] ??= {}).main ??= []);
		// n8n wants a list for each output before this one too.
		while (outputs.length <= output) outputs.push([]);
		outputs[output]?.push({ node: to, type: 'main', index: input });
	}
	return connections;
}
