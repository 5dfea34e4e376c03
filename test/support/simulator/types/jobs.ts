import type { GatewayId, Outcome } from './names';

/** A submit as the plan sees it, after every documented rule has been checked. */
export interface SubmitSeen {
	gateway: GatewayId;
	/** Number of jobs this gateway has accepted before, so a plan can say "every third". */
	index: number;
	path: string;
	body: Readonly<Record<string, unknown>>;
	prompt?: string;
	model?: string;
}

/** What becomes of one job; everything left out takes the default. */
export interface JobPlan {
	/** Seconds from submit to the final status; default `Simulator.videoSeconds`. */
	seconds?: number;
	/** How many of them it is queued; default a fifth, 5 at most. */
	queuedSeconds?: number;
	/** Default `completed`. */
	outcome?: Outcome;
	/** One of the gateway's `VARIANTS`: which of its documented answer shapes to give. */
	variant?: string;
	/** Size of the video file in bytes; default the plain clip. */
	videoBytes?: number;
	/** Speed of the video download in bytes per second; default as fast as it is read. */
	videoBytesPerSecond?: number;
	/** Which callbacks to send to a job that asked for them; default `all`. */
	callbacks?: 'all' | 'final' | 'none';
	/** Seconds by which each callback is late; default 0. */
	callbackDelaySeconds?: number;
}

/** A job that a gateway accepted (and would have billed). Times are milliseconds since 1970. */
export interface SimulatedJob {
	readonly gateway: GatewayId;
	readonly jobId: string;
	readonly submittedAt: number;
	/** When it goes from queued to processing, unless it ends before that. */
	readonly processingAt: number;
	/** The submit's path below the simulator's origin. */
	readonly path: string;
	readonly body: Readonly<Record<string, unknown>>;
	/** What to make, wherever the gateway's body says so. */
	readonly prompt: string | undefined;
	/** By which model; none where the body does not say so. */
	readonly model: string | undefined;
	readonly outcome: Outcome;
	/** Why it was bound to fail from the start: a wrong body that is told only later (Segmind). */
	readonly rejected: string | undefined;
	/** When the gateway was to cancel it if it hadn't ended by then (Replicate's `Cancel-After`). */
	readonly deadline: number | undefined;
	readonly variant: string | undefined;
	/** Where the gateway calls back; none if neither the submit nor the account asks for it. */
	readonly callbackUrl: string | undefined;
	readonly callbacks: 'all' | 'final' | 'none';
	readonly callbackDelaySeconds: number;
	/** When each check of the job was carried out: what a fault kept from the gateway is not here. */
	readonly statusCalls: number[];
	/** When a check was answered 304 Not Modified because it came too early (AIgateway). */
	readonly unchangedCalls: number[];
	/** Where the video can be fetched once the job has completed; none if it ends otherwise. */
	readonly videoUrl: string | undefined;
	readonly videoBytes: number | undefined;
	readonly videoBytesPerSecond: number | undefined;
	/** When the final status is reached, also when that lies ahead. */
	readonly endsAt: number;
	/** When the final status was reached; none while the job runs. */
	readonly completedAt: number | undefined;
}
