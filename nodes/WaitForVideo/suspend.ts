import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { Pace } from '../../gateways/waiting/schedule';
import { afterOversleeping, isOver, checkBy, type Watch } from '../../gateways/waiting/watch';
import { turnAlwaysOutputDataOff } from '../shared/internals';
import { createItem, startRun } from '../shared/item';
import type { JobOfItem } from '../shared/jobs';
import {
	watchItems,
	type JobToWatch,
	type StillRunning,
	type WaitStrategy,
} from '../shared/waiting/watchItems';
import { isCallerWaiting } from './caller';
import {
	itemsForNextRound,
	readReceivedCallback,
	prepareInputForNextRound,
	restoreJson,
	type ReceivedCallback,
} from './circling';
import { assertLoop, givesUpTurn, letDoneGoFirst } from './loop';
import { findBatch, forget, keepReadings, openMemory, type Memory } from './memory';
import { readItems } from './readItems';
import { asEarlyItems, leavesBy, withWorkingLinks } from './release';
import { readReleaseItems, startWait } from './settings';
import { isWokenByCallback } from './wakeUp';

/** A check that is due within this time is waited for here, in milliseconds: suspending would take as long. */
const PATIENCE = 5_000;

/**
 * n8n resumes a wait of less than about a minute up to a minute late, and longer ones on time (n8n 2.41, wait-tracker:
 * it checks for due waits every 60 s). The last part of the time limit, in milliseconds, is therefore spent in the
 * running execution, so that it doesn't overrun the limit.
 */
const LAST_PART = 70_000;

/**
 * n8n rejects callbacks while the execution runs: of forty in one second it accepts one (n8n 2.41). So after a
 * callback, the jobs that may have ended as well are checked after this time, in milliseconds, before the execution
 * suspends again.
 */
const CHECK_NEIGHBOURS_AFTER = 2_000;

/**
 * How long a job that was checked isn't checked again because of a neighbour, in milliseconds. With more jobs, longer.
 */
const neighbourInterval = (jobs: number): number => Math.max(10_000, jobs * 100);

/** A job is a neighbour of one that has ended if it has run at least this share of that one's time. */
const NEIGHBOUR_AGE = 0.5;

/** The watch of a job that may have ended together with one that was called for. */
function checkAsNeighbour(
	watch: Watch,
	{ jobAge }: NonNullable<Memory['call']>,
	{ now, jobs, pace }: { now: number; jobs: number; pace: Pace },
): Watch {
	const at = now + CHECK_NEIGHBOURS_AFTER;
	const isYounger = now - watch.submittedAt < jobAge * NEIGHBOUR_AGE;
	const isFresh = at - (watch.checkedAt ?? 0) < neighbourInterval(jobs);
	return isYounger || isFresh ? watch : checkBy(watch, at, pace);
}

/** How a suspended execution continues a watch: as planned, or sooner after a callback. */
function resumeWatch(
	{ memory, call, jobs }: { memory: Memory; call: ReceivedCallback | undefined; jobs: number },
	{ key, job }: JobToWatch,
	pace: Pace,
): Watch | undefined {
	const watch = memory.watches[key];
	if (watch === undefined) return undefined;
	const now = Date.now();
	if (isOver(watch, now)) return afterOversleeping(watch, now);
	if (call?.jobId === job.jobId) return checkBy(watch, now, pace);
	const mayHaveMissedCalls = call !== undefined || memory.wasBusy === true;
	return mayHaveMissedCalls && memory.call && pace.rhythm === 'calledBack'
		? checkAsNeighbour(watch, memory.call, { now, jobs, pace })
		: watch;
}

/** Records a callback that woke this run. */
function noteReceivedCallback(memory: Memory, call: ReceivedCallback | undefined): void {
	if (call === undefined) return;
	const watch = Object.entries(memory.watches).find(
		([key]) => memory.readings[key]?.jobId === call.jobId,
	)?.[1];
	memory.call = { at: call.at, jobAge: call.at - (watch?.submittedAt ?? call.at) };
}

