import type { GatewayError, VideoJob, VideoRequest } from '../../gateways/gateway';
import type { FreeCalls } from '../../tools/checkGateway/calls';
import type { DocumentedGateway } from '../support/simulator/gateway';
import type { EndpointName, Outcome, RecordedRequest } from '../support/simulator/types';
import type { FaultRow } from './faultRows';

/**
 * What the tests know of a gateway. Every central test walks over the facts of all gateways, so a gateway needs no test
 * of its own beyond what only it does. Facts come from the gateway's pages, never from the adapter that they are asked of.
 * They are plain data that also the simulator reads: nothing of jest may stand in them.
 */
export interface GatewayFacts {
	/** The gateway as the simulator plays it. */
	simulator: DocumentedGateway;
	/** What it has beside submit and status. */
	capabilities: readonly Capability[];
	/** The ways of pictures into it. */
	images: PictureWays;
	/** The keys of the inputs that it has whatever the model. */
	inputs?: readonly string[];
	/** How many requests a minute its pages allow, and how many of them may submit. */
	rateLimits?: {
		requestsPerMinute?: number;
		submitsPerMinute?: number;
		submitsPer10Seconds?: number;
		freePlanRequestsPerMinute?: number;
	};
	/** What a request of the nodes must look like on the wire, after defaults and models have been settled. */
	wire: {
		path: (request: VideoRequest) => string;
		body: (request: VideoRequest) => Record<string, unknown>;
		/** The object in the body that Additional Fields are merged into; absent: the body itself. */
		inputsIn?: string;
	};
	/** Submits as the pages print them, or the smallest that they allow; the first one stands for all in most tests. */
	samples: readonly [SubmitSample, ...SubmitSample[]];
	/** How a job is asked for, and what is answered. */
	status: StatusFacts;
	/** Models whose status has no word for a queue: a job runs from the beginning. */
	neverQueued?: readonly string[];
	/** What a finished job shows in each answer shape, beside its id, its status and its address. */
	finished: Readonly<Record<string, (videoUrl: string) => Shown>>;
	/** Every way in which a job can end without a video. */
	endings: readonly Ending[];
	/** Its codes for a wrong key, an unknown job and an empty account, where it refuses inside HTTP 200 instead of by 401 and 404. */
	refusesInBody?: { wrongKey: number; unknownJob: number; noCredit: number };
	/** Every HTTP status that the pages document, on a submit and on a status call; none where it refuses inside HTTP 200. */
	refusals: readonly Refusal[];
	/** Every price of the model table, in the words of the page. */
	prices: readonly PrintedPrice[];
	/** Models of the table that are priced as another one: the row that stands for several. */
	pricedAs?: Readonly<Record<string, string>>;
	/** Models that need no prompt beside an image; absent: none. */
	promptOptional?: readonly string[] | 'all';
	/** The model whose API the answers and errors of these facts are from, where that isn't the default's. */
	usualModel?: string;
	/** Models that support an end frame; absent: none. */
	endFrames?: readonly string[];
	/** Models that follow MiniMax's camera commands. */
	cameraFollowers: readonly string[];
	/** The user's account, where requests can name one. */
	account?: string;
	/** What the simulated account has left, as Check Video Status outputs it; a pattern stands for any number or text. */
	balance?: Readonly<Record<string, unknown>>;
	/** Pictures that are refused before they are sent, by their file in `test/n8n/media.test.ts`. Absent: it accepts URLs only. */
	wrongPictures?: Readonly<Record<string, RegExp>>;
	/** Files that the account has already, where pictures can be named by reference only. */
	storedFiles?: readonly string[];
	/** Whether the body of an upload holds this picture. */
	isUploadOf?: (body: Readonly<Record<string, unknown>>, picture: Buffer) => boolean;
	/** Where a finished video lies if no answer names its address: a path below the base URL. */
	unnamedFile?: (jobId: string) => string;
	/** The answer shapes whose video can be fetched only with the key; the first one stands for all. */
	privateVariants?: readonly [string, ...string[]];
	/** How it calls back, if it does. */
	callback?: CallbackFacts;
	/** Faults that it documents in its own way, and those that only it has. */
	faults: readonly FaultRow[];
	/** The second call that a status can need. */
	secondCall?: SecondCall;
	/** The calls that `npm run check:gateway` makes with a user's key; they are given the ids of the model table. */
	check: (modelIds: readonly string[]) => FreeCalls;
	/** What `npm start -- --real` has to know. */
	liveRun: {
		/** The variable that holds the user's key. */
		keyVariable: string;
		/** What one run of the gateway's example costs, and who says so. */
		cost: string;
	};
}

/** What a gateway can have beside submit and status; the last four are parts of its callbacks. */
export type Capability =
	| 'cancel'
	| 'list'
	| 'balance'
	| 'queue'
	| 'slots'
	| 'references'
	| 'modelList'
	| 'readDescription'
	| 'directVideo'
	| 'callbacks'
	| 'handshake'
	| 'signature'
	| 'accountDefault';

/** How a picture gets to a gateway, by an address and as bytes. */
export interface PictureWays {
	url: 'sent' | 'fetched' | 'uploaded';
	bytes: 'dataUrl' | 'multipart' | 'refused' | 'uploaded';
}

/** Whether pictures that come as bytes are uploaded ahead of the job. */
export const uploadsPictures = ({ images }: Pick<GatewayFacts, 'images'>): boolean =>
	images.bytes === 'uploaded';

