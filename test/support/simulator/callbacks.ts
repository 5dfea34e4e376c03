import { isLoopback } from './gateway';
import type { CallbackRules, CallbackShape } from './gateway';
import { stageOf } from './jobs';
import type {
	CallbackCall,
	CallbackKind,
	CallbackOptions,
	GatewayId,
	RecordedCallback,
	SimulatedJob,
} from './types';

/**
 * AIgateway: "expect a 2xx within 10 seconds" (https://aigateway.sh/docs/webhooks).
 * [Not found: how long Pixazo and useapi.net wait.]
 */
const ANSWER_SECONDS = 10;

/** A longer `setTimeout` would fire at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** What the callbacks need to know of the gateways and of the simulator's settings, asked anew for each. */
export interface CallbackSettings {
	rules: (gateway: GatewayId) => CallbackRules | undefined;
	variant: (gateway: GatewayId) => string | undefined;
	retrySeconds: () => number;
}

/** Which attempt a call is, and how long its answer may take. */
export interface Sending {
	attempt?: number;
	answerSeconds?: number;
}

/** Calls back about jobs, and keeps what was sent since the start or the last reset. */
export interface CallbackBook {
	callbacks: RecordedCallback[];
	/** Calls back about a job whenever its status changes; to be told again if the job's end moves. */
	follow: (job: SimulatedJob) => void;
	callback: (job: SimulatedJob, options?: CallbackOptions) => CallbackCall;
	send: (call: CallbackCall, sending?: Sending) => Promise<RecordedCallback>;
	/** Forgets all calls, and breaks off what is planned or on its way. */
	clear: () => void;
}

/** What `fetch` throws says only that it failed; its cause says why, at times with no more than a code. */
function reasonOf(error: unknown): string {
	const { cause } = error as { cause?: { message?: string; code?: string } };
	return cause?.message || cause?.code || String(error);
}

const isTaken = ({ status = 0 }: RecordedCallback) => status >= 200 && status < 300;

const kindOf = (job: SimulatedJob): CallbackKind =>
	stageOf(job) === 'ended' ? 'final' : 'progress';

