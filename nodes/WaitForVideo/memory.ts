import type { IExecuteFunctions } from 'n8n-workflow';

import type { Watch } from '../../gateways/waiting/watch';
import type { Outcome } from '../shared/waiting/outcome';

/**
 * What a suspending node stores with its execution: it survives suspensions, restarts of n8n, and changes of worker.
 */
export interface Memory {
	/** By the key of the job. */
	watches: Record<string, Watch | undefined>;
	/** Items that have ended and are held back until all have; by the key of the job. */
	outcomes: Record<string, Outcome | undefined>;
	/** The last callback that was acted on. */
	call?: {
		/** Milliseconds since 1970. */
		at: number;
		/** How old its job was then, in milliseconds. */
		jobAge: number;
	};
	/** The execution that the watches belong to. */
	execution?: string;
	/** Nodes after this one have run since the last check, and n8n turned callbacks away meanwhile. */
	wasBusy?: boolean;
}

/**
 * Opens the memory. Changes to it are stored when the execution suspends or ends. Retry creates a new execution with
 * the memory of the failed one: jobs that had ended are not waited for again, but the others get the whole time limit
 * again, as they would in Keep Running. A restart of n8n doesn't create a new execution.
 */
export function openMemory(context: IExecuteFunctions): Memory {
	const kept = context.getContext('node') as Partial<Memory>;
	const execution = context.getExecutionId();
	if (kept.execution !== execution) kept.watches = {};
	kept.execution = execution;
	kept.watches ??= {};
	kept.outcomes ??= {};
	return kept as Memory;
}
