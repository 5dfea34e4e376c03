import type { IExecuteFunctions } from 'n8n-workflow';

import {
	durationOf,
	findDurations,
	learnDuration,
	readDurations,
	usualTime,
	type Durations,
} from '../../../gateways/waiting/durations';
import type { Pace } from '../../../gateways/waiting/schedule';
import { mayChangeStaticData } from '../internals';
import { typicalSeconds, type JobOfItem } from '../jobs';
import { formatKey } from './formats';
import type { Watched } from './watchJobs';

/**
 * The durations that waits have seen, kept twice: in this process, for all workflows, until n8n restarts; and in the
 * static data of the node, which n8n stores when a production execution ends. Executions overwrite each other there, and
 * workers don't see each other's memory, so what counts is whichever knows more. Nothing depends on either.
 */
const inThisProcess: { durations: Durations } = { durations: {} };

/** The field of the node's static data. */
const STORED = 'videoDurations';

/** The last durations of a format, the newest last. */
function recall(context: IExecuteFunctions, key: string): readonly number[] {
	const stored = readDurations(context.getWorkflowStaticData('node')[STORED]);
	const [here, there] = [inThisProcess.durations, stored].map((one) => findDurations(one, key));
	return here!.length >= there!.length ? here! : there!;
}

/** How long the video of a job usually takes: by the gateway's table, and by the videos of this format before. */
export function usualTimeOf(
	context: IExecuteFunctions,
	job: JobOfItem,
): Pick<Pace, 'typicalSeconds' | 'scatter'> {
	const key = formatKey(context, job);
	return usualTime(key === undefined ? [] : recall(context, key), typicalSeconds(job));
}

/** Keeps how long a video took, if that's known: that of a job that had been running and is completed now. */
export function learnFrom(
	context: IExecuteFunctions,
	job: JobOfItem,
	{ end, watch, endedAt }: Watched,
	pace: Pace,
): void {
	const isVideo = end?.kind === 'final' && end.job.status === 'completed';
	const isAgeKnown = !Number.isNaN(Date.parse(job.before.submittedAt ?? ''));
	const key = formatKey(context, job);
	if (!isVideo || !isAgeKnown || endedAt === undefined || key === undefined) return;
	const seconds = durationOf(watch, endedAt, pace.typicalSeconds);
	if (seconds === undefined) return;
	const known = { ...inThisProcess.durations, [key]: recall(context, key) };
	inThisProcess.durations = learnDuration(known, key, seconds);
	if (!mayChangeStaticData(context, STORED)) return;
	const stored = context.getWorkflowStaticData('node');
	const others = readDurations(stored[STORED]);
	stored[STORED] = learnDuration({ ...others, [key]: known[key]! }, key, seconds);
}
