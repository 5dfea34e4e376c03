import type { OrderKeys } from './gateway';
import type {
	GatewayId,
	JobPlan,
	Outcome,
	RecordedRequest,
	SimulatedJob,
	SubmitSeen,
} from './types';

/** Where a job stands; `ended` whatever its outcome. */
export type Stage = 'queued' | 'processing' | 'ended';

const QUEUED_SHARE = 0.2;
const LONGEST_QUEUED_SECONDS = 5;

/** Seconds in the queue: by default a fifth of a job's time, 5 s at most. */
const queuedSecondsOf = ({ queuedSeconds }: JobPlan, seconds: number): number =>
	Math.min(queuedSeconds ?? Math.min(seconds * QUEUED_SHARE, LONGEST_QUEUED_SECONDS), seconds);

/** Where a job stands now. */
export function stageOf(job: SimulatedJob): Stage {
	const now = Date.now();
	if (now >= job.endsAt) return 'ended';
	return now < job.processingAt ? 'queued' : 'processing';
}

/** How far a job is, in whole percent; 100 only once it has ended. */
export function percentOf(job: SimulatedJob): number {
	if (stageOf(job) === 'ended') return 100;
	const share = (Date.now() - job.submittedAt) / (job.endsAt - job.submittedAt);
	return Math.min(99, Math.floor(share * 100));
}

/** True once the video exists and its address may be given out. */
export function hasVideo(job: SimulatedJob): boolean {
	return stageOf(job) === 'ended' && job.outcome === 'completed';
}

/** A job as a gateway asks for it. */
export interface JobOrder {
	gateway: GatewayId;
	/** Or what makes it, where its form depends on the answer shape. */
	jobId: string | ((variant: string | undefined) => string);
	path: string;
	body: Readonly<Record<string, unknown>>;
	/** Where to call back; none if that was not asked for. */
	callbackUrl?: string | undefined;
	/** Why it is bound to fail, and at once. */
	rejected?: string;
	/** When the gateway cancels it by itself if it hasn't ended by then, in milliseconds since 1970. */
	deadline?: number | undefined;
	/** The video's address, should the job complete. */
	videoUrl: (variant: string | undefined, jobId: string) => string;
}

/** What the book needs to know of the simulator's settings, asked anew for each job. */
export interface JobDefaults {
	videoSeconds: () => number;
	plan: (submit: SubmitSeen) => JobPlan;
	variant: (gateway: GatewayId) => string | undefined;
	/** Where a gateway's submits say what to make. */
	orderKeys: (gateway: GatewayId) => OrderKeys;
	isVariant: (gateway: GatewayId, variant: string) => boolean;
	/** Told when a job has got its end, and when that has moved. */
	scheduled: (job: SimulatedJob) => void;
}

/** Every job accepted since the start or the last reset. */
export interface JobBook {
	jobs: SimulatedJob[];
	accept: (order: JobOrder) => SimulatedJob;
	find: (gateway: GatewayId, jobId: string) => SimulatedJob | undefined;
	/** Ends a running job as cancelled, at once or at another time; one that has ended by then stays as it is. */
	cancel: (job: SimulatedJob, at?: number) => void;
	clear: () => void;
}

/** What lies in a body at a path such as `clip.uid`. */
export function valueAt(body: unknown, path: string): unknown {
	return path
		.split('.')
		.reduce<unknown>((inside, key) => (inside as Body | null | undefined)?.[key], body);
}

/** The text that lies there. */
export function textAt(body: unknown, path: string): string | undefined {
	const value = valueAt(body, path);
	return typeof value === 'string' ? value : undefined;
}

/** The prompt of a submit, by whichever route. */
export const promptIn = (body: unknown, { prompt, otherPrompt }: OrderKeys): string | undefined =>
	textAt(body, prompt) ?? (otherPrompt === undefined ? undefined : textAt(body, otherPrompt));

/** A body with a value at such a path, and nothing else but what may stand beside it. */
export function bodyWith(path: string, value: unknown, beside: object = {}): Body {
	const [key = '', ...below] = path.split('.');
	return below.length === 0
		? { ...beside, [key]: value }
		: { [key]: bodyWith(below.join('.'), value, beside) };
}

