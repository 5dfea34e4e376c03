import { setTimeout as sleep } from 'node:timers/promises';
import type { IDataObject, IRunData, IRunExecutionData } from 'n8n-workflow';
import type { Session } from '../session';
import type { Execution, ExecutionRow, ExecutionStatus, StoredError } from '../types';

const finalStatuses: ExecutionStatus[] = ['success', 'error', 'canceled', 'crashed'];

/** Reads, awaits, stops and retries executions, as the editor does. */
export function executionCalls({ call }: Session) {
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
				timeoutSeconds = 150,
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
