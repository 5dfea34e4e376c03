import type { IExecuteFunctions } from 'n8n-workflow';

import { isCalledByMcp } from '../internals';
import { LEAST, type TimeLimit } from './executionLimit';

/**
 * How long an MCP client gets no answer to its call, in milliseconds. Clients give up after 60 s unless they are set
 * otherwise (@modelcontextprotocol/sdk, DEFAULT_REQUEST_TIMEOUT_MSEC, and n8n's own MCP Client Tool; 2026-11-28), and in
 * queue mode n8n itself does after 120 s (QueuedExecutionStrategy.js). A model then calls again. Each call is an execution
 * of its own, so nothing tells it from a new order, and the video is billed again.
 */
const PATIENCE = 50_000;

/** When each call has to be answered. */
const ends = new WeakMap<IExecuteFunctions, number>();

/**
 * By when the caller of this run must have an answer, in milliseconds since 1970, counted from the first time that this
 * is asked in the run; undefined if the caller waits.
 */
export function readCallerEnd(context: IExecuteFunctions, now: number): number | undefined {
	if (!isCalledByMcp(context)) return undefined;
	const end = ends.get(context) ?? now + PATIENCE;
	ends.set(context, end);
	return end;
}

/** The limit of a wait that starts now, or a shorter one for the sake of its caller. */
export function limitForCaller(
	limit: TimeLimit,
	callerEnd: number | undefined,
	now: number,
): TimeLimit {
	const left = (callerEnd ?? Infinity) - now;
	if (left >= limit.milliseconds) return limit;
	return { ...limit, milliseconds: Math.max(LEAST, left), isCallers: true };
}
