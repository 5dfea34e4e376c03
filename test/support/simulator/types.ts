import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import type { FACTS } from '../../facts';

/** A gateway, by the name that the package uses. */
export type GatewayId = keyof typeof FACTS;

/**
 * What a request is about, whichever gateway it goes to.
 * `submit` starts a job, `status` looks at one, `result` is the second look that Segmind needs for
 * the output, `media` is the video file, `link` makes an address for it (AIgateway), `unknown` is
 * a path or method that no gateway documents.
 */
export const ENDPOINT_NAMES = [
	'submit',
	'status',
	'result',
	'media',
	'link',
	'upload',
	'account',
	'webhookSecret',
	'models',
	'list',
	'queue',
	'cancel',
	'unknown',
] as const;
export type EndpointName = (typeof ENDPOINT_NAMES)[number];

/** How a job ends. The last two are what a gateway should never answer, but a client must survive. */
export const OUTCOMES = [
	'completed',
	'failed',
	'moderated',
	'cancelled',
	'completedWithoutUrl',
	'unknownStatus',
] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** A gateway that calls back: one of the keys of `CALLBACK_VARIANTS`. */
export type CallingGateway = GatewayId;
/** A callback shape for each gateway that calls back. Where pages contradict each other, each reading has a name. */
export type CallbackVariants = Partial<Record<CallingGateway, string>>;

/** `challenge` before a job is accepted (MiniMax), `progress` while it runs, `final` at its end. */
export type CallbackKind = 'challenge' | 'progress' | 'final';

/** A callback as it goes over the wire: a POST of this text to this address. */
export interface CallbackCall {
	gateway: GatewayId;
	jobId: string;
	kind: CallbackKind;
	url: string;
	headers: Record<string, string>;
	body: string;
}

/** A callback that was sent, with what came back. Can be sent again as it is. */
export interface RecordedCallback extends CallbackCall {
	/** Milliseconds since 1970. */
	at: number;
	/** 1, or more where the same was not taken before. */
	attempt: number;
	/** HTTP status answered; none while there is no answer, and where none came. */
	status?: number;
	/** The text answered. */
	answer?: string;
	answeredAt?: number;
	/** Why no answer came. */
	problem?: string;
}

/** What to change about a callback. */
export interface CallbackOptions {
	/** Default: the gateway's in `Simulator.callbackVariants`. */
	variant?: string;
	/** Default: the address that the submit named. */
	url?: string;
	/** Signs with this secret instead of the key's own (AIgateway). */
	secret?: string;
	/** Signs as of so many seconds ago (AIgateway, whose pages want over 300 s refused). */
	secondsOld?: number;
}

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
	readonly variant: string | undefined;
	/** Where the gateway calls back; none if neither the submit nor the account asks for it. */
	readonly callbackUrl: string | undefined;
	readonly callbacks: 'all' | 'final' | 'none';
	readonly callbackDelaySeconds: number;
	/** When each look at the job was carried out: what a fault kept from the gateway is not here. */
	readonly statusCalls: number[];
	/** When a look was answered 304 Not Modified because it came too early (AIgateway). */
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

/** A request as it arrived, with what was answered. */
export interface RecordedRequest {
	/** Milliseconds since 1970. */
	at: number;
	/** Empty for a path below no gateway. */
	gateway: GatewayId | '';
	endpoint: EndpointName;
	method: string;
	path: string;
	query: Record<string, string | string[]>;
	headers: IncomingHttpHeaders;
	/** Parsed JSON, else text; binary bodies and those over 1 MB as a `BodySummary`. */
	body: unknown;
	/** What a submit asks for, wherever its body says so. */
	prompt?: string;
	/** HTTP status answered; none when no answer was given. */
	status?: number;
	/** The fault that was played, as named in its rule. */
	fault?: string;
}

/** Stands for a body that is too big or not text. */
export interface BodySummary {
	contentType: string;
	bytes: number;
	sha256: string;
}

/** A request that no documentation covers, or that breaks a documented rule. */
export interface RecordedRefusal {
	at: number;
	gateway: GatewayId | '';
	endpoint: EndpointName;
	method: string;
	path: string;
	reason: string;
}

