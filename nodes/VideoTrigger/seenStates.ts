import { createHash } from 'crypto';
import type { IWebhookFunctions } from 'n8n-workflow';

import type { VideoJob } from '../../gateways/gateway';

/**
 * Which final states have started the workflow already. n8n stores a workflow's static data some time after a
 * callback was answered, and the next one may have read it before; so what this process has seen is kept in memory
 * as well, and every write holds both. Over several webhook processes of n8n only the stored part is shared: two
 * deliveries at the same moment on two of them can both start the workflow.
 */

/**
 * How many final states are remembered for each trigger; the oldest is forgotten first. A delivery that is repeated
 * after 1,000 newer videos would start the workflow again.
 */
const MOST_STATES = 1_000;

/** By workflow and node, the newest last. */
const inThisProcess = new Map<string, Set<string>>();

/** A short stand-in for a state: job ids may be long, and n8n writes all of them each time. */
const stateOf = ({ gateway, jobId, status }: VideoJob): string =>
	createHash('sha256').update(`${gateway} ${jobId} ${status}`).digest('base64').slice(0, 16);

/** The trigger's own name in what a process keeps. */
export const triggerKey = (context: IWebhookFunctions): string =>
	`${context.getWorkflow().id} ${context.getNode().id}`;

/** The final states that one trigger has seen, in memory and in what n8n has stored. */
export function seenStates(context: IWebhookFunctions): {
	has: (job: VideoJob) => boolean;
	add: (job: VideoJob) => void;
} {
	const stored = context.getWorkflowStaticData('node');
	const key = triggerKey(context);
	const seen = new Set([
		...((stored.seenStates as string[] | undefined) ?? []),
		...(inThisProcess.get(key) ?? []),
	]);
	return {
		has: (job) =>
			seen.has(stateOf(job)) || (inThisProcess.get(key)?.has(stateOf(job)) ?? false),
		add: (job) => {
			const newest = [...seen, ...(inThisProcess.get(key) ?? []), stateOf(job)];
			const kept = new Set([...new Set(newest)].slice(-MOST_STATES));
			inThisProcess.set(key, kept);
			stored.seenStates = [...kept];
		},
	};
}
