import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';
import type { CallbackBook } from './callbacks';
import type { JobBook } from './jobs';
import type { RateLimits } from './limits';
import type { ModelBook } from './models';
import { formIn, isForm } from './multipart';
import type {
	Answer,
	BodySummary,
	EndpointName,
	GatewayId,
	OpenFacts,
	SimulatedJob,
} from './types';

/** What the gateways share: the jobs, the address they are reached at, the settings. */
export interface Ground extends Pick<JobBook, 'accept' | 'find' | 'cancel' | 'jobs'> {
	/** Known once the server listens. */
	readonly origin: string;
	/** The answer shape that goes without a job. */
	variant: (gateway: GatewayId) => string | undefined;
	enforceMaxJobs: () => boolean;
	secondAccount: () => boolean;
	openFacts: () => OpenFacts;
	/** What is added to the gateways' models, or gone from them. */
	models: Pick<ModelBook, 'listed' | 'isAdded' | 'isRetired'>;
	callbackChallenge: () => boolean;
	/** Sends a callback once, now. */
	sendCallback: CallbackBook['send'];
	/** The file of a job's video, for gateways that serve it themselves. */
	video: (job: SimulatedJob, range: string | undefined) => Answer;
	/** The public address of a job's video, not tied to any key. */
	mediaUrl: (gateway: GatewayId, jobId: string) => string;
}

/** A body as it was read off the wire. */
export interface ReceivedBody {
	summary: BodySummary;
	/** All of a text, the first 64 kB of anything else. */
	kept: Buffer;
}

/** A request as read off the wire, not judged yet. */
export interface Sent {
	path: string;
	/** Without the question mark. */
	search: string;
	headers: IncomingHttpHeaders;
	params: Record<string, string>;
	query: Record<string, string | string[]>;
	body: ReceivedBody;
}

/** A request that fits its documentation. */
export interface Call<Query, Body> {
	path: string;
	headers: IncomingHttpHeaders;
	params: Record<string, string>;
	query: Query;
	body: Body;
	/** For binary endpoints: the body as it came. */
	received: ReceivedBody;
}

/** A request that breaks the documentation, and what the gateway answers to it. */
export interface Refusal {
	refused: string;
	/** Default: the gateway's 400. */
	answer?: Answer;
}

/** Later where the gateway itself asks somewhere before it answers. */
type MaybeLater<Value> = Value | Promise<Value>;

/** One documented path and method of a gateway. */
export interface EndpointRules<Query, Body> {
	name: EndpointName;
	method: 'GET' | 'POST' | 'PUT' | 'DELETE';
	/** First part of the path where the gateway has a second host; default the gateway's id. */
	host?: string;
	/** Below the gateway's base URL, with `:name` for parameters; several if written several ways. */
	path: string | readonly string[];
	/** False where the documentation says that no key is needed. Default true. */
	needsKey?: boolean;
	/** Documented query parameters; default none. */
	query?: z.ZodType<Query, z.ZodTypeDef, unknown>;
	/** Documented JSON body. Left out: no body, unless `binary`. */
	body?: z.ZodType<Body, z.ZodTypeDef, unknown>;
	/**
	 * `only`: the body is a form with files, whose fields `body` describes; a file is a `BodySummary`. `too`: a form is as
	 * good as JSON.
	 */
	form?: 'only' | 'too' | (() => 'only' | 'too');
	/** True: the body is a file as it is, any size. */
	binary?: boolean;
	answer: (call: Call<Query, Body>) => MaybeLater<Answer | Refusal>;
}

/** An endpoint that takes any request and judges it by its own rules. */
export interface Endpoint {
	name: EndpointName;
	method: 'GET' | 'POST' | 'PUT' | 'DELETE';
	host?: string | undefined;
	paths: readonly string[];
	needsKey: boolean;
	serve: (sent: Sent) => MaybeLater<Answer | Refusal>;
}

