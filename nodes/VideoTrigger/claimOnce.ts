import type { IExecuteFunctions } from 'n8n-workflow';

import type { VideoJob } from '../../gateways/gateway';
import { reasonOf } from '../shared/failure';
import { assertGoing, pauseUntil, type StopSignal } from '../shared/pause';
import { executionToken, SETTLED } from '../shared/processedData';
import { serialize } from './serialize';
import { isSeenHere, stateKey, triggerKey } from './seenStates';

/**
 * Once for each final state, over all processes of n8n. The record is that of Remove Duplicates
 * (`checkProcessedAndRecord`, n8n 1.66 and newer): one row of n8n's database for each trigger, written immediately and
 * without a lock. Hence two entries, the state and the state with the name of this execution, and another check after a
 * pause: if an entry is gone, it was overwritten.
 */

/** A repeated call for a job 5,000 videos ago would start the workflow again. */
const OPTIONS = { mode: 'entries', maxEntries: 10_000 } as const;

/** How often an entry that was overwritten is recorded again. */
const MOST_CHECKS = 10;

/**
 * Which execution this is. All tries of one execution share the token of its resume URL (n8n 2.x), so that a Retry
 * finds its own entry. n8n 1.x has none.
 */
function identifyRun(context: IExecuteFunctions): { name: string; isShared: boolean } {
	const token = executionToken(context);
	return { name: token ?? context.getExecutionId(), isShared: token !== undefined };
}

/** Records the entries; returns those that were already there. */
async function record(context: IExecuteFunctions, entries: string[]): Promise<Set<unknown>> {
	return await serialize(triggerKey(context), async () => {
		const write = async () =>
			await context.helpers.checkProcessedAndRecord(entries, 'node', OPTIONS);
		// The very first write of two processes can collide; then the row is there.
		const { processed } = await write().catch(write);
		return new Set<unknown>(processed);
	});
}

/**
 * Whether this execution is the one that a final state starts. Records that it is; `forget` undoes that. Throws
 * Stopped.
 */
export async function claimOnce(
	context: IExecuteFunctions,
	job: VideoJob,
	stop: StopSignal,
): Promise<boolean> {
	const state = stateKey(job);
	const run = identifyRun(context);
	const mine = `${state} ${run.name}`;
	const canRecord = typeof context.helpers.checkProcessedAndRecord === 'function';
	if (!canRecord) return !isSeenHere(context, job);
	try {
		const before = await record(context, [state, mine]);
		// A manual Retry, after n8n was killed after this node.
		if (before.has(mine) || (!run.isShared && context.getMode() === 'retry')) return true;
		const isOurs = !before.has(state) && (await holds(context, state, mine, stop));
		if (!isOurs) await remove(context, [mine]);
		return isOurs;
	} catch (error) {
		assertGoing(stop);
		// Such as a workflow without an ID. A video twice is better than none.
		context.logger.warn(
			`Video Callback Trigger couldn't record that job ${job.jobId} has started this workflow: ${reasonOf(error)}`,
		);
		return !isSeenHere(context, job);
	}
}

/**
 * Whether the row, once it has settled, has our entry. If it has neither, the record of another job was written over
 * ours and perhaps over that of another execution for the same state, which records its own again just as we do: only
 * the next check tells whose it is.
 */
async function holds(
	context: IExecuteFunctions,
	state: string,
	mine: string,
	stop: StopSignal,
): Promise<boolean> {
	for (let check = 1; check <= MOST_CHECKS; check++) {
		await pauseUntil(Date.now() + SETTLED, stop);
		const there = await record(context, [state, mine]);
		if (there.has(mine)) return true;
		if (there.has(state)) return false;
	}
	// A video twice is better than none.
	return true;
}

async function remove(context: IExecuteFunctions, entries: string[]): Promise<void> {
	await serialize(triggerKey(context), async () => {
		await context.helpers.removeProcessed?.(entries, 'node', OPTIONS);
	});
}

/** Removes the record, so that a repeated call starts the workflow. */
export async function forget(context: IExecuteFunctions, job: VideoJob): Promise<void> {
	const state = stateKey(job);
	const entries = [state, `${state} ${identifyRun(context).name}`];
	await remove(context, entries).catch((error: unknown) => {
		context.logger.warn(
			`Video Callback Trigger couldn't remove its record of job ${job.jobId}: ${reasonOf(error)}`,
		);
	});
}