/** A body with other values in some places, at any depth. */
export function merged(body: unknown, others: Body): Body {
	const isBody = (value: unknown): value is Body =>
		typeof value === 'object' && value !== null && !Array.isArray(value);
	const whole = isBody(body) ? body : {};
	return {
		...whole,
		...Object.fromEntries(
			Object.entries(others).map(([key, value]) => [
				key,
				isBody(value) ? merged(whole[key], value) : value,
			]),
		),
	};
}

/** Whether a request holds an id in its path, its query or its body. */
export function namesId({ body, path, query }: RecordedRequest, jobId: string): boolean {
	const fields = { ...query, ...(typeof body === 'object' && (body as Body)) };
	return (
		Object.values<unknown>(fields).includes(jobId) || decodeURIComponent(path).includes(jobId)
	);
}

type Body = Readonly<Record<string, unknown>>;

/** Keeps the jobs; the defaults are asked anew for each. */
export function createJobBook(defaults: JobDefaults): JobBook {
	const jobs: SimulatedJob[] = [];
	const byId = new Map<string, SimulatedJob>();
	const cancelled = new WeakMap<SimulatedJob, number>();
	const key = (gateway: GatewayId, jobId: string) => `${gateway} ${jobId}`;

	function accept(order: JobOrder): SimulatedJob {
		const { gateway, path, body, callbackUrl, rejected, deadline, videoUrl } = order;
		const keys = defaults.orderKeys(gateway);
		const prompt = promptIn(body, keys);
		const model = keys.model === undefined ? undefined : textAt(body, keys.model);
		const plan = defaults.plan({
			gateway,
			index: jobs.filter((job) => job.gateway === gateway).length,
			path,
			body,
			prompt,
			model,
		});
		const variant = plan.variant ?? defaults.variant(gateway);
		if (variant !== undefined && !defaults.isVariant(gateway, variant)) {
			throw new Error(`${gateway} has no answer variant "${variant}"`);
		}
		const jobId = typeof order.jobId === 'string' ? order.jobId : order.jobId(variant);
		const submittedAt = Date.now();
		const seconds = rejected ? 0 : (plan.seconds ?? defaults.videoSeconds());
		const end = submittedAt + seconds * 1000;
		const wanted: Outcome = rejected ? 'failed' : (plan.outcome ?? 'completed');
		const plannedEnd = Math.min(end, deadline ?? Infinity);
		const planned = plannedEnd < end ? 'cancelled' : wanted;
		const job: SimulatedJob = {
			gateway,
			jobId,
			submittedAt,
			processingAt: submittedAt + queuedSecondsOf(plan, seconds) * 1000,
			path,
			body,
			prompt,
			model,
			variant,
			rejected,
			deadline,
			callbackUrl,
			callbacks: plan.callbacks ?? 'all',
			callbackDelaySeconds: plan.callbackDelaySeconds ?? 0,
			statusCalls: [],
			unchangedCalls: [],
			videoUrl: planned === 'completed' ? videoUrl(variant, jobId) : undefined,
			videoBytes: plan.videoBytes,
			videoBytesPerSecond: plan.videoBytesPerSecond,
			get outcome() {
				return cancelled.has(job) ? 'cancelled' : planned;
			},
			get endsAt() {
				return cancelled.get(job) ?? plannedEnd;
			},
			get completedAt() {
				return Date.now() >= job.endsAt ? job.endsAt : undefined;
			},
		};
		jobs.push(job);
		byId.set(key(gateway, jobId), job);
		defaults.scheduled(job);
		return job;
	}

	return {
		jobs,
		accept,
		find: (gateway, jobId) => byId.get(key(gateway, jobId)),
		cancel(job, at = Date.now()) {
			if (stageOf(job) === 'ended' || at >= job.endsAt) return;
			cancelled.set(job, at);
			defaults.scheduled(job);
		},
		clear() {
			jobs.length = 0;
			byId.clear();
		},
	};
}
