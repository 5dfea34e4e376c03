/**
 * What every gateway is to the rest of the package: a value that describes calls and makes none.
 *
 * The data flows one way: node parameters -> VideoRequest -> Call (wire) -> Answer -> VideoJob -> item.
 * Nothing in this folder knows n8n, does I/O or reads a clock.
 */

/** A job's life, the same words for every gateway. */
export type VideoStatus = 'queued' | 'processing' | 'completed' | 'failed' | 'cancelled';

/** Why a job or a call failed, the same words for every gateway. */
export type FailureCode =
	| 'moderated'
	| 'insufficientCredits'
	| 'invalidRequest'
	| 'rateLimited'
	| 'notFound'
	| 'authentication'
	| 'cancelled'
	| 'timeout'
	| 'gateway';

/** The failure of a job that the gateway had accepted. `retryable`: the same request may succeed if submitted again. */
export interface VideoFailure {
	code: FailureCode;
	message: string;
	retryable: boolean;
}

/** What a video costs: from the price page (`estimate`) or as told by the gateway (`reported`). */
export interface VideoCost {
	amount: number;
	currency: 'USD' | 'credits';
	basis: 'estimate' | 'reported';
}

/** One video being made. The nodes put out one item for each; the keys are a public contract. */
export interface VideoJob {
	gateway: string;
	/** As the gateway gave it. */
	jobId: string;
	status: VideoStatus;
	model?: string;
	/** Percent, 0 to 100. */
	progress?: number;
	videoUrl?: string;
	/** ISO 8601: when `videoUrl` stops working. Only where known. */
	expiresAt?: string;
	/** Pixels. */
	width?: number;
	/** Pixels. */
	height?: number;
	durationSeconds?: number;
	failure?: VideoFailure;
	cost?: VideoCost;
	callbackReference?: string;
	/** ISO 8601. */
	submittedAt?: string;
	/** ISO 8601. */
	completedAt?: string;
	/** Inputs that were set but that the model does not take, and words of the gateway that are not known. */
	warnings?: string[];
}

/** A picture on its way to a gateway. `reference` is the gateway's own name for a file it already has. */
export type ImageInput =
	| { kind: 'url'; url: string }
	| { kind: 'bytes'; bytes: Uint8Array; mimeType: string }
	| { kind: 'reference'; reference: string };

/** What the user wants, in words that no gateway owns. A key that is absent was not set. */
export interface VideoRequest {
	model: string;
	prompt: string;
	firstFrame?: ImageInput;
	endFrame?: ImageInput;
	/** Pictures of a character or subject to keep, in order. */
	subjectReferences?: ImageInput[];
	durationSeconds?: number;
	resolution?: string;
	aspectRatio?: string;
	/** Camera commands of MiniMax, all at the same time from the start (`camera.ts`). */
	cameraMovement?: readonly string[];
	promptOptimizer?: boolean;
	/** MiniMax: a shorter prompt optimisation. */
	fastPretreatment?: boolean;
	/** MiniMax: a mark that the video was made by AI. */
	watermark?: boolean;
	callbackUrl?: string;
	/** Handed back by the gateway with the job, where it does that. */
	callbackReference?: string;
	/** Which of the user's accounts at the gateway makes the video (useapi.net). */
	account?: string;
	/** How many jobs may run on that account at a time (useapi.net). */
	maxJobs?: number;
	/** Hold the connection until the video is there instead of submitting a job (Segmind v1). */
	blocking?: boolean;
	/** Sent as it is, over what the package would send. */
	additionalFields?: Record<string, unknown>;
}

/** One length and size that a model makes, and its price. The first row of a model is what the gateway does by default. */
export interface Format {
	resolution?: string;
	durationSeconds?: number;
	/** The gateway's own word for this row, where it has one. */
	option?: string;
	/** Offered only together with a first frame. */
	needsFirstFrame?: boolean;
	/** Takes an end frame, where the model does so only for some rows. */
	endFrame?: boolean;
	price?: Price;
}

/** A price as the gateway's page prints it. */
export interface Price {
	amount: number;
	currency: 'USD' | 'credits';
}

/** The page that a price or a table of models is from. */
export interface PriceSource {
	page: string;
	/** Year and month, or the day. */
	read: string;
}