/** A submit as a page prints it. */
export interface SubmitSample {
	/** Tells it from the gateway's other samples. */
	name: string;
	path: string;
	body: Readonly<Record<string, unknown>>;
	/** A documented field with a value that the page doesn't allow. */
	wrong: Readonly<Record<string, unknown>>;
	/** Where the answer has the job's id, with dots for what lies deeper; default: the simulator's first `idKeys`. */
	idKey?: string;
	/** It is a form with files, whose fields are all text. */
	form?: true;
	/** Goes to a route that refuses by HTTP statuses, at a gateway that otherwise refuses inside HTTP 200. */
	refusesByStatus?: true;
}

/** A request of a job's status, below the gateway's base URL. */
export interface StatusCall {
	method: 'GET' | 'POST';
	path: string;
	query?: Readonly<Record<string, string>>;
	body?: Readonly<Record<string, unknown>>;
}

/** How a job is asked for, and how the gateway answers to right and wrong requests. */
export interface StatusFacts {
	/** `submitPath` is where the job was submitted, undefined for an id that the gateway doesn't know. */
	call: (jobId: string, submitPath?: string) => StatusCall;
	/** The status of a job that is queued, that is being made, and that has its video. */
	words: readonly [unknown, unknown, unknown];
	/** Where that status stands; default `status`. */
	key?: string;
	/** HTTP status of a submit that is accepted; default 200. */
	accepted?: number;
	/** The same of one that breaks the rules; default 400. */
	invalid?: number;
	/** It accepts one that breaks the rules as a job, which fails at once. */
	failsLate?: true;
	/** The same of one that isn't declared as JSON; default `invalid`. */
	notJson?: number;
	/** The call that has a finished video's address, where that of the status doesn't. */
	address?: (jobId: string) => StatusCall;
	/** What the answer about an unknown job has: keys with their values, with a pattern for them, or `true` for any. */
	unknownJob: Readonly<Record<string, unknown>>;
}

/** Fields of a job. A pattern stands for any text that matches. */
export type Shown = { [Key in keyof VideoJob]?: VideoJob[Key] | RegExp };

/** What a job shows that did not become a video. */
export interface Ending {
	outcome: Outcome;
	variant?: string;
	status: VideoJob['status'];
	/** Of the failure. Without one, the job goes on with a warning. */
	code?: string;
	retryable?: boolean;
	/** In the failure's message, or in the warning. */
	says: RegExp;
}

/** What one documented HTTP status means. */
export interface Refusal {
	status: number;
	code: GatewayError['code'];
	retryable?: true;
	/** A submit answered so may have been accepted all the same. */
	accepted?: 'maybe';
	retryAfterSeconds?: number;
	/** What the user is asked to do. */
	fix: RegExp;
}

/** A price as its page prints it. */
export interface PrintedPrice {
	models: readonly string[];
	/** What it is the price of. */
	request?: Partial<VideoRequest>;
	/** As printed. */
	words: string;
	/** Reads the amount out of the words. */
	amount: (words: string) => number;
	currency: 'USD' | 'credits';
}

/** How a gateway calls back. */
export interface CallbackFacts {
	/** Whether its callbacks can resume a suspended execution. */
	wakesExecution: boolean;
	/** What it sends once before it accepts the job, and the answer that it wants. */
	handshake?: { call: string; answer: string };
	/** It calls back only about videos that are made from a picture. */
	needsImage?: true;
	/** Whose protocol its calls speak, where other gateways speak it, too: then a call doesn't tell which one it is from. */
	protocol?: 'minimax';
	/** The call about a finished video doesn't hold its address. */
	withoutAddress?: true;
	/** Shapes in which it calls when a job begins, too. */
	tellsOfStart: readonly string[];
	/** A submit that can ask for a callback, and the field of its body or of its query for the address. */
	submit: { path: string; body: Readonly<Record<string, unknown>> } & (
		{ urlField: string; urlQuery?: undefined } | { urlField?: undefined; urlQuery: string }
	);
}

/** A submit that asks for callbacks to this address. */
export function askingForCallback(
	{ path, body, urlField, urlQuery }: CallbackFacts['submit'],
	url: string,
): { path: string; body: Readonly<Record<string, unknown>> } {
	return urlQuery === undefined
		? { path, body: { ...body, [urlField]: url } }
		: { path: `${path}?${new URLSearchParams({ [urlQuery]: url }).toString()}`, body };
}

/** The second call of a status, at which faults are played as well. */
export interface SecondCall {
	/** Whatever it's refused with, the job goes on: its video is made. */
	endsNothing?: true;
	endpoint: EndpointName;
	/** A job that needs it; default: any that has its video. */
	job?: { model: string; variant: string };
	/** What its request names in the place of the job's ID. Absent: the job's ID. */
	names?: (jobId: string) => string;
	/** Where both calls go to the same endpoint: whether a request is the second one. */
	isSecond?: (request: Pick<RecordedRequest, 'path'>) => boolean;
	/** Refused by both, the user is told the refusal of the first: what its message and its fix hold. */
	firstRefusal?: { message: string; fix: string };
	/** It is also made after a first call that was refused with 4xx, so a fault at the first is met twice. */
	afterRefusal?: true;
}

/** The first amount in dollars that the words of a page hold. */
export const dollars = (words: string): number => Number(/\$(\d+\.\d+)/.exec(words)![1]);
