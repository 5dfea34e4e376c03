import type { Readable } from 'node:stream';
import type {
	IBinaryData,
	IConnections,
	IDataObject,
	INode,
	INodeExecutionData,
	IRunExecutionData,
} from 'n8n-workflow';
import type { Log } from './install';

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