/** What goes back over the wire. A plain object is sent as JSON, text and bytes as they are. */
export interface Answer {
	status: number;
	headers?: Record<string, string>;
	body?: unknown;
	/** Streamed instead of `body`; the headers must carry its length. */
	stream?: () => Readable;
	/** Not sent before this time (milliseconds since 1970): a call that blocks until the job ends. */
	notBefore?: number;
}

/** The names of the faults that need no further data. */
export const FAULT_NAMES = [
	'asUsual',
	'resetUnread',
	'resetBefore',
	'resetAfter',
	'silence',
	'silenceAfter',
	'truncated',
	'html',
	'slowDrip',
	'withoutId',
] as const;
export type FaultName = (typeof FAULT_NAMES)[number];

/** A fixed answer instead of the gateway's own. */
export interface FixedResponse {
	status: number;
	headers?: Record<string, string>;
	body?: unknown;
	stream?: () => Readable;
	/**
	 * True: the request is carried out before this is answered, so a submit leaves a job behind.
	 * useapi.net documents it for 502 and 504: "responds with 502 or 504 while still accepting jobs
	 * into the internal queue" (useapi.net, POST videos/create, 2026-02-24).
	 */
	accepted?: boolean;
}

/** Carries the request out and changes the body of the answer. */
export interface RewrittenResponse {
	rewrite: (body: unknown) => unknown;
}

/** When to misbehave, and how. Of several rules that match, the one added last is played. */
export interface FaultRule {
	gateway?: GatewayId;
	endpoint?: EndpointName | readonly EndpointName[];
	/** How often to play; default without end. */
	times?: number;
	/** Further condition, asked only where gateway and endpoint match. */
	when?: (request: RecordedRequest) => boolean;
	/** Seconds to wait before anything else happens; default 0. */
	delaySeconds?: number;
	/**
	 * - `asUsual`: the usual answer (for use with `delaySeconds`)
	 * - `resetUnread`: connection reset as soon as the headers are there, body unread
	 * - `resetBefore`: connection reset after the request was read, nothing carried out
	 * - `resetAfter`: carried out (a job is accepted), then the connection is reset
	 * - `silence`: never answered, nothing carried out
	 * - `silenceAfter`: carried out, never answered
	 * - `truncated`: carried out; JSON cut in half with 200, a file cut in half under its full length
	 * - `html`: a page with status 200, nothing carried out
	 * - `slowDrip`: carried out; the answer comes one byte a second
	 * - `withoutId`: carried out; the answer lacks the job's id
	 */
	respond: FaultName | FixedResponse | RewrittenResponse;
}

/** What a user would type into the gateway's credential. */
export interface SimulatedCredential {
	apiKey: string;
	/** Works also with `/via/<name>` before its path; its requests then carry the header `via` with that name. */
	baseUrl: string;
	/** Segmind only: its upload lives on another host. */
	uploadUrl?: string;
}

/**
 * What sources contradict each other about, or leave open, apart from the shapes of answers. Each gateway may really be
 * either way, so a client must survive both. The defaults are in `OPEN_FACTS`.
 */
export interface OpenFacts {
	/**
	 * AIgateway: whether a look sooner than 3 s after the last one is answered 304. https://aigateway.sh/docs/async-jobs
	 * (read 2026-11) says so; the three official clients (2026-04 to 2026-06) start with 2 s and fail on a 304.
	 */
	earlyLooksUnchanged: boolean;
	/**
	 * AI/ML API: what a status route answers to an ID of the other route. Not documented: its pages of errors print 404 for
	 * endpoints and 400 for fields (2026-08-21).
	 */
	foreignIdStatus: 400 | 404;
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
	earlyLooksUnchanged: true,
	foreignIdStatus: 404,
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
	/** Which way the gateways are where that is open. */
	openFacts: OpenFacts;
	/** Every accepted job, oldest first. */
	readonly jobs: SimulatedJob[];
	/** Every request, oldest first. */
	readonly requests: RecordedRequest[];
	/** Every request that the documentation does not allow, with the reason. */
	readonly refusals: RecordedRefusal[];
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
