import type { IExecuteFunctions } from 'n8n-workflow';

import { executionEndsAt, runsSoFar, type NodeRun } from '../internals';

/** How a message names a time limit. Plain JSON, stored with a watch over suspensions. */
export interface LimitWords {
	words: string;
	/** Why it is shorter than the user's, as a sentence. */
	note?: string;
	/** It's as long as the caller waits for an answer, and no limit of the job. */
	isCallers?: true;
}

/** How long a wait may take. */
export interface TimeLimit extends LimitWords {
	/** Milliseconds from now. */
	milliseconds: number;
}

/** How long before n8n ends the execution a wait gives up, so that its items can still leave, in milliseconds. */
const MARGIN = 5_000;

/** How long before that end a cancel or a download after the wait is given up too, in milliseconds. */
const LAST_MOMENT = 2_000;

/**
 * A limit that n8n's own timeout cuts to almost nothing still has this length, in milliseconds: enough for one check.
 */
export const LEAST = 1_000;

/**
 * n8n suspends an execution for its own Wait node from 65 s on, and no two nodes of a running one are this far apart,
 * in milliseconds (n8n 2.41, Wait.node). For an n8n that doesn't number the runs.
 */
const GAP_OF_SUSPENSION = 60_000;

/** When the part of an execution began that runs now: at its start, or when it was last resumed. Pure. */
export function findPartStart(startedAt: number, runs: readonly NodeRun[]): number {
	let part = startedAt;
	let end = startedAt;
	// The editor keeps runs of an earlier execution where only some nodes are run.
	const ofThis = runs.filter(({ startTime }) => startTime >= startedAt);
	for (const { startTime, executionTime, executionIndex } of ofThis.sort(
		(a, b) => a.startTime - b.startTime,
	)) {
		if (executionIndex === 0 || startTime - end > GAP_OF_SUSPENSION) part = startTime;
		end = Math.max(end, startTime + executionTime);
	}
	return part;
}

/** Seconds after which n8n ends an execution, by the workflow setting Timeout Workflow; undefined if it isn't set. */
export function readWorkflowTimeout(context: IExecuteFunctions): number | undefined {
	// -1 means no timeout.
	const seconds = Number(context.getWorkflowSettings().executionTimeout ?? 0);
	return seconds > 0 ? seconds : undefined;
}

/** When n8n will end the execution by each of the ways to find that out, in milliseconds since 1970. */
function possibleEnds(context: IExecuteFunctions, now: number): Array<number | undefined> {
	const seconds = readWorkflowTimeout(context);
	// After a suspension, n8n reports the whole timeout from the resume on, but still counts from the start.
	const reported = executionEndsAt(context);
	const ends = [reported, seconds && now + seconds * 1000];
	const startedAt = context.getExecutionContext?.()?.establishedAt;
	// A retried execution has the whole time, and the start of the original one.
	if (startedAt === undefined || context.getMode() === 'retry') return ends;
	const part = findPartStart(startedAt, runsSoFar(context));
	return [
		...ends,
		seconds && startedAt + seconds * 1000,
		reported && startedAt + (reported - part),
	];
}

/**
 * When n8n ends this execution (milliseconds since 1970), by the workflow setting Timeout Workflow or by n8n's own
 * EXECUTIONS_TIMEOUT; undefined if there is no limit. It counts suspended time, and cancels a suspended execution at
 * its first resume, when nodes no longer run. The first node of ours that asks finds out for the whole execution, since
 * less is known after a suspension. An end that has passed is not enforced: n8n counts anew after a callback and, in
 * queue mode, after each suspension.
 */
export function readExecutionEnd(context: IExecuteFunctions, now: number): number | undefined {
	const kept = context.getContext('flow');
	const id = context.getExecutionId();
	const known = kept.videoExecutionEnd as { id: string; at: number | null } | undefined;
	// A tool that an MCP client calls runs in no execution, and has no ID.
	if (known && known.id === id && (known.at ?? Infinity) > now) return known.at ?? undefined;
	const ends = possibleEnds(context, now).filter((end) => end !== undefined && end > now);
	const at = ends.length > 0 ? Math.min(...(ends as number[])) : undefined;
	kept.videoExecutionEnd = { id, at: at ?? null };
	return at;
}

/** By when the work after a wait has to be through, in milliseconds since 1970; `Infinity` if n8n sets no limit. */
export const lastMoment = (executionEnd = Infinity): number => executionEnd - LAST_MOMENT;

/** The time limit of a wait that starts now: the user's, or a shorter one if n8n would end the execution before. */
export function findTimeLimit(
	executionEnd: number | undefined,
	timeoutMinutes: number,
	now: number,
): TimeLimit {
	const wanted = timeoutMinutes * 60_000;
	if (executionEnd === undefined || executionEnd - MARGIN >= now + wanted) {
		return { milliseconds: wanted, words: `${timeoutMinutes} minutes` };
	}
	const left = Math.max(LEAST, executionEnd - MARGIN - now);
	return {
		milliseconds: left,
		words: `${Math.round(left / 1000)} seconds`,
		note: `n8n ends this execution then, because its time limit (Timeout Workflow or EXECUTIONS_TIMEOUT) is shorter than 'Time Limit (Minutes)' (${timeoutMinutes}).`,
	};
}