/** One of the ways in which a gateway's callbacks are described. */
export interface CallbackShape {
	/** Whether there is a call for the status that the job has just reached. */
	tells: (job: SimulatedJob) => boolean;
	/** Sent as JSON. */
	bodyOf: (job: SimulatedJob) => unknown;
	/** Another address as a submit would have named it, where the package adds to it what the body lacks. */
	addressFor?: (job: SimulatedJob, url: string) => string;
	/** The headers that sign a body, with the gateway's own secret unless another is given. */
	signatureOf?: (body: string, timestamp: number, secret?: string) => Record<string, string>;
}

/** Where a submit's body says what to make. */
export interface OrderKeys {
	prompt: string;
	/** Where another route of the gateway has the prompt. */
	otherPrompt?: string;
	/** By which model, if the path does not tell. */
	model?: string;
}

/** How a gateway calls back. */
export interface CallbackRules {
	/** By the names of `DocumentedGateway.callbackVariants`. */
	shapes: Readonly<Record<string, CallbackShape>>;
	/** How often a call is sent that is not answered with 2xx. */
	attempts: number;
}

/** A gateway as the server needs it. */
export interface SimulatedGateway {
	/** A key that it accepts, of the form that the gateway gives out. */
	apiKey: string;
	/** First part of the path that stands for the gateway's upload host, if it has one. */
	uploadHost?: string;
	/** The same of the host that describes its models. */
	schemaHost?: string;
	/** What is wrong with the key, as the gateway's documented 401; none if it is accepted. */
	unauthorized: (headers: IncomingHttpHeaders, path: string) => Answer | undefined;
	/** Headers that every call must carry beside the key; the reason if one lacks. */
	headerProblem?: (headers: IncomingHttpHeaders) => string | undefined;
	/** The documented answer to a request that breaks the rules. */
	invalid: (reason: string, path: string) => Answer;
	/** Where a body that is not declared as JSON is answered otherwise than with `invalid`. */
	notJson?: () => Answer;
	notFound: (path: string) => Answer;
	/** Where a documented path with another method is answered otherwise than with `notFound`. */
	wrongMethod?: () => Answer;
	/** None where no callbacks are documented. */
	callbacks?: CallbackRules;
	/** Whether the file of a job's video has been deleted. Absent: it stays. */
	isDeleted?: (job: SimulatedJob) => boolean;
	endpoints: readonly Endpoint[];
	reset?: () => void;
}

/**
 * A gateway by its pages: what simulator and tests ask of each by its name. Paths with dots lead into objects, such as
 * `clip.uid`.
 */
export interface DocumentedGateway {
	/** Every answer shape that is documented: the names for `JobPlan.variant`. */
	variants: readonly string[];
	/** Every shape of its callbacks, the default first: the names for `Simulator.callbackVariants`. None: it doesn't call back. */
	callbackVariants?: readonly string[];
	/** The answer with an HTTP error status, in its own body shape and words. */
	error: (status: number) => Answer;
	/** The answer that says that the account has no credit left. */
	noCredit: Answer;
	/** How many requests its pages allow; absent where they don't say. */
	limits?: RateLimits;
	/** The headers that carry the key. */
	keyHeaders: (apiKey: string) => Record<string, string>;
	/** What its samples send beside the key, and it insists on. */
	otherHeaders?: Readonly<Record<string, string>>;
	/** Where a submit's body says what to make, and by which model if the path does not tell. */
	orderKeys: OrderKeys;
	/** Where its answers carry the job's id, first that of submits and callbacks. */
	idKeys: readonly string[];
	/** A job's ID as its answers and callbacks have it, where the package puts more into one. */
	wireId?: (jobId: string) => string;
	/** What an answer holds, in the place of the same keys, whose status no page knows: `archiving`. */
	unknownStatus: Readonly<Record<string, unknown>>;
	/** Where a callback has what else is an answer of its own: around it. */
	inCallback?: (job: Readonly<Record<string, unknown>>) => Record<string, unknown>;
	/** Makes it, on the ground that all stand on. */
	simulate: (ground: Ground) => SimulatedGateway;
}

