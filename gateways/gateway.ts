import type { Call } from './call';
import type { Callbacks } from './callbacks';
import type { SubmittedJob, VideoJob } from './job';
import type {
	DescribedModel,
	ListedModel,
	ModelInput,
	PictureShape,
	PriceSource,
	VideoModel,
} from './model';
import type { ImageFormat, ImageInput, RequestProblem, VideoRequest } from './videoRequest';

/**
 * What every gateway is to the rest of the package: a value that describes calls and makes none.
 *
 * The data flows one way: node parameters -> VideoRequest -> Call (wire) -> Answer -> VideoJob -> item.
 * Nothing in this folder knows n8n, does I/O or reads a clock.
 */

export * from './call';
export type * from './callbacks';
export * from './job';
export type * from './model';
export type * from './videoRequest';

/** A file that is sent ahead of the job that needs it. */
export interface Upload {
	call: (
		image: { bytes: Uint8Array; mimeType: string },
		request: VideoRequest,
	) => Call<ImageInput>;
	/** Which of the user's accounts at the gateway the file belongs to, where that matters: files aren't shared between them. */
	scope?: (request: VideoRequest) => string;
}

/** A picture's way into a gateway, and what it must be like. */
export interface ImageIntake {
	/** An address: sent as it is; or fetched by n8n, and then sent as bytes (`fetched`) or uploaded. */
	url: 'sent' | 'fetched' | Upload;
	/** Bytes: as a data URL in the JSON, as a file of a multipart body, or uploaded. */
	bytes: 'dataUrl' | 'multipart' | 'refused' | Upload;
	/** Types of file it accepts. */
	formats: readonly ImageFormat[];
	shape?: PictureShape;
	/** Says whether a text that the user gave is a file the gateway already has. */
	isReference?: (text: string) => boolean;
}

/** An input of the gateway itself, whatever the model. No fallback carries it to another gateway. */
export type GatewayInput = ModelInput & {
	/** The operations that it is for, beside the submit. */
	alsoFor?: ReadonlyArray<'list' | 'balance'>;
	/** What the panel says of it there, where that isn't the same as for a submit. */
	alsoForDescription?: string;
};

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
		/** Videos that it would accept now. */
		available: number;
	}>;
	executing: SubmittedJob[];
}

/** Whether an account has room for another video. */
export interface AccountSlots {
	/** Whether it has now. */
	hasRoom: (request: VideoRequest) => Call<{ hasRoom: boolean }>;
	/** Seconds between two checks for a free slot. */
	secondsBetween: number;
}

/** Finds the job of a submit whose answer was lost, by a reference that went with it. */
export interface JobReferences {
	/** Seconds before each check of the jobs that run, after a submit that has only just been sent. */
	checksAfter: readonly number[];
	/** How many pages of `list` are read at most. */
	pages: number;
	/** The jobs that run now, and the places whose lists may have the job. */
	running: (request: VideoRequest) => Call<{ jobs: SubmittedJob[]; places: string[] }>;
	/** The newest jobs first, those before the job `before`: a page of them, none where there are no more. */
	list: (
		page: { place?: string | undefined; before?: string | undefined },
		request: VideoRequest,
	) => Call<SubmittedJob[]>;
}

/** A gateway's own list of models. */
export interface ModelList {
	/** The video models that it offers now. */
	read: () => Call<ListedModel[]>;
	/** It has the lengths, sizes and ratios of each model: the panel offers those of a model that the table lacks. */
	hasFormats?: true;
}

/** What the user's credential decides about a gateway, beyond its key and its addresses. */
export interface CredentialSettings {
	/** The gateway as the credential's fields make it. What isn't set, or can't be read, leaves it as it is. */
	apply: (fields: Readonly<Record<string, unknown>>) => Gateway;
	/** How to set what the gateway lacks without it. A member is there only if the credential can set that. */
	advice: {
		/** The price of a model: the beginning of a sentence. */
		price?: string;
		/** Cancelling: a sentence. */
		cancel?: string;
	};
}

