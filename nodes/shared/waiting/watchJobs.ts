import { isGatewayError, type GatewayError, type VideoJob } from '../../../gateways/gateway';
import type { Pace } from '../../../gateways/waiting/schedule';
import {
	afterCheck,
	afterOversleeping,
	isOver,
	isOverslept,
	type Watch,
	type WatchEnd,
} from '../../../gateways/waiting/watch';
import type { Clock } from '../clock';
import type { Item } from '../item';
import type { JobOfItem } from '../jobs';
import { pauseUntil } from '../pause';
import { createSemaphore, type Semaphore } from '../semaphore';
import { send, type Sent } from '../transport/send';

/** Watches jobs in parallel, with one turnstile for each gateway of the run. */

/** What all jobs at one gateway share: how many are being checked right now, and until when it must be left alone. */
interface Turnstile {
	checks: Semaphore;
	/** Milliseconds since 1970. */
	closedUntil: number;
}

/** Concurrent status checks for one gateway: too few to burden its servers, and one more for each 25 jobs. */
const checksAtATime = (jobs: number): number => Math.min(32, Math.max(8, Math.ceil(jobs / 25)));

/** What all watches of a run share. */
export interface Watchers {
	/** How many jobs the run watches. */
	jobs: number;
	now: Clock;
	/** By the ID of the gateway; made as they are needed. */
	turnstiles: Map<string, Turnstile>;
}

/** One job to watch. */
export interface Watching {
	item: Item;
	job: JobOfItem;
	/** The state of an earlier part of this watch. */
	watch: Watch;
	pace: Pace;
	/** A check that is due later than this (milliseconds since 1970) is left to the next part. */
	until: number;
}

/** The result of watching a job, and the gateway's last answer. */
export interface Watched {
	/** How the watch ended; absent if it continues. */
	end?: WatchEnd;
	watch: Watch;
	raw?: unknown;
	/** When the job was seen to have ended, if it had been seen running before. */
	endedAt?: number;
}

/** The result of a check that is due. */
type Check =
	| { kind: 'answered'; sent: Sent<VideoJob> }
	/** It is due after this part of the watch ends. */
	| { kind: 'later'; dueAt: number }
	/** The time limit has passed. */
	| { kind: 'over' }
	/** The time limit has passed while nobody watched. */
	| { kind: 'overslept' };

function findTurnstile({ turnstiles, jobs }: Watchers, { gateway }: JobOfItem): Turnstile {
	const found = turnstiles.get(gateway.id) ?? {
		checks: createSemaphore(checksAtATime(jobs)),
		closedUntil: 0,
	};
	turnstiles.set(gateway.id, found);
	return found;
}

/** Checks the job; undefined if that is no longer allowed, now that its turn has come. */
async function checkInTurn(
	{ item, job, watch }: Watching,
	turnstile: Turnstile,
	clock: Clock,
): Promise<Sent<VideoJob> | undefined> {
	return await turnstile.checks.take(item.stop, async () => {
		const now = clock();
		if (turnstile.closedUntil > now || isOver(watch, now)) return undefined;
		return await send(item, job.gateway, job.gateway.status(job.jobId), {
			tries: 1,
			timeoutSeconds: Math.max(1, (watch.deadline - now) / 1000),
		});
	});
}

/** Checks the job once, as soon as that is due and the turnstile lets it through. */
async function checkWhenDue(watching: Watching, watchers: Watchers): Promise<Check> {
	const { item, job, watch, until } = watching;
	const { now } = watchers;
	const turnstile = findTurnstile(watchers, job);
	for (;;) {
		const dueAt = Math.max(watch.nextCheckAt, turnstile.closedUntil);
		if (dueAt > until) return { kind: 'later', dueAt };
		await pauseUntil(Math.min(dueAt, watch.deadline), item.stop, now);
		if (isOverslept(watch, now())) return { kind: 'overslept' };
		if (isOver(watch, now())) return { kind: 'over' };
		const sent = await checkInTurn(watching, turnstile, now);
		if (sent) return { kind: 'answered', sent };
	}
}

/** Closes the turnstile if the gateway asks for a pause: its limit is for the key, not for one job. */
function closeIfBusy(turnstile: Turnstile, outcome: VideoJob | GatewayError, now: number): void {
	if (!isGatewayError(outcome) || outcome.code !== 'rateLimited') return;
	const until = now + (outcome.retryAfterSeconds ?? 0) * 1000;
	turnstile.closedUntil = Math.max(turnstile.closedUntil, until);
}

/**
 * Watches one job to its end, or until its next check is due later than `until`. Throws Stopped, and a
 * NodeOperationError if its credential is missing.
 */
export async function watchJob(watching: Watching, watchers: Watchers): Promise<Watched> {
	const { job, pace } = watching;
	let { watch } = watching;
	let raw: unknown;
	for (;;) {
		const check = await checkWhenDue({ ...watching, watch }, watchers);
		const now = watchers.now();
		if (check.kind === 'later') return { watch: { ...watch, nextCheckAt: check.dueAt }, raw };
		if (check.kind === 'over') return { end: { kind: 'timedOut' }, watch, raw };
		if (check.kind === 'overslept') {
			watch = afterOversleeping(watch, now);
			continue;
		}
		const { outcome } = check.sent;
		raw = check.sent.raw ?? raw;
		closeIfBusy(findTurnstile(watchers, job), outcome, now);
		const step = afterCheck(watch, outcome, now, pace);
		if ('end' in step) {
			return { end: step.end, watch, raw, ...(watch.wasRunning ? { endedAt: now } : {}) };
		}
		watch = step.watch;
	}
}
