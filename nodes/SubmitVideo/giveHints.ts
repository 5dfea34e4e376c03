import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { isFinal, type VideoJob } from '../../gateways/gateway';
import { isTool } from '../shared/nodeContext';
import { ADD_WAIT, spentSentence, STEP_IN_LOOP } from '../shared/sentences/notices';
import type { SubmitRun, Submitted } from './submitOne';

/** A run that has ended. */
interface EndedRun {
	run: SubmitRun;
	/** By the number of the item; a failed one has none. */
	submitted: ReadonlyArray<Submitted | undefined>;
	outputs: readonly INodeExecutionData[];
}

/** The jobs with what the wait has learned of their cost. */
function withKnownCosts(
	jobs: readonly VideoJob[],
	outputs: readonly INodeExecutionData[],
): VideoJob[] {
	const costs = new Map(
		outputs.map(({ json }) => [json.jobId, (json as Partial<VideoJob>).cost]),
	);
	return jobs.map((job) => {
		const cost = costs.get(job.jobId) ?? job.cost;
		return { ...job, ...(cost ? { cost } : {}) };
	});
}

/** Whether a job is still running, and neither this node nor a callback will report its end. */
const isLeftAlone = (one: Submitted | undefined): boolean =>
	one?.job !== undefined &&
	!isFinal(one.job) &&
	one.options.wait === undefined &&
	one.options.callbackUrl === undefined;

/** Whether a node after this one checks the jobs. */
const isFollowed = (context: IExecuteFunctions): boolean =>
	context
		.getChildNodes(context.getNode().name)
		.some(({ type, disabled }) => /\.(waitForVideo|checkVideoStatus)$/.test(type) && !disabled);

/**
 * Whether Execute step on a later node makes n8n run this one again: of nodes that lead back to each other, it starts at
 * the first, and forgets what all of them have output (n8n 2.41, handle-cycles.js and clean-run-data.js). Nothing in that
 * execution tells that there was an earlier one, so it can only be said ahead.
 */
function isStepRepeated(context: IExecuteFunctions): boolean {
	if (context.getMode() !== 'manual') return false;
	const { name } = context.getNode();
	const before = new Set(context.getParentNodes(name).map((node) => node.name));
	return context.getChildNodes(name).some((node) => before.has(node.name));
}

/** Shows under the node's output what the run has cost, and what is missing to get the files. */
export function giveHints(
	context: IExecuteFunctions,
	{ run: { accepted, earlier }, submitted, outputs }: EndedRun,
): void {
	if (accepted.length === 0) return;
	const spent = spentSentence(withKnownCosts(accepted, outputs), earlier.length);
	const needsWait = submitted.some(isLeftAlone) && !isTool(context) && !isFollowed(context);
	const message = [
		spent,
		...(needsWait ? [ADD_WAIT] : []),
		...(isStepRepeated(context) ? [STEP_IN_LOOP] : []),
	].join(' ');
	// Not in every n8n 1.x.
	context.addExecutionHints?.({ message, type: 'info', location: 'outputPane' });
}
