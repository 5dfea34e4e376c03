import type { IExecuteFunctions, INode } from 'n8n-workflow';

import { isFinal, type VideoJob } from '../../gateways/gateway';
import type { Watch } from '../../gateways/waiting/watch';
import { createItem, type Run } from '../shared/item';
import { nodeOf } from '../shared/nodeContext';
import type { Outcome } from '../shared/waiting/outcome';
import type { ItemSettings } from '../shared/waiting/settings';
import type { ItemToWait } from '../shared/waiting/watchItems';
import { keyOfCircling } from './circling';
import { readCommonSettings, type CommonSettings } from './settings';

/**
 * What the first round read of an item. Later rounds have fewer items, among which it may have another number and
 * another first one: its expressions could name the job of another row there.
 */
export interface ItemReading {
	/** The ID of the gateway. */
	gateway: string;
	jobId: string;
	/** Absent if the user has changed the node since. */
	settings?: ItemSettings;
	/** Which items it came with at first. */
	batch: string;
}

/** Which of the user's parameters, as they are stored, something was read from. */
interface ReadFrom {
	/** The job of an item. */
	job: string;
	/** Everything else. */
	settings: string;
}

/**
 * What a suspending node stores with its execution: it survives suspensions, restarts of n8n, and changes of worker.
 */
export interface Memory {
	/** By the key of the job. */
	watches: Record<string, Watch | undefined>;
	/** Items that have ended and are held back until all have; by the key of the job. */
	outcomes: Record<string, Outcome | undefined>;
	/** What the first round read of each item that still circles; by the key of the job. */
	readings: Record<string, ItemReading | undefined>;
	/** What the first item of a batch decided for all. */
	batches: Record<string, CommonSettings | undefined>;
	readFrom?: ReadFrom;
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

function readFromNode({ parameters }: Readonly<INode>): ReadFrom {
	const { gateway, itemGateways, jobId, ...others } = parameters;
	return {
		job: JSON.stringify([gateway, itemGateways, jobId]),
		settings: JSON.stringify(others),
	};
}

/** Forgets what was read from parameters that the user has changed since, between the execution and its Retry. */
function forgetOutdated(memory: Memory, context: IExecuteFunctions): void {
	const now = readFromNode(nodeOf(context));
	const before = memory.readFrom ?? now;
	memory.readFrom = now;
	if (before.job !== now.job) memory.readings = {};
	if (before.settings === now.settings) return;
	memory.batches = {};
	// What has ended is checked again, which costs nothing, and ends by the new settings.
	memory.outcomes = {};
	for (const reading of Object.values(memory.readings)) delete reading?.settings;
}

/** Whether what an item ended with would be the same if its job were checked again. */
const isForGood = (outcome: Outcome | undefined): boolean =>
	outcome !== undefined &&
	'json' in outcome &&
	isFinal(outcome.json as unknown as Pick<VideoJob, 'status'>);

/**
 * Retry creates a new execution with the memory of the failed one: jobs that had ended are not waited for again, but the
 * others get the whole time limit again, as they would in Keep Running; also those that were late, whose video may be
 * ready by now. A restart of n8n doesn't create a new execution.
 */
function startOver(memory: Memory): void {
	memory.watches = {};
	memory.outcomes = Object.fromEntries(
		Object.entries(memory.outcomes).filter(([, outcome]) => isForGood(outcome)),
	);
}

/** Opens the memory. Changes to it are stored when the execution suspends or ends. */
export function openMemory(context: IExecuteFunctions): Memory {
	const kept = context.getContext('node') as Partial<Memory>;
	kept.watches ??= {};
	kept.outcomes ??= {};
	kept.readings ??= {};
	kept.batches ??= {};
	const memory = kept as Memory;
	const execution = context.getExecutionId();
	if (memory.execution !== execution) startOver(memory);
	memory.execution = execution;
	forgetOutdated(memory, context);
	return memory;
}

/** The items that the input items came with at first, and what the first of those decided for all. */
export function findBatch(run: Run, memory: Memory): { batch: string; common: CommonSettings } {
	const readings = run.context
		.getInputData()
		.map((item) => memory.readings[keyOfCircling(item) ?? '']);
	const batch =
		readings.find((reading) => reading !== undefined)?.batch ??
		String(Math.max(0, ...Object.keys(memory.batches).map(Number)) + 1);
	const common = (memory.batches[batch] ??= readCommonSettings(createItem(run, 0)));
	return { batch, common };
}

/** Keeps what was read of the items, for as long as they circle. */
export function keepReadings(memory: Memory, batch: string, items: readonly ItemToWait[]): void {
	for (const entry of items) {
		if ('settled' in entry || entry.key === undefined) continue;
		const { key, job, settings } = entry;
		memory.readings[key] = { gateway: job.gateway.id, jobId: job.jobId, settings, batch };
	}
	const inUse = new Set(Object.values(memory.readings).map((reading) => reading?.batch));
	memory.batches = Object.fromEntries(
		Object.entries(memory.batches).filter(([name]) => inUse.has(name)),
	);
}

/** Forgets items that leave. */
export function forget(memory: Memory, items: readonly ItemToWait[]): void {
	for (const entry of items) {
		if ('settled' in entry || entry.key === undefined) continue;
		delete memory.outcomes[entry.key];
		delete memory.readings[entry.key];
	}
}
