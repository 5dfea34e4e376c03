import type {
	CallbackCall,
	CallbackOptions,
	CallbackVariants,
	RecordedCallback,
} from './types/callbacks';
import type { ModelBook } from './models';
import type { FaultRule } from './types/faults';
import type { JobPlan, SimulatedJob, SubmitSeen } from './types/jobs';
import type { GatewayId, Plan } from './types/names';
import type { LimitedRequest, RecordedRefusal, RecordedRequest } from './types/requests';

export * from './types/callbacks';
export * from './types/faults';
export * from './types/jobs';
export * from './types/names';
export * from './types/requests';

/** What a user would type into the gateway's credential. */
export interface SimulatedCredential {
	apiKey: string;
	/** Works also with `/via/<name>` before its path; its requests then carry the header `via` with that name. */
	baseUrl: string;
	/** Segmind only: its upload lives on another host. */
	uploadUrl?: string;
	/** fal only: the descriptions of its models lie on another host. */
	schemaUrl?: string;
}

/**
 * What sources contradict each other about, or leave open, apart from the shapes of answers. Each gateway may really be
 * either way, so a client must survive both. The defaults are in `OPEN_FACTS`.
 */
export interface OpenFacts {
	/**
	 * AIgateway: whether a check sooner than 3 s after the last one is answered 304. https://aigateway.sh/docs/async-jobs
	 * (read 2026-11) says so; the three official clients (2026-04 to 2026-06) start with 2 s and fail on a 304.
	 */
	earlyChecksUnchanged: boolean;
	/**
	 * AI/ML API: what a status route answers to an ID of the other route. Not documented: its pages of errors print 404 for
	 * endpoints and 400 for fields (2026-08-21).
	 */
	foreignIdStatus: 400 | 404;
	/**
	 * fal: when a cancel ends a run that has begun. Documented is that it works in the queue, and that the answer, 202, is of
	 * a request (@fal-ai/client 1.10.1; docs/model-apis/inference/queue, 2026-11).
	 */
	cancelEndsRun: 'atOnce' | 'later' | 'never';
	/** useapi.net: whether accounts that take no more jobs are in `available[]` of the scheduler. Not documented. */
	fullAccountsListed: boolean;
	/** useapi.net: whether the account makes videos (`supportVideo` in GET accounts; the official script, 2026). */
	accountMakesVideos: boolean;
	/**
	 * Where the links of videos start, such as `http://cdn.example`, instead of with this server. MiniMax's own client
	 * (mmx-cli, 2026) rewrites `http://` links to `https://`, so gateways do give such.
	 */
	linkOrigin: string | undefined;
}

/** How the simulated gateways are unless a test says otherwise. */
export const OPEN_FACTS: Readonly<OpenFacts> = {
	earlyChecksUnchanged: true,
	foreignIdStatus: 404,
	cancelEndsRun: 'atOnce',
	fullAccountsListed: true,
	accountMakesVideos: true,
	linkOrigin: undefined,
};

/** A running simulator of all gateways on 127.0.0.1. */
export interface Simulator {
	/** Such as `http://127.0.0.1:40123`, without a slash at the end. */
	origin: string;
	/** A key that each gateway accepts, and its address with the path prefix on this server. */
	credentials: Record<GatewayId, SimulatedCredential>;
	/** A PNG of 1280x720 pixels served by this server, for image parameters. */
	imageUrl: string;
	/** Seconds that a job takes unless its plan says otherwise. */
	videoSeconds: number;
	/** Decides what becomes of each job at the moment it is accepted. */
	plan: (submit: SubmitSeen) => JobPlan;
	/** Answer shape of each gateway where the job's plan names none, and for answers without a job. */
	variants: Partial<Record<GatewayId, string>>;
	/** True: useapi.net answers 429 when an account runs `maxJobs` videos already. Default false. */
	enforceMaxJobs: boolean;
	/**
	 * True: a second account at hailuoai.video is connected to useapi.net (`USEAPI_SECOND_ACCOUNT`), with files and a queue
	 * of its own. Default false.
	 */
	secondAccount: boolean;
	/**
	 * The plan of the account at each gateway whose documented limits of requests are kept, and a request too many is
	 * refused. Default: none are counted.
	 */
	enforceLimits: Partial<Record<GatewayId, Plan>>;
	/** The shape of each gateway's callbacks, settled when a job is accepted. */
	callbackVariants: CallbackVariants;
	/**
	 * True: Pixazo hands `callback_url` on to MiniMax, so that a submit is refused unless that address
	 * echoes a challenge within 3 s. Not documented by Pixazo. Default true.
	 */
	callbackChallenge: boolean;
	/**
	 * Seconds from a callback that was not taken to the next attempt, doubled each time (AIgateway,
	 * whose real times are not documented but for "24 hours (~8 attempts)"). Default 1.
	 */
	callbackRetrySeconds: number;
	/**
	 * Changes the models of a gateway, in its own list and for its submits: another one, by the entry of that list; or one
	 * that is offered no longer. For gateways that have a list.
	 */
	readonly models: Pick<ModelBook, 'add' | 'retire'>;
	/** Which way the gateways are where that is open. */
	openFacts: OpenFacts;
	/** Every accepted job, oldest first. */
	readonly jobs: SimulatedJob[];
	/** Every request, oldest first. */
	readonly requests: RecordedRequest[];
	/** Every request that the documentation does not allow, with the reason. */
	readonly refusals: RecordedRefusal[];
	/** Every request that was one too many for `enforceLimits`, oldest first. */
	readonly limited: readonly LimitedRequest[];
	/** Every callback sent, oldest first. None is sent to other machines, whatever a submit says. */
	readonly callbacks: RecordedCallback[];
	/** The callback that a job's gateway would send about it as it stands now. */
	callback(job: SimulatedJob, options?: CallbackOptions): CallbackCall;
	/**
	 * Sends any call once, and yields it when it was answered or has failed. Such as one more time
	 * (`simulator.callbacks[0]`), or forged (`{ ...simulator.callback(job), body: '{}' }`).
	 */
	sendCallback(call: CallbackCall): Promise<RecordedCallback>;
	/** Adds a fault and returns what removes it again. */
	fault(rule: FaultRule): () => void;
	clearFaults(): void;
	/** Forgets jobs, files, requests, refusals, callbacks and faults, and restores plan and settings. */
	reset(): void;
	close(): Promise<void>;
}