function createStrategy(
	context: IExecuteFunctions,
	memory: Memory,
	call: ReceivedCallback | undefined,
): WaitStrategy {
	const isCalledBack = isWokenByCallback(context);
	const jobs = context.getInputData().length;
	const staysAwake = isCallerWaiting(context);
	const rhythmOf = (job: JobOfItem) => (isCalledBack(job) ? 'calledBack' : 'suspended');
	return {
		rhythm: (job) => (staysAwake ? 'running' : rhythmOf(job)),
		resume: (entry, pace) => resumeWatch({ memory, call, jobs }, entry, pace),
		recall: ({ key }) => memory.outcomes[key],
		until: ({ deadline }) =>
			staysAwake || Date.now() + LAST_PART >= deadline ? Infinity : Date.now() + PATIENCE,
		usedNames: () =>
			Object.values(memory.outcomes).flatMap((outcome) =>
				outcome && 'json' in outcome
					? Object.values(outcome.binary ?? {}).map(({ fileName = '' }) => fileName)
					: [],
			),
		keepWatch: ({ key }, watch) => {
			memory.watches[key] = watch;
		},
		keepOutcome: ({ key }, outcome) => {
			memory.outcomes[key] = outcome;
			delete memory.watches[key];
		},
	};
}

/** Suspends the execution until the next check is due, or until an item can't be held back any longer. */
async function suspendUntilNextCheck(
	context: IExecuteFunctions,
	stillRunning: readonly StillRunning[],
	heldBack: readonly INodeExecutionData[],
): Promise<void> {
	const wakeAt = stillRunning.map(({ watch }) =>
		Math.min(watch.nextCheckAt, watch.deadline - LAST_PART),
	);
	await context.putExecutionToWait(new Date(Math.min(...wakeAt, ...heldBack.map(leavesBy))));
}

/**
 * Checks the jobs that are due, and suspends the execution until the next check. n8n doesn't run a node again when it
 * resumes: it passes the node's input on through the first output. So the items leave through `Still Running`, which is
 * wired back to this node, and come in again. One run of this node either outputs something or suspends, because n8n
 * drops what a suspending run outputs.
 *
 * Together: all items circle until the last video is ready, and leave through `Done` in one run. What follows, such as
 * a Merge, the next batch of a loop, or the workflow that called this one, treats each run as complete. Only where a
 * gateway is about to delete a video that nobody has downloaded, the finished items leave before the others.
 */
export async function suspend(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	turnAlwaysOutputDataOff(context);
	assertLoop(context);
	if (givesUpTurn(context)) return [context.getInputData(), []];
	const memory = openMemory(context);
	const call = readReceivedCallback(context, memory.call?.at);
	noteReceivedCallback(memory, call);
	restoreJson(context);

	const run = startRun(context);
	const together = readReleaseItems(createItem(run, 0)) === 'together';
	const { batch, common } = findBatch(run, memory);
	const wait = startWait(run, common);
	const items = await readItems(wait.run, memory.readings);
	keepReadings(memory, batch, items);
	const { done, stillRunning } = await watchItems(
		wait,
		items,
		createStrategy(context, memory, call),
	);
	delete memory.wasBusy;
	if (stillRunning.length === 0) {
		const released = await withWorkingLinks(wait.run, done);
		forget(memory, items);
		return [[], released];
	}
	const mustLeave = Math.min(...done.map(leavesBy)) <= Date.now();
	if (done.length > 0 && (!together || mustLeave)) {
		const running = new Set(stillRunning.map(({ item }) => item.index));
		forget(
			memory,
			items.filter((_item, index) => !running.has(index)),
		);
		memory.wasBusy = memory.call !== undefined;
		letDoneGoFirst(context);
		return [
			itemsForNextRound(
				context,
				items,
				[...items.keys()].filter((index) => running.has(index)),
			),
			together ? asEarlyItems(done, Date.now()) : done,
		];
	}
	await suspendUntilNextCheck(context, stillRunning, together ? done : []);
	const shown = itemsForNextRound(context, items, [...items.keys()]);
	prepareInputForNextRound(context, items);
	return [shown, []];
}