/** Values of the inputs that the gateway declares for an operation. */
export type OperationInputs = VideoRequest['inputs'];

/** A gateway. A capability is a method or a group of members: there or not there. */
export interface Gateway {
	/** The value of the `gateway` parameter and of `VideoJob.gateway`. */
	id: string;
	/** As its makers write it. */
	label: string;
	/** What helps to choose it, in one line without a full stop: which models it has, and how it is paid if not by prepaid credit. */
	summary: string;
	credentialType: string;
	/** What its keys begin with that is no secret, and has to stay intact elsewhere, as in IDs of jobs. */
	publicKeyStart?: RegExp;
	models: readonly VideoModel[];
	/** Where the rows of `models` are from; `npm run check:tables` reports their age. */
	modelSource: PriceSource;
	/** What a model that isn't in the table may be given. Absent: the gateway accepts no other models. */
	unlistedModels?: Omit<VideoModel, 'id' | 'name'>;
	defaultModel: string;
	/** Shortest time between two checks of a job, in seconds. */
	minPollSeconds: number;
	/** How many requests a key may make, where that is documented: on the gateway's usual paid plan. */
	rateLimits?: {
		/** All of them, submits included. */
		requestsPerMinute?: number;
		/** Those that submit. */
		submitsPerMinute?: number;
		submitsPer10Seconds?: number;
		/** All of them on the gateway's free plan: an example for the user's own setting. */
		freePlanRequestsPerMinute?: number;
	};
	images: ImageIntake;
	/** Absent: the same for every user. */
	settings?: CredentialSettings;
	callbacks?: Callbacks;
	/** What it alone has, whatever the model. */
	inputs?: readonly GatewayInput[];
	/** Set where a submit may be answered with the video itself: how to avoid that, as a sentence. */
	directVideo?: { instead: string };
	/** Where a user sees whether a job exists, for the case that an answer was lost. */
	dashboard: string;
	/** Checks beyond the model table. */
	check?: (request: VideoRequest, model: VideoModel) => RequestProblem[];
	/** @param model the row of the model, where the request's own gateway has read one that its table lacks */
	submit: (request: VideoRequest, model?: VideoModel) => Call<VideoJob>;
	status: (jobId: string) => Call<VideoJob>;
	/**
	 * Ends a job that runs; the job as it is after that. A job that has ended already stays as it is. Undefined for a job that
	 * can't be cancelled.
	 */
	cancel?: (jobId: string) => Call<VideoJob> | undefined;
	/** The newest jobs first, at most `limit` of them. */
	list?: (page: { limit: number; inputs?: OperationInputs }) => Call<VideoJob[]>;
	/** Its name among the gateways that can do something, where it can only with some of its jobs: with which ones. */
	partly?: Readonly<Partial<Record<'cancel' | 'list' | 'balance' | 'queue', string>>>;
	/** What is left to spend. */
	balance?: (inputs?: OperationInputs) => Call<Balance>;
	/** What runs, and what would be accepted now. */
	queue?: () => Call<GatewayQueue>;
	/** Waiting for room for a submit that was turned away as busy. */
	slots?: AccountSlots;
	references?: JobReferences;
	/** Its own list of models. Absent: the table is all there is. */
	modelList?: ModelList;
	/**
	 * What it says itself of the inputs of one model, for a model that neither its table nor its list has. Undefined for an
	 * ID that it can't be asked about. Absent: it describes no models.
	 */
	readDescription?: (id: string) => Call<DescribedModel> | undefined;
	/**
	 * Set where it deletes a video when its `expiresAt` is over: reading the job again brings no new link, so the video has to
	 * be fetched before.
	 */
	deletesVideos?: true;
	/** Whether the file at this URL is the gateway's own and wants the key. `baseUrl` is the credential's. */
	mediaNeedsKey?: (url: URL, baseUrl: URL) => boolean;
}