/** True if a request carries all of these headers. */
export function hasHeaders(
	headers: IncomingHttpHeaders,
	wanted: Readonly<Record<string, string>>,
): boolean {
	return Object.entries(wanted).every(([name, value]) => headers[name.toLowerCase()] === value);
}

/**
 * True for http and https addresses of this machine. No callback is ever sent elsewhere: what stands
 * in samples and tests belongs to other people.
 */
export function isLoopback(address: string): boolean {
	const { protocol, hostname } = new URL(address);
	return (
		['http:', 'https:'].includes(protocol) &&
		['127.0.0.1', 'localhost', '[::1]'].includes(hostname)
	);
}

/** What is wrong with an address at which a gateway should call back. */
export function callbackProblem(address: string): string | undefined {
	if (!URL.canParse(address)) return 'not an address';
	// The documented "HTTPS URL" would shut out the machine's own n8n, which has no certificate.
	return new URL(address).protocol === 'https:' || isLoopback(address)
		? undefined
		: 'not an https address';
}

const NO_QUERY = z.object({}).strict();

function problemsOf(error: z.ZodError): string {
	return error.issues
		.map((issue) => (issue.path.length ? `${issue.path.join('.')}: ` : '') + issue.message)
		.join('; ');
}

function isJson(contentType: string | undefined): boolean {
	return /^application\/json(\s*;\s*charset=utf-8)?$/i.test(contentType ?? '');
}

function parseJson(body: Buffer): unknown {
	try {
		return JSON.parse(body.toString('utf8'));
	} catch {
		return undefined;
	}
}

/** A body that was read, by the rules for it; undefined if it could not be read. */
function judge<Body>(
	read: unknown,
	form: string,
	rules: z.ZodType<Body, z.ZodTypeDef, unknown>,
): { body: Body } | Refusal {
	if (read === undefined) return { refused: `body is not ${form}` };
	const parsed = rules.safeParse(read);
	return parsed.success ? { body: parsed.data } : { refused: problemsOf(parsed.error) };
}

/** Turns documented rules into an endpoint that refuses whatever they do not allow. */
export function endpoint<Query, Body>(
	gateway: Pick<SimulatedGateway, 'headerProblem' | 'notJson'>,
	rules: EndpointRules<Query, Body>,
): Endpoint {
	function readBody({ headers, body }: Sent): { body: Body } | Refusal {
		const none = { body: undefined as Body };
		if (rules.binary) return none;
		if (!rules.body) {
			return body.summary.bytes === 0 ? none : { refused: 'a body where none is documented' };
		}
		const form = typeof rules.form === 'function' ? rules.form() : rules.form;
		const type = headers['content-type'];
		if (form && isForm(type)) return judge(formIn(type!, body.kept), 'a form', rules.body);
		if (form === 'only') return { refused: 'Content-Type is not multipart/form-data' };
		if (!isJson(type)) {
			const answer = gateway.notJson?.();
			return { refused: 'Content-Type is not application/json', ...(answer && { answer }) };
		}
		return judge(parseJson(body.kept), 'JSON', rules.body);
	}

	return {
		name: rules.name,
		method: rules.method,
		host: rules.host,
		paths: typeof rules.path === 'string' ? [rules.path] : rules.path,
		needsKey: rules.needsKey ?? true,
		serve(sent) {
			const headerProblem = gateway.headerProblem?.(sent.headers);
			if (headerProblem) return { refused: headerProblem };
			const read = readBody(sent);
			if ('refused' in read) return read;
			const query = (rules.query ?? NO_QUERY).safeParse(sent.query);
			if (!query.success) return { refused: `query: ${problemsOf(query.error)}` };
			return rules.answer({
				path: sent.path,
				headers: sent.headers,
				params: sent.params,
				query: query.data as Query,
				body: read.body,
				received: sent.body,
			});
		},
	};
}

/** As `endpoint`, for a gateway whose calls carry nothing beside the key, and which answers any wrong body alike. */
export const plainEndpoint = <Query, Body>(rules: EndpointRules<Query, Body>): Endpoint =>
	endpoint({}, rules);
