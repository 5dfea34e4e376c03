import { isGatewayError, type GatewayError, type VideoJob } from '../../gateways/gateway';
import type { Pace } from '../../gateways/waiting/schedule';
import {
	afterCheck,
	afterOversleeping,
	isOver,
	isOverslept,
	type Watch,
	type WatchEnd,
} from '../../gateways/waiting/watch';
import type { Clock } from '../shared/clock';
import type { Item } from '../shared/item';
import type { JobOfItem } from '../shared/jobs';
import { pauseUntil } from '../shared/pause';
import { createSemaphore, type Semaphore } from '../shared/semaphore';
import { send, type Sent } from '../shared/transport/send';

/** What all jobs of one credential share: how many are looked at right now, and until when it must be left alone. */
interface Turnstile {
	checks: Semaphore;
	closedUntil: number;
}

/** Status checks under way at a time for one gateway: too few to trouble its servers, one more for each 25 jobs. */
const checksAtATime = (jobs: number): number => Math.min(32, Math.max(8, Math.ceil(jobs / 25)));

/** One job to watch. */
export interface Watching {
	item: Item;
	job: JobOfItem;
	/** Where an earlier part of this watch has come to. */
	watch: Watch;
	pace: Pace;
	/** A look that is due later than this (milliseconds since 1970) is left to the next part. */
	until: number;
}

/** What came of watching a job, and the gateway's last answer. */
export interface Watched {
	/** How the watch ended; absent where it goes on. */
	end?: WatchEnd;
	watch: Watch;
	raw?: unknown;
	/** When the job was seen to have ended, if it had been seen running before. */
	endedAt?: number;
}

/** What all watches of a run share. */
export interface WatchRun {
	/** How many jobs the run watches. */
	jobs: number;
	now: Clock;
}

/** Watches jobs side by side, with one turnstile for each gateway of the run. */
export function createWatcher({ jobs, now: clock }: WatchRun) {
	const turnstiles = new Map<string, Turnstile>();
	const turnstileOf = (gatewayId: string): Turnstile => {
		const found = turnstiles.get(gatewayId) ?? {
			checks: createSemaphore(checksAtATime(jobs)),
			closedUntil: 0,
		};
		turnstiles.set(gatewayId, found);
		return found;
	};

	/** One look, as soon as its time has come and the turnstile lets it through; else when that will be, or the end. */
	async function look({
		item,
		job,
		watch,
		until,
	}: Watching): Promise<Sent<VideoJob> | { dueAt: number } | 'over' | 'overslept'> {
		const turnstile = turnstileOf(job.gateway.id);
		for (;;) {
			const dueAt = Math.max(watch.nextCheckAt, turnstile.closedUntil);
			if (dueAt > until) return { dueAt };
			await pauseUntil(Math.min(dueAt, watch.deadline), item.stop, clock);
			if (isOverslept(watch, clock())) return 'overslept';
			if (isOver(watch, clock())) return 'over';
			const sent = await turnstile.checks.take(item.stop, async () => {
				const now = clock();
				if (turnstile.closedUntil > now || isOver(watch, now)) return undefined;
				return await send(item, job.gateway, job.gateway.status(job.jobId), {
					tries: 1,
					timeoutSeconds: Math.max(1, (watch.deadline - now) / 1000),
				});
			});
			if (sent) return sent;
		}
	}

	/** Closes the turnstile where the gateway asks for a rest: its limit is for the key, not for one job. */
	function rest(job: JobOfItem, outcome: VideoJob | GatewayError, now: number): void {
		if (isGatewayError(outcome) && outcome.code === 'rateLimited') {
			const turnstile = turnstileOf(job.gateway.id);
			const until = now + (outcome.retryAfterSeconds ?? 0) * 1000;
			turnstile.closedUntil = Math.max(turnstile.closedUntil, until);
		}
	}

	/**
	 * Watches one job to its end, or until its next look is due later than `until`. Throws Stopped, and a
	 * NodeOperationError where its credential is missing.
	 */
	return async function watchJob(watching: Watching): Promise<Watched> {
		const { job, pace } = watching;
		let { watch } = watching;
		let raw: unknown;
		for (;;) {
			const seen = await look({ ...watching, watch });
			if (seen === 'overslept') {
				watch = afterOversleeping(watch, clock());
				continue;
			}
			if (seen === 'over') return { end: { kind: 'timedOut' }, watch, raw };
			if ('dueAt' in seen) return { watch: { ...watch, nextCheckAt: seen.dueAt }, raw };
			const now = clock();
			raw = seen.raw ?? raw;
			rest(job, seen.outcome, now);
			const step = afterCheck(watch, seen.outcome, now, pace);
			if ('end' in step) {
				return { end: step.end, watch, raw, ...(watch.wasRunning ? { endedAt: now } : {}) };
			}
			watch = step.watch;
		}
	};
}
