import type { FailureCode } from './job';

/** HTTP, described: what goes to a gateway, what comes back, and how it reads. Nothing here sends anything. */

/** A file in a multipart body. */
export interface FilePart {
	name: string;
	fileName: string;
	mimeType: string;
	bytes: Uint8Array;
}

/** A `multipart/form-data` body: plain fields, then files. */
export interface Multipart {
	fields: Readonly<Record<string, string>>;
	files: readonly FilePart[];
}

/** Where a request goes: a path below an address of the credential, which gets the key; or any other, which never does. */
type Target =
	| {
			/** Starts with a slash; appended to the credential's base URL. */
			path: string;
			/** The credential's field that holds the base. Default `baseUrl`. */
			base?: 'baseUrl' | 'uploadUrl' | 'schemaUrl';
			/** For an address of the gateway that wants no key, such as its public keys. */
			withoutKey?: true;
			url?: undefined;
	  }
	/** A whole address, mostly out of an answer, such as a signed upload. The key is never sent there. */
	| { url: string; path?: undefined; base?: undefined; withoutKey?: undefined };

/** One HTTP request. At most one of `body` and `multipart`. */
export type GatewayRequest = Target & {
	method: 'GET' | 'POST' | 'PUT' | 'DELETE';
	query?: Record<string, string>;
	headers?: Record<string, string>;
	/** JSON, or the bytes of a file. */
	body?: Record<string, unknown> | Uint8Array;
	multipart?: Multipart;
};

/** What came back. `body` is empty when the answer is the video itself (`mediaType` is set then). */
export interface Answer {
	status: number;
	/** Names in lower case. */
	headers: Record<string, string>;
	body: string;
	mediaType?: string;
	/** Milliseconds since 1970. */
	receivedAt: number;
	/** The credential's Base URL, without a slash at its end: for results that lie behind the gateway's own host. */
	baseUrl: string;
}

/** A call that didn't give what it was made for. Never holds a secret. */
export interface GatewayError {
	kind: 'gatewayError';
	/** `unchanged`: the gateway has nothing newer to report than at the last check. */
	code: FailureCode | 'unchanged';
	/** What happened, with the gateway's own code. */
	message: string;
	/** What the user can do about it. */
	fix: string;
	/** The same call may succeed later. */
	retryable: boolean;
	/** Whether the gateway may have acted on the call all the same. `no` means definitely not. */
	accepted: 'no' | 'maybe';
	retryAfterSeconds?: number;
	httpStatus?: number;
	/** The gateway's own code, such as `base_resp.status_code` of MiniMax. */
	gatewayCode?: number;
}

/**
 * A request and how its answer reads.
 * `repeat`: `always` for calls that change nothing; `ifNotAccepted` for calls that bill, repeated only when the
 * gateway definitely didn't accept them; `never` otherwise.
 */
export interface Call<Result> {
	request: GatewayRequest;
	repeat: 'never' | 'ifNotAccepted' | 'always';
	timeoutSeconds: number;
	read: (answer: Answer) => Result | GatewayError;
	/**
	 * A second call that the first one's outcome asks for; its outcome counts then. `answer` is what the outcome was
	 * read from, absent where none came.
	 */
	next?: (outcome: Result | GatewayError, answer?: Answer) => Call<Result> | undefined;
}

/** Tells a failed call from its result. */
export function isGatewayError(value: unknown): value is GatewayError {
	return (value as GatewayError | undefined)?.kind === 'gatewayError';
}
