import { createHash } from 'crypto';
import type { IExecuteFunctions, IWebhookFunctions } from 'n8n-workflow';

import type { VideoJob } from '../../gateways/gateway';

/**
 * The first filter for repeated calls: they start no execution. The record of claimOnce.ts decides, in the execution;
 * this one only knows this process, and what n8n has stored of the node's static data.
 */

/** How many final states are remembered for each trigger; the oldest is forgotten first. */
const MOST_STATES = 1_000;

/**
 * Milliseconds for which an execution that was started for a state keeps the next call about it from starting another,
 * unless it ends before. Longer than `execute()` usually needs to find out; from another machine, it can't report back.
 */
const PENDING_FOR = 120_000;

interface SeenStates {
	/** States that have started the workflow, the newest last. */
	seen: Set<string>;
	/** States that an execution is working on, with the time after which it no longer counts. */
	pending: Map<string, number>;
}

/** By trigger. */
const inThisProcess = new Map<string, SeenStates>();

/** A short key for a state: job IDs may be long, and n8n writes all of them each time. */
export const stateKey = ({ gateway, jobId, status }: VideoJob): string =>
	createHash('sha256').update(`${gateway} ${jobId} ${status}`).digest('base64').slice(0, 16);

type Context = IExecuteFunctions | IWebhookFunctions;

/** The trigger's own name in what a process keeps. */
export const triggerKey = (context: Context): string =>
	`${context.getWorkflow().id} ${context.getNode().id}`;

function openSeenStates(context: Context): SeenStates {
	const key = triggerKey(context);
	const memory = inThisProcess.get(key) ?? { seen: new Set(), pending: new Map() };
	inThisProcess.set(key, memory);
	return memory;
}

const newest = (states: Iterable<string>): Set<string> =>
	new Set([...new Set(states)].slice(-MOST_STATES));

/**
 * Whether this final state has already started the workflow, or an execution is working on it. Only `webhook()` may
 * ask: it stores what executions have added since. They can't: when they end, n8n stores their copy of all static data,
 * overwriting whatever was changed meanwhile.
 */
export function isSeen(context: IWebhookFunctions, job: VideoJob, now: number): boolean {
	const memory = openSeenStates(context);
	const stored = context.getWorkflowStaticData('node');
	const known = new Set((stored.seenStates as string[] | undefined) ?? []);
	if ([...memory.seen].some((state) => !known.has(state))) {
		stored.seenStates = [...newest([...known, ...memory.seen])];
	}
	const state = stateKey(job);
	return known.has(state) || memory.seen.has(state) || (memory.pending.get(state) ?? 0) > now;
}

/** An execution is being started for this state. */
export function addPending(context: IWebhookFunctions, job: VideoJob, now: number): void {
	const { pending } = openSeenStates(context);
	for (const [state, until] of pending) if (until <= now) pending.delete(state);
	pending.set(stateKey(job), now + PENDING_FOR);
}

/** The execution for what a callback has `claimed` has ended; `job` is the one that continued the workflow, if any. */
export function endPending(context: IExecuteFunctions, claimed: VideoJob, job?: VideoJob): void {
	const memory = openSeenStates(context);
	memory.pending.delete(stateKey(claimed));
	if (job) memory.seen = newest([...memory.seen, stateKey(job)]);
}

/** Whether this process has seen the state; all there is to go by if n8n offers no record. */
export function isSeenHere(context: IExecuteFunctions, job: VideoJob): boolean {
	return openSeenStates(context).seen.has(stateKey(job));
}