/** What a model takes. The same table drives the fields shown, the checks and the estimated cost. */
export interface VideoModel {
	/** As sent to the gateway. */
	id: string;
	/** As shown to the user. */
	name: string;
	/** The model of its maker that it is, in the same words at every gateway: what a fallback gateway makes instead. */
	family?: string;
	/** For a row that leaves the choice to the request: the id of the model that it means. */
	resolve?: (request: Pick<VideoRequest, 'firstFrame' | 'cameraMovement'>) => string;
	/** Characters. Absent: no limit is documented. */
	promptLimit?: number;
	/** Default true. */
	promptRequired?: boolean;
	/** Default 'unsupported'. */
	firstFrame?: 'required' | 'optional' | 'unsupported';
	endFrame?: boolean;
	/** The only sizes that its pictures may have, in pixels. */
	imageSizes?: ReadonlyArray<readonly [width: number, height: number]>;
	/** How many subject references it takes at most. */
	subjectReferences?: number;
	/** Every length and size it makes; 'any' where the gateway documents the fields but no limits; absent where it has no such fields. */
	formats?: readonly Format[] | 'any';
	/** With `formats: 'any'`: what is taken for a slip, and refused before it is billed. Additional Fields are not held to it. */
	sane?: {
		/** Longest video, in seconds. */
		mostSeconds: number;
		/** What a resolution looks like. */
		resolution: RegExp;
	};
	/** The gateway does not say which row it takes when nothing is set. */
	defaultFormatUnknown?: boolean;
	aspectRatios?: readonly string[] | 'any';
	/** Follows camera commands in the prompt. */
	cameraMovement?: boolean;
	promptOptimizer?: boolean;
	fastPretreatment?: boolean;
	watermark?: boolean;
	/** Where the model's callbacks differ from the gateway's. */
	callbacks?: Callbacks;
	/** Where the prices of this row are printed, and when that was read. */
	pricedBy?: PriceSource;
	/** For one video, whatever is set. */
	price?: Price;
	/** USD for each second of video, where the price is by length. */
	pricePerSecond?: number;
	/** Seconds from submit to video that this model usually takes; where to look closest. */
	typicalSeconds: number;
}

/** Which callbacks are documented: none, to a URL, or to a URL with a reference handed back. */
export type Callbacks = 'none' | 'url' | 'urlAndReference';

export type ImageFormat = 'image/jpeg' | 'image/png' | 'image/webp';

/** A picture's way into a gateway: `sent` as it is, `dataUrl` in the JSON, `uploaded` first, or `refused`. */
export interface ImageIntake {
	url: 'sent' | 'uploaded';
	bytes: 'dataUrl' | 'uploaded' | 'refused';
	/** Types of file it takes. */
	formats: readonly ImageFormat[];
	/** Limits for the shape of a picture: pixels that its shorter side must be over, and width to height. */
	shape?: {
		shortSideOver: number;
		ratioFrom: readonly [number, number];
		ratioTo: readonly [number, number];
	};
	/** Says whether a text that the user gave is a file the gateway already has. */
	isReference?: (text: string) => boolean;
}

/** A call that came in. */
export interface CallbackRequest {
	/** Names in lower case. */
	headers: Readonly<Record<string, string>>;
	/** As it came over the wire: what a signature is about. */
	rawBody: Uint8Array;
	/** Milliseconds since 1970. */
	receivedAt: number;
}

export interface CallbackSignature {
	/** Reads the secret that belongs to the credential's key; empty where there is none. */
	secret: () => Call<{ secret: string }>;
	isValid: (request: CallbackRequest, secret: string) => boolean;
}

/** A reason not to send a request. `parameter` is the field's label in the panel. */
export interface RequestProblem {
	parameter: string;
	message: string;
}

/** One HTTP request, relative to the credential. */
export interface GatewayRequest {
	method: 'GET' | 'POST' | 'DELETE';
	/** Starts with a slash; appended to the credential's base URL. */
	path: string;
	/** The credential's field that holds the base. Default `baseUrl`. */
	base?: 'baseUrl' | 'uploadUrl';
	query?: Record<string, string>;
	headers?: Record<string, string>;
	/** JSON, or the bytes of a file. */
	body?: Record<string, unknown> | Uint8Array;
}

/** What came back. `body` is empty when the answer is the video itself (`mediaType` is set then). */
export interface Answer {
	status: number;
	/** Names in lower case. */
	headers: Record<string, string>;
	body: string;
	mediaType?: string;
	/** Milliseconds since 1970. */
	receivedAt: number;
}

/** A call that did not give what it was made for. Never holds a secret. */
export interface GatewayError {
	kind: 'gatewayError';
	/** `unchanged`: the gateway has nothing newer to say than at the last look. */
	code: FailureCode | 'unchanged';
	/** What happened, with the gateway's own code. */
	message: string;
	/** What the user can do about it. */
	fix: string;
	/** The same call may succeed later. */
	retryable: boolean;
	/** Whether the gateway may have acted on the call all the same. `no` means certainly not. */
	accepted: 'no' | 'maybe';
	retryAfterSeconds?: number;
	httpStatus?: number;
	/** `base_resp.status_code` of MiniMax. */
	gatewayCode?: number;
}

/**
 * A request and how its answer reads.
 * `repeat`: `always` for calls that change nothing; `whenRefused` for calls that bill, repeated only when the
 * gateway certainly did not take them; `never` otherwise.
 */
