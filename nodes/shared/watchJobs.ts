import type { IExecuteFunctions } from 'n8n-workflow';

import { isGatewayError, type GatewayError, type VideoJob } from '../../gateways/gateway';
import {
	afterLook,
	isOver,
	startWatch,
	type Watch,
	type WatchEnd,
} from '../../gateways/waiting/watch';
import { typicalSeconds, type NamedJob } from './jobs';
import { pauseUntil, type Halt } from './pause';
import { places, type Places } from './places';
import { send, type Sent } from './transport';

/** What all jobs of one credential share: how many are looked at right now, and until when it must be left alone. */
interface Turnstile {
	looks: Places;
	closedUntil: number;
}

/** Looks under way at a time for one gateway: enough for hundreds of jobs, too few to trouble its servers. */
const LOOKS_AT_A_TIME = 8;

export interface WatchOptions {
	timeoutSeconds: number;
	/** The user's own interval in seconds. */
	checkIntervalSeconds?: number;
	halt: Halt;
}

/** How a watch ended, what was last known, and the gateway's last answer. */
export interface Watched {
	end: WatchEnd;
	watch: Watch;
	raw?: unknown;
	/** When the job was seen to have ended, if an earlier look had seen it running. */
	endedAt?: number;
}

/** Watches jobs side by side, with one turnstile for each gateway of the run. */
export function watcher(context: IExecuteFunctions, options: WatchOptions) {
	const turnstiles = new Map<string, Turnstile>();
	const turnstileOf = (gatewayId: string): Turnstile => {
		const found = turnstiles.get(gatewayId) ?? {
			looks: places(LOOKS_AT_A_TIME),
			closedUntil: 0,
		};
		turnstiles.set(gatewayId, found);
		return found;
	};

	/** One look, as soon as its time has come and the turnstile lets it through; undefined once the time is over. */
	async function look(
		job: NamedJob,
		watch: Watch,
		itemIndex: number,
	): Promise<Sent<VideoJob> | undefined> {
		const turnstile = turnstileOf(job.gateway.id);
		for (;;) {
			const open = Math.max(watch.nextLookAt, turnstile.closedUntil);
			await pauseUntil(Math.min(open, watch.deadline), options.halt);
			if (isOver(watch, Date.now())) return undefined;
			const sent = await turnstile.looks.take(options.halt, async () => {
				const now = Date.now();
				if (turnstile.closedUntil > now || isOver(watch, now)) return undefined;
				return await send(context, job.gateway, job.gateway.status(job.jobId), {
					itemIndex,
					halt: options.halt,
					tries: 1,
					timeoutSeconds: Math.max(1, (watch.deadline - now) / 1000),
				});
			});
			if (sent) return sent;
		}
	}

	/** Closes the turnstile where the gateway asks for a rest: its limit is for the key, not for one job. */
	function rest(job: NamedJob, outcome: VideoJob | GatewayError, now: number): void {
		if (isGatewayError(outcome) && outcome.code === 'rateLimited') {
			const turnstile = turnstileOf(job.gateway.id);
			const until = now + (outcome.retryAfterSeconds ?? 0) * 1000;
			turnstile.closedUntil = Math.max(turnstile.closedUntil, until);
		}
	}

	/** Watches one job to its end. Throws Stopped, and a NodeOperationError where its credential is missing. */
	return async function watchJob(job: NamedJob, itemIndex: number): Promise<Watched> {
		const pace = {
			minIntervalSeconds: job.gateway.looks.minIntervalSeconds,
			typicalSeconds: typicalSeconds(job),
			...(options.checkIntervalSeconds ? { fixedSeconds: options.checkIntervalSeconds } : {}),
		};
		const submittedAt = Date.parse(job.before.submittedAt ?? '');
		let raw: unknown;
		let watch = startWatch({
			now: Date.now(),
			timeoutSeconds: options.timeoutSeconds,
			...(Number.isNaN(submittedAt) ? {} : { submittedAt }),
		});
		for (;;) {
			const sent = await look(job, watch, itemIndex);
			if (sent === undefined) return { end: { kind: 'timedOut' }, watch, raw };
			const now = Date.now();
			raw = sent.raw ?? raw;
			rest(job, sent.outcome, now);
			const step = afterLook(watch, sent.outcome, now, pace);
			if ('end' in step) {
				return { end: step.end, watch, raw, ...(watch.wasRunning ? { endedAt: now } : {}) };
			}
			watch = step.watch;
		}
	};
}
