import type { IExecuteFunctions } from 'n8n-workflow';

import { executionEndsAt } from '../internals';
import { readWorkflowTimeout } from '../suspendLoop';

/** How long a wait may take. */
export interface TimeLimit {
	/** Milliseconds from now. */
	milliseconds: number;
	/** How a message names it. */
	words: string;
	/** Why it is shorter than the user's, as a sentence. */
	note?: string;
}

/** How long before n8n ends the execution a wait gives up, so that its items can still leave, in milliseconds. */
const MARGIN = 5_000;

/**
 * A limit that n8n's own timeout cuts to almost nothing still has this length, in milliseconds: enough for one check.
 */
const LEAST = 1_000;

/**
 * When n8n ends this execution (milliseconds since 1970), by the workflow setting Timeout Workflow or by n8n's own
 * EXECUTIONS_TIMEOUT; undefined if there is no limit. It counts suspended time, and cancels a suspended execution at
 * its first resume, when nodes no longer run. Stored with the execution, because after a suspension n8n reports a later
 * end than the one it enforces.
 */
function readExecutionEnd(context: IExecuteFunctions, now: number): number | undefined {
	const kept = context.getContext('node');
	const id = context.getExecutionId();
	const known = kept.executionEnd as { id: string; at: number | null } | undefined;
	if (known?.id === id) return known.at ?? undefined;
	const seconds = readWorkflowTimeout(context);
	const startedAt = context.getExecutionContext?.()?.establishedAt;
	// A retried execution keeps the start of the original one.
	const ends = [
		executionEndsAt(context),
		...(seconds === undefined || startedAt === undefined ? [] : [startedAt + seconds * 1000]),
		...(seconds === undefined ? [] : [now + seconds * 1000]),
	].filter((end) => end !== undefined && end > now) as number[];
	const at = ends.length > 0 ? Math.min(...ends) : undefined;
	kept.executionEnd = { id, at: at ?? null };
	return at;
}

/** The time limit of a wait that starts now: the user's, or a shorter one if n8n would end the execution before. */
export function findTimeLimit(
	context: IExecuteFunctions,
	timeoutMinutes: number,
	now: number,
): TimeLimit {
	const wanted = timeoutMinutes * 60_000;
	const end = readExecutionEnd(context, now);
	if (end === undefined || end - MARGIN >= now + wanted) {
		return { milliseconds: wanted, words: `${timeoutMinutes} minutes` };
	}
	const left = Math.max(LEAST, end - MARGIN - now);
	return {
		milliseconds: left,
		words: `${Math.round(left / 1000)} seconds`,
		note: `n8n ends this execution after that: its setting Timeout Workflow is shorter than 'Time Limit (Minutes)', ${timeoutMinutes}.`,
	};
}