export interface Call<Result> {
	request: GatewayRequest;
	repeat: 'never' | 'whenRefused' | 'always';
	timeoutSeconds: number;
	read: (answer: Answer) => Result | GatewayError;
	/** A second call that the first one's outcome asks for; its outcome counts then. */
	next?: (outcome: Result | GatewayError) => Call<Result> | undefined;
}

/** What an account has left. */
export interface Balance {
	amount: number;
	currency: 'USD' | 'credits';
	/** Where the gateway has several accounts of the user. */
	account?: string;
}

/** What the user's accounts at a gateway are busy with. */
export interface GatewayQueue {
	accounts: Array<{
		account: string;
		/** Videos that it may make at a time. */
		maxJobs: number;
		executing: number;
		/** Videos that it would take now. */
		available: number;
	}>;
	executing: SubmittedJob[];
}

/** A job with the reference that it was submitted with, one of our own included. */
export interface SubmittedJob {
	jobId: string;
	callbackReference?: string;
	/** ISO 8601. */
	startedAt?: string;
}

/** A gateway. A capability is a method: there or not there. */
export interface Gateway {
	/** The value of the `gateway` parameter and of `VideoJob.gateway`. */
	id: string;
	/** As its makers write it. */
	label: string;
	credentialType: string;
	models: readonly VideoModel[];
	/** What a model that is newer than the table may be given. Absent: the gateway takes no other models. */
	unlistedModels?: Omit<VideoModel, 'id' | 'name'>;
	defaultModel: string;
	minPollSeconds: number;
	/** How many requests a key may make in a minute, where that is documented: on the gateway's usual paid plan. */
	requestsPerMinute?: number;
	images: ImageIntake;
	callbacks: Callbacks;
	/**
	 * Before it takes a job with a callback, it calls the address once and wants this answer while the submit is open:
	 * undefined where `body` is no such call. Only a trigger can give it, not the execution that submits.
	 */
	answerHandshake?: (body: unknown) => Record<string, unknown> | undefined;
	/** How to tell that a callback is the gateway's own. Absent: it signs none. */
	callbackSignature?: CallbackSignature;
	/** The address that the gateway calls for every job of the user that has none of its own. */
	accountCallback?: {
		/** Empty where there is none. */
		read: () => Call<{ url: string }>;
		write: (url: string) => Call<{ url: string }>;
	};
	/** Which of the inputs that few gateways have it takes. */
	settings?: ReadonlyArray<'account' | 'maxJobs' | 'blocking'>;
	/** Where a user sees whether a job exists, for the case that an answer was lost. */
	dashboard: string;
	/** Checks beyond the model table. */
	check?: (request: VideoRequest, model: VideoModel) => RequestProblem[];
	submit: (request: VideoRequest) => Call<VideoJob>;
	status: (jobId: string) => Call<VideoJob>;
	upload?: (
		image: { bytes: Uint8Array; mimeType: string },
		request: VideoRequest,
	) => Call<ImageInput>;
	/** Ends a job that runs; the job as it is after that. A job that has ended already stays as it is. */
	cancel?: (jobId: string) => Call<VideoJob>;
	/** The newest jobs first, at most `limit` of them, those before the job `before`. */
	list?: (page: { limit: number; account?: string; before?: string }) => Call<VideoJob[]>;
	/**
	 * The newest jobs first, those before the job `before`, with the references that they were submitted with: a page
	 * of them, none where there are no more.
	 */
	listReferences?: (page: { account?: string; before?: string }) => Call<SubmittedJob[]>;
	/** What is left to spend. */
	balance?: (account?: string) => Call<Balance>;
	/** What runs, and what would be taken now. */
	queue?: () => Call<GatewayQueue>;
	/** The video models that it offers now. Absent: the table is all there is. */
	listModels?: () => Call<Array<Pick<VideoModel, 'id' | 'name'>>>;
	/**
	 * What a callback claims, undefined where it is none of this gateway's. Anybody may have sent it: a reason to look
	 * at the job, not the truth about it, and `completed` may lack the video. `receivedAt` in milliseconds since 1970.
	 */
	readCallback?: (body: unknown, receivedAt: number) => VideoJob | undefined;
	/** Whether the file at this URL is the gateway's own and wants the key. `baseUrl` is the credential's. */
	mediaNeedsKey?: (url: URL, baseUrl: URL) => boolean;
}

/** Tells a failed call from its result. */
export function isGatewayError(value: unknown): value is GatewayError {
	return (value as GatewayError | undefined)?.kind === 'gatewayError';
}

/** True once a job can change no more. */
export function isFinal(job: Pick<VideoJob, 'status'>): boolean {
	return job.status === 'completed' || job.status === 'failed' || job.status === 'cancelled';
}
