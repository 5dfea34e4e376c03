import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { afterOversleeping, isOver, lookBy, type Watch } from '../../gateways/waiting/watch';
import type { NamedJob } from '../shared/jobs';
import { assertLoop, givesUpTurn, letDoneGoFirst } from './loop';
import { isWokenByCallback, jobsCalledFor, withoutCall } from './wakeUp';
import { watchItems } from './watchItems';

/** A look that is due within this time is waited for here, in milliseconds: a suspension would take as long. */
const PATIENCE = 5_000;

/**
 * n8n resumes a wait of less than about a minute up to a minute late, and longer ones in time (n8n 2.41,
 * wait-tracker: it looks for due waits every 60 s). The last part of the time limit, in milliseconds, is therefore
 * spent in the running execution, so that the limit is not overslept.
 */
const LAST_PART = 70_000;

/** After a callback, how soon to look at the jobs whose own callback n8n may just have turned away, in milliseconds. */
const MISSED_CALLBACK = 65_000;

const keyOf = ({ gateway, jobId }: NamedJob) => `${gateway.id} ${jobId}`;

/**
 * Looks at the jobs that are due, and suspends the execution until the next look if none has ended. n8n does not
 * run a node again that it resumes: it hands the node's input on by the first output. So the jobs that go on leave
 * by `Still Running`, which is wired back to this node, and come in again. One run of this node either puts
 * something out or suspends, because n8n keeps nothing of what a suspending run puts out.
 */
export async function suspend(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	assertLoop(context);
	if (givesUpTurn(context)) return [context.getInputData(), []];
	// Kept with the execution: over suspensions, restarts of n8n, and other workers.
	const watches = (context.getContext('node').watches ??= {}) as Record<
		string,
		Watch | undefined
	>;
	const called = jobsCalledFor(context);
	const isCalledBack = isWokenByCallback(context);

	const { done, stillRunning } = await watchItems(context, {
		rhythm: ({ gateway }) => (isCalledBack(gateway) ? 'calledBack' : 'suspended'),
		resume: (job, pace) => {
			const watch = watches[keyOf(job)];
			if (watch === undefined) return undefined;
			const now = Date.now();
			if (isOver(watch, now)) return afterOversleeping(watch, now);
			if (called.has(job.jobId)) return lookBy(watch, now, pace);
			return called.size > 0 && pace.rhythm === 'calledBack'
				? lookBy(watch, now + MISSED_CALLBACK, pace)
				: watch;
		},
		until: ({ deadline }) =>
			Date.now() + LAST_PART >= deadline ? Infinity : Date.now() + PATIENCE,
		keep: (job, watch) => {
			if (watch === undefined) delete watches[keyOf(job)];
			else watches[keyOf(job)] = watch;
		},
	});

	if (stillRunning.length === 0) return [[], done];
	const input = context.getInputData();
	const goingOn = stillRunning
		.sort((left, right) => left.itemIndex - right.itemIndex)
		.map(({ itemIndex }) => withoutCall(input[itemIndex]!, itemIndex));
	if (done.length > 0) {
		letDoneGoFirst(context);
		return [goingOn, done];
	}
	const wakeAt = stillRunning.map(({ watch }) =>
		Math.min(watch.nextLookAt, watch.deadline - LAST_PART),
	);
	await context.putExecutionToWait(new Date(Math.min(...wakeAt)));
	return [goingOn, []];
}