/** Sends the gateways' callbacks over real HTTP, to this machine only. */
export function createCallbackBook(settings: CallbackSettings): CallbackBook {
	const callbacks: RecordedCallback[] = [];
	const timers = new Set<NodeJS.Timeout>();
	/** What ends the wait for each job's next change. */
	const awaited = new Map<SimulatedJob, () => void>();
	const open = new Set<AbortController>();

	/** Does something at a time (milliseconds since 1970), and yields what prevents it. */
	function schedule(time: number, action: () => void): () => void {
		let timer: NodeJS.Timeout;
		function start() {
			const wait = Math.min(Math.max(0, time - Date.now()), LONGEST_TIMER_MS);
			timer = setTimeout(fire, wait).unref();
			timers.add(timer);
		}
		function fire() {
			timers.delete(timer);
			// Timers may be a millisecond early, when the job has not reached its next stage yet.
			if (Date.now() < time) start();
			else action();
		}
		start();
		return () => {
			clearTimeout(timer);
			timers.delete(timer);
		};
	}

	async function send(
		{ gateway, jobId, kind, url, headers, body }: CallbackCall,
		{ attempt = 1, answerSeconds = ANSWER_SECONDS }: Sending = {},
	): Promise<RecordedCallback> {
		if (!isLoopback(url)) throw new Error(`${url} is not on this machine`);
		const at = Date.now();
		const record: RecordedCallback = { at, gateway, jobId, kind, attempt, url, headers, body };
		callbacks.push(record);
		// Not `AbortSignal.any`: Node.js 20 at times loses the time limit of such a signal.
		const end = new AbortController();
		open.add(end);
		const limit = setTimeout(
			() => end.abort(`no answer within ${answerSeconds} s`),
			answerSeconds * 1000,
		).unref();
		try {
			const answer = await fetch(url, {
				method: 'POST',
				headers,
				body,
				redirect: 'manual',
				signal: end.signal,
			});
			const text = await answer.text();
			Object.assign(record, {
				status: answer.status,
				answer: text,
				answeredAt: Date.now(),
			});
		} catch (error) {
			record.problem = reasonOf(error);
		}
		clearTimeout(limit);
		open.delete(end);
		return record;
	}

	async function deliver(
		makeCall: () => CallbackCall,
		attempts: number,
		attempt = 1,
	): Promise<void> {
		const record = await send(makeCall(), { attempt });
		const isForgotten = !callbacks.includes(record);
		if (isForgotten || isTaken(record) || attempt >= attempts) return;
		const waitSeconds = settings.retrySeconds() * 2 ** (attempt - 1);
		schedule(Date.now() + waitSeconds * 1000, () => {
			void deliver(makeCall, attempts, attempt + 1);
		});
	}

	function shapeFor(gateway: GatewayId, variant: string | undefined): CallbackShape {
		const shape = settings.rules(gateway)?.shapes[variant ?? ''];
		if (!shape) throw new Error(`${gateway} has no callback variant "${variant}"`);
		return shape;
	}

	function callFor(
		job: SimulatedJob,
		shape: CallbackShape,
		json: unknown,
		{ secret, secondsOld = 0, url: other }: CallbackOptions = {},
	): CallbackCall {
		const url =
			other === undefined ? job.callbackUrl : (shape.addressFor?.(job, other) ?? other);
		if (url === undefined) throw new Error(`${job.jobId} has no address to call back`);
		const body = JSON.stringify(json);
		const timestamp = Math.floor(Date.now() / 1000) - secondsOld;
		return {
			gateway: job.gateway,
			jobId: job.jobId,
			kind: kindOf(job),
			url,
			headers: {
				'content-type': 'application/json',
				...shape.signatureOf?.(body, timestamp, secret),
			},
			body,
		};
	}

	function tell(job: SimulatedJob, shape: CallbackShape, attempts: number): void {
		const kind = kindOf(job);
		const isHeldBack = job.callbacks === 'final' && kind === 'progress';
		if (isHeldBack || !shape.tells(job)) return;
		// What is late tells of the moment that it is about, but is signed when it goes out.
		const json = shape.bodyOf(job);
		const makeCall = () => ({ ...callFor(job, shape, json), kind });
		schedule(Date.now() + job.callbackDelaySeconds * 1000, () => {
			void deliver(makeCall, attempts);
		});
	}

	function awaitChange(job: SimulatedJob, shape: CallbackShape, attempts: number): void {
		const nextChange =
			stageOf(job) === 'queued' ? Math.min(job.processingAt, job.endsAt) : job.endsAt;
		const giveUp = schedule(nextChange, () => {
			tell(job, shape, attempts);
			if (stageOf(job) === 'ended') awaited.delete(job);
			else awaitChange(job, shape, attempts);
		});
		awaited.set(job, giveUp);
	}

	return {
		callbacks,
		follow(job) {
			const rules = settings.rules(job.gateway);
			if (!rules || job.callbacks === 'none') return;
			if (job.callbackUrl === undefined || !isLoopback(job.callbackUrl)) return;
			awaited.get(job)?.();
			const shape = shapeFor(job.gateway, settings.variant(job.gateway));
			awaitChange(job, shape, rules.attempts);
		},
		callback(job, options = {}) {
			const shape = shapeFor(job.gateway, options.variant ?? settings.variant(job.gateway));
			return callFor(job, shape, shape.bodyOf(job), options);
		},
		send,
		clear() {
			for (const end of open) end.abort('the simulator was reset or closed');
			for (const timer of timers) clearTimeout(timer);
			timers.clear();
			awaited.clear();
			callbacks.length = 0;
		},
	};
}
